"""Names of arms as people read them: a schedule, the levels of its factors, and those of its setting."""

from dataclasses import replace

from backsource.report.comparison import Comparison

LEVELS = " ["
"""Where the levels begin in the name of an arm: `gated [decided every 4 weeks]`."""


def in_setting(comparison: Comparison) -> Comparison:
    """The same with shorter names: the levels of the setting stand in the name of the study, not in those of arms."""
    words = comparison.study.partition(LEVELS)[2]
    if not words:
        return comparison

    def short(name: str) -> str:
        return name.removesuffix(LEVELS + words) if name.endswith(LEVELS + words) else name.replace(f", {words}", "]")

    return replace(
        comparison,
        control=short(comparison.control),
        schedules=tuple(map(short, comparison.schedules)),
        rows=tuple(replace(row, schedule=short(row.schedule)) for row in comparison.rows),
    )


def has_levels(name: str) -> bool:
    """Whether an arm stands for a schedule with levels of factors; its name is then too long for a column."""
    return name.endswith("]") and LEVELS in name


def label(name: str, place: int) -> str:
    """What an arm is called in further tables: by its place in the first one where it has levels."""
    return f"{place} {plain(name)}" if has_levels(name) else name


def plain(name: str) -> str:
    """The name of the schedule alone."""
    return name.partition(LEVELS)[0] if has_levels(name) else name
