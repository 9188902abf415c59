"""Reliability of raw material: by delivery, by state, by effect."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.materials import Storekeeper, Supply, promised_rows
from backsource.measures.opening import Opening
from backsource.measures.roles import Roles

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]


def supply(part: Scenario, log: Log, opened: int = 0, window: tuple[int, int] = (0, 19)) -> Supply:
    frame = Frame.of(part, log.first_day, log.days, window, (0, 4))
    keeper = Storekeeper(frame, Roles.of(part, frame), log.stocks.names)
    return keeper.supplies(log, {"make": Opening(opened, new=True)})["plant/blank"]


def on(days: int, **units: float) -> list[float]:
    column = [0.0] * days
    for day, number in units.items():
        column[int(day[1:])] = number
    return column


def test_orders_in_full_by_the_promised_day_are_counted(scenario: MakeScenario, write: WriteLog) -> None:
    # promised 3 days: 5 ordered on day 0 and on day 4; the second comes a day late, in two parts
    part = scenario()
    lane = {"ordered": on(20, d0=5, d4=5), "received": on(20, d3=5, d7=3, d8=2)}
    found = supply(part, write(part, lanes={"blanks": lane}))
    assert (found.due, found.in_full, found.delivery) == (2.0, 1.0, 0.5)


def test_one_late_order_does_not_make_those_after_it_late(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    lane = {"ordered": on(20, d0=5, d1=4, d2=3), "received": on(20, d4=4, d5=3, d9=5)}
    found = supply(part, write(part, lanes={"blanks": lane}))
    assert (found.due, found.in_full) == (3.0, 2.0)


def test_an_order_that_was_refused_is_not_in_full(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    lane = {"ordered": on(20, d0=5, d4=5), "lost": on(20, d4=2), "received": on(20, d3=5, d7=3)}
    found = supply(part, write(part, lanes={"blanks": lane}))
    assert (found.due, found.in_full) == (2.0, 1.0)


def test_a_promise_waits_for_worked_days_at_both_ends(scenario: MakeScenario) -> None:
    works = {"calendars.works": {"week": "mon-fri"}, "sites.plant.calendar": "works", "sites.forge.calendar": "works"}
    part = scenario(changes=works)
    promised = promised_rows(Frame.of(part, 0, 20, (0, 19), (0, 4)), "blanks")
    # Monday -> Thursday; Wednesday -> Saturday, let in on Monday; Saturday leaves on Monday -> Thursday
    assert promised[[0, 2, 5]].tolist() == [3, 7, 10]


def test_a_lane_with_a_random_lead_time_promises_nothing(scenario: MakeScenario) -> None:
    lane = {"item": "blank", "from": "forge", "to": "plant", "lead_time": {"mean": "3 days", "cv": 0.5}}
    part = scenario(changes={"lanes.blanks": lane})
    assert promised_rows(Frame.of(part, 0, 20, (0, 19), (0, 4)), "blanks") is None


def test_starving_counts_against_the_scarcest_material(scenario: MakeScenario, write: WriteLog) -> None:
    paint = {"item": "paint", "from": "forge", "to": "plant", "promised": "1 day"}
    changes = {
        "items.paint": {"unit": "kg", "whole": False},
        "stocks.plant/paint": {"base_stock": "5 kg"},
        "lanes.paints": paint,
        "lines.make.bom": {"blank": "1 piece", "paint": "0.1 kg"},
    }
    part = scenario(changes=changes)
    # days 10 and 11 wait for blanks, day 12 for paint; on day 13 there are no blanks, and nothing waits
    lines = {"make": {"starved": on(20, d10=0.5, d11=1.0, d12=1.0), "closed": on(20, d19=1.0), "producing": 1.0}}
    blanks = [50.0] * 20
    blanks[10] = blanks[11] = blanks[13] = 0.0
    stocks = {"plant/blank": {"on_hand": blanks}, "plant/paint": {"on_hand": 2.0}}  # paint for 20 pieces
    found = supply(part, write(part, lines=lines, stocks=stocks), opened=10)
    assert found.state == pytest.approx(8 / 10)
    assert found.effect == pytest.approx(1 - 1.5 / 9)


def test_without_an_open_line_there_is_no_value(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    found = supply(part, write(part, lines={"make": {"closed": 1.0}}), opened=20)
    assert np.isnan([found.delivery, found.state, found.effect]).all()
