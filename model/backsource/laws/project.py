"""Project networks: when tasks begin and end, and which of them decide the end.

Kelley and Walker (1959) for tasks that start when all before them have finished; the four kinds of precedence with
lags after Fondahl (1961) and Roy (1959); Hillier and Lieberman, Introduction to Operations Research, chapter on project
management. The criticality index is the share of futures in which a task lies on the longest path (Van Slyke 1963).
Times in the unit of the durations.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from math import ceil, inf, isfinite
from typing import Literal

TIE = 1e-9
"""Slack below which a task counts as critical, relative to the length of the project."""

Clock = Callable[[float, float], float]
"""When a length of time is over that begins at an instant: a calendar may stand still meanwhile."""
Relation = Literal["FS", "SS", "FF", "SF"]
"""Finish or start of the task before, to start or finish of this one."""
Event = tuple[str, Literal["S", "F"]]
"""Start or finish of a task."""


def elapsed(begin: float, length: float) -> float:
    """The clock that never stands still."""
    return begin + length


@dataclass(frozen=True, slots=True)
class Link:
    """A task before another one, with a lag on a clock of its own."""

    task: str
    relation: Relation = "FS"
    lag: float = 0.0
    clock: Clock = elapsed

    def reached(self, happened: float) -> float:
        """When the link lets go, its event having happened."""
        return happened if happened == inf or not self.lag else self.clock(happened, self.lag)


@dataclass(frozen=True, slots=True)
class Activity:
    """A task with its duration, not before an instant, after others."""

    duration: float
    after: Sequence[Link] = ()
    begin: float = -inf
    clock: Clock = elapsed


def events(activities: Mapping[str, Activity]) -> Iterator[Event]:
    """Starts and finishes, each after all that it waits for.

    Raises graphlib.CycleError when tasks wait for each other, KeyError when one waits for an unknown task.
    """
    before: dict[Event, list[Event]] = {}
    for name, activity in activities.items():
        before[name, "S"], before[name, "F"] = [], [(name, "S")]
        for link in activity.after:
            activities[link.task]
            before[name, _side(link.relation[1])].append((link.task, _side(link.relation[0])))
    return iter(tuple(TopologicalSorter(before).static_order()))


def earliest(activities: Mapping[str, Activity], begin: float = 0.0) -> dict[Event, float]:
    """Earliest start and finish of every task of a project that begins at an instant."""
    times: dict[Event, float] = {}
    for event in events(activities):
        activity = activities[event[0]]
        waits = [time for _, time in _waits(activity, event, times)]
        if event[1] == "S":
            own = max(begin, activity.begin)
        else:
            start = times[event[0], "S"]
            own = start if start == inf else activity.clock(start, activity.duration)
        times[event] = max(own, *waits) if waits else own
    return times


def latest_start(
    activities: Mapping[str, Activity], task: str, kept: Mapping[Event, float], last: int, begin: float = 0.0
) -> float:
    """Latest day (a whole number, at most *last*) on which a task may begin with no event of *kept* later than there.

    What a backward pass gives (Kelley and Walker 1959), found by forward passes: so calendars, lags and kinds of
    precedence are those of the forward pass. Its earliest start where even that is too late. Raises KeyError for an
    unknown task.
    """
    first = earliest(activities, begin)[task, "S"]
    if first >= last:
        return first

    def keeps(day: int) -> bool:
        later = {**activities, task: replace(activities[task], begin=float(day))}
        times = earliest(later, begin)
        return all(times[event] <= time or _meets(times[event], time) for event, time in kept.items())

    days = range(ceil(first), last + 1)
    found = bisect_left(days, 1, key=lambda day: int(not keeps(day)))
    return float(days[found - 1]) if found else first


def held_by(activities: Mapping[str, Activity], times: Mapping[Event, float], event: Event) -> list[str]:
    """Tasks before this one whose link let go last, at the very time of the event; none where its own time decided."""
    waits = _waits(activities[event[0]], event, times)
    return [link.task for link, time in waits if _meets(time, times[event])]


def longest_path(activities: Mapping[str, Activity], times: Mapping[Event, float]) -> frozenset[str]:
    """Tasks on a longest path to the last finish, traced back along what held up each event.

    *times* may be planned ones or those of a run (infinite where something has not happened): then a finish that no
    link explains is explained by the task's own duration.
    """
    last = max((time for (_, side), time in times.items() if side == "F"), default=0.0)
    open_: list[Event] = [event for event, time in times.items() if event[1] == "F" and _meets(time, last)]
    seen = set(open_)
    while open_:
        event = open_.pop()
        activity = activities[event[0]]
        found: list[Event] = [
            (link.task, _side(link.relation[0]))
            for link, time in _waits(activity, event, times)
            if _meets(time, times[event])
        ]
        if event[1] == "F" and (not found or _own(activity, times, event)):
            found.append((event[0], "S"))
        fresh = [other for other in found if other not in seen]
        seen.update(fresh)
        open_ += fresh
    return frozenset(name for name, _ in seen)


def _own(activity: Activity, times: Mapping[Event, float], event: Event) -> bool:
    """Whether the planned duration by itself leads to the finish."""
    start = times[event[0], "S"]
    return start < inf and _meets(activity.clock(start, activity.duration), times[event])


def _waits(activity: Activity, event: Event, times: Mapping[Event, float]) -> list[tuple[Link, float]]:
    """Links to an event, and when each lets go."""
    return [
        (link, link.reached(times[link.task, _side(link.relation[0])]))
        for link in activity.after
        if link.relation[1] == event[1]
    ]


def _side(letter: str) -> Literal["S", "F"]:
    return "S" if letter == "S" else "F"


def _meets(time: float, other: float) -> bool:
    return time == other or (isfinite(other) and abs(time - other) <= TIE * max(1.0, abs(other)))


@dataclass(frozen=True, slots=True)
class Path:
    """Length of the project, earliest finish of each task, and the tasks without slack by earliest start."""

    length: float
    finish: Mapping[str, float]
    critical: tuple[str, ...]


def critical_path(tasks: Mapping[str, tuple[float, Sequence[str]]]) -> Path:
    """Critical path of *tasks*, name to (duration, tasks before it), each starting when all before have finished.

    Raises graphlib.CycleError when tasks wait for each other, KeyError when one waits for an unknown task.
    """
    activities = {name: Activity(length, [Link(other) for other in before]) for name, (length, before) in tasks.items()}
    times = earliest(activities)
    finish = {name: times[name, "F"] for name in tasks}
    on_it = longest_path(activities, times)
    tight = sorted((name for name in tasks if name in on_it), key=lambda name: times[name, "S"])
    return Path(max(finish.values(), default=0.0), finish, tuple(tight))
