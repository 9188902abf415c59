"""Stocks: opening against target, room for orders and bank, age, material on site before a line opens."""

from math import ceil, inf

import numpy as np

from backsource.config.stock import Stock
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.dates import opens
from backsource.network.feasibility.finding import Finding, number, units
from backsource.network.feasibility.means import days_of
from backsource.network.feasibility.outlook import Outlook

FAR = 2.0
"""An opening position off its target by more than this factor is far."""


def stocks(outlook: Outlook) -> list[Finding]:
    """Everything about stocks as they are."""
    found = _minimum_orders(outlook)
    for stock, declared in outlook.scenario.stocks.items():
        found += _opening(outlook, stock, declared) + _on_site(outlook, stock, declared)
    return found


def _unit(outlook: Outlook, stock: str) -> str:
    return outlook.scenario.items[stock.partition("/")[2]].unit


def _opening(outlook: Outlook, stock: str, declared: Stock) -> list[Finding]:
    """The inventory position at the start against the levels of the policy."""
    levels = _levels(outlook, stock, declared)
    if declared.opening is None or levels is None:
        return []
    low, high = levels
    position = declared.opening.number + (declared.on_order.number if declared.on_order is not None else 0.0)
    position += sum(each.quantity.number for each in declared.arriving) if isinstance(declared.arriving, list) else 0.0
    position -= declared.backlog.number if declared.backlog is not None else 0.0
    if low / FAR <= position <= high * FAR:
        return []
    unit = _unit(outlook, stock)
    target = number(high) if low == high else f"{number(low)} to {number(high)}"
    said = f"{units(position, unit)} on hand and on order at the start, its policy keeps {target}"
    advice = "state `opening` and `on_order` near it, or read the first weeks as a start from that state"
    return [Finding("warn", f"stocks.{stock}.opening", said, advice)]


def _levels(outlook: Outlook, stock: str, declared: Stock) -> tuple[float, float] | None:
    """Least and most of the position that a policy keeps at the start; none where it speaks of no position."""
    if declared.base_stock is not None:
        return declared.base_stock.number, declared.base_stock.number
    if declared.cover is not None:
        lead = outlook.on_the_way(stock, 0)
        position = lead + outlook.usual(stock, 0)
        return position, position
    if declared.reorder is not None:
        at, up_to, quantity = declared.reorder.at.number, declared.reorder.up_to, declared.reorder.quantity
        return at, up_to.number if up_to is not None else at + (quantity.number if quantity is not None else 0.0)
    return None


def _minimum_orders(outlook: Outlook) -> list[Finding]:
    """Lanes whose smallest order does not fit into the stock they feed."""
    found = []
    for name, lane in outlook.lanes.items():
        declared = outlook.scenario.stocks.get(outlook.product(name))
        if lane.minimum_order is None or declared is None or declared.capacity is None:
            continue
        if lane.minimum_order.number > declared.capacity.number:
            said = f"{units(lane.minimum_order.number, lane.minimum_order.unit)} is the smallest order"
            said += f", {outlook.product(name)} holds {number(declared.capacity.number)}"
            advice = "a smaller minimum order or a larger stock would do"
            found.append(Finding("refuse", f"lanes.{name}.minimum_order", said, advice))
    return found


def keeping(change: Changeover) -> list[Finding]:
    """Whether the item of a bank keeps, lasts and fits."""
    outlook, window, stock = change.outlook, change.window, change.stock
    if window is None:
        return []
    item = outlook.scenario.items[stock.partition("/")[2]]
    where, found = f"{change.where}.bridge.want", []
    if not item.storable:
        name = stock.partition("/")[2]
        advice = "overlap or a parallel run instead of a bank would do"
        return [Finding("refuse", where, f"a bank of {name}, which cannot be stored", advice)]
    total = window.wanted + outlook.usual(stock, window.end)
    use = np.cumsum(outlook.use[stock][window.end :])
    lasts = int(np.searchsorted(use, total)) + 1
    shelf = days_of(item.shelf_life) if item.shelf_life is not None else inf
    if lasts > shelf:
        said = f"bank and usual stock last {lasts} days from {outlook.date(window.end)}, it keeps {number(shelf)} days"
        found.append(Finding("refuse", where, said, "a smaller bank would do"))
    declared = outlook.scenario.stocks[stock]
    if declared.capacity is not None and total > declared.capacity.number:
        said = f"bank and usual stock are {change.says(total)}, the stock holds {number(declared.capacity.number)}"
        found.append(Finding("warn", where, said, "more room or a smaller bank would do"))
    return found


def _on_site(outlook: Outlook, stock: str, declared: Stock) -> list[Finding]:
    """Material of a line whose first delivery, onboarding of its lanes included, comes after the line needs it."""
    site, _, item = stock.partition("/")
    lines = [name for name, line in outlook.lines.items() if line.site == site and item in line.bom]
    users = [name for name in lines if outlook.need[name].any() and opens(outlook, name) < outlook.days]
    sources = [name for name in outlook.sources[stock] if outlook.share(name).any()]
    if not users or not sources or declared.opening is None:
        return []
    first = min(max(int(np.flatnonzero(outlook.need[name])[0]), int(max(0, opens(outlook, name)))) for name in users)
    comes = min(_first_delivery(outlook, stock, name) for name in sources)
    coming = (declared.on_order.number if declared.on_order is not None else 0.0) > 0 or bool(declared.arriving)
    lacking = float(outlook.use[stock][first:comes].sum()) - declared.opening.number
    if coming or lacking <= 0:
        return []
    said = f"its first delivery can come on {outlook.date(comes)} (onboarding and lead time from the start), needed "
    said += f"from {outlook.date(first)}: {units(lacking, _unit(outlook, stock))} short by then"
    return [Finding("warn", f"stocks.{stock}", said, "opening stock, goods on order or a later opening would do")]


def _first_delivery(outlook: Outlook, stock: str, source: str) -> int:
    """First day on which goods ordered as early as can be arrive from a source."""
    if outlook.onboards(source) is not None:
        return int(min(outlook.onboarded(source), outlook.days)) + ceil(outlook.lead(source))
    onboard = outlook.lanes[source].onboard if source in outlook.lanes else None
    return outlook.later(0, onboard, outlook.calendar(stock)) + ceil(outlook.lead(source))
