"""Verbs that read stored runs and simulate nothing: `tasks` and `bank`."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner, Result

from backsource.cli import app

Command = Callable[..., Result]

STAFFED = """\
tasks:
  hire:  {begin: 2026-03-02, takes: {least: 10 days, mode: 20 days, most: 60 days}}
  train: {after: [hire], takes: 15 working days}
"""
REPLICATIONS = 8


@pytest.fixture(scope="module")
def ran(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that has run: the template's, one schedule with tasks, and that schedule without its bank."""
    folder = copytree(project, tmp_path_factory.mktemp("ran") / "project")
    schedules = folder / "configs" / "schedules"
    phased = (schedules / "phased.yaml").read_text().replace("schedule: phased ", "schedule: staffed ") + STAFFED
    (schedules / "staffed.yaml").write_text(phased)
    bare = "\n".join(line for line in phased.splitlines() if not line.startswith("bridge:"))
    (schedules / "bare.yaml").write_text(bare.replace("schedule: staffed ", "schedule: bare "))
    study = folder / "experiments" / "first" / "study.yaml"
    more = "configs/schedules/phased.yaml, configs/schedules/staffed.yaml, configs/schedules/bare.yaml]"
    study.write_text(study.read_text().replace("configs/schedules/phased.yaml]", more))
    words = ["compare", str(study), "--jobs", "1", "--replications", str(REPLICATIONS), "--no-figures"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    assert "Bank    with a risk of 5 % big-bang needs <= " in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()[:-1]) <= 80
    return study


def test_tasks_dates_the_programme_and_says_what_held_it_up(command: Command, ran: Path) -> None:
    result = command("tasks", ran, "--schedule", "staffed")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"staffed · {REPLICATIONS} futures of first"
    # the mode: 20 days from 2 March; three weeks of Monday to Friday from Sunday 22 March
    assert [line.split()[:3] for line in lines if line.startswith(("hire", "train"))][:2] == [
        ["hire", "2026-03-02", "2026-03-22"],
        ["train", "2026-03-22", "2026-04-11"],
    ]
    assert "train       hire 100 %" in result.stdout
    assert max(map(len, lines)) <= 80


def test_tasks_of_all_schedules_leave_out_those_with_nothing_to_do(command: Command, ran: Path) -> None:
    found = json.loads(command("tasks", ran, "--json").stdout)
    assert list(found["schedules"]) == ["big-bang", "phased", "staffed", "bare"]
    rows = {row["name"]: row for row in found["schedules"]["staffed"]}
    assert list(rows) == ["hire", "train", "step 1", "step 2", "step 3", "exit supply"]
    assert rows["step 2"]["dates"]["planned"] == "2026-08-31"
    assert rows["exit supply"]["dates"]["planned"] == "2026-11-30"
    assert rows["train"]["held_up"] == {"hire": 1.0}
    assert found["fresh"] is True
    assert "nothing to date" in command("tasks", ran, "-s", "stay_external").stdout


def test_bank_reads_the_need_where_no_bank_hides_it(command: Command, ran: Path) -> None:
    result = command("bank", ran, "--schedule", "staffed", "--risk", "20 %")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"staffed · plant/bracket in pieces · {REPLICATIONS} futures of first"
    assert "The need is that of bare, the same schedule without its bank." in lines
    assert lines[2].startswith("20 %  ")
    assert "<=" not in lines[2]
    assert max(map(len, lines)) <= 80
    found = json.loads(command("bank", ran, "-s", "bare", "--risk", "0.2", "--json").stdout)
    own = json.loads(command("bank", ran, "-s", "staffed", "--risk", "0.2", "--json").stdout)
    assert found["stocks"][0]["answer"]["sizes"][0]["units"] == own["stocks"][0]["answer"]["sizes"][0]["units"]
    assert own["stocks"][0]["answer"]["wanted"] == 1200  # three working days of 400


def test_bank_says_when_its_answer_is_an_upper_bound_and_how_to_get_a_better_one(command: Command, ran: Path) -> None:
    text = command("bank", ran, "--schedule", "big-bang").stdout
    assert text.splitlines()[2].startswith(" 5 %  <= ")
    assert "add a copy of big-bang without `bridge`" in " ".join(text.split())


@pytest.mark.parametrize("words", [("tasks",), ("bank", "-s", "phased")])
def test_stored_answers_say_that_the_model_was_not_checked(command: Command, ran: Path, words: tuple[str, ...]) -> None:
    verb, *rest = words
    assert "\nModel not checked against history: no backcast of this scenario yet" in command(verb, ran, *rest).stdout
    assert json.loads(command(verb, ran, *rest, "--json").stdout)["history"]["checked"] is False


def test_results_may_be_named_by_their_folder(command: Command, ran: Path) -> None:
    folder = ran.parents[2] / "results" / "first"
    assert command("tasks", folder).stdout == command("tasks", ran).stdout
    assert command("bank", folder, "-s", "phased").stdout == command("bank", ran, "-s", "phased").stdout


def test_a_path_that_leads_nowhere_is_said_so(command: Command, tmp_path: Path) -> None:
    for path, said in ((tmp_path / "absent.yaml", "no such file or folder"), (tmp_path, "no results.sqlite here")):
        result = command("tasks", path)
        assert result.exit_code == 2
        assert said in result.stderr


def test_runs_of_files_that_have_changed_are_said_to_be_old(command: Command, ran: Path) -> None:
    other = ran.with_name("other.yaml")
    other.write_text(ran.read_text().replace("seed: 1", "seed: 2"))
    text = command("tasks", other).stdout
    other.unlink()
    assert "the files of the study have changed since these runs" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bank", "--schedule", "stay_external"), "shifts no shares"),
        (("bank", "--schedule", "phasd"), "no schedule 'phasd' in study first; there are stay_external, big-bang"),
        (("tasks", "--schedule", "phasd"), "no schedule 'phasd'"),
        (("bank", "--schedule", "phased", "--risk", "0 %"), "--risk: found 0 %; more than 0 % and less than 100 %"),
        (("bank", "--schedule", "phased", "--risk", "often"), "--risk: found often"),
    ],
)
def test_what_cannot_be_answered_is_refused(command: Command, ran: Path, words: tuple[str, ...], said: str) -> None:
    result = command(words[0], ran, *words[1:])
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("words", [("tasks",), ("bank", "--schedule", "phased")])
def test_a_study_that_has_not_run_is_said_so(command: Command, study: Path, words: tuple[str, ...]) -> None:
    result = command(words[0], study, *words[1:])
    assert result.exit_code == 2
    assert "no runs of first here" in result.stderr
    assert "compare" in result.stderr
