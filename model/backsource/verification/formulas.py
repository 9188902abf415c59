"""From the kind of an analytic case to the exact values that theory gives for it.

A kind is `static` when theory answers all of it; the other kinds are systems, and the values here stand
beside their simulation (a best level, a scale, the cost at the optimum).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from backsource.verification.formats import AnalyticCase
from backsource.verification.rows import Row, compare, printed_tolerance, skipped, ten_digits
from backsource.verification.theory import availability, disruptions, flows, inventory, networks, programme, testbed

Theory = Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]

STATIC: dict[str, Theory] = {
    "effective process time with outages": availability.process_time,
    "EOQ and EOQ with backorders": inventory.square_root,
    "Wagner-Whitin": inventory.lot_plan,
    "EOQ with random yield": inventory.random_yield,
    "time to survive / recover, one item": disruptions.time_to_survive,
    "time to recover, several products (linear program)": disruptions.best_allocation,
    "Wright learning curve": programme.learning_curve,
    "changeover with exponential ramp (continuous)": programme.exponential_changeover,
    "changeover project plan (critical path)": programme.project_plan,
    "last-time buy before supplier exit": programme.last_order,
    "bullwhip ratio": programme.bullwhip,
    "dependency concentration": programme.dependency,
    "quality: rolled yield and input needed": programme.rolled_yield,
    "make-or-buy value": programme.make_or_buy,
    "real networks: critical path and cost roll-up": networks.real_chains,
}
SYSTEMS: dict[str, Theory] = {
    "availability over a finite horizon": availability.finite_horizon,
    "availability, constant repair": availability.constant_repair,
    "renewal-reward availability": availability.renewal_reward,
    "machine repair with spares": availability.repair_shop,
    "M/M/c": flows.waiting_line,
    "lost sales = Erlang loss": flows.lost_sales,
    "two-station line, finite buffer": flows.two_stations,
    "line without buffers": flows.unbuffered,
    "unreliable two-machine line": flows.two_machines,
    "failing plant with finite store (supply gaps)": flows.store,
    "newsvendor / base stock, normal demand": inventory.normal_base_stock,
    "base stock with lead time": inventory.normal_base_stock,
    "newsvendor, Poisson demand": inventory.poisson_base_stock,
    "(s,S), Poisson demand": inventory.min_max,
    "(s,S) table, Poisson demand": inventory.min_max_table,
    "(r,Q), Poisson demand": inventory.point_and_lot,
    "base stock, random lead time": inventory.random_lead_time,
    "EOQ with disruptions": disruptions.disrupted_lot,
    "base stock with supply disruptions": disruptions.base_stock,
    "supply-gap incidents": disruptions.gaps,
    "centralised against decentralised under disruption": disruptions.pooled,
    "dual sourcing, both down": disruptions.dual_sourcing,
    "(s,S) over its first periods, Poisson demand": testbed.min_max,
    "dual index over its first periods, rounded normal demand": testbed.dual_index,
    "newsvendor, Burr demand": testbed.season,
}
_SEARCHED = ("Q_opt", "S_opt", "tts", "lost_margin", "lost_units")
"""Values found by a numerical search, where a cost is flat."""
_SEARCH = 1e-6
"""Their relative tolerance."""
_PUBLISHED = ("published_cost", "max_length", "average_cost")
QUEUE = re.compile(r"M/M/(\d+|c|s)", re.IGNORECASE)


def is_static(case: AnalyticCase) -> bool:
    """Whether theory answers all of the case, so that nothing needs to be simulated."""
    return case.kind in STATIC


def exact_values(case: AnalyticCase) -> dict[str, Any]:
    """Values that theory gives, named and nested as the case's expected values; none for an unknown kind.

    Raises KeyError, TypeError or ValueError when the parameters are not those of the kind.
    """
    kind = "M/M/c" if QUEUE.fullmatch(case.kind) else case.kind
    theory = STATIC.get(kind) or SYSTEMS.get(kind)
    return theory(case.parameters, case.expected) if theory else {}


def formula_rows(case: AnalyticCase) -> Iterator[Row]:
    """A row for each expected value of the case; those that theory does not give are skipped with the reason."""
    try:
        ours = exact_values(case)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        reason = f"parameters not understood: {error!r}"
        yield from (skipped(case.id, name, value, reason) for name, value in _leaves(case.expected))
        return
    rows = list(compare(case.id, case.expected, ours, _allowed))
    yield from rows
    answered = {row.name for row in rows}
    for name, value in _leaves(case.expected):
        if name not in answered:
            yield skipped(case.id, name, value, _why_not(case, ours))


def _allowed(name: str, expected: float) -> float:
    """Published numbers count to their printed digits, searched ones to the precision of a search."""
    if name in _PUBLISHED:
        return printed_tolerance(expected)
    if name in _SEARCHED:
        return _SEARCH * max(1.0, abs(expected))
    return ten_digits(name, expected)


def _why_not(case: AnalyticCase, ours: Mapping[str, Any]) -> str:
    if ours:
        return "no exact value for this name"
    if STATIC.get(case.kind) is networks.real_chains:
        return f"set {networks.FOLDER} to the folder that holds willems2008/stages.csv and arcs.csv"
    return "no formula for this kind"


def _leaves(expected: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in expected.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
