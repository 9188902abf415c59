"""Several settings of a study side by side: who is best in which, a line each; at most 80 columns."""

from collections import Counter
from collections.abc import Sequence
from math import isfinite

from backsource.report.arm_names import LEVELS, in_setting, plain
from backsource.report.comparison import Comparison
from backsource.report.numbers import scale
from backsource.report.terminal import interval, wrapped

IN_FULL = 6
"""Settings that have a table of their own in the terminal."""
SETTING, NAME = 28, 14
"""Widths of the words of a setting, and of the name of a schedule."""
STATES = ("picked", "leads", "too few", "no floor")
"""What is known of the best of a setting; the last one: no schedule is known to keep the floors."""


def overview(answers: Sequence[Comparison]) -> list[str]:
    """Who is best in how many settings, then a line for each of them; nothing for a study in one setting."""
    if len(answers) < 2:
        return []
    found = [in_setting(one) for one in answers]
    limits = [bound for one in found for bound in _bounds(one) if isfinite(bound)]
    size, word = scale(max(map(abs, limits), default=1.0))
    study, measure = found[0].study.partition(LEVELS)[0], found[0].primary
    head = f"{'':3} {'setting':{SETTING}} {'best':{NAME}} {'state':8} {f'{word}{measure.unit} vs control':>22}"
    return [
        *wrapped(f"{study} · {len(found)} settings · {measure.name.replace('_', ' ')}", ""),
        *wrapped(_counted(found), "In all  "),
        head,
        *(_line(number, one, size) for number, one in enumerate(found, start=1)),
        "Each answer holds by itself, not all of them together.",
        *([f"The last {len(found) - IN_FULL} settings have no table of their own here: --json has all."]
          if len(found) > IN_FULL else []),
        "",
    ]  # fmt: skip


def state(comparison: Comparison) -> str:
    """One of STATES."""
    if comparison.choice is None:
        return "too few"
    if comparison.picked:
        return "picked"
    return "leads" if comparison.choice.leader is not None else "no floor"


def _counted(found: Sequence[Comparison]) -> str:
    """Who is best in how many settings, by what is known of that."""
    said = []
    for known in STATES:
        best = Counter(plain(one.best) for one in found if state(one) == known)
        words = {
            "picked": ", ".join(f"{name} is picked in {count}" for name, count in best.most_common()),
            "leads": ", ".join(f"{name} leads in {count} without being sure" for name, count in best.most_common()),
            "too few": f"too few futures to choose by in {best.total()}",
            "no floor": f"no schedule is known to keep the floors in {best.total()}",
        }
        said += [words[known]] if best else []
    return f"{'; '.join(said)} of {len(found)} settings."


def _bounds(comparison: Comparison) -> tuple[float, ...]:
    found = comparison.row(comparison.best).difference
    return () if found is None else (found.mean, found.low, found.high)


def _line(number: int, comparison: Comparison, size: float) -> str:
    words = comparison.study.partition(LEVELS)[2].removesuffix("]") or comparison.study
    bounds = [bound / size for bound in _bounds(comparison)]
    against = interval(*bounds) if bounds else "-"
    name = plain(comparison.best)
    return (
        f"{number:3} {_short(words, SETTING):{SETTING}} {_short(name, NAME):{NAME}} {state(comparison):8} {against:>22}"
    )


def _short(text: str, width: int) -> str:
    """Text within a column, without its middle where it is too long."""
    half = width // 2
    return text if len(text) <= width else f"{text[: width - half - 1]}…{text[-half:]}"
