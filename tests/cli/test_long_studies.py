"""Verbs for long studies: going on, shards, merging, exporting."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from backsource.errors import StoppedError
from backsource.results import NAME, Store, read

Command = Callable[..., Result]


@pytest.fixture(scope="module")
def words(study: Path) -> tuple[object, ...]:
    return ("compare", study, "--jobs", 1, "--replications", 4, "--no-figures")


def test_shards_give_no_answer_and_merged_that_of_the_study(
    command: Command, study: Path, words: tuple[object, ...], tmp_path: Path
) -> None:
    for part in ("2/2", "1/2"):
        result = command(*words, "--out", tmp_path, "--shard", part)
        assert result.exit_code == 0, result.output
        assert f"Shard {part}: 6 runs of 3 schedules" in result.stdout
        assert "Answer" not in result.stdout
        assert f"backsource merge {study}" in result.stdout.replace("\n", " ")
    assert f"no {NAME} here" in command("export", tmp_path, "--csv", tmp_path / "csv").stderr
    merged = command("merge", study, "--out", tmp_path)
    assert merged.exit_code == 0, merged.output
    assert "Merged 12 runs: 4 replications" in merged.stdout
    again, alone = command(*words, "--out", tmp_path), command(*words, "--out", tmp_path / "alone")
    assert " runs" not in again.stderr  # nothing was run
    assert again.stdout == alone.stdout.replace(str(tmp_path / "alone"), str(tmp_path))
    for name, folder in (("one", tmp_path), ("two", tmp_path / "alone")):
        assert command("export", folder, "--csv", tmp_path / name).exit_code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_export_takes_a_study_and_says_when_its_files_have_changed(
    command: Command, project: Path, study: Path, words: tuple[object, ...], tmp_path: Path
) -> None:
    assert "no runs of first here" in command("export", study, "--csv", tmp_path / "csv").stderr
    command(*words)
    found = json.loads(command("export", study, "--csv", tmp_path / "csv", "--json").stdout)
    assert found["fresh"] is True
    assert {Path(file).name for file in found["files"]} == {
        "runs.csv", "incidents.csv", "milestones.csv", "banks.csv", "weekly.csv", "inputs.json",
    }  # fmt: skip
    inputs = json.loads((tmp_path / "csv" / "inputs.json").read_text())
    assert [arm["replications"] for arm in inputs["arms"]] == [4, 4, 4]
    other = study.with_name("other.yaml")
    other.write_text(study.read_text().replace("seed: 1", "seed: 2"))
    text = command("export", other, "--csv", tmp_path / "csv").stdout
    other.unlink()
    (project / "results" / "first" / NAME).unlink()
    assert "the files of the study have changed since these runs" in text


def test_what_cannot_be_done_is_refused_with_what_would_do(
    command: Command, study: Path, words: tuple[object, ...], tmp_path: Path
) -> None:
    asked: list[tuple[tuple[object, ...], str]] = [
        ((*words, "--out", tmp_path, "--shard", "3/2"), "shard 3/2: 1/2 to 2/2 would do"),
        (("merge", study, "--out", tmp_path), "no shards here; `compare STUDY --shard 1/2` and 2/2 make them"),
        (("export", study), "--csv FOLDER or --parquet FOLDER would do"),
        (("export", tmp_path / "none", "--csv", tmp_path), "no such file or folder"),
    ]
    for call, said in asked:
        result = command(*call)
        assert result.exit_code == 2, result.output
        assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_second_process_is_told_that_another_one_writes(
    command: Command, words: tuple[object, ...], tmp_path: Path
) -> None:
    with Store.open(tmp_path):
        result = command(*words, "--out", tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path / NAME}: another process writes to it; wait until it has ended" in result.stderr


def test_a_cluster_that_goes_away_is_no_bad_input(
    command: Command, words: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3: stopped before the asked guarantee, to be gone on with."""

    def gone(*_: object) -> Iterator[None]:
        yield from ()
        raise StoppedError("the scheduler at tcp://h:1 is gone; the same command goes on from there")

    monkeypatch.setattr("backsource.experiment.workers.on_cluster", gone)
    result = command(*words, "--cluster", "tcp://h:1", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1].startswith("the scheduler at tcp://h:1 is gone; the same command goes on")
    assert not (tmp_path / "out").exists()


def test_more_replications_are_added(command: Command, study: Path, words: tuple[object, ...], tmp_path: Path) -> None:
    command(*words, "--out", tmp_path)
    result = command("compare", study, "--jobs", 1, "--replications", 6, "--no-figures", "--out", tmp_path)
    assert result.stderr.splitlines()[0] == "12 of 18 runs"
    assert len(read(tmp_path).runs) == 18
