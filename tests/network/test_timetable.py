"""What a schedule plans, by hand on a calendar."""

from collections.abc import Mapping
from typing import Any

import pytest
from backsourcing import PLANNED, STEP, TASKS, TOOLED, backsourcing

from backsource.config import schedule_from
from backsource.network.timetable import Timetable


def days_of(times: Mapping[Any, float]) -> dict[str, tuple[float, float]]:
    return {name: (times[name, "S"], times[name, "F"]) for name in PLANNED}


def test_planned_dates_follow_from_durations_calendars_and_links() -> None:
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "tasks": TASKS, "share": [STEP]})
    assert days_of(Timetable.of(backsourcing(TOOLED), schedule).times) == PLANNED


def test_a_step_that_falls_into_a_freeze_is_planned_for_the_day_after() -> None:
    gate = {"cover": {"at_least": "2 days"}}
    steps = [{"expect": "2026-01-10", "make": "50 %", "gate": gate}, {"date": "2026-01-20", "make": "100 %"}]
    given = {"schedule": "go", "stock": "plant/part", "share": steps, "freeze": ["2026-01-08..2026-01-11"]}
    assert Timetable.of(backsourcing(), schedule_from(given)).steps == {"plant/part": [7.0, 15.0]}


@pytest.mark.parametrize(
    ("runs_to", "day"), [("any day", 6.0), ("month end", 26.0)], ids=["after its period", "and to the end of the month"]
)
def test_the_planned_exit_is_the_end_of_notice(runs_to: str, day: float) -> None:
    contract = {"with": "s1", "lanes": ["buy"], "notice": {"period": "5 days", "to": runs_to}}
    given = {"schedule": "go", "stock": "plant/part", "notice": {"contract": "c", "date": "2026-01-06"}}
    timetable = Timetable.of(backsourcing({"contracts": {"c": contract}}), schedule_from(given))
    assert (timetable.exits, timetable.on_road, timetable.begin) == ({"c": day}, {"c": 2.0}, 1.0)
