"""Lines against their generators, and the store against a grid of fluid levels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsource.laws.availability import long_run
from backsource.laws.flow_lines import FluidStore, two_machine_line, two_station_throughput, unbuffered_efficiency


@given(first=st.floats(0.2, 5), second=st.floats(0.2, 5), spaces=st.integers(0, 8))
def test_two_stations_by_their_generator(first: float, second: float, spaces: int) -> None:
    states = spaces + 3
    generator = np.diag(np.full(states - 1, first), 1) + np.diag(np.full(states - 1, second), -1)
    generator -= np.diag(generator.sum(axis=1))
    steady = np.linalg.lstsq(np.vstack([generator.T, np.ones(states)]), np.r_[np.zeros(states), 1], rcond=None)[0]
    assert two_station_throughput(first, second, spaces) == pytest.approx(second * (1 - steady[0]))


def test_two_equal_stations_give_the_published_fractions() -> None:
    """Hillier and Boling (1966): 2/3, 3/4, 6/7."""
    assert [two_station_throughput(1, 1, b) for b in (0, 1, 4)] == pytest.approx([2 / 3, 3 / 4, 6 / 7])


def test_a_rigid_line_of_one_machine_has_its_availability() -> None:
    assert unbuffered_efficiency([90], [10]) == pytest.approx(long_run(90, 10))
    assert unbuffered_efficiency([100, 50], [10, 10]) == pytest.approx(1 / 1.3)


def walked(fails: tuple[float, float], mends: tuple[float, float], room: int, cycles: int) -> tuple[float, float]:
    """Chance by chance through *cycles* cycles from an empty line: last output rate and buffer content."""
    chances = {(0, 1, 1): 1.0}
    output = 0.0
    for _ in range(cycles):
        after: dict[tuple[int, int, int], float] = {}
        output = 0.0
        for (parts, up1, up2), weight in chances.items():
            stays1 = (1 - fails[0] * (parts < room)) if up1 else mends[0]
            stays2 = (1 - fails[1] * (parts > 0)) if up2 else mends[1]
            for now1, one in ((1, stays1), (0, 1 - stays1)):
                for now2, two in ((1, stays2), (0, 1 - stays2)):
                    made = weight * one * two
                    leaves = now2 * (parts > 0)
                    state = (parts + now1 * (parts < room) - leaves, now1, now2)
                    after[state] = after.get(state, 0) + made
                    output += made * leaves
        chances = after
    return output, sum(weight * state[0] for state, weight in chances.items())


@pytest.mark.parametrize(
    ("fails", "mends", "room"),
    [((0.1, 0.2), (0.4, 0.5), 3), ((0.05, 0.02), (0.3, 0.2), 6), ((0.3, 0.1), (0.5, 0.9), 1)],
)
def test_two_machine_line_by_walking_it(fails: tuple[float, float], mends: tuple[float, float], room: int) -> None:
    line = two_machine_line(fails, mends, room)
    output, buffer = walked(fails, mends, room, 3000)
    assert line.throughput == pytest.approx(output, rel=1e-8)
    assert line.buffer == pytest.approx(buffer, rel=1e-8)


def on_a_grid(store: FluidStore, steps: int) -> tuple[float, float, float]:
    """Shares empty and full and mean level, with the level moving by grid steps at the rates of the flows."""
    width = store.room / steps
    states = 2 * (steps + 1)
    generator = np.zeros((states, states))
    for level in range(steps + 1):
        up, down = level, steps + 1 + level
        generator[up, down] += 1 / store.mtbf
        generator[down, up] += 1 / store.mttr
        if level < steps:
            generator[up, up + 1] += (store.rate - store.demand) / width
        if level > 0:
            generator[down, down - 1] += store.demand / width
    generator -= np.diag(generator.sum(axis=1))
    balance = generator.T.copy()
    balance[-1] = 1
    steady = np.linalg.solve(balance, np.eye(states)[-1])
    levels = np.arange(steps + 1) * width
    mean = float(levels @ (steady[: steps + 1] + steady[steps + 1 :]))
    return float(steady[steps + 1]), float(steady[steps]), mean


@given(surplus=st.floats(0.05, 1), mtbf=st.floats(5, 60), mttr=st.floats(1, 20), days=st.floats(1, 15))
@settings(max_examples=12, deadline=None)
def test_store_between_plant_and_customers_on_two_grids(surplus: float, mtbf: float, mttr: float, days: float) -> None:
    """The error of a grid falls with its step, so two grids extrapolate to the fluid."""
    store = FluidStore(100 * (1 + surplus), 100, mtbf, mttr, 100 * days)
    coarse, fine = (np.array(on_a_grid(store, steps)) for steps in (400, 800))
    empty, full, mean = 2 * fine - coarse
    assert store.empty == pytest.approx(empty, rel=0.01, abs=1e-4)
    assert store.full == pytest.approx(full, rel=0.01, abs=1e-4)
    assert store.mean_store == pytest.approx(mean, rel=0.01)
    assert store.rate_of_gaps * mttr == pytest.approx(store.empty)


def test_a_huge_store_neither_overflows_nor_runs_dry() -> None:
    store = FluidStore(120, 100, 40, 5, 1e7)
    assert store.empty == pytest.approx(0, abs=1e-12)
    assert 0 < store.full < 1


def test_what_is_made_is_what_is_served() -> None:
    """Plant up share times rate, less what a full store turns away, is demand times served share."""
    store = FluidStore(130, 100, 30, 8, 500)
    made = 130 * (long_run(30, 8) - store.full) + 100 * store.full
    assert made == pytest.approx(100 * (1 - store.empty))
