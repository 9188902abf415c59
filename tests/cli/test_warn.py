"""`warn`: early warnings from stored runs, without simulating."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from documented import fields_of
from typer.testing import CliRunner, Result

from backsource.cli import app
from backsource.results import NAME

Command = Callable[..., Result]
REPLICATIONS = 24


@pytest.fixture(scope="module")
def ran(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template's study, run."""
    folder = copytree(project, tmp_path_factory.mktemp("warned") / "project")
    study = folder / "experiments" / "first" / "study.yaml"
    words = ["compare", str(study), "--jobs", "1", "--replications", str(REPLICATIONS), "--no-figures"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    return study


def results_of(study: Path) -> Path:
    return study.parents[2] / "results" / "first"


def test_it_answers_each_risk_first_and_fits_a_terminal(command: Command, ran: Path) -> None:
    result = command("warn", ran, "--schedule", "big-bang", "--no-figures")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert f"big-bang · {REPLICATIONS} futures of first: 8 chose what to look at, 16 tell" in lines
    assert any(line.startswith("supply gap: incidents > 0") for line in lines)
    assert any(line.startswith("line stop: longest gap > 1 working day,") for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_results_folder_will_do_and_json_holds_every_signal(command: Command, ran: Path) -> None:
    study = json.loads(command("warn", ran, "-s", "big-bang", "--json", "--no-figures").stdout)
    folder = json.loads(command("warn", results_of(ran), "-s", "big-bang", "--json", "--no-figures").stdout)
    assert folder["risks"] == study["risks"]
    signals = {one["name"] for one in study["risks"][0]["warnings"]} | set(study["risks"][0]["silent"])
    assert any(name.startswith("step/") for name in signals)
    assert "stock" in signals
    assert [one["name"] for one in study["risks"]] == ["supply gap", "line stop"]


def test_every_documented_field_is_there(command: Command, ran: Path) -> None:
    told = json.loads(command("warn", ran, "-s", "big-bang", "--json", "--no-figures").stdout)
    warnings = [one for risk in told["risks"] for one in risk["warnings"]]
    assert fields_of("Early warnings") <= set(warnings[0])


def test_a_risk_may_be_named(command: Command, ran: Path) -> None:
    words = ["--risk", "units_short > 500", "--risk", "gap_days > 2"]
    found = json.loads(command("warn", ran, "-s", "big-bang", *words, "--json", "--no-figures").stdout)
    assert [(one["measure"], one["above"]) for one in found["risks"]] == [("units_short", 500), ("gap_days", 2)]


def test_a_risk_that_is_named_twice_is_asked_once(command: Command, ran: Path) -> None:
    """More risks at once make each warning harder to tell, so the same one again must not."""
    once = ["warn", ran, "-s", "big-bang", "--json", "--no-figures", "--risk", "units_short > 500"]
    found = [json.loads(command(*once, *more).stdout) for more in ([], ["--risk", "units_short>500.0"])]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-s", "nobody"], "no schedule 'nobody' in study first; there are "),
        (["-s", "big-bang", "--risk", "beta > 0.5"], "--risk: beta has no days in stored runs; one of incidents"),
    ],
)
def test_what_cannot_be_told_is_refused(command: Command, ran: Path, words: list[str], message: str) -> None:
    result = command("warn", ran, *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_study_that_has_not_run_is_sent_to_compare(command: Command, project: Path, tmp_path: Path) -> None:
    study = copytree(project, tmp_path / "project") / "experiments" / "first" / "study.yaml"
    result = command("warn", study, "-s", "big-bang", "--out", tmp_path / "empty")
    assert result.exit_code == 2
    assert f"no runs of first here; `backsource compare {study}` makes them" in result.stderr
    assert not (tmp_path / "empty" / NAME).exists()
