"""`backsource status`: a file that says where things stand, and that other verbs go on from."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from backsource.config import load_scenario, load_schedule, load_status

Command = Callable[..., Result]


def files(project: Path) -> tuple[Path, Path]:
    return project / "configs/scenarios/bracket.yaml", project / "configs/schedules/phased.yaml"


def test_it_writes_a_file_that_reads_again_and_a_run_goes_on_from(
    command: Command, project: Path, tmp_path: Path
) -> None:
    scenario, schedule = files(project)
    out = tmp_path / "stands.yaml"
    start = load_scenario(scenario).start
    on = start.replace(month=start.month + 2)
    result = command("status", scenario, "--schedule", schedule, "--on", on, "--seed", 3, "--out", out)
    assert result.exit_code == 0, result.output
    assert str(out) in result.stdout
    network = load_scenario(scenario)
    way = load_schedule(schedule, scenario=network)
    stands = load_status(out, network, way, root=tmp_path)
    assert (stands.status, stands.schedule) == (on, way.schedule)
    assert out.read_text().startswith("# Where bracket stands in the morning of")
    again = command("run", scenario, "--schedule", schedule, "--status", out, "--json")
    assert again.exit_code == 0, again.output


def test_json_prints_what_the_file_would_say_and_writes_nothing(
    command: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario, schedule = files(project)
    on = load_scenario(scenario).start
    result = command("status", scenario, "--schedule", schedule, "--on", on, "--json")
    assert json.loads(result.stdout)["status"] == str(on)
    assert list(tmp_path.iterdir()) == []


def test_without_a_name_it_is_called_after_its_day(
    command: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario, _ = files(project)
    on = load_scenario(scenario).start
    assert command("status", scenario, "--on", on).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"status-{on}.yaml"]


@pytest.mark.parametrize(
    ("on", "fragment"),
    [
        ("1999-01-01", "found 1999-01-01; a date from"),
        ("2099-01-01", "a date from"),
        ("soon", "found soon; an ISO date"),
    ],
)
def test_a_day_that_is_none_of_the_run_is_refused(
    command: Command, project: Path, tmp_path: Path, on: str, fragment: str
) -> None:
    scenario, _ = files(project)
    result = command("status", scenario, "--on", on, "--out", tmp_path / "stands.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith("--on: ")
    assert fragment in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_leaves_a_file_alone_that_is_there(command: Command, project: Path, tmp_path: Path) -> None:
    scenario, _ = files(project)
    out = tmp_path / "stands.yaml"
    out.write_text("mine")
    result = command("status", scenario, "--on", load_scenario(scenario).start, "--out", out)
    assert result.exit_code == 2
    assert "another name" in result.stderr
    assert out.read_text() == "mine"


def test_what_no_status_can_say_is_refused_with_what_would_do(command: Command, project: Path, tmp_path: Path) -> None:
    scenario, _ = files(project)
    quick = project / "configs/scenarios/quick.yaml"
    text = scenario.read_text()
    assert "per: working day" in text
    quick.write_text(text.replace("per: working day", "per: 6 hours"))
    result = command("status", quick, "--on", load_scenario(quick).start, "--out", tmp_path / "stands.yaml")
    quick.unlink()
    assert result.exit_code == 2, result.output
    assert "at any instant" in result.stderr
    assert list(tmp_path.iterdir()) == []
