"""Variations of a tiny study, each end to end: designs by hand, effects by hand where the cost is linear."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from backsource.config import scenario_from, schedule_from, study_from
from backsource.config.study import Floor
from backsource.errors import StudyError
from backsource.experiment import Experiment
from backsource.experiment.vary import (
    Base,
    Pair,
    Point,
    base_of,
    decompose,
    levels_of,
    pair_of,
    screen,
    sweep,
    tornado,
    uncertainty,
    worths,
)
from backsource.experiment.vary.points import experiment_at
from backsource.experiment.vary.running import values_at

DAYS = 30
"""Days of the measured window; ten parts are needed on each."""
WORLD: dict[str, Any] = {
    "scenario": "steady", "start": "2026-01-05", "horizon": "61 days", "currency": "EUR",
    "items": {"part": {"unit": "piece"}},
    "sites": {"cheap": {"kind": "feed"}, "dear": {"kind": "feed"}, "p": {"kind": "plant"}},
    "stocks": {"p/part": {"base_stock": "70 pieces", "opening": "50 pieces", "sources": {"old": 1, "new": 0}}},
    "lanes": {
        "old": {"item": "part", "from": "cheap", "to": "p", "price": "10 EUR/piece", "promised": "2 days"},
        "new": {"item": "part", "from": "dear", "to": "p", "price": "12 EUR/piece", "promised": "2 days"},
    },
    "markets": {"m": {"item": "part", "from": "p", "demand": {"per": "day", "mean": "10 pieces"}}},
    "unsure": {
        "lanes.old.price": {"range": ["8 EUR/piece", "18 EUR/piece"], "basis": "quoted"},
        "lanes.new.price": {"range": ["11 EUR/piece", "13 EUR/piece"], "basis": "judged"},
    },
}  # fmt: skip
NEW = {"schedule": "new", "stock": "p/part", "share": [{"date": "2026-01-25", "old": "0 %", "new": "100 %"}]}


def make(**changes: Any) -> Experiment:
    """Staying with the old source, or going over to the new one before the window begins."""
    scenario = scenario_from({**WORLD, **changes})
    study = study_from(
        {
            "study": "steady", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "stay", "seed": 3,
            "replications": 5, "window": "2026-02-05..2026-03-06", "reference": "2026-01-05..2026-01-20",
        }
    )  # fmt: skip
    schedules = ({"schedule": "stay"}, NEW)
    return Experiment(study, scenario, tuple(schedule_from(one, scenario=scenario) for one in schedules))


@pytest.fixture(scope="module")
def base() -> Base:
    return base_of(make())


@pytest.fixture(scope="module")
def pair() -> Pair:
    return Pair("new", "stay", True, np.nan)


def test_a_tornado_on_a_linear_cost_is_calculated_by_hand(base: Base, pair: Pair) -> None:
    """300 pieces in the window. The old price at 8 and 18 against the planned 10 moves staying by -600 and +2,400, so
    new minus stay, planned 600, is 1,200 and -1,800; the new price moves it to 300 and 900.
    """
    found = tornado(base, pair, futures=2)
    assert found.base[1] == pytest.approx(2 * 10 * DAYS)
    by_name = dict(zip((one.name for one in found.inputs), found.differences.tolist(), strict=True))
    assert by_name == {"old price": pytest.approx([1200, -1800]), "new price": pytest.approx([300, 900])}
    assert [found.inputs[number].name for number in found.order] == ["old price", "new price"]


def test_a_tornado_says_who_is_picked_at_each_end(base: Base, pair: Pair) -> None:
    """New is dearer as planned and everywhere but where the old price is 18."""
    found = tornado(base, pair, futures=2)
    old, new = (
        next(n for n, one in enumerate(found.inputs) if one.name == name) for name in ("old price", "new price")
    )
    assert found.winner_as_planned == "stay"
    assert [found.winner(old, end) for end in (0, 1)] == ["stay", "new"]
    assert [found.winner(new, end) for end in (0, 1)] == ["stay", "stay"]
    assert found.sure(old, 1)
    assert not found.sure(old, 0)


def test_a_sweep_tips_where_both_prices_are_equal(pair: Pair) -> None:
    """With the new price known to be 12, the difference is 300 (12 - x): 0 at 12, whatever the levels."""
    known = base_of(make(unsure={"lanes.old.price": WORLD["unsure"]["lanes.old.price"]}))
    found = sweep(known, pair, "lanes.old.price", ["9 EUR/piece", "17 EUR/piece"], futures=3)
    assert found.words == ("9 EUR/piece", "10 EUR/piece", "17 EUR/piece")
    assert found.tippings[0].value == pytest.approx(12)
    assert (found.tippings[0].low, found.tippings[0].high) == pytest.approx((12, 12))
    assert [found.winner(number) for number in range(3)] == ["stay", "stay", "new"]


def test_a_sweep_of_the_plan_changes_the_plan(base: Base, pair: Pair) -> None:
    """The promise of the old lane is no unsure input: its levels stand in the scenario itself."""
    one, numbers = levels_of(base, "lanes.old.promised", ["1 day", "4 days"])
    assert (one.basis, numbers) == ("the plan", [1.0, 2.0, 4.0])
    made = experiment_at(base, Point({"lanes.old.promised": 4.0})).scenario
    assert made.lanes["old"].promised.amount == 4.0
    assert made.unsure == base.experiment.scenario.unsure


def test_screening_a_linear_difference_gives_its_ranges_and_no_spread(base: Base, pair: Pair) -> None:
    """From end to end: 10 EUR of the old price are 3,000 less, 2 EUR of the new one 600 more."""
    found = screen(base, pair, walks=3, futures=2)
    by_name = {one.name: found.difference[number] for number, one in enumerate(found.inputs)}
    assert (by_name["old price"].mean, by_name["new price"].mean) == pytest.approx((-3_000, 600))
    assert by_name["old price"].spread == pytest.approx(0, abs=1e-6)
    assert found.inputs[found.order[0]].name == "old price"


def test_indices_of_a_linear_difference_are_the_squares_of_its_ranges(base: Base, pair: Pair) -> None:
    """Uniform inputs: variances 3,000^2 / 12 and 600^2 / 12, so 100 / 104 and 4 / 104."""
    found = decompose(base, pair, points=32, futures=1)
    total = {one.name: found.difference.total[number].value for number, one in enumerate(found.inputs)}
    assert total == {"old price": pytest.approx(100 / 104, abs=0.12), "new price": pytest.approx(4 / 104, abs=0.03)}


def test_all_that_is_open_in_a_world_without_chance_comes_from_the_inputs(base: Base, pair: Pair) -> None:
    found = uncertainty(base, pair, draws=30, futures=2)
    assert found.difference.input_share.estimate == pytest.approx(1)
    shares = {one.name: found.difference.shares[number] for number, one in enumerate(found.inputs)}
    assert shares["old price"] > 0.85
    assert shares["new price"] < 0.3


def test_knowing_the_old_price_is_worth_what_going_over_saves_when_it_is_high(base: Base, pair: Pair) -> None:
    """Mean old price 13: new is chosen, for 12. Below 12 staying saves 300 (12 - x): 300 * 16 / 20 = 240."""
    found = worths(base, pair, draws=60, futures=1)
    worth = {one.name: found.found.inputs[number].value for number, one in enumerate(found.inputs)}
    assert found.arms[found.found.choice] == "new"
    assert worth["old price"] == pytest.approx(240, rel=0.45)
    assert worth["new price"] < 45


def test_the_pair_is_the_best_of_the_pilot_and_the_control(base: Base) -> None:
    """The old price is 13 on average, the new one 12: new is picked, and held against the control."""
    found = pair_of(base)
    assert (found.choice, found.against, found.named) == ("new", "stay", False)
    assert pair_of(base, "stay").against == "new"


def test_progress_is_told_before_the_first_run_and_up_to_the_last(base: Base) -> None:
    told: list[tuple[int, int]] = []
    values_at(base, [Point({})], ["stay", "new"], futures=3, on_progress=lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((0, 6), (6, 6))
    assert told == sorted(told)


def test_a_factor_with_a_distribution_is_an_input_by_its_law(base: Base) -> None:
    study = base.experiment.study.model_copy(update={"factors": {"lanes.old.promised": {"mean": "2 days", "cv": 0.5}}})
    found = base_of(replace(base.experiment, study=study)).inputs[-1]
    assert (found.path, found.basis) == ("lanes.old.promised", "factor of the study")
    assert found.low < 2.0 < found.high
    assert found.at(0.1) == pytest.approx(found.low)


def with_rent(base: Base, **factors: Any) -> Experiment:
    """Going over pays a rent of 1,000 EUR in the window."""
    paying = {**NEW, "pays": [{"date": "2026-02-10", "amount": "1000 EUR"}]}
    study = base.experiment.study.model_copy(update={"factors": factors})
    schedules = (base.experiment.schedules[0], schedule_from(paying, scenario=base.experiment.scenario))
    return replace(base.experiment, study=study, schedules=schedules)


RENT = "schedules.new.pays.amount"


def test_a_drawn_factor_of_a_schedule_is_an_input_that_moves_this_schedule_alone(base: Base, pair: Pair) -> None:
    """From 500 to 2,500 EUR: new minus stay, planned 600 + 1,000, goes from 1,100 to 3,100."""
    around = base_of(with_rent(base, **{RENT: {"least": "500 EUR", "most": "2500 EUR"}}))
    rent = around.inputs[-1]
    assert (rent.name, rent.basis, rent.low, rent.high) == ("new pays amount", "factor of the study", 500.0, 2500.0)
    assert around.arms == ("stay", "new")
    found = tornado(around, pair, futures=2)
    assert found.differences[-1].tolist() == pytest.approx([1100, 3100])
    assert found.levels[-1].tolist() == pytest.approx([3600 + 500, 3600 + 2500])


def test_indices_and_screening_count_a_drawn_factor_of_a_schedule(base: Base, pair: Pair) -> None:
    """Uniform over 2,000 EUR, against 3,000 and 600 of the prices: 4 of 9 + 0.36 + 4 parts of the variance."""
    around = base_of(with_rent(base, **{RENT: {"least": "500 EUR", "most": "2500 EUR"}}))
    assert screen(around, pair, walks=2, futures=1).difference[-1].mean == pytest.approx(2000)
    found = decompose(around, pair, points=16, futures=1)
    assert found.difference.total[-1].value == pytest.approx(4 / 13.36, abs=0.12)


def test_listed_levels_of_a_schedule_stay_schedules(base: Base) -> None:
    around = base_of(with_rent(base, **{RENT: ["500 EUR", "2500 EUR"]}))
    assert [one.path for one in around.inputs] == ["lanes.new.price", "lanes.old.price"]
    assert around.arms == ("stay", "new [amount 500 EUR]", "new [amount 2500 EUR]")


def floored(base: Base, above: float, chance: float) -> Base:
    floor = Floor(measure="total_cost", above=above, chance=chance)
    study = base.experiment.study.model_copy(update={"floors": {"dear": floor}})
    return base_of(replace(base.experiment, study=study))


def test_the_pair_keeps_the_floors(base: Base) -> None:
    """New costs 3,300 to 3,900, stay 2,400 to 5,400: who may not pass 3,950 goes over, which is best anyway; where
    nobody may pass 2,300, all break the floor and the best of them is held; and who is out wins no end."""
    kept = pair_of(floored(base, 3950, 0.1))
    assert (kept.choice, kept.barred) == ("new", frozenset({"stay"}))
    assert (kept.first(base.arms), kept.open(base.arms)) == (("new", "stay"), ("new",))
    assert pair_of(floored(base, 2300, 0.1)).choice == "new"
    found = tornado(floored(base, 3950, 0.1), kept, futures=2)
    assert {found.winner(number, end) for number in (0, 1) for end in (0, 1)} == {"new"}


@pytest.mark.parametrize(
    ("path", "words", "said"),
    [
        ("lanes.old.prize", [], "price"),
        ("lanes.old.promised", [], "neither unsure nor a factor"),
        ("lanes.old.price", ["9 days"], "9 days"),
        ("lanes.old.promised", ["2 days"], "one level"),
    ],
)
def test_levels_that_cannot_be_swept_are_refused(base: Base, path: str, words: list[str], said: str) -> None:
    with pytest.raises(StudyError, match=said):
        levels_of(base, path, words)


def test_a_value_that_a_scenario_does_not_bear_is_refused_with_its_path(base: Base) -> None:
    with pytest.raises(StudyError, match=r"lanes\.old\.faulty"):
        experiment_at(base, Point({"lanes.old.faulty": 1.5}))


def test_where_nothing_is_unsure_there_is_nothing_to_decompose(pair: Pair) -> None:
    with pytest.raises(StudyError, match="nothing is unsure"):
        decompose(base_of(make(unsure={})), pair, points=4, futures=2)
