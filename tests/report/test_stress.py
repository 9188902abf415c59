"""The checklist STRESS-DES from stored inputs: what they say, and nothing that they do not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from stored_runs import write

from backsource.experiment.arms import load
from backsource.experiment.provenance import inputs_of
from backsource.experiment.rules import Fixed
from backsource.report import stress_lines
from backsource.report.chances import random_inputs
from backsource.results import Inputs, Run, read

STUDY = Path(__file__).parents[2] / "experiments" / "first-changeover" / "study.yaml"


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    experiment = load(STUDY)
    return inputs_of(experiment, Fixed(2, tuple(arm.name for arm in experiment.arms())))


def filled(folder: Path, inputs: Inputs) -> dict[str, list[str]]:
    """Lines below each heading of an item."""
    write(
        folder,
        inputs,
        [Run(name, number, "e", "d", {"total_cost": 1.0}) for name in inputs.schedules for number in (0, 1)],
    )
    found: dict[str, list[str]] = {}
    for line in stress_lines(read(folder)):
        if line.startswith("### "):
            found[line.removeprefix("### ").split()[0]] = []
        elif found and line and not line.startswith("#"):
            list(found.values())[-1].append(line)
    return found


def test_all_twenty_items_are_there_and_three_are_open(tmp_path: Path, inputs: Inputs) -> None:
    items = filled(tmp_path, inputs)
    assert len(items) == 20
    assert all(items.values())
    assert [item for item, lines in items.items() if lines[0].startswith("*Not in the inputs")] == ["3.2", "5.4", "6.1"]


def test_arms_windows_seed_rule_and_versions_are_those_of_the_study(tmp_path: Path, inputs: Inputs) -> None:
    items = filled(tmp_path, inputs)
    assert items["1.3"][:2] == ["- `stay_external`: 2 replications, control, twin", "- `bank_and_move`: 2 replications"]
    assert "- Measured window: 2026-01-05..2028-06-30" in items["4.2"]
    assert "- Reference window: 2025-09-01..2025-12-31" in items["4.2"]
    assert items["4.1"] == ["Runs begin on 2025-07-07 with the opening state of the scenario, without warm-up."]
    assert items["4.3"][0] == "- Rule: fixed 2 replications"
    assert items["5.2"][0].startswith("Seed 20260105.")
    assert all(f"{name} {version}" in items["5.1"][0] for name, version in inputs.versions.items())


def test_every_assumption_stands_with_its_basis(tmp_path: Path, inputs: Inputs) -> None:
    items = filled(tmp_path, inputs)
    assert items["3.4"][0] == "- `lines.s1-cell.surge`: range 8 %; 20 %; basis judged"
    assert "unknown: half to double the plan; basis assumed" in items["3.4"][-1]
    assert items["3.1"][0].startswith("Basis of the 5 inputs that are unsure: judged 2, published 1, assumed 2.")


def test_overrides_factors_and_floors_are_aims(tmp_path: Path, inputs: Inputs) -> None:
    floor = {"measure": "gap_days", "above": 1.0, "below": None, "chance": 0.05}
    given = json.loads(inputs.study) | {
        "overrides": {"slow": {"lines.make.ramp.tau": "60 working days"}},
        "factors": {"lines.make.yield.first": ["90 %", "92 %"]},
        "floors": {"line stop": floor},
    }
    levels = {name: {"lines.make.yield.first": "90 %"} for name in inputs.schedules}
    aims = filled(tmp_path, replace(inputs, study=json.dumps(given), levels=levels))["1.3"]
    assert aims[1] == "- `bank_and_move`: 2 replications, lines.make.yield.first = 90 %"
    assert "- Floor `line stop`: P(gap_days above 1) at most 0.05" in aims
    assert aims[-2:] == ["- Overrides: slow", "- Factors (full design): lines.make.yield.first"]


def test_several_scenarios_are_told_one_after_the_other(tmp_path: Path, inputs: Inputs) -> None:
    calm = json.loads(inputs.scenario)
    rough = {**calm, "scenario": "rough", "unsure": {}, "horizon": "900.0 days"}
    both = json.dumps({"scenarios": {"calm": json.dumps(calm), "rough": json.dumps(rough)}})
    items = filled(tmp_path, replace(inputs, scenario=both))
    assert [line for line in items["4.2"] if not line.startswith(("- M", "- R", "- V"))] == [
        "Scenario `calm`:", "- Horizon: 1092.0 days from 2025-07-07",
        "Scenario `rough`:", "- Horizon: 900.0 days from 2025-07-07",
    ]  # fmt: skip
    assert items["3.4"][0] == "Scenario `calm`:"
    assert len(items["3.4"]) == 6
    assert {line.split(".")[0] for line in items["3.3"][1:]} >= {"- `calm", "- `rough"}


def test_a_study_without_a_question_leaves_it_open(tmp_path: Path, inputs: Inputs) -> None:
    study = load(STUDY).study.model_copy(update={"question": ""})
    asked = replace(inputs, study=study.model_dump_json(by_alias=True, exclude={"scenario", "schedules"}))
    assert filled(tmp_path, asked)["1.1"][0].startswith("*Not in the inputs")


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"takes": {"family": "gamma", "mean": "5 days", "cv": 0.5}}, ["takes: gamma, mean 5 days, cv 0.5"]),
        ({"lasts": {"family": "constant", "mean": "5 days"}}, []),
        ({"every": {"family": "constant", "mean": "9 days"}}, ["every: exponential, mean 9 days"]),
        ({"a": {"begins": 0.1, "ends": 0.5}}, ["a: begins with chance 0.1 a day, ends with chance 0.5 a day"]),
        ({"a": {"mean": "9 pieces", "cv": 0.0}}, []),
        ({"a": {"volatility": "0.00 %/year", "half_life": None}}, []),
        ({"a": {"volatility": "12.0 %/year", "half_life": None}}, ["a: log random walk, volatility 12.0 %/year"]),
        ({"a": [{"passes": 1.0}, {"passes": 0.7}, {"passes": "from yield"}]}, ["a.1: passes with chance 0.7"]),
        (
            {"x": {"family": "quantiles", "quantiles": {"0 %": "1 day", "100 %": "2 days"}}},
            ["x: quantiles 0 % 1 day; 100 % 2 days"],
        ),
    ],
)  # fmt: skip
def test_what_is_drawn_is_told_and_what_is_certain_is_not(block: dict[str, object], words: list[str]) -> None:
    assert [f"{path}: {said}" for path, said in random_inputs(block)] == words
