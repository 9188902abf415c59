"""Schedules against their scenario."""

from backsource.config.checks import notices, parts, tasks, tools
from backsource.config.checks.collect import Checks, Collector
from backsource.config.checks.dates import inside
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
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
