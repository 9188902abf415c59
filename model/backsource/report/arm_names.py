"""Names of arms as people read them: a schedule, the levels of its factors, and those of its setting."""

from collections.abc import Iterable
from dataclasses import replace

from backsource.report.comparison import Comparison

LEVELS = " ["
"""Where the levels begin in the name of an arm: `gated [decided every 4 weeks]`."""


def in_setting(comparison: Comparison) -> Comparison:
    """The same with shorter names: the levels of the setting stand in the name of the study, not in those of arms."""
    words = comparison.study.partition(LEVELS)[2]
    if not words:
        return comparison

    return replace(
        comparison,
        control=_short(comparison.control, words),
        schedules=tuple(_short(name, words) for name in comparison.schedules),
        rows=tuple(replace(row, schedule=_short(row.schedule, words)) for row in comparison.rows),
    )


def pair_in_setting(study: str, names: tuple[str, str], settings: Iterable[str]) -> tuple[str, tuple[str, str]]:
    """Name of the study and of two arms, the words of their setting with the study where both are of one setting.

    *settings* are the words of all settings of the study, empty where there is only one.
    """
    for words in filter(None, settings):
        if all(name.endswith((f"{LEVELS}{words}]", f", {words}]")) for name in names):
            return f"{study}{LEVELS}{words}]", (_short(names[0], f"{words}]"), _short(names[1], f"{words}]"))
    return study, names


def _short(name: str, words: str) -> str:
    """An arm without the levels of its setting, which end with its bracket."""
    return name.removesuffix(LEVELS + words) if name.endswith(LEVELS + words) else name.replace(f", {words}", "]")


def has_levels(name: str) -> bool:
    """Whether an arm stands for a schedule with levels of factors; its name is then too long for a column."""
    return name.endswith("]") and LEVELS in name


def label(name: str, place: int) -> str:
    """What an arm is called in further tables: by its place in the first one where it has levels."""
    return f"{place} {plain(name)}" if has_levels(name) else name


def plain(name: str) -> str:
    """The name of the schedule alone."""
    return name.partition(LEVELS)[0] if has_levels(name) else name
