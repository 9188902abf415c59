"""Programmes of several stocks, sites and waves; overlap and retained shares; what the examples do as they stand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from changeovers import (
    QUALIFICATION,
    column,
    day,
    days,
    everything,
    flow,
    happened,
    made,
    plan,
    run,
    stay,
    steps,
    world,
)

from backsource.config import load_scenario, load_schedule
from backsource.log import Kind
from backsource.simulation import prepare, simulate

ROOT = Path(__file__).parents[2]
SCHEDULES = sorted(path.stem for path in (ROOT / "configs/schedules").glob("*.yaml"))
ALWAYS: dict[str, Any] = {"backlog": {"below": "900 days"}}


# ---- overlap and retained shares
def test_an_overlap_keeps_a_source_up_to_its_last_day() -> None:
    share = [{"date": day(10), **made(50)}, {"date": day(31), **made(100)}]
    log = run(world(), share=share, overlap={"until": day(30), "least": {"buy": "30 %"}})
    assert steps(log, "buy") == [(10, 0.5), (31, 0.0)]
    assert log.lanes.of("buy", "ordered")[10:31].sum() == 105


def test_a_step_that_comes_late_comes_after_the_overlap() -> None:
    gate = {**made(100), "expect": day(31), "gate": {"backlog": {"above": "900 days"}}}
    first = {"date": day(10), **made(40)}
    late = run(world(), share=[first, {**gate, "wait_at_most": "9 days", "then": "force"}],
               overlap={"until": day(30), "least": {"buy": "30 %"}}, decided="every 7 days")  # fmt: skip
    assert steps(late, "buy") == [(10, 0.6), (45, 0.0)]


def test_rolling_back_keeps_what_is_kept() -> None:
    gate = {
        **made(80),
        "expect": day(20),
        "gate": {"backlog": {"above": "900 days"}},
        "wait_at_most": "0.5 days",
        "then": "rollback",
    }
    rule = {"when": {"backlog": {"above": "900 days"}}, "to": made(20)}
    log = run(
        world(),
        share=[{"date": day(10), **made(70)}, gate],
        rollback=rule,
        overlap={"until": day(60), "least": {"make": "40 %"}},
    )
    back = days(log, Kind.ROLLED_BACK)[0]
    assert steps(log, "make") == [(10, 0.7), (back, 0.4), (61, 0.2)]


def test_a_retained_share_stays_for_good() -> None:
    log = run(world(horizon="400 days"), share=[{"date": day(10), **made(85)}], retain={"buy": "15 %"})
    assert steps(log, "buy") == [(10, 0.15)]
    assert log.lanes.of("buy", "ordered")[50:390].sum() == pytest.approx(0.15 * 3400, abs=2)


# ---- waves, pilots, several items
PAIR: dict[str, Any] = {
    "items.gear": {"unit": "piece"},
    "stocks.plant/gear": {"base_stock": "70 pieces", "opening": "50 pieces", "sources": {"gears": 1, "cut": 0}},
    "lanes.gears": {"item": "gear", "from": "seller", "to": "plant", "promised": "2 days"},
    "lines.cut": {"site": "plant", "makes": "gear", "rate": "20 pieces/day"},
    "markets.other": {"item": "gear", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}},
}


def waves(first: int, second: int) -> dict[str, Any]:
    return {
        "plant/part": {"share": [{"date": day(first), **made(100)}]},
        "plant/gear": {"share": [{"date": day(second), "cut": "100 %", "gears": "0 %"}]},
    }


def test_stocks_follow_their_own_paths_in_one_programme() -> None:
    log = run(world(**PAIR), parts=waves(10, 30))
    assert steps(log, "make") == [(10, 1.0)]
    assert steps(log, "cut", "plant/gear") == [(30, 1.0)]
    alone = run(world(**PAIR), parts={"plant/part": waves(10, 30)["plant/part"]})
    for book, name in (("stocks", "plant/part"), ("lines", "make"), ("lanes", "buy")):
        ours, theirs = getattr(log, book), getattr(alone, book)
        assert (ours.data[ours.names.index(name)] == theirs.data[theirs.names.index(name)]).all()


def test_items_of_a_programme_compete_for_the_work_centre_that_they_share() -> None:
    centre = {"work_centres": {"mill": {"site": "plant", "servers": 1}},
              "lines.make.work_centre": "mill", "lines.cut.work_centre": "mill"}  # fmt: skip
    demand = {"markets.other.demand.mean": "15 pieces", "stocks.plant/gear.base_stock": "105 pieces"}
    both = {**PAIR, **centre, **demand}
    # 10 of 20 a day and 15 of 20 a day are more than one centre can do
    one = run(world(**both), parts=waves(10, 119))
    two = run(world(**both), parts=waves(10, 30))
    assert one.markets.of("customer", "owed").max() == 0 == one.markets.of("other", "owed").max()
    assert two.stocks.of("plant/gear", "owed")[-1] + two.stocks.of("plant/part", "owed")[-1] > 100
    work = two.lines.of("make", "good")[60:] / 20 + two.lines.of("cut", "good")[60:] / 20
    assert work.mean() == pytest.approx(1.0, abs=0.05)
    apart = run(world(**{**PAIR, **demand}), parts=waves(10, 30))
    assert apart.markets.of("other", "owed")[-1] == 0 == apart.markets.of("customer", "owed")[-1]


def test_a_second_wave_may_wait_for_what_the_pilot_has_shown() -> None:
    pilot = {"share": [{"date": day(10), **made(100)}]}
    second = {
        "share": [
            {
                "cut": "100 %",
                "gears": "0 %",
                "expect": day(12),
                "gate": {"line": "make", "yield": {"at_least": "99 %", "over": "5 days"}},
            }
        ]
    }
    log = run(world(**PAIR), parts={"plant/part": pilot, "plant/gear": second})
    # the line opens on day 10 and makes from day 10 on: the books of five days are complete on the morning of day 16
    assert steps(log, "cut", "plant/gear") == [(16, 1.0)]


def test_several_sites_are_waves_of_one_item() -> None:
    sites = {
        "sites.annex": {"kind": "plant"},
        "stocks.annex/part": {"base_stock": "70 pieces", "opening": "50 pieces", "sources": {"buy2": 1, "make2": 0}},
        "lanes.buy2": {"item": "part", "from": "seller", "to": "annex", "promised": "2 days"},
        "lines.make2": {"site": "annex", "makes": "part", "rate": "20 pieces/day", "qualification": QUALIFICATION},
        "lines.make.qualification": QUALIFICATION,
        "markets.near": {"item": "part", "from": "annex", "demand": {"per": "day", "mean": "10 pieces"}},
        "contracts.supply.lanes": ["buy", "buy2"],
    }
    tasks = {
        "pilot": {"begin": day(1), "qualifies": "make"},
        "copy": {"after": [{"task": "pilot", "lag": "3 days"}], "qualifies": "make2"},
    }
    parts = {
        "plant/part": {"share": [{**made(100), "expect": day(11), "gate": {"make": "qualified"}}]},
        "annex/part": {"share": [{"make2": "100 %", "expect": day(24), "gate": {"make2": "qualified"}}]},
    }
    log = run(world(**sites), tasks=tasks, parts=parts, notice={"contract": "supply", "date": day(10)})
    assert (days(log, Kind.APPROVED, "make"), days(log, Kind.APPROVED, "make2")) == ([11], [24])
    assert steps(log, "make2", "annex/part") == [(24, 1.0)]
    assert {subject for _, subject, _ in happened(log, Kind.SOURCE_CLOSED)} == {"buy", "buy2"}
    assert log.markets.of("near", "short").sum() == 0 == log.markets.of("customer", "short").sum()


def test_going_back_with_one_stock_leaves_the_others_on_their_way() -> None:
    parts = waves(10, 30)
    parts["plant/part"]["if_not"] = {"by": day(20), "backlog": {"above": "900 days"}, "then": "rollback"}
    log = run(world(**PAIR), parts=parts)
    assert [subject for _, subject, _ in happened(log, Kind.ROLLED_BACK)] == ["plant/part"]
    assert steps(log, "cut", "plant/gear") == [(30, 1.0)]


# ---- lines that open by a share, and schedules that do nothing
def test_a_line_that_nobody_used_opens_with_its_first_share() -> None:
    log = run(world(), share=[{**made(50), "expect": day(9), "gate": ALWAYS}], decided="every 7 days")
    assert happened(log, Kind.LINE_OPENED) == [(9, "make", 0)]
    assert column(log.lines, "make", "closed", 7, 11) == [1, 1, 0, 0]


def test_a_schedule_that_does_nothing_equals_staying_external() -> None:
    for schedule in ({}, {"freeze": [f"{day(5)}..{day(9)}"], "decided": "every 3 days"}, {"share": []}):
        assert flow(run(world(), **schedule)) == flow(stay(world()))


def test_a_step_to_the_same_shares_changes_no_flow() -> None:
    assert flow(run(world(), share=[{"date": day(10), **made(0)}])) == flow(stay(world()))


# ---- the examples
@pytest.fixture(scope="module")
def knuckle() -> Any:
    return load_scenario(ROOT / "configs/scenarios/steering-knuckle.yaml")


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_example_runs_as_it_stands_in_the_same_environment_as_all_others(knuckle: Any, name: str) -> None:
    schedule = load_schedule(ROOT / f"configs/schedules/{name}.yaml", scenario=knuckle)
    prepared = prepare(knuckle, schedule)
    for replication in range(3):
        log, base = simulate(prepared, 5, replication), simulate(prepare(knuckle), 5, replication)
        assert log.environment == base.environment
        assert everything(log) == everything(simulate(prepared, 5, replication))
        first = min((e["time"] for e in log.journal if e["kind"] > Kind.REPAIRED and e["time"] > 0), default=np.inf)
        rows = slice(0, int(min(first, log.days)))
        assert (log.markets.data[:, rows] == base.markets.data[:, rows]).all()


def test_a_plan_can_be_pickled_and_runs_the_same_elsewhere(knuckle: Any) -> None:
    import pickle

    schedule = load_schedule(ROOT / "configs/schedules/gated.yaml", scenario=knuckle)
    prepared = prepare(knuckle, schedule)
    simulate(prepared, 5, 0)
    elsewhere = pickle.loads(pickle.dumps(prepared))
    assert everything(simulate(elsewhere, 5, 1)) == everything(simulate(prepared, 5, 1))


def test_replications_do_not_touch_each_other() -> None:
    prepared = plan(world(), share=[{**made(50), "expect": day(9), "gate": ALWAYS}])
    alone = everything(simulate(prepared, 3, 7))
    for replication in range(5):
        simulate(prepared, 3, replication)
    assert everything(simulate(prepared, 3, 7)) == alone
