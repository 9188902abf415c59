"""What each verb answers, and the code it ends with."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from backsource.results import NAME, read

Command = Callable[..., Result]


def content(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_help_lists_the_planner_first(command: Command) -> None:
    text = command("--help").stdout
    listed = re.findall(r"^[│ ]+(\w+)  ", text, re.MULTILINE)
    planner = [
        "new", "check", "compare", "report", "status", "replan", "tasks", "bank",
        "warn", "depend", "stress", "why", "explain",
    ]  # fmt: skip
    closer = ["budget", "vary", "optimise", "run", "backcast", "replay", "merge", "export", "schema", "verify"]
    assert listed == [*planner, *closer]


def test_new_makes_what_check_finds_sound(command: Command, study: Path) -> None:
    result = command("check", study)
    assert result.exit_code == 0, result.output


def test_check_refuses_a_plan_that_cannot_work(command: Command, project: Path) -> None:
    """400 pieces a working day from a cell of 300: utilisation 133 %."""
    scenario = project / "configs" / "scenarios" / "bracket.yaml"
    slow = scenario.with_name("slow.yaml")
    slow.write_text(scenario.read_text().replace("rate: 480 pieces/working day", "rate: 300 pieces/working day"))
    result = command("check", slow)
    found = json.loads(command("check", slow, "--json").stdout)
    slow.unlink()
    assert result.exit_code == 1, result.output
    assert result.stdout.startswith("refuse: lines.machinist-cell")
    assert found["findings"][0]["finding"]["level"] == "refuse"


def test_check_tells_once_what_holds_under_every_schedule(command: Command, study: Path) -> None:
    lines = command("check", study).stdout.splitlines()
    assert len(set(lines)) == len(lines)
    assert any(line.startswith("note: big-bang: ") for line in lines)


def test_new_leaves_a_full_folder_alone(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = command("new", tmp_path)
    assert result.exit_code == 2
    assert "not an empty folder" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_new_as_json_names_its_files(command: Command, tmp_path: Path) -> None:
    found = content(command("new", tmp_path / "p", "--json"))
    assert "experiments/first/study.yaml" in found["files"]
    assert all((tmp_path / "p" / name).is_file() for name in found["files"])


@pytest.mark.parametrize("kind", ["scenario", "schedule", "study"])
def test_schema_knows_the_keys_of_a_file(command: Command, kind: str) -> None:
    found = content(command("schema", kind))
    assert kind in found["properties"]
    assert found["additionalProperties"] is False


def test_schema_without_a_kind_is_all_four(command: Command) -> None:
    assert len(content(command("schema"))["anyOf"]) == 4


def test_compare_answers_and_keeps_its_results(command: Command, study: Path, tmp_path: Path) -> None:
    result = command("compare", study, "--jobs", 1, "--replications", 4, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[1].startswith("Answer  ")
    assert max(len(line) for line in lines[:-1]) < 90
    assert len(lines) <= 25
    names = {path.name for path in tmp_path.iterdir()}
    assert NAME in names
    assert {f"{name}.{end}" for name in ("over-time", "gap-calendar", "network", "differences")
            for end in ("svg", "png")} <= names  # fmt: skip
    assert len(read(tmp_path).runs) == 12


def test_compare_says_how_far_it_is_on_standard_error(command: Command, study: Path, tmp_path: Path) -> None:
    result = command("compare", study, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    assert "6 of 6 runs" in result.stderr
    assert "of 6 runs" not in result.stdout


def test_compare_as_json_carries_the_intervals(command: Command, study: Path, tmp_path: Path) -> None:
    words = ("compare", study, "--jobs", 1, "--replications", 5, "--out", tmp_path, "--no-figures", "--json")
    found = content(command(*words))
    assert found["control"] == "stay_external"
    assert set(found["trade_off"]["schedules"]) == {"stay_external", "big-bang", "phased"}
    rows = {row["schedule"]: row for row in found["rows"]}
    assert rows["stay_external"]["difference"] is None
    difference = rows["phased"]["difference"]
    assert difference["low"] <= difference["mean"] <= difference["high"]
    assert found["best"] in rows


def test_compare_twice_gives_the_same_bytes(command: Command, study: Path, tmp_path: Path) -> None:
    outputs = []
    for name in ("one", "two"):
        words = ("compare", study, "--jobs", 1, "--replications", 3, "--out", tmp_path / name)
        outputs.append(command(*words).stdout.replace(str(tmp_path / name), ""))
    assert outputs[0] == outputs[1]
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert [name for name in files
            if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()] == []  # fmt: skip


def test_replay_gives_the_stored_run(command: Command, study: Path, tmp_path: Path) -> None:
    command("compare", study, "--jobs", 1, "--replications", 3, "--out", tmp_path, "--no-figures")
    words = ("replay", study, "--schedule", "phased", "--replication", 2, "--results", tmp_path)
    found = content(command(*words, "--json"))
    assert found["differing"] == []
    stored = read(tmp_path).runs.query("schedule == 'phased' and replication == 2").iloc[0]
    assert found["digest"] == stored["digest"]
    assert "the same bytes" in command(*words).stdout


def test_replay_of_a_run_that_differs_fails(command: Command, project: Path, study: Path, tmp_path: Path) -> None:
    command("compare", study, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    other = study.with_name("other.yaml")
    other.write_text(study.read_text().replace("seed: 1", "seed: 2"))
    result = command("replay", other, "-s", "phased", "-r", 1, "--results", tmp_path)
    other.unlink()
    assert result.exit_code == 1
    assert "DIFFERS" in result.stdout


def test_replay_of_a_run_that_is_not_stored_says_so(command: Command, study: Path, tmp_path: Path) -> None:
    command("compare", study, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    result = command("replay", study, "-s", "phased", "-r", 77, "--results", tmp_path)
    assert result.exit_code == 0
    assert "not stored there" in result.stdout


def test_run_writes_measures_incidents_and_journal(command: Command, project: Path, tmp_path: Path) -> None:
    configs = project / "configs"
    words = ("run", configs / "scenarios" / "bracket.yaml", "-s", configs / "schedules" / "big-bang.yaml")
    found = content(command(*words, "--seed", 3, "--replication", 5, "--out", tmp_path, "--json"))
    assert found["schedule"] == "big-bang"
    assert found["measures"]["attributable_total_cost"] == pytest.approx(
        found["measures"]["total_cost"] - found["twin"]["total_cost"]
    )
    with (tmp_path / "measures.csv").open() as file:
        rows = {row["measure"]: row for row in csv.DictReader(file)}
    assert float(rows["total_cost"]["value"]) == found["measures"]["total_cost"]
    with (tmp_path / "journal.csv").open() as file:
        events = list(csv.DictReader(file))
    assert {"notice", "share_step", "line_opened"} <= {event["event"] for event in events}
    assert [float(event["time"]) for event in events] == sorted(float(event["time"]) for event in events)
    with (tmp_path / "incidents.csv").open() as file:
        assert len(list(csv.DictReader(file))) == len(found["incidents"])


def test_run_without_a_schedule_is_its_own_twin(command: Command, project: Path) -> None:
    found = content(command("run", project / "configs" / "scenarios" / "bracket.yaml", "--json"))
    assert found["measures"]["attributable_total_cost"] == 0
    assert found["measures"]["total_cost"] == found["twin"]["total_cost"]


def test_a_study_with_factors_is_compared_in_each_setting(command: Command, project: Path, tmp_path: Path) -> None:
    """Two settings of the scenario; in each the control, two levels of one schedule and one other."""
    first = project / "experiments" / "first" / "study.yaml"
    varied = first.with_name("varied.yaml")
    factors = {
        "lines.make.ramp.tau": ["15 working days", "60 working days"],
        "schedules.phased.decided": ["daily", "every 2 weeks"],
    }
    varied.write_text(first.read_text() + f"factors: {json.dumps(factors)}\n")
    try:
        found = content(command("compare", varied, "--replications", 3, "--jobs", 1, "--out", tmp_path, "--json"))
        shown = command("compare", varied, "--replications", 2, "--jobs", 1, "--out", tmp_path, "--no-figures").stdout
        checked = command("check", varied)
        again = command("replay", varied, "-s", "phased [decided daily, tau 15 working days]", "-r", 1, "--results",
                        tmp_path)  # fmt: skip
    finally:
        varied.unlink()
    slow = found["settings"][1]
    assert slow["study"] == "first [tau 60 working days]"
    assert slow["control"] == "stay_external [tau 60 working days]"
    assert len(slow["rows"]) == 4
    assert found["levels"]["stay_external [tau 60 working days]"] == {"lines.make.ramp.tau": "60 working days"}
    assert {Path(path).name for path in found["figures"]} == {
        f"differences-{n}.{kind}" for n in (1, 2) for kind in ("svg", "png")
    }
    assert shown.count("Answer  ") == 2
    assert shown.startswith("first · 2 settings · total cost\nIn all  too few futures to choose by in 2 of 2 settings.")
    assert "phased [decided every 2 weeks]" in shown
    assert checked.exit_code == 0, checked.output
    assert "the same bytes" in again.stdout


def test_a_bad_factor_stops_before_anything_is_written(command: Command, project: Path, tmp_path: Path) -> None:
    first = project / "experiments" / "first" / "study.yaml"
    broken = first.with_name("broken.yaml")
    broken.write_text(first.read_text() + "factors: {lines.make.ramp.taw: [15 working days]}\n")
    result = command("compare", broken, "--out", tmp_path / "none")
    broken.unlink()
    assert result.exit_code == 2
    assert "found `taw` in lines.make.ramp.taw; `tau` would do" in result.stderr
    assert not (tmp_path / "none").exists()
