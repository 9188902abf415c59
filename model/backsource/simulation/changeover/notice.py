"""Notice, wind-down, exit: the supplier's lanes close when notice, and what was extended, has run out.

Going back takes the notice back: lanes that are needed again stay.
"""

from __future__ import annotations

from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import ContractPlan, PartPlan


def notice(desk: Desk, contract: ContractPlan) -> Process:
    """Give notice; close the lanes after the last day, unless it has been moved meanwhile."""
    if contract.name not in desk.past.notices:
        yield from desk.until(contract.given)
        desk.note(Kind.NOTICE, contract.name, contract.ends - 1)  # the last day
    elif desk.ends[contract.name] < desk.now():
        return
    while desk.now() < desk.ends[contract.name]:
        yield from desk.until_morning(desk.ends[contract.name])
    yield from desk.decisions_over()  # the steps of that morning come first, whoever began to wait earlier
    lanes = [lane for lane in contract.lanes if lane not in desk.staying]
    if contract.retention and len(lanes) == len(contract.lanes):
        desk.note(Kind.PAYMENT, contract.name, contract.retention)
    for lane in lanes:
        close(desk, lane)


def close(desk: Desk, lane: str) -> None:
    """A lane takes no more orders; the journal says when steps have left it a share that nobody delivers now."""
    desk.levers.close_source(lane)
    desk.leave(lane)
    for stock in sorted(desk.shares):
        share = desk.shares[stock].get(lane, 0.0)
        if share > 0:
            desk.note(Kind.STRANDED, lane, share)


def extend(desk: Desk, name: str) -> bool:
    """Call the option to extend once more; the journal says when that is no longer possible.

    It is possible while there is an option left and its last day of calling has not passed; once a day at most, however
    many stocks ask for it.
    """
    contract = desk.programme.contracts.get(name)
    if contract is None:
        return False
    if desk.staying.issuperset(contract.lanes):
        return False  # notice has been taken back: there is no end to move
    calls = desk.extended[name]
    if calls and calls[-1] == desk.now():
        return True
    if len(calls) >= contract.extensions or desk.now() > desk.ends[name] - 1 - contract.call:
        desk.note(Kind.NOT_EXTENDED, name)
        return False
    calls.append(desk.now())
    desk.note(Kind.EXTENDED, name, contract.extension_days, desk.ends[name])
    desk.ends[name] += contract.extension_days
    return True


def extension(desk: Desk, part: PartPlan) -> Process:
    """On the day of decision: call the option if its condition holds."""
    plan = part.extension
    assert plan is not None
    if desk.past.is_known and desk.past.paths[part.stock].called:
        return
    yield from desk.until(plan.day)
    if holds(desk, part, plan.call_if):
        extend(desk, plan.contract)
