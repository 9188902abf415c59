"""Uptime both ways, from machine-days by state."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.opening import Opening
from backsource.measures.uptime import Stopwatch, uptime

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]


def test_a_starved_machine_is_up_by_e10_and_not_available_by_iso() -> None:
    # producing, starved, blocked, idle, setup, down, closed
    found = uptime(np.array([60.0, 15, 5, 5, 5, 10, 40]))
    assert found.e10 == pytest.approx(0.85)
    assert found.iso == pytest.approx(0.60)
    assert found.starved == pytest.approx(0.15)


def test_a_plant_that_is_always_closed_has_no_uptime() -> None:
    found = uptime(np.array([0.0, 0, 0, 0, 0, 0, 7]))
    assert np.isnan([found.e10, found.iso, found.starved]).all()


def test_uptime_counts_from_installation_to_the_end_of_the_window(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"horizon": "200 days"})
    states = {"producing": [1.0] * 50 + [0.0] * 150, "down": [0.0] * 50 + [1.0] * 150}
    log = write(part, 200, lines={"make": states})
    frame = Frame.of(part, 0, 200, (0, 179), (0, 9))
    whole, first, mature = Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(20, new=True)})
    assert whole.e10 == pytest.approx(30 / 160)
    assert first.e10 == pytest.approx(30 / 90)
    assert mature.e10 == 0.0


def test_the_first_ninety_days_are_working_days(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(
        changes={"horizon": "200 days", "calendars.works": {"week": "mon-fri"}, "sites.plant.calendar": "works"}
    )
    # the 90th working day after Monday, day 0, is Friday of the 18th week, day 123
    worked = np.arange(200) % 7 < 5
    producing = worked & (np.arange(200) <= 123)
    states = {"producing": producing, "down": worked & ~producing, "closed": ~worked}
    log = write(part, 200, lines={"make": states})
    frame = Frame.of(part, 0, 200, (0, 199), (0, 9))
    _, first, mature = Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(0, new=True)})
    assert (first.iso, mature.iso) == (1.0, 0.0)


def test_a_line_that_never_opens_has_no_uptime(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    log = write(part, lines={"make": {"closed": 1.0}})
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    for found in Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(20, new=True)}):
        assert np.isnan([found.e10, found.iso, found.starved]).all()
