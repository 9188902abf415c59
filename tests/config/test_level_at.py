"""The level of a path for a number: the words that stand for it there, whatever kind of quantity the plan has."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programmes import WORLD

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.config.factors import factor_at, level_at, quantity_at, scenario_with, schedule_with
from backsource.config.paths import number_of, plan_number
from backsource.units import UnitError

ADDED: dict[str, dict[str, Any]] = {
    "outages": {"stop": {"hits": ["seller"], "every": "400 days", "lasts": {"least": "2 days", "most": "9 days"}}},
    "contracts": {
        "supply": {
            "with": "seller", "lanes": ["buy"], "notice": {"period": "90 days"}, "standby": "12 kEUR/week",
            "extension": {"at_most": 2, "each": "90 days", "price": "+15 %", "call": "45 days before end"},
            "ends": "2027-01-31",
        }
    },
}  # fmt: skip

WORDS: list[tuple[str, float, Any]] = [
    ("lanes.steel.promised", 12.34, "12.34 days"),
    ("lines.make.qualification.prepare", 7.5, "7.5 working days"),
    ("lines.make.rate", 99.5, "99.5 piece/working day"),
    ("lines.make.bom.steel", 0.25, "0.25 kg"),
    ("lines.make.machines", 3.4, 3),
    ("lines.make.qualification.passes", 0.312, "31.2 %"),
    ("lanes.buy.price", 17.25, "17.25 EUR/piece"),
    ("lanes.buy.lead_time", 8.5, {"family": "lognormal", "median": "8.5 days", "cv": 0.4}),
    ("contracts.supply.standby", 9000.0, "9000.0 EUR/week"),
    ("contracts.supply.extension.price", 0.085, "+8.500 %"),
    ("contracts.supply.extension.call", 30.0, "30.0 days before end"),
    ("contracts.supply.extension.at_most", 1.0, 1),
    ("outages.stop.every", 300.5, "300.5 days"),
    ("stocks.plant/part.cover", 6.25, "6.25 working days"),
    ("stocks.plant/steel.review", 3.5, "every 3.5 days"),
    ("discount", 0.085, "8.500 %/year"),
]


@pytest.fixture(scope="module")
def world() -> Scenario:
    buy = {"item": "part", "from": "seller", "to": "plant", "price": "18 EUR/piece",
           "lead_time": {"median": "10 days", "cv": 0.4}}  # fmt: skip
    lanes = {**WORLD["lanes"], "buy": buy}
    return scenario_from({**WORLD, **ADDED, "lanes": lanes, "currency": "EUR", "discount": "8 %/year"})


@pytest.fixture(scope="module")
def schedule(world: Scenario) -> Schedule:
    words = {
        "schedule": "move", "stock": "plant/part", "opens": {"make": "2026-06-01"},
        "bridge": {"from": "2026-02-02", "want": "10 working days of cover", "use_from": "2026-06-01"},
        "tasks": {"fit": {"begin": "2026-03-02", "takes": "20 working days"}},
        "share": [
            {"date": "2026-06-01", "make": "25 %", "buy": "75 %"},
            {"make": "100 %", "expect": "2026-07-01",
             "gate": {"yield": {"at_least": "95 %", "over": "10 working days"}}},
        ],
    }  # fmt: skip
    return schedule_from(words, scenario=world)


@pytest.mark.parametrize(("path", "number", "words"), WORDS, ids=[path for path, *_ in WORDS])
def test_a_level_stands_in_the_words_of_the_file(world: Scenario, path: str, number: float, words: Any) -> None:
    assert level_at(world, path, number) == words


@pytest.mark.parametrize("path", [path for path, *_ in WORDS if path.rpartition(".")[2] not in ("machines", "at_most")])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=st.floats(1e-6, 0.999))
def test_a_level_of_the_scenario_is_that_very_number(world: Scenario, path: str, number: float) -> None:
    assert plan_number(scenario_with(world, {path: level_at(world, path, number)}), path) == number


@pytest.mark.parametrize(
    ("path", "number", "words"),
    [
        ("bridge.want", 12.5, "12.5 working days"),
        ("share.0.make", 0.3, "30 %"),
        ("share.1.gate.yield.over", 7.0, "7.0 working days"),
        ("share.1.gate.yield.at_least", 0.915, "91.5 %"),
        ("tasks.fit.takes", 18.0, "18.0 working days"),
    ],
)
def test_a_level_of_a_schedule_is_that_very_number(
    world: Scenario, schedule: Schedule, path: str, number: float, words: Any
) -> None:
    level = level_at(schedule, path, number)
    assert level == words
    beside = {"share.0.buy": "70 %"} if path == "share.0.make" else {}
    changed = schedule_with(schedule, {path: level, **beside}, world)
    factor = factor_at(f"schedules.move.{path}", ["move"])
    assert number_of(quantity_at(factor, world, {"move": changed})) == number


@pytest.mark.parametrize("path", ["lanes.buy.item", "lines.make.ramp", "contracts.supply.ends", "sites.plant"])
def test_a_path_without_a_quantity_has_no_level(world: Scenario, path: str) -> None:
    with pytest.raises(UnitError, match="a path to a quantity that the plan gives"):
        level_at(world, path, 1.0)


def test_a_level_settles_what_was_unsure() -> None:
    """A level is fact in its setting: of its own path, of what lies inside it, and of the mean of a distribution."""
    unsure = {
        "lines.make.qualification.passes": {"range": ["50 %", "90 %"]},
        "lines.make.qualification.trial": "unknown",
        "lanes.steel.promised": {"times": {"median": 1.1, "p90": 1.5}},
        "outages.stop.lasts": {"range": ["2 days", "9 days"]},
    }
    outage = {"stop": {"hits": ["seller"], "every": "400 days", "lasts": {"mean": "5 days", "cv": 1.0}}}
    world = scenario_from({**WORLD, "outages": outage, "unsure": unsure})

    def left(**levels: Any) -> list[str]:
        return [path for path in unsure if path in scenario_with(world, levels).unsure]

    paths = list(unsure)
    assert left(**{"lines.make.rate": "90 pieces/working day"}) == paths
    assert left(**{"lines.make.qualification.passes": "60 %"}) == paths[1:]
    assert left(**{"lines.make.qualification": None}) == paths[2:]
    assert left(**{"outages.stop.lasts.mean": "4 days", "lanes.steel.promised": "9 days"}) == paths[:2]
    assert left(**{"outages.stop.lasts.cv": 0.5}) == paths
    assert left(**{"unsure.lanes.steel.promised.times.median": 1.2}) == paths
