"""The answer of a re-plan: which way to go from today, what turning back costs on later days, which decisions wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from backsource.inference import Paired, paired
from backsource.measures import Measure
from backsource.report import terminal
from backsource.report.comparison import Comparison
from backsource.report.numbers import scale
from backsource.report.refusal import refused_pair
from backsource.report.samples import values_of
from backsource.results import Results

SHORT = "units_short"
WENT = "rolled_back"
BACK = "go-back"
"""Arm that turns back today."""
COLUMN = 20
"""Width of a difference with its interval."""


class Ahead(Protocol):
    """A decision that is still to be taken, as `experiment.decisions` gives them."""

    @property
    def what(self) -> str:
        """What is decided."""

    @property
    def planned(self) -> date:
        """When it falls due as things stand."""

    @property
    def latest(self) -> date | None:
        """Last day on which the exit keeps its day."""

    @property
    def later(self) -> str:
        """What follows if it is taken later."""


@dataclass(frozen=True)
class Turn:
    """Turning back on one day."""

    day: date
    primary: Paired
    """Primary measure, minus that of turning back today in the same future."""
    short: Paired
    """Units short, minus those of turning back today."""
    against: Paired
    """Primary measure, minus that of going on as it stands."""
    went: float
    """Share of futures in which the shares went back, on that day or before."""


def turns(results: Results, returns: Sequence[tuple[date, str]], control: str, measure: Measure) -> tuple[Turn, ...]:
    """What turning back on each day costs; *returns* are days with their arms, today first."""
    runs = results.runs
    stays = values_of(runs, control, measure.name)
    found = []
    for day, name in returns:
        own, short = (values_of(runs, name, one) for one in (measure.name, SHORT))
        today, least = (values_of(runs, returns[0][1], one) for one in (measure.name, SHORT))
        found.append(
            Turn(
                day=day,
                primary=refused_pair(paired(own, today, goal=measure.goal)),
                short=refused_pair(paired(short, least)),
                against=refused_pair(paired(own, stays, goal=measure.goal)),
                went=float(np.mean(values_of(runs, name, WENT))),
            )
        )
    return tuple(found)


def lines(
    comparison: Comparison,
    ways: Sequence[str],
    found: Sequence[Turn],
    decisions: Sequence[Ahead],
    last: date | None,
    start: date,
    history: str,
) -> list[str]:
    """All of it as text, at most 80 columns; *ways* are the arms to choose from, continuing first."""
    others = [name for name in ways if name not in (comparison.control, BACK)]
    said = [f"continue {comparison.control}"] + ([f"change to {' or '.join(others)}"] if others else [])
    said += ["turn back (go-back)"] if BACK in ways else []
    return [
        *terminal.wrapped(" · ".join(said), "Today   "),
        *terminal.lines(comparison, start, history),
        "",
        *terminal.wrapped(headline(comparison, found, last), "Back    "),
        *(_turns(comparison, found) if found else []),
        "",
        *_decisions(decisions),
    ]


def headline(comparison: Comparison, found: Sequence[Turn], last: date | None) -> str:
    """What turning back costs, today and later, in a sentence or two."""
    if not found:
        return "there is no way back any more."
    unit = comparison.primary.unit
    said = f"turning back today {_against(found[0].against, unit, 'going on')}"
    if len(found) > 1:
        said += f"; on {found[-1].day} it {_against(found[-1].primary, unit, 'doing so today')}"
    end = "nothing ends the way back" if last is None else f"the last day to turn back is {last}"
    return f"{said}; {end}."


def _against(found: Paired, unit: str, what: str) -> str:
    """A difference in words, and with its interval; what the interval does not part is said not to be parted."""
    size, word = scale(_largest(found))
    numbers = f"{terminal.interval(found.mean / size, found.low / size, found.high / size)} {word}{unit}"
    if found.low > 0 or found.high < 0:
        return f"comes to {'more' if found.mean > 0 else 'less'} than {what}: {numbers}"
    return f"cannot be told from {what}: {numbers}"


def _turns(comparison: Comparison, found: Sequence[Turn]) -> list[str]:
    size, word = scale(max(_largest(one.primary) for one in found))
    on, large = scale(max(_largest(one.against) for one in found))
    unit, name = comparison.primary.unit, comparison.primary.name.replace("_", " ")
    text = [
        _row("turn back", name[:COLUMN], "units short", name[:COLUMN], ""),
        _row("on", "vs today", "vs today", "vs going on", "goes"),
        _row("", f"{word}{unit} [95 %]", "[95 %]", f"{large}{unit} [95 %]", "back"),
    ]
    for place, one in enumerate(found):
        cost = terminal.interval(one.primary.mean / size, one.primary.low / size, one.primary.high / size)
        short = terminal.interval(one.short.mean, one.short.low, one.short.high)
        going = terminal.interval(one.against.mean / on, one.against.low / on, one.against.high / on)
        cells = ("today", "-", "-") if place == 0 else (str(one.day), cost, short)
        text.append(_row(*cells, going, f"{one.went:.0%}"))
    told = sorted({f"{one.day}: {one.primary.note}" for one in found[1:] if one.primary.note})
    return text + [line for note in told[:1] for line in terminal.wrapped(f"{note}.", "Note    ")]


def _row(day: str, cost: str, short: str, against: str, went: str) -> str:
    return f"{day:10} {cost:>{COLUMN}} {short:>{COLUMN}} {against:>{COLUMN}} {went:>4}".rstrip()


def _largest(one: Paired) -> float:
    return float(np.nanmax(np.abs([one.mean, one.low, one.high]), initial=0.0))


def _decisions(decisions: Sequence[Ahead]) -> list[str]:
    if not decisions:
        return ["No decision is ahead."]
    text = ["Decisions ahead", f"{'latest':10}  {'planned':10}  what, and what follows if it is later"]
    for one in decisions:
        latest = "-" if one.latest is None else str(one.latest)
        text += terminal.wrapped(f"{one.what}; later: {one.later}", f"{latest:10}  {one.planned!s:10}  ")
    return text
