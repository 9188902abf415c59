"""`verification.run`: all formats, verdicts, what is not covered, what cannot be read."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from backsource.errors import ConfigError
from backsource.verification import Row, open_cases, run

SUPPLIERS = {
    "id": "anything",
    "kind": "dual sourcing, both down",
    "parameters": {"alpha": [0.2, 0.1], "beta": [0.5, 0.6]},
    "expected": {"p_down": [2 / 7, 1 / 7], "both_down": 2 / 49, "exactly_one": 2 / 7 * 6 / 7 + 1 / 7 * 5 / 7},
}
LEARNING = {"id": "L", "kind": "Wright learning curve", "parameters": {"T1": 10, "rate": 0.8, "n": [2]}}


def written(folder: Path, *cases: dict[str, Any]) -> Path:
    file = folder / "some cases.json"
    file.write_text(json.dumps(list(cases)), encoding="utf-8")
    return file


def verdicts(rows: list[Row]) -> dict[str, str]:
    return {row.name: row.verdict for row in rows}


def test_a_file_of_other_numbers_runs_whatever_its_ids(tmp_path: Path) -> None:
    rows = run(written(tmp_path, SUPPLIERS), quick=True, workers=1)
    assert verdicts(rows) == dict.fromkeys(("p_down.0", "p_down.1", "both_down", "exactly_one"), "pass")


def test_the_name_of_a_case_changes_no_number(tmp_path: Path) -> None:
    first, second = (run(written(tmp_path, SUPPLIERS | {"id": name}), quick=True, workers=1) for name in ("a", "b"))
    assert [row.ours for row in first] == [row.ours for row in second]


def test_workers_change_no_number(tmp_path: Path) -> None:
    alone, together = (run(written(tmp_path, SUPPLIERS), quick=True, workers=workers) for workers in (1, 2))
    assert alone == together


def test_wrong_numbers_miss(tmp_path: Path) -> None:
    wrong = SUPPLIERS | {"expected": SUPPLIERS["expected"] | {"exactly_one": 0.5}}
    assert verdicts(run(written(tmp_path, wrong), quick=True, workers=1))["exactly_one"] == "miss"


def test_a_kind_not_covered_is_listed_and_a_miss_only_when_strict(tmp_path: Path) -> None:
    file = written(
        tmp_path, {"id": "x", "kind": "perpetual motion", "parameters": {}, "expected": {"gain": 1, "b": {"c": 2}}}
    )
    assert verdicts(run(file)) == {"gain": "skip", "b.c": "skip"}
    assert verdicts(run(file, strict=True)) == {"gain": "miss", "b.c": "miss"}


def test_parameters_that_make_no_system_miss_and_say_why(tmp_path: Path) -> None:
    broken = SUPPLIERS | {"parameters": {"alpha": [0.2, 7.0], "beta": [0.5, 0.6]}}
    (row,) = run(written(tmp_path, broken), quick=True, workers=1)
    assert row.verdict == "miss"
    assert "cannot be simulated" in row.note


def test_rows_are_told_as_they_come(tmp_path: Path) -> None:
    told: list[Row] = []
    expected = {"2": {"unit_n": 8.0, "cumulative": 18.0, "average": 9.0}}
    rows = run(written(tmp_path, LEARNING | {"expected": expected}), on_row=told.append)
    assert told == rows
    assert set(verdicts(rows).values()) == {"pass"}


def test_a_folder_may_mix_the_formats(tmp_path: Path) -> None:
    for format_ in ("law_inventory", "stockpyl"):
        shutil.copytree(open_cases() / format_, tmp_path / format_)
    written(tmp_path, LEARNING | {"expected": {"2": {"unit_n": 8.0}}})
    rows = run(tmp_path)
    assert {row.verdict for row in rows} == {"pass"}
    assert len({row.case for row in rows}) == 11
    assert list(dict.fromkeys(row.group for row in rows)) == ["law_inventory", "some cases", "stockpyl"]


def test_what_is_no_file_of_cases_is_refused_with_every_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no file or folder"):
        run(tmp_path / "none.json")
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text("[{}]", encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        run(tmp_path)
    assert {Path(fault.file).name for fault in error.value.faults} == {"a.json", "b.json"}
