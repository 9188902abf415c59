"""What an answer would cost: the runs beside those of the schedules are in it."""

import pytest

from backsource.experiment import Experiment, pilot
from backsource.inference import Effort


def test_the_twin_is_run_beside_the_schedules_and_takes_its_time(without_stay: Experiment) -> None:
    (found,) = pilot(without_stay, None, futures=10)
    assert found.beside > 0.0
    effort = Effort({0: 100, 1: 300}, 300)
    own = 100 * found.seconds[0] + 300 * found.seconds[1]
    assert found.minutes(effort) == pytest.approx((own + 300 * found.beside) / 60.0)


def test_a_schedule_that_stays_external_is_the_twin(experiment: Experiment) -> None:
    (found,) = pilot(experiment, None, futures=10)
    assert found.beside == 0.0
