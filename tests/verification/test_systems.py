"""Systems through `prepare` and `simulate` against theory: the open cases, and the same kinds at other parameters.

At quick precision standard errors are five times as wide as asked; the full precision is a `prove`.
"""

from dataclasses import replace
from typing import Any

import pytest

from backsource.laws import newsvendor
from backsource.verification import QUICK, open_cases, read_cases, rows_of
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import exact_values
from backsource.verification.systems import ADAPTORS, adaptor

SYSTEMS = [
    case
    for case in read_cases(open_cases() / "analytic")
    if isinstance(case, AnalyticCase) and adaptor(case) is not None
]
CHANGED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("availability over a finite horizon", {"mtbf": 20, "mttr": 4, "T": 100}, ()),
    (
        "availability, constant repair",
        {"mtbf": 30, "repair": 2, "T": 90},
        ("prob_downtime_at_most_1_repairs", "prob_downtime_at_most_5_repairs"),
    ),
    ("renewal-reward availability", {"up": "gamma mean 40 cv 0.5", "down": "uniform 2 to 6"}, ()),
    ("machine repair with spares", {"M": 3, "S": 1, "R": 2, "mtbf": 20, "mttr": 8}, ()),
    ("M/M/3", {"arrivals_per_h": 8, "services_per_h": 4, "servers": 3}, ()),
    ("lost sales = Erlang loss", {"S": 2, "demand_rate": 0.4, "mean_lead_time": 3}, ()),
    ("two-station line, finite buffer", {"mu1": 2, "mu2": 3, "b": [2]}, ()),
    ("line without buffers", {"mtbf": [30, 60], "mttr": [3, 5]}, ()),
    ("unreliable two-machine line", {"p1": 0.05, "r1": 0.3, "p2": 0.02, "r2": 0.2, "N": [6]}, ()),
    ("failing plant with finite store (supply gaps)", {"P": 9, "d": 6, "mtbf": 20, "mttr": 4, "K": 30}, ()),
    ("newsvendor / base stock, normal demand", {"h": 1, "p": 4, "mean": 30, "sd": 5}, ("cost_S33",)),
    ("base stock with lead time", {"h": 1, "p": 4, "mean": 30, "sd": 5, "L": 2}, ("cost_S95",)),
    ("newsvendor, Poisson demand", {"h": 2, "p": 7, "mean": 3}, ("cost_S5",)),
    ("(s,S), Poisson demand", {"h": 2, "p": 9, "K": 20, "mean": 4, "s": 3, "S": 12}, ("cost_s5_S9",)),
    ("(s,S) table, Poisson demand", {"h": 1, "p": 5, "K": 30, "mean": [3]}, ()),
    ("(r,Q), Poisson demand", {"h": 2, "p": 20, "K": 10, "rate": 3, "L": 0.5, "r": 2, "Q": 4}, ()),
    ("base stock, random lead time", {"S": 3, "rate": 0.5, "mean_lead_time": 4, "h": 2, "p": 7}, ()),
    ("EOQ with disruptions", {"K": 20, "h": 0.5, "p": 8, "D": 400, "lam": 2, "mu": 10}, ("cost_Q150",)),
    ("base stock with supply disruptions", {"h": 1, "p": 5, "d": 3, "alpha": 0.1, "beta": 0.4, "S": [6]}, ()),
    ("supply-gap incidents", {"k": 1, "alpha": 0.1, "beta": 0.5, "T": 60}, ()),
    (
        "centralised against decentralised under disruption",
        {"n": 3, "d": 5, "S": 15, "h": 1, "p": 4, "alpha": 0.1, "beta": 0.5},
        (),
    ),
    ("dual sourcing, both down", {"alpha": [0.1, 0.2, 0.05], "beta": [0.5, 0.4, 0.3]}, ()),
]
CHEAP = {
    "renewal-reward availability",
    "machine repair with spares",
    "M/M/3",
    "newsvendor, Poisson demand",
    "(s,S), Poisson demand",
    "dual sourcing, both down",
}


def changed(kind: str, parameters: dict[str, Any], carrying: tuple[str, ...]) -> AnalyticCase:
    """A case of this kind whose expected values are those of theory, names that carry parameters among them."""
    case = AnalyticCase("changed", kind, parameters, dict.fromkeys(carrying, 0.0))
    return replace(case, expected=exact_values(case))


def assert_all_pass(case: AnalyticCase, coarser: float) -> None:
    rows = list(rows_of(case, coarser=coarser))
    assert any(row.note.startswith("s.e.") for row in rows)
    assert [row for row in rows if row.verdict != "pass"] == []


def test_every_simulated_kind_has_an_open_case() -> None:
    cases = [case for case in read_cases(open_cases()) if isinstance(case, AnalyticCase)]
    assert len(SYSTEMS) == 25
    assert set(ADAPTORS) - {case.kind for case in cases} == {"M/M/c"}


@pytest.mark.parametrize("case", SYSTEMS, ids=lambda case: case.kind)
def test_the_simulation_meets_theory_at_quick_precision(case: AnalyticCase) -> None:
    assert_all_pass(case, QUICK)


@pytest.mark.prove
@pytest.mark.parametrize("case", SYSTEMS, ids=lambda case: case.kind)
def test_the_simulation_meets_theory(case: AnalyticCase) -> None:
    assert_all_pass(case, 1.0)


@pytest.mark.parametrize(
    ("kind", "parameters", "carrying"),
    [pytest.param(*each, id=each[0], marks=[] if each[0] in CHEAP else [pytest.mark.prove]) for each in CHANGED],
)
def test_other_parameters_meet_theory_too(kind: str, parameters: dict[str, Any], carrying: tuple[str, ...]) -> None:
    assert_all_pass(changed(kind, parameters, carrying), QUICK)


def test_a_chain_of_one_stage_is_a_base_stock() -> None:
    # Demand comes before the order, so a level S covers the demand of L periods (stockpyl's convention).
    cost = newsvendor.poisson_cost(9, 3 * 2, 0.5, 4)
    given = {"echelon_S": {"1": 9}, "L": {"1": 0.5}, "echelon_h": {"1": 0.5}, "p": 4, "mean": 12}
    assert_all_pass(AnalyticCase("one", "serial system, Poisson demand", given, {"cost": cost}), QUICK)


def test_plenty_upstream_leaves_the_last_stage_alone() -> None:
    # Upstream never runs out: it holds its local level less what is on order, ships the mean on the way at its rate.
    down = newsvendor.normal_cost(25, 20, 2 * 2**0.5, 3, 20)
    cost = 1 * (75 - 3 * 10) + 1 * 2 * 10 + down
    given = {"echelon_S": {"up": 100, "down": 25}, "L": [3, 2], "local_h": [1, 3], "p": 20, "mean": 10, "sd": 2}
    assert_all_pass(AnalyticCase("two", "serial system (Clark-Scarf)", given, {"mean_cost": cost}), QUICK)
