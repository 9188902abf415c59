"""The dangerous window, on losses written down by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from backsource.inference import mean_interval
from backsource.inference.stressed import Felt, Phase, Stressed, Thing, Window
from backsource.streams import stream

FIRST = date(2026, 1, 5)
PHASES: tuple[Phase, ...] = ("before", "before", "during", "during", "during", "after")
ZERO = (0.0, 0.0, 0.0, 0.0, 0.0)


def thing(name: str, *means: float, spread: float = 0.0) -> Thing:
    """A thing whose loss costs these means on dates a week apart, in five futures that differ by *spread*."""
    felt = []
    for mean in means:
        each = tuple(mean + spread * step for step in (-2, -1, 0, 1, 2))
        felt.append(Felt(each, mean_interval(each), mean_interval(ZERO), 5))
    return Thing(f"site {name}", "site", name, 10.0, False, (), tuple(felt))


def stressed(*things: Thing, phases: Sequence[Phase] = PHASES) -> Stressed:
    dates, futures = tuple(FIRST + timedelta(weeks=week) for week in range(len(phases))), len(things[0].felt[0].each)
    return Stressed(
        "test", "way", "piece", 0, futures, dates, tuple(phases), (), (dates[2], dates[4]), mean_interval(ZERO), things,
        0,
    )  # fmt: skip


def drawn(seed: int, things: int, dates: int, futures: int = 8) -> list[Thing]:
    """Things whose losses cost 1000 on all dates in the mean, and vary by 300."""
    found, zero = [], mean_interval(ZERO)
    costs = stream(seed, 0, "losses").normal(1000, 300, (things, dates, futures)).tolist()
    for number, each in enumerate(costs):
        felt = tuple(Felt(tuple(date_), mean_interval(date_), zero, futures) for date_ in each)
        found.append(Thing(f"site {number}", "site", str(number), 10.0, False, (), felt))
    return found


def window(found: Stressed) -> Window:
    assert found.window is not None
    return found.window


def test_the_window_holds_the_dates_around_the_peak_with_half_of_it_and_more_than_before() -> None:
    found = window(stressed(thing("a", 10, 20, 49, 60, 100, 30)))
    assert (found.first, found.last, found.peak) == tuple(FIRST + timedelta(weeks=week) for week in (3, 4, 4))
    assert (found.part, found.closed) == ("site a", True)


def test_the_dearest_loss_of_a_date_counts_whatever_is_lost() -> None:
    found = window(stressed(thing("a", 0, 0, 80, 0, 100, 0), thing("b", 5, 5, 0, 60, 0, 0)))
    assert (found.first, found.last) == (FIRST + timedelta(weeks=2), FIRST + timedelta(weeks=4))


def test_a_window_up_to_the_last_date_is_open() -> None:
    assert not window(stressed(thing("a", 0, 0, 0, 0, 60, 100))).closed


def test_a_later_loss_that_the_end_of_the_run_cuts_is_no_end_of_a_window() -> None:
    """The last loss begins in week 5 and lasts 10 days: at the end of week 6 only 7 of them have been counted."""
    whole = stressed(thing("a", 0, 0, 0, 60, 100, 20))
    for days, closed in ((7, False), (9, False), (10, True), (40, True)):
        cut = replace(whole, horizon=FIRST + timedelta(weeks=5, days=days))
        assert window(cut).closed is closed, days


def test_a_date_beyond_a_safe_one_is_not_in_the_window() -> None:
    assert window(stressed(thing("a", 0, 0, 90, 10, 100, 0))).first == FIRST + timedelta(weeks=4)


@pytest.mark.parametrize(
    "losses",
    [
        (0, 0, 0, 0, 0, 0),  # nothing costs anything
        (50, 90, 60, 80, 90, 70),  # it was as dangerous before
        (100, 0, 0, 60, 0, 0),  # most dangerous before
    ],
)
def test_no_window_stands_out_where_it_was_as_bad_before(losses: tuple[float, ...]) -> None:
    assert stressed(thing("a", *losses)).window is None


def test_what_may_be_chance_is_no_window() -> None:
    """A difference of 10 with a standard error of *spread* sqrt(10 / 4 / 5) = 0.71 *spread*.

    Student's limit for one of the four dates beside those before, 5 % on one side for all of them, takes 3.50 of it.
    """
    calm = thing("calm", 0, 50, 0, 0, 0, 0)
    for spread in (10.0, 4.1):
        assert stressed(calm, thing("wild", 0, 0, 0, 0, 60, 0, spread=spread)).window is None
    assert window(stressed(calm, thing("wild", 0, 0, 0, 0, 60, 0, spread=4.0))).peak == FIRST + timedelta(weeks=4)


def test_dates_beside_one_that_stands_out_are_judged_by_themselves() -> None:
    """They were not picked: their limit takes 2.78 standard errors, 2.78 x 0.71 x 5 = 9.8 of a difference of 10."""
    calm = thing("calm", 0, 50, 0, 0, 0, 0)
    sure, near = thing("sure", 0, 0, 0, 0, 80, 0), thing("near", 0, 0, 0, 60, 0, 0, spread=5.0)
    assert window(stressed(calm, sure, near)).first == FIRST + timedelta(weeks=3)


@pytest.mark.parametrize("before", [0, 1, 2])
def test_where_all_dates_are_as_dangerous_a_window_is_told_in_few_cases(before: int) -> None:
    """At most 5 % of 200 cases; 19 would be the 99.9 % quantile of 5 %."""
    phases: list[Phase] = ["during"] * 12
    phases[:before] = ["before"] * before
    told = sum(stressed(*drawn(seed, 1, 12), phases=phases).window is not None for seed in range(200))
    assert told <= 19


def test_without_a_date_before_dates_have_to_stand_out_from_the_calmest() -> None:
    """As from a status in the middle of a changeover: not every date is dangerous because losses cost something."""
    middle: list[Phase] = ["during"] * 5 + ["after"]
    assert stressed(thing("a", 90, 95, 100, 95, 90, 85, spread=30.0), phases=middle).window is None
    found = window(stressed(thing("a", 30, 90, 100, 20, 20, 20), phases=middle))
    assert (found.first, found.last) == (FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2))


def test_the_dearest_told_by_futures_that_did_not_choose_it_is_not_too_dear() -> None:
    """The mean of the largest of 60 normal means of standard error 106 is 2.3 of these above 1000; this one is not."""
    cases = [stressed(*drawn(seed, 5, 12)) for seed in range(200)]
    chosen = np.mean([case.felt(case.peak or 0).units.estimate for case in cases])
    assert chosen > 1200
    assert np.mean([case.unchosen for case in cases]) == pytest.approx(1000, abs=4 * 300 / np.sqrt(8 * 200) * 2)


def test_a_loss_that_costs_the_same_in_all_futures_is_told_as_it_was_chosen() -> None:
    assert stressed(thing("a", 10, 20, 49, 60, 100, 30)).unchosen == 100


def test_the_futures_that_choose_are_all_but_the_one_that_tells() -> None:
    """Without one of the first four a has 45 and b 36, so a tells 10; without the last a has 40 and b 48: b tells 0."""
    a = Felt((10.0, 10.0, 10.0, 10.0, 15.0), mean_interval((10.0, 10.0, 10.0, 10.0, 15.0)), mean_interval(ZERO), 5)
    b = Felt((12.0, 12.0, 12.0, 12.0, 0.0), mean_interval((12.0, 12.0, 12.0, 12.0, 0.0)), mean_interval(ZERO), 5)
    things = [Thing(f"site {n}", "site", n, 1.0, False, (), (felt,) * 6) for n, felt in (("a", a), ("b", b))]
    assert stressed(*things).unchosen == pytest.approx((4 * 10.0 + 0.0) / 5)


def test_levels_of_phases_are_their_dearest_losses() -> None:
    found = stressed(thing("a", 10, 20, 49, 60, 100, 30), thing("b", 0, 25, 0, 0, 0, 0))
    assert [found.dearest(phase) for phase in ("before", "during", "after", "as it is")] == [1, 4, 5, None]
    assert found.worst[1].name == "b"
    assert found.felt(1).units.estimate == 25


def test_things_are_ranked_by_their_worst_date() -> None:
    things = [thing("a", 0, 0, 9, 0, 0, 0), thing("b", 0, 0, 0, 0, 10, 10), thing("c", 0, 0, 0, 0, 0, 0)]
    ranked = sorted(things, key=lambda one: one.rank)
    assert [one.name for one in ranked] == ["b", "a", "c"]
    assert ranked[0].worst == 4
