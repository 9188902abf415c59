"""The timetable of a schedule: its tasks as a project, and the dates that follow if all takes as long as planned.

A duration that varies is planned at its most likely value (`{least, mode, most}`), its median (`{median, cv}`), else at
its mean; a line is planned to pass at the first trial. A duration in working days ends after so many worked days of the
task's calendar, one in days after them: work goes on at any instant, and what it brings about acts the next morning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import ceil, inf

from backsource.config.random import Random
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.tasks import After, Task
from backsource.laws.project import Activity, Clock, Event, Link, earliest, elapsed
from backsource.network.days import day_number, worked
from backsource.network.worktime import WorkTime, morning
from backsource.units import Span

AHEAD = 2000
"""Days beyond the horizon that calendars know; what ends later has no date."""


@dataclass(frozen=True)
class Milestone:
    """A date of the plan that a run keeps or misses."""

    name: str
    """`task/fit done`, `step/plant/knuckle/2`, `exit/s1-supply`."""
    day: float
    """Planned day; infinite where it lies beyond all calendars."""
    allowed: float = 0.0
    """Calendar days after it that are part of the plan: goods on the road."""


@dataclass(frozen=True)
class Timetable:
    """Tasks, steps and exits of one schedule with their planned days [days since the start]."""

    activities: dict[str, Activity]
    times: dict[Event, float]
    """Planned start and finish of each task."""
    steps: dict[str, list[float]]
    """Planned day of each step, by stock."""
    begin: float
    """Planned day of the first thing that is done: a task, notice, a bank, a step; 0 without any."""
    exits: dict[str, float]
    """Last day under each contract under which notice is given."""
    on_road: dict[str, float]
    """Longest promised time that goods of a contract may be on the road after its last day."""

    @classmethod
    def of(cls, scenario: Scenario, schedule: Schedule) -> "Timetable":
        """What a schedule plans."""
        first = -ceil(scenario.warm_up.amount)
        horizon = ceil(scenario.horizon.amount) - first
        calendars = Calendars(scenario, first, horizon + AHEAD)
        activities = {name: activity(scenario, schedule, name, calendars) for name in schedule.tasks}
        steps = {stock: _steps(scenario, schedule, stock) for stock in schedule.stocks}
        exits, on_road = {}, {}
        for notice in schedule.notices:
            contract = scenario.contracts[notice.contract]
            last = contract.notice.last_day(notice.date)
            last = min(last, contract.ends) if contract.ends is not None else last
            exits[notice.contract] = float(day_number(scenario, last))
            promised = [scenario.lanes[lane].promised for lane in contract.lanes if lane in scenario.lanes]
            on_road[notice.contract] = max((ceil(span.amount) for span in promised if span), default=0.0)
        times = earliest(activities, float(first))
        return cls(activities, times, steps, _begin(scenario, schedule, times), exits, on_road)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Finishes of tasks, steps and exits, in that order."""
        tasks = [Milestone(f"task/{name} done", self.times[name, "F"]) for name in self.activities]
        steps = [
            Milestone(f"step/{stock}/{number}", day)
            for stock, days in self.steps.items()
            for number, day in enumerate(days)
        ]
        exits = [Milestone(f"exit/{name}", day, self.on_road[name]) for name, day in self.exits.items()]
        return [*tasks, *steps, *exits]


class Calendars:
    """Clocks of the calendars of a scenario."""

    def __init__(self, scenario: Scenario, first_day: int, days: int) -> None:
        self.scenario, self.first_day, self.days = scenario, first_day, days
        self._known: dict[str | None, WorkTime] = {}

    def clock(self, name: str | None, *, working: bool) -> Clock:
        """The clock of durations on a calendar: it counts worked days, or all days."""
        if not working:
            return elapsed
        if name not in self._known:
            mask = worked(self.scenario, name, self.first_day, self.days)
            self._known[name] = WorkTime.of(mask.tolist(), self.first_day)
        return self._known[name].after


def activity(scenario: Scenario, schedule: Schedule, name: str, calendars: Calendars) -> Activity:
    """A task as planned."""
    task = schedule.tasks[name]
    home = task.calendar or home_of(scenario, schedule, task)
    spans, calendar = durations(scenario, task, home)
    clocks = [(calendars.clock(calendar, working=span.clock == "working"), span.amount) for span in spans]

    def one_after_the_other(day: float, _: float) -> float:
        for place, (clock, amount) in enumerate(clocks):
            day = morning(day) if place else day  # a trial begins, and is judged, in the morning
            day = clock(day, amount) if day < inf else day
        return day

    return Activity(
        duration=sum(span.amount for span in spans),
        after=[link(after, calendars, calendar) for after in task.after],
        begin=float(day_number(scenario, task.begin)) if task.begin else -inf,
        clock=one_after_the_other,
    )


def first_trials(scenario: Scenario, schedule: Schedule) -> dict[str, float]:
    """Planned morning of the first trial of each line that a task qualifies, by line [days since the start]."""
    return {line: began for line, (began, _) in _trials(scenario, schedule).items()}


def first_verdicts(scenario: Scenario, schedule: Schedule) -> dict[str, float]:
    """Planned morning on which the first trial of each line that a task qualifies has passed or failed, by line."""
    return {line: judged for line, (_, judged) in _trials(scenario, schedule).items()}


def _trials(scenario: Scenario, schedule: Schedule) -> dict[str, tuple[float, float]]:
    """Planned mornings of the first trial of each line and of its verdict."""
    timetable, first = Timetable.of(scenario, schedule), -ceil(scenario.warm_up.amount)
    calendars = Calendars(scenario, first, ceil(scenario.horizon.amount) - first + AHEAD)
    found = {}
    for line, name in sorted(schedule.qualified.items()):
        task = schedule.tasks[name]
        spans, calendar = durations(scenario, task, task.calendar or home_of(scenario, schedule, task))
        day, mornings = timetable.times[name, "S"], []
        for span in spans[:2]:
            clock = calendars.clock(calendar, working=span.clock == "working")
            day = morning(clock(day, span.amount)) if day < inf else inf
            mornings.append(day)
        found[line] = (mornings[0], mornings[-1])
    return found


def durations(scenario: Scenario, task: Task, home: str | None) -> tuple[list[Span], str | None]:
    """Spans of a task one after the other, and the calendar that they count on."""
    rule = scenario.lines[task.qualifies].qualification if task.qualifies is not None else None
    if rule is not None:
        return [rule.prepare, rule.trial, rule.approve], home
    if task.takes is not None:
        return [likely(task.takes)], home
    if task.brings:
        leads = [scenario.tools[tool].lead or Span(0.0) for tool in sorted(task.brings)]
        return [max(leads, key=lambda span: span.amount)], home
    moves = [move for tool in sorted(task.moves) if (move := scenario.tools[tool].move) is not None]
    if moves:
        longest = max(moves, key=lambda move: likely(move.takes).amount)
        calendar = longest.calendar or home
        span = likely(longest.takes)
        return [Span(span.amount, "working" if longest.calendar else span.clock)], calendar
    onboard = [scenario.lanes[lane].onboard or Span(0.0) for lane in task.onboards]
    return [max(onboard, key=lambda span: span.amount)] if onboard else [], home


def likely(takes: Random[Span]) -> Span:
    """The value at which a planner puts a duration."""
    for value in (takes.mode, takes.median, takes.mean):
        if value is not None:
            return value
    if takes.least is not None and takes.most is not None:
        return Span((takes.least.amount + takes.most.amount) / 2, takes.least.clock)
    values: Sequence[Span] = takes.values or takes.listed or list((takes.quantiles or {}).values())
    return sorted(values, key=lambda span: span.amount)[(len(values) - 1) // 2]


def link(after: str | After, calendars: Calendars, calendar: str | None) -> Link:
    """A predecessor with its lag, which may be negative."""
    if isinstance(after, str):
        return Link(after)
    lag = after.lag or Span(0.0)
    return Link(after.task, after.kind, lag.amount, calendars.clock(calendar, working=lag.clock == "working"))


def home_of(scenario: Scenario, schedule: Schedule, task: Task) -> str | None:
    """The calendar of a task that names none: of the line it qualifies, else of the site of the first stock."""
    if task.qualifies is not None:
        return scenario.sites[scenario.lines[task.qualifies].site].calendar
    stocks = schedule.stocks or [schedule.stock or ""]
    site = stocks[0].split("/")[0]
    return scenario.sites[site].calendar if site in scenario.sites else None


def _steps(scenario: Scenario, schedule: Schedule, stock: str) -> list[float]:
    """Dates and expected days of the steps of a stock; what falls into a freeze is planned for the day after it."""
    days = []
    for step in schedule.part(stock).share:
        day = step.day
        for window in sorted(schedule.freeze, key=lambda window: window.first):
            day = window.last + timedelta(days=1) if window.first <= day <= window.last else day
        days.append(float(day_number(scenario, day)))
    return days


def _begin(scenario: Scenario, schedule: Schedule, times: dict[Event, float]) -> float:
    dates = [notice.date for notice in schedule.notices]
    for part in schedule.parts.values():
        dates += [step.day for step in part.share]
        dates += [part.bridge.start] if part.bridge else []
        dates += [part.last_time_buy.date] if part.last_time_buy else []
    days = [float(day_number(scenario, day)) for day in dates]
    return min(days + [time for (_, side), time in times.items() if side == "S"], default=0.0)
