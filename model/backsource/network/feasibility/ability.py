"""What each source could give day by day: rate, surge, up-time, yield, calendar, tool, opening, ramp.

Up-time is that of the failures of the line. Outages are not in it: they are what stocks are for.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from backsource.config.sources import AnyTool, Failure, Line, Ramp, YieldLearning
from backsource.laws.availability import RepairShop
from backsource.laws.learning import learnt
from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp
from backsource.laws.ramp import Ramp as Curve
from backsource.network.days import Days
from backsource.network.feasibility.dates import closes, opens, tool_at
from backsource.network.feasibility.means import days_of, mean_days
from backsource.network.feasibility.outlook import Floats, Outlook
from backsource.network.feasibility.supply import mature_yield
from backsource.units import LARGEST

UNLIMITED = LARGEST
"""Units a day of what has no limit: finite, so that none of it on a closed day is none."""


def availability(line: Line) -> float:
    """Long-run share of the machines that run.

    One over one plus the sum of repair time over up time, as work stops while any failure is mended (Barlow and
    Proschan 1965; Buzacott 1968 for failures in operating time). Spares and few repairers: birth and death.
    """
    waits = line.repairers is not None and line.repairers < line.machines + line.spares
    if len(line.failures) == 1 and line.failures[0].mtbf is not None and (line.spares or waits):
        failure = line.failures[0]
        repairers = line.repairers or line.machines + line.spares
        times = mean_days(failure.mtbf), mean_days(failure.repair)
        return RepairShop(line.machines, line.spares, repairers, *times).mean_running / line.machines
    return 1 / (1 + sum(_down_per_up(failure) for failure in line.failures))


def _down_per_up(failure: Failure) -> float:
    """Mean time down for each unit of time up."""
    if failure.mtbf is not None:
        up = mean_days(failure.mtbf)
        return mean_days(failure.repair) / up if up > 0 else inf
    return (failure.fails or 0.0) / failure.ends if failure.ends else inf if failure.fails else 0.0


def rate(line: Line) -> float:
    """Units that a mature line can start on a day it works, people at all machines, surge and up-time included."""
    if line.rate is not None:
        nominal = line.rate.number * (1 + line.surge)
    else:
        each = mean_days(line.processing)
        lot = line.lot.number if line.lot is not None else 1.0
        nominal = line.machines * lot / each if each > 0 else UNLIMITED
    return nominal * availability(line)


def people(outlook: Outlook, name: str) -> Floats:
    """Share of the machines of a line that people can run on each day; tasks train more of them."""
    line, tasks = outlook.lines[name], outlook.schedule.tasks
    staff = np.full(outlook.days, float(line.machines if line.staff is None else line.staff))
    training = [task for task in tasks if name in tasks[task].trains]
    for task in sorted(training, key=lambda task: outlook.timetable.times[task, "F"]):
        trained = outlook.timetable.times[task, "F"]
        staff[max(0, int(min(trained, outlook.days))) :] = tasks[task].trains[name]
    return np.asarray(np.minimum(1.0, staff / line.machines))


def mature(outlook: Outlook, source: str) -> Floats:
    """Good units that a source gives on each day in the end, whatever its tools and its opening."""
    if source in outlook.lines:
        line = outlook.lines[source]
        return _when(outlook.open(line.site), rate(line) * mature_yield(line)) * people(outlook, source)
    lane = outlook.lanes[source]
    return _when(outlook.open(lane.origin), lane.capacity.number if lane.capacity is not None else UNLIMITED)


def _when(days: Days, each: float) -> Floats:
    return np.where(days, each, 0.0)


def equipped(outlook: Outlook, line: str) -> Days:
    """Days on which the tools of a line are at its site."""
    declared = outlook.lines[line]
    names = declared.tools.any_of if isinstance(declared.tools, AnyTool) else declared.tools
    if not names:
        return np.ones(outlook.days, dtype=bool)
    there = np.array([tool_at(outlook, name, declared.site) for name in names])
    return np.asarray(there.any(axis=0) if isinstance(declared.tools, AnyTool) else there.all(axis=0))


def curve(ramp: Ramp) -> Curve:
    """The start-up curve of a line; its ages are in days of the clock of its times."""
    if ramp.shape == "logistic":
        return LogisticRamp(days_of(ramp.tau), days_of(ramp.middle), ramp.start)
    if ramp.shape == "linear":
        return LinearRamp(days_of(ramp.over), ramp.start)
    return ExponentialRamp(days_of(ramp.tau), ramp.start)


def ramped(outlook: Outlook, line: str) -> Floats:
    """Share of the mature rate on each day, taken at its middle; working times age on worked days only."""
    declared, first = outlook.lines[line], opens(outlook, line)
    days = np.arange(outlook.days)
    if declared.ramp is None:
        return (days >= first).astype(float)
    spans = (declared.ramp.tau, declared.ramp.middle, declared.ramp.over)
    counts = days >= first
    if any(span is not None and span.clock == "working" for span in spans):
        counts &= outlook.open(declared.site)
    ages = np.cumsum(counts) - 0.5
    shape = curve(declared.ramp)
    return np.array([shape.share(float(age)) if day >= first else 0.0 for day, age in zip(days, ages, strict=True)])


def able(outlook: Outlook, source: str) -> Floats:
    """Units that a source can start (a line) or give (a lane) on each day, tools, opening, ramp and notice kept.

    A lane gives what the lines and lanes behind it can; what is kept there on top is `kept`.
    """
    if source in outlook.lines:
        line = outlook.lines[source]
        days = outlook.open(line.site) * equipped(outlook, source)
        return np.asarray(rate(line) * people(outlook, source) * days * ramped(outlook, source))
    found = np.minimum(mature(outlook, source), _brought(outlook, behind(outlook, source)))
    found[max(0, closes(outlook).get(source, outlook.days)) :] = 0.0
    return found


def _brought(outlook: Outlook, sources: list[str]) -> Floats:
    """Good units that some sources can give together; without limit where a feed is the only source."""
    if not sources:
        return np.full(outlook.days, UNLIMITED)
    yields = {name: mature_yield(outlook.lines[name]) if name in outlook.lines else 1.0 for name in sources}
    return sum((each * able(outlook, name) for name, each in yields.items()), np.zeros(outlook.days))


def behind(outlook: Outlook, source: str) -> list[str]:
    """Sources of the stock that a lane draws on; none behind a feed, nor behind a line."""
    if source in outlook.lines:
        return []
    (origin,) = outlook.takes(source)
    return outlook.sources.get(origin, [])


def kept(outlook: Outlook, source: str, day: int) -> float:
    """Units that usually lie ready where a lane begins, on a day; none before a line or a feed."""
    if source in outlook.lines:
        return 0.0
    (origin,) = outlook.takes(source)
    return outlook.usual(origin, day) if origin in outlook.scenario.stocks and behind(outlook, source) else 0.0


@dataclass(frozen=True, slots=True)
class Output:
    """What comes of a source day by day, shape (days,)."""

    could: Floats
    """Good units it could give [units a day]."""
    owed: Floats
    """Units asked of it and not yet given at the end of the day."""


def output(outlook: Outlook, source: str) -> Output:
    """A source that works off what it is asked as fast as it is able.

    The yield of a line grows with what is started. What lies ready where a lane begins helps out, and is filled up
    again by what is not asked.
    """
    need, can = outlook.need[source], able(outlook, source)
    line, most = outlook.lines.get(source), kept(outlook, source, 0)
    closed = closes(outlook).get(source, outlook.days)
    started, owed, ready = 0.0, 0.0, most
    result = Output(np.zeros(outlook.days), np.zeros(outlook.days))
    for day in range(outlook.days):
        share = good_share(line, started)
        owed += need[day]
        most = most if day < closed else 0.0
        could = can[day] * share + min(ready, most)
        given = min(could, owed)
        started += min(can[day], given / share)
        ready, owed = min(most, could - given), owed - given
        result.could[day], result.owed[day] = can[day] * share, owed
    return result


def good_share(line: Line | None, started: float) -> float:
    """Yield after so many units started; a lane loses nothing."""
    if line is None:
        return 1.0
    if isinstance(line.yield_, YieldLearning):
        law = line.yield_
        return learnt(started, first=law.first, mature=law.mature, over=law.over.number)
    return line.yield_
