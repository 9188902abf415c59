"""A failing plant behind a finite store: the fluid of the kind L, in small lots.

Two levels (Giles, Acta Numerica 24, 2015). A lot-by-lot run of thousands of events says how much the system
differs from the fluid recursion over the same failures, which its own journal lists; the difference is
small and needs few runs. Long histories of the plant alone, a few events a failure, then say how the fluid
recursion behaves on average. The sum is an unbiased estimate for the lot-by-lot system; no expected value
enters it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from backsource.log import Floats, Kind, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import OfMeans, Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.systems.availability import plant, ready_line
from backsource.verification.trials import SEED, Runs, Trial
from backsource.verification.worlds import days, exponential, plan_of, units

LOTS = 800
"""Lots that fill the store."""
RUNS, LOT_RUNS = 100, 20
"""Runs of one round: of the plant alone, and lot by lot."""
CYCLES, LONG, WARM_UP = 5, 200, 20
"""Failures expected in a lot-by-lot run, in a history of the plant alone, and before that is measured."""
SHORT, GAPS, FULL, LEVEL, UP = range(5)


@dataclass(frozen=True, slots=True)
class Fluid:
    """A store of *room* lots; lots leave at one a day and come in at *gain* more while the plant is up."""

    gain: float
    room: float

    def totals(self, down: Floats, end: float) -> Floats:
        """Time short, gaps, time full and the integral of the level until *end*; full and up at 0.

        *down* lists the failures as (begin, end), shape (failures, 2) [days].
        """
        short = gaps = full = area = now = 0.0
        level = self.room
        for begin, mended in [*down[down[:, 0] < end].tolist(), (end, end)]:
            up = begin - now
            filling = min(up, (self.room - level) / self.gain)
            area += level * filling + self.gain * filling**2 / 2 + self.room * (up - filling)
            full += up - filling if filling < up else 0.0
            level = level + self.gain * filling if filling == up else self.room
            stopped = min(mended, end) - begin
            emptying = min(stopped, level)
            area += level * emptying - emptying**2 / 2
            gaps += stopped > level
            short += stopped - emptying
            level -= emptying
            now = min(mended, end)
        return np.array([short, gaps, full, area])


def failing_plant(case: AnalyticCase) -> Iterator[Trial]:
    """Shortage, gaps and stock of the store: one day is the time in which customers take one lot."""
    given = case.parameters
    lot = given["K"] / LOTS
    day = lot / given["d"]
    mtbf, mttr = given["mtbf"] / day, given["mttr"] / day
    fluid = Fluid(given["P"] / given["d"] - 1, LOTS)
    length = round(CYCLES * (mtbf + mttr))
    history = LONG * (mtbf + mttr)
    in_lots = lot_by_lot(given["P"] / given["d"], mtbf, mttr, length)
    lots = Runs(in_lots, partial(beyond_fluid, fluid=fluid), LOT_RUNS, SEED + 1)
    alone = plant(10, {"line": ready_line(exponential(mtbf / history * 10), exponential(mttr / history * 10))})
    flow = Runs(alone, partial(as_fluid, fluid=fluid, day=history / 10), RUNS)
    values = {
        "plant_availability": Value(column(UP), "share"),
        "stockout_fraction": Value(column(SHORT), "share"),
        "store_full_fraction": Value(column(FULL), "share"),
        "demand_served_fraction": Value(OfMeans(lambda m: float(1 - m[SHORT])), "share"),
        "gap_incidents_per_time": Value(OfMeans(lambda m: float(m[GAPS] / day))),
        "mean_gap_length": Value(OfMeans(lambda m: float(m[SHORT] / m[GAPS] * day))),
        "mean_store": Value(OfMeans(lambda m: float(m[LEVEL] * lot))),
    }
    yield Trial((flow, lots), values, periods=RUNS * history * day, note=f"{LOTS} lots, two levels")


def lot_by_lot(rate: float, mtbf: float, mttr: float, length: int) -> Plan:
    """The store off the grid: a server makes *rate* lots a day, customers take one a day, unmet demand is lost."""
    return plan_of(
        length, sites={"plant": {"kind": "plant"}},
        stocks={"plant/x": {
            "opening": units(LOTS), "capacity": units(LOTS), "review": "continuous", "base_stock": "1000000000 units",
        }},
        lines={"line": {
            "site": "plant", "makes": "x", "processing": days(1 / rate),
            "failures": {"mtbf": exponential(mtbf), "repair": exponential(mttr)},
        }},
        markets={"customers": {
            "item": "x", "from": "plant", "short": "lost", "demand": {"per": "1 days", "mean": "1 units"},
        }},
    )  # fmt: skip


def spells(log: Log, begins: Kind, ends: Kind, day: float = 1.0) -> Floats:
    """Begin and end of each spell of the journal, shape (spells, 2), a day of the log being *day* days."""
    starts, stops = (log.journal["time"][log.journal["kind"] == kind] for kind in (begins, ends))
    open_ended = np.full(len(starts) - len(stops), np.inf)
    return np.column_stack([starts, np.concatenate([stops, open_ended])]) * day


def beyond_fluid(log: Log, fluid: Fluid) -> Floats:
    """What the day book says beyond the fluid over the same failures: a row for the run, per day."""
    lost = (log.markets.of("customers", "lost") > 0).astype(float)
    on_hand = log.stocks.of("plant/x", "on_hand")
    gaps = np.diff(lost, prepend=0.0) > 0
    full = on_hand >= LOTS
    found = np.array([lost.sum(), gaps.sum(), full.sum(), log.stocks.of("plant/x", "on_hand_time").sum()])
    twin = fluid.totals(spells(log, Kind.FAILURE, Kind.REPAIRED), float(log.days))
    return np.array([[*((found - twin) / log.days), 0.0]])


def as_fluid(log: Log, fluid: Fluid, day: float) -> Floats:
    """The fluid over the failures of a long history, and the plant's time up: a row for the run, per day."""
    down = spells(log, Kind.FAILURE, Kind.REPAIRED, day)
    begin, end = WARM_UP / LONG * log.days * day, log.days * day
    measured = fluid.totals(down, end) - fluid.totals(down, begin)
    up = 1 - log.lines.of("line", "down")[1:].mean()
    return np.array([[*(measured / (end - begin)), up]])
