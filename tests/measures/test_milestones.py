"""A run against its timetable."""

from backsourcing import PLANNED, STEP, TASKS, TOOLED, backsourcing

from backsource.config import schedule_from
from backsource.log import Log
from backsource.measures import Sheet
from backsource.simulation import prepare, simulate


def test_a_run_without_chance_keeps_every_planned_date() -> None:
    tasks = {
        **TASKS,
        "fit": {"after": ["order"], "takes": "3 working days"},
        "write": TASKS["write"] | {"takes": "5 days"},
    }
    given = {"schedule": "go", "stock": "plant/part", "tasks": tasks, "share": [STEP]}
    part, schedule = backsourcing(TOOLED), schedule_from(given)
    sheet = Sheet(part, schedule, window=(0, 59), reference=(0, 4))
    log: Log = simulate(prepare(part, schedule), 1, 0)
    found = sheet.milestones(log)
    assert {name: (found[f"task/{name} started"], found[f"task/{name} done"]) for name in PLANNED} == PLANNED
    row = sheet.measure(log)
    assert (row["milestones_kept"], row["duration_ratio"], row["optimism_gap_days"]) == (1.0, 1.0, 0.0)
    assert (row["trials"], row["days_to_approval"]) == (1.0, 8.0)
