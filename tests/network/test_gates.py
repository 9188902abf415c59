"""Gates that ask for more than the plan can ever show are found before anything runs."""

from typing import Any

import pytest

from backsource.config import Scenario, scenario_from, schedule_from
from backsource.config.random import RandomSpan
from backsource.network.feasibility.gates import impossible_gates
from backsource.network.feasibility.means import mean_days
from backsource.simulation.resolve.frame import law_of

QUALIFICATION = {
    "prepare": "5 working days",
    "trial": "1 working day",
    "approve": "5 working days",
    "passes": "70 %",
    "again_after": "5 days",
}


@pytest.fixture(scope="module")
def plant() -> Scenario:
    """A line that runs 40 of 42.5 hours, learns from 92 % to 99.5 % and ramps without ever being there."""
    return scenario_from(
        {
            "scenario": "plant",
            "start": "2026-01-05",
            "horizon": "104 weeks",
            "calendars": {"works": {"week": "mon-fri"}},
            "items": {"part": {"unit": "piece"}},
            "sites": {"seller": {"kind": "supplier"}, "plant": {"kind": "plant", "calendar": "works"}},
            "stocks": {"plant/part": {"cover": "5 working days", "sources": {"buy": "100 %", "make": 0}}},
            "lanes": {"buy": {"item": "part", "from": "seller", "to": "plant", "promised": "10 days"}},
            "lines": {
                "cell": {"site": "seller", "makes": "part", "rate": "100 pieces/working day"},
                "make": {
                    "site": "plant",
                    "makes": "part",
                    "rate": "120 pieces/working day",
                    "machines": 2,
                    "staff": 1,
                    "ramp": {"from": "35 %", "tau": "30 days"},
                    "yield": {"first": "92 %", "mature": "99.5 %", "over": "12000 pieces"},
                    "failures": {"mtbf": "40 operating hours", "repair": "2.5 hours"},
                    "qualification": QUALIFICATION,
                },
            },
        }
    )


def findings(plant: Scenario, gate: dict[str, Any], **further: Any) -> list[tuple[str, str, str]]:
    """Level, place and text of what is found about one gate before a step to all."""
    step = {"make": "100 %", "expect": "2026-08-03", "gate": gate, **further.pop("step", {})}
    tasks = further.pop("tasks", {"ppap": {"qualifies": "make"}})
    data = {"schedule": "s", "stock": "plant/part", "tasks": tasks, "share": [step], **further}
    found = impossible_gates(plant, schedule_from(data, scenario=plant))
    return [(finding.level, finding.where, finding.found) for finding in found]


TRAINED = {"ppap": {"qualifies": "make"}, "train": {"takes": "5 days", "trains": {"make": 2}}}

NEVER: list[tuple[str, dict[str, Any], str]] = [
    ("yield", {"yield": {"at_least": "99.6 %"}}, "99.6 % asked, and the mature yield of make is 99.5 %"),
    ("yield", {"yield": {"at_least": "99.5 %"}}, "the mature yield of make is 99.5 %"),
    ("rate", {"rate": {"at_least": "50 %"}}, "50 % asked, and the availability and people of make is 47.1 %"),
    ("uptime", {"uptime": {"at_least": "95 %"}}, "95 % asked, and the availability of make is 94.1 %"),
    ("cover", {"cover": {"at_least": "6 working days"}}, "6 working days asked, and the stock's own target is 5"),
    ("cover", {"cover": {"at_least": "8 days"}}, "5.71 working days asked"),
    ("make_share", {"make_share": {"at_least": "25 %"}}, "the steps before give our lines 0 %"),
]


@pytest.mark.parametrize(("key", "gate", "text"), NEVER, ids=[text for _, _, text in NEVER])
def test_a_gate_that_asks_for_what_can_never_be_is_refused(
    plant: Scenario, key: str, gate: dict[str, Any], text: str
) -> None:
    ((level, where, found),) = findings(plant, gate)
    assert (level, where) == ("refuse", f"schedule.share[0].gate.{key}")
    assert text in found
    assert "can never open" in found


POSSIBLE: list[dict[str, Any]] = [
    {"yield": {"at_least": "99 %"}},
    {"yield": {"below": "99.9 %"}},
    {"rate": {"at_least": "47 %"}},
    {"uptime": {"at_least": "94 %"}},
    {"cover": {"at_least": "7 days"}},
    {"make": "qualified", "ppap": "done"},
]


@pytest.mark.parametrize("gate", POSSIBLE, ids=str)
def test_a_gate_that_the_plan_reaches_is_no_finding(plant: Scenario, gate: dict[str, Any]) -> None:
    assert findings(plant, gate) == []


def test_an_approval_that_no_task_brings_never_comes(plant: Scenario) -> None:
    ((level, where, found),) = findings(plant, {"make": "qualified"}, tasks={})
    assert (level, where) == ("refuse", "schedule.share[0].gate.make")
    assert found == "no task qualifies make: the gate can never open"
    assert findings(plant, {"make": "qualified"}, tasks={}, opens={"make": "2026-06-01"}) == []


def test_people_that_a_task_trains_count(plant: Scenario) -> None:
    assert findings(plant, {"rate": {"at_least": "90 %"}}, tasks=TRAINED) == []


def test_a_bank_adds_to_the_cover_that_can_be(plant: Scenario) -> None:
    bank = {"from": "2026-03-02", "want": "10 working days", "use_from": "2026-07-01"}
    assert findings(plant, {"cover": {"at_least": "15 working days"}}, bridge=bank) == []
    assert findings(plant, {"cover": {"at_least": "16 working days"}}, bridge=bank) != []


def test_a_gate_that_is_not_waited_for_for_ever_only_warns(plant: Scenario) -> None:
    step = {"wait_at_most": "30 working days", "then": "force"}
    ((level, _, _),) = findings(plant, {"yield": {"at_least": "99.9 %"}}, step=step)
    assert level == "warn"


def test_a_clause_about_what_can_never_be_always_fires(plant: Scenario) -> None:
    clause = {"by": "2026-09-01", "yield": {"at_least": "99.9 %"}, "then": "rollback"}
    ((level, where, found),) = findings(plant, {"make": "qualified"}, if_not=clause)
    assert (level, where) == ("warn", "schedule.if_not.yield")
    assert "fires whatever happens" in found


def test_a_lognormal_by_its_median_has_the_mean_that_its_spread_gives() -> None:
    takes = RandomSpan.model_validate({"median": "25 working days", "cv": 0.75})
    # median * exp(sigma ** 2 / 2) with sigma ** 2 = ln(1 + cv ** 2), so 25 * sqrt(1 + 9 / 16) = 31.25
    assert mean_days(takes) == pytest.approx(31.25)
    assert law_of(takes, lambda span: span.amount).mean == pytest.approx(31.25)
