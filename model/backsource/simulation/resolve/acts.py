"""A schedule resolved into dated acts, and the shares that the planner expects from them."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta
from math import ceil

from backsource.config.terms import NoticePeriod
from backsource.simulation.plan import ActPlan, StockPlan
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.planned import Planned


def notice_ends(given: date, notice: NoticePeriod, days: float) -> date:
    """Last day of a contract after notice: the period, then up to the end of the month, quarter or year."""
    end = given + timedelta(days=ceil(days))
    if notice.to == "any day":
        return end
    month = {"month end": end.month, "quarter end": (end.month + 2) // 3 * 3, "year end": 12}[notice.to]
    return date(end.year, month, months.monthrange(end.year, month)[1])


def planned_shares(frame: Frame) -> dict[str, list[tuple[int, dict[str, float]]]]:
    """For every stock the shares of its sources from each row on: as they are, then the schedule's steps."""
    shares: dict[str, list[tuple[int, dict[str, float]]]] = {}
    sources: dict[str, list[str]] = {}
    for name, (_, to, lane) in frame.lanes.items():
        sources.setdefault(f"{to}/{lane.item}", []).append(name)
    for name, (site, line) in frame.lines.items():
        sources.setdefault(f"{site}/{line.makes}", []).append(name)
    for stock, names in sources.items():
        declared = frame.stocks[stock][1].sources if stock in frame.stocks else {}
        shares[stock] = [(0, declared or {name: 1.0 for name in names if len(names) == 1})]
    stock = frame.schedule.stock
    if stock is not None:
        for step in frame.schedule.share:
            shares[stock].append((int(frame.day(step.date)) - frame.first_day, dict(step.shares)))
    return shares


def acts(frame: Frame, stocks: dict[str, StockPlan], planned: Planned) -> tuple[ActPlan, ...]:
    """Everything a schedule does, in the order of its days."""
    schedule, stock = frame.schedule, frame.schedule.stock or ""
    found = [ActPlan(frame.day(step.date), "share", stock, shares=tuple(sorted(step.shares.items())))
             for step in schedule.share]  # fmt: skip
    found += [ActPlan(frame.day(day), "open", line) for line, day in schedule.opens.items()]
    found += notice_acts(frame) + bridge_acts(frame, stocks, planned) + tool_acts(frame)
    found += [ActPlan(frame.day(payment.date), "payment", schedule.schedule, payment.amount.number)
              for payment in schedule.pays]  # fmt: skip
    return tuple(sorted(found, key=lambda act: (act.day, act.kind, act.subject)))


def notice_acts(frame: Frame) -> list[ActPlan]:
    """Notice is given, and when it has run out the contract's lanes close."""
    notice = frame.schedule.notice
    if notice is None:
        return []
    contract = frame.scenario.contracts[notice.contract]
    end = frame.day(notice_ends(notice.date, contract.notice, frame.days(contract.notice.period)))
    given = ActPlan(frame.day(notice.date), "notice", notice.contract, end)
    return [given, *(ActPlan(end + 1, "close", lane) for lane in contract.lanes)]


def bridge_acts(frame: Frame, stocks: dict[str, StockPlan], planned: Planned) -> list[ActPlan]:
    """The target rises by the wanted cover, bound to one source, and falls back when the bank is used."""
    bridge, name = frame.schedule.bridge, frame.schedule.stock
    if bridge is None or name is None:
        return []
    source = bridge.source or max(stocks[name].shares, key=lambda share: share[1])[0]
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
    for name, ordered in frame.schedule.tools.items():
        lead = frame.days(frame.scenario.tools[name].lead)
        found.append(ActPlan(frame.day(ordered), "tool_ordered", name))
        found.append(ActPlan(frame.day(ordered) + lead, "tool_installed", name, shares=((site, 1.0),)))
    for name, pulled in frame.schedule.moves.items():
        move = frame.scenario.tools[name].move
        day = frame.day(pulled)
        length = frame.span_law(move.takes).mean if move is not None else 0.0
        worked = frame.mask(move.calendar if move is not None else None, int(length) * 3 + 60)
        found.append(ActPlan(day, "tool_pulled", name))
        found.append(ActPlan(arrival(day, length, worked.tolist(), frame.first_day), "tool_installed", name,
                             shares=((site, 1.0),)))  # fmt: skip
    return found


def arrival(day: float, length: float, worked: list[bool], first_day: int) -> float:
    """First day after *length* worked days of the movers have passed."""
    row, left = int(day) - first_day, ceil(length)
    while left > 0 and row < len(worked):
        left -= worked[row]
        row += 1
    return float(row + first_day)
