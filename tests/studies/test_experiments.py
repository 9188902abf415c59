"""The studies that are kept: they run, they can be made again, and their READMEs tell what came out."""

from datetime import date
from pathlib import Path

import pytest
from readme_tables import TABLES
from references import KEPT, ROOT, folder_of, read_rows

from backsource.config import load_schedule
from backsource.experiment import Experiment, choices, load, run_cell, run_study
from backsource.network.feasibility import feasibility
from backsource.report import chosen, compare_results, terminal

STUDIES = sorted(TABLES)
MADE_AGAIN = 8
"""Arms of a study whose first run is made again, spread evenly."""


@pytest.fixture(scope="module")
def experiments() -> dict[str, Experiment]:
    return {name: load(ROOT / "experiments" / name / "study.yaml") for name in STUDIES}


def test_every_study_has_its_table() -> None:
    paths = (ROOT / "experiments").glob("*/study.yaml")
    assert sorted(path.parent.name for path in paths if "\nsearch:" not in path.read_text()) == STUDIES


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_runs_from_end_to_end(experiments: dict[str, Experiment], name: str, tmp_path: Path) -> None:
    """With the first level of each of the scenario's factors, and the first two of each schedule's."""
    full = experiments[name]
    levels = {path: found[: 2 if path.startswith("schedules.") else 1] for path, found in full.study.factors.items()}
    study = full.study.model_copy(update={"factors": levels})
    experiment = Experiment(study, full.scenario, full.schedules)
    results = run_study(experiment, tmp_path, replications=2)
    (setting,) = experiment.settings
    here = study.model_copy(update={"control": setting.control})
    (choice,) = choices(experiment, results, replications=2)
    answer = compare_results(results, here, list(setting.schedules), chosen(study, full.scenario.currency), choice)
    assert len(answer.rows) == len(setting.schedules)
    assert max(map(len, terminal.lines(answer, date(2025, 7, 7), "not checked against history"))) < 90


@pytest.mark.parametrize("name", STUDIES)
def test_the_reference_is_made_again(experiments: dict[str, Experiment], name: str) -> None:
    """The first future of some arms, to ten digits: what is kept is rounded, and processors round in their own ways."""
    arms = {arm.name: arm for arm in experiments[name].arms()}
    kept = read_rows(folder_of(name) / "runs.csv")
    for row in kept[:: -(-len(kept) // MADE_AGAIN)]:
        found = run_cell(arms[row["arm"]], 0, curves=False).measures
        for measure in KEPT:
            assert found[measure] == pytest.approx(row[measure], rel=1e-8, nan_ok=True), (row["arm"], measure)


@pytest.mark.parametrize("name", STUDIES)
def test_a_readme_tells_what_came_out(experiments: dict[str, Experiment], name: str) -> None:
    rows = read_rows(folder_of(name) / "summary.csv")
    assert {row["futures"] for row in rows} == {experiments[name].study.replications}
    readme = (ROOT / "experiments" / name / "README.md").read_text(encoding="utf-8")
    for line in TABLES[name](rows):
        assert line in readme


def test_a_check_says_that_the_move_cannot_be_banked_with_both_numbers(experiments: dict[str, Experiment]) -> None:
    """A surge of 15 % on 1,200 is 180 a day; 135 days of it and six days of finished parts at s1 are 30,300."""
    scenario = experiments["first-changeover"].scenario
    schedule = load_schedule(ROOT / "configs/schedules/bank-and-move.yaml", scenario=scenario)
    (finding,) = [one for one in feasibility(scenario, schedule) if one.where == "schedule.bridge"]
    assert finding.level == "warn"
    assert "wanted 43,200 pieces (36 working days), attainable 30,300 pieces (25.2 working days)" in finding.found
