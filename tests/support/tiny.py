"""The smallest changeover that draws anything: a few milliseconds a replication, for studies of many of them."""

from typing import Any

from backsource.config import scenario_from, schedule_from, study_from
from backsource.experiment import Experiment

SCENARIO: dict[str, Any] = {
    "scenario": "tiny", "start": "2026-01-05", "horizon": "42 days", "currency": "EUR",
    "items": {"part": {"unit": "piece"}},
    "sites": {"s": {"kind": "supplier"}, "p": {"kind": "plant"}},
    "stocks": {
        "p/part": {"opening": "90 pieces", "base_stock": "120 pieces", "sources": {"buy": "100 %", "make": "0 %"}}
    },
    "lanes": {"buy": {"item": "part", "from": "s", "to": "p", "price": "10 EUR/piece", "promised": "2 days",
                      "late": {"chance": "30 %", "by": {"mean": "2 days", "cv": 1.0}}}},
    "lines": {"cell": {"site": "s", "makes": "part", "rate": "80 pieces/day"},
              "make": {"site": "p", "makes": "part", "rate": "60 pieces/day", "cost": {"variable": "6 EUR/piece"}}},
    "markets": {"m": {"item": "part", "from": "p", "demand": {"per": "day", "mean": "30 pieces", "cv": 0.4}}},
}  # fmt: skip
STAY = {"schedule": "stay"}


def jump(day: str = "2026-01-26", name: str = "jump") -> dict[str, Any]:
    """All in-house from a day on."""
    share = [{"date": day, "make": "100 %", "buy": "0 %"}]
    return {"schedule": name, "stock": "p/part", "opens": {"make": day}, "share": share}


def tiny(*schedules: dict[str, Any], control: str = "stay", seed: int = 5, replications: int = 8) -> Experiment:
    """A study of these schedules, in memory; staying and one step without any."""
    scenario = scenario_from(SCENARIO)
    study = study_from(
        {
            "study": "tiny", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": control, "seed": seed,
            "replications": replications, "window": "2026-01-12..2026-02-15", "reference": "2026-01-05..2026-01-11",
        }
    )  # fmt: skip
    ways = schedules or (STAY, jump())
    return Experiment(study, scenario, tuple(schedule_from(one, scenario=scenario) for one in ways))
