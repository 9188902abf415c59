"""When each line of the plant opens: installation, the origin of uptime, rent and ramp."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.log import Kind, Log
from backsource.measures.frame import Frame
from backsource.measures.roles import Roles, makes


@dataclass(frozen=True)
class Opening:
    """How one line comes to be open."""

    row: int
    """First row on which it is installed; the number of rows where it never is."""
    new: bool
    """Whether the schedule brings it into use, so that its investment is still to be paid."""


def planned(scenario: Scenario, schedule: Schedule | None, roles: Roles, frame: Frame) -> dict[str, Opening]:
    """What scenario and schedule say of the lines of the plant, in the order of `roles.lines`.

    A line that the schedule opens does so on that day. One that is to be qualified or to ramp up, and of which nobody
    says when it opens, never does. One that the as-is shares leave out opens with the first step that gives it a share,
    and never without one. Any other is there from its own `opens`, or from the start.
    """
    return {name: _planned(name, scenario, schedule, frame) for name in roles.lines}


def _planned(name: str, scenario: Scenario, schedule: Schedule | None, frame: Frame) -> Opening:
    line = scenario.lines[name]
    stock = scenario.stocks.get(makes(line))
    used = stock is None or not stock.sources or stock.sources.get(name, 0.0) > 0
    if schedule and name in schedule.opens:
        return Opening(frame.row(_day(frame, schedule.opens[name])), new=True)
    if line.opens is None and (line.ramp is not None or line.qualification is not None):
        return Opening(frame.days, new=True)
    own = max(frame.row(line.opens.amount), frame.zero) if line.opens else frame.zero
    if used:
        return Opening(own, new=False)
    steps = schedule.share if schedule else []
    first = next((frame.row(_day(frame, step.date)) for step in steps if step.shares.get(name, 0.0) > 0), frame.days)
    return Opening(max(own, first), new=True)


def _day(frame: Frame, day: date) -> int:
    return (day - frame.scenario.start).days


def seen(log: Log, plan: dict[str, Opening], frame: Frame) -> dict[str, Opening]:
    """The plan, corrected by what the journal says: a line opens when it did open, not when it should have."""
    entries = log.journal[log.journal["kind"] == Kind.LINE_OPENED]
    if not len(entries):
        return plan
    opened = dict(plan)
    for entry in entries[np.argsort(entries["time"], kind="stable")[::-1]]:
        name = log.subjects[entry["subject"]]
        if name in opened:
            opened[name] = Opening(max(frame.row(entry["time"]), frame.zero), plan[name].new)
    return opened
