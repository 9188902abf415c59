"""When each line of the plant opens: installation, the origin of uptime, rent and ramp."""

from dataclasses import dataclass, replace
from datetime import date

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.log import Kind
from backsource.measures.diary import Diary
from backsource.measures.frame import Frame
from backsource.measures.past import NONE, Past
from backsource.measures.roles import Roles, makes
from backsource.network.days import worked


@dataclass(frozen=True)
class Opening:
    """How one line comes to be open."""

    row: int
    """First row on which it may work; the number of rows where it never does."""
    new: bool
    """Whether the schedule brings it into use, so that its investment is still to be paid."""
    waits: bool = False
    """Whether only the journal knows the day: a task qualifies it, or a gate stands before its first share."""
    stands: int | None = None
    """Row on which it stands, where that is before it may work: its qualification begins."""
    sunk: bool = False
    """Whether its investment was paid before the run began."""
    aged: int = 0
    """Working days since it opened, up to the beginning of the run."""

    @property
    def paid(self) -> int:
        """First row of its rent, and the row on which its investment is paid."""
        return self.row if self.stands is None else self.stands


def planned(
    scenario: Scenario, schedule: Schedule | None, roles: Roles, frame: Frame, past: Past = NONE
) -> dict[str, Opening]:
    """What scenario and schedule say of the lines of the plant, in the order of `roles.lines`.

    A line that the schedule opens does so on that day; one that a task qualifies, when it is approved. One that is to
    be qualified or to ramp up, and of which nobody says when it opens, never does. One that the as-is shares leave out
    opens with the first step that gives it a share, and never without one. Any other, one kept for emergencies among
    them, is there from its own `opens`, or from the start. What has happened before the run is fact: the line is
    there, its investment is paid.
    """
    return {name: _since(_planned(name, scenario, schedule, frame), name, frame, past) for name in roles.lines}


def _since(plan: Opening, name: str, frame: Frame, past: Past) -> Opening:
    """The plan, with what was so when the run began."""
    if name in past.opened:
        site, since = frame.scenario.sites[frame.scenario.lines[name].site], int(past.opened[name])
        days = worked(frame.scenario, site.calendar, since, max(0, frame.first_day - since))
        return Opening(0, new=plan.new, sunk=True, aged=int(days.sum()))
    return replace(plan, stands=0, sunk=True) if name in past.tried else plan


def _planned(name: str, scenario: Scenario, schedule: Schedule | None, frame: Frame) -> Opening:
    line = scenario.lines[name]
    stock = scenario.stocks.get(makes(line))
    spare = stock is not None and stock.emergency is not None and stock.emergency.source == name
    used = spare or stock is None or not stock.sources or stock.sources.get(name, 0.0) > 0
    if schedule and name in schedule.opens:
        return Opening(frame.row(_day(frame, schedule.opens[name])), new=True)
    if schedule and name in schedule.qualified:
        return Opening(frame.days, new=not used, waits=True)
    if line.opens is None and (line.ramp is not None or line.qualification is not None):
        return Opening(frame.days, new=True)
    own = max(frame.row(line.opens.amount), frame.zero) if line.opens else frame.zero
    if used:
        return Opening(own, new=False)
    steps = schedule.part(makes(line)).share if schedule else []
    first = next((step for step in steps if step.shares.get(name, 0.0) > 0), None)
    if first is None or first.date is None:
        return Opening(frame.days, new=True, waits=first is not None)
    return Opening(max(own, frame.row(_day(frame, first.date))), new=True)


def _day(frame: Frame, day: date) -> int:
    return (day - frame.scenario.start).days


def seen(diary: Diary, plan: dict[str, Opening], frame: Frame, schedule: Schedule | None = None) -> dict[str, Opening]:
    """The plan, corrected by what the journal says: a line opens when it did open, not when it should have."""
    tasks = schedule.qualified if schedule else {}
    found = {}
    for name, opening in plan.items():
        opened = diary.first(Kind.LINE_OPENED, name)
        if opened is None and opening.waits and name not in tasks:
            opened = diary.given(name)
        begun = diary.first(Kind.TASK_STARTED, f"task/{tasks[name]}") if name in tasks else None
        found[name] = replace(
            opening,
            row=opening.row if opened is None else max(frame.row(opened.time), frame.zero),
            stands=opening.stands if begun is None else max(frame.row(begun.time), frame.zero),
        )
    return found
