"""`--status` on the verbs that take a schedule, and `replan`: what they answer, and what they refuse."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from backsource.experiment import load
from backsource.report.over_time_figures import first_week, marks_of
from backsource.results import NAME, read

Command = Callable[..., Result]

STATUS = """\
format: 1
status: 2026-08-03
scenario: bracket
schedule: phased
stocks: {plant/bracket: {on_hand: 4300 pieces}, plant/bar: {on_hand: 2600 kg}}
orders:
  - {lane: buy, quantity: 1500 pieces, ordered: 2026-07-30, due: 2026-08-11}
  - {lane: bars, quantity: 3000 kg, ordered: 2026-07-20, due: 2026-08-17}
made: {make: 3900 pieces}
opens: {make: 2026-06-01}
steps: {plant/bracket: 1}
"""
"""Two months after the first step of the phased way; notice is due on 1 September."""


@pytest.fixture
def status(project: Path) -> Iterator[Path]:
    path = project / "where-it-stands.yaml"
    path.write_text(STATUS)
    yield path
    path.unlink()


SEARCH = """\
search:
  from: phased
  vary: {share.1.date: 2026-07-06..2026-10-26 by 20 working days}
  trials: 8
  futures: 2
  finalists: 2
  most: 20
  estimate: 20
"""


def test_optimise_goes_on_from_a_status(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    """No date before the day of the status is tried: of 6 July and every 20 working days on, four are left. The
    schedule under way is varied where it can still be; the plan as it stands is what the gain is over."""
    searching = study.with_name("searching.yaml")
    searching.write_text(study.read_text().replace("matters: 20000", "matters: 2000000") + SEARCH)
    words = ("optimise", searching, "--status", status, "--jobs", 1, "--out", tmp_path, "--no-figures")
    result = command(*words, "--json")
    searching.unlink()
    assert result.exit_code in (0, 3), result.output
    found = json.loads(result.stdout)
    assert found["size"] == 4
    assert found["remarks"][0] == "measured from 2026-08-03 on; phased is the plan as it stands"
    assert "phased" in found["written"]


def content(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_compare_goes_on_from_a_status(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    words = ("compare", study, "--status", status, "--jobs", 1, "--replications", 3, "--out", tmp_path)
    result = command(*words)
    assert result.exit_code == 0, result.output
    assert "measured from 2026-08-03 on; phased is the plan as it stands" in " ".join(result.stdout.split())
    assert "vs phased" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()[:-1]) <= 80
    results = read(tmp_path)
    assert json.loads(results.inputs.status)["status"] == "2026-08-03"
    assert sorted(set(results.runs["schedule"])) == ["big-bang", "phased", "stay_external"]
    assert results.curves("day")["phased"][0][0] == 210  # 3 August, from 5 January


def test_its_results_lie_beside_those_of_the_study(command: Command, project: Path, study: Path, status: Path) -> None:
    folder = project / "results" / "first-from-2026-08-03"
    assert (
        command("compare", study, "--status", status, "--jobs", 1, "--replications", 2, "--no-figures").exit_code == 0
    )
    assert [path.name for path in folder.iterdir()] == [NAME]
    words = ("replay", study, "--status", status, "--schedule", "big-bang", "--replication", 1)
    assert "the same bytes" in command(*words).stdout
    status.write_text(STATUS.replace("4300", "4200"))
    result = command(*words)
    shutil.rmtree(project / "results")
    assert result.exit_code == 1
    assert "DIFFERS" in result.stdout


def test_run_goes_on_from_a_status(command: Command, project: Path, status: Path, tmp_path: Path) -> None:
    configs = project / "configs"
    words = ("run", configs / "scenarios" / "bracket.yaml", "-s", configs / "schedules" / "phased.yaml")
    found = content(command(*words, "--status", status, "--out", tmp_path, "--json"))
    assert found["window_days"][0] == 210
    assert found["measures"]["total_cost"] == found["twin"]["total_cost"]
    journal = (tmp_path / "journal.csv").read_text().splitlines()[1:]
    assert min(float(line.split(",")[0]) for line in journal) >= 210


def test_check_reads_a_status_with_the_study(command: Command, study: Path, status: Path) -> None:
    assert command("check", study, "--status", status).exit_code == 0
    status.write_text(STATUS.replace("plant/bar:", "plant/bat:").replace("{make: 3900", "{maker: 3900"))
    result = command("check", study, "--status", status)
    assert result.exit_code == 2
    assert "plant/bat" in result.stderr
    assert "maker" in result.stderr


def test_check_reads_a_status_with_a_schedule_and_a_scenario(command: Command, project: Path, status: Path) -> None:
    configs = project / "configs"
    scenario, schedules = configs / "scenarios" / "bracket.yaml", configs / "schedules"
    phased = ("check", schedules / "phased.yaml", "--scenario", scenario, "--status", status)
    assert command(*phased).exit_code == 0
    result = command("check", schedules / "big-bang.yaml", "--scenario", scenario, "--status", status)
    assert result.exit_code == 2
    assert "`phased`" in result.stderr


def test_a_bank_that_was_used_before_the_status_stops_no_answer(command: Command, study: Path, tmp_path: Path) -> None:
    configs, where = study.parents[2] / "configs", tmp_path / "stands.yaml"
    words = ("--schedule", configs / "schedules" / "big-bang.yaml", "--on", "2026-08-24", "--out", where)
    assert command("status", configs / "scenarios" / "bracket.yaml", *words).exit_code == 0
    more = ("--jobs", 1, "--replications", 2, "--out", tmp_path / "found", "--no-figures")
    result = command("compare", study, "--status", where, *more)
    assert result.exit_code == 0, result.output
    assert "vs big-bang" in result.stdout


def test_a_factor_of_the_schedule_under_way_is_refused(command: Command, study: Path, status: Path) -> None:
    varied = study.with_name("varied.yaml")
    varied.write_text(
        study.read_text() + "\nfactors: {schedules.phased.bridge.want: [3 working days, 6 working days]}\n"
    )
    for words in (("check", varied), ("compare", varied, "--jobs", 1)):
        result = command(*words, "--status", status)
        assert (result.exit_code, "Traceback" in result.output) == (2, False)
        assert "schedules.phased.bridge.want vary phased, which is under way" in result.stderr
    varied.unlink()


def test_a_status_of_a_schedule_needs_its_scenario(command: Command, study: Path, status: Path) -> None:
    schedule = study.parents[2] / "configs" / "schedules" / "phased.yaml"
    result = command("check", schedule, "--status", status)
    assert result.exit_code == 2
    assert "`--scenario FILE` beside it would do" in result.stderr
    assert command("check", study, "--scenario", status).exit_code == 2


def test_replan_says_which_way_to_go_and_by_when(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    words = ("replan", study, "--status", status, "--jobs", 1, "--replications", 3, "--out", tmp_path)
    result = command(*words)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "Today   continue phased · change to stay_external or big-bang · turn back"
    assert lines[1] == "        (go-back)"
    assert max(len(line) for line in lines[:-1]) <= 80
    for dated in (
        "2026-09-01  2026-09-01  give notice, supply; later: exit 2026-12-31",
        "2026-08-31  2026-08-31  take the step to make 60 %, buy 40 %",
        "2026-11-30  2026-11-30  take the step to make 100 %, buy 0 %",
        "-           2026-08-03  turn back plant/bracket",
    ):
        assert dated in result.stdout
    assert {"turning-back.svg", "turning-back.png", NAME} == {path.name for path in tmp_path.iterdir()}


def test_replan_as_json_has_all_of_it(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    words = ("replan", study, "--status", status, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    found = content(command(*words, "--json"))
    assert {row["schedule"] for row in found["rows"]} == {"phased", "stay_external", "big-bang", "go-back"}
    days = [turn["day"] for turn in found["turning_back"]]
    assert days == ["2026-08-03", "2026-08-31", "2026-09-28", "2026-10-26", "2026-11-23", "2026-11-30"]
    assert found["turning_back"][0]["primary"]["mean"] == 0
    assert found["last_day_to_turn_back"] is None
    assert [one["latest"] for one in found["decisions"]] == ["2026-08-31", "2026-09-01", "2026-11-30", None]


def test_a_run_of_a_replan_can_be_made_again(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    words = ("replan", study, "--status", status, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    assert command(*words).exit_code == 0
    for name in ("go-back", "go-back 2026-10-26", "phased", "big-bang"):
        words = ("replay", study, "--status", status, "-s", name, "-r", 1, "--results", tmp_path)
        assert "the same bytes" in command(*words).stdout


def test_replan_needs_a_status(command: Command, study: Path) -> None:
    result = command("replan", study)
    assert result.exit_code == 2
    assert "--status" in result.stderr


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "schedule: phased\n",
            "",
            "schedule: found no `schedule`; the schedule that is under way, one of stay_external",
        ),
        ("schedule: phased", "schedule: gated", "found `gated`"),
        ("status: 2026-08-03", "status: 2029-08-03", "a date from 2026-01-05 on"),
        ("format: 1", "format: [", "where-it-stands.yaml"),
        ("status: 2026-08-03", "status: 2027-07-01", "measured window"),
    ],
)
@pytest.mark.parametrize("verb", ["compare", "replan", "check"])
def test_a_status_that_cannot_be_is_refused_and_nothing_is_written(
    command: Command, project: Path, study: Path, status: Path, verb: str, before: str, after: str, said: str
) -> None:
    status.write_text(STATUS.replace(before, after))
    there = set((project / "results").rglob("*"))  # other tests may have run their studies here
    result = command(verb, study, "--status", status)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert set((project / "results").rglob("*")) == there


def test_a_missing_status_is_refused(command: Command, study: Path, tmp_path: Path) -> None:
    for verb in ("compare", "replan", "check"):
        result = command(verb, study, "--status", tmp_path / "absent.yaml")
        assert result.exit_code == 2
        assert "absent.yaml" in result.stderr


def test_pictures_begin_on_the_day_of_the_status(command: Command, study: Path, status: Path, tmp_path: Path) -> None:
    """What another schedule dates before the day falls on it; the line that it would open is open."""
    words = ("compare", study, "--status", status, "--jobs", 1, "--replications", 2, "--out", tmp_path, "--no-figures")
    assert command(*words).exit_code == 0
    experiment = load(study, status)
    assert first_week(read(tmp_path), experiment.scenario) == date(2026, 8, 3)
    schedules = {arm.name: arm.schedule for arm in experiment.arms()}
    assert schedules["big-bang"] is not None
    assert marks_of(schedules["big-bang"]) == {date(2026, 8, 3): "BN", date(2026, 8, 17): "SU"}


def test_check_of_a_status_alone_says_what_it_needs(command: Command, status: Path) -> None:
    result = command("check", status)
    assert result.exit_code == 2
    assert "`backsource check STUDY --status " in result.stderr


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_status_of_a_schedule_that_is_not_given_is_refused(
    command: Command, project: Path, status: Path, verb: str
) -> None:
    scenario = project / "configs" / "scenarios" / "bracket.yaml"
    result = command(verb, scenario, "--status", status)
    assert result.exit_code == 2
    assert "found `phased`; that schedule beside the scenario would do" in result.stderr


def test_a_status_without_a_schedule_is_one_of_the_scenario(command: Command, project: Path, status: Path) -> None:
    for name in ("", "schedule: stay_external\n"):
        status.write_text(f"status: 2026-08-03\n{name}stocks: {{plant/bracket: {{on_hand: 4300 pieces}}}}\n")
        result = command("run", project / "configs" / "scenarios" / "bracket.yaml", "--status", status)
        assert result.exit_code == 0, result.output
        assert "days 210 to" in result.stdout
