"""Latest starts: a printed network, links of all kinds by hand, and what ties them to the forward pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.project import Activity, Link, earliest, latest_start

RELIABLE = {
    "A": (2, ""), "B": (4, "A"), "C": (10, "B"), "D": (6, "C"), "E": (4, "C"), "F": (5, "E"), "G": (7, "D"),
    "H": (9, "EG"), "I": (7, "C"), "J": (8, "FI"), "K": (4, "J"), "L": (5, "J"), "M": (2, "H"), "N": (6, "KL"),
}  # fmt: skip
"""Reliable Construction Co.: weeks, and what comes before (Hillier and Lieberman, chapter on project management)."""
LATEST = {
    "A": 0, "B": 2, "C": 6, "D": 20, "E": 16, "F": 20, "G": 26, "H": 33, "I": 18, "J": 25, "K": 34, "L": 33, "M": 42,
    "N": 38,
}  # fmt: skip
"""Latest starts as printed there; the project takes 44 weeks."""


def network(tasks: dict[str, tuple[float, str]]) -> dict[str, Activity]:
    return {name: Activity(length, [Link(other) for other in before]) for name, (length, before) in tasks.items()}


def test_latest_starts_of_a_printed_project() -> None:
    activities = network(RELIABLE)
    times = earliest(activities)
    end = max(times.values())
    assert end == 44
    kept = {event: end for event in times if event[1] == "F"}
    assert {name: latest_start(activities, name, kept, 100) for name in activities} == LATEST


def test_only_what_is_to_be_kept_counts() -> None:
    """With N alone to be kept the branch over H and M may wait for ever."""
    activities = network(RELIABLE)
    kept = {("N", "F"): 44.0}
    assert latest_start(activities, "L", kept, 100) == 33
    assert latest_start(activities, "M", kept, 100) == 100


@pytest.mark.parametrize(
    ("relation", "lag", "latest"),
    [("FS", 0.0, 7), ("FS", 2.0, 5), ("SS", 2.0, 8), ("FF", 1.0, 14), ("SF", 3.0, 15), ("FS", -2.0, 9)],
)
def test_every_kind_of_link_by_hand(relation: str, lag: float, latest: float) -> None:
    """Task a takes 3, task b takes 8, b is to be done by 18: it starts by 10, whatever a has to do with that.

    FS: a ends by 10 less the lag; SS: a begins by 10 less the lag; FF: a ends by 18 less the lag; SF: a begins by 18
    less the lag.
    """
    activities = {"a": Activity(3.0), "b": Activity(8.0, [Link("a", relation, lag)])}  # type: ignore[arg-type]
    assert latest_start(activities, "a", {("b", "F"): 18.0}, 100) == latest


def test_what_is_too_late_already_begins_as_early_as_it_can() -> None:
    activities = {"a": Activity(3.0, begin=4.0), "b": Activity(8.0, [Link("a")])}
    assert latest_start(activities, "a", {("b", "F"): 10.0}, 100) == 4


def test_a_calendar_counts_backwards_as_it_counts_forwards() -> None:
    """Five worked days from Monday to Friday, done by the morning of day 12 (a Saturday): begun by Monday, day 7."""

    def worked(day: float, length: float) -> float:
        while length > 0:
            length -= day % 7 < 5
            day += 1
        return day

    activities = {"a": Activity(5.0, clock=worked)}
    assert latest_start(activities, "a", {("a", "F"): 12.0}, 100) == 7
    assert latest_start(activities, "a", {("a", "F"): 13.0}, 100) == 7


@given(
    lengths=st.lists(st.integers(0, 9), min_size=1, max_size=6),
    links=st.lists(st.booleans(), min_size=15, max_size=15),
)
def test_a_day_later_than_the_latest_moves_the_end(lengths: list[int], links: list[bool]) -> None:
    names = "ABCDEF"[: len(lengths)]
    bits = iter(links)
    tasks = {name: (float(lengths[n]), "".join(o for o in names[:n] if next(bits))) for n, name in enumerate(names)}
    activities = network(tasks)
    end = max(earliest(activities).values())
    kept = {(name, "F"): end for name in names}
    for name in names:
        found = latest_start(activities, name, kept, 99)  # type: ignore[arg-type]
        for day, moves in ((found, False), (found + 1, True)):
            later = {**activities, name: Activity(activities[name].duration, activities[name].after, begin=day)}
            assert (max(earliest(later).values()) > end) == moves
