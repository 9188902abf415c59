"""How much still comes through when a part is lost: for each part at once, by one walk down the network.

A stock gives what its sources give together; a lane the least of its capacity and what its origin gives; a line the
least of its rate and what each material allows. Where no stock and no work centre has two users, that is the largest
flow: whatever a stock can get goes where it is asked. Where something is shared it counts that twice and is an upper
bound; `sharing.py` then has the exact answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
import numpy.typing as npt

from backsource.network.dependency.standing import Source, Standing

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
FOR_GOOD = 3650.0
"""Days; what lasts longer lasts for good."""
HALVINGS = 40
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is there or on its way at the beginning of a loss."""

    on_hand: float
    """Units."""
    roads: tuple[tuple[Source, float], ...]
    """Lanes with their units on the road, which arrive evenly over the lead time."""


class Losing:
    """The outputs of a standing network with each of some parts lost; column 0 has nothing lost.

    `dead[source]` says for each column whether a source is stopped, shape (columns,).
    """

    def __init__(self, standing: Standing, outputs: Mapping[str, float], needs: Mapping[str, Sequence[str]],
                 parts: Sequence[str]) -> None:  # fmt: skip
        self.standing, self.outputs, self.parts = standing, dict(outputs), list(parts)
        self.stocks = standing.upstream(list(outputs))
        self.sources = [source for stock in self.stocks for source in standing.open_at[stock]]
        column = {part: place for place, part in enumerate(self.parts, start=1)}
        self.dead: dict[str, Flags] = {}
        for source in self.sources:
            self.dead[source.name] = np.zeros(len(self.parts) + 1, dtype=bool)
            for part in needs[source.name]:
                self.dead[source.name][column[part]] = True
        self._into = {stock: standing.open_at[stock] for stock in self.stocks}

    @cached_property
    def reserves(self) -> dict[str, Reserve]:
        """What every stock has to live on."""
        return {
            stock: Reserve(
                self.standing.on_hand(stock), tuple((one, one.on_road) for one in self.standing.lanes_at[stock])
            )
            for stock in self.stocks
        }

    @cached_property
    def shared(self) -> bool:
        """Whether a stock or a work centre has several users, so that what one takes another lacks."""
        users = [stock for source in self.sources for stock in source.takes] + list(self.outputs)
        lines = self.standing.outlook.scenario.lines
        users += [f"centre {centre}" for source in self.sources
                  if source.is_line and (centre := lines[source.name].work_centre) is not None]  # fmt: skip
        return len(users) > len(set(users))

    @cached_property
    def rates(self) -> dict[str, Floats]:
        """Most that each stock can give for good [units/calendar day], shape (columns,)."""
        return self._given(np.ones(len(self.parts) + 1), self.dead, for_good=True)

    @cached_property
    def left(self) -> Floats:
        """Share of the demand on all outputs that can be met for good, shape (columns,)."""
        return self._met(self.rates, np.ones(len(self.parts) + 1))

    def weights(self) -> dict[str, float]:
        """How much a unit of each output counts: alike where all have one unit of measure, else by its demand."""
        items = self.standing.outlook.scenario.items
        names = {items[stock.partition("/")[2]].unit for stock in self.outputs}
        return {stock: 1.0 if len(names) == 1 else 1 / asked for stock, asked in self.outputs.items()}

    def survives(self) -> Floats:
        """Days for which all demand is met from stocks, goods on the road and what is left, shape (columns,).

        `laws.disruption.time_to_survive` where there is one stock and one other source. What a stock can give over a
        time is concave in it, so the last day is found by halving.
        """
        ends = np.flatnonzero(self.left < 1 - ROUNDING)
        dead = {name: stopped[ends] for name, stopped in self.dead.items()}
        low, high = np.zeros(len(ends)), np.full(len(ends), FOR_GOOD)
        always = self._enough(high, dead)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            enough = self._enough(middle, dead)
            low, high = np.where(enough, middle, low), np.where(enough, high, middle)
        found = np.full(len(self.parts) + 1, inf)
        found[ends] = np.where(always, inf, low)
        return found

    def lost(self, days: Floats) -> Floats:
        """Share of the demand of these days that is not met in time, shape (columns,); *days* has the same shape."""
        return 1 - self._met(self._given(days, self.dead), days)

    def exposed(self) -> Floats:
        """Share of the output that goes through each part as planned on the day, shape (columns,)."""
        lost: dict[str, Floats] = {}
        for stock in self.stocks:
            lost[stock] = np.zeros(len(self.parts) + 1)
            shares = {one.name: one.share for one in self._into[stock]}
            total = sum(shares.values())
            for source in self._into[stock]:
                worst = np.where(self.dead[source.name], 1.0, 0.0)
                for taken in source.takes:
                    worst = np.maximum(worst, lost[taken])
                lost[stock] = lost[stock] + worst * (shares[source.name] / total if total > 0 else 0.0)
        weights = self.weights()
        whole = sum(weights[stock] * asked for stock, asked in self.outputs.items())
        parts = [weights[stock] * asked * lost[stock] for stock, asked in self.outputs.items()]
        return np.asarray(sum(parts, np.zeros(len(self.parts) + 1)) / whole)

    # ---- the walk
    def _given(self, days: Floats, dead: Mapping[str, Flags], *, for_good: bool = False) -> dict[str, Floats]:
        """Units that each stock can give over *days* (more than 0), or for good: then without reserves."""
        given: dict[str, Floats] = {}
        for stock in self.stocks:
            reserve = None if for_good else self.reserves[stock]
            found = np.full(len(days), reserve.on_hand if reserve is not None else 0.0)
            for source, on_road in reserve.roads if reserve is not None else ():
                coming = on_road * np.minimum(1.0, days / source.lead)
                found += np.where(dead[source.name], 0.0, coming) if self.stays_away(source) else coming
            for source in self._into[stock]:
                most = source.rate * days
                for taken, each in source.takes.items():
                    most = np.minimum(most, given[taken] / each)
                found += np.where(dead[source.name], 0.0, most)
            given[stock] = found
        return given

    def stays_away(self, lane: Source) -> bool:
        """Whether goods on the road do not come in when the lane is stopped; behind a lane that has closed they do."""
        return not lane.closed and self.standing.outlook.lanes[lane.name].in_outage in (
            "stop_in_transit",
            "hold_at_gate",
        )

    def _met(self, given: Mapping[str, Floats], days: Floats) -> Floats:
        weights = self.weights()
        whole = sum(weights[stock] * asked for stock, asked in self.outputs.items())
        parts = [weights[stock] * np.minimum(given[stock] / days, asked) for stock, asked in self.outputs.items()]
        return np.asarray(sum(parts, np.zeros(len(days))) / whole)

    def _enough(self, days: Floats, dead: Mapping[str, Flags]) -> Flags:
        given = self._given(days, dead)
        each = [given[stock] >= asked * days * (1 - ROUNDING) for stock, asked in self.outputs.items()]
        return np.asarray(np.logical_and.reduce(each))
