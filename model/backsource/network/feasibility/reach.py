"""Whether goods can come through at all: cycles, demand and material that nothing supplies."""

import networkx as nx

from backsource.network.feasibility.finding import Finding, units
from backsource.network.feasibility.outlook import Outlook
from backsource.network.feasibility.utilisation import where


def cycle(outlook: Outlook) -> list[Finding]:
    """A flow of goods that comes back; without a cycle the rest can be judged."""
    try:
        edges = nx.find_cycle(outlook.flow)
    except nx.NetworkXNoCycle:
        return []
    circle = " -> ".join([*(edge[0] for edge in edges), edges[0][0]])
    return [Finding("refuse", "lanes", f"goods go round: {circle}", "cut one of these lanes or lines")]


def supplied(outlook: Outlook) -> set[str]:
    """Stocks that can be filled from outside.

    A stock needs one source that can (or), or opens with all that is asked of it. A line can when all its materials
    are supplied (and), so an outside supplier's always can; a lane when its origin is supplied or is an outside feed.
    """
    found: set[str] = set()
    for stock in nx.topological_sort(outlook.flow):
        if _lasts(outlook, stock) or any(can_give(outlook, source, found) for source in outlook.sources[stock]):
            found.add(stock)
    return found


def can_give(outlook: Outlook, source: str, supplied_stocks: set[str]) -> bool:
    """Whether everything that a source takes is supplied or comes from an outside feed."""
    return all(stock in supplied_stocks or outlook.outside(stock) for stock in outlook.takes(source))


def reach(outlook: Outlook) -> list[Finding]:
    """Markets that nothing reaches, and material that nothing brings."""
    reached = supplied(outlook)
    return _markets(outlook, reached) + _materials(outlook, reached)


def _markets(outlook: Outlook, reached: set[str]) -> list[Finding]:
    found = []
    for name, market in outlook.scenario.markets.items():
        stock = f"{market.origin}/{market.item}"
        asked = float(outlook.demand[name].sum())
        if stock in reached or not asked:
            continue
        unit = outlook.scenario.items[market.item].unit
        said = f"no chain of lanes and lines from a feed or supplier to {stock}: {units(asked, unit)} asked in all"
        advice = f"a lane that brings {market.item} to {market.origin}, or a line there with material, would do"
        found.append(Finding("refuse", f"markets.{name}", said, advice))
    return found


def _materials(outlook: Outlook, reached: set[str]) -> list[Finding]:
    found = []
    for name, line in outlook.lines.items():
        for item in line.bom:
            stock = f"{line.site}/{item}"
            if stock in reached:
                continue
            used = bool(outlook.need[name].any())
            said = f"nothing brings {item} to {line.site}" + ("" if used else " (the line is not used here)")
            advice = f"a lane of {item} to {line.site}, or a line that makes it there, would do"
            found.append(Finding("refuse" if used else "warn", f"{where(outlook, name)}.bom.{item}", said, advice))
    return found


def _lasts(outlook: Outlook, stock: str) -> bool:
    """Whether what a stock opens with is enough for all that is ever asked of it."""
    declared = outlook.scenario.stocks.get(stock)
    opening = declared.opening.number if declared is not None and declared.opening is not None else 0.0
    return opening >= float(outlook.use[stock].sum()) > 0
