"""Notice, wind-down, exit: the supplier's lanes close when notice, and what was extended, has run out."""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import ContractPlan, PartPlan


def notice(desk: Desk, contract: ContractPlan) -> Process:
    """Give notice; close the lanes after the last day, unless it has been moved meanwhile."""
    yield from desk.until(contract.given)
    desk.note(Kind.NOTICE, contract.name, contract.ends - 1)  # the last day
    while desk.now() < desk.ends[contract.name]:
        yield from desk.until(desk.ends[contract.name])
    if contract.retention:
        desk.note(Kind.PAYMENT, contract.name, contract.retention)
    for lane in contract.lanes:
        desk.levers.close_source(lane)


def extend(desk: Desk, name: str) -> bool:
    """Call the option to extend once more, if there is one left and the contract still runs."""
    contract = desk.plan.programme.contracts[name]
    if desk.extended[name] >= contract.extensions or desk.now() >= desk.ends[name]:
        return False
    desk.extended[name] += 1
    desk.note(Kind.EXTENDED, name, contract.extension_days, desk.ends[name])
    desk.ends[name] += contract.extension_days
    return True


def extension(desk: Desk, part: PartPlan) -> Process:
    """On the day of decision: call the option if its condition holds."""
    assert part.extension is not None
    name, condition, day = part.extension
    yield from desk.until(day)
    if holds(desk, part, condition):
        extend(desk, name)
