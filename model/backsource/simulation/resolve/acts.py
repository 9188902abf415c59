"""A schedule resolved into dated acts."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta
from math import ceil

import numpy as np

from backsource.config.terms import NoticePeriod
from backsource.simulation.plan import ActPlan, StockPlan
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.planned import Planned
from backsource.units import Money


def notice_ends(given: date, notice: NoticePeriod, days: float) -> date:
    """Last day of a contract after notice: the period, then up to the end of the month, quarter or year."""
    end = given + timedelta(days=ceil(days))
    if notice.to == "any day":
        return end
    month = {"month end": end.month, "quarter end": (end.month + 2) // 3 * 3, "year end": 12}[notice.to]
    return date(end.year, month, months.monthrange(end.year, month)[1])


def acts(frame: Frame, stocks: dict[str, StockPlan], planned: Planned) -> tuple[ActPlan, ...]:
    """Everything a schedule does, in the order of its days."""
    schedule, stock = frame.schedule, frame.schedule.stock or ""
    found = [ActPlan(frame.day(step.date), "share", stock, shares=tuple(sorted(step.shares.items())))
             for step in schedule.share]  # fmt: skip
    found += [ActPlan(frame.day(day), "open", line) for line, day in sorted(schedule.opens.items())]
    found += notice_acts(frame) + bridge_acts(frame, stocks, planned) + tool_acts(frame)
    found += [ActPlan(frame.day(payment.date), "payment", schedule.schedule, in_currency(frame, payment.amount))
              for payment in schedule.pays if frame.day(payment.date) >= 0]  # fmt: skip
    return in_order(found)


def in_order(found: list[ActPlan]) -> tuple[ActPlan, ...]:
    """Acts by day, kind and subject."""
    return tuple(sorted(found, key=lambda act: (act.day, act.kind, act.subject)))


def in_currency(frame: Frame, money: Money) -> float:
    """A lump sum in the reporting currency, at the rate of the start."""
    rates = frame.scenario.currencies
    return money.number * (rates[money.currency].rate if money.currency in rates else 1.0)


def notice_acts(frame: Frame) -> list[ActPlan]:
    """Notice is given, and when it has run out the contract's lanes close."""
    notice = frame.schedule.notice
    if notice is None:
        return []
    contract = frame.scenario.contracts[notice.contract]
    end = frame.day(notice_ends(notice.date, contract.notice, frame.days(contract.notice.period)))
    given = ActPlan(frame.day(notice.date), "notice", notice.contract, end)
    return [given, *(ActPlan(end + 1, "close", lane) for lane in sorted(contract.lanes) if lane in frame.lanes)]


def bridge_acts(frame: Frame, stocks: dict[str, StockPlan], planned: Planned) -> list[ActPlan]:
    """The target rises by the wanted cover, bound to one source, and falls back when the bank is used."""
    bridge, name = frame.schedule.bridge, frame.schedule.stock
    if bridge is None or name is None:
        return []
    shares = dict(stocks[name].shares) or dict.fromkeys(stocks[name].lanes_in, 0.0)
    source = bridge.source or max(shares, key=lambda source: shares[source])
    use_from = frame.day(bridge.use_from)
    wanted = planned.days_of_use(name, bridge.want, int(use_from) - frame.first_day - 1)
    multiple = stocks[name].multiple
    wanted = ceil(wanted / multiple) * multiple if multiple else wanted
    return [
        ActPlan(frame.day(bridge.start), "extra", name, wanted, ((source, 1.0),)),
        ActPlan(use_from, "extra", name, 0.0, ((source, 1.0),)),
    ]


def tool_acts(frame: Frame) -> list[ActPlan]:
    """Tools that are bought arrive after their lead time; tools that move are nowhere on the way."""
    found = []
    site = (frame.schedule.stock or "/").split("/", 1)[0]
    for name, ordered in sorted(frame.schedule.tools.items()):
        lead = frame.scenario.tools[name].lead
        calendar = frame.scenario.sites[site].calendar if lead is not None and lead.clock == "working" else None
        day = frame.day(ordered)
        there = arrival(frame, day, lead.amount, calendar) if calendar and lead else day + frame.days(lead)
        found.append(ActPlan(day, "tool_ordered", name))
        found.append(ActPlan(there, "tool_installed", name, shares=((site, 1.0),)))
    for name, pulled in sorted(frame.schedule.moves.items()):
        move = frame.scenario.tools[name].move
        day = frame.day(pulled)
        there = arrival(frame, day, frame.span_law(move.takes).mean, move.calendar) if move is not None else day
        found.append(ActPlan(day, "tool_pulled", name))
        found.append(ActPlan(there, "tool_installed", name, shares=((site, 1.0),)))
    return found


def arrival(frame: Frame, day: float, length: float, calendar: str | None) -> float:
    """First day after *length* worked days of a calendar have passed."""
    first = int(day) - frame.first_day
    worked = np.cumsum(frame.mask(calendar, max(0, first - frame.rows) + 3 * ceil(length) + 60)[first:])
    return day + float(np.searchsorted(worked, ceil(length)) + 1 if length > 0 else 0)
