"""Minimal cut sets of graphs of all of and any of, against trying every set of parts; what they say of redundancy."""

from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.network.dependency.gates import Cut, Family, Gates, Node, minimal_cuts


def works(gates: Gates, node: Node, lost: frozenset[str]) -> bool:
    if node not in gates.gates:
        return node not in lost
    kind, needs = gates.gates[node]
    return (all if kind == "all" else any)(works(gates, each, lost) for each in needs)


def tried(gates: Gates, top: Node, parts: list[str], order: int) -> Family:
    """Every set of at most *order* parts whose loss fails the top and of which nothing can be left out."""
    found: list[Cut] = []
    for size in range(order + 1):
        for chosen in combinations(parts, size):
            cut = frozenset(chosen)
            if not any(known <= cut for known in found) and not works(gates, top, cut):
                found.append(cut)
    return frozenset(found)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Gates, list[str]]:
    """Up to 12 leaves and 8 gates, each of which needs some of all that came before, so that much is shared."""
    parts = [f"part {number}" for number in range(draw(st.integers(1, 12)))]
    known: list[Node] = list(parts)
    gates = Gates()
    for number in range(draw(st.integers(1, 8))):
        needs = draw(st.lists(st.sampled_from(known), min_size=0 if number else 1, max_size=4))
        (gates.all_of if draw(st.booleans()) else gates.any_of)(f"gate {number}", needs)
        known.append(f"gate {number}")
    return gates, parts


@given(graphs())
@settings(max_examples=100, deadline=None)
def test_the_cut_sets_are_those_found_by_trying_every_set_of_parts(drawn: tuple[Gates, list[str]]) -> None:
    gates, parts = drawn
    tops: list[Node] = list(gates.gates)
    found = minimal_cuts(gates, tops)
    assert (found.order, found.truncated) == (3, False)
    for top in tops:
        assert found.of[top] == tried(gates, top, parts, 3)


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_a_search_that_is_cut_short_says_so_and_is_whole_up_to_its_order(drawn: tuple[Gates, list[str]]) -> None:
    gates, parts = drawn
    tops: list[Node] = list(gates.gates)
    found = minimal_cuts(gates, tops, most=2, unions=6)
    assert found.truncated == (found.order < 3)
    for top in tops:
        assert found.of[top] == tried(gates, top, parts, found.order)


def test_order_1_is_always_complete() -> None:
    gates = Gates()
    gates.all_of("line", [f"part {number}" for number in range(500)])
    found = minimal_cuts(gates, ["line"], most=10, unions=0)
    assert (found.order, found.truncated, len(found.of["line"])) == (1, True, 500)


def test_a_thing_that_nothing_feeds_has_failed_and_one_that_needs_nothing_never_fails() -> None:
    gates = Gates()
    gates.any_of("stock", [])
    gates.all_of("feed", [])
    gates.all_of("both", ["stock", "part"])
    found = minimal_cuts(gates, ["stock", "feed", "both"])
    assert found.of == {"stock": {frozenset()}, "feed": frozenset(), "both": {frozenset()}}


# ---- redundancy with a common cause (domain.md 5.2, F9, F10)
def down(cuts: Family, absent: Mapping[str, float]) -> float:
    """Chance that a cut set is down as a whole, by inclusion and exclusion over independent parts."""
    total, listed = 0.0, list(cuts)
    for size in range(1, len(listed) + 1):
        for chosen in combinations(listed, size):
            chance = 1.0
            for part in frozenset().union(*chosen):
                chance *= absent[part]
            total += (-1) ** (size + 1) * chance
    return total


def sources(count: int, beta: float, kind: str) -> float:
    """Share of time up of equal sources with mtbf 400 and mttr 20, the share *beta* of the hazard shared.

    Any of them does (`any`), or all are needed (`all`).
    """
    gates = Gates()
    for number in range(count):
        gates.all_of(f"source {number}", [f"own {number}", "common"])
    (gates.any_of if kind == "any" else gates.all_of)("top", [f"source {number}" for number in range(count)])
    out = {share: share * 20 / 400 / (1 + share * 20 / 400) for share in (beta, 1 - beta)}
    absent = {"common": out[beta], **{f"own {number}": out[1 - beta] for number in range(count)}}
    return 1 - down(minimal_cuts(gates, ["top"]).of["top"], absent)


@pytest.mark.parametrize(("beta", "printed"), [(0, 0.9977), (0.05, 0.9955), (0.1, 0.9932), (0.3, 0.9841)])
def test_two_redundant_sources_with_a_common_cause_are_up_as_printed(beta: float, printed: float) -> None:
    assert sources(2, beta, "any") == pytest.approx(printed, abs=5e-5)


def test_a_second_source_gives_most_of_the_gain_and_none_when_all_is_shared() -> None:
    alone, two, three = (sources(count, 0.05, "any") for count in (1, 2, 3))
    assert two - alone > 5 * (three - two) > 0
    gains = [sources(2, beta, "any") - sources(1, beta, "any") for beta in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == pytest.approx(0, abs=1e-12)


def test_sources_that_are_all_needed_are_not_up_less_when_they_fail_together() -> None:
    together = [sources(2, beta, "all") for beta in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert together == sorted(together)
