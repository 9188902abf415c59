"""Shares of the sources of a stock: as they are, and as a schedule moves them."""

from __future__ import annotations

from collections.abc import Sequence

from backsource.config.schedule import Step
from backsource.config.sharing import filled
from backsource.config.stock import Stock
from backsource.simulation.planning import Steps
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.steering import Steering


def sources_of(frame: Frame) -> dict[str, list[str]]:
    """Lanes and lines that feed each stock."""
    sources: dict[str, list[str]] = {}
    for name, (_, to, lane) in frame.lanes.items():
        sources.setdefault(f"{to}/{lane.item}", []).append(name)
    for name, (site, line) in frame.lines.items():
        sources.setdefault(f"{site}/{line.makes}", []).append(name)
    return sources


def as_is(frame: Frame, stock: str, sources: list[str]) -> dict[str, float]:
    """Shares before any step; a source that is alone, but for one for emergencies, has all.

    Lines of a supplier that keeps no stock share by their rates. Policies that speak of particular sources have none.
    """
    declared: Stock | None = frame.stocks[stock][1] if stock in frame.stocks else None
    if declared is not None and declared.sources:
        return {name: share for name, share in sorted(declared.sources.items()) if name in sources}
    spare = declared.emergency.source if declared is not None and declared.emergency else None
    usual = sorted(name for name in sources if name != spare) or sources
    if len(usual) == 1:
        return {usual[0]: 1.0}
    if declared is not None:
        return {}
    rates = {name: frame.lines[name][1].rate for name in usual if name in frame.lines}
    total = sum(rate.number for rate in rates.values() if rate)
    return {name: rate.number / total if rate else 0.0 for name, rate in rates.items()}


def expected(frame: Frame) -> dict[str, Steps]:
    """For every stock the shares that the planner counts on: as they are, then the steps on their expected days.

    A gate is expected to open on the first steering date from its expected day on; what falls into a freeze is
    expected when it is over.
    """
    steering, shares = steering_of(frame), dict[str, Steps]()
    for stock, sources in sources_of(frame).items():
        before = as_is(frame, stock, sources) or by_policy(frame, stock)
        steps = [(0, tuple(sorted(before.items())))]
        taken = path(frame, stock, before, sources)
        days = steering.earliest((frame.day(step.day), step.gate is not None) for step, _ in taken)
        for day, (_, after) in zip(days, taken, strict=True):
            steps.append((int(day) - frame.first_day, tuple(sorted(after.items()))))
        shares[stock] = tuple(steps)
    return shares


def steering_of(frame: Frame) -> Steering:
    """Meetings from the first expected day of any gate on, and freezes."""
    schedule = frame.schedule
    gates = [frame.day(step.expect) for part in schedule.parts.values() for step in part.share if step.expect]
    freezes = sorted((frame.day(window.first), frame.day(window.last)) for window in schedule.freeze)
    return Steering(min(gates, default=0.0), max(1.0, schedule.decided), tuple(freezes))


def path(
    frame: Frame, stock: str, before: dict[str, float], sources: Sequence[str]
) -> list[tuple[Step, dict[str, float]]]:
    """The steps of a stock, each with the shares after it; a source that is cut from the graph has none."""
    found, shares = [], {name: before.get(name, 0.0) for name in sorted(sources)}
    for step in frame.schedule.part(stock).share:
        shares = filled(shares, step.shares)
        found.append((step, {name: share for name, share in shares.items() if name in sources}))
    return found


def by_policy(frame: Frame, stock: str) -> dict[str, float]:
    """What a policy that speaks of particular sources means for their planned shares.

    The regular source of a dual index and the base of a base-surge are planned to bring all but what is rushed.
    """
    declared: Stock | None = frame.stocks[stock][1] if stock in frame.stocks else None
    if declared is None:
        return {}
    if declared.dual_index is not None:
        return {declared.dual_index.regular: 1.0}
    if declared.base_surge is not None:
        return {declared.base_surge.base: 1.0}
    if isinstance(declared.listed, dict):
        sums = {name: sum(amount.number for amount in rows) for name, rows in sorted(declared.listed.items())}
        return {name: quantity / sum(sums.values()) for name, quantity in sums.items() if quantity}
    return {}
