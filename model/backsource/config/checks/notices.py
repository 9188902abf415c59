"""Notices and extensions against the contracts of the scenario."""

from datetime import date, timedelta

from backsource.config.checks.collect import Checks, Collector
from backsource.config.checks.dates import inside
from backsource.config.gates import Extension
from backsource.config.places import Key
from backsource.config.schedule import Notice, Schedule


def check_alone(faults: Collector, schedule: Schedule) -> None:
    """Notice is given once under a contract."""
    seen: set[str] = set()
    for path, notice in placed(schedule):
        if notice.contract in seen:
            faults.fault((*path, "contract"), f"notice under `{notice.contract}` twice", "one notice a contract")
        seen.add(notice.contract)


def placed(schedule: Schedule) -> list[tuple[tuple[Key, ...], Notice]]:
    """Notices with their paths, whether one stands alone or several in a list."""
    if isinstance(schedule.notice, Notice):
        return [(("notice",), schedule.notice)]
    return [(("notice", i), notice) for i, notice in enumerate(schedule.notices)]


def check(checks: Checks, schedule: Schedule) -> None:
    """Contracts exist, and still run on the day of notice."""
    for path, notice in placed(schedule):
        checks.pays_for((*path, "retention"), notice.retention, ())
        known = checks.known((*path, "contract"), notice.contract, "contracts")
        if not inside(checks, (*path, "date"), notice.date) or not known:
            continue
        ends = checks.scenario.contracts[notice.contract].ends
        if ends is not None and notice.date > ends:
            checks.fault((*path, "date"), f"{notice.date}, after {notice.contract} has ended", f"a date up to {ends}")


def exit_of(checks: Checks, schedule: Schedule, contract: str) -> date | None:
    """Last day under a contract as the schedule has it: when notice has run out, else when it ends by itself."""
    terms = checks.scenario.contracts[contract]
    given = [notice.date for notice in schedule.notices if notice.contract == contract]
    days = [terms.notice.last_day(given[0])] if given else []
    return min([*days, *([terms.ends] if terms.ends is not None else [])], default=None)


def exit_of_source(checks: Checks, schedule: Schedule, source: str) -> date | None:
    """Last day on which a lane takes orders, when notice is given under a contract of it."""
    noticed = {notice.contract for notice in schedule.notices}
    days = [
        exit_of(checks, schedule, name)
        for name, contract in checks.scenario.contracts.items()
        if source in contract.lanes and name in noticed
    ]
    return min((day for day in days if day is not None), default=None)


def check_extension(checks: Checks, schedule: Schedule, path: tuple[Key, ...], extension: Extension) -> None:
    """The contract has an option, and the day of decision leaves the time that calling it asks for."""
    inside(checks, (*path, "decide_by"), extension.decide_by)
    if not checks.known((*path, "contract"), extension.contract, "contracts"):
        return
    option = checks.scenario.contracts[extension.contract].extension
    if option is None:
        able = [name for name, contract in checks.scenario.contracts.items() if contract.extension is not None]
        found = f"`{extension.contract}`, which has no option to extend"
        would_do = f"`{able[0]}`" if len(able) == 1 else "a contract with `extension: {at_most: .., each: .., ..}`"
        checks.fault((*path, "contract"), found, would_do)
        return
    end = exit_of(checks, schedule, extension.contract)
    if end is None:
        found = f"`{extension.contract}`, which never ends"
        checks.fault((*path, "contract"), found, f"`notice: {{contract: {extension.contract}, date: ..}}`")
        return
    latest = end - timedelta(days=option.call.amount)
    if extension.decide_by > latest:
        found = f"{extension.decide_by}, too late to call it {option.call.amount:g} days before {end}"
        checks.fault((*path, "decide_by"), found, f"a date up to {latest}")
