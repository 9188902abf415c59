"""Whether a condition holds: approvals, tasks done, and gauges as finite samples against thresholds."""

from __future__ import annotations

from backsource.simulation.changeover.desk import Desk
from backsource.simulation.programme import ConditionPlan, Level, PartPlan


def holds(desk: Desk, part: PartPlan, condition: ConditionPlan) -> bool:
    """All that is named holds now."""
    return (
        all(desk.approved[line].triggered for line in condition.qualified)
        and all(desk.done[task].triggered for task in condition.done)
        and all(met(desk, part, condition.line, level) for level in condition.levels)
    )


def met(desk: Desk, part: PartPlan, line: str, level: Level) -> bool:
    """One threshold; a gauge without a sample in its window meets nothing."""
    if level.gauge in ("cover", "backlog"):
        values = daily(desk, part, level)
        return bool(values) and all(compare(level, value) for value in values)
    value = mean(desk, part, line, level)
    return value is not None and compare(level, value)


def compare(level: Level, value: float) -> bool:
    """Against the thresholds that are given."""
    return (
        (level.at_least is None or value >= level.at_least - 1e-9)
        and (level.above is None or value > level.above + 1e-9)
        and (level.below is None or value < level.below - 1e-9)
    )


def mean(desk: Desk, part: PartPlan, line: str, level: Level) -> float | None:
    """A share over the window: the last worked days that are in the books."""
    if level.gauge == "make_share":
        return sum(share for source, share in desk.shares[part.stock].items() if source in desk.plan.lines)
    rows = window(desk, part, max(1, level.window))
    if len(rows) < max(1, level.window):
        return None
    return desk.gauges.share_over(line, level.gauge, rows)


def daily(desk: Desk, part: PartPlan, level: Level) -> list[float]:
    """Days of cover or backlog, today or on each day of the window [worked days]."""
    if level.gauge == "cover":
        return [desk.gauges.worked_cover(part.stock, part.worked)]
    rows = window(desk, part, max(1, level.window))
    if len(rows) < max(1, level.window):
        return []
    return [desk.gauges.backlog_days(part.stock, row, part.worked) for row in rows]


def window(desk: Desk, part: PartPlan, days: int) -> list[int]:
    """The last worked rows whose books are closed, as many as the window asks for."""
    found: list[int] = []
    row = desk.row() - 1 - LAG
    while row >= 0 and len(found) < days:
        if part.worked[row]:
            found.append(row)
        row -= 1
    return found


LAG = 1
"""What a line did on a day is booked on the next morning, after the decisions of that morning."""
