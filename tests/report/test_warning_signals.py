"""What can be seen by a day, and what is at risk after it: milestones, gauges, banks; incidents and floors."""

import json
from math import nan

import numpy as np
import pytest
from changeovers import day
from warned import LATE, PLAN, days, scenario

from backsource.config import schedule_from
from backsource.errors import StudyError
from backsource.report.warning import (
    Risk,
    asked_risk,
    risks_of,
)
from backsource.report.warning.risks import GAP, STOP, Incidents
from backsource.report.warning.signals import bank_signals, gauge_signals, milestone_signals
from backsource.results import Inputs


def test_a_milestone_that_never_comes_has_not_come_by_any_day() -> None:
    """On day 13 at 18.00 counts as come on day 13; never (nan), and on day 14, do not."""
    schedule = schedule_from(PLAN, scenario=scenario())
    runs = [days(0, **{"line/make approved": value}) for value in (13.0, 13.75, 14.0, nan)]
    found = milestone_signals(scenario(), schedule, runs, -10.0, 119.0)["line/make approved"]
    missing = {one.day: list(one.seen) for one in found if one.words == LATE}
    assert missing == {
        13: [False, False, True, True],
        20: [False, False, False, True],
        27: [False, False, False, True],
        41: [False, False, False, True],
        69: [False, False, False, True],
    }


def test_the_first_trial_is_looked_for_from_its_planned_verdict_on() -> None:
    """Prepared by day 7, judged on day 8; a trial that has not failed is no failure."""
    schedule = schedule_from(PLAN, scenario=scenario())
    runs = [days(0, **{"line/make trial 1 failed": value}) for value in (8.0, 9.0, nan)]
    found = milestone_signals(scenario(), schedule, runs, -10.0, 119.0)["line/make trial 1 failed"]
    failed = {one.day: list(one.seen) for one in found if one.words == "the first trial of make has failed"}
    assert failed[8] == [True, False, False]
    assert failed[15] == [True, True, False]


def test_from_a_status_on_no_earlier_day_is_looked_at() -> None:
    schedule = schedule_from(PLAN, scenario=scenario())
    found = milestone_signals(scenario(), schedule, [days(0)], 25.0, 119.0)["line/make approved"]
    assert sorted({one.day for one in found}) == [25, 32, 39, 53, 81]


def test_gauges_are_read_against_quantiles_of_the_runs_that_choose() -> None:
    """Of 0 to 10 among the even runs quantiles are 1, 2.5, 5 below and 5, 7.5, 9 above; the odd ones have no say."""
    chooses = np.arange(22) % 2 == 0
    stock = np.where(chooses, np.arange(22) / 2, 999.0)[:, None] * np.ones(8)
    stock[21] = nan  # a run whose curves are not kept
    weeks = np.tile(np.arange(0.0, 56.0, 7.0), (22, 1))
    weeks[21] = nan
    found = gauge_signals({"day": weeks, "stock": stock}, "pieces", chooses, 0.0, 20.0, 119.0)["stock"]
    assert {one.day for one in found} == {6}  # the next reading is four weeks on, after the last planned day
    assert [one.words for one in found] == [
        "the stock is below 1 pieces", "the stock is below 2.5 pieces", "the stock is below 5 pieces",
        "the stock is above 5 pieces", "the stock is above 7.5 pieces", "the stock is above 9 pieces",
    ]  # fmt: skip
    assert [int(one.seen.sum()) for one in found] == [1, 3, 5, 5 + 10, 3 + 10, 1 + 10]
    assert all(one.known is not None and list(one.known) == [True] * 21 + [False] for one in found)


def test_a_bank_is_judged_on_the_day_on_which_it_is_used() -> None:
    bank = {"from": day(2), "want": "10 days of cover", "use_from": day(18)}
    schedule = schedule_from({**PLAN, "bridge": bank}, scenario=scenario())
    shares = np.linspace(0.0, 1.0, 11)
    found = bank_signals({"plant/part": shares}, schedule, scenario(), np.ones(11, bool), -9.0, 119.0)[
        "bank plant/part"
    ]
    assert {(one.day, one.when) for one in found} == {(18, "on")}
    assert found[0].words == "the bank of plant/part, as a share of what was wanted, is below 10 %"
    assert not bank_signals({"plant/part": shares}, schedule, scenario(), np.ones(11, bool), 19.0, 119.0)


def test_risks_count_what_begins_after_a_day() -> None:
    import pandas as pd

    rows = [("go", 3, 10, 4.0, 70.0), ("go", 3, 30, 1.0, 5.0), ("go", 5, 30, 2.0, 50.0), ("other", 3, 40, 9.0, 999.0)]
    frame = pd.DataFrame(rows, columns=["schedule", "replication", "start", "duration", "units_short"])
    frame = frame.assign(unit_days=0.0, censored=0.0)
    gaps = Incidents(frame, "go", [3, 4, 5])
    assert list(gaps.after(GAP, 9)) == [True, False, True]
    assert list(gaps.after(STOP, 9)) == [True, False, True]
    assert list(gaps.after(STOP, 10)) == [False, False, True]  # the gap of one day is no stop
    assert list(gaps.after(asked_risk("units_short > 60"), 9)) == [True, False, False]
    assert list(gaps.after(asked_risk("gap_days>4"), 9)) == [True, False, False]
    assert not gaps.after(GAP, 30).any()
    twin = Incidents(frame.assign(schedule="twin", replication=5), "twin", [3, 4, 5])  # 1,124 units, all in the last
    ours = asked_risk("attributable_units_short > 0")
    assert list(gaps.after(ours, 9, twin)) == [True, False, False]


def test_floors_of_the_study_are_the_risks_and_what_has_no_days_is_left_out() -> None:
    floors = {
        "stops": {"measure": "longest_gap", "above": 1, "below": None, "chance": 0.05},
        "service": {"measure": "beta", "above": None, "below": 0.9, "chance": 0.1},
    }
    inputs = Inputs(json.dumps({"study": "s", "floors": floors}), "", {}, {}, 1, "h")
    risks, left_out = risks_of(inputs)
    assert risks == [Risk("floor stops", "longest_gap", 1.0)]
    assert left_out == ["floor service (beta below a value): incidents do not date it"]
    assert risks_of(Inputs('{"study": "s"}', "", {}, {}, 1, "h"))[0] == [GAP, STOP]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("units_short", "--risk: found 'units_short'; a measure and what it must not pass, as 'units_short > 500'"),
        ("beta > 0.9", "--risk: beta has no days in stored runs; one of incidents, gap_days"),
    ],
)
def test_a_risk_that_cannot_be_dated_is_refused(text: str, message: str) -> None:
    with pytest.raises(StudyError) as caught:
        asked_risk(text)
    assert message in str(caught.value)
