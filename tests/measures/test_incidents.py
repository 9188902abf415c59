"""Supply-gap incidents against examples worked by hand."""

from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario
from backsource.log import Log
from backsource.measures.frame import Frame
from backsource.measures.incidents import Incident, Watch, severity

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Serve = Callable[..., dict[str, list[float]]]
Example = tuple[Scenario, Log]

WEEK = {"calendars.works": {"week": "mon-fri"}, "markets.oem.calendar": "works"}


def found(log: Log, scenario: Scenario, window: tuple[int, int] = (0, 19), **options: Any) -> list[Incident]:
    frame = Frame.of(scenario, log.first_day, log.days, window, (0, 4))
    return Watch(frame, log.markets.names, **options).incidents(log.markets)


@pytest.fixture
def worked_example(scenario: MakeScenario, write: WriteLog, serve: Serve) -> Example:
    """Ten a day; stock for days 0 to 9, then receipts 6, 10, 14, 10, 7, 13 and ten again."""
    supply = [10.0] * 20
    supply[10:16] = [6, 10, 14, 10, 7, 13]
    part = scenario()
    return part, write(part, markets={"oem": serve([10.0] * 20, supply)})


def test_the_worked_example_gives_two_incidents_with_a_merge_gap_of_two_days(worked_example: Example) -> None:
    part, log = worked_example
    first, second = found(log, part, merge_gap=2)
    assert astuple(first) == ("oem", 10, 12, 2.0, 2.0, 4.0, 0.4, 8.0, 8.0, "moderate", False)
    assert astuple(second) == ("oem", 14, 15, 1.0, 1.0, 3.0, 0.3, 3.0, 3.0, "moderate", False)


def test_the_worked_example_gives_one_incident_with_a_merge_gap_of_three_days(worked_example: Example) -> None:
    part, log = worked_example
    (only,) = found(log, part, merge_gap=3)
    assert astuple(only) == ("oem", 10, 15, 5.0, 5.0, 4.0, 0.4, 11.0, 11.0, "moderate", False)


def test_units_short_of_the_worked_example_give_its_beta(worked_example: Example) -> None:
    _, log = worked_example
    short, demand = (log.markets.of("oem", column)[10:16].sum() for column in ("short", "demand"))
    assert 1 - short / demand == pytest.approx(0.8167, abs=5e-5)


@pytest.fixture
def five_day_week(scenario: MakeScenario, write: WriteLog, serve: Serve) -> Example:
    """Short on Friday (5), served on Monday; short again on Wednesday (3), served on Thursday."""
    part = scenario(changes=WEEK)
    demand = [0.0 if day % 7 in (5, 6) else 10.0 for day in range(20)]
    supply = list(demand)
    supply[4], supply[7] = 5, 15
    supply[9], supply[10] = 7, 13
    return part, write(part, markets={"oem": serve(demand, supply)})


def test_a_gap_over_a_weekend_lasts_one_working_day(five_day_week: Example) -> None:
    first, second = found(five_day_week[1], five_day_week[0], merge_gap=2)
    # Friday to Monday: one working day, three calendar days, five units owed over three nights
    assert astuple(first) == ("oem", 4, 7, 1.0, 3.0, 5.0, 0.5, 5.0, 15.0, "moderate", False)
    assert astuple(second) == ("oem", 9, 10, 1.0, 1.0, 3.0, 0.3, 3.0, 3.0, "moderate", False)


def test_the_merge_gap_counts_working_days(five_day_week: Example) -> None:
    (only,) = found(five_day_week[1], five_day_week[0], merge_gap=3)
    # Friday, Monday, Tuesday, Wednesday
    assert astuple(only) == ("oem", 4, 10, 4.0, 6.0, 5.0, 0.5, 8.0, 18.0, "moderate", False)


def test_a_free_weekend_does_not_part_two_incidents(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario(changes=WEEK)
    demand = [0.0 if day % 7 in (5, 6) else 10.0 for day in range(20)]
    supply = list(demand)
    supply[3], supply[4] = 6, 14  # short on Thursday, served on Friday
    supply[7], supply[8] = 6, 14  # short on Monday: only Friday lies between
    (only,) = found(write(part, markets={"oem": serve(demand, supply)}), part, merge_gap=2)
    assert (only.start, only.end, only.duration, only.units_short) == (3, 8, 3.0, 8.0)


def test_an_incident_open_at_the_end_of_the_window_is_censored(
    scenario: MakeScenario, write: WriteLog, serve: Serve
) -> None:
    part = scenario()
    log = write(part, markets={"oem": serve([10.0] * 20, [10.0] * 15 + [0.0] * 5)})
    (only,) = found(log, part)
    assert (only.start, only.end, only.censored) == (15, 20, True)
    assert (only.duration, only.depth, only.units_short, only.unit_days) == (5.0, 50.0, 50.0, 150.0)
    (cut,) = found(log, part, window=(0, 16))
    assert (cut.start, cut.end, cut.censored, cut.units_short) == (15, 17, True, 20.0)


def test_lost_demand_makes_a_day_short(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes={"markets.oem.short": "lost"})
    lost = [0.0] * 20
    lost[6] = 4.0
    columns = {"demand": 10.0, "served": [10.0 - units for units in lost], "short": lost, "lost": lost}
    (only,) = found(write(part, markets={"oem": columns}), part)
    assert astuple(only) == ("oem", 6, 7, 1.0, 1.0, 4.0, 0.4, 4.0, 0.0, "moderate", False)


def test_a_tolerance_of_one_day_forgives_what_is_served_the_day_after(
    scenario: MakeScenario, write: WriteLog, serve: Serve
) -> None:
    part = scenario(changes={"markets.oem.tolerance": "1 day"})
    late_one_day = [10.0] * 20
    late_one_day[6], late_one_day[7] = 6, 14
    assert found(write(part, markets={"oem": serve([10.0] * 20, late_one_day)}), part) == []
    late_two_days = [10.0] * 20
    late_two_days[6], late_two_days[7], late_two_days[8] = 6, 0, 24
    log = write(part, markets={"oem": serve([10.0] * 20, late_two_days)})
    (only,) = found(log, part)
    # four units of day 6 are still owed at the close of day 7, one working day after their own
    assert (only.start, only.end, only.depth) == (7, 8, 14.0)


def test_a_tolerance_counts_working_days_of_the_market(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario(changes={**WEEK, "markets.oem.tolerance": "1 working day"})
    demand = [0.0 if day % 7 in (5, 6) else 10.0 for day in range(20)]
    supply = list(demand)
    supply[4], supply[7] = 6, 14  # Friday's units come on Monday
    assert found(write(part, markets={"oem": serve(demand, supply)}), part) == []
    supply[7], supply[8] = 0, 24  # on Tuesday
    (only,) = found(write(part, markets={"oem": serve(demand, supply)}), part)
    assert (only.start, only.end) == (7, 8)


def test_backlog_from_before_the_log_is_older_than_any_tolerance(
    scenario: MakeScenario, write: WriteLog, serve: Serve
) -> None:
    part = scenario(changes={"markets.oem.tolerance": "3 days"})
    supply = [10.0, 10.0, 15.0] + [10.0] * 17
    # first in first out: the five old units leave on day 0, then what is owed is two days old at most
    assert found(write(part, markets={"oem": serve([10.0] * 20, supply, backlog=5.0)}), part) == []
    supply[0], supply[1] = 2.0, 18.0  # three old units are left at the close of day 0
    (only,) = found(write(part, markets={"oem": serve([10.0] * 20, supply, backlog=5.0)}), part)
    assert (only.start, only.end) == (0, 1)


def test_small_shortages_are_none(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario()
    supply = [10.0] * 20
    supply[3], supply[4] = 9, 11
    log = write(part, markets={"oem": serve([10.0] * 20, supply)})
    assert found(log, part) == []
    assert len(found(log, part, eps=0.5)) == 1


def test_a_large_market_forgives_a_thousandth_of_a_day(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario()
    supply = [10_000.0] * 20
    supply[3], supply[4] = 9_990, 10_010
    assert found(write(part, markets={"oem": serve([10_000.0] * 20, supply)}), part) == []
    supply[3], supply[4] = 9_989, 10_011
    assert len(found(write(part, markets={"oem": serve([10_000.0] * 20, supply)}), part)) == 1


def test_days_before_the_window_are_not_measured(worked_example: Example) -> None:
    part, log = worked_example
    assert [gap.start for gap in found(log, part, window=(13, 19))] == [14]


@pytest.mark.parametrize(
    ("duration", "depth_share", "expected"),
    [
        (1, 0.1, "minor"),
        (1, 0.11, "moderate"),
        (2, 0.1, "moderate"),
        (5, 0.5, "moderate"),
        (6, 0.1, "major"),
        (1, 0.51, "major"),
        (1, np.inf, "major"),
    ],
)
def test_severity_follows_length_and_depth(duration: float, depth_share: float, expected: str) -> None:
    assert severity(duration, depth_share) == expected
