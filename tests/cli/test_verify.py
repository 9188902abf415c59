"""`verify` runs published numbers live and answers with its exit code."""

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner

from backsource.cli.app import app
from backsource.verification.cases import open_cases

RUNNER = CliRunner()


def folder_with(tmp_path: Path, name: str) -> Path:
    """A folder with the files of one open case, under names of their own."""
    for file in open_cases().rglob(f"{name}*"):
        shutil.copy(file, tmp_path / file.name.replace(name, "mine"))
    return tmp_path


def test_the_peers_trajectory_passes(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["verify", "--cases", str(folder_with(tmp_path, "O1_serial3"))])
    assert result.exit_code == 0, result.output
    assert "0 miss" in result.output


def test_rows_stand_under_the_file_or_folder_of_their_cases(tmp_path: Path) -> None:
    kind = {"kind": "Wright learning curve", "parameters": {"T1": 10, "rate": 0.8, "n": [2]}}
    expected = {"expected": {"2": {"unit_n": 8.0}}}
    for name in ("learning", "again"):
        cases = [{"id": f"{name} {number}", **kind, **expected} for number in (1, 2)]
        (tmp_path / f"{name}.json").write_text(json.dumps(cases))
    result = RUNNER.invoke(app, ["verify", "--cases", str(tmp_path)])
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [lines[0], lines[4], lines[5]] == ["again", "", "learning"]
    assert lines[1] == lines[6]
    assert lines[1].split() == ["case", "value", "expected", "ours", "tolerance", "verdict"]


def test_a_wrong_number_is_a_miss_and_exits_with_1(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "s20_S40")
    content = json.loads((folder / "mine.json").read_text())
    content["printed"]["total"] += 1
    (folder / "mine.json").write_text(json.dumps(content))
    result = RUNNER.invoke(app, ["verify", "--cases", str(folder), "--json"])
    assert result.exit_code == 1, result.output
    missed = [row for row in json.loads(result.stdout)["rows"] if row["verdict"] == "miss"]
    assert len(missed) == 1


def test_a_kind_that_is_not_covered_is_a_miss_only_with_strict(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([{"id": "X", "kind": "tea leaves", "parameters": {}, "expected": {"luck": 1}}]))
    assert RUNNER.invoke(app, ["verify", "--cases", str(file)]).exit_code == 0
    assert RUNNER.invoke(app, ["verify", "--cases", str(file), "--strict"]).exit_code == 1
