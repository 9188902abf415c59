"""`backsource stress`: the answer first, 80 columns, the same tables as all runs, JSON, faults of what was asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from documented import fields_of
from typer.testing import Result

from backsource.experiment.stress_test import FILE

Command = Callable[..., Result]
CONFIGS = Path(__file__).parents[2] / "configs"
KNUCKLE = CONFIGS / "scenarios/steering-knuckle.yaml"
GATED = CONFIGS / "schedules/gated.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stress")


def bracket(project: Path) -> tuple[Path, Path]:
    return project / "configs/scenarios/bracket.yaml", project / "configs/schedules/phased.yaml"


def stressed(command: Command, project: Path, folder: Path, *more: object) -> Result:
    scenario, schedule = bracket(project)
    on = ("--dates", "2026-03-02,2026-09-07", "--futures", 2, "--jobs", 1, "--out", folder)
    return command("stress", scenario, "-s", schedule, *on, *more)


def test_the_answer_comes_first_in_80_columns_and_what_is_assumed_is_marked(
    command: Command, project: Path, folder: Path
) -> None:
    result = stressed(command, project, folder)
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0].startswith(("The dangerous window", "No dangerous window", "No loss costs"))
    assert max(len(line) for line in told if not line.startswith(("Figure", "Results"))) <= 80
    assert "the same 2 futures" in " ".join(told[:8])
    assert "assumed time to recover of 28 d" in result.stdout
    assert {"stress-test.png", "stress-test.svg", "stress-test.json", FILE} <= {one.name for one in folder.iterdir()}


def test_json_has_every_thing_on_every_date_with_units_and_formulas(
    command: Command, project: Path, folder: Path
) -> None:
    told = json.loads(stressed(command, project, folder, "--json", "--no-figures").stdout)
    assert told["dates"] == ["2026-03-02", "2026-09-07"]
    assert all(len(thing["felt"]) == 2 for thing in told["things"])
    assert all(set(felt) == {"each", "units", "days", "touched"} for thing in told["things"] for felt in thing["felt"])
    assert told["measures"]["units"]["formula"].startswith("units short with the loss - units short without it")
    assert told["assumed"] == sum(thing["assumed"] for thing in told["things"])
    means = [max(felt["units"]["estimate"] for felt in thing["felt"]) for thing in told["things"]]
    assert means == sorted(means, reverse=True)


def test_every_documented_field_is_there(command: Command, project: Path, folder: Path) -> None:
    told = json.loads(stressed(command, project, folder, "--json", "--no-figures").stdout)
    assert fields_of("Stress test") <= {*told, *told["things"][0]}


def test_runs_lie_in_a_file_that_export_reads(command: Command, project: Path, folder: Path, tmp_path: Path) -> None:
    assert stressed(command, project, folder, "--no-figures").exit_code == 0
    result = command("export", folder / FILE, "--csv", tmp_path)
    assert result.exit_code == 0, result.output
    rows = (tmp_path / "runs.csv").read_text().splitlines()
    assert "units_short" in rows[0]
    assert any(row.startswith("without loss,") for row in rows)
    assert any(row.startswith("loss of site ") for row in rows)


def test_it_goes_on_from_a_status(command: Command, tmp_path: Path) -> None:
    status = CONFIGS / "statuses/gated-2026-08-24.yaml"
    asked = ("stress", KNUCKLE, "-s", GATED, "--status", status, "--futures", 2, "--out", tmp_path, "--no-figures")
    result = command(*asked, "--dates", "2026-08-31", "--jobs", 1, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["phases"] == ["during"]
    assert any(felt["touched"] for thing in told["things"] for felt in thing["felt"])
    early = command(*asked, "--dates", "2026-08-17")
    assert early.exit_code == 2
    assert "found 2026-08-17; dates from 2026-08-24 to " in early.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--dates", "2031-01-01"), "found 2031-01-01; dates from 2025-07-07 to"),
        (("--dates", "tomorrow"), "--dates: found tomorrow; ISO dates such as"),
        (("--dates", "2026-05-04,"), "--dates: found nothing; ISO dates such as"),
        (("--recovery", "4 fortnights"), "--recovery: found 4 fortnights; a length of time as"),
        (("--recovery", "5 working days"), "--recovery: found 5 working days; calendar time"),
        (("--recovery", "0 days"), "--recovery: found 0 days; calendar time"),
        (("--every", "2 hours"), "--every: found 2 hours; a day or longer"),
        (("--every", "2 weeks", "--dates", "2026-05-04"), "--dates and --every: one of them would do"),
    ],
)
def test_what_cannot_be_meant_ends_with_2_and_one_line(
    command: Command, tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    result = command("stress", KNUCKLE, "-s", GATED, "--out", tmp_path / "none", *asked)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "none").exists()
