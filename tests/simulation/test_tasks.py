"""Tasks: when they begin and end by calendar, links, lags and draws, and what they bring about."""

from math import nan
from typing import Any

import numpy as np
import pytest
from changeovers import QUALIFICATION, column, day, days, happened, run, with_steel, world

from backsource.log import Kind, Log
from backsource.network.worktime import WorkTime, morning

WORKS: dict[str, Any] = {"sites.plant.calendar": "works"}
WEEK = WorkTime.of([True] * 5 + [False] * 2 + [True] * 5 + [False] * 2, 0)


def spans(log: Log) -> dict[str, tuple[float, float]]:
    """Start and end of each task; nan where it has none."""
    found = {}
    for time, subject, _ in happened(log, Kind.TASK_STARTED):
        found[subject.removeprefix("task/")] = (time, next(iter(days(log, Kind.TASK_DONE, subject)), nan))
    return found


# ---- working time
@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (0, 5, 5),  # Monday to Friday evening
        (0, 6, 8),  # over the weekend
        (5, 1, 8),  # from a Saturday
        (3.5, 1.0, 4.5),
        (4.5, 1.0, 7.5),  # half of Friday, half of Monday
        (0, 0, 0),
        (5, 0, 5),
        (8, -3, 3),  # Tuesday morning less three days is Thursday morning
        (0, 20, np.inf),  # beyond what the calendar knows
    ],
)  # fmt: skip
def test_work_goes_on_at_any_instant_of_worked_days_only(start: float, length: float, end: float) -> None:
    assert WEEK.after(start, length) == pytest.approx(end)


def test_lengths_with_a_fraction_are_not_rounded_one_by_one() -> None:
    instant = 0.0
    for _ in range(20):
        instant = WEEK.after(instant, 0.3)
    assert instant == pytest.approx(8.0)  # six worked days
    assert morning(instant) == 8.0
    assert morning(7.01) == 8.0


# ---- calendars
def test_a_task_in_working_days_stands_still_over_the_weekend() -> None:
    log = run(world(**WORKS), tasks={"train": {"begin": day(3), "takes": "4 working days"}})
    assert spans(log) == {"train": (3, 9)}  # Thursday, Friday, Monday, Tuesday


def test_a_task_in_days_does_not() -> None:
    log = run(world(**WORKS), tasks={"train": {"begin": day(3), "takes": "4 days"}})
    assert spans(log) == {"train": (3, 7)}


def test_a_task_may_have_a_calendar_of_its_own() -> None:
    log = run(world(**WORKS), tasks={"fit": {"begin": day(3), "takes": "4 working days", "calendar": "movers"}})
    assert spans(log) == {"fit": (3, 8)}  # they work on Saturday


# ---- links
LINKS = [
    ("FS", None, (13, 17)),
    ("SS", None, (3, 7)),
    ("FF", None, (0, 13)),
    ("SF", None, (0, 4)),
    ("FS", "2 days", (15, 19)),
    ("SS", "2 days", (5, 9)),
    ("FF", "2 days", (0, 15)),
    ("SF", "7 days", (0, 10)),
    ("FS", "3 working days", (17, 21)),  # from the Sunday on: Monday to Wednesday
    ("FS", "-2 days", (11, 15)),
    ("FS", "-7 working days", (3, 7)),  # from the Sunday back: Friday to Monday, then Friday and Thursday
    ("SS", "-2 days", (1, 5)),
    ("FF", "-2 days", (0, 11)),
]


@pytest.mark.parametrize(("kind", "lag", "span"), LINKS)
def test_a_link_ties_two_tasks_with_its_lag(kind: str, lag: str | None, span: tuple[float, float]) -> None:
    # the first runs from Thursday day 3 for ten days, the second takes four
    link = {"task": "one", "kind": kind, **({"lag": lag} if lag else {})}
    tasks = {"one": {"begin": day(3), "takes": "10 days"}, "two": {"begin": day(0), "after": [link], "takes": "4 days"}}
    assert spans(run(world(**WORKS), tasks=tasks)) == {"one": (3, 13), "two": span}


def test_the_last_of_several_predecessors_decides() -> None:
    tasks = {
        "one": {"begin": day(0), "takes": "5 days"}, "two": {"begin": day(0), "takes": "9 days"},
        "three": {"after": ["one", {"task": "two", "kind": "SS", "lag": "2 days"}], "takes": "1 day"},
        "four": {"after": ["one", "two"], "begin": day(20), "takes": "1 day"},
    }  # fmt: skip
    assert spans(run(world(), tasks=tasks)) == {"one": (0, 5), "two": (0, 9), "three": (5, 6), "four": (20, 21)}


def test_a_chain_of_tasks_without_length_runs_through_in_one_morning() -> None:
    tasks = {
        "c": {"after": ["b"], "takes": "0 days"}, "b": {"after": ["a"], "takes": "0 days"},
        "a": {"begin": day(4), "takes": "0 days"},
    }  # fmt: skip
    log = run(
        world(), tasks=tasks, share=[{"make": "100 %", "expect": day(4), "gate": {"c": "done"}}], decided="every 7 days"
    )
    assert set(spans(log).values()) == {(4, 4)}
    assert days(log, Kind.GATE_OPENED) == [4]


# ---- the textbook's project
RELIABLE = {
    "A": (2, ""), "B": (4, "A"), "C": (10, "B"), "D": (6, "C"), "E": (4, "C"), "F": (5, "E"), "G": (7, "D"),
    "H": (9, "EG"), "I": (7, "C"), "J": (8, "FI"), "K": (4, "J"), "L": (5, "J"), "M": (2, "H"), "N": (6, "KL"),
}  # fmt: skip
FINISHES = {
    "A": 2, "B": 6, "C": 16, "D": 22, "E": 20, "I": 23, "G": 29, "F": 25, "H": 38, "J": 33, "M": 40, "K": 37,
    "L": 38, "N": 44,
}  # fmt: skip


def test_the_project_of_hillier_and_lieberman_takes_44_weeks() -> None:
    tasks = {name: {"begin": day(0), "after": list(before), "takes": f"{weeks} weeks"}
             for name, (weeks, before) in RELIABLE.items()}  # fmt: skip
    log = run(world(horizon="400 days"), tasks=tasks)
    assert {name: end / 7 for name, (_, end) in spans(log).items()} == FINISHES


def test_the_median_of_a_network_of_random_tasks_is_that_of_an_independent_monte_carlo() -> None:
    # every task lognormal with the printed length as its median and a spread of .3
    tasks: dict[str, Any] = {
        name: {"begin": day(0), "after": list(before), "takes": {"median": f"{weeks} days", "cv": 0.3}}
        for name, (weeks, before) in RELIABLE.items()
    }
    scenario = world(horizon="90 days")
    ours = [spans(run(scenario, tasks=tasks, replication=r))["N"][1] for r in range(400)]
    generator = np.random.Generator(np.random.PCG64(7))
    ends: dict[str, Any] = {}
    for name, (weeks, before) in RELIABLE.items():
        length = weeks * np.exp(np.sqrt(np.log(1 + 0.3**2)) * generator.standard_normal(200_000))
        ends[name] = length + np.max([ends[other] for other in before] or [np.zeros(200_000)], axis=0)
    # four standard errors of a share of one half in 400 runs
    for chance in (0.5, 0.9):
        below = np.mean(np.array(ours) <= np.quantile(ends["N"], chance))
        assert below == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 400))


def test_a_task_keeps_its_draw_whatever_else_a_schedule_does() -> None:
    train = {"begin": day(3), "takes": {"median": "10 days", "cv": 0.5}}
    alone = run(world(), tasks={"train": train})
    others = {"a": {"begin": day(0), "takes": {"median": "5 days", "cv": 1.0}}, "train": train}
    assert spans(alone)["train"] == spans(run(world(), tasks=others))["train"]
    assert spans(alone)["train"] != spans(run(world(), tasks={"train": train}, replication=1))["train"]


def test_the_truth_of_a_task_is_its_plan_times_what_was_drawn() -> None:
    scenario = world(unsure={"tasks": {"times": {"median": 1.5, "p90": 1.5}}})
    log = run(scenario, tasks={"train": {"begin": day(0), "takes": "10 days"}})
    assert spans(log) == {"train": (0, 15)}


# ---- what tasks bring about
TOOLS: dict[str, Any] = {
    "tools": {
        "T1": {"at": "seller", "move": {"takes": "6 days", "calendar": "movers"}},
        "T2": {"at": "none", "lead": "3 weeks"},
    }
}


def test_a_tool_that_is_bought_is_there_after_its_lead_time() -> None:
    scenario = world(**TOOLS, **{"lines.make.tools": ["T2"]})
    log = run(
        scenario,
        tasks={"order": {"begin": day(7), "brings": {"T2": "plant"}}},
        share=[{"date": day(1), "make": "100 %"}],
    )
    assert days(log, Kind.TOOL_ORDERED) == [7]
    assert days(log, Kind.TOOL_INSTALLED) == [28]
    assert np.flatnonzero(log.lines.of("make", "started"))[0] == 28


def test_a_tool_that_moves_works_nowhere_on_the_way() -> None:
    scenario = world(**TOOLS, **{
        "sites.seller.kind": "supplier",
        "lines.cell": {"site": "seller", "makes": "part", "rate": "30 pieces/day", "tools": ["T1"]},
        "lines.make.tools": ["T1"],
    })  # fmt: skip
    log = run(
        scenario,
        tasks={"move": {"begin": day(10), "moves": {"T1": "plant"}}},
        share=[{"date": day(10), "make": "100 %"}],
    )
    assert (days(log, Kind.TOOL_PULLED), days(log, Kind.TOOL_INSTALLED)) == ([10], [17])  # six days, Sunday off
    assert log.lines.of("cell", "started")[10:].sum() == 0
    assert np.flatnonzero(log.lines.of("make", "started"))[0] == 17


def test_work_that_ends_within_a_day_acts_on_the_next_morning() -> None:
    scenario = world(**TOOLS, **{"lines.make.tools": ["T2"]})
    tasks = {"order": {"begin": day(2), "brings": {"T2": "plant"}, "takes": "4.3 days"}}
    log = run(scenario, tasks=tasks, share=[{"date": day(1), "make": "100 %"}])
    assert spans(log)["order"] == pytest.approx((2, 6.3))
    assert days(log, Kind.TOOL_INSTALLED) == [7]


def test_people_who_are_trained_can_run_machines() -> None:
    scenario = world(**{"lines.make.machines": 2, "lines.make.staff": 0, "stocks.plant/part.base_stock": "500 pieces"})
    tasks = {
        "first": {"begin": day(0), "takes": "10 days", "trains": {"make": 1}},
        "second": {"after": ["first"], "takes": "10 days", "trains": {"make": 2}},
    }
    log = run(scenario, tasks=tasks, share=[{"date": day(1), "make": "100 %"}])
    assert column(log.lines, "make", "started", 8, 12) == [0, 0, 10, 10]
    assert column(log.lines, "make", "started", 19, 22) == [10, 20, 20]


def test_a_feed_takes_orders_once_it_is_onboarded() -> None:
    scenario = with_steel(**{"lanes.steel.onboard": "12 working days", **WORKS})
    log = run(
        scenario, tasks={"feed": {"begin": day(7), "onboards": ["steel"]}}, share=[{"date": day(1), "make": "100 %"}]
    )
    assert (days(log, Kind.SOURCE_CLOSED, "steel"), days(log, Kind.SOURCE_OPENED, "steel")) == ([0], [23])
    assert np.flatnonzero(log.lanes.of("steel", "ordered"))[0] == 23
    # and a twin without the task buys from the first day
    free = run(scenario, share=[{"date": day(1), "make": "100 %"}])
    assert np.flatnonzero(free.lanes.of("steel", "ordered"))[0] == 0


def test_what_a_task_costs_is_paid_when_it_begins() -> None:
    log = run(world(), tasks={"train": {"begin": day(4), "takes": "9 days", "cost": "12 kEUR"}})
    assert happened(log, Kind.PAYMENT) == [(4, "task/train", 12000)]


def test_a_task_that_waits_for_one_beyond_the_run_never_begins() -> None:
    tasks = {"one": {"begin": day(0), "takes": "900 days"}, "two": {"after": ["one"], "takes": "1 day"}}
    log = run(world(), tasks=tasks)
    assert list(spans(log)) == ["one"]


def test_the_order_in_which_predecessors_stand_changes_nothing() -> None:
    qualify = {"lines.make.qualification": QUALIFICATION}
    one = {"begin": day(0), "takes": {"median": "8 days", "cv": 0.4}}
    logs = [
        run(world(**qualify), tasks={"a": one, "b": one, "c": {"after": list(order), "qualifies": "make"}})
        for order in ("ab", "ba")
    ]
    assert logs[0].journal.tobytes() == logs[1].journal.tobytes()
