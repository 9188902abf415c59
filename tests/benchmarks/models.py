"""The models that are timed: the chain, wide networks, the knuckle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backsource.config import Scenario, Schedule, load_scenario, load_schedule, scenario_from

HERE = Path(__file__).resolve().parents[2]


def chains(count: int, days: int) -> Scenario:
    """*count* chains of three stocks side by side, each with its own market."""
    content: dict[str, Any] = {
        "format": 1, "scenario": "chains", "start": "2026-01-05", "horizon": f"{days} days",
        "items": {"part": {"unit": "piece"}}, "sites": {"mill": {"kind": "feed"}},
        "stocks": {}, "lanes": {}, "markets": {},
    }  # fmt: skip
    for number in range(count):
        before = "mill"
        for place, (level, lead) in enumerate(zip((46, 34, 36), (3, 2, 2), strict=True)):
            site = f"s{number}-{place}"
            content["sites"][site] = {"kind": "depot"}
            content["stocks"][f"{site}/part"] = {"base_stock": f"{level} pieces"}
            content["lanes"][f"l{number}-{place}"] = {
                "item": "part",
                "from": before,
                "to": site,
                "promised": f"{lead} days",
            }
            before = site
        demand = {"per": "day", "amount": {"family": "poisson", "mean": "10 pieces"}}
        content["markets"][f"m{number}"] = {"item": "part", "from": before, "demand": demand}
    return scenario_from(content)


def knuckle() -> tuple[Scenario, Schedule]:
    """The first study's scenario with its phased schedule."""
    configs = HERE / "configs"
    return load_scenario(configs / "scenarios/steering-knuckle.yaml"), load_schedule(configs / "schedules/phased.yaml")
