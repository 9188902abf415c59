"""Another schedule from a day in the middle: which facts it takes over, and where its dates fall."""

from datetime import date, timedelta
from typing import Any

import pytest
from changeovers import START, day, made, world

from backsource.config import Scenario, Schedule, Status, schedule_from, status_from
from backsource.experiment.arms import is_variant
from backsource.experiment.carried import carried, shares_in_force

NOTICE = {"notice": {"contract": "supply", "date": day(10)}}
OWN: dict[str, Any] = {
    "schedule": "own", "stock": "plant/part", **NOTICE,
    "tasks": {"order": {"begin": day(2), "brings": {"T2": "plant"}, "trains": {"make": 1}},
              "ppap": {"after": ["order"], "qualifies": "make"}, "steel": {"onboards": ["steel"]}},
    "share": [{"date": day(20), **made(25)}, {"date": day(60), **made(100)}],
}  # fmt: skip
SAID: dict[str, Any] = {
    "status": day(40), "done": {"order": day(12)}, "running": {"ppap": {"began": day(13)}},
    "notices": {"supply": day(11)}, "fine": {"stocks": {"plant/part": {"extra": 30.0, "position": 55.0}}},
}  # fmt: skip


def the(number: int) -> date:
    return START + timedelta(days=number)


@pytest.fixture
def scenario() -> Scenario:
    return world(
        **{
            "lines.make.qualification": {"prepare": "4 days", "trial": "1 day", "approve": "5 days", "passes": "100 %",
                                         "again_after": "6 days"},
            "tools": {"T2": {"at": "none", "lead": "10 days"}},
            "lanes.steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "5 days", "onboard": "9 days"},
            "stocks.plant/steel": {"base_stock": "3 kg", "opening": "0 kg"},
        }
    )  # fmt: skip


def go_on(scenario: Scenario, other: dict[str, Any], **said: Any) -> tuple[Schedule, Status]:
    own = schedule_from(OWN, scenario=scenario)
    words = schedule_from({"schedule": "other", "stock": "plant/part", **other}, scenario=scenario)
    return carried(scenario, own, words, status_from({**SAID, **said}, scenario, own))


def test_what_it_dates_before_today_falls_on_today(scenario: Scenario) -> None:
    other = {
        **NOTICE,
        "tasks": {"move": {"begin": day(30), "takes": "3 days"}, "after": {"begin": day(50), "takes": "1 day"}},
        "share": [{"date": day(30), **made(50)}, {"date": day(70), **made(100)}],
        "bridge": {"from": day(15), "want": "3 days of cover", "use_from": day(45)},
        "pays": [{"date": day(5), "amount": "1 kEUR"}], "if_not": {"by": day(35), "make": "qualified", "then": "hold"},
    }  # fmt: skip
    schedule, status = go_on(scenario, other)
    part = schedule.part("plant/part")
    assert [step.day for step in part.share] == [the(40), the(70)]
    assert [schedule.tasks[name].begin for name in ("move", "after")] == [the(40), the(50)]
    assert part.bridge is not None
    assert (part.bridge.start, part.bridge.use_from) == (the(40), the(45))
    assert part.if_not is not None
    assert part.if_not.by == the(40)
    assert [payment.date for payment in schedule.pays] == [the(40)]
    assert (status.schedule, status.steps) == ("other", {"plant/part": 0})


def test_facts_of_the_world_stay_and_those_of_the_old_path_go(scenario: Scenario) -> None:
    """The tool is there, somebody is trained, and a quarter is made in-house; what was to be banked is not wanted."""
    other = {"tasks": {"ppap": {"qualifies": "make"}}, "share": [{"date": day(70), **made(100)}]}
    _, status = go_on(scenario, other)
    assert (status.tools, status.staff) == ({"T2": "plant"}, {"make": 1})
    assert status.done == {}
    assert status.running["ppap"].began == the(13)
    assert status.shares == {"plant/part": {"buy": 0.75, "make": 0.25}}
    assert (status.closed, status.stands) == (["steel"], ["make"])
    fine = status.fine.stocks["plant/part"]
    assert (fine.extra, fine.position) == (None, 55.0)


def test_notice_stands_where_both_give_it(scenario: Scenario) -> None:
    schedule, status = go_on(scenario, {"notice": {"contract": "supply", "date": day(70)}})
    assert [notice.date for notice in schedule.notices] == [the(11)]
    assert status.notices == {"supply": the(11)}


def test_notice_of_which_the_other_says_nothing_is_taken_back(scenario: Scenario) -> None:
    schedule, status = go_on(scenario, {}, status=day(41))  # the last day under the contract
    assert (schedule.notices, status.notices) == ([], {})


def test_a_contract_that_has_run_out_is_over(scenario: Scenario) -> None:
    schedule, status = go_on(scenario, {}, status=day(42))
    assert [notice.date for notice in schedule.notices] == [the(11)]
    assert status.notices == {"supply": the(11)}
    assert status.closed == ["buy", "steel"]


def test_notice_that_was_not_given_is_given_today(scenario: Scenario) -> None:
    schedule, _ = go_on(scenario, {"notice": {"contract": "supply", "date": day(5)}}, notices={})
    assert [notice.date for notice in schedule.notices] == [the(40)]


@pytest.mark.parametrize(
    ("said", "shares"),
    [
        ({}, {"buy": 0.75, "make": 0.25}),
        ({"steps": {"plant/part": 2}}, {"buy": 0.0, "make": 1.0}),
        ({"steps": {"plant/part": 0}}, {"buy": 1.0, "make": 0.0}),
        ({"rolled_back": {"plant/part": day(30)}}, {"buy": 1.0, "make": 0.0}),
    ],
)
def test_shares_in_force_follow_from_the_steps_taken(
    scenario: Scenario, said: dict[str, Any], shares: dict[str, float]
) -> None:
    own = schedule_from(OWN, scenario=scenario)
    status = status_from({**SAID, **said}, scenario, own)
    assert shares_in_force(scenario, own, "plant/part", status) == shares


def test_a_schedule_that_goes_back_is_still_the_same_one(scenario: Scenario) -> None:
    own = schedule_from(OWN)
    assert is_variant(schedule_from({**OWN, "schedule": "x", "go_back": day(50)}), own)
    assert not is_variant(schedule_from({**OWN, "share": OWN["share"][:1]}), own)
