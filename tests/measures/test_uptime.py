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
    # and last what the good units take at the planned rate: 54 of the 60 days, the rest was slow or scrap
    found = uptime(np.array([60.0, 15, 5, 5, 5, 10, 40, 54]))
    assert found.e10 == pytest.approx(0.85)
    assert found.iso == pytest.approx(0.60)
    assert found.starved == pytest.approx(0.15)
    assert found.effective == pytest.approx(0.70)  # able and fed
    assert found.oee == pytest.approx(0.54)


def test_a_plant_that_is_always_closed_has_no_uptime() -> None:
    found = uptime(np.array([0.0, 0, 0, 0, 0, 0, 7, 0]))
    assert np.isnan([found.e10, found.iso, found.starved, found.effective, found.oee]).all()


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


def test_oee_is_availability_times_effectiveness_times_quality(scenario: MakeScenario, write: WriteLog) -> None:
    """Two machines of 20 a day together, ten days: each producing 8, so availability .8; they start 120 units in 16
    machine-days of 10, effectiveness .75; 108 of them are good, quality rate .9. OEE .8 x .75 x .9 = .54."""
    part = scenario(changes={"lines.make.rate": "20 pieces/day", "lines.make.machines": 2})
    states = {"producing": [2.0] * 8 + [0.0] * 2, "down": [0.0] * 8 + [2.0] * 2, "started": [15.0] * 8 + [0.0] * 2}
    log = write(part, 10, lines={"make": {**states, "good": [13.5] * 8 + [0.0] * 2, "scrap": [1.5] * 8 + [0.0] * 2}})
    frame = Frame.of(part, 0, 10, (0, 9), (0, 4))
    whole, _, _ = Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(0, new=True)})
    assert whole.oee == pytest.approx(0.8 * 0.75 * 0.9)
    assert whole.iso == pytest.approx(0.8)


def test_a_line_of_servers_takes_its_mean_time_for_a_unit(scenario: MakeScenario, write: WriteLog) -> None:
    line = {
        "site": "plant",
        "makes": "part",
        "processing": {"mean": "0.05 days", "cv": 0.5},
        "bom": {"blank": "1 piece"},
    }
    part = scenario(changes={"lines.make": line})
    log = write(part, 10, lines={"make": {"producing": 0.5, "idle": 0.5, "good": 8.0}})
    frame = Frame.of(part, 0, 10, (0, 9), (0, 4))
    whole, _, _ = Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(0, new=True)})
    assert whole.oee == pytest.approx(8 * 0.05)


def test_a_line_that_never_opens_has_no_uptime(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    log = write(part, lines={"make": {"closed": 1.0}})
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    for found in Stopwatch(frame, ["make"]).phases(log.lines, {"make": Opening(20, new=True)}):
        assert np.isnan([found.e10, found.iso, found.starved]).all()
