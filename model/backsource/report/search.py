"""What a search has found, as text: the answer first, what was changed, and how sure the choice is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from backsource.inference import Interval, Paired
from backsource.measures import Measure
from backsource.report.numbers import figure, percent, scale
from backsource.report.terminal import wrapped

NAME = 22
VALUE = 9
SPAN = 19
SURE: dict[str, str] = {
    "met": "met: it ended by its own rule",
    "capped": "not met: stopped at the most futures",
    "rare": "none: late units cost, so few futures decide, and single ones were raced",
    "extended": "none: the search went on after an answer had been seen",
}
"""What is said of the guarantee of the choice."""


@dataclass(frozen=True)
class Row:
    """One finalist."""

    name: str
    searched: tuple[float, ...]
    """Means over the futures of the search."""
    selected: float
    """Mean of the primary measure over its futures of the selection."""
    futures: int
    """How many these were."""
    estimates: tuple[Interval, ...]
    """Means over the futures of the estimate; none where nothing was estimated."""
    breaches: Mapping[str, Interval]
    """How often each floor is broken."""
    non_dominated: float
    changes: Sequence[tuple[str, Any, Any]]
    """What differs from the start: path, what stood there, what stands there now."""


@dataclass(frozen=True)
class Answer:
    """What a search has found."""

    study: str
    start: str
    name: str
    """Name of the schedule that comes out."""
    objectives: tuple[Measure, ...]
    """The primary measure in the currency of the study, and the second one."""
    matters: float | None
    confidence: float
    floors: Mapping[str, float]
    """Chance that each floor may be broken with, by name."""
    size: int
    """Points of the space."""
    trials: Sequence[tuple[float, ...] | None]
    """Means of each trial; None where it is no schedule that `check` accepts."""
    holds: Sequence[bool]
    """Whether each trial keeps the floors in the futures of the search."""
    distinct: int
    searched_in: int
    """Futures of each trial."""
    written: Mapping[str, tuple[float, ...]]
    """Means of the schedules written by hand, in the futures of the search."""
    best_written: str
    rows: Sequence[Row]
    """The chosen one first."""
    found: bool
    """Whether the chosen one comes from the search."""
    kept: bool
    """Whether it is known to keep all floors."""
    guarantee: Literal["met", "capped", "extended", "rare", "none"]
    bound: int
    """Futures of a finalist after which the selection ends at the latest."""
    gains: Mapping[str, Paired] = field(default_factory=dict)
    """Chosen minus others, by name."""

    @property
    def sign(self) -> float:
        """What the primary measure is multiplied with so that less is better."""
        return -1.0 if self.objectives[0].goal == "max" else 1.0

    @property
    def futures(self) -> int:
        """Futures of the estimate."""
        return self.rows[0].estimates[0].count


def lines(answer: Answer, history: str, remarks: Sequence[str] = ()) -> list[str]:
    """The whole answer; *history* says how the model stands to it, *remarks* what must be said of its runs."""
    head = f"{answer.study} · search from {answer.start} · {len(answer.trials)} trials in {answer.searched_in} futures"
    text = [*wrapped(head, ""), *wrapped(sentence(answer), "Answer  "), *wrapped(history, "Model   ")]
    text += [line for remark in remarks for line in wrapped(f"{remark}.", "Status  ")]
    for path, was, now in answer.rows[0].changes if answer.guarantee != "none" else ():
        text += wrapped(f"{path}: {said(was)} -> {said(now)}", "Change  ")
    return [*text, *_table(answer), *_floors(answer), *_choice(answer), *_trials(answer)]


def sentence(answer: Answer) -> str:
    """The answer in a sentence or two."""
    chosen, measure = answer.rows[0], answer.objectives[0]
    if answer.guarantee == "none":
        free = sum(row.non_dominated >= 0.5 for row in answer.rows)
        names = " and ".join(_words(one) for one in answer.objectives)
        return (
            f"two measures have no one best schedule. {free} of {len(answer.rows)} finalists are more likely than not "
            f"beaten by none of the others on {names}; which to pick is a matter of what they are worth."
        )
    if answer.floors and not answer.kept:
        return (
            f"no finalist is known to keep its floors; {chosen.name} breaks them least. More futures (`most`) or other "
            "bounds would do."
        )
    if not answer.found and answer.guarantee == "capped":
        return f"not decided when the selection was stopped; {chosen.name}, as it is written by hand, leads."
    if not answer.found:
        return f"no schedule that was tried is better than {chosen.name}, as it is written by hand."
    parts = [_gain(answer, name, gain) for name, gain in answer.gains.items()]
    joint = " jointly" if len(parts) > 1 else ""
    return (
        f"{chosen.name} ({answer.start} with other values below): its {_words(measure)} is {' and '.join(parts)} "
        f"({percent(answer.confidence)}{joint}), estimated with {answer.futures} futures of its own."
    )


def _gain(answer: Answer, name: str, gain: Paired) -> str:
    """By how much the chosen one is better than another: `1.9 m EUR lower than under phased [1.2, 2.6]`."""
    measure = answer.objectives[0]
    down = gain.mean <= 0
    direction = -1.0 if down else 1.0
    size, word = scale(max(abs(gain.mean), 1.0))
    low, high = sorted(direction * one / size for one in (gain.low, gain.high))
    who = name + (", the best written by hand" if name == answer.best_written else ", with which the search began")
    amount = f"{figure(abs(gain.mean) / size)} {word}{measure.unit} {'lower' if down else 'higher'} than under {who}"
    seen = "" if gain.low > 0 or gain.high < 0 else ", which is no difference seen"
    small = answer.matters is not None and max(abs(gain.low), abs(gain.high)) < answer.matters
    return f"{amount}, [{figure(low)}, {figure(high)}]{', less than what matters' if small else seen}"


def _table(answer: Answer) -> list[str]:
    """One line a finalist; those that were not chosen have no estimate."""
    measure = answer.objectives[0]
    size, word = scale(max(abs(row.searched[0]) for row in answer.rows))
    title = f"{word}{measure.unit}"
    head = f"{title:>{VALUE}}{'':>{SPAN}}{'searched':>{VALUE}}{'selected':>{VALUE}}{'futures':>8}"
    text = ["", f"  {_words(measure)[:NAME]:<{NAME}}{head}"]
    for number, row in enumerate(answer.rows):
        mark = "*" if number == 0 and answer.guarantee != "none" else " "
        mean, span = _estimate(row, 0, size)
        selected = f"{figure(row.selected / size):>{VALUE}}{row.futures:>8}" if row.futures else ""
        text.append(
            f"{mark} {row.name[:NAME]:<{NAME}}{mean:>{VALUE}}{span:>{SPAN}}"
            f"{figure(row.searched[0] / size):>{VALUE}}{selected}"
        )
    return text + (_second(answer) if len(answer.objectives) > 1 else [])


def _second(answer: Answer) -> list[str]:
    """The second measure, and how likely it is that nothing beats a schedule on both."""
    measure = answer.objectives[1]
    size, word = scale(max(abs(row.estimates[1].estimate) for row in answer.rows))
    title = f"{word}{measure.unit}"
    text = ["", f"  {_words(measure)[:NAME]:<{NAME}}{title:>{VALUE}}{'':>{SPAN}}{'P(not beaten)':>15}"]
    for row in answer.rows:
        mean, span = _estimate(row, 1, size)
        text.append(f"  {row.name[:NAME]:<{NAME}}{mean:>{VALUE}}{span:>{SPAN}}{percent(row.non_dominated):>15}")
    return text


def _estimate(row: Row, place: int, size: float) -> tuple[str, str]:
    if not row.estimates:
        return "-", ""
    one = row.estimates[place]
    return figure(one.estimate / size), f"[{figure(one.low / size)}, {figure(one.high / size)}]"


def _floors(answer: Answer) -> list[str]:
    chosen = answer.rows[0]
    told = [
        f"{name} is broken in {percent(share.estimate)} of futures [{percent(share.low)}, {percent(share.high)}], "
        f"{percent(answer.floors[name])} may be"
        for name, share in chosen.breaches.items()
    ]
    return wrapped(f"{chosen.name}: {'; '.join(told)}.", "Floors  ") if told else []


def _choice(answer: Answer) -> list[str]:
    if answer.guarantee == "none":
        return wrapped("no selection: the guarantee of Kim and Nelson is for one measure.", "Choice  ")
    most = f"the best of {len(answer.rows)} finalists or within {figure(answer.matters or 0.0)} "
    sure = f"{percent(answer.confidence)}, Kim and Nelson"
    state = SURE[answer.guarantee]
    if answer.guarantee == "capped" and answer.bound:
        state += f"; at the latest it would end at {answer.bound:,} (`most`)"
    return wrapped(f"{most}{answer.objectives[0].unit} of it ({sure}): {state}.", "Choice  ")


def _trials(answer: Answer) -> list[str]:
    refused = sum(one is None for one in answer.trials)
    share = percent(refused / len(answer.trials))
    return wrapped(
        f"{answer.distinct} of {answer.size:,} points were tried; {share} of the trials are no schedule that "
        "`check` accepts. Values of the search flatter what was chosen by them: read the estimates.",
        "Search  ",
    )


def said(value: Any) -> str:
    """A value as a file says it."""
    return "nothing" if value is None else str(value)


def _words(measure: Measure) -> str:
    return measure.name.replace("_", " ")
