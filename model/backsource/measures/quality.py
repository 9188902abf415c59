"""Quality: faulty units that leave unseen, delivered against delivered; yield and scrap, found inside, are cost.

Faulty units are expected values: each unit delivered counts with the faulty share of its source on that day. A learning
line's share falls from `first` to `mature` along the path of its yield: exp(-n/over) of the way is still to go after n
units started. With a constant yield there is no path, and the mature share holds from the first unit.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.sources import FaultLearning, Line, YieldLearning
from backsource.log import Floats, Log
from backsource.measures.past import NONE, Past
from backsource.measures.roles import Roles

MILLION = 1e6

Drawn = Callable[[str, float], float]
"""The true value of a dotted path, given the planned one."""


@dataclass(frozen=True)
class Quality:
    """Units delivered into the stocks of the changeover, and the faulty ones among them, by day."""

    bought: Floats
    bought_faulty: Floats
    made: Floats
    made_faulty: Floats
    scrap: Floats


def quality(log: Log, roles: Roles, scenario: Scenario, drawn: Drawn, past: Past = NONE) -> Quality:
    """Quality of a log by day, each array of shape (days,). Lanes from sites of ours only carry, they add nothing.

    A line whose run begins in the middle goes on from the units that it has made by then.
    """
    found = Quality(*(np.zeros(log.days) for _ in range(5)))
    for name in roles.outside:
        received = log.lanes.of(name, "received")
        found.bought[:] += received
        found.bought_faulty[:] += received * drawn(f"lanes.{name}.faulty", scenario.lanes[name].faulty)
    for name in roles.lines:
        good = log.lines.of(name, "good")
        found.made[:] += good
        started, learnt = log.lines.of(name, "started"), past.learnt.get(name, 0.0)
        found.made_faulty[:] += good * faulty_share(name, scenario.lines[name], started, drawn, learnt)
        found.scrap[:] += log.lines.of(name, "scrap")
    return found


def faulty_share(name: str, line: Line, started: Floats, drawn: Drawn, learnt: float = 0.0) -> Floats | float:
    """Faulty share of what a line makes on each day, from the units started before it; *learnt* before the run."""
    if not isinstance(line.faulty, FaultLearning):
        return drawn(f"lines.{name}.faulty", line.faulty)
    mature = drawn(f"lines.{name}.faulty.mature", line.faulty.mature)
    if not isinstance(line.yield_, YieldLearning):
        return mature
    first = drawn(f"lines.{name}.faulty.first", line.faulty.first)
    over = drawn(f"lines.{name}.yield.over", line.yield_.over.number)
    before = learnt + np.cumsum(started) - started
    share: Floats = mature + (first - mature) * np.exp(-before / over)
    return share


def ppm(faulty: Floats, delivered: Floats, rows: slice) -> float:
    """Faulty units per million delivered in some rows; nan where nothing was delivered."""
    units = float(delivered[rows].sum())
    return MILLION * float(faulty[rows].sum()) / units if units > 0 else np.nan
