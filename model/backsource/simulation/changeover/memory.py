"""What the desk knows in the morning of a run that begins in the middle: nothing of it is journalled again."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from backsource.simulation.past import PathPast
from backsource.simulation.programme import PartPlan

if TYPE_CHECKING:
    from backsource.simulation.changeover.desk import Desk


def recall(desk: Desk) -> None:
    """Put the past of a plan on the desk, and into the flow what decisions have left there."""
    past = desk.past
    for lane in sorted(past.closed):
        desk.levers.closed.add(lane)
        desk.levers.things.source(lane).blocked += 1
        desk.levers.look_again(lane)
    for line, machines in past.staff.items():
        desk.levers.staff(line, machines)
    for name, times in past.extensions.items():
        if name in desk.ends:
            desk.extended[name] = [-inf] * times
            for _ in range(times):
                desk.ends[name] += desk.programme.contracts[name].extension_days
    for line in past.used & desk.used.keys():
        desk.used[line].succeed()
    for part in desk.programme.parts:
        recall_path(desk, part, past.paths[part.stock])


def recall_path(desk: Desk, part: PartPlan, path: PathPast) -> None:
    """What has happened to one stock."""
    stock = part.stock
    desk.wanted[stock], desk.shares[stock] = dict(path.wanted), dict(path.in_force)
    desk.taken[stock], desk.taken_on[stock] = path.taken, path.taken_on
    desk.extra[stock] = path.extra
    for source in path.left:
        desk.leave(source)
    if path.stands is not None:
        desk.stopped[stock] = path.stands
    if path.judged:
        desk.judged.add(stock)
    if path.held and part.clause is not None:
        desk.held[stock] = part.clause.condition
    if path.gone_back:
        desk.gone_back[stock].succeed()
        desk.forsaken |= {tool.tool for tool in part.back.returns}
        desk.staying |= {source for source, share in path.wanted if share > 0}
