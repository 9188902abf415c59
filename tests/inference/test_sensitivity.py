"""Sobol' indices and Morris screening, on functions whose answers are known."""

from math import pi, sqrt
from typing import Any

import numpy as np
import pytest

from backsource.errors import StudyError
from backsource.inference import (
    crossed_mean,
    elementary_effects,
    morris_walks,
    noise_share,
    screened,
    sobol_indices,
    sobol_points,
)
from backsource.streams import stream

FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Ishigami's function with a = 7, b = 0.1, by integration (Saltelli et al. 2000)."""


def ishigami(chances: np.ndarray) -> np.ndarray:
    x = 2 * pi * chances - pi
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def indices(points: int, noise: float = 0.0, futures: int = 1, crossed: float = 0.0) -> Any:
    rng = stream(1, 0, "test/sobol")
    design = sobol_points(3, points, rng)
    values = ishigami(design.rows)[:, None] + noise * rng.standard_normal(futures)[None]
    values = values * (1 + crossed * rng.standard_normal(futures)[None])
    return sobol_indices(values, 3, rng, resamples=200)


def test_ishigami_comes_out_as_integrated() -> None:
    """With 4096 points the estimates are within 0.01 of the exact values, and within their limits."""
    found = indices(4096)
    assert [share.value for share in found.first] == pytest.approx(FIRST, abs=0.01)
    assert [share.value for share in found.total] == pytest.approx(TOTAL, abs=0.01)
    for share, exact in zip((*found.first, *found.total), (*FIRST, *TOTAL), strict=True):
        assert share.low - 1e-4 <= exact <= share.high + 1e-4


def test_the_estimators_are_those_of_scipy_on_the_same_points() -> None:
    from scipy.stats import sobol_indices as theirs

    design = sobol_points(3, 256, stream(2, 0, "test/sobol"))
    values = ishigami(design.rows).reshape(5, 256)
    their = theirs(func={"f_A": values[:1], "f_B": values[1:2], "f_AB": values[2:, None]}, n=256)
    found = sobol_indices(values.reshape(-1, 1), 3, stream(2, 0, "x"), resamples=10)
    assert [share.value for share in found.first] == pytest.approx(np.ravel(their.first_order).tolist())
    assert [share.value for share in found.total] == pytest.approx(np.ravel(their.total_order).tolist())


def test_noise_that_all_points_share_moves_no_index() -> None:
    """A future that adds the same everywhere has no part in differences between points; its share is told."""
    quiet, noisy = indices(512), indices(512, noise=3.0, futures=40)
    assert [share.value for share in noisy.total] == pytest.approx([share.value for share in quiet.total], abs=1e-9)
    assert all(share.noise == pytest.approx(0, abs=1e-9) for share in noisy.total)
    assert np.isnan(quiet.noise_share)
    variance = 0.5 + 7**2 / 8 + 0.1 * pi**4 / 5 + 0.1**2 * pi**8 / 18
    assert noisy.noise_share == pytest.approx(9 / (9 + variance), abs=0.12)


def test_a_power_of_two_is_asked_for() -> None:
    with pytest.raises(ValueError, match="a power of 2"):
        sobol_points(3, 100, stream(1, 0, "x"))


def test_where_nothing_varies_there_is_no_index() -> None:
    found = sobol_indices(np.ones((20, 2)), 3, stream(1, 0, "x"), resamples=5)
    assert all(np.isnan(share.value) for share in found.first)


def test_a_mean_over_inputs_and_futures_has_limits_from_both() -> None:
    """Rows 0 and 2 apart by input, columns by 4: MS 4 and 16, no rest; (4 + 16) / 4 = 5; t(1) = 12.706."""
    found = crossed_mean(np.array([[0.0, 4.0], [2.0, 6.0]]))
    assert (found.estimate, found.high - found.estimate) == pytest.approx((3, 12.7062 * sqrt(5)), rel=1e-4)


def test_limits_of_a_mean_cover_both_kinds_of_chance() -> None:
    """y = a_i + b_j with sd 1 and 3 around 0, 20 x 20: 95 % limits cover in 93 % to 97.5 % of 600 layouts."""
    rng = stream(3, 0, "test/crossed")
    found = [crossed_mean(rng.standard_normal((20, 1)) + 3 * rng.standard_normal(20)) for _ in range(600)]
    assert 0.93 <= np.mean([one.low <= 0 <= one.high for one in found]) <= 0.975


def test_a_share_of_noise_is_that_of_a_single_run() -> None:
    """Rows 0 and 2 apart, columns 0 and 4 apart, no residual: 2 against 8, so 8 of 10."""
    assert noise_share(np.array([[0.0, 4.0], [2.0, 6.0]])) == pytest.approx(0.8)


def test_elementary_effects_of_a_linear_function_are_its_slopes() -> None:
    """f = 3 x0 - 5 x1 + 0 x2: mu 3, -5, 0, mu* 3, 5, 0 and sigma 0, whatever the walks."""
    points = morris_walks(3, 6, stream(1, 0, "test/morris"))
    values = (3 * points[:, 0] - 5 * points[:, 1])[:, None]
    found = screened(points, values)
    assert [one.mean for one in found] == pytest.approx([3, -5, 0])
    assert [one.size for one in found] == pytest.approx([3, 5, 0])
    assert [one.spread for one in found] == pytest.approx([0, 0, 0])


def test_an_effect_that_depends_on_another_input_has_a_spread() -> None:
    """Two walks by hand, f = x0 x1: effects of x0 are 0 and 1, of x1 1 and 0; sigma is the root of 1/2."""
    points = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [1, 1], [1, 0]], dtype=float)
    effects = elementary_effects(points, points[:, 0] * points[:, 1])
    assert effects.tolist() == [[0, 1], [1, 1]]
    found = screened(points, (points[:, 0] * points[:, 1])[:, None])
    assert (found[0].mean, found[0].spread) == pytest.approx((0.5, sqrt(0.5)))


def test_mu_star_and_sigma_are_those_of_salib() -> None:
    from SALib.analyze import morris

    points = morris_walks(3, 10, stream(4, 0, "test/morris"))
    values = ishigami(0.05 + 0.9 * points)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    their = morris.analyze(problem, points, values, num_levels=4, seed=1)
    found = screened(points, values[:, None])
    assert [one.size for one in found] == pytest.approx(list(their["mu_star"]))
    assert [one.spread for one in found] == pytest.approx(list(their["sigma"]))


def test_without_salib_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "SALib.sample", None)
    with pytest.raises(StudyError, match=r"backsource\[sensitivity\]"):
        morris_walks(2, 2, stream(1, 0, "x"))
