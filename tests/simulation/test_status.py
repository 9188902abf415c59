"""What a planner's status means: facts that are given, and what holds where they are left out."""

from typing import Any

import pytest
from changeovers import QUALIFICATION, column, day, days, happened, made, steps, world

from backsource.config import Scenario, schedule_from, status_from
from backsource.errors import ConfigError, SimulationError
from backsource.log import Kind, Log
from backsource.simulation import photograph, prepare, simulate

Blocks = dict[str, Any]
SHARE = [{"date": day(20), **made(50)}, {"date": day(60), **made(100)}]


def rest(scenario: Scenario, on: int, status: Blocks, **schedule: Any) -> Log:
    """A run from the day of a status on."""
    read = schedule_from({"schedule": "test", "stock": "plant/part", **schedule}, scenario=scenario)
    stands = status_from({"status": day(on), **status}, scenario, read)
    return simulate(prepare(scenario, read, status=stands), 1, 0)


# ---- goods
def test_the_day_alone_means_as_at_the_start_on_that_day() -> None:
    log = rest(world(), 30, {})
    assert (log.first_day, log.days) == (30, 90)
    assert column(log.stocks, "plant/part", "on_hand", 0, 4) == [40, 30, 50, 50]  # as from day 0 on


def test_goods_on_the_road_come_on_their_day_and_open_orders_of_a_feed_when_it_has_promised() -> None:
    status = {
        "stocks": {"plant/part": {"on_hand": "35 pieces", "backlog": "5 pieces"}},
        "road": [{"lane": "buy", "quantity": "20 pieces", "due": day(31)}],
        "orders": [{"lane": "buy", "quantity": "4 pieces", "due": "3 days"}],
    }
    log = rest(world(), 30, status)
    # position 35 - 5 - 10 + 24 = 44: 26 are ordered and come on day 32; 20 come on day 31, 4 on day 33
    assert column(log.lanes, "buy", "ordered", 0, 3) == [26, 10, 10]
    assert column(log.stocks, "plant/part", "received", 0, 4) == [0, 20, 26, 4 + 10]
    assert column(log.stocks, "plant/part", "on_hand", 0, 4) == [20, 30, 46, 50]


def test_what_a_line_has_in_process_is_finished_and_what_it_was_ordered_is_made() -> None:
    status = {
        "stocks": {"plant/part": {"on_hand": "35 pieces"}},
        "orders": [{"line": "make", "quantity": "30 pieces"}],
        "started": {"make": "12 pieces"},
    }
    log = rest(world(), 30, status, share=SHARE)
    assert column(log.lines, "make", "good", 0, 3)[:2] == [12, 20]  # twelve of yesterday, then at its rate
    assert log.stocks.of("plant/part", "position")[0] == 70


# ---- steps
def test_dated_steps_of_the_schedule_under_way_are_taken() -> None:
    log = rest(world(), 30, {}, share=SHARE)
    assert steps(log, "make") == [(60, 1.0)]
    assert log.lanes.of("buy", "ordered")[10:29].sum() == 95  # half of ten a day


def test_what_another_schedule_dates_before_the_day_falls_on_the_day() -> None:
    scenario = world()
    read = schedule_from({"schedule": "other", "stock": "plant/part", "share": SHARE,
                          "notice": {"contract": "supply", "date": day(5)}}, scenario=scenario)  # fmt: skip
    stands = status_from({"status": day(30), "schedule": "test"}, scenario,
                         schedule_from({"schedule": "test"}, scenario=scenario))  # fmt: skip
    log = simulate(prepare(scenario, read, status=stands), 1, 0)
    assert steps(log, "make") == [(30, 0.5), (60, 1.0)]
    assert (days(log, Kind.NOTICE), days(log, Kind.SOURCE_CLOSED)) == ([30], [61])


def test_steps_that_have_not_been_taken_are_taken_on_the_day() -> None:
    log = rest(world(), 30, {"steps": {"plant/part": 0}}, share=SHARE)
    assert steps(log, "make") == [(30, 0.5), (60, 1.0)]


# ---- tasks and contracts
def test_notice_that_was_given_runs_on_and_is_not_journalled_again() -> None:
    notice = {"contract": "supply", "date": day(5)}
    log = rest(world(), 30, {"notices": {"supply": day(12)}}, notice=notice, share=SHARE)
    assert days(log, Kind.NOTICE) == []
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [43]  # thirty days from when it was given, not as it was planned


def test_a_contract_that_has_run_out_has_closed_its_lanes() -> None:
    log = rest(world(), 50, {"notices": {"supply": day(5)}}, notice={"contract": "supply", "date": day(5)}, share=SHARE)
    assert days(log, Kind.SOURCE_CLOSED) == []
    assert log.lanes.of("buy", "ordered").sum() == 0


def test_a_qualification_goes_on_where_it_stands() -> None:
    scenario = world(**{"lines.make.qualification": QUALIFICATION})
    ppap = {"ppap": {"begin": day(8), "qualifies": "make"}}
    status = {"running": {"ppap": {"began": day(8), "failed": 1, "stands": "again", "since": day(28)}}}
    log = rest(scenario, 30, status, tasks=ppap)
    # six days of corrective work from day 28 on, a trial of one day, five days until approval
    assert (days(log, Kind.TASK_STARTED), days(log, Kind.TRIAL), days(log, Kind.APPROVED)) == ([], [35], [40])


def test_a_task_that_is_done_has_brought_its_tool_and_opened_its_line() -> None:
    scenario = world(**{
        "lines.make.qualification": QUALIFICATION, "lines.make.ramp": {"shape": "linear", "over": "10 days"},
        "lines.make.tools": ["die"], "tools.die": {"at": "none", "lead": "5 days"}, "items.part.whole": False,
    })  # fmt: skip
    tasks = {"order": {"begin": day(2), "brings": {"die": "plant"}}, "ppap": {"after": ["order"], "qualifies": "make"}}
    log = rest(scenario, 30, {"done": {"order": day(7), "ppap": day(25)}}, tasks=tasks, share=SHARE)
    kinds = (Kind.TASK_STARTED, Kind.TASK_DONE, Kind.TOOL_INSTALLED, Kind.LINE_OPENED)
    assert [happened(log, kind) for kind in kinds] == [[]] * 4
    # open since day 26: on day 30 it works at the mean of .4 and .5 of its rate
    assert log.lines.of("make", "could")[0] == pytest.approx(0.45 * 20)


# ---- outages
def test_an_outage_under_way_is_known_and_ends_once() -> None:
    stop = {"hits": ["buy"], "every": "900 days", "lasts": {"family": "constant", "mean": "6 days"}}
    scenario = world(**{"outages.stop": stop})
    log = rest(scenario, 30, {"down": ["stop"], "fine": {"outages": {"stop": {"since": 28.5}}}})
    assert (days(log, Kind.OUTAGE_BEGINS), days(log, Kind.OUTAGE_ENDS)) == ([], [34.5])
    assert column(log.lanes, "buy", "shipped", 0, 5)[:4] == [0] * 4


@pytest.mark.parametrize(
    ("name", "found"), [("stp", "found `stp`"), ("listed", "found `listed`, whose days the scenario lists")]
)
def test_an_outage_that_is_none_or_is_listed_is_refused(name: str, found: str) -> None:
    scenario = world(**{
        "outages.stop": {"hits": ["buy"], "every": "900 days", "lasts": "6 days"},
        "outages.listed": {"hits": ["buy"], "listed": [{"from": day(14), "lasts": "6 days"}]},
    })  # fmt: skip
    with pytest.raises(ConfigError, match=r"down\[0\]: " + found):
        status_from({"status": day(30), "down": [name]}, scenario)


# ---- what cannot be said
def test_what_is_served_at_any_instant_is_refused() -> None:
    scenario = world(**{"stocks.plant/part.review": "continuous"})
    plan = prepare(scenario)
    with pytest.raises(SimulationError, match="plant/part: reviewed, asked or made at any instant"):
        photograph(plan, 1, 0, 5)
    with pytest.raises(SimulationError, match="would do"):
        prepare(scenario, status=status_from({"status": day(5)}, scenario))


@pytest.mark.parametrize("on", [-1, 120])
def test_a_day_outside_the_run_is_refused(on: int) -> None:
    with pytest.raises(SimulationError, match="one from 0 to 119 would do"):
        photograph(prepare(world()), 1, 0, on)
