"""Fluids over given failures and outages, reckoned by hand."""

import numpy as np
import pytest

from backsource.verification.systems.lots import steady
from backsource.verification.systems.store import Fluid

NONE = np.empty((0, 2))


def test_a_store_without_failures_stays_full() -> None:
    assert Fluid(0.5, 10).totals(NONE, 4.0) == pytest.approx([0, 0, 4, 40])


def test_a_short_failure_empties_no_store() -> None:
    # Full for 1 day, falls from 10 to 6 in 4 days, fills at 0.5 a day: 8 days, then full again.
    short, gaps, full, level = Fluid(0.5, 10).totals(np.array([[1.0, 5.0]]), 15.0)
    assert (short, gaps, full) == (0, 0, pytest.approx(1 + 2))
    assert level == pytest.approx(10 + 4 * 8 + 8 * 8 + 2 * 10)


def test_a_long_failure_makes_one_gap_until_it_is_mended() -> None:
    short, gaps, full, level = Fluid(1.0, 3).totals(np.array([[2.0, 9.0], [10.0, 12.5]]), 14.0)
    # Empty at 5, mended at 9; one day later it holds 1, lasts 1 day, is short 1.5 days, then refills for 1.5 days.
    assert (short, gaps, full) == (pytest.approx(4 + 1.5), 2, pytest.approx(2))
    assert level == pytest.approx(6 + 4.5 + 0.5 + 0.5 + 1.5**2 / 2)


def test_a_failure_that_lasts_beyond_the_end_counts_until_the_end() -> None:
    assert Fluid(1.0, 3).totals(np.array([[2.0, np.inf]]), 8.0) == pytest.approx([3, 1, 2, 6 + 4.5])


def test_lots_follow_each_other_while_the_supplier_is_on() -> None:
    assert steady(NONE, 3.5) == pytest.approx([3, 1.5 + 0.5 - 0.125, 0])


def test_a_lot_waits_for_the_supplier_and_demand_is_lost() -> None:
    # Empty at 1 while the supplier is off from 0.5 to 1.75; the next outage, from 2 to 2.5, hits nobody.
    found = steady(np.array([[0.5, 1.75], [2.0, 2.5]]), 3.0)
    assert found == pytest.approx([2, 0.5 + 0.5 + 0.25 * (1 - 0.125), 0.75])
