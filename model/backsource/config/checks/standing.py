"""A status against its scenario and its schedule: what is said to be so can be so."""

from datetime import date, timedelta

from backsource.config.checks.collect import Checks, stock_parts
from backsource.config.checks.order import links
from backsource.config.places import Key, Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Load, Order, Status
from backsource.errors import Fault
from backsource.log import LINE, STOCK

TINY = 1e-9
STAYING = "stay_external"
"""Name of what goes on without a schedule."""


def status_faults(status: Status, scenario: Scenario, schedule: Schedule | None, place: Place) -> list[Fault]:
    """Everything in a status that does not fit its scenario, or its schedule where there is one."""
    checks = Checks(scenario, place)
    _day(checks, status)
    names = {"scenario": scenario.scenario, "schedule": schedule.schedule if schedule is not None else None}
    for key, name in names.items():
        said = getattr(status, key)
        if said is not None and said not in (name, STAYING if name is None else name):
            checks.fault((key,), f"`{said}`", f"`{name}`, the {key} it is read with," if name else f"no `{key}`")
    _tasks(checks, status, schedule if schedule is not None else Schedule(schedule="stay"))
    _contracts(checks, status)
    _goods(checks, status)
    _lines(checks, status)
    _shares(checks, status, schedule)
    _world(checks, status)
    _fine(checks, status, schedule)
    return checks.faults


def _day(checks: Checks, status: Status) -> None:
    start, end = checks.scenario.start, checks.scenario.start + timedelta(days=checks.scenario.horizon.amount)
    if not start <= status.status < end:
        checks.fault(("status",), status.status, f"a date from {start} on and before {end}")


def _past(checks: Checks, status: Status, path: tuple[Key, ...], day: date | None) -> None:
    """What is a fact lies before the day of the status."""
    if day is not None and day >= status.status:
        checks.fault(path, day, f"a date before {status.status}, the day of the status,")


def _tasks(checks: Checks, status: Status, schedule: Schedule) -> None:
    kind = f"tasks of {schedule.schedule}"
    for name, day in status.done.items():
        _past(checks, status, ("done", name), day)
        if not checks.among(("done", name), name, schedule.tasks, kind):
            continue
        for link in links(schedule.tasks[name]):
            early = link.lag is not None and link.lag.amount < 0
            if link.kind == "FS" and not early and link.task in schedule.tasks and link.task not in status.done:
                found = f"`{name}`, though `{link.task}` before it is not done"
                checks.fault(("done", name), found, f"`{link.task}` under `done` too")
    for name, run in status.running.items():
        path = ("running", name)
        _past(checks, status, (*path, "began"), run.began)
        _past(checks, status, (*path, "since"), run.since)
        if name in status.done:
            checks.fault(path, f"`{name}`, which is done already", "one of `done` and `running`")
        if not checks.among(path, name, schedule.tasks, kind):
            continue
        for key in ("failed", "stands", "since"):
            if getattr(run, key) and schedule.tasks[name].qualifies is None:
                checks.fault((*path, key), f"`{key}` of a task that qualifies no line", "`began` alone")


def _contracts(checks: Checks, status: Status) -> None:
    for name, day in status.notices.items():
        checks.known(("notices", name), name, "contracts")
        _past(checks, status, ("notices", name), day)
    for name, times in status.extensions.items():
        path = ("extensions", name)
        if checks.known(path, name, "contracts"):
            option = checks.scenario.contracts[name].extension
            most = option.at_most if option is not None else 0
            if not 0 <= times <= most:
                checks.fault(path, f"{times} times", f"from 0 to {most}, as the contract says,")


def _goods(checks: Checks, status: Status) -> None:
    for name, level in status.stocks.items():
        if checks.among(("stocks", name), name, {**checks.names("stocks"), **checks.feeding}, "stocks"):
            for key in ("on_hand", "backlog"):
                checks.in_unit_of(("stocks", name, key), getattr(level, key), stock_parts(name)[1])
            declared = checks.scenario.stocks.get(name)
            most = declared.capacity if declared is not None else None
            if most is not None and level.on_hand is not None and level.on_hand.number > most.number + TINY:
                found = f"{level.on_hand.number:g} on hand"
                checks.fault(("stocks", name, "on_hand"), found, f"at most {most.number:g}, its capacity,")
    for i, order in enumerate(status.orders if isinstance(status.orders, list) else []):
        path = ("orders", i)
        if checks.exactly_one(path, order, "lane", "line") is not None:
            _source(checks, path, order)
        if order.ordered is not None and order.ordered > status.status:
            checks.fault((*path, "ordered"), order.ordered, f"a date up to {status.status}, the day of the status,")
    for i, load in enumerate(status.road if isinstance(status.road, list) else []):
        path = ("road", i)
        _source(checks, path, load)
        _past(checks, status, (*path, "shipped"), load.shipped)
        if isinstance(load.due, date) and load.due < status.status:
            found = f"{load.due}, when they have not come yet"
            checks.fault((*path, "due"), found, f"the day on which they are expected now, from {status.status} on,")


def _source(checks: Checks, path: tuple[Key, ...], goods: Order | Load) -> None:
    line = goods.line if isinstance(goods, Order) else None
    if goods.lane is not None and checks.known((*path, "lane"), goods.lane, "lanes"):
        checks.in_unit_of((*path, "quantity"), goods.quantity, checks.scenario.lanes[goods.lane].item)
    if line is not None and checks.known((*path, "line"), line, "lines"):
        checks.in_unit_of((*path, "quantity"), goods.quantity, checks.scenario.lines[line].makes)


def _lines(checks: Checks, status: Status) -> None:
    lines = checks.scenario.lines
    for key, amounts in (("made", status.made), ("started", status.started)):
        for name, amount in amounts.items():
            if checks.known((key, name), name, "lines"):
                checks.in_unit_of((key, name), amount, lines[name].makes)
    for name, day in status.opens.items():
        checks.known(("opens", name), name, "lines")
        if day > status.status:
            checks.fault(("opens", name), day, f"a date up to {status.status}, the day of the status,")
    for i, name in enumerate(status.stands):
        checks.known(("stands", i), name, "lines")
    for name, machines in status.staff.items():
        if checks.known(("staff", name), name, "lines") and not 0 <= machines <= lines[name].machines:
            checks.fault(("staff", name), f"{machines} machines", f"from 0 to {lines[name].machines}, its machines,")
    for name, site in status.tools.items():
        if checks.known(("tools", name), name, "tools"):
            checks.among(("tools", name), site, [*checks.names("sites"), "none"], "sites")


def _world(checks: Checks, status: Status) -> None:
    for i, lane in enumerate(status.closed or []):
        checks.known(("closed", i), lane, "lanes")
    for i, name in enumerate(status.down):
        if checks.known(("down", i), name, "outages") and checks.scenario.outages[name].listed:
            checks.fault(("down", i), f"`{name}`, whose days the scenario lists", "an outage that comes by chance")
    for name, factor in status.prices.items():
        if checks.known(("prices", name), name, "prices") and factor <= 0:
            checks.fault(("prices", name), factor, "a factor above 0")


def _fine(checks: Checks, status: Status, schedule: Schedule | None) -> None:
    """What only a run knows is about things that there are."""
    fine, stocks = status.fine, {**checks.names("stocks"), **checks.feeding}
    tasks = schedule.tasks if schedule is not None else {}
    known = {
        "stocks": stocks, "lanes": checks.names("lanes"), "lines": checks.names("lines"),
        "markets": checks.names("markets"), "centres": checks.names("work_centres"),
        "outages": checks.names("outages"), "tasks": tasks, "paths": stocks, "returning": checks.names("tools"),
        "taking_up": checks.names("lanes"),
    }  # fmt: skip
    for key, names in known.items():
        for name in getattr(fine, key):
            checks.among(("fine", key, name), name, names, key)
    for key, columns, names in (("line_days", LINE, checks.names("lines")), ("stock_days", STOCK, stocks)):
        told = getattr(fine, key)
        for name, rows in told.rows.items():
            checks.among(("fine", key, "rows", name), name, names, key)
            if told.columns != list(columns) or any(len(row) != len(columns) for row in rows):
                found = f"rows that have not the {len(columns)} columns of the day book"
                checks.fault(("fine", key, "rows", name), found, f"rows of {', '.join(columns)}")


def _shares(checks: Checks, status: Status, schedule: Schedule | None) -> None:
    said = [(("shares", stock), shares) for stock, shares in status.shares.items()]
    said += [(("wanted", stock), shares) for stock, shares in status.wanted.items()]
    for path, shares in said:
        stock = path[1]
        if not checks.among(path, stock, {**checks.names("stocks"), **checks.feeding}, "stocks"):
            continue
        for source in shares:
            checks.among((*path, source), source, checks.feeding.get(stock, []), f"sources of {stock}")
        if abs(sum(shares.values()) - 1) > TINY:
            checks.fault(path, f"shares that add up to {sum(shares.values()):.6g}", "shares that add up to 1")
    parts = schedule.parts if schedule is not None else {}
    for stock, taken in status.steps.items():
        path = ("steps", stock)
        if checks.among(path, stock, parts, "stocks of the schedule") and not 0 <= taken <= len(parts[stock].share):
            checks.fault(path, f"{taken} steps", f"from 0 to {len(parts[stock].share)}, as the schedule has,")
    for stock, day in status.last_step.items():
        checks.among(("last_step", stock), stock, parts, "stocks of the schedule")
        _past(checks, status, ("last_step", stock), day)
    for stock, day in status.rolled_back.items():
        checks.among(("rolled_back", stock), stock, parts, "stocks of the schedule")
        _past(checks, status, ("rolled_back", stock), day)
