"""Whether a condition holds: approvals, tasks done, and gauges as finite samples against thresholds."""

from __future__ import annotations

from backsource.simulation.changeover.desk import Desk
from backsource.simulation.programme import ConditionPlan, Level, PartPlan

LAG = 1
"""What a line did on a day is booked on the next morning, after the decisions of that morning."""


def holds(desk: Desk, part: PartPlan, condition: ConditionPlan) -> bool:
    """All that is named holds now."""
    return (
        all(desk.is_approved(line) for line in condition.qualified)
        and all(desk.is_done(task) for task in condition.done)
        and all(met(desk, part, condition.line, level) for level in condition.levels)
    )


def met(desk: Desk, part: PartPlan, line: str, level: Level) -> bool:
    """One threshold; a gauge without a full sample in its window meets nothing."""
    if level.gauge in ("cover", "backlog"):
        return every_day(desk, part, level)
    if level.gauge == "make_share":
        return compare(level, make_share(desk, part))
    value = mean(desk, part, line, level)
    return value is not None and compare(level, value)


def compare(level: Level, value: float) -> bool:
    """Against the thresholds that are given."""
    return (
        (level.at_least is None or value >= level.at_least - 1e-9)
        and (level.above is None or value > level.above + 1e-9)
        and (level.below is None or value < level.below - 1e-9)
    )


def make_share(desk: Desk, part: PartPlan) -> float:
    """Share of our own lines in what is ordered, as the shares in force say."""
    return sum(share for source, share in desk.shares[part.stock].items() if source in desk.plan.lines)


def mean(desk: Desk, part: PartPlan, line: str, level: Level) -> float | None:
    """Yield, rate or uptime over the last worked days that are in the books; trials before the opening do not count."""
    window = max(1, level.window)
    first = desk.opened_on[line] - desk.origin
    latest = part.calendar.last_rows(desk.row() - 1 - LAG, window)
    rows = [row for row in latest if row >= first and desk.gauges.knows("lines", line, row)]
    return desk.gauges.share_over(line, level.gauge, rows) if len(rows) == window else None


def every_day(desk: Desk, part: PartPlan, level: Level) -> bool:
    """Cover or backlog at the end of yesterday, or of each of the last worked days of the window."""
    days = [desk.row() - 1] if not level.window else part.calendar.last_rows(desk.row() - 1, level.window)
    seen = 0
    for row in days:
        if not desk.gauges.knows("stocks", part.stock, row):
            return False
        on_hand, owed = desk.gauges.at_end_of(part.stock, row)
        value = (
            desk.outlook.cover(part.stock, part.calendar, row, on_hand - owed)
            if level.gauge == "cover" else desk.outlook.backlog(part.stock, part.calendar, row, owed)
        )  # fmt: skip
        if not compare(level, value):
            return False
        seen += 1
    return seen == max(1, level.window)
