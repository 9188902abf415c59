"""`backsource depend`: the answer first, 80 columns, what is unseen, JSON, figures, faults of what was asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Command = Callable[..., Result]
CONFIGS = Path(__file__).parents[2] / "configs"
KNUCKLE = CONFIGS / "scenarios/steering-knuckle.yaml"


@pytest.mark.parametrize("schedule", ["gated", "big-bang-with-bank", "pilot"])
def test_the_answer_comes_first_and_lines_are_at_most_80_columns_wide(command: Command, schedule: str) -> None:
    result = command("depend", KNUCKLE, "-s", CONFIGS / f"schedules/{schedule}.yaml", "--no-figures")
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0].startswith("After the changeover 7 single points of failure instead of 6")
    assert max(map(len, told)) <= 80
    assert "Unseen: nobody says what coat-a, coat-b, forge depend on" in " ".join(told)


def test_a_day_without_any_source_is_told(command: Command) -> None:
    result = command("depend", KNUCKLE, "-s", CONFIGS / "schedules/big-bang-with-bank.yaml", "--on", "2026-08-15",
                     "--no-figures")  # fmt: skip
    assert result.stdout.startswith("On 2026-08-15 nothing feeds plant/knuckle; what is there lasts ")


def test_a_scenario_is_told_as_it_is_and_drawn(command: Command, project: Path) -> None:
    result = command("depend", project / "configs/scenarios/bracket.yaml")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("As it is, ")
    assert "instead of" not in result.stdout
    drawn = sorted(path.name for path in (project / "results/depend-bracket").iterdir())
    assert drawn == ["dependency.png", "dependency.svg"]


def test_json_says_what_depends_on_how_far_one_sees_and_has_no_infinity(command: Command, project: Path) -> None:
    scenario, schedule = project / "configs/scenarios/bracket.yaml", project / "configs/schedules/phased.yaml"
    told = json.loads(command("depend", scenario, "--schedule", schedule, "--json").stdout)
    assert told["schedule"] == "phased"
    assert [picture["when"] for picture in told["pictures"]][:: len(told["pictures"]) - 1] == ["before", "after"]
    assert "pictures.cuts" in told["unseen"]
    assert "pictures.losses.left" not in told["unseen"]
    losses = [loss for picture in told["pictures"] for loss in picture["losses"]]
    assert all(loss["survives"] is None for loss in losses if loss["left"] == 1)
    assert {"part", "stops", "left", "rate", "exposed", "survives", "recovers", "short", "exact"} <= set(losses[0])
    assert len(told["figures"]) == 2


@pytest.mark.parametrize(
    ("on", "fragment"), [("tomorrow", "found tomorrow; an ISO date"), ("1999-01-01", "found 1999-01-01; a date from")]
)
def test_a_day_that_is_none_of_the_run_ends_with_2_and_one_line(command: Command, on: str, fragment: str) -> None:
    result = command("depend", KNUCKLE, "--on", on, "--no-figures")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"--on: {fragment}")
    assert len(result.stderr.splitlines()) == 1


def test_no_number_of_a_table_is_cut(command: Command) -> None:
    """Both sources are told in full on the days on which both are open: 75 and 25, 40 and 60, 0 and 100 %."""
    result = command("depend", KNUCKLE, "-s", CONFIGS / "schedules/gated.yaml", "--no-figures")
    for shares in ("buy 75, make 25 %", "buy 40, make 60 %", "buy 0, make 100 %"):
        assert f"  {shares}  " in result.stdout
