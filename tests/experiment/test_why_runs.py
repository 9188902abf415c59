"""Attributable parts, and two looks: what is run, and what played futures stand for."""

from typing import Any

import numpy as np
import pytest
from tests.experiment.test_why import ALONE, BOTH, study_of

from backsource.experiment import run_cell
from backsource.experiment import why as module
from backsource.experiment.why import Question
from backsource.experiment.why_runs import shared_out

JUMP: dict[str, Any] = {
    "schedule": "jump", "stock": "p/part",
    "tasks": {"fit": {"begin": "2026-02-02", "takes": {"least": "10 days", "mode": "20 days", "most": "40 days"}}},
    "share": [{"date": "2026-02-23", "make": "100 %", "buy": "0 %"}],
}  # fmt: skip
HALF = ALONE["supplier_outages"]
"""Strikes hurt who buys; the length of a task is chance that only the schedule has."""


def test_attributable_parts_are_what_staying_external_has_not_in_every_future() -> None:
    """They add up to attributable units short of runs of both with everything on, less that with everything off."""
    experiment = study_of(HALF, JUMP)
    found = shared_out(Question(experiment, "jump"), 6)
    assert found.own is not None
    assert found.twin is not None
    assert found.attributable is not None
    arms = {arm.name: arm for arm in experiment.arms()}
    short = {
        name: np.array([run_cell(arms[name], number, curves=False).measures["units_short"] for number in range(6)])
        for name in ("jump", "stay")
    }
    assert (short["stay"] > 0).any()
    less = short["jump"] - short["stay"]
    assert found.attributable.everybody.sum(axis=1) == pytest.approx(less)
    nobody = found.own.nobody.sum(axis=1) - found.twin.nobody.sum(axis=1)
    assert found.attributable.by_player.sum(axis=1) == pytest.approx(less - nobody)


def test_a_family_that_only_the_schedule_has_adds_nothing_to_the_twin_and_costs_it_no_run() -> None:
    question = Question(study_of(HALF, JUMP), "jump")
    assert question.causes == ("wrong_plan", "supplier_outages")
    assert question.twin is not None
    found = shared_out(question, 5)
    assert found.twin is not None
    assert not found.twin.values[:, question.causes.index("wrong_plan")].any()
    assert question.with_on(0, question.twin).without == ("supplier_outages",)
    assert question.runs(5) == 2 * 5 + 5 * (3 + 1)


def test_the_schedule_that_stays_has_no_twin_to_be_held_against() -> None:
    question = Question(study_of(BOTH, JUMP), "stay")
    assert question.twin is None
    found = shared_out(question, 5)
    assert found.twin is None
    assert found.attributable is None


def test_where_nothing_is_short_no_game_is_played() -> None:
    """A twelve-day stop of one of two sources, of which stock and the other one live: 300 of 450 pieces are missing."""
    told: list[tuple[int, int]] = []
    one = {"outages": {"strike": {"hits": ["s"], "listed": ["2026-03-02..2026-03-13"]}}}
    question = Question(study_of(one), "stay")
    found = shared_out(question, 8, on_progress=lambda *n: told.append(n))
    assert question.causes == ("supplier_outages",)
    assert (found.futures, found.short, found.own) == (8, 0, None)
    assert told[-1] == (8, question.runs(8))


def test_all_short_futures_are_played_and_what_they_stand_for_is_all_futures(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few strikes that most of 40 futures are quiet; 12 games hold all that are short, so that the weighted mean is
    the plain one of all 40 runs."""
    monkeypatch.setattr(module, "LEAST", 12)
    monkeypatch.setattr(module, "RUNS", 12)
    rare = {"outages": {"strike": {"hits": ["s"], "every": "1200 days", "lasts": "60 days"}}}
    experiment = study_of(rare)
    found = shared_out(Question(experiment, "stay"), 40)
    assert found.own is not None
    assert 0 < found.short < 10
    assert (found.own.replications, found.own.played) == (40, 12)
    arm = experiment.arms()[0]
    short = [run_cell(arm, number, curves=False).measures["units_short"] for number in range(40)]
    assert np.count_nonzero(short) == found.short
    assert found.own.whole.estimate == pytest.approx(np.mean(short))
    assert found.own.all_together.mean == pytest.approx(sum(one.mean for one in found.own.portions.values()))
