"""Stylised facts that a changeover has to show, as paired tests: the same futures in both arms, a hundred of them.

F1 to F13 are the checks of the conceptual model. A check that would hold by definition here is restated so that it
could fail: the sentence of each test says what is claimed.
"""

import numpy as np
import pytest
from changeovers import Blocks, day, days, flow
from facts import PPAP, WORLD, Floats, N, base_world, made, on_hand, over, short, surely_more, world

from backsource.config import Scenario, schedule_from
from backsource.log import Kind, Log
from backsource.simulation import prepare, simulate


# ---- F1
def test_f1_service_dips_after_the_cutover_and_is_better_than_before_in_the_end() -> None:
    big_bang = {
        "tasks": PPAP,
        "share": [{"date": day(90), **made(100)}],
        "notice": {"contract": "supply", "date": day(60)},
    }
    spells = (lambda log: short(log, 90, 160)), (lambda log: short(log, 250))
    changed_over, stayed = over(base_world(), *spells, **big_bang), over(base_world(), *spells)
    assert surely_more(changed_over[0], stayed[0])
    assert surely_more(stayed[1], changed_over[1])


# ---- F2
def test_f2_a_larger_bank_helps_less_and_less_and_no_longer_beyond_what_the_supplier_can_build() -> None:
    wants = (0, 4, 8, 12, 60, 90)

    def arm(want: int) -> Blocks:
        return {
            "tasks": PPAP, "share": [{"date": day(100), **made(100)}],
            "notice": {"contract": "supply", "date": day(70)},
            "bridge": {"from": day(20), "want": f"{want} days", "use_from": day(100)},
        }  # fmt: skip

    arms = [over(base_world(), short, on_hand, **arm(want)) for want in wants]
    lost, held = [arm[0] for arm in arms], [arm[1] for arm in arms]
    for few, many in zip(range(len(wants) - 1), range(1, len(wants)), strict=True):
        assert not surely_more(lost[many], lost[few])
        assert not surely_more(held[few], held[many])
    assert surely_more(lost[0], lost[1])
    assert surely_more(lost[1], lost[2])
    gained = [float((lost[i] - lost[i + 1]).mean()) for i in range(3)]
    assert gained[0] > gained[1] > gained[2] > 0
    assert abs(lost[-1].mean() - lost[-2].mean()) < 0.02 * lost[0].mean()
    assert abs(held[-1].mean() - held[-2].mean()) < 0.02 * held[-1].mean()


# ---- F4
def test_f4_without_disengagement_only_the_exit_matters_and_not_when_notice_was_given() -> None:
    share = [{"date": day(100), **made(100)}]
    arms = []
    for given in (20, 60, 95):
        scenario = world(**{"contracts.supply.notice.period": f"{110 - given} days"})
        read = schedule_from({"schedule": "arm", "stock": "plant/part", "tasks": PPAP, "share": share,
                              "notice": {"contract": "supply", "date": day(given)}}, scenario=scenario)  # fmt: skip
        arms.append(prepare(scenario, read))
    for replication in range(N):
        logs = [simulate(plan, 11, replication) for plan in arms]
        assert {days(log, Kind.SOURCE_CLOSED, "buy")[0] for log in logs} == {111}
        assert len({flow(log) for log in logs}) == 1


# ---- F5
def test_f5_a_parallel_run_lowers_shortage_and_costs_more_than_a_big_bang_on_the_same_date() -> None:
    notice = {"contract": "supply", "date": day(135)}  # the supplier is there until day 165 in both
    both: Blocks = {"tasks": PPAP, "notice": notice}
    bang = {**both, "share": [{"date": day(100), **made(100)}]}
    parallel = {**both, "share": [{"date": day(100), **made(50)}, {"date": day(160), **made(100)}],
                "overlap": {"until": day(159), "least": {"buy": "50 %"}}}  # fmt: skip

    def cost(log: Log) -> float:
        """What is bought at 18.50, what is made at 13.00, and stock at 22 % a year."""
        goods = 18.5 * log.lanes.of("buy", "received").sum() + 13.0 * log.lines.of("make", "started").sum()
        return float(goods + 13.0 * 0.22 / 365 * log.stocks.of("plant/part", "on_hand").sum())

    at_once, beside = (over(base_world(), short, cost, **arm) for arm in (bang, parallel))
    assert surely_more(at_once[0], beside[0])
    assert surely_more(beside[1], at_once[1])


# ---- F6, F7
def fixed_and_gated(every: int = 7) -> tuple[Blocks, Blocks]:
    """The same plan on dates, and behind gates with an option on more time at each meeting."""
    notice = {"contract": "supply", "date": day(82)}  # up to day 112
    fixed = {"tasks": PPAP, "notice": notice, "share": [{"date": day(85), **made(40)}, {"date": day(105), **made(100)}]}
    first = {**made(40), "expect": day(85), "gate": {"make": "qualified"}, "wait_at_most": "1 day", "then": "extend"}
    full = {"rate": {"at_least": "75 %", "over": "5 days"}, "yield": {"at_least": "90 %", "over": "5 days"}}
    second = {**made(100), "expect": day(105), "gate": full, "wait_at_most": "1 day", "then": "extend"}
    option = {"contract": "supply", "call_if": {"make_share": {"below": "0 %"}}, "decide_by": day(83)}
    gated = {
        "tasks": PPAP,
        "notice": notice,
        "share": [first, second],
        "extension": option,
        "decided": f"every {every} days",
    }
    return fixed, gated


def standby(log: Log) -> float:
    """Days that the supplier is kept longer than planned."""
    return float(log.journal["quantity"][log.journal["kind"] == Kind.EXTENDED].sum())


def weekly(every: int) -> Scenario:
    """Options as long as the time between two meetings."""
    return world(**{"contracts.supply.extension.each": f"{every} days"})


def test_f6_gates_trade_shortage_for_the_exit_and_their_lead_shrinks_with_slow_meetings_and_dear_standby() -> None:
    fixed, gated = fixed_and_gated()
    (lost_fixed, none), (lost_gated, extra) = (over(base_world(), short, standby, **arm) for arm in (fixed, gated))
    assert surely_more(lost_fixed, lost_gated)
    assert none.max() == 0
    assert surely_more(extra, np.zeros(N))  # the exit is later, and waiting has its price
    # a day of standby costs so many units short: the lead falls with it, and is gone at some price
    leads = [float((lost_fixed - lost_gated - price * extra).mean()) for price in (0, 20, 100)]
    assert leads[0] > leads[1] > leads[2]
    gone = float((lost_fixed - lost_gated).mean() / extra.mean())
    assert 0 < gone < 1000
    # with slower meetings the supplier is kept longer for no less shortage
    price = gone / 3
    scores = []
    for every in (1, 7, 28):
        lost, kept = over(weekly(every), short, standby, **fixed_and_gated(every)[1])
        scores.append(lost + price * kept)
    assert surely_more(scores[2], scores[1])
    assert surely_more(scores[2], scores[0])
    assert surely_more(lost_fixed, scores[1])


def test_f7_an_optimistic_plan_costs_fixed_dates_dearly_and_gates_little() -> None:
    fixed, gated = fixed_and_gated()
    rows = {}
    for truth in (1.0, 1.5, 2.0):
        unsure = {
            "tasks": {"times": {"median": truth, "p90": truth}},
            "lines.make.ramp.tau": {"times": {"median": truth, "p90": truth}},
        }
        scenario = world(unsure=unsure)
        rows[truth] = [over(scenario, short, **arm) for arm in (fixed, gated)]
    rise = [[float((rows[truth][arm] - rows[1.0][arm]).mean()) for truth in (1.5, 2.0)] for arm in (0, 1)]
    assert rise[0][1] > rise[0][0] > 0
    assert surely_more(rows[2.0][0] - rows[1.0][0], rows[2.0][1] - rows[1.0][1])
    assert rise[1][1] < 0.25 * rise[0][1]


# ---- F8
def test_f8_rare_long_stops_of_a_feed_cost_more_and_stock_helps_only_against_short_ones() -> None:
    def starved(every: int, lasts: int, cover: int) -> Floats:
        stop = {"hits": ["mill"], "every": f"{every} days", "lasts": {"mean": f"{lasts} days", "cv": 1.0}}
        scenario = world(**{
            "horizon": "400 days", "outages": {"mill-stop": stop},
            "lanes.steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "1 day"},
            "stocks.plant/steel": {"cover": f"{cover} days of planned use", "opening": f"{100 * (cover + 1)} kg"},
            "stocks.plant/part": {"cover": "1 day", "opening": "200 pieces", "sources": {"make": 1, "buy": 0}},
            "lines.make": {"site": "plant", "makes": "part", "rate": "180 pieces/day", "bom": {"steel": "1 kg"}},
            "lanes.buy.late": {"chance": "0 %", "by": "1 day"},
        })  # fmt: skip
        return over(scenario, short)

    # both mills are up 20 days in 21
    often, often_stocked = starved(40, 2, 2), starved(40, 2, 9)
    rare, rare_stocked = starved(600, 30, 2), starved(600, 30, 9)
    assert surely_more(rare, often)
    assert surely_more(0.2 * often, often_stocked)  # almost fully
    assert surely_more(rare_stocked, 0.5 * rare)  # barely


# ---- F11
SCHEDULES: dict[str, Blocks] = {
    "big bang": {"tasks": PPAP, "share": [{"date": day(100), **made(100)}]},
    "phased": {"tasks": PPAP, "share": [{"date": day(85), **made(30)}, {"date": day(120), **made(100)}]},
    "gated": {"tasks": PPAP, "share": [{**made(50), "expect": day(81), "gate": {"make": "qualified"}},
                                        {**made(100), "expect": day(99), "gate": {"cover": {"at_least": "3 days"}}}],
              "decided": "every 14 days"},
    "banked": {"tasks": PPAP, "share": [{"date": day(100), **made(100)}],
               "bridge": {"from": day(30), "want": "5 days", "use_from": day(100)}},
    "left": {"tasks": PPAP, "share": [{"date": day(100), **made(100)}],
             "notice": {"contract": "supply", "date": day(75)}},
    "retained": {"tasks": PPAP, "share": [{"date": day(100), **made(80)}], "retain": {"buy": "20 %"}},
}  # fmt: skip
PERFECT: Blocks = {
    "lines.make": {"site": "plant", "makes": "part", "rate": "140 pieces/day",
                   "qualification": {**WORLD["lines"]["make"]["qualification"], "passes": "100 %"}},
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEDULES)
def test_f11_nothing_is_short_by_a_perfect_line_and_a_sure_supplier(name: str) -> None:
    sure = world(
        **PERFECT, outages={}, **{"lanes.buy.late": {"chance": "0 %", "by": "1 day"}, "markets.customer.demand.cv": 0.0}
    )
    assert over(sure, short, n=1)[0] == 0
    assert over(sure, short, n=1, **SCHEDULES[name])[0] == 0


def test_f11_with_an_unsure_supplier_no_schedule_is_worse_than_staying_on_average() -> None:
    unsure = world(**PERFECT)
    twin = over(unsure, short)
    assert twin.mean() > 0  # it has gaps of its own
    for schedule in SCHEDULES.values():
        arm = over(unsure, short, **schedule)
        assert not surely_more(arm, twin)
        assert arm.mean() < twin.mean()


# ---- F12
def test_f12_recovery_from_the_same_gap_takes_the_longer_the_fuller_the_line() -> None:
    def recovery(rate: float) -> float:
        """Mean days from the end of a stop of ten days to the end of the backlog."""
        scenario = world(**{
            "horizon": "400 days",
            "outages": {"stop": {"hits": ["make"], "listed": [{"from": "100 days", "lasts": "10 days"}]}},
            "stocks.plant/part": {"base_stock": "100 pieces", "opening": "0 pieces", "sources": {"buy": 0, "make": 1}},
            "lines.make": {"site": "plant", "makes": "part", "rate": f"{rate!r} pieces/day", "ready": "same_day",
                           "failures": [{"mtbf": "8 days", "repair": {"mean": "0.2 days", "cv": 1.0}}]},
        })  # fmt: skip

        def length(log: Log) -> float:
            owed = log.stocks.of("plant/part", "owed")[110:]
            return float(np.argmax(owed <= 0)) if (owed <= 0).any() else float(len(owed))

        return float(over(scenario, length).mean())

    available = 1 / (1 + 0.2 / 8)
    times = {}
    for rho in (0.7, 0.8, 0.9, 0.95):
        times[rho] = recovery(100 / (rho * available))
    values = list(times.values())
    assert values == sorted(values)
    # the backlog of ten days falls by the spare capacity (1 - rho) / rho a day: failures and demand are random
    for rho, value in times.items():
        assert value == pytest.approx(10 * rho / (1 - rho), rel=0.25)


# ---- F13
def test_f13_the_same_failure_costs_more_when_the_supplier_has_gone() -> None:
    stop = {"outages.crash": {"hits": ["make"], "listed": [{"from": "170 days", "lasts": "25 days"}]}}
    scenario = world(**stop)
    share = [{"date": day(90), **made(60)}, {"date": day(110), **made(100)}]
    rule = {"when": {"backlog": {"above": "1 day", "over": "2 days"}}, "to": {"make": 0}, "until": "exit"}
    part: Blocks = {"tasks": {"ppap": {"begin": day(10), "qualifies": "make"}}, "share": share, "rollback": rule}
    cost = {}
    for name, given in (("overlap", 230), ("gone", 120)):
        arm = {**part, "notice": {"contract": "supply", "date": day(given)}}
        cost[name] = over(scenario, short, **arm) - over(base_world(), short, **arm)
    assert surely_more(cost["overlap"], np.zeros(N))
    assert surely_more(cost["gone"], cost["overlap"])
