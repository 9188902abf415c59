"""The story of a schedule: its processes, started in an order that no file decides."""

from __future__ import annotations

from math import inf

from backsource.simulation.changeover import bridge, clauses, notice, opening, rollback, share_path, tasks
from backsource.simulation.changeover.desk import Desk
from backsource.simulation.changeover.tools import Toolroom


def begin(desk: Desk) -> None:
    """Tools first, then lines, tasks, contracts, and last the decisions that look at them."""
    start, programme = desk.env.process, desk.plan.programme
    tools = Toolroom(desk.levers, desk.plan)
    opening.begin(desk)
    tasks.begin(desk, tools)
    for contract in programme.contracts.values():
        if contract.given < inf:
            start(notice.notice(desk, contract))
    for part in programme.parts:
        if part.bridge is not None:
            start(bridge.bridge(desk, part))
        if part.last_buy is not None:
            start(bridge.last_time_buy(desk, part))
        if part.extension is not None:
            start(notice.extension(desk, part))
        if part.rollback is not None:
            start(rollback.trigger(desk, part))
        if part.clause is not None:
            start(clauses.clause(desk, part))
        start(rollback.return_tools(desk, tools, part))
        start(share_path.share_path(desk, part))
        start(share_path.overlap_ends(desk, part))
    if programme.payments:
        start(clauses.payments(desk))
