"""What each player of a game brings about, future by future, as means with limits and shares of the whole.

Worth comes in parts that add up, so that a player's value is told part by part, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from backsource.inference.interval import Floats, Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import FEW, Paired
from backsource.inference.rare import careful
from backsource.inference.ratio import mean_ratio
from backsource.inference.shapley import Game
from backsource.inference.skewness import skewness_need


@dataclass(frozen=True)
class Portion:
    """What one player brings about, mean of the futures."""

    mean: float
    low: float
    """Limits of the mean, both included; wider than Student's where few futures carry it, nan where none does."""
    high: float
    share: float
    """Of what all players bring about; nan where that is not above 0 beyond chance."""
    share_low: float
    """Fieller's limits; where few futures carry it not closer than those of its mean, over the mean of all players."""
    share_high: float
    carried: int
    """Futures in which it brings about anything."""
    wanted: int
    """Futures that would do, where so skewed values need more; 0 where these do."""


@dataclass(frozen=True, eq=False)
class Attribution:
    """Shapley values of some players, in parts. Limits of the means hold together, and so do those of the shares."""

    players: tuple[str, ...]
    parts: tuple[str, ...]
    nobody: Floats
    """Worth without any player, shape (replications, parts)."""
    everybody: Floats
    """Worth with all players, shape (replications, parts)."""
    values: Floats
    """Value of each player, shape (replications, players, parts)."""
    exact: bool
    """Whether all coalitions were tried in each replication, or those of random orders."""
    level: float = 0.95
    """Confidence of all limits of one kind together."""

    @property
    def replications(self) -> int:
        """Futures."""
        return len(self.nobody)

    @property
    def each(self) -> float:
        """Confidence of one interval, by Bonferroni: of the players, of all, and of the worth with and without them."""
        return 1.0 - (1.0 - self.level) / (len(self.players) + 3)

    @cached_property
    def by_player(self) -> Floats:
        """Value of each player, shape (replications, players)."""
        return np.asarray(self.values.sum(axis=2))

    @cached_property
    def brought(self) -> Floats:
        """Worth of everybody less worth of nobody, shape (replications,)."""
        return np.asarray(self.everybody.sum(axis=1) - self.nobody.sum(axis=1))

    @cached_property
    def portions(self) -> dict[str, Portion]:
        """Each player, in their order."""
        return {name: self._portion(self.by_player[:, place]) for place, name in enumerate(self.players)}

    @cached_property
    def all_together(self) -> Portion:
        """What all players bring about."""
        return self._portion(self.brought)

    @cached_property
    def alone(self) -> Interval:
        """Worth without any player."""
        found = self._mean(self.nobody.sum(axis=1))
        return Interval(found.mean, found.low, found.high, found.n, self.each)

    @cached_property
    def whole(self) -> Interval:
        """Worth with all players."""
        found = self._mean(self.everybody.sum(axis=1))
        return Interval(found.mean, found.low, found.high, found.n, self.each)

    @property
    def shared(self) -> bool:
        """Whether what all bring about is above 0 beyond chance, so that it can be shared out."""
        return self.all_together.low > 0.0

    @cached_property
    def wanted(self) -> int:
        """Futures with which it could about be shared out: (t s / mean)^2, at least one more; 0 where they do."""
        if self.shared or not self.all_together.mean > 0.0:
            return 0
        found = mean_interval(self.brought, self.each)
        half = (found.high - found.low) / 2.0
        return max(self.replications + 1, int(np.ceil(self.replications * (half / found.estimate) ** 2)))

    def _portion(self, values: Floats) -> Portion:
        found = self._mean(values)
        carried = int(np.count_nonzero(np.abs(values) > _rounding(self.everybody)))
        share, low, high = self._share(values), found.low, found.high
        if carried == 0:
            low = high = np.nan
        if carried < min(FEW, len(values)) and not np.isnan(share.estimate):
            whole = self.brought.mean()
            share = replace(
                share, low=float(np.minimum(share.low, low / whole)), high=float(np.maximum(share.high, high / whole))
            )
        return Portion(found.mean, low, high, share.estimate, share.low, share.high, carried, skewness_need(values))

    def _mean(self, values: Floats) -> Paired:
        return careful(values, np.zeros(len(values)), level=self.each, goal="none")

    def _share(self, values: Floats) -> Interval:
        if self._mean(self.brought).low > 0.0:
            return mean_ratio(values, self.brought, self.each)
        return Interval(np.nan, np.nan, np.nan, len(values), self.each)

    def cells(self, apart: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Interval]:
        """Values of some pairs of player and part, with limits that hold together (Bonferroni over these pairs)."""
        level = 1.0 - (1.0 - self.level) / max(1, len(apart))
        found = {}
        for player, part in apart:
            values = self.values[:, self.players.index(player), self.parts.index(part)]
            own = careful(values, np.zeros(len(values)), level=level, goal="none")
            found[player, part] = Interval(own.mean, own.low, own.high, own.n, level)
        return found


def _rounding(worth: Floats) -> float:
    """What sums of so large numbers may miss."""
    return 1e-9 * float(np.abs(worth).max(initial=0.0))


def attribution(
    game: Game, players: Sequence[str], parts: Sequence[str], worth: Floats, level: float = 0.95
) -> Attribution:
    """From the worth of the coalitions of a game by part, shape (replications, tried, parts).

    Raises ValueError where shapes do not fit.
    """
    everybody = 2**game.players - 1
    rows = np.arange(len(worth))
    first, last = ((game.coalitions == number).argmax(axis=1) for number in (0, everybody))
    values = np.stack([game.values(worth[:, :, part]) for part in range(len(parts))], axis=2)
    values[np.abs(values) <= _rounding(worth)] = 0.0
    return Attribution(
        tuple(players), tuple(parts), worth[rows, first], worth[rows, last], values, game.walks is None, level
    )
