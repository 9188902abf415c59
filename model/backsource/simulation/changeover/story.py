"""The story of a schedule: its processes, started in an order that no file decides."""

from __future__ import annotations

from backsource.simulation.changeover import bridge, clauses, notice, opening, rollback, share_path, tasks
from backsource.simulation.changeover.desk import Desk, Process


def begin(desk: Desk) -> None:
    """Lines first, then tasks and contracts, and last the decisions that look at them."""
    start, programme = desk.env.process, desk.programme
    opening.begin(desk)
    tasks.begin(desk)
    for contract in programme.contracts.values():
        start(notice.notice(desk, contract))
    if desk.past.is_known and programme.tasks:
        start(decide_when_settled(desk))
    else:
        decide(desk)


def decide_when_settled(desk: Desk) -> Process:
    """In the middle of a changeover tasks first tell each other when they begin and end, one after the other."""
    for _ in range(2 * len(desk.programme.tasks) + 2):
        yield desk.env.timeout(0)
    decide(desk)


def decide(desk: Desk) -> None:
    """Decisions of every part."""
    start, programme = desk.env.process, desk.programme
    desk.decided.succeed()
    for part in programme.parts:
        desk.further[part.stock] = rollback.is_further(desk, part)
        if desk.has_gone_back(part):
            rollback.go_on(desk, part)
        if part.bridge is not None:
            start(bridge.bridge(desk, part))
        if part.last_buy is not None:
            start(bridge.last_time_buy(desk, part))
        if part.extension is not None:
            start(notice.extension(desk, part))
        if part.back.when is not None:
            start(rollback.trigger(desk, part))
        if part.clause is not None:
            start(clauses.clause(desk, part))
        if part.goes_back is not None:
            start(clauses.return_on_its_day(desk, part))
        start(share_path.share_path(desk, part))
        if part.least:
            start(share_path.overlap_ends(desk, part))
    if programme.payments:
        start(clauses.payments(desk))
