"""Faulty units that leave unseen."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.quality import Quality, ppm, quality
from backsource.measures.roles import Roles

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]

LEARNS = {
    "lanes.buy.faulty": "200 ppm",
    "lines.make.faulty": {"first": "900 ppm", "mature": "100 ppm"},
    "lines.make.yield": {"first": "90 %", "mature": "99 %", "over": "100 pieces"},
}


def read(part: Scenario, log: Log) -> Quality:
    roles = Roles.of(part, Frame.of(part, 0, 20, (0, 19), (0, 4)))
    return quality(log, roles, part, log.drawn.get)


def test_the_faulty_share_falls_along_the_path_of_the_yield(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=LEARNS)
    found = read(
        part,
        write(part, lines={"make": {"good": 50.0, "started": 55.0, "scrap": 5.0}}, lanes={"buy": {"received": 10.0}}),
    )
    started = np.arange(20) * 55.0
    expected = 50 * (100 + 800 * np.exp(-started / 100)) / 1e6
    assert found.made_faulty == pytest.approx(expected)
    assert ppm(found.made_faulty, found.made, slice(0, 1)) == pytest.approx(900.0)
    assert ppm(found.bought_faulty, found.bought, slice(0, 20)) == pytest.approx(200.0)
    assert found.scrap.sum() == 100.0


def test_the_drawn_truth_replaces_the_plan(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=LEARNS)
    drawn = {"lines.make.yield.over": 50.0, "lanes.buy.faulty": 0.001}
    found = read(
        part,
        write(part, lines={"make": {"good": 50.0, "started": 50.0}}, lanes={"buy": {"received": 1.0}}, drawn=drawn),
    )
    assert ppm(found.made_faulty, found.made, slice(1, 2)) == pytest.approx(100 + 800 / np.e)
    assert ppm(found.bought_faulty, found.bought, slice(0, 20)) == pytest.approx(1000.0)


def test_with_a_constant_yield_the_mature_share_holds(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"lines.make.faulty": LEARNS["lines.make.faulty"]})
    found = read(part, write(part, lines={"make": {"good": 50.0}}))
    assert ppm(found.made_faulty, found.made, slice(0, 20)) == pytest.approx(100.0)


def test_nothing_delivered_has_no_quality(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    found = read(part, write(part))
    assert np.isnan(ppm(found.made_faulty, found.made, slice(0, 20)))
