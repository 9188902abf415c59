"""When the lines of the plant open."""

from collections.abc import Callable

import pytest

from backsource.config import Scenario, Schedule, schedule_from
from backsource.log import Kind, Log
from backsource.measures.diary import Diary
from backsource.measures.frame import Frame
from backsource.measures.opening import Opening, planned, seen
from backsource.measures.roles import Roles

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
PlanOf = Callable[..., Opening]


@pytest.fixture
def plan() -> PlanOf:
    def of(part: Scenario, schedule: Schedule | None = None) -> Opening:
        frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
        return planned(part, schedule, Roles.of(part, frame), frame)["make"]

    return of


def test_a_line_that_nobody_uses_never_opens(scenario: MakeScenario, plan: PlanOf) -> None:
    assert plan(scenario()).row == 20


def test_a_schedule_opens_a_line_on_its_date(scenario: MakeScenario, plan: PlanOf) -> None:
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "opens": {"make": "2026-01-12"}})
    assert plan(scenario(), schedule) == Opening(7, new=True)


def test_the_first_share_opens_a_line(scenario: MakeScenario, plan: PlanOf) -> None:
    steps = [
        {"date": "2026-01-10", "make": "0 %", "buy": "100 %"},
        {"date": "2026-01-15", "make": "50 %", "buy": "50 %"},
    ]
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "share": steps})
    assert plan(scenario(), schedule) == Opening(10, new=True)


def test_a_line_with_an_as_is_share_is_there_already(scenario: MakeScenario, plan: PlanOf) -> None:
    part = scenario(changes={"stocks.plant/part.sources": {"buy": "50 %", "make": "50 %"}})
    assert plan(part) == Opening(0, new=False)
    part = scenario(
        changes={"stocks.plant/part.sources": {"buy": "50 %", "make": "50 %"}, "lines.make.opens": "3 days"}
    )
    assert plan(part) == Opening(3, new=False)


def test_a_line_kept_for_emergencies_is_there_already(scenario: MakeScenario, plan: PlanOf) -> None:
    kept = {"below": "2 days", "source": "make"}
    assert plan(scenario(changes={"stocks.plant/part.emergency": kept})) == Opening(0, new=False)


def test_the_journal_knows_better_than_the_plan(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    log = write(part, journal=[(9.0, Kind.LINE_OPENED, "make", 0), (14.0, Kind.LINE_OPENED, "make", 0)])
    assert seen(Diary(log), {"make": Opening(5, new=True)}, frame) == {"make": Opening(9, new=True)}


PPAP = {"schedule": "go", "stock": "plant/part", "tasks": {"ppap": {"begin": "2026-01-07", "qualifies": "make"}}}


def test_a_line_that_a_task_qualifies_opens_when_it_is_approved_and_is_paid_when_that_begins(
    scenario: MakeScenario, write: WriteLog
) -> None:
    part, schedule = scenario(), schedule_from(PPAP)
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    plan = planned(part, schedule, Roles.of(part, frame), frame)
    assert plan["make"] == Opening(20, new=True, waits=True)
    begun = (2.0, Kind.TASK_STARTED, "task/ppap", 0.0)
    tried = seen(Diary(write(part, journal=[begun])), plan, frame, schedule)["make"]
    assert (tried.row, tried.paid) == (20, 2)
    log = write(part, journal=[begun, (11.0, Kind.LINE_OPENED, "make", 0.0)])
    approved = seen(Diary(log), plan, frame, schedule)["make"]
    assert (approved.row, approved.paid) == (11, 2)


def test_the_first_share_behind_a_gate_opens_a_line_when_the_gate_does(scenario: MakeScenario, write: WriteLog) -> None:
    step = {"make": "50 %", "expect": "2026-01-10", "gate": {"cover": {"at_least": "2 days"}}}
    part, schedule = scenario(), schedule_from({"schedule": "go", "stock": "plant/part", "share": [step]})
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    plan = planned(part, schedule, Roles.of(part, frame), frame)
    assert plan["make"].row == 20
    make = float((*part.lanes, *part.lines).index("make"))
    steps = [(8.0, Kind.SHARE_STEP, "plant/part", 0.0, make), (12.0, Kind.SHARE_STEP, "plant/part", 0.5, make)]
    assert seen(Diary(write(part, journal=steps)), plan, frame, schedule)["make"].row == 12
