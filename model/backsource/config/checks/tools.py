"""Tools of a schedule: each is in one place at a time, and is there when it is moved."""

from backsource.config.checks.collect import Checks
from backsource.config.checks.order import before
from backsource.config.schedule import Schedule


def check(checks: Checks, schedule: Schedule) -> None:
    """Every tool that tasks bring or move."""
    for name, task in schedule.tasks.items():
        for key in ("brings", "moves"):
            for tool, site in getattr(task, key).items():
                path = ("tasks", name, key, tool)
                if checks.known(path, tool, "tools"):
                    checks.known(path, site, "sites")
    for tool in checks.scenario.tools:
        _brought(checks, schedule, tool)
        _moved(checks, schedule, tool)


def _brought(checks: Checks, schedule: Schedule, tool: str) -> None:
    """A tool is bought once, and only when it stands nowhere."""
    at = checks.scenario.tools[tool].at
    names = [name for name, task in schedule.tasks.items() if tool in task.brings]
    for i, name in enumerate(names):
        path = ("tasks", name, "brings", tool)
        if at != "none":
            checks.fault(path, f"`{tool}`, which stands at {at} already", "a tool `at: none`, or `moves`")
        elif i:
            site, other = schedule.tasks[name].brings[tool], schedule.tasks[names[0]].brings[tool]
            found = f"`{tool}` brought to {site} here and to {other} by {names[0]}"
            checks.fault(path, found, "a tool brought once")


def _moved(checks: Checks, schedule: Schedule, tool: str) -> None:
    """Moves of a tool come one after the other, each from where it stands to another site."""
    scenario, tasks = checks.scenario, schedule.tasks
    names = schedule.moved.get(tool, [])
    earlier = {name: before(tasks, name) for name in names}
    names = sorted(names, key=lambda name: len(earlier[name]))
    at = scenario.tools[tool].at
    bringer = schedule.brought.get(tool)
    for i, name in enumerate(names):
        path = ("tasks", name, "moves", tool)
        if scenario.tools[tool].move is None and tasks[name].takes is None:
            checks.fault(path, f"`{tool}`, whose `move` the scenario does not give", "a tool with `move: {takes: ..}`")
        if at == "none" and bringer is None:
            checks.fault(path, f"`{tool}`, which stands nowhere", "a task that `brings` it")
        elif at == "none" and bringer not in earlier[name]:
            checks.fault(path, f"`{tool}`, which {bringer} brings at any time", f"`after: [{bringer}]`")
        if i and names[i - 1] not in earlier[name]:
            found = f"`{tool}` at two places at once, as {names[i - 1]} moves it too"
            checks.fault(path, found, f"`after: [{names[i - 1]}]`")
            continue
        stands = tasks[names[i - 1]].moves[tool] if i else (tasks[bringer].brings[tool] if bringer else at)
        if tasks[name].moves[tool] == stands:
            checks.fault(path, f"`{tool}`, which is at {stands} already", "another site")
