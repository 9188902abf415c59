"""Several scenarios and named overrides make settings; in each all is compared as in a study of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from stored_runs import Row, rows

from backsource.config import as_file, scenario_from, schedule_from, study_from
from backsource.errors import ConfigError, StudyError
from backsource.experiment import Experiment, load, run_study, stored
from backsource.results import read

TAU = "lines.make.ramp.tau"
SLOW = {TAU: "45 days", "lanes.buy.promised": "5 days"}


def harbour(experiment: Experiment) -> dict[str, Any]:
    """The scenario once more, under another name and with a dearer supplier."""
    words = as_file(experiment.scenario)
    words["scenario"] = "harbour"
    words["lanes"]["buy"]["price"] = "14 EUR/piece"
    return words


@pytest.fixture(scope="module")
def worlds(experiment: Experiment) -> Experiment:
    """Two scenarios, each as it is written and slow; a factor of one of three schedules."""
    words = as_file(experiment.study)
    factors = {"schedules.jump.opens.make": ["2026-05-01", "2026-06-01"]}
    del words["scenario"]
    study = study_from(
        {**words, "scenarios": ["a.yaml", "b.yaml"], "overrides": {"slow": SLOW}, "factors": factors, "replications": 2}
    )
    return Experiment(study, experiment.scenario, experiment.schedules, others=(scenario_from(harbour(experiment)),))


@pytest.fixture(scope="module")
def folder(worlds: Experiment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it through two futures, stored."""
    found = tmp_path_factory.mktemp("worlds")
    run_study(worlds, found)
    return found


def test_each_scenario_has_a_setting_as_written_and_one_an_override(worlds: Experiment) -> None:
    assert [setting.words for setting in worlds.settings] == [
        "part, as written", "part, slow", "harbour, as written", "harbour, slow",
    ]  # fmt: skip
    assert list(worlds.settings[3].schedules) == [
        "stay [harbour, slow]", "jump [make 2026-05-01, harbour, slow]", "jump [make 2026-06-01, harbour, slow]",
        "steps [harbour, slow]",
    ]  # fmt: skip
    assert worlds.settings[3].control == "stay [harbour, slow]"
    assert worlds.settings[3].levels["stay [harbour, slow]"] == {"scenario": "harbour", **SLOW}


def test_an_override_alone_stands_beside_the_file_as_written(experiment: Experiment) -> None:
    study = study_from({**as_file(experiment.study), "overrides": {"slow": SLOW}})
    made = Experiment(study, experiment.scenario, experiment.schedules)
    assert [setting.words for setting in made.settings] == ["as written", "slow"]
    plain, arms = experiment.arms(), made.arms()
    assert [arm.digest for arm in arms[: len(plain)]] == [arm.digest for arm in plain]


def test_overrides_go_with_all_points_and_levels(experiment: Experiment) -> None:
    words = {**as_file(experiment.study), "overrides": {"slow": SLOW, "fast": {TAU: "5 days"}}}
    factors = {"lanes.buy.price": ["9 EUR/piece", "11 EUR/piece"]}
    full = Experiment(study_from({**words, "factors": factors}), experiment.scenario, experiment.schedules)
    assert len(full.settings) == 3 * 2
    assert full.settings[3].words == "slow, price 11 EUR/piece"
    spread = {"lanes.buy.price": {"least": "9 EUR/piece", "most": "11 EUR/piece"}}
    study = study_from({**words, "factors": spread, "design": {"sobol": 4}})
    sampled = Experiment(study, experiment.scenario, experiment.schedules)
    prices = [one.levels[one.control]["lanes.buy.price"] for one in sampled.settings]
    assert prices == prices[:4] * 3
    assert len(set(prices)) == 4


def test_the_runs_of_a_setting_are_those_of_the_edited_file(folder: Path, experiment: Experiment) -> None:
    words = harbour(experiment)
    words["lines"]["make"]["ramp"]["tau"], words["lanes"]["buy"]["promised"] = "45 days", "5 days"
    scenario = scenario_from(words)
    schedules = tuple(schedule_from(as_file(one), scenario=scenario) for one in experiment.schedules)
    edited = rows(run_study(Experiment(experiment.study, scenario, schedules), replications=2))
    all_runs = rows(read(folder))

    def of(runs: list[Row], name: str) -> list[tuple[str, str]]:
        return [(run.digest, repr(run.measures)) for run in runs if run.schedule == name]

    assert of(all_runs, "steps [harbour, slow]") == of(edited, "steps") != []
    assert of(all_runs, "stay [harbour, slow]") == of(edited, "stay")


def test_what_is_stored_tells_each_setting_again(folder: Path, worlds: Experiment) -> None:
    own = stored(folder)
    assert list(own.scenarios) == ["part", "harbour"]
    for setting in worlds.settings:
        for name in setting.schedules:
            assert own.setting_of(name) == (setting.scenario, dict(setting.schedules))
    assert own.made_from(worlds)


def test_a_status_belongs_to_one_scenario_as_it_is_written(worlds: Experiment) -> None:
    status: Any = object()
    with pytest.raises(StudyError, match="a status belongs to one scenario as it is written"):
        Experiment(worlds.study, worlds.scenario, worlds.schedules, status, worlds.others)


def test_unknown_measures_are_refused_in_memory_too(experiment: Experiment) -> None:
    study = experiment.study.model_copy(update={"primary": "totl_cost", "measures": ["beta", "gama"]})
    with pytest.raises(ConfigError, match=r"`gama`, which is none of the measures; `gamma` would do") as raised:
        Experiment(study, experiment.scenario, experiment.schedules)
    assert len(raised.value.faults) == 2


def test_a_study_of_files_with_all_of_it_is_read_and_runs(experiment: Experiment, tmp_path: Path) -> None:
    """Two scenarios, an override, a distribution and observations in a CSV file, over a Latin hypercube."""
    (tmp_path / "configs").mkdir()
    names = {"a": as_file(experiment.scenario), "b": harbour(experiment)}
    names |= {one.schedule: as_file(one) for one in experiment.schedules[:2]}
    for name, words in names.items():
        (tmp_path / "configs" / f"{name}.yaml").write_text(json.dumps(words))
    (tmp_path / "seen.csv").write_text("supplier,lead\n1,2\n2,3\n3,7\n")
    (tmp_path / "study.yaml").write_text(
        """\
study: worlds
scenarios: [configs/a.yaml, configs/b.yaml]
overrides: {slow: {lines.make.ramp.tau: 45 days}}
schedules: [configs/stay.yaml, configs/jump.yaml]
control: stay
seed: 5
replications: 2
window: 2026-02-02..2026-10-04
reference: 2026-01-05..2026-02-01
floors: {stop: {measure: longest_gap, above: 1, chance: 5 %}}
precision: {total_cost: 5 %}
design: {latin_hypercube: 2}
factors:
  lanes.buy.promised: {csv: seen.csv, column: lead, unit: days}
  lanes.buy.price: {least: 9 EUR/piece, most: 11 EUR/piece}
"""
    )
    made = load(tmp_path / "study.yaml")
    assert len(made.settings) == 2 * 2 * 2
    assert {one.levels[one.control]["lanes.buy.promised"] for one in made.settings} <= {
        "2.0 days",
        "3.0 days",
        "7.0 days",
    }
    assert {run.replication for run in rows(run_study(made))} == {0, 1}
