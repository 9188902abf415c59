"""Whatever stands on the grid goes on from any day as if nobody had looked, where nothing is drawn by turn."""

import copy
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_scenarios import Block, changeovers
from restarts import difference, gone_on

from backsource.config import scenario_from, schedule_from
from backsource.simulation import prepare, simulate

TIMETABLES = ("plant", "stockpyl", "textbook")


def by_day(content: Block) -> Block:
    """The same world without what is drawn by turn or once: what is drawn for a day is the same on that day."""
    calm: dict[str, Any] = copy.deepcopy(content)
    calm["unsure"], calm["prices"] = {}, {}
    for line in calm["lines"].values():
        if any("mtbf" in way for way in line.get("failures", [])):
            line["failures"] = [{"mtbf": {"values": ["2.5 days"], "chances": [1.0]}, "repair": "0.7 days"}]
    for lane in calm["lanes"].values():
        lane |= {key: "3 days" for key in ("lead_time",) if key in lane}
    for outage in calm["outages"].values():
        if "every" in outage:
            outage |= {"every": {"listed": ["7 days", "4 days"]}, "lasts": {"listed": ["2 days", "1.5 days"]}}
    for tool in calm["tools"].values():
        if "move" in tool:
            tool["move"]["takes"] = "4.4 days"
    return calm


@settings(max_examples=25)
@given(changeovers(), st.sampled_from(TIMETABLES), st.integers(1, 60), st.integers(0, 9))
def test_the_rest_of_a_run_has_the_same_bytes(
    changeover: tuple[Block, Block], timetable: str, day: int, replication: int
) -> None:
    content, schedule = by_day(changeover[0]), changeover[1]
    scenario = scenario_from(content)
    plan = prepare(scenario, schedule_from(schedule, scenario=scenario), timetable=timetable)
    assume(day < plan.until)
    whole = simulate(plan, 3, replication)
    assert difference(whole, gone_on(plan, day, seed=3, replication=replication)) is None


@settings(max_examples=12)
@given(changeovers(), st.integers(1, 60), st.integers(0, 9))
def test_whatever_is_random_the_rest_of_a_run_keeps_the_laws_of_conservation(
    changeover: tuple[Block, Block], day: int, replication: int
) -> None:
    scenario = scenario_from(changeover[0])
    plan = prepare(scenario, schedule_from(changeover[1], scenario=scenario))
    assume(day < plan.until)
    rest = gone_on(plan, day, seed=3, replication=replication, anew=4)
    assert (rest.first_day, rest.days) == (day, plan.rows - (day - plan.first_day))
