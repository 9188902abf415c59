"""A small changeover: a supplier's part that a plant will make, with random demand, lateness and outages."""

from typing import Any

import pytest

from backsource.config import scenario_from, schedule_from, study_from
from backsource.experiment import Experiment

SCENARIO: dict[str, Any] = {
    "scenario": "part", "start": "2026-01-05", "horizon": "40 weeks", "currency": "EUR",
    "items": {"part": {"unit": "piece"}},
    "sites": {"s": {"kind": "supplier"}, "p": {"kind": "plant"}},
    "stocks": {
        "p/part": {"opening": "300 pieces", "base_stock": "450 pieces", "sources": {"buy": "100 %", "make": "0 %"}}
    },
    "lanes": {
        "buy": {
            "item": "part", "from": "s", "to": "p", "price": "10 EUR/piece", "promised": "3 days",
            "late": {"chance": "20 %", "by": {"mean": "3 days", "cv": 1.0}},
        }
    },
    "lines": {
        "cell": {"site": "s", "makes": "part", "rate": "80 pieces/day"},
        "make": {
            "site": "p", "makes": "part", "rate": "70 pieces/day", "ramp": {"from": "20 %", "tau": "15 days"},
            "cost": {"variable": "6 EUR/piece", "capex": "5 kEUR"},
        }
    },
    "markets": {
        "m": {
            "item": "part", "from": "p", "demand": {"per": "day", "mean": "50 pieces", "cv": 0.3},
            "late_cost": "20 EUR/piece",
        }
    },
    "outages": {"strike": {"hits": ["s"], "every": "90 days", "lasts": {"mean": "4 days", "cv": 1.0}}},
    "contracts": {"supply": {"with": "s", "lanes": ["buy"], "notice": {"period": "30 days"}}},
}  # fmt: skip
STAY = {"schedule": "stay"}
JUMP = {
    "schedule": "jump", "stock": "p/part", "notice": {"contract": "supply", "date": "2026-04-01"},
    "opens": {"make": "2026-05-01"}, "share": [{"date": "2026-05-01", "make": "100 %", "buy": "0 %"}],
}  # fmt: skip
STEPS = {
    "schedule": "steps", "stock": "p/part", "opens": {"make": "2026-04-01"},
    "share": [
        {"date": "2026-04-01", "make": "40 %", "buy": "60 %"}, {"date": "2026-06-01", "make": "100 %", "buy": "0 %"},
    ],
}  # fmt: skip


def make_experiment(*schedules: dict[str, Any], control: str, replications: int = 6) -> Experiment:
    """A study of these schedules, in memory."""
    scenario = scenario_from(SCENARIO)
    study = study_from(
        {
            "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": control, "seed": 11,
            "replications": replications, "window": "2026-02-02..2026-10-04", "reference": "2026-01-05..2026-02-01",
        }
    )  # fmt: skip
    return Experiment(study, scenario, tuple(schedule_from(one, scenario=scenario) for one in schedules))


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    """Three schedules; the control stays external."""
    return make_experiment(STAY, JUMP, STEPS, control="stay")


@pytest.fixture(scope="session")
def without_stay() -> Experiment:
    """Two schedules, neither of which stays external."""
    return make_experiment(JUMP, STEPS, control="jump")
