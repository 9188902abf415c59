"""`backsource why`: the answer first, 80 columns, JSON, what is kept, faults of what was asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Command = Callable[..., Result]


ASKED = ("-s", "big-bang", "--causes", "supplier_outages, transport", "--futures", 8, "--jobs", 1)
"""Of the first eight futures one is short."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all these answers lie, so that no run is made twice."""
    return tmp_path_factory.mktemp("why")


def test_the_answer_comes_first_and_lines_are_at_most_80_columns_wide(
    command: Command, study: Path, folder: Path
) -> None:
    result = command("why", study, *ASKED, "--out", folder)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Answer  ")
    assert max(map(len, lines[:-1])) <= 80
    assert "root family" in result.stdout
    assert "root, seen as" in result.stdout
    assert [line for line in lines if line.startswith("Off ")]
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".sqlite") == [
        "why-big-bang.json", "why-big-bang.png", "why-big-bang.svg",
    ]  # fmt: skip


def test_json_has_shares_with_limits_both_ways_units_and_sources(command: Command, study: Path, folder: Path) -> None:
    result = command("why", study, *ASKED, "--out", folder, "--json", "--no-figures")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["unit"], told["futures"]) == ("units", 8)
    assert told["formula"].startswith("Shapley value")
    families = {one["name"]: one for one in told["families"]}
    assert all({"mean", "low", "high", "share", "share_low", "off", "seen_as", "matching"} <= set(one)
               for one in families.values())  # fmt: skip
    parts = told["rest"]["estimate"] + sum(one["mean"] for one in families.values())
    assert parts == pytest.approx(told["units_short"]["estimate"])
    assert sum(one["units"] for one in told["proximate"]) == pytest.approx(told["units_short"]["estimate"])
    assert told["figures"] == []
    less = {one["name"]: one["mean"] - one["staying"]["mean"] for one in families.values()}
    assert {one["name"]: one["attributable"]["mean"] for one in families.values()} == pytest.approx(less)
    assert 1 <= told["futures_short"] <= told["played"] == 8
    kept = json.loads((folder / "why-big-bang.json").read_text(encoding="utf-8"))
    assert kept["families"] == told["families"]


def test_where_nothing_is_short_it_says_so_and_draws_nothing(command: Command, study: Path, tmp_path: Path) -> None:
    """The first five futures have no gap: 3 / 5."""
    result = command("why", study, *ASKED[:4], "--futures", 5, "--jobs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Answer  No unit is short under big-bang in 5 futures")
    assert "10 runs · no games" in result.stdout
    kept = json.loads((tmp_path / "why-big-bang.json").read_text(encoding="utf-8"))
    assert (kept["played"], kept["rarer_than"]) == (0, pytest.approx(0.6))
    assert not list(tmp_path.glob("*.png"))


def test_families_that_are_named_are_those_that_are_shared_out_to(command: Command, study: Path, folder: Path) -> None:
    told = json.loads(command("why", study, *ASKED, "--out", folder, "--json", "--no-figures").stdout)
    assert {one["name"] for one in told["families"]} == {"supplier_outages", "transport"}
    assert {"demand", "own_failures"} <= set(told["left_on"])
    assert told["rest"]["words"] == "all that stayed on"


def test_with_a_status_it_goes_on_from_its_day(command: Command, study: Path, project: Path, tmp_path: Path) -> None:
    scenario, schedule = project / "configs/scenarios/bracket.yaml", project / "configs/schedules/big-bang.yaml"
    stands = tmp_path / "status.yaml"
    made = command("status", scenario, "--schedule", schedule, "--on", "2026-06-01", "--out", stands)
    assert made.exit_code == 0, made.output
    result = command("why", study, *ASKED[:4], "--futures", 5, "--jobs", 1, "--status", stands, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Answer  ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-s", "nothing"), "no schedule 'nothing'; one of "),
        (("-s", "big-bang", "--causes", "luck"), "no chance of luck under big-bang; "),
        (("-s", "big-bang", "--causes", " , "), "--causes: found no name"),
        (("-s", "big-bang", "--futures", "4"), "--futures"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_would_do(
    command: Command, study: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = command("why", study, *words, "--out", tmp_path / "none")
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "none").exists() or not any((tmp_path / "none").iterdir())
