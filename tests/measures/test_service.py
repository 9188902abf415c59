"""Alpha, beta and gamma against a few days worked by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.service import Counter, Service

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Serve = Callable[..., dict[str, list[float]]]


def service(part: Scenario, log: Log, window: tuple[int, int] = (0, 19)) -> Service:
    return Counter(Frame.of(part, log.first_day, log.days, window, (0, 4)), log.markets.names).service(log.markets)


def test_service_of_the_worked_example(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario()
    supply = [10.0] * 20
    supply[10:16] = [6, 10, 14, 10, 7, 13]
    found = service(part, write(part, markets={"oem": serve([10.0] * 20, supply)}), window=(10, 15))
    assert found.alpha()[0] == pytest.approx(3 / 6)  # days 12, 13 and 15 were served in full
    assert found.beta()[0] == pytest.approx(1 - 11 / 60)
    assert found.gamma()[0] == pytest.approx(1 - 11 / 60)  # backlogs 4, 4 and 3


def test_gamma_counts_how_long_a_backlog_lasts(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario()
    supply = [10.0] * 20
    supply[10], supply[13] = 0, 20
    found = service(part, write(part, markets={"oem": serve([10.0] * 20, supply)}), window=(10, 14))
    assert found.beta()[0] == pytest.approx(1 - 30 / 50)  # each day's units wait for the ones before them
    assert found.gamma()[0] == pytest.approx(1 - 30 / 50)
    assert found.alpha()[0] == pytest.approx(2 / 5)


def test_a_backlog_over_a_weekend_counts_on_working_days_only(
    scenario: MakeScenario, write: WriteLog, serve: Serve
) -> None:
    part = scenario(changes={"calendars.works": {"week": "mon-fri"}, "markets.oem.calendar": "works"})
    demand = [0.0 if day % 7 in (5, 6) else 10.0 for day in range(20)]
    supply = list(demand)
    supply[4], supply[7] = 5, 15
    found = service(part, write(part, markets={"oem": serve(demand, supply)}), window=(0, 6))
    assert found.alpha()[0] == pytest.approx(4 / 5)
    assert found.gamma()[0] == pytest.approx(1 - 5 / 50)


def test_a_market_without_demand_has_no_service(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    found = service(part, write(part))
    assert np.isnan([found.alpha()[0], found.beta()[0], found.gamma()[0]]).all()


def test_markets_together_weigh_by_demand(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    other = {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "30 pieces"}}
    part = scenario(changes={"markets.spares": other})
    columns = {"oem": serve([10.0] * 20, [10.0] * 20), "spares": serve([30.0] * 20, [15.0] * 19 + [315.0])}
    found = service(part, write(part, markets=columns), window=(0, 0))
    assert found.beta().tolist() == pytest.approx([1.0, 0.5])
    assert found.together().beta()[0] == pytest.approx(1 - 15 / 40)
