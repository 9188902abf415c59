"""Levels before the first day, against which the laws of conservation are checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from backsource.simulation.flow.things import Things
from backsource.simulation.plan import Plan

Levels = dict[str, float]


@dataclass(frozen=True)
class Openings:
    """By name; what is not named opens with nothing."""

    on_hand: Levels
    owed: Levels
    markets: Levels
    on_order: Levels
    moving: Levels
    """In transit and at the gate."""
    held: Levels = field(default_factory=dict)
    wip: Levels = field(default_factory=dict)
    open: Levels = field(default_factory=dict)
    locked: Levels = field(default_factory=dict)
    """Trial pieces that wait for approval."""


def openings(plan: Plan, things: Things | None = None) -> Openings:
    """Of a plan as its scenario opens, or of things as they stand after a status was taken over."""
    if things is not None and plan.status is not None:
        return standing(things)
    on_order = dict.fromkeys(plan.lanes, 0.0)
    for stock in plan.stocks.values():
        for load in stock.arriving:
            if load.source in on_order:
                on_order[load.source] += load.quantity
    first = {market.stock: name for name, market in sorted(plan.markets.items(), reverse=True)}
    return Openings(
        on_hand={name: stock.opening for name, stock in plan.stocks.items()},
        owed={name: stock.backlog for name, stock in plan.stocks.items()},
        markets={name: plan.stocks[stock].backlog for stock, name in first.items()},
        on_order=on_order, moving=on_order,
    )  # fmt: skip


def standing(things: Things) -> Openings:
    """Of things on the grid."""
    lanes, lines = things.lanes.items(), things.lines.items()
    return Openings(
        on_hand={name: stock.on_hand for name, stock in things.stocks.items()},
        owed={name: stock.owed for name, stock in things.stocks.items()},
        markets={name: market.owed for name, market in things.markets.items()},
        on_order={name: lane.on_order for name, lane in lanes},
        moving={name: lane.in_transit + getattr(lane, "gate", 0.0) for name, lane in lanes},
        held={name: getattr(lane, "held", 0.0) for name, lane in lanes},
        wip={name: line.wip for name, line in lines}, open={name: line.on_order for name, line in lines},
        locked={name: line.locked for name, line in lines},
    )  # fmt: skip
