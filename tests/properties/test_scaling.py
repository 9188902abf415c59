"""Physics has no favourite unit: four times the quantities of continuous items give four times the flows."""

import re
from typing import Any

import numpy as np
from builders import run
from hypothesis import given, settings
from random_parts import Block
from random_scenarios import changeovers

QUANTITY = re.compile(r"(\d+(?:\.\d+)?) (piece|kg|box|litre|hour|set)(/day|/working day)?")
FACTOR = 4.0


def continuous(content: Block) -> Block:
    """The scenario without whole units, and with listed demand."""
    items = {
        name: {key: value for key, value in item.items() if key != "lot"} for name, item in content["items"].items()
    }
    items = {name: {**item, "whole": False} for name, item in items.items()}
    markets = {name: {**market, "demand": listed(market, items)} for name, market in content["markets"].items()}
    return {**content, "items": items, "markets": markets, "unsure": {}}


def listed(market: Block, items: Block) -> Block:
    """A demand that is listed: as it is, or a saw."""
    unit = items[market["item"]]["unit"]
    return (
        market["demand"] if "listed" in market["demand"] else {"listed": [f"{day % 5 * 3} {unit}" for day in range(40)]}
    )


def larger(block: Any) -> Any:
    """The same block with every quantity times the factor; a bill of material is a ratio and stays."""
    if isinstance(block, dict):
        return {key: value if key == "bom" else larger(value) for key, value in block.items()}
    if isinstance(block, list):
        return [larger(value) for value in block]
    found = QUANTITY.fullmatch(block) if isinstance(block, str) and "EUR" not in block else None
    return f"{float(found[1]) * FACTOR!r} {found[2]}{found[3] or ''}" if found else block


STATES = ("producing", "starved", "blocked", "idle", "setup", "down", "closed", "waited")


@settings(max_examples=50)
@given(changeovers())
def test_scaling_quantities_scales_flows(changeover: tuple[Block, Block]) -> None:
    content, schedule = continuous(changeover[0]), changeover[1]
    once, more = run(content, schedule), run(larger(content), schedule)
    for kind in ("stocks", "lanes", "lines", "markets"):
        small, large = getattr(once, kind), getattr(more, kind)
        for column in small.columns:
            factor = 1.0 if column in STATES else FACTOR
            if column != "orders":
                np.testing.assert_allclose(large[column], factor * small[column], rtol=1e-9, atol=1e-6, err_msg=column)
    # a need below a billionth of a unit is no order, so that tails of scrap made again may end a day earlier
    real = once.lanes["ordered"] > 1e-6
    np.testing.assert_array_equal(more.lanes["orders"][real], once.lanes["orders"][real])
