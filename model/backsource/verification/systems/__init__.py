"""Systems that theory knows, run through the public `prepare` and `simulate`: an adaptor for each kind.

An adaptor turns the parameters of a case into trials. It never sees the id of a case, and of the expected
values only their names, which may carry parameters.
"""

from collections.abc import Callable, Iterator

from backsource.verification.formats import AnalyticCase
from backsource.verification.formulas import QUEUE
from backsource.verification.systems import (
    availability,
    disruptions,
    inventory,
    lines,
    lots,
    queues,
    serial,
    store,
    testbed,
)
from backsource.verification.trials import Trial

Adaptor = Callable[[AnalyticCase], Iterator[Trial]]

ADAPTORS: dict[str, Adaptor] = {
    "availability over a finite horizon": availability.finite_horizon,
    "availability, constant repair": availability.constant_repair,
    "renewal-reward availability": availability.renewal_reward,
    "machine repair with spares": availability.repair_shop,
    "M/M/c": queues.waiting_line,
    "lost sales = Erlang loss": queues.lost_sales,
    "two-station line, finite buffer": lines.two_stations,
    "line without buffers": lines.unbuffered,
    "unreliable two-machine line": lines.two_machines,
    "failing plant with finite store (supply gaps)": store.failing_plant,
    "newsvendor / base stock, normal demand": inventory.normal_base_stock,
    "base stock with lead time": inventory.normal_base_stock,
    "newsvendor, Poisson demand": inventory.poisson_base_stock,
    "(s,S), Poisson demand": inventory.min_max,
    "(s,S) table, Poisson demand": inventory.min_max_table,
    "(r,Q), Poisson demand": inventory.point_and_lot,
    "base stock, random lead time": inventory.random_lead_time,
    "serial system (Clark-Scarf)": serial.normal_chain,
    "serial system, Poisson demand": serial.poisson_chain,
    "EOQ with disruptions": lots.disrupted_lot,
    "base stock with supply disruptions": disruptions.base_stock,
    "supply-gap incidents": disruptions.gaps,
    "centralised against decentralised under disruption": disruptions.pooled,
    "dual sourcing, both down": disruptions.dual_sourcing,
    "(s,S) over its first periods, Poisson demand": testbed.min_max,
    "(s,S) with monthly review, compound Poisson demand": testbed.monthly_review,
    "(s,S) with Poisson lead times, exponential demand": testbed.random_lags,
    "dual index over its first periods, rounded normal demand": testbed.dual_index,
    "newsvendor, Burr demand": testbed.newsvendor,
}


def adaptor(case: AnalyticCase) -> Adaptor | None:
    """The adaptor of a case's kind; none where the kind is no system, or not covered."""
    return ADAPTORS.get("M/M/c" if QUEUE.fullmatch(case.kind) else case.kind)
