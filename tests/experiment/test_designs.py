"""Designs: how many combinations, where points lie, and that neither order nor names of a file move them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.config import as_file, study_from
from backsource.config.study import Points
from backsource.errors import ConfigError, StudyError
from backsource.experiment import Experiment
from backsource.experiment.designs import Full, Sampled, design_of, short, unit_points

TAU = "lines.make.ramp.tau"
FROM = "lines.make.ramp.from"
PRICE = "lanes.buy.price"
OPENS = "schedules.jump.opens.make"
MEAN = "markets.m.demand.mean"
SPREADS: dict[str, Any] = {
    TAU: {"least": "10 days", "most": "40 days"},
    FROM: {"least": "10 %", "mode": "20 %", "most": "60 %"},
    PRICE: {"mean": "10 EUR/piece", "cv": 0.1},
}


def with_study(experiment: Experiment, **changes: Any) -> Experiment:
    study = study_from({**as_file(experiment.study), **changes})
    return Experiment(study, experiment.scenario, experiment.schedules)


def points_of(experiment: Experiment, **changes: Any) -> Sequence[Mapping[str, Any]]:
    made = with_study(experiment, **changes)
    design = design_of(made.study, made.scenario, {one.schedule: one for one in made.schedules})
    assert isinstance(design, Sampled)
    return design.points


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_a_full_design_is_all_levels_with_all_each_once(counts: list[int]) -> None:
    levels = {f"f{number}": list(range(count)) for number, count in enumerate(counts)}
    found = [tuple(choice.levels.values()) for choice in Full(levels).choices(list(levels), {})]
    assert len(set(found)) == len(found) == Full(levels).count(list(levels)) == prod(counts)
    assert found == list(product(*levels.values()))


@settings(deadline=None, max_examples=30)
@given(count=st.integers(2, 200), factors=st.integers(1, 12), seed=st.integers(0, 2**32))
def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_factor(count: int, factors: int, seed: int) -> None:
    """McKay, Beckman and Conover (1979): the definition."""
    points = unit_points(Points(latin_hypercube=count), factors, seed)
    slices = np.sort(np.floor(points * count), axis=0)
    assert (slices == np.arange(count)[:, None]).all()


@settings(deadline=None, max_examples=30)
@given(power=st.integers(1, 8), factors=st.integers(1, 12), seed=st.integers(0, 2**32))
def test_sobol_points_are_balanced_in_each_factor(power: int, factors: int, seed: int) -> None:
    """Sobol' (1967): of 2^m points one lies in each of 2^m equal slices; scrambling keeps it (Owen 1995)."""
    points = unit_points(Points(sobol=2**power), factors, seed)
    slices = np.sort(np.floor(points * 2**power), axis=0)
    assert (slices == np.arange(2**power)[:, None]).all()


@pytest.mark.parametrize("wide", range(7))
def test_sobol_points_of_two_factors_are_balanced_jointly(wide: int) -> None:
    """The first two factors are a (0, m, 2)-net: 64 points, one in each box of 2^a x 2^(6-a)."""
    points = unit_points(Points(sobol=64), 2, 7)
    boxes = np.floor(points * [2**wide, 2 ** (6 - wide)])
    assert len(np.unique(boxes, axis=0)) == 64


def test_points_depend_on_the_seed_of_the_study_alone() -> None:
    one, same, other = (unit_points(Points(sobol=16), 3, seed) for seed in (1, 1, 2))
    assert (one == same).all()
    assert not (one == other).any()


def test_a_distribution_is_met_at_the_quantiles_of_the_points(experiment: Experiment) -> None:
    """32 points of a uniform distribution from 10 to 40 days: one in each 30/32 days."""
    points = points_of(experiment, factors={TAU: SPREADS[TAU]}, design={"latin_hypercube": 32})
    days = sorted(float(point[TAU].removesuffix(" days")) for point in points)
    assert [int((day - 10) * 32 / 30) for day in days] == list(range(32))


@pytest.mark.parametrize(
    ("number", "apart", "said"),
    [(2075.083726, 2200.0, 2075.08), (0.1234567, 0.5, 0.123457), (1000000.12345678, 1.0, 1000000.12346),
     (0.0, 0.0, 0.0), (1.2345678, 1e6, 1.23457), (-3.00000049, 0.0, -3.0)],
)  # fmt: skip
def test_a_drawn_level_has_six_digits_of_itself_and_of_its_range(number: float, apart: float, said: float) -> None:
    assert short(number, apart) == said


def test_levels_share_the_points_equally(experiment: Experiment) -> None:
    factors = {TAU: ["10 days", "20 days", "30 days"], PRICE: SPREADS[PRICE]}
    points = points_of(experiment, factors=factors, design={"latin_hypercube": 30})
    assert Counter(point[TAU] for point in points) == {"10 days": 10, "20 days": 10, "30 days": 10}
    assert all(point[PRICE].endswith(" EUR/piece") for point in points)


def test_observations_are_met_equally_often(experiment: Experiment) -> None:
    values = ["11 days", "12 days", "19 days", "12 days"]
    points = points_of(experiment, factors={TAU: {"values": values}}, design={"sobol": 16})
    assert Counter(point[TAU] for point in points) == {"11.0 days": 4, "12.0 days": 8, "19.0 days": 4}


@pytest.mark.parametrize("design", [{"latin_hypercube": 6}, {"sobol": 8}])
def test_points_do_not_depend_on_the_order_of_keys(experiment: Experiment, design: dict[str, int]) -> None:
    one = points_of(experiment, factors=SPREADS, design=design)
    other = points_of(experiment, factors=dict(reversed(SPREADS.items())), design=design)
    assert list(map(dict, one)) == list(map(dict, other))


def test_a_full_design_does_not_depend_on_the_order_of_keys(experiment: Experiment) -> None:
    factors = {TAU: ["15 days", "20 days"], PRICE: ["9 EUR/piece", "11 EUR/piece"], OPENS: ["2026-05-01", "2026-06-01"]}
    one, other = (
        {arm.digest for arm in with_study(experiment, factors=given).arms()}
        for given in (factors, dict(reversed(factors.items())))
    )
    assert one == other
    assert len(one) == 16


def test_each_point_is_a_setting_with_the_levels_of_its_schedules(experiment: Experiment) -> None:
    """What a schedule varies goes with the point: one jump in each setting, staying and stepping beside it."""
    factors = {TAU: SPREADS[TAU], OPENS: ["2026-05-01", "2026-06-01"]}
    made = with_study(experiment, factors=factors, design={"latin_hypercube": 4})
    assert [len(setting.schedules) for setting in made.settings] == [3] * 4
    opened = Counter(levels[OPENS] for one in made.settings for name, levels in one.levels.items() if "jump" in name)
    assert opened == {"2026-05-01": 2, "2026-06-01": 2}
    setting = made.settings[0]
    tau = setting.levels[setting.control][TAU]
    assert setting.control == f"stay [tau {tau}]"
    assert list(setting.schedules)[1] == f"jump [make {setting.levels[list(setting.schedules)[1]][OPENS]}, tau {tau}]"
    line = setting.scenario.lines["make"]
    assert line.ramp is not None
    assert f"{line.ramp.tau.amount} days" == tau


def test_points_of_a_schedule_alone_are_schedules_of_one_setting(experiment: Experiment) -> None:
    share = {"schedules.steps.share.0.date": ["2026-04-01", "2026-04-08", "2026-04-15", "2026-04-22"]}
    made = with_study(experiment, factors={**share, OPENS: ["2026-05-01", "2026-06-01"]}, design={"sobol": 4})
    (setting,) = made.settings
    assert len(setting.schedules) == 1 + 2 + 4


def test_points_of_many_factors_are_called_by_their_number(experiment: Experiment) -> None:
    factors = {
        **SPREADS,
        MEAN: {"least": "48 pieces", "most": "52 pieces"},
        "lanes.buy.promised": {"least": "2 days", "most": "4 days"},
        "contracts.supply.notice.period": ["30 days", "60 days"],
        OPENS: ["2026-05-01", "2026-06-01"],
    }
    made = with_study(experiment, factors=factors, design={"latin_hypercube": 3})
    assert [setting.words for setting in made.settings] == ["point 1", "point 2", "point 3"]
    assert list(made.settings[2].schedules) == ["stay [point 3]", "jump [point 3]", "steps [point 3]"]
    assert set(made.settings[2].levels["jump [point 3]"]) == set(factors)
    assert set(made.settings[2].levels["stay [point 3]"]) == set(factors) - {OPENS}


def test_a_point_that_makes_no_sound_file_is_refused_in_words(experiment: Experiment) -> None:
    made = with_study(
        experiment, factors={FROM: {"mean": "70 %", "sd": "40 %", "family": "normal"}}, design={"sobol": 8}
    )
    with pytest.raises(ConfigError, match=r"factors: found from \S+ %, with which lines\.make\.ramp\.from is"):
        _ = made.settings


def test_a_distribution_that_has_no_values_is_refused_in_words(experiment: Experiment) -> None:
    """Gamma(1 + 1e9) is beyond all numbers."""
    spread = {"family": "weibull", "mean": "20 days", "shape": 1e-9}
    made = with_study(experiment, factors={TAU: spread}, design={"sobol": 8})
    with pytest.raises(ConfigError, match=r"a distribution of lines\.make\.ramp\.tau that has no values"):
        _ = made.settings


def test_more_points_than_anyone_runs_are_refused(experiment: Experiment) -> None:
    made = with_study(experiment, factors=SPREADS, design={"sobol": 1024})
    with pytest.raises(StudyError, match="a design of 1024 points; at most 1000 would do"):
        _ = made.settings
