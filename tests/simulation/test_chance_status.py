"""From a day in the middle on the past is fact; what is off is off from that morning on."""

from dataclasses import replace
from typing import Any

import pytest
from changeovers import QUALIFICATION, Blocks, changed, column, day, days, world

from backsource.config import Scenario, Status, schedule_from, status_from
from backsource.log import Kind, Log
from backsource.simulation import photograph, prepare, simulate
from backsource.simulation.chance import present

MADE: Blocks = {"stocks.plant/part.sources": {"buy": 0, "make": 1}}
STOP: Blocks = {"hits": ["make"], "listed": [f"{day(30)}..{day(60)}"]}


def at(scenario: Scenario, on: int) -> Status:
    """How a run stands in the morning of a day, everything on."""
    return photograph(prepare(scenario), 1, 0, on)


def rest(scenario: Scenario, status: Status, *families: str, seed: int = 1) -> Log:
    """The rest of it with some families off."""
    return simulate(prepare(scenario, status=status, without=families), seed, 0)


@pytest.mark.parametrize("hit", ["make", "plant"])
def test_an_outage_under_way_is_over_that_morning(hit: str) -> None:
    scenario = world(**MADE, **{"outages.stop": {**STOP, "hits": [hit]}})
    whole, off = (rest(scenario, at(scenario, 40), *names) for names in ((), ("own_failures",)))
    assert column(whole.lines, "make", "good", 0, 21) == [0] * 21  # it stops to the end of day 60
    assert column(off.lines, "make", "good", 0, 4) == [0, 20, 20, 20]
    assert column(off.markets, "customer", "owed", 0, 1)[0] > 0  # what it has cost by then is fact


@pytest.mark.parametrize("way", ["block_orders", "hold_at_origin", "stop_in_transit", "hold_at_gate"])
def test_so_is_one_of_a_lane_whatever_it_does_to_it(way: str) -> None:
    stop = {"hits": ["buy"], "every": {"listed": ["30 days"]}, "lasts": {"listed": ["200 days"]}}
    scenario = world(**{"outages.stop": stop, "lanes.buy.in_outage": way})
    whole, off = (rest(scenario, at(scenario, 50), *names) for names in ((), ("transport",)))
    assert whole.lanes.of("buy", "received").sum() == 0
    assert off.lanes.of("buy", "received")[:4].sum() > 0
    assert off.markets.of("customer", "short")[6:].sum() == 0


@pytest.mark.parametrize(
    "failures",
    [
        {"mtbf": {"listed": ["20 days", "300 days"]}, "repair": {"listed": ["90 days"]}},
        {"fails": "20 %", "ends": "1 %"},
    ],
)
def test_a_machine_that_is_down_is_mended_that_morning(failures: Blocks) -> None:
    scenario = world(**MADE, **{"lines.make.failures": failures})
    whole, off = (rest(scenario, at(scenario, 60), *names) for names in ((), ("own_failures",)))
    assert whole.lines.of("make", "good")[:10].sum() == 0
    assert column(off.lines, "make", "good", 1, 4) == [20, 20, 20]


def test_corrective_work_under_way_takes_its_mean_time_and_the_next_trial_passes() -> None:
    rule = changed(QUALIFICATION, {"passes": "1 %", "again_after": {"mean": "9 days", "cv": 1.0}})
    scenario = world(**{"lines.make.qualification": rule})
    said = {"schedule": "t", "stock": "plant/part", "tasks": {"ppap": {"begin": day(10), "qualifies": "make"}}}
    schedule = schedule_from(said, scenario=scenario)
    running: dict[str, Any] = {"began": day(10), "failed": 1, "stands": "again", "since": day(20)}
    stands = status_from({"status": day(25), "running": {"ppap": running}}, scenario, schedule)
    assert present(scenario, schedule, stands) == ("qualification",)
    log = simulate(prepare(scenario, schedule, status=stands, without=("qualification",)), 1, 0)
    assert days(log, Kind.TRIAL) == [20 + 9 + 1]
    assert days(log, Kind.APPROVED) == [20 + 9 + 1 + 5]


def test_goods_on_the_road_come_on_the_day_that_the_status_says() -> None:
    late = {"chance": "50 %", "by": {"mean": "5 days", "cv": 1.0}}
    scenario = world(**{"lanes.buy.late": late})
    stands = status_from(
        {"status": day(30), "road": [{"lane": "buy", "quantity": "20 pieces", "due": day(37)}]}, scenario, None
    )
    log = rest(scenario, stands, "transport")
    ordered = log.lanes.of("buy", "ordered")
    expected = [0, 0, *ordered[:8]]
    expected[7] += 20
    assert column(log.lanes, "buy", "received", 0, 10) == expected


def test_what_was_decided_by_then_is_the_same_with_and_without() -> None:
    scenario = world(**MADE, **{"outages.stop": STOP})
    stands = at(scenario, 40)
    whole, off = (prepare(scenario, status=stands, without=names) for names in ((), ("own_failures",)))
    assert replace(off, without=()) == whole
    assert (off.past.opened, off.past.ages, off.past.shares) == (whole.past.opened, whole.past.ages, whole.past.shares)
