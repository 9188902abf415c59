"""Tasks of a schedule, resolved: lengths in their own clock, predecessors, trials."""

from __future__ import annotations

from math import inf

from backsource.config.random import Random, quantities_of
from backsource.config.tasks import After, Task
from backsource.laws import distributions as laws
from backsource.laws.distributions import Law
from backsource.network.worktime import WorkTime
from backsource.simulation.programme import Link, TaskPlan, Time, Trials
from backsource.simulation.resolve.frame import Frame, law_of
from backsource.units import Span

AHEAD = 2000
"""Rows beyond the horizon that calendars know; what takes longer never ends in the run."""


class Calendars:
    """The working time of each calendar, resolved once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.known: dict[str | None, WorkTime] = {}

    def of(self, name: str | None) -> WorkTime:
        """Working time of a calendar; without one every day is worked."""
        if name not in self.known:
            self.known[name] = WorkTime.of(self.frame.mask(name, AHEAD).tolist(), self.frame.first_day)
        return self.known[name]

    def of_site(self, site: str) -> WorkTime:
        """Working time of a site."""
        return self.of(self.frame.scenario.sites[site].calendar)


def task_plan(frame: Frame, calendars: Calendars, name: str, task: Task) -> TaskPlan:
    """One task; a duration that is not given follows from what the task does."""
    takes, working, calendar = duration(frame, task, task.calendar or home_of(frame, task))
    links = (link(frame, after) for after in task.after)
    return TaskPlan(
        name=name, begin=frame.day(task.begin) if task.begin else -inf,
        after=tuple(sorted(links, key=lambda one: (one.task, one.from_side, one.to_side))),
        takes=takes, working=working, calendar=calendars.of(calendar), brings=tuple(sorted(task.brings.items())),
        moves=tuple(sorted(task.moves.items())), trains=tuple(sorted(task.trains.items())),
        onboards=tuple(sorted(lane for lane in task.onboards if lane in frame.lanes)), trials=trials(frame, task),
        cost=frame.money(task.cost) if task.cost else 0.0,
    )  # fmt: skip


def home_of(frame: Frame, task: Task) -> str | None:
    """The calendar of a task that names none: of the line it qualifies, else of the site of the first part."""
    if task.qualifies:
        return frame.scenario.sites[frame.scenario.lines[task.qualifies].site].calendar
    stocks = sorted(frame.schedule.parts) or [frame.schedule.stock or ""]
    site = stocks[0].split("/", 1)[0]
    return frame.scenario.sites[site].calendar if site in frame.scenario.sites else None


def duration(frame: Frame, task: Task, home: str | None) -> tuple[Law, bool, str | None]:
    """Law of a duration, whether it counts worked days, and of which calendar."""
    tools = frame.scenario.tools
    if task.takes is not None:
        return time_law(frame, task.takes), is_working(task.takes), home
    if task.brings:
        return longest(frame, [tools[tool].lead or Span(0.0) for tool in sorted(task.brings)], home)
    moves = [move for tool in sorted(task.moves) if (move := tools[tool].move) is not None]
    if moves:
        slowest = max(moves, key=lambda move: time_law(frame, move.takes).mean)
        return move_time(frame, slowest.takes, slowest.calendar, home)
    if task.onboards:
        return longest(frame, [frame.scenario.lanes[lane].onboard or Span(0.0) for lane in sorted(task.onboards)], home)
    return laws.constant(0.0), True, home


def longest(frame: Frame, spans: list[Span], home: str | None) -> tuple[Law, bool, str | None]:
    """The longest of some plain times."""
    span = max(spans, key=lambda one: frame.days(one, home))
    return laws.constant(length(frame, span)), span.clock == "working", home


def move_time(frame: Frame, takes: Random[Span], movers: str | None, home: str | None) -> tuple[Law, bool, str | None]:
    """Time to move a tool: it counts the worked days of the movers where they have a calendar."""
    return time_law(frame, takes), movers is not None or is_working(takes), movers or home


def time_law(frame: Frame, takes: Random[Span]) -> Law:
    """A duration in its own clock: worked days stay worked days."""
    return law_of(takes, lambda span: length(frame, span))


def length(frame: Frame, span: Span) -> float:
    """A span in its own clock."""
    return span.amount if span.clock == "working" else frame.days(span)


def time(frame: Frame, span: Span) -> Time:
    """A span with its clock."""
    return Time(length(frame, span), span.clock == "working")


def is_working(takes: Random[Span]) -> bool:
    """Whether a duration is written in working days."""
    return any(span.clock == "working" for _, span in quantities_of(takes))


def link(frame: Frame, after: str | After) -> Link:
    """One predecessor."""
    given = After(task=after) if isinstance(after, str) else after
    from_side, to_side = given.kind
    lag = time(frame, given.lag) if given.lag else Time(0.0, False)
    return Link(given.task, from_side, to_side, lag)  # type: ignore[arg-type]


def trials(frame: Frame, task: Task) -> Trials | None:
    """How the line of a task is approved."""
    rule = frame.scenario.lines[task.qualifies].qualification if task.qualifies else None
    if rule is None or task.qualifies not in frame.lines:
        return None
    return Trials(
        line=task.qualifies, prepare=time(frame, rule.prepare), trial=time(frame, rule.trial),
        approve=time(frame, rule.approve), passes=None if isinstance(rule.passes, str) else rule.passes,
        again_after=time_law(frame, rule.again_after), again_working=is_working(rule.again_after),
        pieces=rule.pieces.number if rule.pieces else 0.0, sell=rule.trial_parts == "sell",
    )  # fmt: skip
