"""The bank: what the path needs, what is wanted, and what can be built in its window.

Needed is the most that the sources owe together on any day of the path, the max over t of demand less output up to t.
Without calendars this day-by-day sum meets the closed forms of `laws.bridge`. Attainable is what the building source
can give above what is asked of it.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from backsource.config.schedule import Bridge
from backsource.network.feasibility.ability import UNLIMITED, Output, able, availability, behind, kept, output
from backsource.network.feasibility.building import latest_start
from backsource.network.feasibility.finding import Finding, Level, number, percent, units
from backsource.network.feasibility.outlook import Floats, Outlook
from backsource.network.feasibility.supply import mature_yield

LAST = 28
"""Days at the end of a run that tell whether its sources catch up."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which a bank is built, and what its source gives above what is asked of it."""

    source: str
    first: int
    end: int
    working: int
    """Days in the window on which the source can give."""
    above: float
    """Units above the need in all; infinite from a source without limit."""
    kept: float
    """Units that lie ready where the source begins."""
    wanted: float
    """Units."""

    @property
    def attainable(self) -> float:
        """Units that can be put aside."""
        return self.above + self.kept


class Changeover:
    """The path of one stock under a schedule: who owes how much when, and what stands by."""

    def __init__(self, outlook: Outlook, stock: str) -> None:
        self.outlook, self.stock = outlook, stock
        self.steps = outlook.steps_of(stock)
        self.first = max(0, self.steps[0]) if self.steps else outlook.days
        self.where = "schedule" if stock == outlook.schedule.stock else f"schedule.parts.{stock}"
        bridge = outlook.schedule.part(stock).bridge
        self.window = self._window(bridge) if bridge is not None else None

    @cached_property
    def outputs(self) -> dict[str, Output]:
        """Every source of the stock that shifts."""
        sources = self.outlook.sources.get(self.stock, [])
        return {name: output(self.outlook, name) for name in sources if self.outlook.need[name].any()}

    @cached_property
    def owed(self) -> Floats:
        """What all sources owe together, from the first step on."""
        owed = sum((each.owed for each in self.outputs.values()), np.zeros(self.outlook.days))
        return np.asarray(owed[self.first :])

    @property
    def needed(self) -> float:
        """Stock on top of what is on its way that is just never short [units]."""
        return float(self.owed.max(initial=0.0))

    @property
    def recovers(self) -> bool:
        """Whether no source that still owes at the end can give less than it is asked in the last weeks."""
        return not any(
            each.owed[-1] > 0 and each.could[-LAST:].sum() < (1 - 1e-9) * self.outlook.need[name][-LAST:].sum()
            for name, each in self.outputs.items()
        )

    @property
    def usual(self) -> float:
        """What stands by without a bank [units]: the usual stock before the path begins, and what is still to come."""
        worst = self.first + int(self.owed.argmax()) if len(self.owed) else self.first
        to_come = sum(self.outlook.freed(self.stock, day) for day in self.steps if day <= worst)
        return max(0.0, self.outlook.usual(self.stock, max(0, self.first - 1)) + to_come)

    @property
    def stands_by(self) -> float:
        """Bank as far as it can be built, and what stands by without one."""
        bank = min(self.window.wanted, self.window.attainable) if self.window is not None else 0.0
        return bank + self.usual

    @property
    def covered(self) -> bool:
        """Whether what stands by carries the path."""
        return self.needed <= self.stands_by and self.recovers

    def _window(self, bridge: Bridge) -> Window:
        outlook = self.outlook
        as_is = outlook.as_is(self.stock)
        source = bridge.source or max(sorted(as_is), key=lambda name: as_is[name])
        first, end = max(0, outlook.day(bridge.start)), min(outlook.day(bridge.use_from), outlook.days)
        can, need = able(outlook, source)[first:end], outlook.need[source][first:end]
        unlimited = can.max(initial=0.0) >= UNLIMITED
        above = inf if unlimited else max(0.0, float(can.sum() - need.sum()))
        wanted = outlook.covered(self.stock, bridge.want, end)
        return Window(source, first, end, int((can > 0).sum()), above, kept(outlook, source, first), wanted)

    def says(self, quantity: float) -> str:
        """A quantity with the days it lasts: `43,200 pieces (36 working days)`."""
        unit = self.outlook.scenario.items[self.stock.partition("/")[2]].unit
        pace = self.outlook.pace(self.stock, self.first)
        clock = "days" if self.outlook.calendar(self.stock) is None else "working days"
        return units(quantity, unit) + (f" ({number(round(quantity / pace, 1))} {clock})" if pace > 0 else "")


def bank(change: Changeover) -> list[Finding]:
    """The bank against what is wanted and what the path needs."""
    found = [] if change.window is None else [_built(change, change.window)]
    if change.steps and change.needed and not change.covered:
        found.append(_short(change))
    return found


def _built(change: Changeover, window: Window) -> Finding:
    """Wanted against attainable."""
    outlook = change.outlook
    when = f"from {outlook.date(window.first)} to {outlook.date(window.end - 1)}"
    enough = window.attainable >= window.wanted
    said = ("" if enough else "cannot be built in its window: ") + f"wanted {change.says(window.wanted)}"
    if window.attainable == inf:
        said += f", and {window.source} has no limit"
    else:
        each = number(window.above / max(1, window.working))
        said += (
            f", attainable {change.says(window.attainable)}: {window.source} can give {each} a day above the need "
            f"on {window.working} days {when}"
        )
        said += f", and {number(window.kept)} lie ready there" if window.kept else ""
    need = change.says(change.needed) if change.needed else "none"
    said += f"; the path needs {need}, {change.says(change.usual)} stand by without a bank"
    if enough:
        return Finding("note", f"{change.where}.bridge", said, "nothing to do: it can be built")
    level: Level = "warn" if window.attainable > 0 else "refuse"
    return Finding(level, f"{change.where}.bridge", said, _remedy(change, window))


def _remedy(change: Changeover, window: Window) -> str:
    """An earlier start, or the surge that builds the bank in its window."""
    outlook = change.outlook
    start = latest_start(outlook, window.source, window.end, window.wanted - window.kept)
    by = None if start is None else outlook.date(start)
    ways = ["no start after day 0 would do, but a smaller bank" if by is None else f"a start by {by}"]
    surge = _surge(outlook, window)
    ways += [f"a surge of {percent(surge)}"] if surge is not None else []
    return ", or ".join(ways) if by is None else " or ".join(ways) + " would build it"


def _surge(outlook: Outlook, window: Window) -> float | None:
    """Surge with which the only line behind the building source builds the bank in its window."""
    makers = [outlook.lines[name] for name in behind(outlook, window.source) if name in outlook.lines]
    if len(makers) != 1 or makers[0].rate is None or not window.working:
        return None
    need = float(outlook.need[window.source][window.first : window.end].sum())
    good = makers[0].rate.number * availability(makers[0]) * mature_yield(makers[0])
    return float((need + window.wanted - window.kept) / window.working / good - 1)


def _short(change: Changeover) -> Finding:
    """Needed against all that stands by."""
    lacking = change.needed - change.stands_by
    said = f"the path needs {change.says(change.needed)} and {change.says(change.stands_by)} stand by"
    if not change.recovers:
        end = change.outlook.date(change.outlook.days - 1)
        return Finding("refuse", f"{change.where}.share", f"{said}; what is owed still grows on {end}",
                       "more capacity or another source, as no bank is large enough")  # fmt: skip
    worst = change.outlook.date(change.first + int(change.owed.argmax()))
    return Finding("warn", f"{change.where}.share", f"{said}: {change.says(lacking)} short about {worst}",
                   "a larger bank, an earlier opening or later steps would do")  # fmt: skip
