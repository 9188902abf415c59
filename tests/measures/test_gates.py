"""Gates, steps and approval in the wide row, by hand-made timelines."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.measures import Sheet

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Measure = Callable[[Sequence[Any]], Sheet]

GATED = {
    "schedule": "gated",
    "stock": "plant/part",
    "tasks": {"ppap": {"begin": "2026-01-07", "qualifies": "make"}},
    "decided": "every 2 days",
    "share": [
        {"make": "25 %", "expect": "2026-01-09", "gate": {"make": "qualified"}},
        {"make": "100 %", "expect": "2026-01-11", "gate": {"cover": {"at_least": "2 days"}}},
    ],
}
QUALIFIED = {"prepare": "2 days", "trial": "1 day", "approve": "1 day", "passes": "50 %", "again_after": "2 days"}
FIRST, SECOND = "gate/plant/part/0", "gate/plant/part/1"
BEGUN = (2.0, Kind.TASK_STARTED, "task/ppap", 0.0)
DONE = [(9.0, Kind.APPROVED, "make", 0.0), (9.0, Kind.TASK_DONE, "task/ppap", 0.0)]
TRIED = [(5.0, Kind.TRIAL, "make", 0.0), (8.0, Kind.TRIAL, "make", 1.0)]
OPENED = [
    (4.0, Kind.GATE_LOOKED, FIRST, 0.0),
    (10.0, Kind.GATE_LOOKED, FIRST, 1.0),
    (10.0, Kind.GATE_OPENED, FIRST, 6.0),
]
STEP = (10.0, Kind.SHARE_STEP, "plant/part", 0.25)


@pytest.fixture
def run(scenario: MakeScenario, write: WriteLog) -> Callable[..., tuple[Sheet, Log]]:
    def of(journal: Sequence[Any]) -> tuple[Sheet, Log]:
        part = scenario(changes={"lines.make.qualification": QUALIFIED})
        sheet = Sheet(part, schedule_from(GATED), window=(0, 19), reference=(0, 1))
        return sheet, write(part, journal=journal)

    return of


def test_a_gate_holds_from_the_day_it_could_open(run: Callable[..., tuple[Sheet, Log]]) -> None:
    forced = [(14.0, Kind.GATE_LOOKED, SECOND, 0.0), (14.0, Kind.GATE_OPENED, SECOND, 8.0, 1.0)]
    step = (14.0, Kind.SHARE_STEP, "plant/part", 1.0)
    sheet, log = run([BEGUN, *TRIED, *DONE, *OPENED, STEP, *forced, step])
    row = sheet.measure(log)
    # the first from day 4 to 10; the second was expected on day 6, but could only open after the first
    assert [row[name] for name in ("gate_looks", "gate_wait_days", "gate_forced", "gate_shut")] == [3.0, 10.0, 1.0, 0.0]


def test_a_gate_that_never_opens_holds_to_the_end_of_the_run(run: Callable[..., tuple[Sheet, Log]]) -> None:
    sheet, log = run([BEGUN, *TRIED, *DONE, *OPENED, STEP])
    row = sheet.measure(log)
    assert (row["gate_wait_days"], row["gate_shut"]) == (6.0 + 10.0, 1.0)
    milestones = sheet.milestones(log)
    assert milestones["step/plant/part/0"] == 10.0
    assert np.isnan([milestones[SECOND], milestones["step/plant/part/1"]]).all()


def test_a_rollback_is_no_step_and_ends_the_waiting(run: Callable[..., tuple[Sheet, Log]]) -> None:
    back = [(13.0, Kind.ROLLED_BACK, "plant/part", 0.0), (13.0, Kind.SHARE_STEP, "plant/part", 0.0)]
    sheet, log = run([BEGUN, *TRIED, *DONE, *OPENED, STEP, *back])
    row = sheet.measure(log)
    assert (row["rolled_back"], row["gate_wait_days"]) == (1.0, 6.0 + 3.0)
    assert np.isnan(sheet.milestones(log)["step/plant/part/1"])


def test_trials_and_the_time_to_approval(run: Callable[..., tuple[Sheet, Log]]) -> None:
    row_names = ("trials", "days_to_approval", "unapproved")
    sheet, log = run([BEGUN, *TRIED, *DONE])
    assert [sheet.measure(log)[name] for name in row_names] == [2.0, 7.0, 0.0]
    sheet, log = run([BEGUN, *TRIED[:1]])
    row = sheet.measure(log)
    assert (row["trials"], row["unapproved"]) == (1.0, 1.0)
    assert np.isnan(row["days_to_approval"])


def test_milestones_within_five_working_days_are_kept(run: Callable[..., tuple[Sheet, Log]]) -> None:
    # planned: ppap done on day 2 + 4 = 6, steps on days 4 and 6; done on day 9, steps on days 10 and never
    sheet, log = run([BEGUN, *TRIED, *DONE, *OPENED, STEP])
    row = sheet.measure(log)
    assert row["milestones_kept"] == pytest.approx(1 / 3)
    assert np.isnan([row["duration_ratio"], row["optimism_gap_days"]]).all()
    sheet, log = run(
        [BEGUN, *TRIED, *DONE, *OPENED, STEP, (12.0, Kind.GATE_OPENED, SECOND, 6.0), STEP, (12.0, *STEP[1:])]
    )
    row = sheet.measure(log)
    # from day 2, planned to day 6, done on day 12
    assert (row["duration_ratio"], row["optimism_gap_days"]) == (4 / 10, -6.0)


def test_an_arm_without_a_schedule_counts_nothing(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    row = Sheet(part, None, window=(0, 19), reference=(0, 1)).measure(write(part))
    for name in (
        "gate_looks",
        "gate_wait_days",
        "gate_forced",
        "trials",
        "extensions",
        "rolled_back",
        "transition_cost",
    ):
        assert row[name] == 0.0
    for name in ("bank_needed", "days_to_approval", "milestones_kept", "optimism_gap_days"):
        assert np.isnan(row[name])


def test_trials_that_fail_have_their_days(run: Callable[..., tuple[Sheet, Log]]) -> None:
    sheet, log = run([BEGUN, *TRIED, *DONE])
    found = sheet.milestones(log)
    assert found["line/make trial 1 failed"] == 5.0
    assert np.isnan(found["line/make trial 2 failed"])  # it passed on day 8
    sheet, log = run([BEGUN, *((float(day), Kind.TRIAL, "make", 0.0) for day in (5, 8, 11))])
    found = sheet.milestones(log)
    assert (found["line/make trial 1 failed"], found["line/make trial 2 failed"]) == (5.0, 8.0)
