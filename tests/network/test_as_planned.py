"""A world as planned: chance is gone, and what the planner reckons with stands in its place."""

import pytest
from changeovers import QUALIFICATION, day, days, everything, happened, made, plan, stay, world

from backsource.config import schedule_from
from backsource.log import Kind
from backsource.network.as_planned import as_planned, schedule_as_planned
from backsource.network.timetable import Timetable
from backsource.simulation import prepare, simulate

CHANCE = {
    "lanes.buy.late": {"chance": "50 %", "by": {"mean": "4 days", "cv": 1.0}},
    "markets.customer.demand": {"per": "day", "mean": "10 pieces", "cv": 0.4},
    "outages": {"strike": {"hits": ["seller"], "every": "15 days", "lasts": "3 days"}},
    "sites.plant": {"kind": "plant", "causes": ["strike"]},
    "lines.make.failures": [{"mtbf": "90 operating hours", "repair": "10 hours"}],
    "lines.make.qualification": {**QUALIFICATION, "passes": "20 %"},
    "prices": {"steel": {"moves": ["buy"], "drift": "3 %/year", "volatility": "20 %/year"}},
    "unsure": {"lines.make.rate": "unknown", "tasks": {"reference_class": "IT"}},
}
TASKS = {
    "build": {"begin": day(4), "takes": {"least": "4 days", "mode": "10 days", "most": "40 days"}},
    "train": {"after": ["build"], "takes": {"median": "6 days", "cv": 0.7}},
    "ppap": {"after": ["train"], "qualifies": "make"},
}
GO = {"schedule": "go", "stock": "plant/part", "tasks": TASKS, "share": [{"date": day(40), **made(100)}]}


def test_every_future_of_a_world_as_planned_is_the_same() -> None:
    scenario = world(**CHANCE)
    planned = as_planned(scenario)
    logs = [stay(planned, seed=seed, replication=seed) for seed in (1, 2)]
    assert logs[0].stocks.data.tobytes() == logs[1].stocks.data.tobytes()
    assert logs[0].journal.tobytes() == logs[1].journal.tobytes()
    assert logs[0].markets.of("customer", "demand").tolist() == [10.0] * 120
    assert everything(stay(scenario)) != everything(stay(scenario, seed=2))
    assert logs[0].prices["steel"][-1] == pytest.approx(1.03 ** (119 / 365.25), rel=1e-3)  # drift is planned


def test_tasks_end_on_the_days_of_the_timetable() -> None:
    """10 and 6 days, then 4 + 1 + 5 of a trial that passes: days 14, 20 and 30."""
    scenario = as_planned(world(**CHANCE))
    schedule = schedule_as_planned(schedule_from(GO, scenario=scenario))
    log = simulate(prepare(scenario, schedule), 3, 0)
    assert [time for time, _, _ in happened(log, Kind.TASK_DONE)] == [14, 20, 30]
    assert days(log, Kind.APPROVED) == [30]
    times = Timetable.of(world(**CHANCE), schedule_from(GO)).times
    assert [times[name, "F"] for name in TASKS] == [14, 20, 30]


def test_what_fails_now_and_then_is_as_slow_as_on_average() -> None:
    """90 hours up, 10 down: nine tenths of 20 a day."""
    assert as_planned(world(**CHANCE)).lines["make"].rate.number == pytest.approx(18)  # type: ignore[union-attr]
    server = world(**{
        "lines.make": {"site": "plant", "makes": "part", "processing": {"mean": "1.2 hours", "cv": 0.5},
                       "failures": [{"mtbf": "90 operating hours", "repair": "10 hours"}]},
    })  # fmt: skip
    takes = as_planned(server).lines["make"].processing
    assert takes is not None
    assert (takes.family, takes.mean.amount) == ("constant", pytest.approx(0.05 / 0.9))  # type: ignore[union-attr]


def test_a_world_without_chance_is_its_own_plan() -> None:
    scenario = world()
    share = [{"date": day(30), **made(100)}]
    schedule = schedule_from({"schedule": "test", "stock": "plant/part", "share": share}, scenario=scenario)
    planned = simulate(prepare(as_planned(scenario), schedule_as_planned(schedule)), 1, 0)
    assert everything(planned) == everything(simulate(plan(scenario, share=share), 1, 0))
