"""A schedule resolved into tasks, parts and contracts."""

from __future__ import annotations

from backsource.config.schedule import Notice, Payment
from backsource.config.stock import Stock
from backsource.simulation import programme as plans
from backsource.simulation.planning import Planning
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.parts import Parts
from backsource.simulation.resolve.shares import steering_of
from backsource.simulation.resolve.tasks import Calendars, task_plan


def programme_of(frame: Frame, planning: Planning) -> plans.Programme:
    """Everything a schedule does."""
    schedule, calendars = frame.schedule, Calendars(frame)
    return plans.Programme(
        tasks={name: task_plan(frame, calendars, name, task) for name, task in sorted(schedule.tasks.items())},
        parts=Parts(frame, planning, calendars).all(), contracts=contract_plans(frame), first_used=first_used(frame),
        steering=steering_of(frame),
        payments=tuple(sorted((frame.day(payment.date), frame.money(payment.amount)) for payment in still_to_pay(frame)
                              if frame.day(payment.date) >= 0)),
    )  # fmt: skip


def still_to_pay(frame: Frame) -> list[Payment]:
    """Lump sums that are not paid yet; those of the schedule under way are paid on their day."""
    status, pays = frame.status, frame.schedule.pays
    if status is None:
        return pays
    if status.paid is not None:
        return [payment for payment in pays if payment.date >= status.status or payment not in status.paid]
    own = status.schedule in (None, frame.schedule.schedule)
    return [payment for payment in pays if payment.date >= status.status or not own]


def notices_of(frame: Frame) -> list[Notice]:
    """Notices that were given, and those that are still to be given: those that are dated before today, today."""
    notices, status = frame.schedule.notices, frame.status
    if status is None:
        return notices
    own = {notice.contract: notice for notice in notices}
    given = [Notice(contract=name, date=day, retention=own[name].retention if name in own else None)
             for name, day in status.notices.items()]  # fmt: skip
    ahead = [notice.model_copy(update={"date": max(notice.date, status.status)}) for notice in notices
             if notice.contract not in status.notices]  # fmt: skip
    return given + ahead


def contract_plans(frame: Frame) -> dict[str, plans.ContractPlan]:
    """Contracts under which notice is given; they end when it has run out, and never after their own last day."""
    found = {}
    for notice in sorted(notices_of(frame), key=lambda one: one.contract):
        contract = frame.scenario.contracts[notice.contract]
        option, last = contract.extension, contract.notice.last_day(notice.date)
        last = min(last, contract.ends) if contract.ends is not None else last
        found[notice.contract] = plans.ContractPlan(
            name=notice.contract, given=frame.day(notice.date), ends=frame.day(last) + 1,
            lanes=tuple(sorted(lane for lane in contract.lanes if lane in frame.lanes)),
            extension_days=frame.days(option.each) if option else 0.0, extensions=option.at_most if option else 0,
            call=frame.days(option.call) if option else 0.0,
            retention=frame.money(notice.retention) if notice.retention else 0.0,
        )  # fmt: skip
    return found


def first_used(frame: Frame) -> frozenset[str]:
    """Lines that the as-is shares leave out: they open with the first step that gives them one, and never without.

    A line that the schedule opens, or that has to be qualified or to ramp up and has no day of its own, opens by that;
    a source that a policy speaks of, or that is kept for emergencies, is in use from the start.
    """
    found = set()
    for name, (site, line) in frame.lines.items():
        stock: Stock | None = frame.stocks[key][1] if (key := f"{site}/{line.makes}") in frame.stocks else None
        if stock is None or not stock.sources or stock.sources.get(name, 0.0) > 0 or name in frame.schedule.opens:
            continue
        spare = stock.emergency.source if stock.emergency else None
        by_itself = line.opens is None and (line.qualification is not None or line.ramp is not None)
        if not by_itself and name != spare:
            found.add(name)
    return frozenset(found)
