"""What each player of a game brings about, future by future, as means with limits and shares of the whole.

Worth comes in parts that add up, so that a player's value is told part by part, too. Games may have been played in some
of the futures only (`TwoPhase`); all means are then weighted, so that values add up as they do in each future.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from backsource.inference.interval import Floats, Interval
from backsource.inference.mean import t_quantile
from backsource.inference.paired import FEW
from backsource.inference.shapley import Game
from backsource.inference.two_phase import TwoPhase


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
    """Played futures in which it brings about anything."""
    seen: float
    """Part of all futures in which it does, as far as the played ones tell."""
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
    phases: TwoPhase | None = None
    """What the futures that were played stand for; None: for themselves."""

    @cached_property
    def looks(self) -> TwoPhase:
        """Which futures were played, of how many."""
        return self.phases or TwoPhase.whole(len(self.nobody))

    @property
    def replications(self) -> int:
        """Futures, played or only looked at."""
        return self.looks.total

    @property
    def played(self) -> int:
        """Futures in which the game was played."""
        return len(self.nobody)

    def less(self, other: "Attribution") -> "Attribution":
        """The game whose worth is this one's less another's: values are linear, so theirs are subtracted.

        Both have the same players and parts, and were played in the same futures. Raises ValueError otherwise.
        """
        if (self.players, self.parts, len(self.nobody)) != (other.players, other.parts, len(other.nobody)):
            raise ValueError("games of other players, parts or futures; two of the same would do")
        values = self.values - other.values
        values[np.abs(values) <= max(self._least, _rounding(other.everybody, other.nobody, other.values))] = 0.0
        nobody, everybody = self.nobody - other.nobody, self.everybody - other.everybody
        return replace(self, nobody=nobody, everybody=everybody, values=values, exact=self.exact and other.exact)

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
        found = self.everybody.sum(axis=1) - self.nobody.sum(axis=1)
        return np.asarray(np.where(np.abs(found) <= self._least, 0.0, found))

    @cached_property
    def _least(self) -> float:
        return _rounding(self.everybody, self.nobody, self.values)

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
        return self._mean(self.nobody.sum(axis=1))

    @cached_property
    def whole(self) -> Interval:
        """Worth with all players."""
        return self._mean(self.everybody.sum(axis=1))

    @property
    def shared(self) -> bool:
        """Whether what all bring about is above 0 beyond chance, so that it can be shared out."""
        return self.all_together.low > 0.0

    @cached_property
    def wanted(self) -> int:
        """Futures with which it could about be shared out, at least one more; 0 where they do.

        (t s / mean)^2, and as many as ten played ones that carry it take.
        """
        one = self.all_together
        if self.shared or not one.mean > 0.0:
            return 0
        half = t_quantile(self.looks.freedom(self.brought), (1.0 + self.each) / 2.0) * self.looks.error(self.brought)
        times = max(float((half / one.mean) ** 2), FEW / one.carried)
        return max(self.replications + 1, int(np.ceil(self.replications * times)))

    def by_part(self, worth: Floats) -> Floats:
        """Mean over all futures of worth or values, shape (played, parts)."""
        return self.looks.mean(worth)

    def _portion(self, values: Floats) -> Portion:
        found, carries = self._mean(values), np.abs(values) > self._least
        carried = int(np.count_nonzero(carries))
        share, low, high = self._share(values), found.low, found.high
        if carried == 0:
            low = high = np.nan
        if carried < min(FEW, len(values)) and not np.isnan(share.estimate):
            whole = float(self.looks.mean(self.brought))
            share = replace(
                share, low=float(np.minimum(share.low, low / whole)), high=float(np.maximum(share.high, high / whole))
            )
        seen, wanted = float(self.looks.mean(carries.astype(np.float64))), self.looks.skewness_need(values)
        return Portion(found.estimate, low, high, share.estimate, share.low, share.high, carried, seen, wanted)

    def _mean(self, values: Floats) -> Interval:
        return self.looks.interval(values, self.each)

    def _share(self, values: Floats) -> Interval:
        if self._mean(self.brought).low > 0.0:
            return self.looks.ratio(values, self.brought, self.each)
        return Interval(np.nan, np.nan, np.nan, len(values), self.each)

    def cells(self, apart: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Interval]:
        """Values of some pairs of player and part, with limits that hold together (Bonferroni over these pairs)."""
        level = 1.0 - (1.0 - self.level) / max(1, len(apart))
        found = {}
        for player, part in apart:
            values = self.values[:, self.players.index(player), self.parts.index(part)]
            found[player, part] = self.looks.interval(values, level)
        return found


def _rounding(*worth: Floats) -> float:
    """What sums of so large numbers may miss."""
    return 1e-9 * max(float(np.abs(one).max(initial=0.0)) for one in worth)


def attribution(
    game: Game, players: Sequence[str], parts: Sequence[str], worth: Floats, level: float = 0.95,
    phases: TwoPhase | None = None,
) -> Attribution:  # fmt: skip
    """From the worth of the coalitions of a game by part, shape (replications, tried, parts).

    *phases* says what each of these replications stands for; None: for itself. Raises ValueError where shapes do not
    fit.
    """
    everybody = 2**game.players - 1
    rows = np.arange(len(worth))
    first, last = ((game.coalitions == number).argmax(axis=1) for number in (0, everybody))
    values = np.stack([game.values(worth[:, :, part]) for part in range(len(parts))], axis=2)
    values[np.abs(values) <= _rounding(worth)] = 0.0
    return Attribution(
        tuple(players), tuple(parts), worth[rows, first], worth[rows, last], values, game.walks is None, level, phases
    )
