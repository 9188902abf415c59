"""Going back: to earlier shares, and of moved tools to where they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import PartPlan

if TYPE_CHECKING:
    from backsource.simulation.changeover.tools import Toolroom


def go_back(desk: Desk, part: PartPlan) -> None:
    """Back to the shares of the rollback, else to those before the schedule; the path ends here.

    Lanes that have closed open again: whoever goes back after the exit has to be taken back.
    """
    shares = dict(part.rollback[1]) if part.rollback is not None else dict(part.as_is)
    if part.stock in desk.rolled_back:
        return
    desk.rolled_back.add(part.stock)
    desk.note(Kind.ROLLED_BACK, part.stock)
    desk.shares[part.stock] = shares
    for source, share in shares.items():
        if share > 0:
            desk.levers.open_source(source)
    desk.levers.share(part.stock, shares)
    desk.expect_shares(part.stock, shares, len(part.steps))


def trigger(desk: Desk, part: PartPlan) -> Process:
    """Look every morning while going back is possible."""
    assert part.rollback is not None
    condition, _, until = part.rollback
    first = min((step.day for step in part.steps), default=desk.now())
    yield from desk.until(first)
    while desk.now() <= until and not gone(desk, part):
        if holds(desk, part, condition):
            go_back(desk, part)
            return
        yield from desk.morrow()


def gone(desk: Desk, part: PartPlan) -> bool:
    """Whether a supplier of the stock has been let go."""
    return any(desk.now() >= desk.ends[contract] for contract in part.contracts)


def return_tools(desk: Desk, tools: Toolroom, part: PartPlan) -> Process:
    """After going back, tools that the schedule has moved return to where they came from."""
    while part.stock not in desk.rolled_back:
        yield from desk.morrow()
    for plan in desk.plan.programme.tasks.values():
        for tool, site in plan.moves:
            if desk.started[plan.name].triggered and tools.at[tool] in (site, "none"):
                if not desk.done[plan.name].triggered:
                    yield desk.done[plan.name]
                tools.pull(tool)
                length = plan.takes.mean * plan.factor
                yield desk.env.timeout(max(1.0, round(length)))
                tools.install(tool, desk.plan.tools[tool])
