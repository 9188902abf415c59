"""Theory against the known numbers that come with the package, and under other parameters."""

import itertools
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backsource.verification.cases import open_cases, read_cases
from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import STATIC, SYSTEMS, exact_values, formula_rows, is_static
from backsource.verification.theory.networks import FOLDER

CASES = [case for case in read_cases(open_cases() / "analytic") if isinstance(case, AnalyticCase)]
SIMULATED_ONLY = {
    "serial system (Clark-Scarf)",
    "serial system, Poisson demand",
}


def of_kind(kind: str) -> AnalyticCase:
    return next(case for case in CASES if case.kind == kind)


def at(kind: str, expected: Mapping[str, Any] | None = None, **parameters: object) -> dict[str, Any]:
    """Exact values of an open case of this kind with other parameters."""
    case = of_kind(kind)
    asked = case.expected if expected is None else dict(expected)
    return exact_values(replace(case, parameters=case.parameters | parameters, expected=asked))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_theory_gives_the_known_numbers(case: AnalyticCase) -> None:
    rows = list(formula_rows(case))
    assert not [row for row in rows if row.verdict == "miss"]
    if case.kind not in SIMULATED_ONLY and not needs_data(case):
        assert any(row.verdict == "pass" for row in rows)


@pytest.mark.parametrize("case", [case for case in CASES if is_static(case)], ids=lambda case: case.kind)
def test_theory_answers_all_of_a_static_case(case: AnalyticCase) -> None:
    verdicts = {row.verdict for row in formula_rows(case)}
    assert verdicts == ({"skip"} if needs_data(case) else {"pass"})


def needs_data(case: AnalyticCase) -> bool:
    return case.kind.startswith("real networks") and not os.environ.get(FOLDER)


def test_every_kind_with_a_theory_has_an_open_case() -> None:
    published = {case.kind for case in read_cases(open_cases() / "testbed") if isinstance(case, AnalyticCase)}
    kinds = {case.kind for case in CASES} | published | {"M/M/c"}
    assert set(STATIC) | set(SYSTEMS) <= kinds
    assert {case.kind for case in CASES} <= set(STATIC) | set(SYSTEMS) | SIMULATED_ONLY | {"M/M/1"}


def test_a_wrong_number_misses_whatever_the_case_is_called() -> None:
    for case in CASES:
        spoilt = {name: value * 1.001 for name, value in case.expected.items() if type(value) is float and value}
        rows = list(formula_rows(replace(case, id="X", expected=case.expected | spoilt)))
        assert all(row.verdict != "pass" for row in rows if row.name in spoilt)
        assert {row.case for row in rows} == {"X"}


def test_names_carry_parameters_of_their_own() -> None:
    names = {"cost": 0, "optimal": True, "cost_s2_S9": 0, "cost_s3_S15": 0}
    values = at("(s,S), Poisson demand", names)
    assert set(values) == set(names)
    assert values["cost_s2_S9"] == at("(s,S), Poisson demand", s=2, S=9)["cost"]
    assert at("(s,S), Poisson demand", s=2, S=9)["optimal"] is False
    assert set(at("EOQ with disruptions", {"cost_Q333.5": 0})) == {"Q_opt", "cost_opt", "cost_Q333.5"}
    kind = "newsvendor / base stock, normal demand"
    assert at(kind, {"cost_S50": 0})["cost_S50"] == pytest.approx(0.88 * 8 / math.sqrt(2 * math.pi))


def test_a_lead_time_of_l_periods_is_covered_with_the_demand_of_one_more() -> None:
    ours = at("base stock with lead time", mean=30, sd=5, L=3)
    plain = at("newsvendor / base stock, normal demand", mean=120, sd=10)
    assert ours["S_opt"] == pytest.approx(plain["S_opt"])
    assert ours["cost_opt"] == pytest.approx(plain["cost_opt"])


def test_queues_of_any_number_of_servers_are_read_from_their_parameters() -> None:
    case = replace(of_kind("M/M/1"), kind="M/M/3", parameters={"arrivals_per_h": 5, "services_per_h": 2, "servers": 3})
    weights = [2.5**n / math.factorial(n) for n in range(3)] + [2.5**3 / 6 * (2.5 / 3) ** n for n in range(3000)]
    waits = sum(weights[3:]) / sum(weights)
    assert exact_values(case)["erlang_c"] == pytest.approx(waits)
    assert exact_values(case)["Wq"] == pytest.approx(waits / (3 * 2 - 5))


def test_lists_of_other_lengths_and_single_values_give_as_many_answers() -> None:
    assert set(at("two-station line, finite buffer", b=[2])) == {"2"}
    assert set(at("unreliable two-machine line", N=[1, 2, 3, 5])) == {"1", "2", "3", "5"}
    assert at("Wright learning curve", n=8)["cumulative"] == pytest.approx(534.5913533)
    assert len(at("dual sourcing, both down", alpha=[0.1] * 3, beta=[0.4] * 3)["p_down"]) == 3


def test_laws_in_words_may_change_sides() -> None:
    values = at("renewal-reward availability", up="exponential mean 60", down="Weibull shape 1.5 mean 20")
    assert values["availability"] == pytest.approx(0.75)
    assert values["weibull_scale"] == pytest.approx(20 / math.gamma(1 + 1 / 1.5))


def test_constant_repairs_of_any_number_are_counted() -> None:
    values = at("availability, constant repair", {"prob_downtime_at_most_1_repairs": 0}, mtbf=40, repair=10, T=90)
    assert values["prob_downtime_at_most_1_repairs"] == pytest.approx(math.exp(-2) * 3)


def test_project_plans_with_long_names() -> None:
    plan = {"build": [30, ""], "hire": [10, ""], "train": [15, "hire"], "trial": [5, "build, train"]}
    case = replace(of_kind("changeover project plan (critical path)"), parameters=plan, expected={})
    assert exact_values(case) == {
        "duration": 35,
        "critical": ["build", "trial"],
        "finish": {"build": 30, "hire": 10, "train": 25, "trial": 35},
    }


def test_starts_and_escapes_are_read_from_their_names() -> None:
    names = {"mean_starts_for_40_good": 0, "escapes_per_million_if_inspection_catches_75pct": 0}
    values = at("quality: rolled yield and input needed", names, step_yields=[0.8], good_units=40)
    assert values["mean_starts_for_40_good"] == pytest.approx(50)
    assert values["escapes_per_million_if_inspection_catches_75pct"] == pytest.approx(1e6 * 0.05 / 0.85)


def test_allocation_loses_no_more_than_any_grid_of_allocations() -> None:
    """Three products, one component: the linear program against a grid of what is made of two of them."""
    given = {
        "dem": [20, 10, 15],
        "marg": [9, 4, 7],
        "cap_alt": 12,
        "inv_fg": [10, 40, 5],
        "inv_c": 60,
        "use": [2, 1, 1.5],
    }
    values = at("time to recover, several products (linear program)", {}, TTR=[6], **given)
    there, need = 60 + 12 * 6, [110.0, 20.0, 85.0]
    losses = []
    for first, second in itertools.product(np.linspace(0, 66, 265), np.linspace(0, 20, 21)):
        left = there - 2 * first - second
        if left >= 0:
            third = min(need[2], left / 1.5)
            losses.append(9 * (need[0] - first) + 4 * (need[1] - second) + 7 * (need[2] - third))
    assert values["by_ttr"]["6"]["lost_margin"] == pytest.approx(min(losses), rel=1e-6)
    surviving = at("time to recover, several products (linear program)", {}, TTR=[values["tts"] * 0.999], **given)
    assert next(iter(surviving["by_ttr"].values()))["lost_margin"] == pytest.approx(0, abs=1e-6)


def test_a_listed_optimum_that_ties_with_ours_counts() -> None:
    """Two products of equal margin: it does not matter which of them goes short."""
    given = {"dem": [10, 10], "marg": [5, 5], "cap_alt": 0, "inv_fg": [0, 0], "inv_c": 100, "use": [1, 1], "TTR": [8]}
    case = of_kind("time to recover, several products (linear program)")
    for lost in ([60, 0], [0, 60], [30, 30]):
        listed = {"by_ttr": {"8": {"lost_margin": 300.0, "lost_units": lost}}}
        rows = formula_rows(replace(case, parameters=given, expected=listed))
        assert {row.verdict for row in rows} == {"pass"}
    false = {"by_ttr": {"8": {"lost_margin": 300.0, "lost_units": [50, 5]}}}
    verdicts = [row.verdict for row in formula_rows(replace(case, parameters=given, expected=false))]
    assert verdicts == ["pass", "miss"]


def test_parameters_of_another_kind_are_skipped_with_the_reason() -> None:
    case = replace(of_kind("Wagner-Whitin"), parameters={"h": 2})
    rows = list(formula_rows(case))
    assert {row.verdict for row in rows} == {"skip"}
    assert "not understood" in rows[0].note


def test_an_unknown_kind_has_no_formula() -> None:
    rows = list(formula_rows(AnalyticCase("1", "kanban with cards", {"cards": 3}, {"throughput": 0.9, "by": {"a": 1}})))
    assert [(row.name, row.verdict) for row in rows] == [("throughput", "skip"), ("by.a", "skip")]


def test_real_chains_are_read_from_the_folder_of_public_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parts into a plant into two shops, by hand: longest 7 + 3 + 2; cost (2 + 3 + 4) + 1 and + 5."""
    folder = tmp_path / "willems2008"
    folder.mkdir()
    (folder / "stages.csv").write_text(
        "chain,stage,stageCost,relDepth,avgDemand,stageTime\n"
        "4,p,2,2,,7\n4,q,3,2,,1\n4,m,4,1,,3\n4,s,1,0,30,2\n4,t,5,0,10,1\n9,other,1,0,1,99\n"
    )
    (folder / "arcs.csv").write_text("chain,source,destination\n4,p,m\n4,q,m\n4,m,s\n4,m,t\n")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    chain = at("real networks: critical path and cost roll-up", chains=[4])["4"]
    assert (chain["stages"], chain["arcs"], chain["depth_counts"][:3]) == (5, 4, [2, 1, 2])
    assert chain["max_length"] == 12
    assert chain["average_cost"] == pytest.approx((30 * 10 + 10 * 14) / 40)
    monkeypatch.delenv(FOLDER)
    rows = list(formula_rows(of_kind("real networks: critical path and cost roll-up")))
    assert {row.verdict for row in rows} == {"skip"}
    assert FOLDER in rows[0].note
