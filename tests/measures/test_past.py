"""Runs that begin in the middle: the window that is left, what was paid, and what is known of the days before."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from backsourcing import TASKS, TOOLED

from backsource.config import Scenario, Schedule, Status, schedule_from, status_from
from backsource.errors import StudyError
from backsource.log import Kind, Log
from backsource.measures import Sheet
from backsource.measures.past import Past, open_lines, steps_taken

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
PAID: dict[str, Any] = {"lines.make.cost": {"variable": "6 EUR/piece", "fixed": "365 kEUR/year", "capex": "100 kEUR"}}
"""The line costs 1000 EUR a day."""
SHARE = [
    {"date": "2026-01-08", "make": "40 %", "buy": "60 %"},  # day 3
    {"date": "2026-01-18", "make": "100 %", "buy": "0 %"},  # day 13
]


def day(number: int) -> str:
    return str(date(2026, 1, 5) + timedelta(days=number))


@pytest.fixture
def sheet(scenario: MakeScenario) -> Callable[..., Sheet]:
    def build(
        part: Scenario,
        words: dict[str, Any] | None,
        said: dict[str, Any],
        window: tuple[int, int] = (0, 19),
        reference: tuple[int, int] = (0, 4),
    ) -> Sheet:
        schedule = schedule_from({"schedule": "go", "stock": "plant/part", **words}, scenario=part) if words else None
        status = status_from({"status": day(10), **said}, part, schedule)
        return Sheet(part, schedule, window=window, reference=reference, status=status)

    return build


def from_ten(write: WriteLog, part: Scenario, **columns: Any) -> Log:
    """Ten units asked and served on each of days 10 to 19."""
    served = {"demand": 10.0, "served": 10.0}
    return write(part, days=10, first_day=10, markets={"oem": served}, **columns)


def test_the_window_is_cut_to_what_is_simulated(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    row = sheet(scenario(), None, {}).measure(from_ten(write, scenario()))
    assert (row["demand"], row["served"]) == (100, 100)


def test_a_window_that_is_over_is_refused(scenario: MakeScenario, sheet: Callable[..., Sheet]) -> None:
    with pytest.raises(StudyError, match="days 0 to 9 asked for, which is over before day 10"):
        sheet(scenario(), None, {}, window=(0, 9))


def test_what_needs_a_reference_window_in_the_past_has_no_value(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    row = sheet(scenario(), {"share": SHARE}, {}).measure(
        from_ten(write, scenario(), lanes={"buy": {"received": 10.0}}, stocks={"plant/part": {"on_hand_time": 5.0}})
    )
    assert np.isnan([row[name] for name in ("external_unit_cost", "faulty_ppm_reference", "transition_share")]).all()
    assert row["purchase_cost"] == 10 * 10 * 20


def test_a_reference_window_that_reaches_into_the_run_keeps_what_is_simulated(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    received = [10.0] * 3 + [0.0] * 7
    log = from_ten(write, scenario(), lanes={"buy": {"received": received}})
    row = sheet(scenario(), None, {}, reference=(5, 12)).measure(log)
    assert row["external_unit_cost"] == 20


def test_a_line_that_stands_costs_its_rent_and_is_not_paid_again(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes=PAID)
    words = {"opens": {"make": day(3)}, "share": SHARE}
    told = sheet(part, words, {}).measure(from_ten(write, part))
    assert (told["capex_cost"], told["fixed_cost"]) == (0, 10 * 1000)
    begun = write(part, journal=[(3.0, Kind.LINE_OPENED, "make", 0)])
    whole = Sheet(part, schedule_from({"schedule": "go", "stock": "plant/part", **words}), window=(0, 19),
                  reference=(0, 4)).measure(begun)  # fmt: skip
    assert (whole["capex_cost"], whole["fixed_cost"]) == (100_000, 17 * 1000)


def test_a_line_that_a_step_has_brought_into_use_is_not_paid_again(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes=PAID)
    row = sheet(part, {"share": SHARE}, {}).measure(from_ten(write, part))
    assert (row["capex_cost"], row["fixed_cost"]) == (0, 10 * 1000)
    untaken = sheet(part, {"share": SHARE}, {"steps": {"plant/part": 0}}).measure(from_ten(write, part))
    assert untaken["capex_cost"] == 100_000


def test_a_line_that_opens_later_is_still_to_be_paid(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes=PAID)
    log = from_ten(write, part, journal=[(15.0, Kind.LINE_OPENED, "make", 0)])
    row = sheet(part, {"opens": {"make": day(15)}, "share": SHARE}, {}).measure(log)
    assert (row["capex_cost"], row["fixed_cost"]) == (100_000, 5 * 1000)


def test_a_line_in_qualification_is_rented_from_the_first_row_and_is_paid(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes={**TOOLED, **PAID, "horizon": "20 days"})
    words = {"tasks": {"ppap": {"begin": day(2), "qualifies": "make"}}}
    log = from_ten(write, part, journal=[(16.0, Kind.LINE_OPENED, "make", 0)])
    for told in ({"running": {"ppap": {"began": day(2)}}}, {"stands": ["make"]}):
        row = sheet(part, words, told).measure(log)
        assert (row["capex_cost"], row["fixed_cost"]) == (0, 10 * 1000)


def test_payments_of_the_past_are_not_asked_for(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    words = {"share": SHARE, "pays": [{"date": day(4), "amount": "1 kEUR"}, {"date": day(12), "amount": "2 kEUR"}]}
    log = from_ten(write, scenario(), journal=[(12.0, Kind.PAYMENT, "go", 2000.0)])
    assert sheet(scenario(), words, {}).measure(log)["payments_cost"] == 2000


def test_the_first_ninety_working_days_count_those_before_the_run(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    """Open since 85 worked days: the first five rows are of the first 90, and up; then it is down."""
    part = scenario(changes={"horizon": "100 days"})
    up = {"producing": [1.0] * 5 + [0.0] * 5, "down": [0.0] * 5 + [1.0] * 5}
    log = write(part, days=10, first_day=90, lines={"make": up})
    told = sheet(part, {"share": SHARE}, {"status": day(90), "opens": {"make": day(5)}}, window=(0, 99))
    row = told.measure(log)
    assert (row["uptime_e10"], row["uptime_e10_first90"], row["uptime_e10_mature"]) == (0.5, 1.0, 0.0)


def test_a_learning_line_goes_on_from_what_it_has_made(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    """1000 e^-1 ppm after as many units as it learns over; nothing is started in the run."""
    learns = {"lines.make.yield": {"first": "90 %", "mature": "99 %", "over": "500 pieces"},
              "lines.make.faulty": {"first": "1000 ppm", "mature": "0 ppm"}}  # fmt: skip
    part = scenario(changes=learns)
    log = from_ten(write, part, lines={"make": {"good": 1.0}})
    row = sheet(part, {"share": SHARE}, {"made": {"make": "500 pieces"}}).measure(log)
    assert row["faulty_ppm_made"] == pytest.approx(1000 * np.exp(-1))


def test_tasks_that_are_facts_keep_their_days(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes={**TOOLED, "horizon": "60 days"})
    said = {"status": day(20), "done": {"order": day(7), "fit": day(12)}, "running": {"move": {"began": day(15)}}}
    told = sheet(part, {"tasks": TASKS}, said, window=(0, 59))
    days = told.milestones(write(part, days=40, first_day=20, journal=[(23.0, Kind.TASK_DONE, "task/move", 0)]))
    found = {name: days[f"task/{name}"] for name in ("order done", "fit done", "move started", "move done")}
    assert found == {"order done": 8, "fit done": 13, "move started": 15, "move done": 23}


def test_gates_that_were_passed_are_not_shut(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    gate = {"cover": {"at_least": "1 day"}}
    words = {
        "share": [{"make": "40 %", "expect": day(3), "gate": gate}, {"make": "100 %", "expect": day(6), "gate": gate}]
    }
    log = from_ten(write, scenario(), journal=[(14.0, Kind.GATE_OPENED, "gate/plant/part/1", 0)])
    row = sheet(scenario(), words, {"steps": {"plant/part": 1}}).measure(log)
    assert (row["gate_shut"], row["gate_wait_days"]) == (0, 4)  # it holds from the day of the status on


CONTRACT: dict[str, Any] = {
    "contracts": {"supply": {"with": "s1", "lanes": ["buy"], "notice": {"period": "5 days"},
                             "extension": {"at_most": 2, "each": "4 days", "price": "+10 %",
                                           "call": "1 day before end"}}}
}  # fmt: skip
LEAVING = {"notice": {"contract": "supply", "date": day(4)}, "share": SHARE}


def test_an_exit_counts_from_the_notice_that_was_given_and_the_extensions_called(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    """Planned for day 9; notice came two days late and the option was called once: day 15."""
    part = scenario(changes=CONTRACT)
    closed = [(16.0, Kind.SOURCE_CLOSED, "buy", 0)]
    log = from_ten(write, part, lanes={"buy": {"received": [10.0] * 4 + [0.0] * 6}}, journal=closed)
    row = sheet(part, LEAVING, {"notices": {"supply": day(6)}, "extensions": {"supply": 1}}).measure(log)
    assert (row["exit_planned"], row["exit_day"], row["exit_slip"]) == (9, 15, 6)
    assert row["exit_on_schedule"] == 1


def test_a_supplier_that_had_left_has_left(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes=CONTRACT)
    row = sheet(part, LEAVING, {"notices": {"supply": day(4)}}).measure(from_ten(write, part))
    assert (row["exit_day"], row["exit_censored"]) == (9, 0)


def test_what_was_due_before_the_run_is_late_by_the_days_since(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    """A step was due on day 3 and is taken on day 11: eight working days late, and another in time."""
    part = scenario()
    steps = [(11.0, Kind.SHARE_STEP, "plant/part", 0.4, 2.0), (13.0, Kind.SHARE_STEP, "plant/part", 1.0, 2.0)]
    told = sheet(part, {"share": SHARE}, {"steps": {"plant/part": 0}})
    assert told.measure(from_ten(write, part, journal=steps))["milestones_kept"] == 0.5


def test_a_run_from_the_start_has_no_past(scenario: MakeScenario) -> None:
    assert Past.of(scenario(), None, None) == Past()


@pytest.mark.parametrize(
    ("said", "count"), [({}, 1), ({"steps": {"plant/part": 2}}, 2), ({"steps": {"plant/part": 0}}, 0)]
)
def test_steps_dated_before_the_day_are_taken_unless_it_says_otherwise(
    scenario: MakeScenario, said: dict[str, Any], count: int
) -> None:
    schedule, status = models(scenario(), {"share": SHARE}, said)
    assert steps_taken(schedule.part("plant/part"), "plant/part", status) == count


def test_a_line_opens_with_the_task_that_qualified_it(scenario: MakeScenario) -> None:
    part = scenario(changes={**TOOLED, "horizon": "60 days"})
    words = {"tasks": {"ppap": {"qualifies": "make"}}}
    schedule, status = models(part, words, {"done": {"ppap": day(7)}})
    assert open_lines(part, schedule, status) == {"make": 8.0}
    schedule, status = models(part, words, {"done": {"ppap": day(7)}, "opens": {"make": day(6)}})
    assert open_lines(part, schedule, status) == {"make": 6.0}


def models(part: Scenario, words: dict[str, Any], said: dict[str, Any]) -> tuple[Schedule, Status]:
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", **words}, scenario=part)
    return schedule, status_from({"status": day(10), **said}, part, schedule)


def test_a_trial_that_failed_before_the_run_has_no_day_and_the_next_one_is_the_second(
    scenario: MakeScenario, sheet: Callable[..., Sheet], write: WriteLog
) -> None:
    part = scenario(changes={**TOOLED, "horizon": "20 days"})
    words = {"tasks": {"ppap": {"begin": day(2), "qualifies": "make"}}}
    log = from_ten(write, part, journal=[(14.0, Kind.TRIAL, "make", 0.0)])
    found = sheet(part, words, {"running": {"ppap": {"began": day(2), "failed": 1}}}).milestones(log)
    assert np.isnan(found["line/make trial 1 failed"])
    assert found["line/make trial 2 failed"] == 14.0
