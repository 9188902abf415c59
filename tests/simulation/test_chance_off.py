"""What *off* means, family by family: no loss at all, or the same mean without variability."""

from typing import Any

import numpy as np
import pytest
from changeovers import QUALIFICATION, Blocks, changed, column, day, days, happened, made, world

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.simulation import prepare, simulate

MADE: Blocks = {"stocks.plant/part.sources": {"buy": 0, "make": 1}}


def off(scenario: Scenario, *families: str, **said: Any) -> Log:
    """One replication with some families off."""
    schedule = schedule_from({"schedule": "t", "stock": "plant/part", **said}, scenario=scenario) if said else None
    return simulate(prepare(scenario, schedule, without=families), 1, 0)


def planned(scenario: Scenario) -> np.ndarray:
    """Planned demand of each day."""
    plan = prepare(scenario)
    return plan.planning.demand["plant/part"][: plan.rows]


# ---- demand
DEMANDS: dict[str, Blocks] = {
    "normal": {"per": "day", "mean": "10.3 pieces", "cv": 0.6},
    "seasons": {"per": "working day", "mean": "10 pieces", "cv": 0.3, "months": [1, 1.13, 0.7, 1.4, *[1] * 8]},
    "growth": {"per": "day", "amount": {"family": "poisson", "mean": "7 pieces"}, "trend": "60 %/year"},
    "weeks": {"per": "day", "amount": {"values": ["0 pieces", "9 pieces"], "chances": [0.7, 0.3]},
              "weekdays": [1, 1, 2, 1, 1, 0.5, 0]},
}  # fmt: skip


@pytest.mark.parametrize("kind", DEMANDS)
@pytest.mark.parametrize("whole", [True, False])
def test_the_demand_of_all_days_together_is_the_planned_one(kind: str, whole: bool) -> None:
    scenario = world(**{"markets.customer.demand": DEMANDS[kind], "items.part.whole": whole, "horizon": "400 days"})
    asked = off(scenario, "demand").markets.of("customer", "demand")
    means = planned(scenario)
    if whole:
        assert np.array_equal(asked, np.round(asked))
        assert np.abs(np.cumsum(asked) - np.cumsum(means)).max() <= 0.5 + 1e-9
        assert np.abs(asked - means).max() < 1
    else:
        assert asked == pytest.approx(means)


def test_customers_come_at_the_mean_gap_and_ask_for_the_mean_in_whole_units() -> None:
    sizes = {"values": ["1 piece", "4 pieces"], "chances": [0.5, 0.5]}
    demand = {"every": {"mean": "0.25 days", "cv": 1.2}, "amount": sizes}
    log = off(world(**{"markets.customer.demand": demand}), "demand")
    asked = log.markets.of("customer", "demand")
    assert set(asked) == {10}  # four a day ask for 3, 2, 3, 2
    assert asked.sum() == 4 * 2.5 * 120


def test_the_season_quickens_their_pace() -> None:
    demand = {"every": "0.5 days", "mean": "2 pieces", "weekdays": [1, 1, 1, 1, 2, 0, 0]}
    log = off(world(**{"markets.customer.demand": demand}), "demand")
    assert column(log.markets, "customer", "demand", 7, 14) == [4, 4, 4, 4, 8, 0, 0]


@pytest.mark.parametrize("gap", [0.3, 7.0, 30.0, 45.0, 300.0])
def test_up_to_every_day_as_many_customers_come_as_in_the_mean(gap: float) -> None:
    """A Poisson stream of gap g has t / g customers up to t; even ones have them but for half a customer."""
    demand = {"every": f"{gap} days", "amount": "6 pieces"}
    came = np.cumsum(off(world(**{"markets.customer.demand": demand}), "demand").markets.of("customer", "demand")) / 6
    assert np.abs(came - np.arange(1, 121) / gap).max() <= 0.5 + 1e-9


def test_listed_sizes_of_customers_who_come_evenly_are_fact() -> None:
    demand = {"every": "2 days", "amount": {"listed": ["5 pieces", "1 piece", "3 pieces"]}}
    log = off(world(**{"markets.customer.demand": demand}), "demand")
    assert [asked for asked in column(log.markets, "customer", "demand", 0, 9) if asked] == [5, 1, 3, 5]


def test_listed_demand_is_fact() -> None:
    demand = {"listed": ["4 pieces", "0 pieces", "9 pieces"]}
    log = off(world(**{"markets.customer.demand": demand}), "demand")
    assert column(log.markets, "customer", "demand", 0, 4) == [4, 0, 9, 0]


# ---- transport
@pytest.mark.parametrize(
    ("lane", "lead"),
    [
        ({"promised": "4 days", "late": {"chance": "50 %", "by": {"mean": "5 days", "cv": 1.0}}}, 4),
        ({"promised": None, "lead_time": {"mean": "6 days", "cv": 0.8}}, 6),
        ({"promised": None, "lead_time": {"least": "1 day", "most": "4 days"}}, 3),  # two and a half: the third morning
    ],
)
def test_all_arrives_as_promised_or_after_the_mean_lead_time(lane: Blocks, lead: int) -> None:
    buy = {"item": "part", "from": "seller", "to": "plant", **{key: value for key, value in lane.items() if value}}
    log = off(world(**{"lanes.buy": buy}), "transport")
    received, ordered = log.lanes.of("buy", "received"), log.lanes.of("buy", "ordered")
    assert ordered.any()
    assert np.array_equal(received[lead:], ordered[:-lead])
    assert not received[:lead].any()


def test_listed_lead_times_are_fact() -> None:
    buy = {"item": "part", "from": "seller", "to": "plant", "lead_time": {"listed": ["1 day", "9 days"]}}
    scenario = world(**{"lanes.buy": buy})
    assert off(scenario, "transport").lanes.data.tobytes() == off(scenario).lanes.data.tobytes()


# ---- scrap and processing
@pytest.mark.parametrize("share", [0.7, 0.985, 0.05])
def test_the_yield_is_the_mean_yield(share: float) -> None:
    scenario = world(**MADE, **{"lines.make.yield": share})
    log = off(scenario, "scrap")
    good, scrap = log.lines.of("make", "good"), log.lines.of("make", "scrap")
    assert np.array_equal(good, np.round(good))
    assert (good + scrap).sum() > 1000
    assert np.abs(np.cumsum(good) - share * np.cumsum(good + scrap)).max() <= 0.5 + 1e-9


def test_the_yield_grows_as_it_was_planned_to() -> None:
    grown = {"first": "50 %", "mature": "90 %", "over": "100 pieces"}
    log = off(world(**MADE, **{"lines.make.yield": grown}), "scrap")
    good, scrap = log.lines.of("make", "good"), log.lines.of("make", "scrap")
    before = np.cumsum(good + scrap) - (good + scrap)
    reached = 0.9 - 0.4 * np.exp(-before / 100)  # of all that was started by the evening before, as a line learns
    assert np.abs(np.cumsum(good) - np.cumsum(reached * (good + scrap))).max() <= 1


def test_every_lot_takes_the_mean_processing_time() -> None:
    line = {"site": "plant", "makes": "part", "processing": {"mean": "0.125 days", "cv": 2.0}}
    log = off(world(**MADE, **{"lines.make": line, "stocks.plant/part.opening": "0 pieces"}), "processing")
    assert column(log.lines, "make", "good", 1, 6) == [8] * 5  # it owes more than it can make: never idle


# ---- what fails
def test_machines_do_not_fail_and_all_of_them_work() -> None:
    line = {"site": "plant", "makes": "part", "rate": "20 pieces/day", "machines": 4, "spares": 1, "repairers": 1,
            "failures": {"mtbf": "3 days", "repair": "2 days"}}  # fmt: skip
    whole, sound = (off(world(**MADE, **{"lines.make": line}), *names) for names in ((), ("own_failures",)))
    assert whole.lines.of("make", "down").sum() > 0
    assert sound.lines.of("make", "down").sum() == 0
    assert not happened(sound, Kind.FAILURE)


def test_a_listed_outage_is_a_loss_and_goes_too() -> None:
    stop = {"hits": ["make"], "listed": [f"{day(30)}..{day(60)}"]}
    scenario = world(**MADE, **{"outages.stop": stop})
    assert off(scenario).lines.of("make", "good")[31:60].sum() == 0
    assert off(scenario, "own_failures").lines.of("make", "good")[31:60].sum() == 10 * 29


# ---- tasks
TASKS: Blocks = {
    "fit": {"begin": day(10), "takes": {"least": "2 days", "mode": "6 days", "most": "10 days"}},
    "ppap": {"after": ["fit"], "qualifies": "make"},
}


def test_tasks_take_the_time_that_the_plan_counts_on() -> None:
    rule = changed(QUALIFICATION, {"passes": "50 %", "again_after": {"mean": "6 days", "cv": 0.5}})
    unsure = {"tasks": {"times": {"median": 1.7, "p90": 2.5}}}
    scenario = world(**{"lines.make.qualification": rule, "unsure": unsure})
    log = off(scenario, "wrong_plan", "qualification", tasks=TASKS)
    assert days(log, Kind.TASK_DONE, "task/fit") == [16]  # a pert of 2, 6 and 10 days has a mean of 6
    assert days(log, Kind.APPROVED) == [16 + 4 + 1 + 5]


def test_trials_fail_as_ever_when_only_the_plan_is_right() -> None:
    rule = changed(QUALIFICATION, {"passes": "20 %"})
    scenario = world(**{"lines.make.qualification": rule})
    whole, right = (off(scenario, *names, tasks=TASKS) for names in ((), ("wrong_plan",)))
    trials = [quantity for _, _, quantity in happened(whole, Kind.TRIAL)]
    assert trials[0] == 0
    assert [quantity for _, _, quantity in happened(right, Kind.TRIAL)][: len(trials)] == trials


def test_tools_return_in_their_mean_time() -> None:
    move = {"takes": {"least": "2 days", "most": "10 days"}}
    scenario = world(**{"sites.shed": {"kind": "depot"}, "lines.make.tools": ["die"],
                        "tools.die": {"at": "shed", "needed_by": ["make"], "move": move}})  # fmt: skip
    log = off(
        scenario, "wrong_plan", tasks={"move": {"begin": day(10), "moves": {"die": "plant"}}},
        opens={"make": day(20)}, share=[{"date": day(20), **made(100)}], go_back=day(40),
    )  # fmt: skip
    assert days(log, Kind.TOOL_INSTALLED, "die") == [16, 46]


# ---- the mean of what is unsure is a matter of the plan
def test_demand_without_variability_keeps_the_mean_that_was_drawn() -> None:
    demand = {"per": "day", "mean": "10 pieces", "cv": 0.5}
    unsure = {"markets.customer.demand.mean": {"range": ["12 pieces", "18 pieces"]}}
    log = off(world(**{"markets.customer.demand": demand, "unsure": unsure}), "demand")
    drawn = log.drawn["markets.customer.demand.mean"]
    assert 12 <= drawn <= 18
    assert log.markets.of("customer", "demand").sum() == pytest.approx(120 * drawn, rel=0.01)
