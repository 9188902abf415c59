"""`compare` and `report` of one study: by which rule, how sure, and what becomes of that after a look."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tiny_project import NEAR, make_project, put_study
from typer.testing import Result

from backsource.results import NAME, read

Command = Callable[..., Result]
QUIET = ("--jobs", 1, "--no-figures")
KN = {"by": "kn", "most": 400}
CLOSE = {"schedules": NEAR, "matters": 1}
"""Two of the schedules differ by about 120 EUR, so a race for 1 EUR needs more than its first stage."""
ANOTHER = "guarantee none: these runs have answered another question before."
AFTER = "guarantee none: extended after a look."


@pytest.fixture(autouse=True)
def short_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Studies here are shorter than what a guarantee takes; that it takes so many has a test of its own."""
    monkeypatch.setattr("backsource.experiment.choosing.LEAST_SURE", 5)


@pytest.fixture(scope="module")
def tiny_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def asked(command: Command, tiny_project: Path, tmp_path: Path) -> Callable[..., Result]:
    """`compare`, or another verb, on the tiny study with these keys, into a folder of the test's own."""

    def call(verb: str = "compare", *words: object, code: int = 0, **keys: Any) -> Result:
        quiet = QUIET if verb == "compare" else QUIET[2:] if verb == "report" else QUIET[:2]
        result = command(verb, put_study(tiny_project, **keys), "--out", tmp_path / "out", *quiet, *words)
        assert result.exit_code == code, result.output
        told = [line for line in result.stdout.splitlines() if str(tmp_path) not in line]
        assert max(map(len, told), default=0) <= 80 or "--json" in words
        return result

    return call


def said(result: Result) -> str:
    """All that is told, in one line."""
    return " ".join(result.stdout.split())


def content(result: Result) -> dict[str, Any]:
    """The one JSON object that is printed; no number of it is NaN or infinite."""

    def refuse(name: str) -> float:
        raise AssertionError(name)

    found = json.loads(result.stdout, parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_a_race_picks_and_its_guarantee_is_met(asked: Callable[..., Result], tmp_path: Path) -> None:
    text = said(asked(rule=KN, matters=200))
    assert "Answer pick jump. It beats stay in 100 % of futures." in text
    assert (
        "Sure guarantee met: jump has the lowest expected total cost among the schedules, or is within 200 EUR of it, "
        "with probability >= 95 % (KN, first stage 20, ended by its own rule)."
    ) in text
    assert read(tmp_path / "out").replications == {"stay": 20, "jump": 20}


def test_a_race_that_is_stopped_ends_with_3_and_keeps_its_guarantee_where_the_cap_is_raised(
    asked: Callable[..., Result], tmp_path: Path
) -> None:
    stopped = asked(rule={"by": "kn", "most": 30}, **CLOSE, code=3)
    assert (
        "Sure guarantee capped: stopped at 30 replications before the end of the rule; jump has the lowest mean"
        in said(stopped)
    )
    assert "Answer pick jump." in said(stopped)
    found = asked("compare", "--json", rule={"by": "kn", "most": 30}, **CLOSE, code=3)
    assert content(found)["guarantee"]["state"] == "capped"
    refused = asked("report", rule=KN, **CLOSE, code=2)
    assert "runs are missing" in refused.stderr
    text = said(asked(rule=KN, **CLOSE))
    assert "guarantee met: jump has the lowest" in text
    counts = read(tmp_path / "out").replications
    assert counts["jump"] == counts["next"] == counts["stay"] > 30  # stay is out, and goes on as twin


def test_a_number_overrules_a_rule_and_costs_its_guarantee_after_a_look(
    asked: Callable[..., Result], tmp_path: Path
) -> None:
    assert "guarantee met" in said(asked("compare", "--replications", 8, rule=KN, matters=200))
    assert read(tmp_path / "out").replications == {"stay": 8, "jump": 8}
    assert AFTER in said(asked(rule=KN, matters=200))
    assert AFTER in said(asked("report", rule=KN, matters=200))


def test_a_budget_gives_no_guarantee_and_is_spent(asked: Callable[..., Result], tmp_path: Path) -> None:
    text = said(asked(rule={"by": "ocba", "first": 10, "batch": 5, "total": 43}, **CLOSE))
    assert "guarantee none: a fixed number of runs, spent where they tell most, gives none." in text
    own = read(tmp_path / "out").replications
    assert own["stay"] == max(own.values())  # the twin
    assert own["jump"] + own["next"] + 10 <= 43 <= sum(own.values())


def test_a_precision_is_reached_or_the_cap_says_so(asked: Callable[..., Result], tmp_path: Path) -> None:
    rule = {"by": "precision", "first": 8, "batch": 4, "most": 60}
    assert "guarantee met" in said(asked(rule=rule, precision={"total_cost": "10 %"}))
    counts = set(read(tmp_path / "out").replications.values())
    assert len(counts) == 1
    assert 13 <= counts.pop() < 60  # 8 and 5 more at least
    text = said(asked(rule={**rule, "most": 12}, precision={"total_cost": "0.1 %"}, seed=6, code=3))
    assert "guarantee capped: stopped at 12 replications before the asked precision; jump has the lowest" in text


FLOORS = {
    "flood": {"measure": "units_short", "above": 50_000, "chance": "30 %"},
    "dry": {"measure": "units_short", "above": -1, "chance": "30 %"},
    "half": {"measure": "units_short", "above": 110, "chance": "50 %"},
}
"""Never, always, and about as often as it may."""


@pytest.mark.parametrize(
    ("names", "state", "answer", "floor"),
    [
        (["flood"], "met", "pick jump.", "flood: P(units short > 50000 units) <= 30 %: kept by "),
        (["dry"], "met", "none of the schedules keeps the floors.", "<= 30 %: broken by "),
        (["half"], "none", "unresolved: no schedule is known to keep the floors; jump may.", "open for jump "),
    ],
)
def test_floors_are_kept_broken_or_open(
    asked: Callable[..., Result], names: list[str], state: str, answer: str, floor: str
) -> None:
    """With 20 futures and an error of 1.25 % each, 0 and 20 of 20 decide, about half of them do not."""
    keys = {"floors": {name: FLOORS[name] for name in names}, "replications": 20}
    found = content(asked("compare", "--json", **keys))
    assert floor in found["floors"][0]
    assert found["guarantee"]["state"] == state
    assert found["answer"].startswith(answer)
    assert len(found["floors"]) == 1
    assert {row["floors"][0]["standing"] for row in found["rows"]} <= {"kept", "broken", "open"}


def test_more_futures_after_an_answer_cost_the_guarantee(asked: Callable[..., Result]) -> None:
    assert "guarantee met" in said(asked())
    assert "guarantee met" in said(asked())
    assert AFTER in said(asked("compare", "--replications", 7))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"primary": "units_short"}, ANOTHER),
        ({"floors": {"flood": FLOORS["flood"]}}, ANOTHER),
        ({"confidence": "90 %"}, "guarantee met"),
        ({"matters": 250}, "guarantee met"),
        ({"measures": ["alpha"]}, "guarantee met"),
    ],
)
def test_another_question_after_a_look_has_no_guarantee(
    asked: Callable[..., Result], change: dict[str, Any], words: str, tmp_path: Path
) -> None:
    """By what is chosen belongs to a look; what matters does not, for intervals hold whatever it is, nor confidence."""
    asked()
    assert words in said(asked("report", **change))
    assert ("Guarantee: none" in (tmp_path / "out" / "stress.md").read_text()) == (words == ANOTHER)


def test_what_matters_decides_the_course_of_a_race_and_belongs_to_its_look(asked: Callable[..., Result]) -> None:
    asked(rule=KN, matters=200)
    assert ANOTHER in said(asked(rule=KN, matters=300))


def test_what_is_told_after_another_question_is_told_of_that_one(asked: Callable[..., Result], tmp_path: Path) -> None:
    asked()
    text = said(asked(primary="units_short"))
    assert ANOTHER in text
    assert "units short of jump minus stay" in text
    assert ANOTHER in said(asked("report", primary="units_short"))
    assert "`units_short` [units] (primary)" in (tmp_path / "out" / "stress.md").read_text()
    assert "guarantee met" in said(asked())


@pytest.mark.parametrize("keys", [{}, {"rule": KN, "matters": 200, "floors": {"flood": FLOORS["flood"]}}])
def test_a_report_is_what_compare_has_said_and_simulates_nothing(
    asked: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keys: dict[str, Any]
) -> None:
    """With the corners, which `compare` has run."""
    keys = {**keys, "scenario": "configs/unsure.yaml"}
    run = asked(**keys)

    def simulate(*_: object) -> None:
        raise AssertionError("a report simulates nothing")

    monkeypatch.setattr("backsource.experiment.cell.simulate", simulate)
    again = asked("report", **keys).stdout
    assert again == run.stdout + f"Written {tmp_path / 'out' / 'stress.md'}\n"
    assert "over the corners of 2 unsure inputs (means of 4 futures each), where jump holds in 2 of 4" in said(run)
    assert asked("report", **keys).stdout == again
    stress = (tmp_path / "out" / "stress.md").read_text()
    assert f"- Rule: {read(tmp_path / 'out').inputs.notes['rule']}" in stress
    assert content(asked("report", "--json", **keys))["corners"]["of"] == 4


def test_a_report_says_where_the_corners_were_not_run(asked: Callable[..., Result]) -> None:
    keys = {"scenario": "configs/unsure.yaml"}
    assert "over what is unsure: not run." in said(asked("compare", "--no-corners", **keys))
    assert "over what is unsure: not run." in said(asked("report", **keys))


def test_a_report_refuses_what_is_missing_or_was_made_from_other_files(
    asked: Callable[..., Result], tmp_path: Path
) -> None:
    assert f"no {NAME} here" in asked("report", code=2).stderr
    asked()
    for change in ({"seed": 6}, {"schedules": NEAR}, {"window": "2026-01-12..2026-02-14"}):
        refused = asked("report", **change, code=2)
        assert "made from other files than" in refused.stderr
        assert "runs what is missing" in refused.stderr
    with closing(sqlite3.connect(tmp_path / "out" / NAME)) as connection, connection:
        connection.execute("DELETE FROM runs WHERE replication = 3")
    assert "2 runs are missing" in asked("report", code=2).stderr
    assert not (tmp_path / "out" / "stress.md").exists()


def test_several_settings_answer_each_and_the_worst_ends_the_verb(asked: Callable[..., Result]) -> None:
    overrides = {"slow": {"lines.make.rate": "40 pieces/day"}}
    keys = {"overrides": overrides, "rule": {"by": "kn", "most": 20}, **CLOSE}
    text = said(asked(**keys, code=3))
    assert text.count("guarantee capped") + text.count("guarantee met") == text.count("Answer ") == 2
    found = content(asked("report", "--json", **keys, code=3))
    assert len(found["settings"]) == 2


def test_too_few_futures_give_no_interval_and_no_choice(asked: Callable[..., Result]) -> None:
    text = said(asked(replications=4))
    assert "Answer 4 futures are too few to choose by; 5 or more would do." in text
    assert "guarantee none: no interval is given below 5 futures." in text
    assert content(asked("compare", "--json", replications=4))["guarantee"]["state"] == "none"


def test_a_budget_is_asked_before_the_study_and_leaves_its_results_alone(
    asked: Callable[..., Result], tiny_project: Path, tmp_path: Path
) -> None:
    keys = {"schedules": NEAR, "floors": {"flood": FLOORS["flood"]}, "precision": {"total_cost": "1 %"}}
    text = said(asked("budget", "--futures", 10, **keys))
    assert "tiny · pilot of 10 futures of 3 schedules, with a seed of its own" in text
    assert "`matters: 200` (200 EUR of total cost) is proposed" in text
    found = content(asked("budget", "--futures", 10, "--json", **keys))
    assert (found["matters"], found["proposed"], found["pilot"]) == (200, True, 10)
    assert set(found["rules"]) == {"fixed", "kn", "rinott"}
    asked()
    assert "guarantee met" in said(asked())
    assert not (tiny_project / "results").exists()


STATUS = {
    "format": 1, "status": "2026-01-20", "scenario": "tiny", "schedule": "jump",
    "stocks": {"p/part": {"on_hand": "60 pieces"}},
}  # fmt: skip


@pytest.fixture
def replanned(command: Command, tiny_project: Path, tmp_path: Path) -> Callable[..., Result]:
    """`replan` of the tiny study from 20 January on, six days before going over."""

    def call(*words: object, code: int = 0, **keys: Any) -> Result:
        status = tmp_path / "status.yaml"
        status.write_text(json.dumps(STATUS), encoding="utf-8")
        study = put_study(tiny_project, **{"control": "jump", **keys})
        result = command("replan", study, "--status", status, "--out", tmp_path / "out", *QUIET, *words)
        assert result.exit_code == code, result.output
        return result

    return call


def test_a_replan_races_the_ways_and_runs_each_return_beside_them(
    replanned: Callable[..., Result], tmp_path: Path
) -> None:
    """Later days of turning back are no candidates: they take as many futures as the way that is run most."""
    found = content(replanned("--json", rule=KN, matters=100))
    assert found["guarantee"]["state"] == "met"
    own = read(tmp_path / "out").replications
    later = [name for name in own if name.startswith("go-back ")]
    assert later
    assert {own[name] for name in later} == {max(own.values())}
    assert {row["schedule"] for row in found["rows"]} == {"stay", "jump", "go-back"}


def test_a_replan_is_a_look_and_a_cap_ends_it_with_3(replanned: Callable[..., Result]) -> None:
    assert "guarantee met" in said(replanned(matters=100))
    assert AFTER in said(replanned("--replications", 7, matters=100))
    capped = replanned("--json", rule={"by": "precision", "first": 6, "batch": 2, "most": 8},
                       precision={"total_cost": "0.01 %"}, seed=7, code=3)  # fmt: skip
    assert content(capped)["guarantee"]["state"] == "capped"
