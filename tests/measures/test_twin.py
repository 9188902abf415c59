"""What a schedule is to blame for."""

import numpy as np
import pytest

from backsource.errors import StudyError
from backsource.measures import attributable, futures


def test_attributable_is_the_value_less_the_twins() -> None:
    found = attributable(
        {"gap_days": 5.0, "uptime_e10": 0.9}, {"gap_days": 7.0, "uptime_e10": np.nan}, environments=("a", "a")
    )
    assert found["gap_days"] == -2.0
    assert np.isnan(found["uptime_e10"])


def test_twins_of_different_environments_are_refused() -> None:
    with pytest.raises(StudyError, match="environment"):
        attributable({"gap_days": 5.0}, {"gap_days": 7.0}, environments=("a", "b"))


def test_futures_are_counted_by_who_does_worse() -> None:
    found = futures([3.0, 0, 5, 1, np.nan], [1.0, 0, 6, 0, 2], goal="min")
    assert (found.worse, found.better, found.same, found.count) == (0.5, 0.25, 0.25, 4)
    assert futures([3.0, 0, 5, 1], [1.0, 0, 6, 0], goal="max").better == 0.5
    assert futures([np.nan], [1.0]).count == 0
