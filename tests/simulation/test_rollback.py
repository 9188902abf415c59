"""Going back: when it is possible, to what, and what becomes of notice, tools, tasks and raw materials."""

from typing import Any

import numpy as np
import pytest
from changeovers import QUALIFICATION, column, day, days, flow, happened, made, run, steps, with_steel, world

from backsource.log import Kind

ALWAYS: dict[str, Any] = {"backlog": {"below": "900 days"}}
SHORT: dict[str, Any] = {"backlog": {"above": "1 day", "over": "2 days"}}
NOTICE: dict[str, Any] = {"notice": {"contract": "supply", "date": day(5)}}  # the lanes close on day 36
WEAK: dict[str, Any] = {"lines.make.rate": "1 piece/day"}
"""A line that cannot make what is asked of it."""
STEPS = [{"date": day(20), **made(40)}, {"date": day(27), **made(100)}]


def test_a_trigger_goes_back_on_the_morning_after_its_window() -> None:
    log = run(world(**WEAK), share=STEPS, rollback={"when": SHORT, "to": made(20)})
    owed = log.stocks.of("plant/part", "owed")
    back = days(log, Kind.ROLLED_BACK)[0]
    assert (owed[int(back) - 3] <= 10, owed[int(back) - 2] > 10, owed[int(back) - 1] > 10) == (True, True, True)
    assert steps(log, "make") == [(20, 0.4), (27, 1.0), (back, 0.2)]


def test_going_back_ends_the_path() -> None:
    later = [*STEPS, {"date": day(70), **made(100)}]
    log = run(world(**WEAK), share=later, rollback={"when": SHORT, "to": {"make": 0}})
    assert steps(log, "make")[-1] == (days(log, Kind.ROLLED_BACK)[0], 0.0)


def test_a_rollback_to_the_same_shares_changes_nothing() -> None:
    scenario = world(**WEAK, **{"lanes.buy.late": {"chance": "30 %", "by": "4 days"}})
    for share, to in (
        (STEPS[:1], made(40)),
        (STEPS[:1], made(70)),  # those would not be earlier ones
        (STEPS, made(100)),
        ([], made(0)),
    ):
        for replication in range(3):
            plain = run(scenario, share=share, replication=replication)
            ruled = run(scenario, share=share, rollback={"when": ALWAYS, "to": to}, replication=replication)
            assert flow(plain) == flow(ruled)
            assert days(ruled, Kind.ROLLED_BACK) == []


def test_a_trigger_is_not_armed_before_the_path_has_led_further() -> None:
    rule = {"when": ALWAYS, "to": made(40)}
    assert days(run(world(), share=STEPS, rollback=rule), Kind.ROLLED_BACK) == [28]
    assert days(run(world(), share=STEPS[:1], rollback=rule), Kind.ROLLED_BACK) == []


def test_it_is_looked_at_on_worked_days() -> None:
    calendar = {"sites.plant.calendar": "works"}
    rule = {"when": ALWAYS, "to": made(0)}
    log = run(world(**calendar), share=[{"date": day(26), **made(40)}], rollback=rule)  # a Saturday
    assert days(log, Kind.ROLLED_BACK) == [28]


# ---- until when
def test_until_exit_means_while_the_supplier_is_there() -> None:
    rule = {"when": {"backlog": {"above": "1 day"}}, "to": made(0), "until": "exit"}
    early = run(world(**WEAK), **NOTICE, share=[{"date": day(20), **made(100)}], rollback=rule)
    assert days(early, Kind.ROLLED_BACK)[0] < 36
    late = run(world(**WEAK), **NOTICE, share=[{"date": day(33), **made(100)}], rollback=rule)
    assert late.stocks.of("plant/part", "owed")[34] == 0
    assert late.stocks.of("plant/part", "owed")[60] > 100
    assert days(late, Kind.ROLLED_BACK) == []


def test_until_a_day_means_up_to_that_day() -> None:
    share = [{"date": day(20), **made(100)}]
    back = days(run(world(**WEAK), share=share, rollback={"when": SHORT, "to": made(0)}), Kind.ROLLED_BACK)[0]
    for until, times in ((int(back), [back]), (int(back) - 1, [])):
        log = run(world(**WEAK), share=share, rollback={"when": SHORT, "to": made(0), "until": day(until)})
        assert days(log, Kind.ROLLED_BACK) == times


def test_going_back_takes_the_notice_back_for_the_lanes_that_are_needed() -> None:
    rule = {"when": {"backlog": {"above": "1 day"}}, "to": made(0)}
    notice = {"notice": {"contract": "supply", "date": day(5), "retention": "9 kEUR"}}
    log = run(world(**WEAK), **notice, share=[{"date": day(20), **made(100)}], rollback=rule)
    assert days(log, Kind.ROLLED_BACK)[0] < 36
    assert days(log, Kind.SOURCE_CLOSED) == []
    assert days(log, Kind.PAYMENT) == []  # it has not left
    assert log.stocks.of("plant/part", "owed")[100] == 0


def test_going_back_after_the_exit_takes_the_supplier_up_again() -> None:
    rule = {"when": {"backlog": {"above": "1 day"}}, "to": made(0), "until": day(110)}
    share = [{"date": day(33), **made(100)}]
    log = run(world(**WEAK), **NOTICE, share=share, rollback=rule)
    back = days(log, Kind.ROLLED_BACK)[0]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [36]
    assert days(log, Kind.SOURCE_OPENED, "buy") == [back]
    assert log.stocks.of("plant/part", "owed")[100] == 0
    assert happened(log, Kind.STRANDED) == []


def test_a_supplier_that_is_taken_up_again_is_onboarded_first() -> None:
    rule = {"when": {"backlog": {"above": "4 days"}}, "to": made(0), "until": day(110)}
    onboard = {"lanes.buy.onboard": "10 working days", "sites.plant.calendar": "works"}
    log = run(world(**WEAK, **onboard), **NOTICE, share=[{"date": day(33), **made(100)}], rollback=rule)
    back = days(log, Kind.ROLLED_BACK)[0]
    opened = days(log, Kind.SOURCE_OPENED, "buy")[0]
    assert happened(log, Kind.STRANDED) == [(back, "buy", 1.0)]
    worked = sum((int(back) + n) % 7 < 5 for n in range(int(opened - back)))
    assert worked == 10
    assert log.lanes.of("buy", "ordered")[int(back) : int(opened)].sum() == 0


# ---- tools and tasks
MOVED: dict[str, Any] = {
    "sites.seller.kind": "supplier",
    "lines.cell": {"site": "seller", "makes": "part", "rate": "30 pieces/day", "tools": ["T1"]},
    "lines.make.tools": ["T1"],
    "tools": {"T1": {"at": "seller", "move": {"takes": "6 days", "calendar": "movers"}}},
}
MOVE: dict[str, Any] = {"move": {"begin": day(28), "moves": {"T1": "plant"}}}  # a Monday; there on Sunday, day 34
ALL = [{"date": day(28), **made(100)}]


def clause(by: int) -> dict[str, Any]:
    return {"if_not": {"by": day(by), "backlog": {"above": "900 days"}, "then": "rollback"}}


def tool(log: Any) -> list[tuple[str, float]]:
    words = {Kind.TOOL_PULLED: "pulled", Kind.TOOL_INSTALLED: "installed"}
    return [(words[e["kind"]], float(e["time"])) for e in log.journal if e["kind"] in words]


def test_a_tool_returns_by_its_own_move_on_the_calendar_of_the_movers() -> None:
    log = run(world(**MOVED), tasks=MOVE, share=ALL, **clause(45))  # a Thursday: six days of the movers end with day 51
    assert tool(log) == [("pulled", 28), ("installed", 34), ("pulled", 45), ("installed", 52)]
    assert log.lines.of("make", "started")[45:].sum() == 0
    assert np.flatnonzero(log.lines.of("cell", "started")[45:])[0] == 7


def test_a_tool_that_is_on_its_way_arrives_first() -> None:
    log = run(world(**MOVED), tasks=MOVE, share=ALL, **clause(30))
    assert tool(log) == [("pulled", 28), ("installed", 34), ("pulled", 34), ("installed", 41)]
    assert log.lines.of("make", "started").sum() == 0


def test_a_move_that_has_not_begun_never_does() -> None:
    tasks = {**MOVE, "fit": {"after": ["move"], "takes": "2 days"}}
    share = [{"date": day(20), **made(10)}, {"date": day(28), **made(100)}]
    log = run(world(**MOVED), tasks=tasks, share=share, **clause(25))
    assert tool(log) == []
    assert days(log, Kind.TASK_STARTED) == []
    assert log.lines.of("cell", "good")[60:100].mean() == pytest.approx(10)


def test_a_tool_stays_where_the_shares_to_go_back_to_need_it() -> None:
    rule = {"when": ALWAYS, "to": made(40), "until": day(110)}
    log = run(world(**MOVED), tasks=MOVE, share=ALL, rollback=rule)
    assert days(log, Kind.ROLLED_BACK) == [29]
    assert tool(log) == [("pulled", 28), ("installed", 34)]


def test_a_trigger_looks_before_the_step_of_that_morning() -> None:
    share = [{"date": day(20), **made(50)}, {"date": day(21), **made(100)}]
    for first in (0, 19):  # whatever stands in the calendar of the run before
        tasks = {"wait": {"begin": day(first), "takes": "1 day"}}
        log = run(world(), tasks=tasks, share=share, rollback={"when": ALWAYS, "to": made(0)})
        assert steps(log, "make") == [(20, 0.5), (21, 0.0)]


def test_a_tool_whose_move_the_scenario_does_not_give_returns_as_its_task_took() -> None:
    moved = {**MOVED, "tools": {"T1": {"at": "seller"}}}
    tasks = {"move": {**MOVE["move"], "takes": "4 working days", "calendar": "works"}}
    log = run(world(**moved), tasks=tasks, share=ALL, **clause(46))  # a Friday
    assert tool(log) == [("pulled", 28), ("installed", 32), ("pulled", 46), ("installed", 52)]


def test_the_way_back_of_a_tool_takes_as_much_longer_as_the_tasks_do() -> None:
    unsure = {"tasks": {"times": {"median": 1.5, "p90": 1.5}}}
    log = run(world(**MOVED, unsure=unsure), tasks=MOVE, share=ALL, **clause(49))  # a Monday: nine days, one Sunday
    assert tool(log)[2:] == [("pulled", 49), ("installed", 59)]


# ---- raw materials
def test_raw_material_is_no_longer_ordered_for_steps_that_will_not_come() -> None:
    share = [{"date": day(20), **made(50)}, {"date": day(60), **made(100)}]
    log = run(with_steel(), share=share, if_not={"by": day(40), "backlog": {"above": "900 days"}, "then": "rollback"})
    assert log.lanes.of("steel", "ordered")[41:].sum() == 0
    assert column(log.lanes, "buy", "ordered", 42, 60)[3:] == [10] * 15


def test_a_gate_that_opens_on_the_day_of_going_back_takes_no_step() -> None:
    qualified = {"lines.make.qualification": QUALIFICATION}
    tasks = {"ppap": {"begin": day(10), "qualifies": "make"}}
    share = [{**made(50), "expect": day(20), "gate": {"make": "qualified"}}]
    log = run(world(**qualified), tasks=tasks, share=share, **clause(20))
    assert days(log, Kind.APPROVED) == [20] == days(log, Kind.ROLLED_BACK)
    assert steps(log, "make") == [(20, 0.0)]
