"""The parts of a schedule: banks, last orders and clauses of one stock each."""

from backsource.config.checks import conditions, notices, shares
from backsource.config.checks.collect import Checks, Collector, stock_parts
from backsource.config.checks.dates import inside
from backsource.config.places import Key
from backsource.config.schedule import Part, Schedule

Path = tuple[Key, ...]


def check_alone(faults: Collector, schedule: Schedule) -> None:
    """What needs no scenario."""
    if schedule.decided == 0:
        faults.fault(("decided",), "a continuous review", "steering dates as `every 2 weeks`")
    for stock, part in schedule.parts.items():
        path: Path = ("parts", stock)
        if part.bridge is not None and part.bridge.use_from <= part.bridge.start:
            would_do = f"a date after {part.bridge.start}, when building begins,"
            faults.fault((*path, "bridge", "use_from"), part.bridge.use_from, would_do)
        shares.check_alone(faults, schedule, stock, part)
        for at, condition in conditions.conditions(stock, part):
            conditions.check_alone(faults, schedule, at, condition)
        if part.if_not is not None and part.if_not.then == "extend" and part.extension is None:
            faults.fault((*path, "if_not", "then"), "`extend` without an `extension`", shares.AN_EXTENSION)


def check(checks: Checks, schedule: Schedule) -> None:
    """Every part against the scenario."""
    for i, freeze in enumerate(schedule.freeze):
        _ = inside(checks, ("freeze", i), freeze.first) and inside(checks, ("freeze", i), freeze.last)
    for stock, part in schedule.parts.items():
        if not checks.known(("parts", stock), stock, "stocks"):
            continue
        if not checks.feeding.get(stock):
            checks.fault(("parts", stock), f"`{stock}`, which has no sources to shift", "a stock with sources")
            continue
        shares.check(checks, schedule, stock, part)
        _bank(checks, stock, part)
        _last_order(checks, schedule, stock, part)
        for at, condition in conditions.conditions(stock, part):
            conditions.check(checks, stock, at, condition)
        _dates(checks, stock, part)
        if part.extension is not None:
            notices.check_extension(checks, schedule, ("parts", stock, "extension"), part.extension)


def _bank(checks: Checks, stock: str, part: Part) -> None:
    path: Path = ("parts", stock, "bridge")
    if part.bridge is None:
        return
    _storable(checks, path, stock, "a bank of")
    if part.bridge.source is not None:
        checks.among((*path, "source"), part.bridge.source, checks.feeding[stock], f"sources of {stock}")
    inside(checks, (*path, "from"), part.bridge.start)
    inside(checks, (*path, "use_from"), part.bridge.use_from)


def _last_order(checks: Checks, schedule: Schedule, stock: str, part: Part) -> None:
    """The last order is one of goods that keep, and its source still takes it."""
    path: Path = ("parts", stock, "last_time_buy")
    buy = part.last_time_buy
    if buy is None:
        return
    _storable(checks, path, stock, "a last-time buy of")
    checks.in_unit_of((*path, "quantity"), buy.quantity, stock_parts(stock)[1])
    named = buy.source is None or checks.among(
        (*path, "source"), buy.source, checks.feeding[stock], f"sources of {stock}"
    )
    if not inside(checks, (*path, "date"), buy.date) or not named:
        return
    source = buy.source or shares.largest(checks, stock)
    last = notices.exit_of_source(checks, schedule, source)
    if last is not None and buy.date > last:
        checks.fault((*path, "date"), f"{buy.date}, when `{source}` is closed", f"a date up to {last}, the exit,")


def _storable(checks: Checks, path: Path, stock: str, what: str) -> None:
    item = stock_parts(stock)[1]
    if item in checks.scenario.items and not checks.scenario.items[item].storable:
        checks.fault(path, f"{what} {item}, which cannot be stored,", "an item that is `storable`")


def _dates(checks: Checks, stock: str, part: Part) -> None:
    """Dates of clauses lie inside the run."""
    path: Path = ("parts", stock)
    if part.if_not is not None:
        inside(checks, (*path, "if_not", "by"), part.if_not.by)
    if part.rollback is not None and part.rollback.until != "exit":
        inside(checks, (*path, "rollback", "until"), part.rollback.until)
    if part.overlap is not None:
        inside(checks, (*path, "overlap", "until"), part.overlap.until)
    if part.go_back is not None:
        inside(checks, (*path, "go_back"), part.go_back)
        last = part.rollback.until if part.rollback is not None else "exit"
        if last != "exit" and part.go_back > last:
            checks.fault((*path, "go_back"), part.go_back, f"a date up to {last}, when going back ends,")
