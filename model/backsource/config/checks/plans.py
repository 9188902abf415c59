"""Schedules against their scenario, studies against their schedules."""

from collections.abc import Sequence
from datetime import date, timedelta

from backsource.config.checks.collect import Checks, stock_parts
from backsource.config.parsed import Dates
from backsource.config.places import Key, Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.study import Study
from backsource.errors import Fault


def schedule_faults(schedule: Schedule, scenario: Scenario | None, place: Place) -> list[Fault]:
    """Everything in a schedule that does not fit together, or does not fit its scenario where one is given."""
    faults = _own_faults(schedule, place)
    if scenario is None:
        return faults
    checks = Checks(scenario, place)
    _stock(checks, schedule)
    _notice(checks, schedule)
    _tools(checks, schedule)
    for key, day in schedule.opens.items():
        checks.known(("opens", key), key, "lines")
        _inside(checks, ("opens", key), day)
    for i, payment in enumerate(schedule.pays):
        checks.pays_for(("pays", i, "amount"), payment.amount, ())
        _inside(checks, ("pays", i, "date"), payment.date)
    return faults + checks.faults


def _own_faults(schedule: Schedule, place: Place) -> list[Fault]:
    faults = []
    for i, step in enumerate(schedule.share):
        total = sum(step.shares.values())
        if abs(total - 1) > 1e-9:
            faults.append(place.fault(("share", i), f"shares that add up to {total:.6g}", "shares that add up to 1"))
        if i and step.date <= schedule.share[i - 1].date:
            would_do = f"a date after {schedule.share[i - 1].date}"
            faults.append(place.fault(("share", i, "date"), step.date, would_do))
    if schedule.bridge is not None and schedule.bridge.use_from <= schedule.bridge.start:
        would_do = f"a date after {schedule.bridge.start}, when building begins,"
        faults.append(place.fault(("bridge", "use_from"), schedule.bridge.use_from, would_do))
    lost = [key for key in ("share", "bridge", "moves") if getattr(schedule, key) and schedule.stock is None]
    would_do = "`stock: site/item`, whose sources shift,"
    return faults + [place.fault((key,), f"`{key}` without a stock", would_do) for key in lost]


def _inside(checks: Checks, path: Sequence[Key], day: date) -> None:
    """A date lies between the start and the horizon."""
    start = checks.scenario.start
    if not 0 <= (day - start).days < checks.scenario.horizon.amount:
        end = start + timedelta(days=checks.scenario.horizon.amount)
        checks.fault(path, day, f"a date from {start} on and before {end}")


def _stock(checks: Checks, schedule: Schedule) -> None:
    if schedule.stock is None or not checks.known(("stock",), schedule.stock, "stocks"):
        return
    sources = checks.feeding.get(schedule.stock, [])
    kind = f"sources of {schedule.stock}"
    for i, step in enumerate(schedule.share):
        for source in step.shares:
            checks.among(("share", i, source), source, sources, kind)
        _inside(checks, ("share", i, "date"), step.date)
    if schedule.bridge is not None:
        if schedule.bridge.source is not None:
            checks.among(("bridge", "source"), schedule.bridge.source, sources, kind)
        _inside(checks, ("bridge", "from"), schedule.bridge.start)
        _inside(checks, ("bridge", "use_from"), schedule.bridge.use_from)


def _notice(checks: Checks, schedule: Schedule) -> None:
    if schedule.notice is not None:
        checks.known(("notice", "contract"), schedule.notice.contract, "contracts")
        _inside(checks, ("notice", "date"), schedule.notice.date)


def _tools(checks: Checks, schedule: Schedule) -> None:
    tools = checks.scenario.tools
    for name, day in schedule.tools.items():
        if checks.known(("tools", name), name, "tools") and tools[name].at != "none":
            checks.fault(("tools", name), f"`{name}`, which stands at {tools[name].at} already,", "a tool `at: none`")
        _inside(checks, ("tools", name), day)
    for name, day in schedule.moves.items():
        path = ("moves", name)
        if checks.known(path, name, "tools") and tools[name].move is None:
            checks.fault(path, f"`{name}`, whose `move` the scenario does not give,", "a tool with `move: {takes: ..}`")
        if schedule.stock is not None and name in tools and tools[name].at == stock_parts(schedule.stock)[0]:
            checks.fault(path, f"`{name}`, which is there already,", "a tool that stands elsewhere")
        _inside(checks, path, day)


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
