"""Queues against the birth and death processes behind them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.queues import Queue, erlang_b, erlang_c, with_outages


@given(servers=st.integers(1, 40), load=st.floats(0.1, 30))
def test_erlang_b_is_the_last_term_of_a_cut_poisson_law(servers: int, load: float) -> None:
    terms = [load**n / math.factorial(n) for n in range(servers + 1)]
    assert erlang_b(servers, load) == pytest.approx(terms[-1] / sum(terms))


@given(servers=st.integers(1, 12), busy=st.floats(0.05, 0.9))
def test_waiting_line_by_summing_its_states(servers: int, busy: float) -> None:
    queue = Queue(busy * servers * 3, 3, servers)
    weights = [1.0]
    for n in range(1, servers + 2000):
        weights.append(weights[-1] * queue.load / min(n, servers))
    total = math.fsum(weights)
    assert erlang_c(servers, queue.load) == pytest.approx(math.fsum(weights[servers:]) / total)
    waiting = math.fsum((n - servers) * w for n, w in enumerate(weights) if n > servers) / total
    assert queue.waiting == pytest.approx(waiting)
    assert queue.wait * queue.arrivals == pytest.approx(queue.waiting)


def test_a_queue_at_its_limit_waits_for_ever() -> None:
    assert Queue(3, 3).waiting == math.inf
    assert erlang_c(2, 2.5) == 1


def test_outages_stretch_the_mean_and_rare_long_ones_the_spread() -> None:
    """Hopp and Spearman, Factory Physics, chapter 8: Hare X19 and Tortoise 2000, te = 20 min, ce**2 = 6.25 and 1.0."""
    hare = with_outages(15, 0.05, to_failure=744, repair=248, repair_cv2=1)
    tortoise = with_outages(15, 0.05, to_failure=114, repair=38, repair_cv2=1)
    assert (hare.mean, hare.cv2, hare.availability) == pytest.approx((20, 6.25, 0.75))
    assert (tortoise.mean, tortoise.cv2) == pytest.approx((20, 1.0))
