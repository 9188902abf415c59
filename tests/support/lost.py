"""Scenarios in which what a loss costs can be worked out by hand."""

from typing import Any

from tests.support.builders import scenario, world

from backsource.config import Scenario, Schedule, schedule_from

ASKED = 10
"""Units a day, every day."""
COVER = 2
"""Days that the stock lasts when nothing comes in."""


def fed(stock: dict[str, Any] | None = None, lane: dict[str, Any] | None = None, **blocks: Any) -> Scenario:
    """A shop that is asked for 10 a day, with stock for two days, fed by lanes `a` and `b` of two mills.

    Goods are on the road for three days, so a base stock of 50 keeps 20 on hand at the close of each day. All is bought
    from `a` unless *stock* says otherwise.
    """
    shares = {"sources": {"a": "100 %", "b": "0 %"}, **(stock or {})}
    lanes = {name: {"item": "x", "from": f"mill-{name}", "to": "shop", "promised": "3 days", **(lane or {})}
             for name in ("a", "b")}  # fmt: skip
    return scenario(**{
        "horizon": "60 days",
        "sites": {"mill-a": {"kind": "feed"}, "mill-b": {"kind": "feed"}, "shop": {"kind": "depot"}},
        "stocks": {"shop/x": {"opening": "50 pieces", "base_stock": "50 pieces", **shares}},
        "lanes": lanes,
        "markets": {"m": {"item": "x", "from": "shop", "demand": {"per": "day", "mean": "10 pieces"}}},
        **blocks,
    })  # fmt: skip


def brought_in(**blocks: Any) -> tuple[Scenario, Schedule]:
    """10 a day bought, half of it made from day 20 on, all of it from day 40 on; either takes one day.

    A base stock of 30 keeps 20 on hand.
    """
    read = scenario(**world(
        horizon="70 days",
        sites={"s": {"kind": "supplier"}, "p": {"kind": "plant"}},
        stocks={"p/x": {"opening": "30 pieces", "base_stock": "30 pieces", "sources": {"buy": "100 %", "make": "0 %"}}},
        lanes={"buy": {"item": "x", "from": "s", "to": "p", "promised": "1 day"}},
        lines={"cell": {"site": "s", "makes": "x", "rate": "1000 pieces/day", "ready": "same_day"},
               "make": {"site": "p", "makes": "x", "rate": "1000 pieces/day"}},
        markets={"m": {"item": "x", "from": "p", "demand": {"per": "day", "mean": "10 pieces"}}},
        **blocks,
    ))  # fmt: skip
    share = [{"date": "2026-01-25", "make": "50 %", "buy": "50 %"}, {"date": "2026-02-14", "make": "100 %"}]
    way = {"schedule": "in", "stock": "p/x", "opens": {"make": "2026-01-25"}, "share": share}
    return read, schedule_from(way, scenario=read)
