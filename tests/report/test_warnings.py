"""Early warnings from hand-made runs: who warns, how much, in which order, and by when something can be decided."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from changeovers import day
from warned import LATE, PLAN, Made, days, late, run, scenario, stored

from backsource.config import schedule_from, status_from
from backsource.errors import StudyError
from backsource.report.warning import (
    EarlyWarnings,
    Risk,
    as_plain,
    draw_warnings,
    early_warnings,
    lines,
)
from backsource.report.warning.risks import GAP, STOP


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., EarlyWarnings]:
    def build(made_of: Made, count: int = 60, risks: Sequence[Risk] = (GAP,), **plan: Any) -> EarlyWarnings:
        schedule = schedule_from({**PLAN, **plan}, scenario=scenario())
        results = stored(tmp_path, schedule, [run(number, *made_of(number)) for number in range(count)])
        return early_warnings(results, scenario(), schedule, "go", risks, study="s")

    return build


def test_an_approval_after_its_day_that_always_leads_to_a_stop(told: Callable[..., EarlyWarnings]) -> None:
    """30 of 60 futures are late and stop on day 50, 100 pieces short; 20 late and 20 others tell.

    Fisher: 1 of C(40, 20) tables, and no other family is told. Newcombe: 1 - sqrt(2) z^2 / (20 + z^2). Known at the
    close of day 13, the earliest way out is to take the step of day 20 later; the extension reaches as much, from day
    41 on, and is milder.
    """
    found = told(lambda n: (days(n), [(50, 100.0)] if late(n) else []))
    (risk,) = found.risks
    (one,) = risk.holding
    assert (found.futures, found.telling, found.tested, risk.happened) == (60, 40, 1, 30)
    assert (one.words, one.when, one.day) == (LATE, "by", 13)
    foretold = one.foretold
    assert (foretold.chance.estimate, foretold.seen.estimate, foretold.unseen.estimate) == (0.5, 1.0, 0.0)
    assert (foretold.difference.low, foretold.difference.high) == pytest.approx(
        (1 - sqrt(2) * 3.841459 / 23.841459, 1.0)
    )
    assert one.adjusted == pytest.approx(1 / 137846528820)
    assert (one.seen_short, one.unseen_short, one.to_come) == (100.0, 0.0, 50.0)
    assert [(way.what, way.last, way.acts, way.units) for way in one.ways] == [
        ("call the extension of supply", 35, 41, 50),
        ("put off the step to make 100 %", 19, 20, 50),
    ]
    assert " ".join(lines(found, "unchecked")[:3]) == (
        "If make has not been approved by 2026-01-18, the chance of a supply gap after that rises from 0 % to 100 % "
        "[84 %, 100 %]; by 2026-02-09 call the extension of supply."
    )
    assert max(map(len, lines(found, "unchecked"))) <= 80
    assert found.curves == 60
    assert "weekly curves" not in " ".join(lines(found, "unchecked"))


def test_an_approval_that_has_nothing_to_do_with_stops_warns_of_nothing(told: Callable[..., EarlyWarnings]) -> None:
    """Half of the late and half of the other futures stop: it is said, with their number."""
    found = told(lambda n: (days(n), [(50, 100.0)] if n // 3 % 4 < 2 else []), 120)
    assert found.risks[0].holding == ()
    text = " ".join(lines(found, "unchecked"))
    assert "Nothing that is seen by a date raises the chance of a supply gap by more than luck does" in text
    assert "120 futures of s: 40 chose what to look at, 80 tell" in text


def test_warnings_are_ranked_by_what_is_still_to_come_and_too_late_ones_come_last(
    told: Callable[..., EarlyWarnings],
) -> None:
    """120 futures, 80 of which tell. A late approval (half) costs 100 on day 50; half of these paint late, 1,000 more.

    Approval, known on day 13: 0.5 x (100 + 0.5 x 1000) = 300. Paint, known on day 33: the earliest way out is to go
    back, from day 36 on, and 0.25 x (1100 - 20/60 x 100) = 266.67. Pack says as much as approval, but not before
    day 48, when the contract has ended.
    """

    def future(number: int) -> tuple[dict[str, float], list[tuple[int, float]]]:
        slow = number // 3 % 4 == 0
        more = {"task/paint started": 30.0, "task/paint done": 50.0 if slow else 33.0, "task/pack started": 45.0}
        more["task/pack done"] = 49.0 if late(number) else 48.0
        gaps = [(50, 100.0)] if late(number) else []
        return days(number, **more), gaps + [(60, 1000.0)] * slow

    tasks = {
        **PLAN["tasks"],
        "paint": {"begin": day(30), "takes": "3 days"},
        "pack": {"begin": day(45), "takes": "3 days"},
    }
    found = told(future, 120, tasks=tasks)
    shown = found.risks[0].holding
    assert [(one.words, one.day) for one in shown] == [(LATE, 13), ("paint is not done", 33), ("pack is not done", 48)]
    assert [one.to_come for one in shown] == pytest.approx([300.0, 0.25 * (1100 - 100 / 3), 0.0])
    assert [one.too_late for one in shown] == [False, False, True]
    # from day 41 on the extension still has all of it, so it is named before going back
    assert [way.what for way in shown[1].ways] == ["call the extension of supply", "turn plant/part back to buy"]
    text = "\n".join(lines(found, "unchecked"))
    assert "3: too late for every option" in text
    assert text.index("1: by 2026-02-09 call the extension of supply") < text.index("3: too late")
    plain = as_plain(found)["risks"][0]["warnings"]
    assert [one["date"] for one in plain[:3]] == ["2026-01-18", "2026-02-07", "2026-02-22"]
    assert plain[0]["ways"][0]["decide_by"] == "2026-02-09"


def test_where_only_a_late_signal_holds_the_answer_says_too_late(told: Callable[..., EarlyWarnings]) -> None:
    def future(number: int) -> tuple[dict[str, float], list[tuple[int, float]]]:
        on_time = {"task/ppap done": 13.0, "line/make approved": 13.0, "task/pack started": 45.0}
        return days(number, **on_time, **{"task/pack done": 49.0 if late(number) else 48.0}), [(60, 9.0)] * late(number)

    found = told(future, tasks={**PLAN["tasks"], "pack": {"begin": day(45), "takes": "3 days"}})
    text = " ".join(lines(found, "unchecked"))
    assert "If pack is not done by 2026-02-22" in text
    assert "; it comes too late for every option." in text


def test_a_gap_that_began_before_is_a_fact_and_no_risk(told: Callable[..., EarlyWarnings]) -> None:
    """Late futures stop on day 10, before the approval is due: nothing is left to warn of."""
    found = told(lambda n: (days(n), [(10, 100.0)] if late(n) else []))
    assert found.risks[0].happened == 30
    assert found.risks[0].warnings == ()
    assert found.risks[0].silent["line/make approved"] == "no more risk"


def test_two_signals_of_the_same_futures_on_a_day_are_one(told: Callable[..., EarlyWarnings]) -> None:
    """Training that is late exactly when approval is says nothing of its own on day 13; the step, never late, stays."""
    more = {"begin": day(3), "takes": "10 days"}

    def future(number: int) -> tuple[dict[str, float], list[tuple[int, float]]]:
        done = {"task/train started": 3.0, "task/train done": days(number)["line/make approved"]}
        return days(number, **done), [(50, 100.0)] * late(number)

    found = told(future, tasks={**PLAN["tasks"], "train": more})
    assert [one.name for one in found.risks[0].warnings] == ["line/make approved"]
    assert "task/train done" not in found.risks[0].silent
    assert found.risks[0].silent["step/plant/part/0"] == "too few"


def test_what_never_happened_is_below_three_in_so_many_futures(told: Callable[..., EarlyWarnings]) -> None:
    found = told(lambda n: (days(n), []), 60, (STOP,))
    assert lines(found, "unchecked")[0] == "No line stop in 60 futures: its chance is below 5 %."


def test_what_happens_in_every_future_is_told_apart_by_nothing(told: Callable[..., EarlyWarnings]) -> None:
    text = lines(told(lambda n: (days(n), [(50, 9.0)])), "unchecked")
    assert "In each of 60 futures a supply gap" in " ".join(text)


def test_few_futures_are_refused(told: Callable[..., EarlyWarnings]) -> None:
    with pytest.raises(StudyError, match="19 futures of go are too few to tell a warning from chance; 20 or more"):
        told(lambda n: (days(n), []), 19)


def test_signals_seen_too_seldom_are_named_as_such(told: Callable[..., EarlyWarnings]) -> None:
    """6 of 60 are late, of which 4 tell."""
    found = told(lambda n: (days(n, **{"line/make approved": 30.0 if n < 6 else 13.0}), [(50, 9.0)] if n < 6 else []))
    assert found.risks[0].silent["line/make approved"] == "too few"
    assert "too seldom" in " ".join(lines(found, "unchecked"))


def test_from_a_status_what_is_past_is_closed(tmp_path: Path) -> None:
    """From day 38 on: the extension is past its day, and approval is looked for from that day on."""
    schedule = schedule_from(PLAN, scenario=scenario())
    said = {"status": day(38), "notices": {"supply": day(10)}, "running": {"ppap": {"began": day(3)}}}
    status = status_from(said, scenario(), schedule)
    runs = [
        run(n, days(n, **{"line/make approved": 60.0 if late(n) else 39.0}), [(90, 9.0)] * late(n)) for n in range(60)
    ]
    found = early_warnings(
        stored(tmp_path, schedule, runs), scenario(), schedule, "go", (GAP,), study="s", status=status
    )
    (one,) = found.risks[0].holding
    assert one.day == 45  # on day 38 nobody is approved yet
    assert one.too_late


def test_what_holds_is_drawn_and_nothing_is_where_nothing_holds(
    told: Callable[..., EarlyWarnings], tmp_path: Path
) -> None:
    found = told(lambda n: (days(n), [(50, 100.0)] if late(n) else []))
    drawn = draw_warnings(found, tmp_path / "here", "early-warnings-go")
    assert [path.name for path in drawn] == ["early-warnings-go.svg", "early-warnings-go.png"]
    (tmp_path / "none").mkdir()
    silent = replace(found, risks=(replace(found.risks[0], warnings=()),))
    assert draw_warnings(silent, tmp_path / "none") == []
    assert not list((tmp_path / "none").iterdir())
