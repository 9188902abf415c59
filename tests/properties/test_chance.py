"""Whatever is random belongs to a family: with all of them off, futures do not differ."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_scenarios import Block, changeovers

from backsource.config import Scenario, Schedule, Status, scenario_from, schedule_from
from backsource.log import Log
from backsource.simulation import photograph, prepare, simulate
from backsource.simulation.chance import present


def read(changeover: tuple[Block, Block]) -> tuple[Scenario, Schedule]:
    scenario = scenario_from(changeover[0])
    return scenario, schedule_from(changeover[1], scenario=scenario)


def with_nothing_left(scenario: Scenario, schedule: Schedule, seed: int, status: Status | None = None) -> Log:
    families = present(scenario, schedule, status)
    return simulate(prepare(scenario, schedule, status=status, without=families), seed, seed)


def assert_same_books(one: Log, other: Log) -> None:
    for kind in ("stocks", "lanes", "lines", "markets"):
        assert np.array_equal(getattr(one, kind).data, getattr(other, kind).data), kind


@settings(max_examples=20)
@given(changeovers())
def test_all_futures_are_one_with_every_family_off(changeover: tuple[Block, Block]) -> None:
    scenario, schedule = read(changeover)
    one, other = (with_nothing_left(scenario, schedule, seed) for seed in (1, 2))
    assert_same_books(one, other)


@settings(max_examples=20)
@given(changeovers(mixed=True))
def test_they_are_so_off_the_grid(changeover: tuple[Block, Block]) -> None:
    scenario, schedule = read(changeover)
    one, other = (with_nothing_left(scenario, schedule, seed) for seed in (1, 2))
    assert_same_books(one, other)


@settings(max_examples=15)
@given(changeovers(), st.integers(1, 60))
def test_they_are_so_from_a_day_in_the_middle_on(changeover: tuple[Block, Block], day: int) -> None:
    scenario, schedule = read(changeover)
    plan = prepare(scenario, schedule)
    assume(day < plan.until)
    stands = photograph(plan, 3, 0, day)
    one, other = (with_nothing_left(scenario, schedule, seed, stands) for seed in (1, 2))
    assert one.first_day == day
    assert_same_books(one, other)


@settings(max_examples=15)
@given(changeovers(mixed=True), st.data())
def test_whatever_is_off_the_draws_are_the_same_and_goods_are_conserved(
    changeover: tuple[Block, Block], data: st.DataObject
) -> None:
    scenario, schedule = read(changeover)
    families = present(scenario, schedule)
    assume(families)
    off = data.draw(st.sets(st.sampled_from(families)))
    whole, other = (simulate(prepare(scenario, schedule, without=names), 3, 1) for names in ((), off))
    assert other.environment == whole.environment
    assert other.subjects == whole.subjects
