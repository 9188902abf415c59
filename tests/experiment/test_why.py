"""Units short shared out to families of chance: causes that are known, laws, and what is run for it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from backsource.config import scenario_from, schedule_from, study_from
from backsource.errors import StudyError
from backsource.experiment import Experiment, run_cell
from backsource.experiment import why as module
from backsource.experiment.probing import keys_of
from backsource.experiment.why import Question
from backsource.experiment.why_runs import PARTS, shared_out
from backsource.inference import Attribution

QUIET: dict[str, Any] = {
    "scenario": "quiet", "start": "2026-01-05", "horizon": "30 weeks", "currency": "EUR",
    "items": {"part": {"unit": "piece"}},
    "sites": {"s": {"kind": "supplier"}, "p": {"kind": "plant"}},
    "stocks": {
        "p/part": {"opening": "450 pieces", "base_stock": "450 pieces", "sources": {"buy": "50 %", "make": "50 %"}}
    },
    "lanes": {"buy": {"item": "part", "from": "s", "to": "p", "price": "10 EUR/piece", "promised": "3 days"}},
    "lines": {
        "cell": {"site": "s", "makes": "part", "rate": "60 pieces/day"},
        "make": {"site": "p", "makes": "part", "rate": "60 pieces/day"},
    },
    "markets": {"m": {"item": "part", "from": "p", "demand": {"per": "day", "mean": "50 pieces"}}},
}  # fmt: skip
"""Two sources with room to spare and a stock of nine days, nothing random: nothing is ever short."""
STAY = {"schedule": "stay"}


def study_of(changes: dict[str, dict[str, Any]], *schedules: dict[str, Any]) -> Experiment:
    """The quiet scenario with other parts."""
    scenario = scenario_from({**QUIET, **changes})
    study = study_from(
        {
            "study": "quiet", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "stay", "seed": 5,
            "replications": 6, "window": "2026-01-05..2026-07-31", "reference": "2026-01-05..2026-01-31",
        }
    )  # fmt: skip
    ways = (STAY, *schedules)
    return Experiment(study, scenario, tuple(schedule_from(one, scenario=scenario) for one in ways))


def answer(experiment: Experiment, futures: int = 12, causes: tuple[str, ...] = ()) -> Attribution:
    found = shared_out(Question(experiment, "stay", causes), futures).own
    assert found is not None
    return found


MARKET: dict[str, Any] = {"item": "part", "from": "p"}
ALONE: dict[str, dict[str, dict[str, Any]]] = {
    "demand": {"markets": {"m": {**MARKET, "demand": {"per": "day", "mean": "50 pieces", "cv": 3.0}}}},
    "supplier_outages": {"outages": {"strike": {"hits": ["s"], "every": "50 days", "lasts": "30 days"}}},
    "own_failures": {"outages": {"fire": {"hits": ["make"], "every": "50 days", "lasts": "30 days"}}},
    "common_causes": {"outages": {"flood": {"hits": ["s", "make"], "every": "60 days", "lasts": "14 days"}}},
    "transport": {
        "lanes": {"buy": {"item": "part", "from": "s", "to": "p", "price": "10 EUR/piece", "promised": "3 days",
                          "late": {"chance": "30 %", "by": {"mean": "30 days", "cv": 0.5}}}},
    },
    "feed_outages": {
        "items": {**QUIET["items"], "steel": {"unit": "kg", "whole": False}},
        "sites": {**QUIET["sites"], "f": {"kind": "feed"}},
        "stocks": {
            **QUIET["stocks"], "p/steel": {"opening": "100 kg", "base_stock": "100 kg", "sources": {"bar": "100 %"}},
        },
        "lanes": {
            **QUIET["lanes"],
            "bar": {"item": "steel", "from": "f", "to": "p", "price": "1 EUR/kg", "promised": "1 days"},
        },
        "lines": {**QUIET["lines"], "make": {**QUIET["lines"]["make"], "bom": {"steel": "1 kg"}}},
        "outages": {"fire": {"hits": ["f"], "every": "50 days", "lasts": "30 days"}},
    },
    "wrong_plan": {"unsure": {"lines.make.rate": {"range": ["2 pieces/day", "12 pieces/day"], "basis": "judged"}}},
}  # fmt: skip
"""Each with one family of chance, large enough to leave the market short."""
SEEN: dict[str, tuple[str, ...]] = {
    "demand": ("demand_surge",), "supplier_outages": ("supplier_down",), "own_failures": ("machine_down",),
    "common_causes": ("supplier_down", "machine_down"), "transport": ("transport",),
    "feed_outages": ("starved",), "wrong_plan": ("share_below_need",),
}  # fmt: skip


@pytest.mark.parametrize("family", ALONE)
def test_one_cause_alone_is_all_of_it_both_ways(family: str) -> None:
    """Its share is 100 % without doubt, and the proximate causes are those in which it is seen."""
    found = answer(study_of(ALONE[family]))
    assert found.players == (family,)
    one = found.portions[family]
    assert found.shared
    assert (one.share, one.share_low, one.share_high) == pytest.approx((1, 1, 1))
    assert found.alone.estimate == 0.0
    assert one.mean == pytest.approx(found.whole.estimate)
    proximate = dict(zip(PARTS, found.everybody.mean(axis=0), strict=True))
    assert sum(proximate[part] for part in SEEN[family]) > 0.9 * found.whole.estimate


BOTH: dict[str, dict[str, Any]] = {
    "outages": {
        "strike": {"hits": ["s"], "listed": ["2026-03-02..2026-03-13"]},
        "repair": {"hits": ["make"], "listed": ["2026-03-02..2026-03-13"]},
    }
}
"""Twelve days without either source: 300 pieces of 450 are missing without one of them, 600 without both."""


def test_two_causes_that_are_harmless_alone_share_what_they_do_together() -> None:
    """Worth 0, 0, 0 and x of the coalitions: x / 2 each (a unanimity game of two)."""
    found = answer(study_of(BOTH), futures=5)
    assert set(found.players) == {"supplier_outages", "own_failures"}
    assert found.whole.estimate > 0
    assert [one.share for one in found.portions.values()] == pytest.approx([0.5, 0.5])


def test_what_the_other_family_leaves_is_told_where_only_one_is_asked_for() -> None:
    """With the supplier's outage on throughout, all is there because of the plant's: 100 %, and nothing is left."""
    question = Question(study_of(BOTH), "stay", ["own_failures"])
    assert question.left_on == ("supplier_outages",)
    found = shared_out(question, 5).own
    assert found is not None
    assert found.alone.estimate == 0.0
    assert found.portions["own_failures"].share == pytest.approx(1.0)


MANY = {**ALONE["demand"], **ALONE["transport"], "outages": {**ALONE["supplier_outages"]["outages"],
                                                              **ALONE["own_failures"]["outages"]}}  # fmt: skip


def test_values_add_up_to_what_is_short_less_what_the_plan_leaves_in_every_future() -> None:
    experiment = study_of(MANY)
    found = answer(experiment, 4)
    assert len(found.players) == 4
    arm = experiment.arms()[0]
    short = [run_cell(arm, number, curves=False).measures["units_short"] for number in range(4)]
    assert found.everybody.sum(axis=1) == pytest.approx(short)
    assert found.by_player.sum(axis=1) == pytest.approx(found.brought)
    assert max(short) > 0


def test_random_orders_need_no_other_runs_and_are_exact_for_two_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """An order of two and its reverse are all orders there are."""
    experiment = study_of(MANY)
    exact = answer(experiment, 6, causes=("demand", "own_failures"))
    monkeypatch.setattr(module, "EXACT", 1)
    question = Question(experiment, "stay", ["demand", "own_failures"])
    sampled = shared_out(question, 6).own
    assert sampled is not None
    assert exact.exact
    assert not sampled.exact
    assert question.runs(6) == 24
    assert sampled.values == pytest.approx(exact.values)


def test_with_all_on_the_runs_are_those_of_the_study() -> None:
    experiment = study_of(MANY)
    question = Question(experiment, "stay")
    plain = experiment.arms()[0]
    assert keys_of([question.with_on(2 ** len(question.causes) - 1)]) == keys_of([plain])


def test_what_is_stored_is_not_run_again_and_workers_change_no_number(tmp_path: Path) -> None:
    experiment = study_of(BOTH)
    told: list[tuple[int, int]] = []
    first = shared_out(Question(experiment, "stay"), 2, folder=tmp_path, jobs=2)
    again = shared_out(Question(experiment, "stay"), 2, folder=tmp_path, on_progress=lambda *n: told.append(n))
    assert told == [(2, 8), (8, 8)]
    assert first.own is not None
    assert again.own is not None
    assert np.array_equal(first.own.values, again.own.values)


def test_a_scenario_without_chance_has_no_family_and_the_plan_is_all_of_it() -> None:
    """A plant that makes 40 of 50 a day runs short without any chance."""
    slow = {"make": {"site": "p", "makes": "part", "rate": "5 pieces/day"}}
    experiment = study_of({"lines": {**QUIET["lines"], **slow}})
    found = answer(experiment, 5)
    assert found.players == ()
    assert found.alone.estimate == pytest.approx(found.whole.estimate)
    assert found.alone.estimate > 0


def test_a_number_of_runs_that_takes_about_a_minute_is_asked_for() -> None:
    """Staying itself has no twin: 200 looks, and 15 runs more a future of four families in 1,200 / 15 of them."""
    assert Question(study_of(MANY), "stay").runs() == 200 + 80 * 15
    assert Question(study_of(BOTH), "stay", ["own_failures"]).runs() == 200 + 200
    assert Question(study_of(MANY), "stay").runs(400) == 400 + 160 * 15


def test_names_that_are_not_there_are_told_with_those_that_are() -> None:
    experiment = study_of(BOTH)
    with pytest.raises(StudyError, match="no schedule 'big-bang'; one of stay would do"):
        Question(experiment, "big-bang")
    with pytest.raises(StudyError, match=r"no chance of demand, luck .*; own_failures, supplier_outages would do"):
        Question(experiment, "stay", ["demand", "luck"])


def test_a_schedule_with_levels_stands_for_its_first_arm() -> None:
    jump = {"schedule": "jump", "stock": "p/part", "share": [{"date": "2026-03-01", "make": "100 %", "buy": "0 %"}]}
    experiment = study_of(BOTH, jump)
    study = experiment.study.model_copy(
        update={"factors": {"lanes.buy.promised": ["2 days", "9 days"]}}
    )  # fmt: skip
    levels = Experiment(study, experiment.scenario, experiment.schedules)
    assert Question(levels, "jump").name == "jump [promised 2 days]"
    assert Question(levels, "jump [promised 9 days]").name == "jump [promised 9 days]"
