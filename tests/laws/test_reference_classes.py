"""Reference classes against the numbers that their sources print."""

import numpy as np
import pytest

from backsource.config.reference import KNOWS
from backsource.laws.reference_classes import REFERENCE_CLASSES, BodyAndTail

U = (np.arange(200_000) + 0.5) / 200_000


@pytest.mark.parametrize(
    ("name", "kind", "lower", "upper"),
    [
        ("equipment", "duration", 10, 54),
        ("equipment", "investment", 10, 200),
        ("non-standard buildings", "duration", 2, 39),
        ("non-standard buildings", "investment", 4, 51),
        ("standard buildings", "duration", 1, 4),
        ("standard buildings", "investment", 2, 24),
        ("outsourcing", "running cost", 0, 41),
    ],
)
def test_median_and_ninth_decile_are_the_bounds_of_mott_macdonald(
    name: str, kind: str, lower: float, upper: float
) -> None:
    found = REFERENCE_CLASSES[name][kind].quantile(np.array([0.5, 0.9]))
    assert found == pytest.approx([1 + lower / 100, 1 + upper / 100])


@pytest.mark.parametrize("name", ["manufacturing", "IT"])
def test_eighteen_percent_of_plans_are_overrun_by_more_than_half(name: str) -> None:
    factors = REFERENCE_CLASSES[name]["duration"].quantile(U)
    assert np.mean(factors > 1.5) == pytest.approx(0.18, abs=0.003)
    assert np.all(np.diff(factors) >= 0)


def test_eight_of_ten_it_projects_miss_their_first_estimate_by_more_than_a_tenth() -> None:
    factors = REFERENCE_CLASSES["IT"]["investment"].quantile(U)
    assert np.mean(np.abs(factors - 1) > 0.1) == pytest.approx(0.8, abs=0.025)


def test_the_it_tail_overruns_by_447_percent_on_average_where_it_does_not_end() -> None:
    law = REFERENCE_CLASSES["IT"]["investment"]
    assert isinstance(law, BodyAndTail)
    assert law.alpha == pytest.approx(1.38, abs=0.005)  # as printed
    endless = BodyAndTail(law.sigma, law.turn, law.share, law.tail_mean, most=1e12)
    # mean of a Pareto law by its own formula: turn alpha / (alpha - 1)
    assert 1.5 * law.alpha / (law.alpha - 1) == pytest.approx(5.47)
    body = law.quantile(U)[U < 0.82].mean()
    assert endless.mean == pytest.approx(0.82 * body + 0.18 * 5.47, rel=1e-3)


def test_the_mean_of_a_law_is_that_of_its_quantiles() -> None:
    law = REFERENCE_CLASSES["IT"]["duration"]
    assert isinstance(law, BodyAndTail)
    factors = law.quantile(U)
    assert factors.mean() == pytest.approx(law.mean, rel=1e-4)
    assert factors.max() <= 10
    # half of the tail lies below the median of a Pareto law cut at ten, by its distribution function
    inside = 1 - (1.5 / 10) ** law.alpha
    median = 1.5 * (1 - inside / 2) ** (-1 / law.alpha)
    assert law.quantile(np.array([0.91]))[0] == pytest.approx(median)


def test_files_may_name_every_class_and_each_figure_that_it_knows() -> None:
    assert {name: tuple(laws) for name, laws in REFERENCE_CLASSES.items()} == KNOWS
