"""Why a line did not make what it should have: not open, without its tool, down, starved, in its ramp, short of people.

A line is looked at on its last working day before what it makes is due. What each limit took from its day, at the
mature rate, is the most that the limit is charged with; what is missing beyond that from a line that never stood idle
was more than it can make.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from backsource.log import Floats
from backsource.measures.excess import overloaded
from backsource.measures.frame import Bools, Frame, Ints
from backsource.measures.happenings import Happenings
from backsource.measures.proximate import UNKNOWN, Blame, Cause, add, fitted
from backsource.measures.uptime import ideal
from backsource.network.feasibility.means import mean_days

SMALL = 1e-9


@dataclass(frozen=True)
class Looks:
    """When a line is looked at for what is due on each day, each of shape (days,)."""

    rows: Ints
    """Last working day on which it could be started."""
    prompt: Bools
    """Whether that was the last day of all, so that the line could have worked on it."""
    works: Bools
    """Working days of its site."""

    @classmethod
    def of(cls, frame: Frame, name: str) -> "Looks":
        """What a daily-rate line starts is there the next day, unless it says the same day."""
        line = frame.scenario.lines[name]
        lag = 1 if line.rate is not None and line.ready == "next_day" else 0
        rows = np.arange(frame.days)
        works = frame.site_worked(line.site)
        last = np.maximum.accumulate(np.where(works, rows, 0))
        started = np.maximum(rows - lag, 0)
        return cls(last[started], last[started] == started, works)


class LineBlame:
    """Looks at one line of a log."""

    def __init__(
        self, happenings: Happenings, name: str, looks: Looks, ours: bool, upstream: Callable[[str], Blame]
    ) -> None:
        """*upstream* gives shares by cause of what a stock is short of, by day."""
        self.happenings, self.log, self.name, self.ours = happenings, happenings.log, name, ours
        self.rows, self.prompt, self.works = looks.rows, looks.prompt, looks.works
        self.line = happenings.scenario.lines[name]
        self.upstream = upstream
        self.machines = float(self.line.machines)
        instant = self.line.rate is None and not mean_days(self.line.processing)
        self.rate = inf if instant else self._mature()
        book = self.log.lines
        self.states = {key: book.of(name, key) for key in ("starved", "blocked", "idle", "setup", "down", "closed")}
        self.open = np.maximum(self.machines - self.states["closed"], 0.0)
        self.could = book.of(name, "could")
        self.waiting = np.maximum(book.of(name, "open") - book.of(name, "wip"), 0.0)

    def _mature(self) -> float:
        """Units a day of all machines when mature, as they truly are."""
        drawn, path = self.log.drawn, f"lines.{self.name}"
        surge = drawn.get(f"{path}.surge", self.line.surge)
        planned = self.machines / ideal(self.line)
        return drawn.get(f"{path}.rate", planned) * (1.0 + surge)

    def unfed(self) -> Floats:
        """Units that the line did not start on each day for want of material."""
        if self.rate == inf:
            lacking: Floats = np.maximum(np.diff(self.waiting, prepend=0.0), 0.0)
            return lacking
        up = np.maximum(self.open - self.states["down"], SMALL)
        return np.minimum(self.states["starved"] / up * self.could, self.waiting)

    def waits_for(self, stock: str) -> Floats:
        """Machine-days of each day on which the line waited for this material."""
        waited: Floats = self.states["starved"] * scarcest(self.happenings, self.name)[stock]
        return waited

    def of(self, missing: Floats) -> Blame:
        """Units missing on each day by cause; what has none is left out."""
        limits = self._limits(missing)
        blame = fitted(limits, missing)
        rest = np.maximum(missing - sum(blame.values(), np.zeros(len(missing))), 0.0)
        full = rest * self._busy()[self.rows] * self.prompt
        if self.rate < inf and full.any():
            able = np.where(self.works, self.rate, 0.0)
            ordered = self.log.lines.of(self.name, "ordered")
            full = np.array(overloaded(ordered.tolist(), able.tolist(), full.tolist()))
            add(blame, Cause("share_below_need", self.name), full)
        return blame

    def _limits(self, missing: Floats) -> Blame:
        """What each limit took from the day looked at."""
        rows, blame = self.rows, Blame()
        standing = (self.open <= SMALL)[rows]
        if standing.any():
            self._standing(blame, missing * standing)
        working = ~standing & (self.open > SMALL)[rows]
        rate = np.full(len(missing), self.rate) if self.rate < inf else missing
        lost = {key: (self.states[key] / np.maximum(self.open, SMALL))[rows] * rate * working for key in self.states}
        down = Cause("machine_down" if self.ours else "supplier_down", self.name)
        add(blame, down, lost["down"] + lost["setup"])
        self._starved(blame, lost["starved"] if self.rate < inf else missing * (self.waiting > SMALL)[rows])
        manned = 1.0 if self.line.staff is None else min(1.0, self.line.staff / self.machines)
        add(blame, Cause("people", self.name), rate * (1.0 - manned) * working)
        if self.rate < inf and self.line.ramp is not None:
            able = np.clip(1.0 - self.states["down"] / np.maximum(self.open, SMALL), 0.0, 1.0) * manned
            slow = np.maximum(self.rate * able - self.could, 0.0) * (able > SMALL)
            add(blame, Cause("ramp", self.name), slow[rows] * working)
        add(blame, Cause("quality_reject", self.name), self.log.lines.of(self.name, "scrap"))
        return blame

    def _standing(self, blame: Blame, missing: Floats) -> None:
        """A line that did not work on a working day."""
        happenings, rows = self.happenings, self.rows
        closed = happenings.closed(self.name)[rows]
        add(blame, Cause("supplier_closed", self.name), missing * closed)
        unopened = happenings.unopened(self.name)[rows] & ~closed
        add(blame, Cause("not_qualified", self.name), missing * unopened)
        toolless = happenings.toolless(self.name)[rows] & ~closed & ~unopened
        add(blame, Cause("tool_absent", self.name), missing * toolless)

    def _starved(self, blame: Blame, lost: Floats) -> None:
        """Waiting for the scarcest material; several that are as scarce share it."""
        if not self.line.bom or not lost.any():
            return
        for stock, lacking in scarcest(self.happenings, self.name).items():
            part = lost * lacking[self.rows]
            known = np.zeros(len(lost))
            for cause, share in self.upstream(stock).items():
                add(blame, cause, part * share[self.rows])
                known += share
            add(blame, UNKNOWN.starving(stock, ""), part * np.maximum(1.0 - known, 0.0)[self.rows])

    def _busy(self) -> Floats:
        """Share of the open time in which the line was not waiting for orders or room."""
        loose = self.states["idle"] + self.states["blocked"]
        if self.line.staff is not None:
            unmanned = np.maximum(1.0 - self.line.staff / self.machines, 0.0) * (self.open - self.states["down"])
            loose = np.maximum(loose - unmanned, 0.0)
        busy: Floats = np.clip(1.0 - loose / np.maximum(self.open, SMALL), 0.0, 1.0) * (self.open > SMALL)
        return busy


def scarcest(happenings: Happenings, line: str) -> dict[str, Floats]:
    """For each material of a line how much of its waiting is for it, by day: all for the scarcest, ties in parts."""
    plan = happenings.scenario.lines[line]
    if not plan.bom:
        return {}
    held = {
        f"{plan.site}/{item}": happenings.log.stocks.of(f"{plan.site}/{item}", "on_hand") / amount.number
        for item, amount in plan.bom.items()
    }
    least = np.minimum.reduce(list(held.values())) + 1e-6
    lacking = {stock: (units <= least).astype(np.float64) for stock, units in held.items()}
    count = sum(lacking.values(), np.zeros(happenings.log.days))
    return {stock: units / count for stock, units in lacking.items()}
