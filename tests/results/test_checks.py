"""The record of a backcast: what is written comes back, and what is no record is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from backsource.errors import ResultsError
from backsource.results import Beside, Check, read_check, write_check

ROW = Beside(
    series="stock shop/x", unit="piece", weeks=3, inside=2 / 3, limits=(0.2, 0.9), swing=None, apart=7.0, chance=0.4,
    verdict="passed", actual=(1.0, None, 2.0), low=(0.5, None, 3.0), middle=(1.0, None, 4.0), high=(2.0, None, 5.0),
)  # fmt: skip
CHECK = Check(
    scenario="a shop", scenario_hash="ab", history_hash="cd", first="2025-01-06", last="2025-03-02", passed=True,
    inside=2 / 3, weeks=8, unused=1, replications=200, seed=0, judged=(ROW,), books=(), silent=("OTIF m",),
)  # fmt: skip


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = write_check(tmp_path, CHECK)
    assert path == tmp_path / "a shop.json"
    assert read_check(tmp_path, "a shop") == CHECK


def test_without_a_backcast_there_is_no_record(tmp_path: Path) -> None:
    assert read_check(tmp_path / "absent", "a shop") is None


@pytest.mark.parametrize("name", ["../elsewhere", "..", "a/b", "ü" * 400])
def test_whatever_a_scenario_is_called_its_record_lies_in_the_folder(tmp_path: Path, name: str) -> None:
    check = replace(CHECK, scenario=name)
    assert write_check(tmp_path / "records", check).parent == tmp_path / "records"
    assert len(list((tmp_path / "records").iterdir())) == 1
    assert read_check(tmp_path / "records", name) == check


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1, "scenario": "a shop"}', "\x00"])
def test_what_is_no_record_is_refused_with_what_would_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "a shop.json").write_text(text)
    with pytest.raises(ResultsError, match=r"a shop\.json: .*run `backsource backcast` again, or remove the file"):
        read_check(tmp_path, "a shop")


def test_a_record_of_another_format_is_refused(tmp_path: Path) -> None:
    path = write_check(tmp_path, CHECK)
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(ResultsError, match="format 1"):
        read_check(tmp_path, "a shop")


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_check(tmp_path, CHECK)
    with pytest.raises(ValueError, match="JSON"):
        write_check(tmp_path, replace(CHECK, inside=float("nan")))
    assert read_check(tmp_path, "a shop") == CHECK
    assert [path.name for path in tmp_path.iterdir()] == ["a shop.json"]
