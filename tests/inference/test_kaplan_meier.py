"""Survival where some were not watched to the end: against print, scipy, and the plain share."""

import numpy as np
import pytest

from backsource.inference import kaplan_meier, watched, wilson
from backsource.streams import stream

REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
"""Weeks of remission of 21 patients on 6-MP, and whether it ended then (Freireich and others 1963)."""


def test_the_leukaemia_patients_of_freireich() -> None:
    found = kaplan_meier(REMISSION, ENDED)
    assert found.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    # Klein and Moeschberger 2003, table 4.1
    assert found.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)
    median = found.quantile(0.5)
    # limits from the printed standard errors: at week 10 .753 down to .503, at 13 .690 down to .431; at 23 up to .680
    assert (median.estimate, median.low, median.high) == (23.0, 13.0, np.inf)


def test_limits_are_those_of_scipy() -> None:
    from scipy.stats import CensoredData, ecdf

    when, seen = np.array(REMISSION, dtype=float), np.array(ENDED, dtype=bool)
    curve = ecdf(CensoredData(uncensored=when[seen], right=when[~seen])).sf
    limits = curve.confidence_interval(method="log-log")
    found = kaplan_meier(when, seen)
    at = np.searchsorted(curve.quantiles, found.times)
    np.testing.assert_allclose(found.share, curve.probabilities[at])
    np.testing.assert_allclose(found.low, limits.low.probabilities[at])
    np.testing.assert_allclose(found.high, limits.high.probabilities[at])


def test_it_is_the_plain_share_where_all_are_watched_to_one_day() -> None:
    days = stream(2, 0, "test").exponential(100.0, 200).round()
    days[days > 150] = np.nan
    found = kaplan_meier(*watched(days, 150.0))
    by = np.arange(0.0, 151.0)
    assert [found.at(day).estimate for day in by] == pytest.approx([np.mean(~(days <= day)) for day in by])
    for share in (0.1, 0.25, 0.5):
        assert found.quantile(share).estimate == np.sort(days)[int(np.ceil(200 * share)) - 1]


def test_before_the_first_event_nothing_is_certain() -> None:
    found = kaplan_meier([5.0, 6.0, 7.0], [True, True, False]).at(4.0)
    assert (found.estimate, found.low, found.high) == (1.0, wilson(3, 3).low, 1.0)


def test_where_the_last_one_fails_the_limit_is_that_of_the_step_before() -> None:
    found = kaplan_meier([1.0, 2.0, 3.0], [True] * 3)
    last, before = found.at(3.0), found.at(2.0)
    assert (last.estimate, last.low, last.high) == (0.0, 0.0, before.high)
    assert (found.at(9.0).estimate, found.quantile(0.9).estimate) == (0.0, 3.0)
    assert kaplan_meier([4.0] * 10, [True] * 10).at(4.0).high == wilson(0, 10).high


def test_beyond_the_last_watch_only_an_upper_limit_is_known() -> None:
    found = kaplan_meier([1.0, 2.0, 3.0, 8.0], [True, False, True, False])
    assert found.at(8.0).estimate == pytest.approx(3 / 4 * 1 / 2)
    beyond = found.at(8.1)
    assert np.isnan(beyond.estimate)
    assert (beyond.low, beyond.high) == (0.0, found.at(8.0).high)


def test_where_it_never_happened_no_quantile_was_reached() -> None:
    found = kaplan_meier(*watched([np.nan] * 30, 90.0))
    median = found.quantile(0.5)
    assert (median.estimate, median.low, median.high) == (np.inf, np.inf, np.inf)
    assert (found.at(90.0).estimate, found.at(90.0).low) == (1.0, wilson(30, 30).low)


def test_shapes_that_differ_and_times_that_are_missing_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(2,\) and \(1,\)"):
        kaplan_meier([1.0, 2.0], [True])
    with pytest.raises(ValueError, match="a time is missing"):
        kaplan_meier([1.0, np.nan], [True, False])
