"""Small scenarios off the grid, and runs in which levers are pulled on given days."""

from collections.abc import Callable, Generator, Mapping
from typing import Any

import numpy as np
import pytest
import simpy
from builders import Blocks, pieces, run, shop, world

from backsource.log import Book, Floats, Kind, Log
from backsource.simulation.changeover import story
from backsource.simulation.changeover.desk import Desk
from backsource.simulation.flow.levers import Levers

Pull = Callable[[Levers], object]


def at(wants: Mapping[float, float]) -> Blocks:
    """Customers at instants: `{0.5: 3}` is three pieces at noon of the first day."""
    return {"listed": pieces(*wants.values()), "at": [f"{instant!r} days" for instant in wants]}


def customers(wants: Mapping[float, float], *, origin: str = "shop", item: str = "x", **terms: Any) -> Blocks:
    """A market whose customers come at instants."""
    return {"item": item, "from": origin, "demand": at(wants), **terms}


def counter(
    stock: Mapping[str, Any], wants: Mapping[float, float], *, lane: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None, days: float = 10, **blocks: Any,
) -> Blocks:  # fmt: skip
    """One stock `shop/x` under continuous review, fed by the lane `in` (2 days), asked by customers of `m`."""
    return world(
        horizon=f"{days!r} days",
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}} | blocks.pop("sites", {}),
        stocks={"shop/x": {"review": "continuous", **stock}} | blocks.pop("stocks", {}),
        lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "2 days", **(lane or {})}}
        | blocks.pop("lanes", {}),
        markets={"m": customers(wants, **(market or {}))} | blocks.pop("markets", {}),
        **blocks,
    )


def workshop(
    line: Mapping[str, Any], wants: Mapping[float, float], *, stock: Mapping[str, Any] | None = None,
    market: Mapping[str, Any] | None = None, days: float = 10, **blocks: Any,
) -> Blocks:  # fmt: skip
    """One stock `shop/x` made to order by the server line `make` (half a day a piece), asked by customers of `m`."""
    made_to_order = {"review": "continuous", "lot_for_lot": True}
    return world(
        horizon=f"{days!r} days",
        sites={"shop": {"kind": "plant"}} | blocks.pop("sites", {}),
        stocks={"shop/x": dict(stock) if stock is not None else made_to_order} | blocks.pop("stocks", {}),
        lines={"make": {"site": "shop", "makes": "x", "processing": "0.5 days", **line}} | blocks.pop("lines", {}),
        markets={"m": customers(wants, **(market or {}))} | blocks.pop("markets", {}),
        **blocks,
    )


def pulled(patch: pytest.MonkeyPatch, given: Blocks, pulls: Mapping[float, Pull], **how: Any) -> Log:
    """A run in whose decision steps levers are pulled: `{3: lambda levers: levers.target("shop/x", 9)}`."""

    def script(env: simpy.Environment, levers: Levers) -> Generator[simpy.Event, Any, None]:
        for day, pull in sorted(pulls.items()):
            yield env.timeout(day - env.now)
            pull(levers)

    before = story.begin

    def begin(desk: Desk) -> None:
        before(desk)
        desk.env.process(script(desk.env, desk.levers))

    with patch.context() as patched:
        patched.setattr(story, "begin", begin)
        return run(given, **how)


def levels(rows: Floats, *expected: float) -> None:
    """The first rows are as expected, to 1e-9."""
    np.testing.assert_allclose(rows[: len(expected)], expected, rtol=0, atol=1e-9)


def instants(log: Log, kind: Kind, subject: str) -> list[float]:
    """When something happened, rounded to a billionth of a day."""
    chosen = (log.journal["kind"] == kind) & (log.journal["subject"] == log.subjects.index(subject))
    return [round(float(time), 9) for time in log.journal["time"][chosen]]


OTHER: Blocks = {
    "sites": {"far": {"kind": "feed"}, "depot": {"kind": "depot"}},
    "stocks": {"depot/x": {"base_stock": "30 pieces"}},
    "lanes": {"away": {"item": "x", "from": "far", "to": "depot", "promised": "3 days"}},
    "markets": {"n": {"item": "x", "from": "depot", "demand": {"per": "day", "mean": "4 pieces", "cv": 0.5}}},
}
"""A depot that has nothing to do with the shop."""


def on_grid(stock: Mapping[str, Any], demand: list[float], **blocks: Any) -> Blocks:
    """A shop looked at once a day (lead time 2 days), and the depot beside it."""
    merged = {key: {**value, **blocks.pop(key, {})} for key, value in OTHER.items()}
    return shop(stock, demand, **merged, **blocks)


def off_grid(stock: Mapping[str, Any], wants: Mapping[float, float], **blocks: Any) -> Blocks:
    """A shop under continuous review (lead time 2 days), and the depot beside it."""
    merged = {key: {**value, **blocks.pop(key, {})} for key, value in OTHER.items()}
    return counter(stock, wants, **merged, **blocks)


def rows_of(book: Book, name: str) -> bytes:
    """All rows of one thing."""
    return book.data[book.names.index(name)].tobytes()


def depot(log: Log) -> tuple[bytes, ...]:
    """The rows of the depot, its lane and its market."""
    return rows_of(log.stocks, "depot/x"), rows_of(log.lanes, "away"), rows_of(log.markets, "n")


def beside(patch: pytest.MonkeyPatch, given: Blocks, pulls: Mapping[float, Pull]) -> Log:
    """The run with the levers pulled; until then, and elsewhere at any time, nothing has changed."""
    plain, log = run(given), pulled(patch, given, pulls)
    first = int(min(pulls))
    for one, other in ((plain.stocks, log.stocks), (plain.lanes, log.lanes), (plain.markets, log.markets)):
        assert one.data[:, :first].tobytes() == other.data[:, :first].tobytes()
    if "n" in plain.markets.names:
        assert depot(plain) == depot(log)
    return log
