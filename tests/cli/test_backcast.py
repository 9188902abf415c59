"""`backcast` from the shell: verdict, record, and what other answers say before and after."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pasts import made
from typer.testing import Result

from backsource.config import load_scenario

Command = Callable[..., Result]
WORDS = ("--replications", 40, "--jobs", 1)
NOT = "not checked against history"


@pytest.fixture
def own(project: Path, tmp_path: Path) -> Path:
    """A copy of the project, so that its records are its own."""
    return Path(shutil.copytree(project, tmp_path / "own", ignore=shutil.ignore_patterns("results")))


@pytest.fixture
def scenario(own: Path) -> Path:
    return own / "configs" / "scenarios" / "bracket.yaml"


@pytest.fixture
def history(scenario: Path, tmp_path: Path) -> Path:
    """Forty weeks that the scenario itself has made."""
    return made(tmp_path / "history", load_scenario(scenario), seed=77, first=30, weeks=40)


def slow_history(scenario: Path, tmp_path: Path) -> Path:
    """Forty weeks in which the supplier's goods took ten days longer."""
    slow = scenario.with_name("slow.yaml")
    slow.write_text(scenario.read_text().replace("promised: 8 days", "promised: 18 days"))
    return made(tmp_path / "slow", load_scenario(slow), seed=77, first=30, weeks=40)


def answers(command: Command, own: Path, tmp_path: Path) -> list[str]:
    """How compare, run and replay, as text and as JSON, say that they stand to history."""
    study = own / "experiments" / "first" / "study.yaml"
    words = ("--jobs", 1, "--replications", 2, "--out", tmp_path / "out", "--no-figures")
    run = ("run", own / "configs" / "scenarios" / "bracket.yaml")
    replay = ("replay", study, "-s", "phased", "-r", 0, "--results", tmp_path / "out")
    texts = [command("compare", study, *words), command(*run), command(*replay)]
    found = [" ".join(text.stdout.split()) for text in texts]
    for call in (("compare", study, *words), run, replay):
        content = json.loads(command(*call, "--json").stdout)["history"]
        found.append(content["words"])
        assert content["checked"] is (NOT not in content["words"])
    return found


def test_answers_carry_the_words_until_the_scenario_has_passed_and_again_when_it_changes(
    command: Command, own: Path, scenario: Path, history: Path, tmp_path: Path
) -> None:
    assert all(f"{NOT}: no backcast of this scenario yet" in said for said in answers(command, own, tmp_path))
    result = command("backcast", scenario, "--history", history, *WORDS)
    assert result.exit_code == 0, result.output
    assert "passed: " in result.stdout
    dates = "2026-02-05..2026-11-11"  # day 31, and 280 days with it
    assert all(f"{'checked against history'}: {dates}, " in said for said in answers(command, own, tmp_path))
    assert not any(NOT in said for said in answers(command, own, tmp_path))
    scenario.write_text(scenario.read_text().replace("chance: 6 %", "chance: 7 %"))
    changed = f"{NOT}: the scenario has changed since its backcast over {dates}"
    assert all(changed in said for said in answers(command, own, tmp_path))


def test_a_model_that_history_speaks_against_fails_and_its_answers_say_so(
    command: Command, own: Path, scenario: Path, tmp_path: Path
) -> None:
    result = command("backcast", scenario, "--history", slow_history(scenario, tmp_path), *WORDS)
    assert result.exit_code == 1, result.output
    assert "failed: " in result.stdout
    assert "too often out" in result.stdout
    said = answers(command, own, tmp_path)
    assert all(f"{NOT}: the backcast over 2026-02-05..2026-11-11 failed" in one for one in said)


def test_json_holds_the_verdict_the_bands_and_where_they_lie(
    command: Command, own: Path, scenario: Path, history: Path
) -> None:
    result = command("backcast", scenario, "--history", history, *WORDS, "--json")
    found = json.loads(result.stdout)
    assert found["passed"] is True
    assert found["replications"] == 40
    names = [one["series"] for one in found["judged"]]
    assert names[0] == "demand assembly"
    assert {"OTIF assembly", "stock plant/bracket", "backlog plant/bracket"} <= {*names, *found["silent"]}
    assert len(found["judged"][0]["actual"]) == found["weeks"] == 40
    record = own / "results" / "backcast" / "bracket.json"
    assert Path(found["record"]).resolve() == record
    assert {path.name for path in record.parent.iterdir()} == {"bracket.json", "bracket.svg", "bracket.png"}


def test_the_record_may_lie_elsewhere(command: Command, scenario: Path, history: Path, tmp_path: Path) -> None:
    result = command("backcast", scenario, "--history", history, *WORDS, "--out", tmp_path / "mine", "--json")
    assert Path(json.loads(result.stdout)["record"]).parent == tmp_path / "mine"


def test_a_broken_history_is_refused_and_nothing_written(
    command: Command, own: Path, scenario: Path, history: Path
) -> None:
    demand = history / "demand.csv"
    demand.write_text(demand.read_text().replace("assembly", "assambly", 1).replace("quantity", "quantitiy", 1))
    (history / "orders.csv").write_text("day\n")
    result = command("backcast", scenario, "--history", history, *WORDS)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert "demand.csv:1" in result.stderr
    assert "`quantity` would do" in result.stderr
    assert "orders.csv" in result.stderr
    assert not (own / "results").exists()


@pytest.mark.parametrize("words", [(), ("--history", "absent"), ("--history", ".", "--replications", "39")])
def test_wrong_words(command: Command, scenario: Path, words: tuple[str, ...]) -> None:
    result = command("backcast", scenario, *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_record_that_cannot_be_read_is_told_before_anything_runs(command: Command, own: Path) -> None:
    record = own / "results" / "backcast" / "bracket.json"
    record.parent.mkdir(parents=True)
    record.write_text("{")
    result = command("compare", own / "experiments" / "first" / "study.yaml")
    assert result.exit_code == 2
    assert "bracket.json: not a readable record of a backcast" in result.stderr
    assert "runs" not in result.stderr
