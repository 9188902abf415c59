"""The dangerous window, on losses written down by hand."""

from datetime import date, timedelta

import pytest

from backsource.inference import mean_interval
from backsource.inference.stressed import Felt, Phase, Stressed, Thing, Window

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


def stressed(*things: Thing) -> Stressed:
    dates = tuple(FIRST + timedelta(weeks=week) for week in range(6))
    return Stressed(
        "test", "way", "piece", 0, 5, dates, PHASES, (), (dates[2], dates[4]), mean_interval(ZERO), things, 0
    )


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
    """A difference of 10 with a standard error of 10 sqrt(10 / 4 / 5) = 7.1, of which Student's limit takes 2.78."""
    calm = thing("calm", 0, 50, 0, 0, 0, 0)
    wild = thing("wild", 0, 0, 0, 0, 60, 0, spread=10.0)
    assert stressed(calm, wild).window is None
    assert window(stressed(calm, thing("wild", 0, 0, 0, 0, 60, 0, spread=4.0))).peak == FIRST + timedelta(weeks=4)


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
