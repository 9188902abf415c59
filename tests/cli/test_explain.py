"""`backsource explain`: the answer first, what is kept, the study's own runs, plain refusals."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_project import make_project, put_study
from typer.testing import Result

Command = Callable[..., Result]


@pytest.fixture(scope="module")
def tiny_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put_study(make_project(tmp_path_factory.mktemp("explain")))


def test_the_answer_comes_first_in_eighty_columns(command: Command, tiny_study: Path, tmp_path: Path) -> None:
    """Making costs 6 EUR a piece and buying 10, so going over costs less, for buying."""
    result = command("explain", tiny_study, "jump", "stay", "--jobs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0] == "tiny · jump minus stay · 6 futures, the same for both"
    assert told[1].startswith("Answer  jump costs ")
    assert " less than stay" in told[1]
    assert max(map(len, told[:-1])) <= 80
    assert "12 of 12 runs" in result.stderr
    place = tmp_path / "jump-minus-stay"
    assert {"explain.json", "weeks.csv", "explain-cost.png", "explain-weeks.svg"} <= {
        path.name for path in place.iterdir()
    }
    assert "Ledger lines: jump minus stay" in result.stdout


def test_json_and_csv_hold_what_adds_up(command: Command, tiny_study: Path, tmp_path: Path) -> None:
    words = ("explain", tiny_study, "jump", "stay", "--jobs", 1, "--out", tmp_path, "--no-figures", "--json")
    told = json.loads(command(*words).stdout)
    assert told["minus"] == ["jump", "stay"]
    assert told["figures"] == []
    whole = told["cost"]["difference"]
    assert sum(part["difference"] for part in told["lines"]) == pytest.approx(whole)
    assert sum(sum(week["cost"].values()) for week in told["weeks"]) == pytest.approx(whole)
    with (tmp_path / "jump-minus-stay" / "weeks.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert sum(float(row["cost"]) for row in rows) == pytest.approx(whole)
    assert rows[0]["week"] == "2026-01-05"
    kept = json.loads((tmp_path / "jump-minus-stay" / "explain.json").read_text(encoding="utf-8"))
    assert kept.items() <= told.items()


def test_it_repeats_the_runs_of_the_study_and_says_so(command: Command, tmp_path: Path) -> None:
    study = put_study(make_project(tmp_path))
    asked = ("explain", study, "jump", "stay", "--jobs", 1, "--no-figures")
    assert "the study has not run" in " ".join(command(*asked).stdout.split())
    command("compare", study, "--jobs", 1, "--replications", 7, "--no-figures")
    result = command(*asked)
    assert "all 14 runs of the study that these repeat are the same" in " ".join(result.stdout.split())
    assert (tmp_path / "results" / "tiny" / "explain" / "explain.sqlite").exists()


def test_runs_of_the_study_that_cannot_be_read_are_not_passed_over(command: Command, tmp_path: Path) -> None:
    """That the study has not run would be untrue, and there would be nothing to hold the runs against."""
    study = put_study(make_project(tmp_path))
    broken = tmp_path / "results" / "tiny" / "results.sqlite"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"no database" * 1000)
    result = command("explain", study, "jump", "stay", "--jobs", 1, "--no-figures")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{broken}: not a readable results file")
    assert not (broken.parent / "explain").exists()


@pytest.mark.parametrize(
    ("own", "other", "says"),
    [
        ("jump", "jump", "jump twice, which has no difference to explain"),
        ("jump", "leap", "no schedule 'leap'; there are stay, jump"),
    ],
)
def test_what_cannot_be_explained_ends_with_2_and_leaves_nothing(
    command: Command, tiny_study: Path, tmp_path: Path, own: str, other: str, says: str
) -> None:
    result = command("explain", tiny_study, own, other, "--out", tmp_path / "none")
    assert result.exit_code == 2
    assert says in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "none").exists()


def test_names_with_levels_find_a_folder(command: Command, tmp_path: Path) -> None:
    study = put_study(make_project(tmp_path), factors={"lanes.buy.price": ["10 EUR/piece", "7 EUR/piece"]})
    names = ("jump [price 7 EUR/piece]", "stay [price 7 EUR/piece]")
    result = command("explain", study, *names, "--jobs", 1, "--no-figures")
    assert result.exit_code == 0, result.output
    (place,) = (path for path in (tmp_path / "results" / "tiny" / "explain").iterdir() if path.is_dir())
    assert place.name.startswith("jump-")
    assert f"{names[0]} and {names[1]}: 12 runs" in " ".join(result.stderr.split())
    told = json.loads((place / "explain.json").read_text(encoding="utf-8"))
    assert told["arms"] == list(names)
    assert (told["study"], told["minus"]) == ("tiny [price 7 EUR/piece]", ["jump", "stay"])
