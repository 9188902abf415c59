"""Sources that are asked before they can give: lines not open, without a tool, in their ramp; lanes that close."""

from collections.abc import Sequence

import numpy as np

from backsource.config.schedule import Notice
from backsource.config.sources import AnyTool, Line
from backsource.network.feasibility.ability import equipped, ramped
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.dates import closes, opens, tool_arrives, tool_pulled, tool_tasks
from backsource.network.feasibility.finding import Finding, Level, number, percent, units
from backsource.network.feasibility.outlook import Outlook
from backsource.network.feasibility.utilisation import where

WEEK = 7
"""Days for which a supplier may be kept without orders before it is worth a word."""
RAMPED = 0.999
"""Share of the mature rate from which on what a line owes is no matter of its ramp."""


def late(outlook: Outlook, changes: Sequence[Changeover]) -> list[Finding]:
    """Everything that is asked of a source before or after its time."""
    found = []
    for name in outlook.lines:
        if outlook.need[name].any():
            found += _line(outlook, _change_of(outlook, changes, name), name)
    return [*found, *_notices(outlook)]


def _change_of(outlook: Outlook, changes: Sequence[Changeover], line: str) -> Changeover:
    """The path of the stock that a line feeds; of the first one where it feeds none of those that shift."""
    product = outlook.product(line)
    others = changes[0] if changes else Changeover(outlook, product)
    return next((change for change in changes if change.stock == product), others)


def _line(outlook: Outlook, change: Changeover, name: str) -> list[Finding]:
    first, opened = int(np.flatnonzero(outlook.need[name])[0]), opens(outlook, name)
    if opened >= outlook.days:
        said = f"is asked for {_asked(outlook, name, first, outlook.days)} and does not open in the run"
        return [Finding("refuse", where(outlook, name), said, _opening(outlook, name))]
    found = _tool(outlook, name, first) + _qualified(outlook, name, int(max(opened, 0)))
    if opened > first:
        said = f"opens on {outlook.date(int(opened))}, asked before for {_asked(outlook, name, first, int(opened))}"
        found.append(Finding(_level(change), where(outlook, name), said, _advice(change)))
    return found + _ramp(change, name, int(max(opened, first, 0)))


def _opening(outlook: Outlook, name: str) -> str:
    if name in outlook.schedule.qualified:
        return f"an earlier end of the task {outlook.schedule.qualified[name]} would do"
    return f"a task that qualifies {name}, or `opens: {{{name}: ..}}` in the schedule, would do"


def _level(change: Changeover) -> Level:
    return "note" if change.covered else "warn"


def _advice(change: Changeover) -> str:
    if change.covered:
        return f"the {change.says(change.stands_by)} that stand by carry it"
    return "a bank, an earlier opening or a later step would do"


def _asked(outlook: Outlook, source: str, first: int, end: int) -> str:
    """`31,200 pieces from 2026-08-01 to 2026-09-28`."""
    unit = outlook.scenario.items[outlook.product(source).partition("/")[2]].unit
    quantity = units(float(outlook.need[source][first:end].sum()), unit)
    return f"{quantity} from {outlook.date(first)} to {outlook.date(end - 1)}"


def _ramp(change: Changeover, name: str, first: int) -> list[Finding]:
    """The days until a line that ramps up and learns passes what is asked of it, and what it owes by then."""
    outlook, line = change.outlook, change.outlook.lines[name]
    output = change.outputs.get(name)
    if line.ramp is None or output is None or not equipped(outlook, name)[first:].all():
        return []
    worst = first + int(output.owed[first:].argmax())
    owed = float(output.owed[worst]) - (float(output.owed[first - 1]) if first else 0.0)
    if owed <= 0 or worst == outlook.days - 1 or ramped(outlook, name)[worst] > RAMPED:
        return []
    days = int(outlook.open(line.site)[first : worst + 1].sum())
    said = (
        f"its ramp passes what is asked after {units(days, 'day')} of work from {outlook.date(first)} on, "
        f"on {outlook.date(worst + 1)}; until then {change.says(owed)} short"
    )
    return [Finding(_level(change), f"{where(outlook, name)}.ramp", said, _advice(change))]


def _names(line: Line) -> list[str]:
    """Tools that a line needs, all or any of them."""
    return line.tools.any_of if isinstance(line.tools, AnyTool) else line.tools


def _tools(line: Line) -> str:
    return (" or " if isinstance(line.tools, AnyTool) else " and ").join(_names(line))


def _tool(outlook: Outlook, name: str, first: int) -> list[Finding]:
    """Days on which a line is asked and its tool is elsewhere."""
    line, there = outlook.lines[name], equipped(outlook, name)
    lacking = (outlook.need[name] > 0) & ~there & (np.arange(outlook.days) >= max(first, opens(outlook, name)))
    if not lacking.any():
        return []
    begin, last = int(np.flatnonzero(lacking)[0]), int(np.flatnonzero(lacking)[-1])
    back = np.flatnonzero(there[begin:])
    asked = _asked(outlook, name, begin, last + 1)
    said = f"without {_tools(line)} while asked for {asked}"
    if len(back):
        said += f"; there from {outlook.date(begin + int(back[0]))} on"
        return [Finding("warn", f"{where(outlook, name)}.tools", said, "a tool sooner or the share later would do")]
    pulled = [tool for tool in _names(line) if tool_pulled(outlook, tool) <= begin]
    if pulled:
        said += f"; {pulled[0]} is pulled on {outlook.date(int(tool_pulled(outlook, pulled[0])))}"
        advice = f"the share of {name} at 0 before, or a tool of its own, would do"
    else:
        advice = f"a task that brings or moves {_tools(line)} to {line.site} would do"
    return [Finding("refuse", f"{where(outlook, name)}.tools", said, advice)]


def _qualified(outlook: Outlook, name: str, opened: int) -> list[Finding]:
    """A line that opens before its tool has come and its qualification can be over at the first try."""
    line = outlook.lines[name]
    coming = [tool for tool in _names(line) if tool_tasks(outlook, tool)]
    if not coming or name not in outlook.schedule.opens or equipped(outlook, name)[0]:
        return []
    arrivals = [tool_arrives(outlook, tool, line.site) for tool in coming]
    ready = came = int(min(outlook.days, min(arrivals) if isinstance(line.tools, AnyTool) else max(arrivals)))
    if line.qualification is not None:
        for span in (line.qualification.prepare, line.qualification.trial, line.qualification.approve):
            ready = outlook.later(ready, span, outlook.scenario.sites[line.site].calendar)
    if opened >= ready:
        return []
    after = f" and is qualified by {outlook.date(ready)} at the first try" if line.qualification is not None else ""
    said = f"opens on {outlook.date(opened)}, but its tool comes on {outlook.date(came)}{after}"
    return [Finding("warn", f"schedule.opens.{name}", said, f"{outlook.date(ready)} or later would do")]


def _notices(outlook: Outlook) -> list[Finding]:
    """The ends of contracts against the shares of their lanes."""
    found = [finding for notice in outlook.schedule.notices for finding in _notice(outlook, notice)]
    return found if outlook.schedule.notices else _never_ended(outlook)


def _notice(outlook: Outlook, notice: Notice) -> list[Finding]:
    contract = outlook.scenario.contracts[notice.contract]
    end = contract.notice.last_day(notice.date)
    found = []
    if contract.ends is not None and end > contract.ends:
        said = f"given on {notice.date} it runs to {end}, but the contract ends on {contract.ends}"
        found.append(Finding("warn", "schedule.notice", said, "an earlier notice would do"))
    for lane in contract.lanes:
        closed = closes(outlook)[lane]
        if closed >= outlook.days:
            said = f"given on {notice.date} it runs to {end}, after the run: the exit is never seen"
            found.append(Finding("warn", "schedule.notice", said, "an earlier notice or a longer horizon would do"))
        else:
            found += _closing(outlook, lane, closed)
    return found


def _closing(outlook: Outlook, lane: str, closed: int) -> list[Finding]:
    asked = np.flatnonzero(outlook.need[lane])
    if len(asked) and asked[-1] >= closed:
        first = int(asked[asked >= closed][0])
        share = percent(float(outlook.share(lane)[first]))
        waits = _asked(outlook, lane, first, int(asked[-1]) + 1)
        said = f"closes on {outlook.date(closed)} when notice has run out, with a share of {share} left: {waits} asked"
        level: Level = "refuse" if outlook.share(lane)[-1] > 0 else "warn"
        advice = "a share of 0 from that day on, or a later notice, would do"
        return [Finding(level, where(outlook, lane), said, advice)]
    idle = np.flatnonzero(outlook.share(lane)[:closed])
    days = closed - 1 - int(idle[-1]) if len(idle) else closed
    if days < WEEK:
        return []
    said = f"under contract for {number(days)} days after its last order, to {outlook.date(closed - 1)}"
    return [Finding("note", where(outlook, lane), said, "an earlier notice would save what the contract costs then")]


def _never_ended(outlook: Outlook) -> list[Finding]:
    """Contracts without notice: run out while used, or kept for nothing."""
    found = []
    for name, contract in outlook.scenario.contracts.items():
        left = outlook.days if contract.ends is None else min(outlook.days, max(0, outlook.day(contract.ends) + 1))
        used = any(bool(outlook.need[lane][left:].any()) for lane in contract.lanes)
        if used:
            said = f"ends on {contract.ends} and its lanes are used to the end of the run"
            found.append(Finding("note", f"contracts.{name}", said, "read the answer as with a contract renewed"))
        elif outlook.steps and all(float(outlook.share(lane)[-1]) == 0 for lane in contract.lanes):
            said = "its lanes end with a share of 0, and no notice is given"
            found.append(Finding("note", "schedule.notice", said, f"`notice: {{contract: {name}, date: ..}}` would do"))
    return found
