"""What a pick costs and gives up, from numbers by hand."""

from dataclasses import replace

import numpy as np
import pytest

from backsource.inference import Floor, Naming, choose
from backsource.measures import Measure
from backsource.report.trade_off import TradeOff, regret_words, trade_words, weighed

COST = Measure("total_cost", "EUR", "", "", "min")
OTIF = Measure("otif", "share", "", "", "max")
DEPTH = Measure("depth", "units", "", "", "none")
NAMES = ("stay", "steps", "jump")
STAY = [30.0, 31, 32, 33, 34, 35, 36, 37]
STEPS = [10.0, 11, 12, 13, 14, 15, 16, 17]
JUMP = [12.0, 13, 14, 15, 16, 17, 12, 13]
"""Four and four less than `steps` in two of eight futures, two more in the six others."""


def found(measures: list[Measure], *samples: list[list[float]], floors: list[Floor] | None = None) -> TradeOff | None:
    values = [np.column_stack(one) for one in samples]
    naming = Naming(NAMES, "total cost", "EUR", "schedules")
    choice = choose(values[0], floors or [], goal="min", matters=None, naming=naming)
    return weighed(values, measures, choice, 7)


def test_the_best_is_told_against_who_beats_it_by_most() -> None:
    """Jump is four better in two of eight futures; stay never is."""
    one = found([COST], [STAY, STEPS, JUMP])
    assert one is not None
    assert one.beaten is not None
    assert (one.leader, one.rival) == (1, 2)
    assert (one.beaten.share.estimate, one.beaten.by.estimate) == (0.25, 4.0)
    assert regret_words(one, NAMES, "EUR", one.futures).startswith(
        "steps is beaten by jump in 25 % of futures, by 4 EUR on average; expected regret of picking it "
    )
    assert trade_words(one, NAMES) == ""


def test_regret_in_hindsight_is_what_the_best_of_each_future_would_have_saved() -> None:
    """Steps loses 4 in two of eight futures, jump 2 in six of eight, stay 20 and, in those two, 24."""
    one = found([COST], [STAY, STEPS, JUMP])
    assert one is not None
    assert [each.estimate for each in one.hindsight] == pytest.approx([21.0, 1.0, 1.5])


def test_who_is_dearest_and_most_reliable_is_not_dominated() -> None:
    """Jump is behind steps in both measures in every resampling but few; stay delivers best, whatever it costs."""
    best, good, bad = ([level + step / 1000 for step in range(8)] for level in (0.99, 0.95, 0.90))
    one = found([COST, OTIF], [STAY, STEPS, [cost + 5 for cost in STEPS]], [best, good, bad])
    assert one is not None
    assert one.measures == ("total_cost", "otif")
    assert one.free == (1.0, 1.0, 0.0)
    assert trade_words(one, NAMES) == (
        "no other is as good in all of total cost, otif: stay 100 %, steps 100 %, jump 0 % (share of resamplings)."
    )


def test_a_measure_without_goal_or_values_takes_no_part() -> None:
    none = [[np.nan] * 8, STEPS, JUMP]
    one = found([COST, OTIF, DEPTH], [STAY, STEPS, JUMP], none, [STAY, STEPS, JUMP])
    assert one is not None
    assert one.measures == ("total_cost",)


def test_who_breaks_a_floor_is_no_alternative() -> None:
    """The cheapest one breaks its floor in all of 60 futures: what picking another one costs is not told against it."""
    many = [list(np.tile(one, 8)) for one in (STAY, STEPS, JUMP)]
    happened = np.zeros((64, 3))
    happened[:, 1] = 1.0
    one = found([COST], many, floors=[Floor("gaps", happened, 0.3)])
    assert one is not None
    assert one.arms == (0, 2)
    assert (one.leader, one.rival, one.beaten) == (2, None, None)
    assert regret_words(one, NAMES, "EUR", one.futures) == (
        "no other schedule is better than jump in any future; expected regret of picking it 0 [0, 0] EUR (95 %)."
    )


def test_the_same_seed_gives_the_same_shares() -> None:
    assert found([COST], [STAY, STEPS, JUMP]) == found([COST], [STAY, STEPS, JUMP])


def test_only_futures_of_all_are_weighed_and_five_of_them_are_needed() -> None:
    early = [*JUMP[:5], np.nan, np.nan, np.nan]
    one = found([COST], [STAY, STEPS, early])
    assert one is not None
    assert one.futures == 5
    assert regret_words(one, NAMES, "EUR", 8).endswith(" (95 %) over the 5 futures that all share.")
    values = [np.column_stack([STAY, STEPS, [*JUMP[:4], np.nan, np.nan, np.nan, np.nan]])]
    choice = choose(values[0][:, :2], [], goal="min", matters=None, naming=Naming(NAMES[:2], "cost", "EUR", "ways"))
    assert weighed(values, [COST], replace(choice, arms=(*choice.arms, choice.arms[0])), 7) is None
