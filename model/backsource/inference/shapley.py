"""Shapley values: how much of what all players together bring about is each one's own, whatever joins first.

A coalition is a number: player i takes part where bit i is set. 0 is nobody, 2**players - 1 is everybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

from backsource.inference.interval import Floats
from backsource.streams import stream

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Game:
    """Which coalitions have to be tried in each replication, so that the value of every player can be told."""

    players: int
    coalitions: Ints
    """Shape (replications, tried); one may stand there twice."""
    walks: Ints | None = None
    """Orders in which players join, shape (replications, 2, players); None: all coalitions are tried."""

    def values(self, worth: npt.ArrayLike) -> Floats:
        """Value of each player, shape (replications, players), from the worth of `coalitions`, of the same shape.

        In each replication they add up to worth(everybody) - worth(nobody), whatever the worth. Raises ValueError
        where the shape does not fit.
        """
        found = np.asarray(worth, dtype=np.float64)
        if found.shape != self.coalitions.shape:
            raise ValueError(f"worth of shape {found.shape}; {self.coalitions.shape} would do")
        if self.walks is None:
            return exact(found)
        return along(found.reshape(len(found), 2, self.players + 1), self.walks)


def all_coalitions(players: int, replications: int) -> Game:
    """Every coalition in every replication: values without an error of sampling."""
    return Game(players, np.tile(np.arange(2**players, dtype=np.int64), (replications, 1)))


def sampled_coalitions(players: int, replications: Iterable[int], seed: int) -> Game:
    """In each replication the coalitions of a random order and of its reverse, at most 2 * players of them.

    Orders depend on seed and replication alone, and not on what else is asked.
    """
    orders = [_orders(players, seed, replication) for replication in replications]
    walks = np.array(orders, dtype=np.int64).reshape(len(orders), 2, players)
    joined = np.cumsum(1 << walks, axis=2)
    nobody = np.zeros((len(orders), 2, 1), dtype=np.int64)
    return Game(players, np.concatenate([nobody, joined], axis=2).reshape(len(orders), -1), walks)


def _orders(players: int, seed: int, replication: int) -> Ints:
    """A random order, and the same from its end."""
    order = stream(seed, replication, "shapley/order").permutation(players)
    return np.stack([order, order[::-1]])


def exact(worth: Floats) -> Floats:
    """Values from the worth of all coalitions, shape (replications, 2**players): shape (replications, players).

    A player is given the mean of what it adds to the coalition of those before it, over all orders: with s others
    before it, weight s! (n - s - 1)! / n! (Shapley 1953). Raises ValueError where the number of coalitions is no power
    of 2.
    """
    players = worth.shape[1].bit_length() - 1
    if worth.shape[1] != 2**players:
        raise ValueError(f"worth of {worth.shape[1]} coalitions; 2**players would do")
    return np.asarray(worth @ _weights(players))


def _weights(players: int) -> Floats:
    """Weight of each coalition in the value of each player, shape (2**players, players)."""
    coalitions = np.arange(2**players)
    inside = (coalitions[:, None] >> np.arange(players)) & 1
    size = inside.sum(axis=1)
    orders = [factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)]
    joins = np.array([0.0, *orders])[size]
    lacks = np.array([*orders, 0.0])[size]
    return np.asarray(np.where(inside == 1, joins[:, None], -lacks[:, None]))


def along(worth: Floats, walks: Ints) -> Floats:
    """Values from what each player adds as it joins, mean of the walks: shape (replications, players).

    *worth*, shape (replications, walks, players + 1), is that of the coalitions along *walks*, shape (replications,
    walks, players). Over random orders the mean is the exact value (Castro, Gomez and Tejada 2009); an order and its
    reverse together have a smaller variance (Mitchell, Cooper, Frank and Holmes 2022, antithetic sampling).
    """
    added = np.diff(worth, axis=2)
    found = np.empty_like(added)
    np.put_along_axis(found, walks, added, axis=2)
    return np.asarray(found.mean(axis=1))
