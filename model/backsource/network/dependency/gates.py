"""Graphs of *all of* and *any of*, and their minimal cut sets.

A node is a part (a leaf, which may be lost), or needs all or any of others. A cut set is a set of parts whose loss
fails a node; it is minimal when no part of it can be left out. Leaves may be shared, so that what two branches have in
common comes out as a cut of order 1. Knows no supply chain words beyond that.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

Node = Hashable
Cut = frozenset[str]
Family = frozenset[Cut]
NEVER: Family = frozenset()
"""Cuts of what nothing can fail."""
FAILED: Family = frozenset([frozenset()])
"""Cuts of what has failed already: the empty set."""
MOST_CUTS = 20_000
"""Cut sets of one node that are kept."""
MOST_UNIONS = 1_500_000
"""Pairs of cut sets that are looked at in all."""


@dataclass
class Gates:
    """A graph without cycles: `gates[node]` is what kind of node it is, with what it needs."""

    gates: dict[Node, tuple[Literal["all", "any"], Sequence[Node]]] = field(default_factory=dict)

    def all_of(self, node: Node, needs: Iterable[Node]) -> None:
        """The node fails when one of these fails; without any it never does."""
        self.gates[node] = ("all", tuple(dict.fromkeys(needs)))

    def any_of(self, node: Node, needs: Iterable[Node]) -> None:
        """The node fails when all of these fail; without any it has failed."""
        self.gates[node] = ("any", tuple(dict.fromkeys(needs)))

    def below(self, tops: Iterable[Node]) -> list[Node]:
        """Gates that the tops need, each after what it needs itself."""
        found: dict[Node, None] = {}
        pending: list[tuple[Node, bool]] = [(top, False) for top in tops]
        while pending:
            node, done = pending.pop()
            if done:
                found[node] = None
            elif node in self.gates and node not in found:
                pending.append((node, True))
                pending += [(each, False) for each in self.gates[node][1]]
        return list(found)


@dataclass(frozen=True)
class Cuts:
    """Minimal cut sets of some nodes up to an order."""

    of: Mapping[Node, Family]
    order: int
    """Up to which order they are complete."""
    asked: int
    """The order that was asked for; larger where the search was cut short."""

    @property
    def truncated(self) -> bool:
        """Whether orders were left out because there are too many sets."""
        return self.order < self.asked


class Remembered:
    """Cut sets of the graph that was asked for last: days that differ in shares alone have the same ones."""

    def __init__(self) -> None:
        self._asked: tuple[Gates, Sequence[Node], int] | None = None
        self._found: Cuts | None = None

    def cuts(self, gates: Gates, tops: Sequence[Node], order: int) -> Cuts:
        """As `minimal_cuts`."""
        asked = (gates, tops, order)
        if self._found is None or asked != self._asked:
            self._asked, self._found = asked, minimal_cuts(gates, tops, order)
        return self._found


class _TooManyError(Exception):
    """More sets than are kept."""


def minimal_cuts(
    gates: Gates, tops: Sequence[Node], order: int = 3, most: int = MOST_CUTS, unions: int = MOST_UNIONS
) -> Cuts:
    """Minimal cut sets of each of *tops* with at most *order* parts (Fussell and Vesely 1972, upwards with sharing).

    all of: the cuts of any input; any of: unions of one cut of each input; then supersets fall away. Where that is
    more than *most* sets at a node or *unions* pairs in all, the largest order is left out, and then the next;
    order 1 is always complete.
    """
    nodes = gates.below(tops)
    for upto in range(order, 0, -1):
        try:
            known = _families(gates, nodes, upto, most if upto > 1 else None, [unions if upto > 1 else -1])
        except _TooManyError:
            continue
        return Cuts({top: known.get(top, frozenset([frozenset([str(top)])])) for top in tops}, upto, order)
    raise AssertionError("order 1 has no limit")


def _families(gates: Gates, nodes: Sequence[Node], order: int, most: int | None, left: list[int]) -> dict[Node, Family]:
    known: dict[Node, Family] = {}
    for node in nodes:
        kind, needs = gates.gates[node]
        inputs = [known[each] if each in gates.gates else frozenset([frozenset([str(each)])]) for each in needs]
        known[node] = _either(inputs) if kind == "all" else _together(inputs, order, left)
        if most is not None and len(known[node]) > most:
            raise _TooManyError
    return known


def _either(inputs: Sequence[Family]) -> Family:
    return minimal(cut for family in inputs for cut in family)


def _together(inputs: Sequence[Family], order: int, left: list[int]) -> Family:
    """Unions of one cut of each, smallest families first; *left* counts down the pairs that may still be looked at."""
    found = FAILED
    for family in sorted(inputs, key=len):
        if order == 1:
            found = _at_order_1(found, family)
            continue
        left[0] -= len(found) * len(family)
        if left[0] < 0:
            raise _TooManyError
        found = minimal(both for one in found for other in family if len(both := one | other) <= order)
    return found


def _at_order_1(found: Family, family: Family) -> Family:
    """Unions of at most one part: what both have, or the other where one has failed already."""
    if frozenset() in found:
        return family
    return found if frozenset() in family else found & family


def minimal(cuts: Iterable[Cut]) -> Family:
    """The sets of which no other is a part. Sets are small, so their parts are looked up one by one."""
    by_size: dict[int, set[Cut]] = {}
    for cut in cuts:
        by_size.setdefault(len(cut), set()).add(cut)
    kept: set[Cut] = set()
    for size in sorted(by_size):
        smaller = {len(cut) for cut in kept}
        kept |= {cut for cut in by_size[size] if not _has_subset(cut, kept, smaller)}
    return frozenset(kept)


def _has_subset(cut: Cut, kept: set[Cut], sizes: set[int]) -> bool:
    return any(frozenset(part) in kept for size in sizes for part in combinations(cut, size))
