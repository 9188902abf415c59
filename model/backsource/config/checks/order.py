"""In which order tasks come: who waits for whom, and whether all of them can ever begin."""

from collections.abc import Mapping

from backsource.config.tasks import After, Task

Event = tuple[str, str]
"""A task and its `start` or `end`."""

ENDS = {"FS": ("end", "start"), "SS": ("start", "start"), "FF": ("end", "end"), "SF": ("start", "end")}
"""Which event of the predecessor comes before which event of the task."""


def links(task: Task) -> list[After]:
    """Predecessors of a task, the short form written out."""
    return [After(task=after) if isinstance(after, str) else after for after in task.after]


def cycle(tasks: Mapping[str, Task]) -> list[str]:
    """Tasks that wait for each other, in order, the first repeated at the end; empty when there are none.

    What waits are starts and ends, so that `b` may start after `a` starts while `a` ends after `b` ends.
    """
    waits: dict[Event, list[Event]] = {(name, "end"): [(name, "start")] for name in tasks}
    for name, task in tasks.items():
        for link in links(task):
            if link.task in tasks:
                before, after = ENDS[link.kind]
                waits.setdefault((name, after), []).append((link.task, before))
    done: set[Event] = set()
    for event in waits:
        found = _round(event, waits, done)
        if found:
            return found
    return []


def _round(first: Event, waits: Mapping[Event, list[Event]], done: set[Event]) -> list[str]:
    """Names on the way around from an event to itself; walks depth first without recursion."""
    way: list[Event] = []
    ahead = [(first, iter([first]))]
    while ahead:
        event = next(ahead[-1][1], None)
        if event is None:
            ahead.pop()
            if way:
                done.add(way.pop())
            continue
        if event in way:
            names = [name for name, _ in (*way[way.index(event) :], event)]
            return _told(names)
        if event not in done:
            way.append(event)
            ahead.append((event, iter(waits.get(event, []))))
    return []


def _told(names: list[str]) -> list[str]:
    """A way around without repeated neighbours, told in the order of time: each task before the one that waits."""
    told = [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]
    told = told if len(told) > 1 else told * 2
    return told[::-1]


def before(tasks: Mapping[str, Task], name: str) -> set[str]:
    """All tasks that have ended before a task starts, as far as its predecessors say."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        here = ahead.pop()
        for link in links(tasks[here]) if here in tasks else []:
            if link.kind == "FS" and link.task not in found:
                found.add(link.task)
                ahead.append(link.task)
    return found
