"""Cost of a unit made against a unit bought."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.opening import Opening
from backsource.measures.roles import Roles
from backsource.measures.tariff import Tariff
from backsource.measures.unitcost import Calculator, annuity

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]

COST = {"lines.make.cost": {"variable": "5 EUR/piece", "fixed": "3650 EUR/year"}}


def calculator(part: Scenario, days: int = 20, window: tuple[int, int] | None = None) -> tuple[Calculator, Frame]:
    frame = Frame.of(part, 0, days, window or (0, days - 1), (0, 4))
    return Calculator(Tariff(part, Roles.of(part, frame)), frame), frame


def test_a_unit_made_costs_material_variable_and_fixed(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COST)
    reckon, frame = calculator(part)
    log = write(part, lines={"make": {"started": 5.0, "good": 4.0}}, lanes={"blanks": {"received": 6.0}})
    making = reckon.making(log, np.full(20, 10.0))
    assert making.unit_cost(frame.window, full=False) == pytest.approx((5 * 8 + 4 * 5) / 4)
    assert making.unit_cost(frame.window) == pytest.approx((5 * 8 + 4 * 5 + 10) / 4)
    assert making.unit_cost(frame.window, further=80.0) == pytest.approx((5 * 8 + 4 * 5 + 10) / 4 + 1)


def test_a_unit_bought_costs_what_was_paid_in_the_reference_window(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"lanes.buy.order_cost": "30 EUR", "lanes.buy.freight": "1 EUR/piece"})
    reckon, _ = calculator(part)
    lane = {"received": [10.0] * 5 + [99.0] * 15, "orders": [1.0] * 5 + [7.0] * 15}
    assert reckon.external(write(part, lanes={"buy": lane})) == pytest.approx(21 + 150 / 50)


def test_nothing_made_has_no_unit_cost(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    reckon, frame = calculator(part)
    assert np.isnan(reckon.making(write(part), np.zeros(20)).unit_cost(frame.window))
    assert np.isnan(reckon.external(write(part)))


def test_a_unit_cost_that_falls_by_a_tenth_each_month_has_that_trend(scenario: MakeScenario, write: WriteLog) -> None:
    # start on 5 January: February to May are whole months of 28, 31, 30 and 31 days
    part = scenario(changes={"horizon": "160 days", "lines.make.bom": {}, **COST})
    reckon, frame = calculator(part, 160)
    months = frame.months()
    good = 0.9 ** -(months - months[0]).astype(float)
    log = write(part, 160, lines={"make": {"good": good}})
    making = reckon.making(log, np.full(160, 10.0))
    making = type(making)(good=making.good, variable=np.zeros(160), fixed=making.fixed)
    assert reckon.trend(making, opened=0) == pytest.approx(np.log(0.9))
    assert np.isnan(reckon.trend(making, opened=frame.row(90)))  # April 5: only May is whole


def test_the_capital_charge_is_an_annuity(scenario: MakeScenario) -> None:
    assert annuity(1000.0, 200.0, 0.0, 4.0) == 200.0
    # 1000 at 10 % over 2 years: 1000 = a/1.1 + a/1.21
    assert annuity(1000.0, 0.0, 0.1, 2.0) == pytest.approx(1000 / (1 / 1.1 + 1 / 1.21))
    part = scenario(changes={"value_until": "2027-01-14"})  # ten days and a year after day 0
    reckon, _ = calculator(part)
    assert reckon.capital_charge(730.0, 0.0, {"make": Opening(10, new=True)}) == pytest.approx(730.0)
    assert np.isnan(reckon.capital_charge(730.0, 0.0, {"make": Opening(20, new=True)}))
