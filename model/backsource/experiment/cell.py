"""One cell of a study: one replication of one schedule, simulated and measured. A pure function."""

from dataclasses import astuple
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from backsource.experiment.arms import Arm
from backsource.experiment.volumes import volumes
from backsource.log import Log
from backsource.measures import Sheet
from backsource.results import Run
from backsource.simulation import prepare, simulate
from backsource.simulation.plan import Plan


def run_cell(arm: Arm, replication: int, *, curves: bool) -> Run:
    """Simulate and measure one replication; *curves* says whether curves and volumes are kept."""
    return measured(arm, simulate_cell(arm, replication), curves=curves)


def measured(arm: Arm, log: Log, *, curves: bool) -> Run:
    """All that is kept of a log."""
    _, sheet = ready(arm)
    return Run(
        schedule=arm.name,
        replication=log.replication,
        environment=log.environment,
        digest=digest(log),
        measures=sheet.measure(log),
        incidents=tuple(one.row() for one in sheet.explained(log)),
        milestones=sheet.milestones(log),
        banks={stock: astuple(bank) for stock, bank in sheet.banks(log).items()},
        weekly=sheet.weekly(log) if curves else {},
        volumes=volumes(log, arm) if curves else {},
    )


def simulate_cell(arm: Arm, replication: int) -> Log:
    """The log of one replication."""
    plan, _ = ready(arm)
    return simulate(plan, arm.seed, replication)


@lru_cache(maxsize=64)
def ready(arm: Arm) -> tuple[Plan, Sheet]:
    """Plan and measuring sheet of an arm, prepared once in each worker."""
    plan = prepare(arm.scenario, arm.schedule, status=arm.status, without=arm.without)
    windows = {"window": arm.window, "reference": arm.reference}
    return plan, Sheet(arm.scenario, arm.schedule, **windows, status=arm.status)


def digest(log: Log) -> str:
    """BLAKE2b hash of all facts of a log, 32 hexadecimal digits; equal logs have equal digests."""
    hashed = blake2b(digest_size=16)
    hashed.update(repr((log.scenario, log.seed, log.replication, log.first_day, log.days, log.environment)).encode())
    for book in (log.stocks, log.lanes, log.lines, log.markets):
        hashed.update(repr((book.names, book.columns)).encode())
        hashed.update(np.ascontiguousarray(book.data).tobytes())
    hashed.update(repr(log.subjects).encode())
    hashed.update(log.journal.tobytes())
    for name, factors in sorted(log.prices.items()):
        hashed.update(name.encode() + np.ascontiguousarray(factors).tobytes())
    hashed.update(repr(sorted(log.drawn.items())).encode())
    return hashed.hexdigest()
