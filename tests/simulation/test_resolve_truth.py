"""What is unsure is drawn once a replication and means the same number of the file; the plan's decisions stay."""

from typing import Any

import pytest
from builders import Blocks, first, happened, run, shop

from backsource.config import scenario_from, schedule_from
from backsource.log import Kind
from backsource.simulation import prepare, simulate
from backsource.simulation.environment import Environment
from backsource.simulation.plan import Plan
from backsource.simulation.truth import draw

TWICE = {"times": {"median": 2.0, "p90": 2.0}}


def world() -> Blocks:
    """A shop with a line, a late lane, an outage, a price, a tool and a shelf life."""
    return shop(
        {"base_stock": "40 pieces", "sources": {"in": "50 %", "make": "50 %"}, "capacity": "90 pieces"}, [],
        items={"x": {"unit": "piece", "shelf_life": "10 days"}},
        lane={"late": {"chance": "60 %", "by": {"mean": "3 days", "cv": 0.5}}, "capacity": "9 pieces/day"},
        market={"demand": {"per": "day", "mean": "6 pieces", "cv": 0.5}},
        lines={
            "make": {
                "site": "shop", "makes": "x", "rate": "10 pieces/day", "machines": 2, "opens": "3 days", "tools": ["t"],
                "ramp": {"from": "60 %", "tau": "4 days"}, "surge": "5 %",
                "yield": {"first": "70 %", "mature": "90 %", "over": "30 pieces"},
                "failures": {"mtbf": "60 operating hours", "repair": {"mean": "9 hours", "cv": 0.8}},
                "cost": {"fixed": "420 kEUR/year", "capex": "1 MEUR"},
            },
        },
        outages={"stop": {"hits": ["mill"], "every": "9 days", "lasts": "2 days"}},
        prices={"steel": {"moves": ["in"], "drift": "2 %/year", "volatility": "20 %/year"}},
        tools={"t": {"at": "none", "lead": "4 days"}},
    )  # fmt: skip


def truth(unsure: Blocks, schedule: Blocks | None = None) -> tuple[Plan, dict[str, float]]:
    """The plan of one replication, and what was drawn."""
    scenario = scenario_from({**world(), "unsure": unsure})
    given = schedule_from({"schedule": "s", **schedule}, scenario=scenario) if schedule else None
    plan = prepare(scenario, given)
    return draw(plan, Environment(plan, 1, 0))


@pytest.mark.parametrize(
    ("path", "drawn", "place", "expected"),
    [
        ("lines.make.rate", 20, "lines.make.rate", 20),
        ("lines.make.surge", 0.1, "lines.make.surge", 0.1),
        ("lines.make.machines", 4, "lines.make.machines", 4),
        ("lines.make.ramp.tau", 8, "lines.make.ramp.tau", 8),
        ("lines.make.ramp.from", 1, "lines.make.ramp.start", 1),  # a share stays a share
        ("lines.make.yield.first", 1, "lines.make.yield_.first", 1),
        ("lines.make.yield.over", 60, "lines.make.yield_.over", 60),
        ("lines.make.failures.mtbf", 120, "lines.make.failures.0.mtbf", 5),  # 120 operating hours are 5 days
        ("lines.make.failures.repair.mean", 18 / 24, "lines.make.failures.0.repair", 0.75),
        ("lines.make.opens", 6, "lines.make.opens", 6),
        ("lanes.in.promised", 4, "lanes.in.lead", 4),
        ("lanes.in.late.chance", 1, "lanes.in.late_chance", 1),
        ("lanes.in.late.by", 6, "lanes.in.late_by", 6),
        ("lanes.in.capacity", 18, "lanes.in.capacity", 18),
        ("outages.stop.every", 18, "outages.stop.every", 18),
        ("outages.stop.lasts", 4, "outages.stop.lasts", 4),
        ("prices.steel.volatility", 0.4, "prices.steel.volatility", 0.4),
        ("items.x.shelf_life", 20, "stocks.shop/x.shelf_life", 20),
        ("stocks.shop/x.capacity", 180, "stocks.shop/x.capacity", 180),
    ],
)
def test_a_factor_of_two_doubles_the_number_that_the_path_names(
    path: str, drawn: float, place: str, expected: float
) -> None:
    plan, values = truth({path: TWICE})
    assert values == {path: pytest.approx(drawn)}
    here: Any = plan
    for word in place.split("."):
        here = here[word] if isinstance(here, dict) else here[int(word)] if word.isdigit() else getattr(here, word)
    assert (here.mean if hasattr(here, "quantile") else here) == pytest.approx(expected)


def test_a_doubled_market_asks_for_twice_as_much_in_the_same_proportion() -> None:
    once, twice = run(world()), run({**world(), "unsure": {"markets.m.demand.mean": TWICE}})
    assert twice.drawn == {"markets.m.demand.mean": 12}
    assert abs(twice.markets.of("m", "demand") - 2 * once.markets.of("m", "demand")).max() <= 1  # both are rounded


def test_levels_and_planned_use_are_decisions_and_stay_those_of_the_plan() -> None:
    content = world()
    content["stocks"]["shop/x"] = {"cover": "4 days of planned use", "sources": {"in": "50 %", "make": "50 %"}}
    scenario = scenario_from({**content, "unsure": {"markets.m.demand.mean": TWICE, "lanes.in.promised": TWICE}})
    plan = prepare(scenario)
    true, _ = draw(plan, Environment(plan, 1, 0))
    assert true.stocks == plan.stocks
    assert true.programme == plan.programme
    assert true.planning is plan.planning


def test_a_tool_that_takes_longer_arrives_later() -> None:
    schedule = {"stock": "shop/x", "tasks": {"buy": {"begin": "2026-01-06", "brings": {"t": "shop"}}}}
    plan, _ = truth({"tools.t.lead": TWICE}, schedule)
    assert plan.programme.tasks["buy"].takes.mean == 8


def test_a_range_is_drawn_in_the_unit_of_the_plan() -> None:
    path = "lines.make.cost.fixed"
    plan = prepare(scenario_from({**world(), "unsure": {path: {"range": ["400 kEUR/year", "500 kEUR/year"]}}}))
    draws = [simulate(plan, 1, replication).drawn[path] for replication in range(20)]
    assert all(400_000 <= number <= 500_000 for number in draws)
    assert len(set(draws)) == 20


def test_seen_counts_draw_a_share_around_what_was_seen() -> None:
    scenario = scenario_from({**world(), "unsure": {"lanes.in.late.chance": {"seen": "7 of 10"}}})
    plan = prepare(scenario)
    draws = [simulate(plan, 3, r).drawn["lanes.in.late.chance"] for r in range(400)]
    assert sum(draws) / 400 == pytest.approx(7.5 / 11, abs=0.03)  # Jeffreys: Beta(7.5, 3.5), standard error .007


def test_what_nobody_knows_lies_between_half_and_double() -> None:
    plan = prepare(scenario_from({**world(), "unsure": {"outages.stop.every": "unknown"}}))
    draws = [simulate(plan, 3, r).drawn["outages.stop.every"] for r in range(100)]
    assert min(draws) >= 4.5
    assert max(draws) <= 18
    assert max(draws) - min(draws) > 9


def test_durations_of_all_tasks_and_of_one_are_multiplied() -> None:
    tasks = {"dig": {"begin": "2026-01-05", "takes": "2 days"}, "fill": {"after": ["dig"], "takes": "3 days"}}
    schedule = {"stock": "shop/x", "tasks": tasks}
    log = run({**world(), "unsure": {"tasks": TWICE, "tasks.fill": TWICE}}, schedule)
    assert log.drawn == {"tasks": 2, "tasks.fill": 2}
    assert happened(log, Kind.TASK_DONE) == [(4, "task/dig", 0), (4 + 12, "task/fill", 0)]


def test_tasks_of_a_reference_class_take_its_factor_times_longer() -> None:
    """Equipment: median 1.10, 90 % quantile 1.54 (Mott MacDonald 2002); of 400 futures ranks 359 and 361 are near."""
    schedule = {"stock": "shop/x", "tasks": {"dig": {"begin": "2026-01-05", "takes": "10 days"}}}
    scenario = scenario_from({**world(), "horizon": "60 days", "unsure": {"tasks": {"reference_class": "equipment"}}})
    plan = prepare(scenario, schedule_from({"schedule": "s", **schedule}, scenario=scenario))
    logs = [simulate(plan, 5, replication) for replication in range(400)]
    factors = sorted(log.drawn["tasks"] for log in logs)
    assert factors[199] == pytest.approx(1.10, abs=0.04)  # standard error of the median: 1.25 x .26 x 1.1 / 20
    assert factors[359] == pytest.approx(1.54, abs=0.10)
    assert all(happened(log, Kind.TASK_DONE) == [(pytest.approx(10 * log.drawn["tasks"]), "task/dig", 0)]
               for log in logs if log.drawn["tasks"] < 5)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "median"),
    [("lines.make.ramp.tau", 1.10 * 4), ("lines.make.cost.capex", 1.10e6), ("tools.t.lead", 1.10 * 4)],
)
def test_a_reference_class_stretches_times_and_money_of_the_scenario(path: str, median: float) -> None:
    draws = sorted(truth_of(path, replication) for replication in range(101))
    assert draws[50] == pytest.approx(median, rel=0.2)
    assert draws[-1] > 1.3 * median


def truth_of(path: str, replication: int) -> float:
    plan = prepare(scenario_from({**world(), "unsure": {path: {"reference_class": "equipment"}}}))
    return draw(plan, Environment(plan, 1, replication))[1][path]


def test_truth_changes_what_happens_and_not_what_is_asked() -> None:
    step = {"stock": "shop/x", "tasks": {"buy": {"begin": "2026-01-05", "brings": {"t": "shop"}}}}
    plan, slow = run(world(), step), run({**world(), "unsure": {"tools.t.lead": TWICE}}, step)
    assert happened(plan, Kind.TOOL_INSTALLED) == [(4, "t", 0)]
    assert happened(slow, Kind.TOOL_INSTALLED) == [(8, "t", 0)]
    assert slow.markets.of("m", "demand").tolist() == plan.markets.of("m", "demand").tolist()
    assert first(slow.lines, "make", "started", 8) == [0] * 8
