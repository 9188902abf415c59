"""`backsource optimise`: a better schedule as a file that `check` accepts, and clear ends where there is none."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from backsource.config import load_schedule
from backsource.streams import stream

Command = Callable[..., Result]
SEARCH = """\
search:
  from: phased
  vary:
    share.0.date: 2026-06-01..2026-07-27 by 5 working days
    share.1.make: 40 %..80 % by 20 %
    bridge.want: [1 working day, 3 working days, 6 working days]
  trials: 8
  futures: 2
  finalists: 2
  most: 20
  estimate: 20
"""


class MadeUp:
    """In place of the simulation: values by chance, and those of the points of the search are lower."""

    def __init__(self, experiment: Any, measures: Sequence[str], jobs: int, cluster: str | None) -> None:
        self.width = len(measures)

    def __call__(self, schedules: Mapping[str, Any], seed: int, futures: range) -> dict[str, Any]:
        return {
            name: (1e6 if name.startswith("point/") else 4e6)
            + 1e4 * stream(seed, 0, name).normal(size=(futures.stop, self.width))[futures.start :]
            for name in schedules
        }


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backsource.experiment.search.optimum.Simulated", MadeUp)


@pytest.fixture
def searching(project: Path, tmp_path: Path) -> Path:
    """The study of the project with a search in it, in a copy of the project."""
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    path = copy / "experiments" / "first" / "study.yaml"
    path.write_text(path.read_text().replace("matters: 20000", "matters: 2000000") + SEARCH)
    return path


def test_optimise_answers_and_writes_a_schedule_that_check_accepts(command: Command, searching: Path) -> None:
    result = command("optimise", searching, "--jobs", 1, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    folder = searching.parents[2] / "results" / "first-optimised"
    assert {path.name for path in folder.iterdir()} >= {"search.json", "search.svg", "search.png"}
    assert len(found["trials"]) == 8
    again = command("optimise", searching, "--jobs", 1, "--json", "--no-figures")
    assert json.loads(again.stdout)["rows"] == found["rows"]
    assert found["files"]
    for file in map(Path, found["files"]):
        scenario = searching.parents[2] / "configs" / "scenarios" / "bracket.yaml"
        assert load_schedule(file).schedule == "phased_optimised"
        assert command("check", file, "--scenario", scenario).exit_code == 0
        assert file.read_text().startswith("# Found by `backsource optimise study.yaml` of study first, from phased:\n")


def test_a_cap_that_stops_the_selection_ends_with_3(command: Command, searching: Path, tmp_path: Path) -> None:
    searching.write_text(searching.read_text().replace("matters: 2000000", "matters: 1"))
    result = command("optimise", searching, "--jobs", 1, "--no-figures", "--out", tmp_path / "out")
    assert result.exit_code == 3, result.output
    assert "not met: stopped at the most futures" in " ".join(result.stdout.split())


def test_a_study_without_a_search_is_bad_input(command: Command, study: Path, tmp_path: Path) -> None:
    result = command("optimise", study, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "no `search`" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_fault_of_the_search_is_told_with_its_line(command: Command, searching: Path) -> None:
    searching.write_text(searching.read_text().replace("40 %..80 %", "40 %..180 %"))
    for verb in ("optimise", "check", "compare"):
        result = command(verb, searching)
        assert result.exit_code == 2
        assert "study.yaml:" in result.stderr
        assert "search.vary.share.1.make" in result.stderr
