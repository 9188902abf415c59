"""A part that is bought and is to be made, for checks without a run: a world, one change of all shares, findings."""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.network.feasibility import Finding

CONFIGS = Path(__file__).parents[2] / "configs"
WORLD: dict[str, Any] = {
    "scenario": "part",
    "start": "2026-01-05",  # a Monday
    "horizon": "364 days",
    "calendars": {"works": {"week": "mon-fri"}},
    "items": {"part": {"unit": "piece"}, "blank": {"unit": "piece"}},
    "sites": {"s1": {"kind": "supplier"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}},
    "stocks": {
        "plant/part": {"base_stock": "1000 pieces", "sources": {"buy": "100 %", "make": "0 %"}},
        "plant/blank": {"opening": "500 pieces", "base_stock": "500 pieces"},
    },
    "lanes": {
        "buy": {"item": "part", "from": "s1", "to": "plant", "promised": "2 days"},
        "blanks": {"item": "blank", "from": "forge", "to": "plant", "promised": "3 days"},
    },
    "lines": {
        "cell": {"site": "s1", "makes": "part", "rate": "125 pieces/day"},
        "make": {"site": "plant", "makes": "part", "rate": "125 pieces/day", "bom": {"blank": "1 piece"}},
    },
    "markets": {"oem": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "100 pieces"}}},
}
CUT = {"schedule": "cut", "stock": "plant/part", "share": [{"date": "2026-04-06", "make": "100 %", "buy": "0 %"}]}
"""All in-house on day 91."""
SUPPLY = {"with": "s1", "lanes": ["buy"], "notice": {"period": "30 days", "to": "month end"}}


def changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with values put at dotted paths."""
    found = copy.deepcopy(dict(base))
    for path, value in changes.items():
        *folders, key = path.split(".")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = value
    return found


def world(**changes: Any) -> Scenario:
    return scenario_from(changed(WORLD, {path.replace("__", "."): value for path, value in changes.items()}))


def world_with(changes: Mapping[str, Any]) -> Scenario:
    return scenario_from(changed(WORLD, changes))


def plan(scenario: Scenario, **changes: Any) -> Schedule:
    return schedule_from({**CUT, **changes}, scenario=scenario)


def at(findings: list[Finding], where: str) -> Finding:
    """The one finding at a place."""
    (finding,) = [finding for finding in findings if finding.where == where]
    return finding


def said(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.level, finding.where) for finding in findings}
