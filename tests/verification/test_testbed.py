"""Problems that selection procedures and optimisers are tried on, through `prepare` and `simulate`.

The ordinary suite runs one policy of each at quick precision and the same kinds at other parameters; all
policies at full precision are a `prove`.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backsource import Sheet, load_scenario, prepare, simulate
from backsource.verification import QUICK, open_cases, read_cases, rows_of
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import exact_values

CASES = [case for case in read_cases(open_cases() / "testbed") if isinstance(case, AnalyticCase)]
KOENIG_LAW = """
format: 1
scenario: koenig-law
start: 2001-01-01
horizon: 30 days
items: {x: {unit: piece}}
sites: {outside: {kind: feed}, shop: {kind: depot}}
stocks:
  shop/x:
    opening: 80 pieces
    holding: 1 EUR/piece/day
    reorder: {at: 20 pieces, when: "<", up_to: 80 pieces}
lanes: {supply: {item: x, from: outside, to: shop, promised: 0 days, order_cost: 32 EUR, price: 3 EUR/piece}}
markets:
  customers:
    item: x
    from: shop
    demand: {per: day, amount: {family: poisson, mean: 25 pieces}}
    late_cost_daily: 5 EUR/piece/day
"""
COSTS = {"K": 20.0, "c": 1.0, "h": 2.0, "p": 9.0}


def assert_all_pass(case: AnalyticCase, coarser: float) -> None:
    rows = list(rows_of(case, coarser=coarser))
    assert any(row.note.startswith("s.e.") for row in rows)
    assert [row for row in rows if row.verdict != "pass"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_one_policy_of_each_meets_the_stated_mean(case: AnalyticCase) -> None:
    first = next(name for name in case.expected if name.startswith(("cost", "profit")))
    assert_all_pass(replace(case, expected={first: case.expected[first]}), QUICK)


@pytest.mark.prove
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_all_policies_meet_the_stated_means(case: AnalyticCase) -> None:
    assert_all_pass(case, 1.0)


@pytest.mark.parametrize(
    ("kind", "parameters", "name"),
    [
        ("(s,S) over its first periods, Poisson demand", {"mean": 6, "periods": 12, **COSTS}, "cost_s5_S16"),
        (
            "dual index over its first periods, rounded normal demand",
            {"mean": 8, "sd": 4, "lead_express": 1, "lead_regular": 3, "price_express": 12, "price_regular": 9, "h": 1,
             "p": 20, "opening": 20, "periods": 50},
            "cost_e18_r34",
        ),
        ("newsvendor, Burr demand", {"c": 3.0, "k": 2.0, "price": 12.0, "cost": 4.0, "salvage": 2.0}, "profit_opt"),
    ],
    ids=["(s,S)", "dual index", "newsvendor"],
)  # fmt: skip
def test_other_parameters_meet_theory_too(kind: str, parameters: dict[str, float], name: str) -> None:
    exact = exact_values(AnalyticCase("changed", kind, parameters, {name: 0.0}))
    assert_all_pass(AnalyticCase("changed", kind, parameters, {name: exact[name]}), QUICK)


def test_orders_that_cross_come_as_they_come() -> None:
    """At a mean lead time near 0 and no fixed cost worth waiting for, an order comes in the period after the next."""
    given = {
        "mean": 10.0,
        "mean_lead_time": 1e-9,
        "K": 0.0,
        "c": 3.0,
        "h": 0.0,
        "p": 0.0,
        "skipped": 50,
        "periods": 200,
    }
    case = AnalyticCase("flow", "(s,S) with Poisson lead times, exponential demand", given, {"cost_s30_S31": 30.0})
    assert_all_pass(case, QUICK)


def test_a_scenario_file_with_prices_costs_what_koenig_and_law_print(tmp_path: Path) -> None:
    """(s,S) = (20,80) costs 112.742 a month, a month being a day.

    They count what is spent; our total cost is that less the change in worth of the goods.
    """
    file = tmp_path / "koenig-law.yaml"
    file.write_text(KOENIG_LAW, encoding="utf-8")
    scenario = load_scenario(file)
    plan = prepare(scenario, timetable="textbook")
    sheet = Sheet(scenario, None, window=(0, 29), reference=(0, 27))
    rows = [sheet.measure(simulate(plan, 11, run)) for run in range(250)]
    costs = np.array([row["total_cost"] + row["stock_change"] for row in rows]) / 30
    error = costs.std(ddof=1) / 250**0.5
    assert error < 0.3
    assert abs(costs.mean() - 112.742) < 4 * error
