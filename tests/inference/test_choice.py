"""The constrained choice with a fixed number of replications: states, guarantee, and how often it is right."""

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import Choice, Floor, Naming, choose, paired
from backsource.streams import stream

Floats = npt.NDArray[np.float64]
NAMES = ("gated", "phased", "stay", "bang")
NAMING = Naming(NAMES, "total cost", "EUR", "schedules")


def arms(means: tuple[float, ...], count: int = 200, spread: float = 1.0, seed: int = 0) -> Floats:
    luck = stream(31, seed, "arms")
    return np.asarray(luck.normal(0, 5, (count, 1)) + luck.normal(means, spread, (count, len(means))))


def stops(shares: tuple[float, ...], count: int = 200) -> Floor:
    """An event that happens in these shares of futures, spread evenly; at most 5 % is allowed."""
    rows = np.arange(count)[:, None]
    happened = np.floor((rows + 1) * np.asarray(shares)) > np.floor(rows * np.asarray(shares))
    return Floor("stop", happened.astype(np.float64), 0.05)


def states(found: Choice) -> list[str]:
    return [arm.state for arm in found.arms]


def test_the_cheapest_is_picked_where_all_others_are_behind() -> None:
    found = choose(arms((10, 12, 13, 14)), goal="min", matters=None, naming=NAMING)
    assert states(found) == ["picked", "behind", "behind", "behind"]
    assert (found.picked, found.rivals, found.regret) == (0, (), 0.0)
    assert found.guarantee.state == "met"
    assert found.guarantee.words == (
        "gated has the lowest expected total cost among the schedules, with probability >= 95 %"
    )
    assert choose(-arms((10, 12, 13, 14)), goal="max", matters=None, naming=NAMING).picked == 0


def test_a_difference_smaller_than_what_matters_is_the_same_for_the_purpose() -> None:
    found = choose(arms((10, 10.1, 13, 14)), goal="min", matters=1.0, naming=NAMING)
    assert states(found)[1:] == ["same", "behind", "behind"] or states(found)[1:] == ["behind"] * 3
    apart = choose(arms((10, 10, 13, 14), seed=4), goal="min", matters=1.0, naming=NAMING)
    assert "same" in states(apart)
    assert apart.guarantee.words.endswith(
        "has the lowest expected total cost among the schedules, or is within 1 EUR of it, with probability >= 95 %"
    )
    assert apart.regret < 1.0


def test_what_cannot_be_told_apart_is_unresolved_and_nobody_is_picked() -> None:
    found = choose(arms((10, 10, 13, 14), spread=3.0, seed=4), goal="min", matters=0.01, naming=NAMING)
    assert (found.picked, found.guarantee.state) == (None, "none")
    assert sorted(states(found)) == ["behind", "behind", "leads", "unresolved"]
    assert "may have a lower expected total cost than" in found.guarantee.words
    assert "by more than 0.01 EUR" in found.guarantee.words


def test_an_arm_that_could_only_be_a_little_better_does_not_stand_in_the_way() -> None:
    """Interval of the other minus the leader from just below 0 to far above what matters."""
    samples = arms((10, 10.15, 13, 14), count=2000, spread=2.0, seed=1)
    against = choose(samples, goal="min", matters=None, naming=NAMING).arms[1].against
    assert against is not None
    assert against.low < 0 < against.high
    between = (-against.low + against.high) / 2
    assert states(choose(samples, goal="min", matters=between, naming=NAMING))[1] == "no better"
    assert states(choose(samples, goal="min", matters=2 * against.high, naming=NAMING))[1] == "same"


def test_the_cheapest_is_no_choice_where_it_breaks_a_floor() -> None:
    found = choose(
        arms((10, 12, 13, 9)), [stops((0.0, 0.0, 0.0, 0.3))], goal="min", matters=0.5, naming=NAMING
    )  # fmt: skip
    assert states(found) == ["picked", "behind", "behind", "breaks a floor"]
    assert found.guarantee.words.startswith("gated has the lowest expected total cost among the schedules that keep")


def test_a_floor_that_is_not_known_makes_the_answer_unresolved_only_where_the_arm_might_be_better() -> None:
    doubtful = [stops((0.0, 0.0, 0.04, 0.3))]
    dear = choose(arms((10, 12, 13, 9)), doubtful, goal="min", matters=0.5, naming=NAMING)
    assert (states(dear)[2], dear.picked) == ("behind", 0)
    cheap = choose(arms((10, 12, 8, 9)), doubtful, goal="min", matters=0.5, naming=NAMING)
    assert states(cheap) == ["leads", "behind", "floor unresolved", "breaks a floor"]
    assert (cheap.picked, cheap.leader, cheap.rivals) == (None, 0, (2,))
    assert "whether stay keeps the floors" in cheap.guarantee.words
    assert cheap.regret > 1.5


def test_that_nobody_keeps_the_floors_is_an_answer() -> None:
    none = choose(arms((10, 12, 8, 9)), [stops((0.3,) * 4)], goal="min", matters=0.5, naming=NAMING)
    assert (none.picked, none.leader, none.guarantee.state) == (None, None, "met")
    assert none.guarantee.words == "none of the schedules keeps the floors, with probability >= 95 %"
    open_ones = choose(arms((10, 12, 8, 9)), [stops((0.04, 0.3, 0.3, 0.3))], goal="min", matters=0.5, naming=NAMING)
    assert (open_ones.picked, open_ones.guarantee.state) == (None, "none")
    assert "whether gated keeps the floors; no other is known to" in open_ones.guarantee.words


def test_arms_that_never_differed_are_named_together() -> None:
    samples = arms((10, 12, 13, 14))
    samples[:, 1] = samples[:, 0]
    found = choose(samples, goal="min", matters=None, naming=NAMING)
    assert states(found)[:2] == ["picked", "same"]
    assert found.guarantee.words.startswith("gated or phased has the lowest expected total cost")
    assert found.arms[1].against is not None
    assert "no difference seen in 200 runs: differs in fewer than 1.50% of futures" in found.arms[1].against.note


def test_a_handful_of_differing_futures_is_neither_a_victory_nor_a_tie() -> None:
    """Three of 300 futures, each by 100: at most (Wilson, 95 %) 2.9 % of them, so up to 2.9 a future."""
    samples = np.zeros((300, 2))
    samples[[3, 77, 201], 1] = 100.0
    naming = Naming(("one", "other"), "units short", "units")
    assert paired(samples[:, 1], samples[:, 0]).high < 2.2
    found = choose(samples, goal="min", matters=2.2, naming=naming)
    assert found.arms[1].state == "no better"
    assert choose(samples, goal="min", matters=3.0, naming=naming).arms[1].state == "same"
    assert choose(samples, goal="min", matters=0.1, naming=naming).arms[1].state == "unresolved"
    assert choose(samples, goal="min", matters=None, naming=naming).picked is None


def test_reasons_against_any_guarantee_are_given() -> None:
    found = choose(arms((10, 12, 13, 14)), goal="min", matters=None, naming=NAMING, because="extended after a look")
    assert (found.guarantee.state, found.guarantee.words) == ("none", "none: extended after a look")


def test_too_few_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="4 values of an arm"):
        choose(arms((1, 2), count=4), goal="min", matters=None, naming=Naming(("a", "b"), "cost"))


def right(found: Choice, means: Floats, keeps: Floats, matters: float) -> bool:
    """Whether a choice that claims its guarantee is right."""
    if found.guarantee.state != "met":
        return True
    if found.picked is None:
        return not keeps.any()
    return bool(keeps[found.picked]) and means[found.picked] <= means[keeps].min() + matters


def test_claims_are_wrong_in_at_most_5_percent_of_cases() -> None:
    """The cheapest arm breaks its floor barely, the next two differ by a little more than what matters."""
    means, shares, matters = np.array([9.0, 10.0, 10.3]), np.array([0.06, 0.05, 0.01]), 0.25
    count, wrong, met = 600, 0, 0
    naming = Naming(("a", "b", "c"), "cost")
    for case in range(count):
        luck = stream(32, case, "claims")
        samples = luck.normal(0, 2, (300, 1)) + luck.normal(means, 1.0, (300, 3))
        floor = Floor("stop", (luck.random((300, 3)) < shares).astype(np.float64), 0.05)
        found = choose(samples, [floor], goal="min", matters=matters, naming=naming)
        met += found.guarantee.state == "met"
        wrong += not right(found, means, shares <= 0.05, matters)
    assert wrong / count <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / count)


def test_where_no_difference_was_seen_among_all_that_may_be_chosen_nothing_is_guaranteed() -> None:
    """Six futures without a gap: that one of the three is the lowest of the three says nothing."""
    found = choose(np.zeros((6, 3)), goal="min", matters=5.0, naming=Naming(NAMES[:3], "units short"))
    assert (found.picked, found.guarantee.state) == (0, "none")
    assert found.guarantee.words == "none: no difference was seen in 6 futures among all that may be chosen"
    behind = np.column_stack([np.zeros((40, 2)), np.full(40, 9.0)])
    assert choose(behind, goal="min", matters=None, naming=Naming(NAMES[:3], "units short")).guarantee.state == "met"
