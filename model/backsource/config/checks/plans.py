"""Schedules against their scenario, studies against their schedules."""

from datetime import date, timedelta

from backsource.config.checks import notices, parts, tasks, tools
from backsource.config.checks.collect import Checks, Collector
from backsource.config.checks.dates import inside
from backsource.config.parsed import Dates
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.study import Study
from backsource.errors import Fault


def schedule_faults(schedule: Schedule, scenario: Scenario | None, place: Place) -> list[Fault]:
    """Everything in a schedule that does not fit together, or does not fit its scenario where one is given."""
    alone = Collector(place)
    tasks.check_alone(alone, schedule)
    notices.check_alone(alone, schedule)
    parts.check_alone(alone, schedule)
    if scenario is None:
        return alone.faults
    checks = Checks(scenario, place)
    tasks.check(checks, schedule)
    tools.check(checks, schedule)
    notices.check(checks, schedule)
    parts.check(checks, schedule)
    checks.known(("stock",), schedule.stock if schedule.stock not in schedule.parts else None, "stocks")
    for key, day in schedule.opens.items():
        checks.known(("opens", key), key, "lines")
        inside(checks, ("opens", key), day)
    for i, payment in enumerate(schedule.pays):
        checks.pays_for(("pays", i, "amount"), payment.amount, ())
        inside(checks, ("pays", i, "date"), payment.date)
    return alone.faults + checks.faults


def study_faults(study: Study, scenario: Scenario | None, schedules: list[str] | None, place: Place) -> list[Fault]:
    """Everything in a study that does not fit together, or does not fit the files that it names."""
    faults: list[Fault] = []
    paths = [str(path) for path in study.schedules]
    for i, path in enumerate(paths):
        if path in paths[:i]:
            faults.append(place.fault(("schedules", i), f"{path} twice", "each schedule once"))
    if scenario is not None:
        checks = Checks(scenario, place)
        _window(checks, "window", study.window, scenario.start)
        _window(checks, "reference", study.reference, scenario.start - timedelta(days=scenario.warm_up.amount))
        faults += checks.faults
    if schedules is not None and scenario is not None:
        checks = Checks(scenario, place)
        checks.among(("control",), study.control, schedules, "schedules")
        faults += checks.faults
    return faults


def _window(checks: Checks, key: str, window: Dates, first: date) -> None:
    scenario = checks.scenario
    last = scenario.start + timedelta(days=scenario.horizon.amount - 1)
    if window.first < first or window.last > last:
        checks.fault((key,), f"{window.first}..{window.last}", f"dates from {first} to {last}")
