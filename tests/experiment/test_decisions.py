"""Decisions ahead of a plan as it stands, against calendars by hand. Day 0 is a Monday."""

from datetime import date, timedelta
from typing import Any

import pytest
from changeovers import START, day, made, world

from backsource.config import Scenario, Schedule, Status, schedule_from, status_from
from backsource.experiment.decisions import Decision, decisions
from backsource.experiment.forecast import Forecast

QUALIFICATION = {"prepare": "4 days", "trial": "1 day", "approve": "5 days", "passes": "50 %", "again_after": "6 days"}
TOOLED: dict[str, Any] = {
    "lines.make.qualification": QUALIFICATION,
    "lines.make.tools": ["T2"],
    "tools": {"T2": {"at": "none", "lead": "10 days"}},
    "contracts.supply.extension": {"at_most": 1, "each": "20 days", "price": "+10 %", "call": "5 days before end"},
}
GATED: dict[str, Any] = {
    "schedule": "gated",
    "stock": "plant/part",
    "notice": {"contract": "supply", "date": day(40)},  # 30 days: the last day is 70
    "tasks": {
        "order": {"begin": day(5), "brings": {"T2": "plant"}},
        "fit": {"after": ["order"], "takes": "7 days"},
        "ppap": {"after": ["fit"], "qualifies": "make"},
        "paint": {"begin": day(30), "takes": "3 days"},
    },
    "decided": "every 7 days",
    "share": [
        {**made(25), "expect": day(35), "gate": {"make": "qualified"}},
        {**made(100), "expect": day(49), "gate": {"cover": {"at_least": "2 days"}}},
    ],
    "extension": {"contract": "supply", "call_if": {"make_share": {"below": "50 %"}}, "decide_by": day(60)},
    "rollback": {"when": {"backlog": {"above": "2 days"}}, "to": made(0)},
}


def the(number: int) -> date:
    return START + timedelta(days=number)


def at(scenario: Scenario, words: dict[str, Any], **said: Any) -> tuple[Scenario, Schedule, Status]:
    schedule = schedule_from(words, scenario=scenario)
    return scenario, schedule, status_from(said, scenario, schedule)


def ahead(*models: Any) -> dict[str, Decision]:
    return {one.what: one for one in decisions(*models)}


def test_the_path_is_followed_back_from_the_exit() -> None:
    """Meetings are on days 35, 42 .. 70: the last gate opens by day 70, the one before it a meeting earlier, on day 63.

    By then ppap (10 days) is done, so it begins by day 53, fit (7 days) by 46, the order (10 days) by 36.
    """
    found = ahead(*at(world(**TOOLED), GATED, status=day(20)))
    assert {what: one.latest for what, one in found.items()} == {
        "begin order (order T2)": the(36),
        "give notice, supply": the(40),
        "begin fit": the(46),
        "begin ppap (qualify make)": the(53),
        "open the gate to make 25 %, buy 75 %": the(63),
        "call the extension, supply": the(65),
        "open the gate to make 100 %, buy 0 %": the(70),
        "turn back plant/part": the(70),
        "begin paint": None,
    }


def test_what_should_have_begun_is_planned_for_today() -> None:
    """The order was due on day 5 and falls on day 20: fit on 30, ppap on 37, approved on 47, meeting on 49."""
    found = ahead(*at(world(**TOOLED), GATED, status=day(20)))
    assert [found[what].planned for what in ("begin order (order T2)", "begin fit", "begin ppap (qualify make)")] == [
        the(20), the(30), the(37),
    ]  # fmt: skip
    assert found["open the gate to make 25 %, buy 75 %"].planned == the(49)
    assert found["open the gate to make 100 %, buy 0 %"].planned == the(56)
    assert found["begin paint"].planned == the(30)


def test_what_is_done_or_given_is_no_decision_any_more() -> None:
    said = {
        "status": day(50), "done": {"order": day(19), "fit": day(29), "paint": day(32)},
        "running": {"ppap": {"began": day(30), "failed": 1, "since": day(41)}}, "notices": {"supply": day(33)},
    }  # fmt: skip
    found = ahead(*at(world(**TOOLED), GATED, **said))
    assert {what: (one.planned, one.latest) for what, one in found.items()} == {
        "open the gate to make 25 %, buy 75 %": (the(56), the(56)),
        "call the extension, supply": (the(60), the(58)),
        "open the gate to make 100 %, buy 0 %": (the(63), the(63)),
        "turn back plant/part": (the(50), the(63)),
    }


@pytest.mark.parametrize(
    ("stands", "since", "done"),
    [
        ("prepare", 30, 40),  # 4 + 1 + 5 days
        ("again", 41, 53),  # 6 + 1 + 5
        ("trial", 44, 50),  # 1 + 5
        ("approve", 44, 49),
        ("wait", 40, 51),  # the trial is not before today
    ],
)
def test_a_qualification_goes_on_from_where_it_stands(stands: str, since: int, done: int) -> None:
    run = {"began": day(30), "stands": stands, "since": day(since)}
    said = {"status": day(45), "done": {"order": day(19), "fit": day(29)}, "running": {"ppap": run}}
    forecast = Forecast(*at(world(**TOOLED), GATED, **said))
    assert forecast.times["ppap", "F"] == max(done, 45)


def test_an_exit_that_comes_too_early_is_told() -> None:
    said = {"status": day(60), "notices": {"supply": day(35)}}  # the last day is 65, the order falls on day 60
    found = ahead(*at(world(**TOOLED), GATED, **said))
    gate = found["open the gate to make 25 %, buy 75 %"]
    assert gate.planned == gate.latest == the(91)  # 60 + 10 + 7 + 10 = 87, the next meeting is day 91
    assert gate.later == "too late as it stands: the supplier leaves before it"


def test_notice_to_the_end_of_a_month_may_wait_within_it() -> None:
    """30 days from 10 February lead into March; so do they up to 1 March, and from 2 March on into April."""
    scenario = world(**{"contracts.supply.notice": {"period": "30 days", "to": "month end"}})
    words = {"schedule": "plain", "stock": "plant/part", "notice": {"contract": "supply", "date": "2026-02-10"},
             "share": [{"date": "2026-03-31", **made(100)}]}  # fmt: skip
    found = ahead(*at(scenario, words, status="2026-02-02"))["give notice, supply"]
    assert (found.planned, found.latest) == (date(2026, 2, 10), date(2026, 3, 1))
    assert found.later == "exit 2026-04-30 instead of 2026-03-31"


def test_a_meeting_within_a_freeze_opens_no_gate() -> None:
    frozen = {**GATED, "freeze": [f"{day(60)}..{day(72)}"]}
    found = ahead(*at(world(**TOOLED), frozen, status=day(20)))
    assert found["open the gate to make 100 %, buy 0 %"].latest == the(56)
    assert found["open the gate to make 25 %, buy 75 %"].latest == the(49)


def test_without_a_rule_nothing_ends_the_way_back() -> None:
    words = {key: value for key, value in GATED.items() if key != "rollback"}
    found = ahead(*at(world(**TOOLED), words, status=day(20)))["turn back plant/part"]
    assert found.latest is None


def test_a_stock_that_has_gone_back_has_no_step_ahead() -> None:
    said = {"status": day(60), "steps": {"plant/part": 1}, "rolled_back": {"plant/part": day(55)}}
    found = ahead(*at(world(**TOOLED), GATED, **said))
    assert not [what for what in found if "gate" in what or "turn back" in what]


def test_banks_last_orders_and_clauses_stand_on_their_dates() -> None:
    words = {
        "schedule": "bank", "stock": "plant/part", "notice": {"contract": "supply", "date": day(10)},
        "bridge": {"from": day(15), "want": "5 days of cover", "use_from": day(35)},
        "last_time_buy": {"date": day(38), "quantity": "100 pieces"},
        "share": [{"date": day(35), **made(100)}], "if_not": {"by": day(50), "fit": "done", "then": "rollback"},
        "tasks": {"fit": {"begin": day(12), "takes": "7 days"}},
    }  # fmt: skip
    found = ahead(*at(world(), words, status=day(11), notices={"supply": day(10)}))
    dates = {what: (one.planned, one.latest) for what, one in found.items()}
    assert dates["begin the bank of plant/part"] == (the(15), None)
    assert dates["last-time buy of plant/part"] == (the(38), the(40))
    assert dates["look at the clause of plant/part"] == (the(50), the(50))
    assert found["look at the clause of plant/part"].later == "then: rollback"
