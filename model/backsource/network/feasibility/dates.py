"""Where tools are on each day of a plan, when lines open, and when lanes close."""

from math import inf, isfinite

import numpy as np

from backsource.network.days import Days
from backsource.network.feasibility.means import days_of
from backsource.network.feasibility.outlook import Outlook


def opens(outlook: Outlook, line: str) -> float:
    """Day on which a line opens, or is approved at the first try; infinite for one that never is.

    A line that would ramp up or be qualified, and of which nobody says when it opens, never does.
    """
    schedule = outlook.schedule
    if line in schedule.opens:
        return float(outlook.day(schedule.opens[line]))
    if line in schedule.qualified:
        return outlook.timetable.times[schedule.qualified[line], "F"]
    declared = outlook.lines[line]
    if declared.opens is not None:
        return days_of(declared.opens)
    return inf if declared.ramp is not None or declared.qualification is not None else -inf


def tool_tasks(outlook: Outlook, tool: str) -> list[str]:
    """Tasks that bring or move a tool, in the order in which they begin."""
    tasks = outlook.schedule.tasks
    names = [name for name, task in tasks.items() if tool in task.brings or tool in task.moves]
    return sorted(names, key=lambda name: outlook.timetable.times[name, "S"])


def tool_arrives(outlook: Outlook, tool: str, site: str) -> float:
    """First day on which a tool that is bought or moved is at a site; infinite where it never comes."""
    tasks, times = outlook.schedule.tasks, outlook.timetable.times
    comes = [times[name, "F"] for name in tool_tasks(outlook, tool)
             if site in (tasks[name].brings.get(tool), tasks[name].moves.get(tool))]  # fmt: skip
    return min(comes, default=inf)


def tool_pulled(outlook: Outlook, tool: str) -> float:
    """Day on which a tool is pulled from where it stands first; infinite where it stays."""
    tasks, times = outlook.schedule.tasks, outlook.timetable.times
    pulled = (times[name, "S"] for name in tool_tasks(outlook, tool) if tool in tasks[name].moves)
    return min(pulled, default=inf)


def tool_at(outlook: Outlook, tool: str, site: str) -> Days:
    """Days on which a tool is at a site."""
    there = np.full(outlook.days, outlook.scenario.tools[tool].at == site)
    for name in tool_tasks(outlook, tool):
        task = outlook.schedule.tasks[name]
        start, end = (outlook.timetable.times[name, side] for side in ("S", "F"))
        if tool in task.moves and isfinite(start):
            there[max(0, int(start)) :] = False
        if site in (task.brings.get(tool), task.moves.get(tool)) and isfinite(end):
            there[max(0, int(end)) :] = True
    return there


def closes(outlook: Outlook) -> dict[str, int]:
    """Lanes that close because notice has run out, with the first day on which they are closed."""
    found = {}
    for notice in outlook.schedule.notices:
        contract = outlook.scenario.contracts[notice.contract]
        last = outlook.day(contract.notice.last_day(notice.date))
        found.update(dict.fromkeys(contract.lanes, last + 1))
    return found
