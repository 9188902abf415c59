"""The comparison as plain data, for JSON: everything that the text says, and what it leaves out."""

from dataclasses import asdict, replace
from typing import Any

from backsource.report.answer import answer, floors, spans, sure
from backsource.report.comparison import Comparison
from backsource.report.trade_off import as_plain as weighed


def as_plain(comparison: Comparison) -> dict[str, Any]:
    """Names to numbers, texts, lists and mappings of these."""
    choice = comparison.choice
    return {
        **asdict(replace(comparison, corners=None, choice=None, trade_off=None)),
        "answer": answer(comparison),
        "sure": sure(comparison),
        "spans": spans(comparison),
        "floors": floors(comparison),
        "best": comparison.best,
        "picked": comparison.picked,
        "rivals": list(comparison.rivals),
        "leads": {name: _paired(comparison, name) for name in comparison.schedules if name != comparison.best},
        "guarantee": asdict(choice.guarantee) if choice else {"state": "none", "words": sure(comparison)},
        "regret": choice.regret if choice else None,
        "trade_off": weighed(comparison.trade_off, comparison.schedules) if comparison.trade_off else None,
        "corners": _corners(comparison),
    }


def _paired(comparison: Comparison, name: str) -> dict[str, Any] | None:
    found = comparison.against_best(name)
    return None if found is None else asdict(found)


def _corners(comparison: Comparison) -> dict[str, Any] | None:
    corners = comparison.corners
    if corners is None:
        return None
    return {
        "arms": list(corners.arms),
        "inputs": [asdict(one) for one in corners.inputs],
        "design": corners.design.tolist(),
        "means": corners.means.tolist(),
        "futures": corners.futures,
        "holds": corners.holds,
        "of": corners.count,
    }
