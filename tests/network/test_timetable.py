"""What a schedule plans, by hand on a calendar, and as a run keeps it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from backsource.config import Scenario, schedule_from
from backsource.log import Log
from backsource.measures import Sheet
from backsource.network.timetable import Timetable
from backsource.simulation import prepare, simulate

MakeScenario = Callable[..., Scenario]

WORLD: dict[str, Any] = {
    "calendars": {"works": {"week": "mon-fri"}, "movers": {"week": "mon-sat"}},
    "sites.plant": {"kind": "plant", "calendar": "works"},
    "tools": {
        "T1": {"at": "s1", "needed_by": ["make"], "move": {"takes": "3 working days", "calendar": "movers"}},
        "T2": {"at": "none", "needed_by": ["make"], "lead": "1 week"},
    },
    "lines.make.qualification": {
        "prepare": "2 working days",
        "trial": "1 working day",
        "approve": "3 working days",
        "passes": "100 %",
        "again_after": "2 working days",
    },
    "lanes.blanks.onboard": "4 working days",
    "horizon": "60 days",
}
TASKS: dict[str, Any] = {
    "order": {"begin": "2026-01-06", "brings": {"T2": "plant"}},  # Tuesday, a week: the next Tuesday
    "fit": {
        "after": ["order"],
        "takes": {"least": "1 working day", "mode": "3 working days", "most": "9 working days"},
    },
    "move": {"begin": "2026-01-09", "moves": {"T1": "plant"}},  # Friday, Saturday, Monday: Tuesday morning
    "feeds": {"begin": "2026-01-07", "onboards": ["blanks"]},  # Wednesday to Friday and Monday: Tuesday morning
    "write": {"begin": "2026-01-08", "takes": {"median": "5 days", "cv": 0.4}},
    "ppap": {"after": ["fit", {"task": "move", "kind": "FS", "lag": "2 working days"}], "qualifies": "make"},
}
STEP = {"make": "100 %", "expect": "2026-01-26", "gate": {"make": "qualified"}}
PLANNED = {
    "order": (1.0, 8.0),
    "fit": (8.0, 11.0),
    "move": (4.0, 8.0),
    "feeds": (2.0, 8.0),
    "write": (3.0, 8.0),
    "ppap": (11.0, 19.0),  # Friday, then Monday to Friday: six working days, so Saturday morning
}


def days_of(times: Mapping[Any, float]) -> dict[str, tuple[float, float]]:
    return {name: (times[name, "S"], times[name, "F"]) for name in PLANNED}


def test_planned_dates_follow_from_durations_calendars_and_links(scenario: MakeScenario) -> None:
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "tasks": TASKS, "share": [STEP]})
    assert days_of(Timetable.of(scenario(changes=WORLD), schedule).times) == PLANNED


def test_a_run_without_chance_keeps_every_planned_date(scenario: MakeScenario) -> None:
    tasks = {
        **TASKS,
        "fit": {"after": ["order"], "takes": "3 working days"},
        "write": TASKS["write"] | {"takes": "5 days"},
    }
    given = {"schedule": "go", "stock": "plant/part", "tasks": tasks, "share": [STEP]}
    part, schedule = scenario(changes=WORLD), schedule_from(given)
    sheet = Sheet(part, schedule, window=(0, 59), reference=(0, 4))
    log: Log = simulate(prepare(part, schedule), 1, 0)
    found = sheet.milestones(log)
    assert {name: (found[f"task/{name} started"], found[f"task/{name} done"]) for name in PLANNED} == PLANNED
    row = sheet.measure(log)
    assert (row["milestones_kept"], row["duration_ratio"], row["optimism_gap_days"]) == (1.0, 1.0, 0.0)
    assert (row["trials"], row["days_to_approval"]) == (1.0, 8.0)


def test_a_step_that_falls_into_a_freeze_is_planned_for_the_day_after(scenario: MakeScenario) -> None:
    gate = {"cover": {"at_least": "2 days"}}
    steps = [{"expect": "2026-01-10", "make": "50 %", "gate": gate}, {"date": "2026-01-20", "make": "100 %"}]
    given = {"schedule": "go", "stock": "plant/part", "share": steps, "freeze": ["2026-01-08..2026-01-11"]}
    assert Timetable.of(scenario(), schedule_from(given)).steps == {"plant/part": [7.0, 15.0]}


@pytest.mark.parametrize(
    ("runs_to", "day"), [("any day", 6.0), ("month end", 26.0)], ids=["after its period", "and to the end of the month"]
)
def test_the_planned_exit_is_the_end_of_notice(scenario: MakeScenario, runs_to: str, day: float) -> None:
    contract = {"with": "s1", "lanes": ["buy"], "notice": {"period": "5 days", "to": runs_to}}
    given = {"schedule": "go", "stock": "plant/part", "notice": {"contract": "c", "date": "2026-01-06"}}
    timetable = Timetable.of(scenario(changes={"contracts": {"c": contract}}), schedule_from(given))
    assert (timetable.exits, timetable.on_road, timetable.begin) == ({"c": day}, {"c": 2.0}, 1.0)
