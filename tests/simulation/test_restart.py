"""A run that is photographed on any day and goes on from there leaves the same books and the same journal."""

from pathlib import Path
from typing import Any

import pytest
from changeovers import QUALIFICATION, day, days, happened, made, plan, with_steel, world
from restarts import difference, gone_on

from backsource.config import Scenario, as_file, load_scenario, load_schedule, scenario_from
from backsource.log import Kind
from backsource.simulation import photograph, prepare, simulate

CONFIGS = Path(__file__).parents[2] / "configs"

Blocks = dict[str, Any]
NOTICE: Blocks = {"notice": {"contract": "supply", "date": day(5)}}  # the lanes close on day 36
QUALIFIED: Blocks = {"lines.make.qualification": {**QUALIFICATION, "pieces": "6 pieces"}}
FAILING: Blocks = {"lines.make.qualification": {**QUALIFICATION, "pieces": "6 pieces", "passes": "0.0000001 %"}}
RAMP: Blocks = {
    "lines.make.ramp": {"from": "20 %", "tau": "9 days"},
    "lines.make.yield": {"first": "80 %", "mature": "99 %", "over": "60 pieces"},
    "items.part.whole": False,
}
STEEL: Blocks = {"stocks.plant/steel": {"base_stock": "90 kg", "opening": "40 kg"}}
WORKS: Blocks = {"sites.plant.calendar": "works"}
PPAP: Blocks = {"ppap": {"begin": day(8), "qualifies": "make"}}
OPTION: Blocks = {
    "contracts.supply.extension": {"each": "20 days", "price": "+10 %", "at_most": 2, "call": "5 days before end"}
}
WEAK: Blocks = {"lines.make.rate": "1 piece/day"}
SHORT: Blocks = {"backlog": {"above": "1 day", "over": "2 days"}}
NEVER: Blocks = {"backlog": {"above": "900 days"}}
MOVED: Blocks = {
    "tools.die": {"at": "seller", "move": {"takes": "7 working days", "calendar": "movers"}},
    "lines.make.tools": ["die"],
}


def gate(share: int, expect: int, condition: Blocks, **more: Any) -> Blocks:
    return {**made(share), "expect": day(expect), "gate": condition, **more}


WORLDS: dict[str, tuple[Scenario, Blocks]] = {
    "as it is": (with_steel(), {}),
    "dated steps, notice and a payment": (
        with_steel(), {**NOTICE, "share": [{"date": day(12), **made(30)}, {"date": day(33), **made(100)}],
                       "pays": [{"date": day(20), "amount": "5 kEUR"}]},
    ),
    "gates that open, learn and wait": (
        with_steel(**QUALIFIED, **RAMP, **WORKS),
        {"tasks": PPAP, "decided": "every 7 days", "share": [
            gate(25, 15, {"make": "qualified"}),
            gate(60, 30, {"yield": {"at_least": "92 %", "over": "5 working days"},
                          "rate": {"at_least": "60 %", "over": "4 working days"}}),
            gate(100, 50, {"cover": {"at_least": "3 working days", "over": "4 working days"}}),
        ]},
    ),
    "gates that never open": (
        world(**OPTION), {**NOTICE, "decided": "every 7 days", "share": [
            gate(40, 8, NEVER, wait_at_most="3 days", then="force"),
            gate(100, 16, NEVER, wait_at_most="6 days", then="extend"),
        ], "extension": {"contract": "supply", "call_if": SHORT, "decide_by": day(30)}},
    ),
    "a bank under way": (
        world(), {"bridge": {"from": day(20), "want": "8 days", "use_from": day(60)}, "share": [
            {"date": day(60), **made(50)}]},
    ),
    "a bank that cannot be built at once": (
        world(**{"stocks.plant/part.order_capacity": "13 pieces"}),
        {"bridge": {"from": day(20), "want": "8 days", "use_from": day(60)}},
    ),
    "a last order": (
        world(), {**NOTICE, "last_time_buy": {"date": day(30), "quantity": "90 pieces"},
                  "share": [{"date": day(34), **made(100)}]},
    ),
    "trials that fail": (with_steel(**FAILING, **STEEL), {"tasks": PPAP}),
    "trial pieces that may be sold": (
        with_steel(**STEEL, **{"lines.make.qualification": {
            **QUALIFICATION, "pieces": "6 pieces", "trial_parts": "sell"}}),
        {"tasks": PPAP, "share": [gate(50, 12, {"make": "qualified"})], "decided": "every 3 days"},
    ),
    "a tool on the road": (
        world(**MOVED, **QUALIFIED), {"tasks": {"move": {"begin": day(9), "moves": {"die": "plant"}},
                                                "ppap": {"begin": day(5), "qualifies": "make"}},
                                      "share": [gate(60, 20, {"make": "qualified"})]},
    ),
    "back again with its tool": (
        world(**MOVED, **WEAK), {"tasks": {"move": {"begin": day(9), "moves": {"die": "plant"}}},
                                 "share": [{"date": day(20), **made(40)}, {"date": day(27), **made(100)}],
                                 "rollback": {"when": SHORT, "to": made(0)}},
    ),
    "back again after the exit": (
        world(**WEAK, **{"lanes.buy.onboard": "9 working days"}),
        {**NOTICE, "share": [{"date": day(33), **made(100)}],
         "rollback": {"when": {"backlog": {"above": "1 day"}}, "to": made(10), "until": day(110)}},
    ),
    "a freeze": (
        world(), {"freeze": [f"{day(18)}..{day(30)}"], "tasks": {"wait": {"begin": day(9), "takes": "11 days"}},
                  "share": [{"date": day(10), **made(30)}, gate(60, 12, {"wait": "done"}),
                            {"date": day(35), **made(100)}]},
    ),
    "a clause that holds": (
        with_steel(**QUALIFIED), {"tasks": {"ppap": {"begin": day(20), "qualifies": "make"}}, "decided": "every 4 days",
                                  "if_not": {"by": day(15), "make": "qualified", "then": "hold"},
                                  "share": [{"date": day(10), **made(10)}, {"date": day(18), **made(60)}]},
    ),
    "a feed that is onboarded, people that are trained": (
        with_steel(**{"lines.make.machines": 3, "lines.make.staff": 1, "lanes.steel.onboard": "12 working days"}),
        {"tasks": {"feed": {"begin": day(4), "onboards": ["steel"]},
                   "train": {"after": [{"task": "feed", "kind": "SS", "lag": "3.5 days"}], "takes": "8.4 days",
                             "trains": {"make": 3}},
                   "late": {"after": [{"task": "train", "kind": "FF", "lag": "2 days"}], "takes": "1 day"}},
         "share": [{"date": day(25), **made(50)}]},
    ),
    "an overlap and a retained share": (
        world(), {"share": [{"date": day(10), **made(50)}, {"date": day(31), **made(85)}],
                  "overlap": {"until": day(30), "least": {"buy": "30 %"}}, "retain": {"buy": "15 %"}},
    ),
    "a lane with a gate, a limit and a calendar": (
        world(**WORKS, **{"lanes.buy.capacity": "11 pieces/day", "lanes.buy.order_delay": "2 days",
                          "lanes.buy.minimum_order": "15 pieces",
                          "outages.stop": {"hits": ["buy"], "listed": [{"from": day(14), "lasts": "6 days"}]}}),
        {"share": [{"date": day(40), **made(50)}]},
    ),
    "lots that spoil": (
        with_steel(**{"items.part.shelf_life": "6 days", "stocks.plant/part.keep_lots": True,
                      "outages.stop": {"hits": ["make"], "listed": [{"from": day(31), "lasts": "2.25 days"}]}}),
        {"share": [{"date": day(12), **made(50)}]},
    ),
    "customers that wait for so long": (
        world(**WEAK, **{"markets.customer.short": "4 days"}), {"share": [{"date": day(12), **made(90)}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORLDS)
def test_with_no_randomness_the_rest_of_a_run_has_the_same_bytes(name: str) -> None:
    scenario, schedule = WORLDS[name]
    whole_plan = plan(scenario, **schedule)
    whole = simulate(whole_plan, 1, 0)
    for on in range(1, 90, 3 if "gates" in name else 4):
        assert difference(whole, gone_on(whole_plan, on)) is None


def test_the_worlds_do_what_they_are_called_after() -> None:
    logs = {name: simulate(plan(scenario, **schedule), 1, 0) for name, (scenario, schedule) in WORLDS.items()}
    assert len(days(logs["gates that open, learn and wait"], Kind.GATE_OPENED)) == 3
    assert len(days(logs["gates that never open"], Kind.EXTENDED)) >= 2
    assert happened(logs["a bank under way"], Kind.BANK) == [(60, "plant/part", 80)]
    assert len(days(logs["trials that fail"], Kind.TRIAL)) > 5
    assert len(days(logs["back again with its tool"], Kind.TOOL_PULLED)) == 2
    assert days(logs["back again after the exit"], Kind.SOURCE_OPENED) > [45]
    assert days(logs["a freeze"], Kind.STEP_FROZEN) == [20]
    assert days(logs["lots that spoil"], Kind.SPOILT)


def test_a_status_of_a_run_that_goes_on_is_the_status_of_the_whole_run() -> None:
    """Looking twice is looking once."""
    scenario, schedule = WORLDS["gates that open, learn and wait"]
    whole = plan(scenario, **schedule)
    early = photograph(whole, 1, 0, 25)
    for on in (40, 60):
        again = photograph(prepare(scenario, whole.changeover, status=early), 1, 0, on)
        assert again == photograph(whole, 1, 0, on)


def calm_knuckle() -> Scenario:
    """The knuckle with nothing left to chance."""
    words = as_file(load_scenario(CONFIGS / "scenarios/steering-knuckle.yaml"))
    for lane in words["lanes"].values():
        lane.pop("late", None)
    make = words["lines"]["make"]
    make.pop("failures")
    make["qualification"] |= {"passes": "100 %", "again_after": "10 working days"}
    words["markets"]["oem"]["demand"].pop("cv")
    return scenario_from({key: block for key, block in words.items() if key not in ("outages", "prices", "unsure")})


@pytest.mark.parametrize("name", ["gated", "bank-and-move"])
def test_the_knuckle_without_chance_goes_on_from_any_day(name: str) -> None:
    scenario = calm_knuckle()
    schedule = load_schedule(CONFIGS / f"schedules/{name}.yaml", scenario=scenario)
    whole_plan = prepare(scenario, schedule)
    whole = simulate(whole_plan, 1, 0)
    for on in (190, 333, 352, 388, 413, 470):
        assert difference(whole, gone_on(whole_plan, on)) is None
