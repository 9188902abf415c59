"""Proximate causes on scripted runs in which the cause is known: ten parts a day, one thing goes wrong."""

from typing import Any

import pytest
from changeovers import Blocks, day, run, stay, with_steel, world

from backsource.config import Scenario, schedule_from
from backsource.log import Log
from backsource.measures import Cause, Explained, Sheet

MADE = {"stocks.plant/part.sources": {"buy": 0, "make": 1}}
BOUGHT_TWICE = {
    "sites.other": {"kind": "feed"},
    "lanes.second": {"item": "part", "from": "other", "to": "plant", "promised": "2 days"},
    "stocks.plant/part.sources": {"buy": "70 %", "second": "30 %", "make": 0},
}
FROM_A_CELL = {
    "sites.seller.kind": "supplier",
    "lines.cell": {"site": "seller", "makes": "part", "rate": "15 pieces/day"},
}


def stop(*hits: str, first: int = 30, last: int = 60) -> Blocks:
    return {"hits": list(hits), "listed": [f"{day(first)}..{day(last)}"]}


def explained(scenario: Scenario, log: Log, **schedule: Any) -> list[Explained]:
    read = None
    if schedule:
        read = schedule_from({"schedule": "test", "stock": "plant/part", **schedule}, scenario=scenario)
    return Sheet(scenario, read, window=(0, 119), reference=(0, 9)).explained(log)


def mix(scenario: Scenario, **schedule: Any) -> dict[Cause, float]:
    """Shares of all units short by cause."""
    log = run(scenario, **schedule) if schedule else stay(scenario)
    found = explained(scenario, log, **schedule)
    assert found, "nothing was short"
    total = sum(one.incident.units_short for one in found)
    shares: dict[Cause, float] = {}
    for one in found:
        for cause, units in one.causes.items():
            shares[cause] = shares.get(cause, 0.0) + units / total
    return shares


def test_a_supplier_that_stops_is_the_cause() -> None:
    assert mix(world(**{"outages.stop": stop("seller")})) == {Cause("supplier_down", "seller"): pytest.approx(1)}


@pytest.mark.parametrize("way", ["block_orders", "hold_at_origin"])
def test_it_is_whatever_the_outage_does_to_the_lane(way: str) -> None:
    scenario = world(**{"outages.stop": stop("seller"), "lanes.buy.in_outage": way})
    assert mix(scenario) == {Cause("supplier_down", "seller"): pytest.approx(1)}


def test_a_cell_of_the_supplier_that_stops_is_found_behind_its_stock() -> None:
    scenario = world(**FROM_A_CELL, **{"outages.stop": stop("cell")})
    assert mix(scenario) == {Cause("supplier_down", "cell"): pytest.approx(1)}


@pytest.mark.parametrize("way", ["block_orders", "hold_at_origin", "stop_in_transit", "hold_at_gate"])
def test_a_lane_that_stops_is_transport(way: str) -> None:
    scenario = world(**{"outages.strike": stop("buy"), "lanes.buy.in_outage": way})
    assert mix(scenario) == {Cause("transport", "buy"): pytest.approx(1)}


def test_goods_that_are_late_are_transport() -> None:
    late = {"chance": "100 %", "by": {"family": "constant", "mean": "9 days"}}
    assert mix(world(**{"lanes.buy.late": late})) == {Cause("transport", "buy"): pytest.approx(1)}


def test_goods_that_are_late_are_transport_from_a_supplier_that_makes_to_order_too() -> None:
    """Its lane owes each order on the day on which it is made; that is no lack of the supplier."""
    late = {"chance": "100 %", "by": {"family": "constant", "mean": "9 days"}}
    quick = {**FROM_A_CELL["lines.cell"], "rate": "200 pieces/day"}
    found = mix(world(**{**FROM_A_CELL, "lines.cell": quick, "lanes.buy.late": late}))
    assert found == {Cause("transport", "buy"): pytest.approx(1)}


def test_a_supplier_that_was_closed_with_a_share_left_is_the_cause() -> None:
    notice = {"contract": "supply", "date": day(0)}
    assert mix(world(), notice=notice) == {Cause("supplier_closed", "seller"): pytest.approx(1)}


QUALIFIED = {
    "lines.make.qualification": {
        "prepare": "20 days", "trial": "1 day", "approve": "5 days", "passes": "100 %", "again_after": "6 days",
    },
}  # fmt: skip
ALL_MADE = [{"date": day(30), "make": "100 %", "buy": "0 %"}]


def test_a_share_that_comes_before_the_approval_makes_it_the_cause() -> None:
    tasks = {"ppap": {"begin": day(30), "qualifies": "make"}}
    found = mix(world(**QUALIFIED), tasks=tasks, share=ALL_MADE)
    assert found == {Cause("not_qualified", "make"): pytest.approx(1)}


def test_a_line_below_its_mature_rate_is_a_ramp() -> None:
    ramp = {"lines.make.ramp": {"from": "10 %", "tau": "40 days"}}
    assert mix(world(**ramp), opens={"make": day(30)}, share=ALL_MADE) == {Cause("ramp", "make"): pytest.approx(1)}


def test_a_tool_that_was_pulled_from_the_supplier_is_the_cause() -> None:
    tool = {
        "tools.die": {"at": "seller", "needed_by": ["cell"], "move": {"takes": "5 days"}},
        "lines.cell.tools": ["die"],
    }
    scenario = world(**FROM_A_CELL, **tool)
    found = mix(scenario, tasks={"pull": {"begin": day(30), "moves": {"die": "plant"}}})
    assert found == {Cause("tool_absent", "cell"): pytest.approx(1)}


def test_our_own_line_that_stops_is_a_machine_down() -> None:
    scenario = world(**MADE, **{"outages.stop": stop("make")})
    assert mix(scenario) == {Cause("machine_down", "make"): pytest.approx(1)}


def test_too_few_people_for_the_machines_are_the_cause() -> None:
    scenario = world(**MADE, **{"lines.make": {"site": "plant", "makes": "part", "rate": "16 pieces/day", "machines": 2,
                                               "staff": 1}})  # fmt: skip
    assert mix(scenario) == {Cause("people", "make"): pytest.approx(1)}


def test_a_feed_that_stops_starves_the_line_of_its_material() -> None:
    scenario = with_steel(**MADE, **{"stocks.plant/steel.opening": "100 kg", "outages.stop": stop("mill", last=130)})
    starved = Cause("starved", "mill", "plant/steel", "steel", "supplier_down")
    assert mix(scenario) == {starved: pytest.approx(1)}
    assert starved.words == "starved of plant/steel by steel: supplier down (mill)"


def test_of_two_materials_the_missing_one_is_named() -> None:
    bolts = {
        "items.bolt": {"unit": "piece"}, "sites.smith": {"kind": "feed"},
        "lanes.bolts": {"item": "bolt", "from": "smith", "to": "plant", "promised": "5 days"},
        "stocks.plant/bolt": {"cover": "8 days of planned use", "opening": "200 pieces"},
        "lines.make.bom": {"steel": "1 kg", "bolt": "2 pieces"},
    }  # fmt: skip
    scenario = with_steel(
        **MADE, **{"stocks.plant/steel.opening": "100 kg"}, **bolts, **{"outages.stop": stop("smith", last=130)}
    )
    assert mix(scenario) == {Cause("starved", "smith", "plant/bolt", "bolts", "supplier_down"): pytest.approx(1)}


def test_scrap_is_the_cause_where_the_line_would_have_made_enough() -> None:
    scenario = world(**MADE, **{"lines.make.yield": "40 %"})
    assert mix(scenario) == {Cause("quality_reject", "make"): pytest.approx(1)}


def test_a_line_that_is_given_more_than_it_can_make_has_too_large_a_share() -> None:
    scenario = world(**MADE, **{"lines.make.rate": "8 pieces/day"})
    assert mix(scenario) == {Cause("share_below_need", "make"): pytest.approx(1)}


def test_demand_above_its_plan_is_a_surge() -> None:
    truth = {"markets.customer.demand.mean": {"range": ["16 pieces", "16 pieces"]}}
    scenario = world(**{"lanes.buy.promised": "6 days", "stocks.plant/part.opening": "60 pieces", "unsure": truth})
    assert mix(scenario) == {Cause("demand_surge", "customer"): pytest.approx(1)}


def test_two_causes_at_the_same_time_share_the_units_as_they_shared_the_supply() -> None:
    scenario = world(**BOUGHT_TWICE, **{"outages.stop": stop("seller"), "outages.strike": stop("second")})
    assert mix(scenario) == {
        Cause("supplier_down", "seller"): pytest.approx(0.7, abs=0.01),
        Cause("transport", "second"): pytest.approx(0.3, abs=0.01),
    }


def test_of_two_causes_one_after_the_other_the_later_has_the_units_that_the_stock_did_not_cover() -> None:
    """The stock covers five days: three without the seller use it up in part, the strike right after does the rest."""
    outages = {"outages.stop": stop("seller", first=30, last=32), "outages.strike": stop("buy", first=33, last=45)}
    found = mix(world(**outages))
    assert found[Cause("transport", "buy")] == pytest.approx(1)


def test_what_nothing_explains_is_residual() -> None:
    """A backlog that was there at the start, and a stock that orders no more than is asked."""
    scenario = world(**{"stocks.plant/part": {"base_stock": "15 pieces", "opening": "0 pieces",
                                              "sources": {"buy": 1, "make": 0}}})  # fmt: skip
    assert mix(scenario) == {Cause("residual"): pytest.approx(1)}
