"""A small changeover: a part that is bought and may be made, and the blank that making takes."""

import copy
from collections.abc import Mapping
from typing import Any

from backsource.config import Scenario, scenario_from

BACKSOURCING: dict[str, Any] = {
    "scenario": "part",
    "start": "2026-01-05",  # a Monday
    "horizon": "20 days",
    "items": {"part": {"unit": "piece"}, "blank": {"unit": "piece"}},
    "sites": {"s1": {"kind": "supplier"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}},
    "stocks": {
        "plant/part": {"base_stock": "50 pieces", "sources": {"buy": "100 %", "make": "0 %"}},
        "plant/blank": {"opening": "0 pieces", "base_stock": "50 pieces"},
    },
    "lanes": {
        "buy": {"item": "part", "from": "s1", "to": "plant", "price": "20 EUR/piece", "promised": "2 days"},
        "blanks": {"item": "blank", "from": "forge", "to": "plant", "price": "8 EUR/piece", "promised": "3 days"},
    },
    "lines": {
        "cell": {"site": "s1", "makes": "part", "rate": "15 pieces/day"},
        "make": {"site": "plant", "makes": "part", "rate": "15 pieces/day", "bom": {"blank": "1 piece"}},
    },
    "markets": {"oem": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}}},
}


def merged(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    found = copy.deepcopy(base)
    for path, value in changes.items():
        *folders, key = path.split(".")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = value
    return found


def backsourcing(changes: Mapping[str, Any] | None = None) -> Scenario:
    """The world above with values put at dotted paths."""
    return scenario_from(merged(BACKSOURCING, changes or {}))


TOOLED: dict[str, Any] = {
    "calendars": {"works": {"week": "mon-fri"}, "movers": {"week": "mon-sat"}},
    "sites.plant": {"kind": "plant", "calendar": "works"},
    "tools": {
        "T1": {"at": "s1", "needed_by": ["make"], "move": {"takes": "3 working days", "calendar": "movers"}},
        "T2": {"at": "none", "needed_by": ["make"], "lead": "1 week"},
    },
    "lines.make.qualification": {
        "prepare": "2 working days",
        "trial": "1 working day",
        "approve": "3 working days",
        "passes": "100 %",
        "again_after": "2 working days",
    },
    "lanes.blanks.onboard": "4 working days",
    "horizon": "60 days",
}
"""The plant needs a tool and an approval."""
TASKS: dict[str, Any] = {
    "order": {"begin": "2026-01-06", "brings": {"T2": "plant"}},  # Tuesday, a week: the next Tuesday
    "fit": {
        "after": ["order"],
        "takes": {"least": "1 working day", "mode": "3 working days", "most": "9 working days"},
    },
    "move": {"begin": "2026-01-09", "moves": {"T1": "plant"}},  # Friday, Saturday, Monday: Tuesday morning
    "feeds": {"begin": "2026-01-07", "onboards": ["blanks"]},  # Wednesday to Friday and Monday: Tuesday morning
    "write": {"begin": "2026-01-08", "takes": {"median": "5 days", "cv": 0.4}},
    "ppap": {"after": ["fit", {"task": "move", "kind": "FS", "lag": "2 working days"}], "qualifies": "make"},
}
"""What has to be done there."""
STEP = {"make": "100 %", "expect": "2026-01-26", "gate": {"make": "qualified"}}
PLANNED = {
    "order": (1.0, 8.0),
    "fit": (8.0, 11.0),
    "move": (4.0, 8.0),
    "feeds": (2.0, 8.0),
    "write": (3.0, 8.0),
    "ppap": (11.0, 19.0),  # Friday, then Monday to Friday: six working days, so Saturday morning
}
"""First and last morning of each task as planned."""
