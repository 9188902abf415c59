"""Bad input: one line a fault on standard error, exit code 2, no traceback, nothing written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Command = Callable[..., Result]


def refused(result: Result, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert isinstance(result.exception, SystemExit)
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize("verb", ["check", "compare", "run"])
def test_a_missing_file(command: Command, verb: str, tmp_path: Path) -> None:
    refused(command(verb, tmp_path / "absent.yaml"), "absent.yaml")


@pytest.mark.parametrize("verb", ["check", "compare", "run"])
def test_a_folder_in_place_of_a_file(command: Command, verb: str, tmp_path: Path) -> None:
    refused(command(verb, tmp_path), str(tmp_path))


@pytest.mark.parametrize("verb", ["check", "compare", "run"])
def test_a_binary_file(command: Command, verb: str, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(bytes(range(256)))
    refused(command(verb, tmp_path / "x.yaml"), "x.yaml")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, ""])
def test_a_path_that_no_system_takes(command: Command, name: str) -> None:
    for verb in ("check", "compare", "run"):
        refused(command(verb, name))


def test_every_fault_has_its_line(command: Command, project: Path, study: Path) -> None:
    broken = study.with_name("broken.yaml")
    broken.write_text(
        study.read_text().replace("seed: 1", "sede: 1").replace("replications: 100", "replications: many")
    )
    before = set((project / "results").rglob("*"))  # other tests may have run their studies here
    result = command("compare", broken)
    broken.unlink()
    refused(result, "sede", "replications", "broken.yaml:")
    assert len(result.stderr.splitlines()) >= 2
    assert set((project / "results").rglob("*")) == before


def test_check_of_several_files_tells_the_faults_of_all(command: Command, project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("scenario: x\nsites: 3\n")
    (tmp_path / "b.yaml").write_text("schedule: 3\nnoticed: yes\n")
    refused(command("check", tmp_path / "a.yaml", tmp_path / "b.yaml"), "a.yaml", "b.yaml")


def test_a_measure_that_does_not_exist_is_refused_before_anything_runs(command: Command, study: Path) -> None:
    broken = study.with_name("broken.yaml")
    broken.write_text(study.read_text().replace("primary: total_cost", "primary: total_costs"))
    result = command("compare", broken)
    broken.unlink()
    refused(result, "broken.yaml:", "primary: found `total_costs`", "`total_cost` would do")
    assert "runs" not in result.stderr


def test_an_unknown_schedule_to_replay(command: Command, study: Path) -> None:
    refused(command("replay", study, "-s", "gated", "-r", 0), "no schedule 'gated'")


def test_a_folder_that_cannot_be_written(command: Command, study: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    words = ("compare", study, "--jobs", 1, "--replications", 2, "--no-figures", "--out", tmp_path / "file" / "results")
    refused(command(*words), "file")


@pytest.mark.parametrize("words", [("compare",), ("nonsense",), ("run", "x", "--seed", "-1"), ("schema", "sites")])
def test_wrong_words_on_the_command_line(command: Command, words: tuple[str, ...]) -> None:
    refused(command(*words))
