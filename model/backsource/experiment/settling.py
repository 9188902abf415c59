"""After how many days the as-is regime has settled: what comes before is left to the warm-up.

Looked at are runs in which nothing changes, before the first day on which any schedule does something; never a
changeover, whose first weeks are the answer, and never runs that go on from a status, which is where things stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.experiment.arms import Arm, Experiment, stays
from backsource.experiment.cell import simulate_cell
from backsource.experiment.workers import shared_out
from backsource.inference import warm_up
from backsource.log import Log
from backsource.network.timetable import Timetable

if TYPE_CHECKING:
    from backsource.experiment.settings import Setting

Floats = npt.NDArray[np.float64]
MOST = 20
"""Futures over which the series are averaged."""


@dataclass(frozen=True)
class Settled:
    """When the as-is regime has settled, and what the study leaves it."""

    days: int | None
    """Days after the beginning of a run; none where the days watched are too few to say, or it never settles."""
    watched: int
    """Days from the beginning of a run to the first one on which a schedule does something."""
    series: str
    """Which series settles last, as `stock plant/bracket`; empty where none was watched."""
    warm_up: int
    """Days that the scenario simulates before its start."""
    lead: int
    """Days of a run before the reference window begins."""
    words: str = ""
    """Why it cannot be said; empty where it can."""

    @property
    def late(self) -> bool:
        """Whether the reference window begins before the regime has settled."""
        return self.days is not None and self.days > self.lead


def settled(experiment: Experiment, setting: "Setting", futures: int, *, jobs: int = 1) -> Settled | None:
    """When the as-is regime of one setting has settled, by its first *futures* with the seed of *experiment*.

    MSER-5 of the closing levels of every stock whose sources shift, and of what is owed to markets from it, averaged
    over futures; the last of these series decides. None under a status.
    """
    if experiment.status is not None:
        return None
    stocks = sorted({stock for schedule in setting.schedules.values() for stock in schedule.stocks})
    twin = _as_is(experiment, setting)
    lead = ceil(setting.scenario.warm_up.amount)
    watched = lead + min(_first_change(setting), twin.window[1] + 1)
    bare = Settled(None, max(watched, 0), "", lead, lead + twin.reference[0])
    if not stocks:
        return replace(bare, words="no schedule shifts the sources of a stock")
    if watched < 1:
        return replace(bare, words="the schedules begin with the run")
    calls = [partial(_levels, twin, number, stocks, watched) for number in range(min(futures, MOST))]
    levels = np.stack([one for _, one in sorted(shared_out(calls, jobs), key=lambda found: found[0])])
    return _judged(bare, names=[f"{kind} {stock}" for stock in stocks for kind in ("stock", "backlog")], levels=levels)


def _judged(bare: Settled, names: Sequence[str], levels: Floats) -> Settled:
    """The series that settles last, of *levels* (futures, series, days)."""
    found = [warm_up(levels[:, place]) for place in range(levels.shape[1])]
    for name, one in zip(names, found, strict=True):
        if not one.usable:
            return replace(bare, series=name, words=one.words.replace("values", "days"))
    last = max(range(len(found)), key=lambda place: found[place].cut)
    return replace(bare, days=found[last].cut, series=names[last])


def _levels(arm: Arm, replication: int, stocks: Sequence[str], days: int) -> tuple[int, Floats]:
    """Replication, and on hand and owed to markets of each stock at the close of the first *days*, shape (2 s, d)."""
    log = simulate_cell(arm, replication)
    rows = [row for stock in stocks for row in (log.stocks.of(stock, "on_hand"), _owed(arm, log, stock))]
    return replication, np.stack(rows)[:, :days]


def _owed(arm: Arm, log: Log, stock: str) -> Floats:
    markets = [name for name, one in arm.scenario.markets.items() if f"{one.origin}/{one.item}" == stock]
    return np.sum([log.markets.of(name, "owed") for name in markets], axis=0) if markets else np.zeros(log.days)


def _as_is(experiment: Experiment, setting: "Setting") -> Arm:
    """The arm of the setting in which nothing changes."""
    twins = {arm.name: arm for arm in experiment.arms()}
    return twins[experiment.twins[next(iter(setting.schedules))]]


def _first_change(setting: "Setting") -> int:
    """First day on which any schedule does something, on its plan [days since the start]."""
    begins = [
        Timetable.of(setting.scenario, schedule).begin for schedule in setting.schedules.values() if not stays(schedule)
    ]
    return int(min([*begins, setting.scenario.horizon.amount]))
