"""A machine of a daily-rate line over its working windows, worked by hand."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast

import pytest

from backsource.simulation.environment import Draws
from backsource.simulation.flow.machines import Machine, Mode

Notes = list[tuple[float, bool]]


def machine(*modes: tuple[bool, list[float], list[float]], now: float = 0.0) -> tuple[Machine, Notes]:
    """A machine with ways of failing (in operating time or not, times up, times down), and what it notes."""
    notes: Notes = []

    def draws(up: list[float], down: list[float]) -> Draws:
        ups: Iterator[float] = iter([*up, *[1e9] * 9])
        downs: Iterator[float] = iter([*down, *[1e9] * 9])
        return cast(Draws, SimpleNamespace(up=lambda: next(ups), down=lambda: next(downs)))

    ways = [Mode(operating, draws(up, down), now) for operating, up, down in modes]
    return Machine(ways, lambda time, down: notes.append((round(time, 9), down)), now), notes


def test_a_machine_works_up_to_its_need_and_then_stands() -> None:
    one, notes = machine((True, [5.0], [1.0]))
    assert one.work(0.0, 1.0, 0.4) == pytest.approx((0.4, 0.0))
    assert one.modes[0].life == pytest.approx(4.6)
    assert notes == []


def test_a_failure_in_operating_time_comes_by_work_done_and_its_repair_by_the_calendar() -> None:
    one, notes = machine((True, [0.25, 9.0], [0.5]))
    assert one.work(0.0, 1.0, 1.0) == pytest.approx((0.5, 0.5))
    assert notes == [(0.25, True), (0.75, False)]


def test_a_repair_that_outlasts_the_window_goes_on_in_the_next() -> None:
    one, _ = machine((True, [0.75, 9.0], [1.5]))
    assert one.work(0.0, 1.0, 1.0) == pytest.approx((0.75, 0.25))
    assert one.work(1.0, 2.0, 1.0) == pytest.approx((0.0, 1.0))
    assert one.work(2.0, 3.0, 1.0) == pytest.approx((0.75, 0.25))


def test_a_failure_in_calendar_time_comes_although_nothing_is_needed() -> None:
    one, notes = machine((False, [0.5, 9.0], [0.25]))
    assert one.work(0.0, 1.0, 0.0) == pytest.approx((0.0, 0.25))
    assert notes == [(0.5, True), (0.75, False)]


def test_a_failure_between_two_windows_is_over_or_not_when_the_next_begins() -> None:
    one, _ = machine((False, [1.2, 0.9], [0.5, 0.1]))
    # up to 1.2, down to 1.7; up for 0.9 to 2.6, down to 2.7
    assert one.work(0.0, 0.5, 0.5) == pytest.approx((0.5, 0.0))
    assert one.work(1.5, 2.0, 0.5) == pytest.approx((0.3, 0.2))
    assert one.work(2.0, 3.0, 1.0) == pytest.approx((0.9, 0.1))


def test_all_ways_of_failing_must_be_up() -> None:
    one, _ = machine((False, [0.2, 9.0], [0.4]), (False, [0.5, 9.0], [0.3]))
    # down from 0.2 to 0.6 and from 0.5 to 0.8
    assert one.work(0.0, 1.0, 1.0) == pytest.approx((0.4, 0.6))


def test_a_machine_does_not_wear_while_another_way_of_failing_is_mended() -> None:
    one, notes = machine((True, [0.5, 9.0], [0.25]), (False, [0.25, 9.0], [0.25]))
    # works 0-0.25, is down to 0.5, wears out after 0.25 more at 0.75, is mended at 1.0
    assert one.work(0.0, 1.0, 1.0) == pytest.approx((0.5, 0.5))
    assert notes == [(0.25, True), (0.5, False), (0.75, True), (1.0, False)]
