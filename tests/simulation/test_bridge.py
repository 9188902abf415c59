"""Bank and last-time buy: what is asked for, what is attained, what becomes of it; ramps against closed forms."""

from typing import Any

import numpy as np
import pytest
from changeovers import column, day, days, flow, happened, made, plan, run, stay, world

from backsource.laws.bridge import ExponentialChangeover, last_time_buy, linear_ramp_need
from backsource.log import Kind, Log
from backsource.simulation import simulate

SUPPLIER: dict[str, Any] = {
    "sites.seller.kind": "supplier",
    "lines.cell": {"site": "seller", "makes": "part", "rate": "10 pieces/day", "surge": "20 %"},
}
BANK: dict[str, Any] = {"from": day(20), "want": "8 days", "use_from": day(60)}


def attained(log: Log) -> tuple[float, float]:
    """Bank attained and wanted."""
    entries = log.journal[log.journal["kind"] == Kind.BANK]
    assert len(entries) == 1
    return float(entries["quantity"][0]), float(entries["detail"][0])


# ---- the bank
def test_a_bank_is_so_many_days_of_planned_use_and_is_attained_where_the_source_can() -> None:
    log = run(world(), bridge=BANK)
    assert attained(log) == (80, 80)
    base = stay(world())
    more = log.stocks.of("plant/part", "on_hand") - base.stocks.of("plant/part", "on_hand")
    assert (more[21], more[22], more[59]) == (0, 80, 80)  # ordered on day 20, there on day 22


def test_a_bank_is_used_up_before_anything_is_ordered_again() -> None:
    log = run(world(), bridge=BANK)
    assert column(log.lanes, "buy", "ordered", 58, 70) == [10, 10] + [0] * 8 + [10, 10]


def test_a_bank_is_limited_by_what_the_supplier_can_build_in_its_window() -> None:
    # twelve a day less ten of demand, for the forty days of the window
    for want, expected in (("4 days", 40), ("8 days", 80), ("15 days", 80), ("30 days", 80)):
        log = run(world(**SUPPLIER), bridge={**BANK, "want": want})
        reached, wanted = attained(log)
        assert wanted == float(want.split()[0]) * 10
        # what is ordered on day 20 leaves the line on day 21 and is there on day 23: three days less
        assert reached == pytest.approx(min(expected, 2 * 37), abs=2)


def test_a_bank_counts_above_what_the_stock_would_hold_anyway() -> None:
    for policy in ({"base_stock": "150 pieces"}, {"cover": "13 days"}):
        stock = {"sources": {"buy": 1, "make": 0}, "opening": "130 pieces", "on_order": "20 pieces", **policy}
        log = run(world(**{"stocks.plant/part": stock}), bridge=BANK)
        assert attained(log) == (80, 80)


@pytest.mark.parametrize("use_from", range(60, 67))
def test_a_bank_is_what_is_there_beyond_a_world_without_it_on_every_day_of_a_resting_week(use_from: int) -> None:
    rests = {f"sites.{site}.calendar": "works" for site in ("seller", "plant")}
    rests |= {"sites.customer": {"kind": "market", "calendar": "works"}, "lanes.buy.promised": "3 days"}
    rests |= {"markets.customer.demand": {"per": "working day", "mean": "10 pieces"}}
    log = run(world(**rests), bridge={**BANK, "want": "8 working days", "use_from": day(use_from)})
    on_hand, without = (one.stocks.of("plant/part", "on_hand")[use_from - 1] for one in (log, stay(world(**rests))))
    assert attained(log) == (on_hand - without, 80) == (80, 80)


def test_a_bank_may_be_built_by_another_source() -> None:
    spare = {"lanes.spare": {"item": "part", "from": "mill", "to": "plant", "promised": "4 days"}}
    log = run(world(**spare), bridge={**BANK, "source": "spare"})
    assert log.lanes.of("spare", "ordered").sum() == 80
    assert log.lanes.of("buy", "ordered")[:60].sum() == stay(world()).lanes.of("buy", "ordered")[:60].sum()


def test_a_bank_of_nothing_changes_nothing() -> None:
    assert flow(run(world(), bridge={**BANK, "want": "0 days"})) == flow(stay(world()))


def test_the_larger_the_bank_the_less_is_short() -> None:
    tools = {
        **SUPPLIER, "lines.cell.surge": "100 %", "lines.cell.tools": ["T1"], "lines.make.tools": ["T1"],
        "tools": {"T1": {"at": "seller", "move": {"takes": "12 days"}}},
    }  # fmt: skip
    move = {"tasks": {"move": {"begin": day(60), "moves": {"T1": "plant"}}}, "share": [{"date": day(60), **made(100)}]}
    short = [
        run(world(**tools), bridge={**BANK, "want": f"{want} days"}, **move).markets.of("customer", "short").sum()
        for want in (0, 2, 4, 6, 12)
    ]
    # six days without goods, then five in which the backlog is made up; each day of bank is a day of both less
    assert short[0] > short[1] > short[2] > short[3] == short[4] == 0


# ---- the last-time buy
def test_a_last_order_comes_on_top_of_the_policy_until_the_supplier_is_gone() -> None:
    notice = {"contract": "supply", "date": day(5)}  # ends with day 35
    buy = {"date": day(15), "quantity": "100 pieces"}
    log = run(world(), notice=notice, last_time_buy=buy)
    base = run(world(), notice=notice)
    assert (log.lanes.of("buy", "ordered") - base.lanes.of("buy", "ordered"))[:36].tolist() == [0] * 15 + [100] + [
        0
    ] * 20
    more = log.stocks.of("plant/part", "on_hand") - base.stocks.of("plant/part", "on_hand")
    assert more[17:36].tolist() == [100] * 19
    short = [one.markets.of("customer", "short").sum() for one in (log, base)]
    assert short[1] - short[0] == 100


def test_a_last_order_when_all_is_made_is_used_before_more_is_made() -> None:
    share = [{"date": day(30), **made(100)}]
    log = run(world(), share=share, last_time_buy={"date": day(29), "quantity": "60 pieces"})
    assert column(log.lines, "make", "ordered", 28, 38) == [0, 0, 0, 0, 0, 0, 0, 0, 10, 10]
    assert log.stocks.of("plant/part", "position").max() == 130


def test_a_bank_and_a_last_order_add_up() -> None:
    notice = {"contract": "supply", "date": day(50)}
    log = run(world(), notice=notice, bridge=BANK, last_time_buy={"date": day(40), "quantity": "50 pieces"})
    on_hand = log.stocks.of("plant/part", "on_hand")
    base = stay(world()).stocks.of("plant/part", "on_hand")
    assert (on_hand[30] - base[30], on_hand[45] - base[45], on_hand[75] - base[75]) == (80, 130, 50)


# ---- closed forms (domain 5.2): a supplier stops, our line ramps up against a constant demand
def changeover(demand: float, ramp: dict[str, Any], rate: float, dead: int, opening: float, horizon: int = 200) -> Log:
    """The supplier's last goods have come in before day 0; our line opens `dead` days later."""
    scenario = world(**{
        "horizon": f"{horizon} days", "items.part.whole": False,
        "stocks.plant/part.base_stock": "100000 pieces", "stocks.plant/part.opening": f"{opening!r} pieces",
        "stocks.plant/part.sources": {"buy": 0, "make": 1},
        "lines.make": {"site": "plant", "makes": "part", "rate": f"{rate!r} pieces/day", "ready": "same_day",
                       "opens": f"{dead} days", "ramp": ramp},
        "markets.customer.demand.mean": f"{demand!r} pieces",
    })  # fmt: skip
    return run(scenario)


CASES = [  # demand, rate, tau, dead time
    (100.0, 125.0, 30.0, 0),
    (100.0, 130.0, 8.0, 4),
    (100.0, 400.0, 30.0, 0),
]


@pytest.mark.parametrize(("demand", "rate", "tau", "dead"), CASES)
def test_the_deepest_backlog_of_an_exponential_ramp_is_the_closed_form(
    demand: float, rate: float, tau: float, dead: int
) -> None:
    exact = ExponentialChangeover(demand, rate, tau, float(dead))
    log = changeover(demand, {"tau": f"{tau!r} days"}, rate, dead, 0.0)
    owed = log.stocks.of("plant/part", "owed")
    assert owed.max() == pytest.approx(exact.needed, abs=demand / 2)
    assert abs(int(owed.argmax()) + 1 - exact.crossing) <= 1
    # the net stock at the end of any day is that of the continuous model: whole days integrate the curve exactly
    for t in (10, 40, 90, 150):
        net = log.stocks.of("plant/part", "on_hand")[t - 1] - owed[t - 1]
        assert net == pytest.approx(exact.net_stock(0.0, t), abs=1e-6 * demand * t + 0.03 * demand)


def test_domain_5_2_bank_of_an_exponential_ramp() -> None:
    log = changeover(100.0, {"tau": "30 days"}, 125.0, 0, 0.0)
    assert log.stocks.of("plant/part", "owed").max() == pytest.approx(1792.92, abs=50)
    assert int(log.stocks.of("plant/part", "owed").argmax()) + 1 == pytest.approx(48.283, abs=1)


def test_domain_5_2_bank_of_a_linear_ramp() -> None:
    log = changeover(100.0, {"shape": "linear", "over": "60 days"}, 100.0, 0, 0.0)
    assert linear_ramp_need(100, 60) == 3000
    assert log.stocks.of("plant/part", "owed").max() == pytest.approx(3000, abs=1e-6)


def test_r_o2_the_gap_that_a_bank_of_600_leaves() -> None:
    exact = ExponentialChangeover(100, 130, 8, 4).gap(600)
    assert exact is not None
    owed = changeover(100.0, {"tau": "8 days"}, 130.0, 4, 600.0).stocks.of("plant/part", "owed")
    rows = np.flatnonzero(owed > 1)
    assert owed.max() == pytest.approx(exact.peak, abs=50)
    assert rows[0] == pytest.approx(exact.start, abs=1)
    assert rows[-1] + 1 == pytest.approx(exact.end, abs=1)
    assert owed.sum() == pytest.approx(exact.unit_days, rel=0.02)
    assert changeover(100.0, {"tau": "8 days"}, 130.0, 4, 900.0).stocks.of("plant/part", "owed").max() == 0


def test_the_bank_is_noted_once() -> None:
    assert days(run(world(), bridge=BANK), Kind.BANK) == [60]
    assert [entry[1] for entry in happened(run(world(), bridge=BANK), Kind.TARGET_RAISED)] == ["plant/part"] * 2


def test_a_last_time_buy_leaves_the_shortage_of_the_newsvendor() -> None:
    """Up to day 35 the position is 20; of what is asked on the 60 days after it, Poisson of mean 120, all is served
    from 20 and the last order: the shortage and the rest are those of the law, within four standard errors."""
    best = last_time_buy(120.0, left_over=4, short=36)
    stock = {"base_stock": "20 pieces", "opening": "20 pieces", "sources": {"buy": 1, "make": 0}}
    scenario = world(**{
        "horizon": "96 days", "stocks.plant/part": stock,
        "markets.customer.demand": {"per": "day", "amount": {"family": "poisson", "mean": "2 pieces"}},
    })  # fmt: skip
    notice = {"contract": "supply", "date": day(5)}
    buy = {"date": day(35), "quantity": f"{best.quantity - 20} pieces"}
    prepared = plan(scenario, notice=notice, last_time_buy=buy)
    logs = [simulate(prepared, 7, replication) for replication in range(400)]
    ends = [(log.stocks.of("plant/part", "owed")[-1], log.stocks.of("plant/part", "on_hand")[-1]) for log in logs]
    short, rest = np.array(ends).T
    assert mean_within(short, best.short)
    assert mean_within(rest, best.quantity - 120 + best.short)
    assert mean_within(4 * rest + 36 * short, best.cost)


def mean_within(values: np.ndarray, expected: float) -> bool:
    return bool(abs(values.mean() - expected) <= 4 * values.std(ddof=1) / np.sqrt(len(values)))
