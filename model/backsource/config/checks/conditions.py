"""What gates, triggers and clauses look at."""

from collections.abc import Sequence

from backsource.config.checks.collect import Checks, Collector, stock_parts
from backsource.config.gates import Condition, ShareLevel
from backsource.config.places import Key
from backsource.config.schedule import Part, Schedule
from backsource.units import Span

OF_A_LINE = ("yield", "rate", "uptime")
"""Measures of one line."""


def conditions(stock: str, part: Part) -> list[tuple[tuple[Key, ...], Condition]]:
    """Every condition of a part with its path; those of clauses stand beside the clause's own keys."""
    path = ("parts", stock)
    found: list[tuple[tuple[Key, ...], Condition]] = [
        ((*path, "share", i, "gate"), step.gate) for i, step in enumerate(part.share) if step.gate is not None
    ]
    if part.rollback is not None:
        found.append(((*path, "rollback", "when"), part.rollback.when))
    if part.if_not is not None:
        found.append(((*path, "if_not"), part.if_not.condition))
    if part.extension is not None:
        found.append(((*path, "extension", "call_if"), part.extension.call_if))
    return found


def check_alone(faults: Collector, schedule: Schedule, path: Sequence[Key], condition: Condition) -> None:
    """A condition asks for something, each measure against one threshold."""
    if not condition.qualified and not condition.done and not condition.levels:
        faults.fault(path, "nothing that has to hold", "`{make: qualified}` or `{cover: {at_least: 4 working days}}`")
    for i, task in enumerate(condition.done):
        faults.among(_named(faults, path, "done", i, task), task, schedule.tasks, "tasks")
    for word, level in condition.levels.items():
        at = (*path, word)
        forms = ("at_least", "below") if isinstance(level, ShareLevel) else ("at_least", "above", "below")
        faults.exactly_one(at, level, *forms)
        for key in (*forms, "over"):
            span = getattr(level, key)
            if isinstance(span, Span) and span.clock == "operating":
                faults.fault((*at, key), "operating time", "days, or working days,")


def _named(faults: Collector, path: Sequence[Key], state: str, i: int, name: str) -> tuple[Key, ...]:
    """Where a line or task is named: in short (`{make: qualified}`) or in a list (`{qualified: [make]}`)."""
    return (*path, state, i) if state in faults.place.of(path).inside else (*path, name)


def check(checks: Checks, stock: str, path: Sequence[Key], condition: Condition) -> None:
    """Lines that a condition names exist, and it is clear of which line it speaks."""
    for i, line in enumerate(condition.qualified):
        checks.among(_named(checks, path, "qualified", i, line), line, checks.names("lines"), "lines")
    if condition.line is not None:
        checks.known((*path, "line"), condition.line, "lines")
        return
    measures = [word for word in OF_A_LINE if word in condition.levels]
    if not measures:
        return
    lines = checks.scenario.lines
    ours = [name for name in checks.feeding.get(stock, []) if name in lines]
    if len(ours) != 1:
        site, item = stock_parts(stock)
        which = "one of " + " and ".join(ours) if ours else f"no line that makes {item} at {site}"
        checks.fault((*path, measures[0]), f"`{measures[0]}` of {which}", "`line: ..`, the line it speaks of,")
