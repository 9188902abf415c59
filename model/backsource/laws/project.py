"""Critical path of a project: tasks as nodes, each starts when all before it have finished.

Kelley and Walker (1959); Hillier and Lieberman, Introduction to Operations Research, chapter on project
management. Times in the unit of the durations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

TIE = 1e-9
"""Slack below which a task counts as critical, relative to the length of the project."""


@dataclass(frozen=True, slots=True)
class Path:
    """Length of the project, earliest finish of each task, and the tasks without slack by earliest start."""

    length: float
    finish: Mapping[str, float]
    critical: tuple[str, ...]


def critical_path(tasks: Mapping[str, tuple[float, Sequence[str]]]) -> Path:
    """Critical path of *tasks*, name to (duration, tasks before it).

    Raises graphlib.CycleError when tasks wait for each other, KeyError when one waits for an unknown task.
    """
    order = list(TopologicalSorter({name: before for name, (_, before) in tasks.items()}).static_order())
    finish: dict[str, float] = {}
    for name in order:
        duration, before = tasks[name]
        finish[name] = duration + max((finish[other] for other in before), default=0)
    length = max(finish.values(), default=0)
    latest = dict.fromkeys(tasks, length)
    for name in reversed(order):
        for other in tasks[name][1]:
            latest[other] = min(latest[other], latest[name] - tasks[name][0])
    tight = [name for name in tasks if latest[name] - finish[name] <= TIE * length]
    return Path(length, finish, tuple(sorted(tight, key=lambda name: finish[name] - tasks[name][0])))
