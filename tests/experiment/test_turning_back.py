"""A world in which turning back costs a known amount more each week, and what a study from a status on compares."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from changeovers import START, day, made, world
from stored_runs import Row, ran

from backsource.config import schedule_from, status_from, study_from
from backsource.errors import StudyError
from backsource.experiment import Experiment, replanned, run_again
from backsource.log import Kind

DEAR = {
    "currency": "EUR", "lanes.buy.price": "10 EUR/piece", "lines.make.cost": {"variable": "13 EUR/piece"},
    "stocks.plant/part": {"base_stock": "70 pieces", "opening": "70 pieces", "sources": {"buy": 1, "make": 0}},
}  # fmt: skip
"""Ten parts a day; making one costs 3 EUR more than buying it, 210 EUR a week."""
OWN: dict[str, Any] = {
    "schedule": "own", "stock": "plant/part", "notice": {"contract": "supply", "date": day(30)},  # last day 60
    "rollback": {"when": {"backlog": {"above": "90 days"}}, "to": made(0)},
    "share": [{"date": day(10), **made(100)}],
}  # fmt: skip
SAID: dict[str, Any] = {
    "status": day(20), "schedule": "own", "steps": {"plant/part": 1}, "opens": {"make": day(10)},
    "stocks": {"plant/part": {"on_hand": "70 pieces"}},
}  # fmt: skip
OTHERS = ({"schedule": "stay"}, {"schedule": "half", "stock": "plant/part", "share": [{"date": day(5), **made(50)}]})


def the(number: int) -> date:
    return START + timedelta(days=number)


def study(*others: dict[str, Any], first: int = 0, said: dict[str, Any] = SAID, **changes: Any) -> Experiment:
    scenario = world(**DEAR, **changes)
    read = [schedule_from(one, scenario=scenario) for one in (OWN, *others)]
    words = {
        "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "own", "seed": 3,
        "replications": 2, "window": f"{day(first)}..{day(119)}", "reference": f"{day(0)}..{day(9)}",
    }  # fmt: skip
    return Experiment(study_from(words), scenario, tuple(read), status_from(said, scenario, read[0]))


def costs(runs: tuple[Row, ...], measure: str = "total_cost") -> dict[str, float]:
    """Of each arm; nothing is random, so all futures agree."""
    found: dict[str, set[float]] = {}
    for run in runs:
        found.setdefault(run.schedule, set()).add(round(run.measures[measure], 6))
    assert all(len(values) == 1 for values in found.values())
    return {name: values.pop() for name, values in found.items()}


def test_each_week_of_turning_back_later_costs_the_same() -> None:
    plan = replanned(study())
    assert [when for when, _ in plan.returns] == [the(20), the(48), the(60)]
    found = costs(ran(plan.experiment).runs)
    today = found["go-back"]
    assert found[f"go-back {day(48)}"] - today == pytest.approx(28 * 30)
    assert found[f"go-back {day(60)}"] - today == pytest.approx(40 * 30)


def test_only_what_comes_after_the_day_is_paid() -> None:
    """A hundred days of ten parts, made at 13 EUR."""
    found = costs(ran(study()).runs)
    assert found["own"] == pytest.approx(100 * 10 * 13, abs=10 * 13)


def test_another_schedule_goes_on_from_the_facts() -> None:
    """Staying as it is keeps the shares in force; half of it from today on makes half and buys half."""
    outcome = ran(study(*OTHERS))
    found, share = costs(outcome.runs), costs(outcome.runs, "made_share")
    assert found["stay"] == found["own"]
    assert share["own"] == 1.0
    assert share["half"] == pytest.approx(0.5, abs=0.02)
    assert found["own"] - found["half"] == pytest.approx(1000 * 0.5 * 3, rel=0.03)


def test_a_line_that_is_open_stays_open_under_a_schedule_that_opens_it_later() -> None:
    """The ramp took ten days from day 10 on; the other schedule would have opened the line on day 15, or on day 40."""
    ramp = {"lines.make.ramp": {"from": "0 %", "over": "10 days", "shape": "linear"}}
    for opens in (15, 40):
        other = {"schedule": "other", "stock": "plant/part", "opens": {"make": day(opens)},
                 "share": [{"date": day(opens), **made(100)}]}  # fmt: skip
        single = run_again(study(other, **ramp), "other", 0)
        assert single.log.lines.of("make", "could")[0] == 20
        assert not (single.log.journal["kind"] == Kind.LINE_OPENED).any()


def test_attributable_is_against_the_plan_as_it_stands() -> None:
    outcome = ran(study(*OTHERS))
    found, less = costs(outcome.runs), costs(outcome.runs, "attributable_total_cost")
    assert {name: round(value - found["own"], 6) for name, value in found.items()} == less
    assert outcome.experiment.twin == "own"
    assert {run.schedule for run in outcome.runs} == {"own", "stay", "half"}


def test_the_status_is_kept_with_the_results_and_changes_their_hash() -> None:
    one, other = study(), study(said={**SAID, "stocks": {"plant/part": {"on_hand": "60 pieces"}}})
    kept, changed = ran(one).inputs, ran(other).inputs
    assert '"status":"2026-01-25"' in kept.status.replace(" ", "")
    assert kept.hash != changed.hash
    assert ran(one).inputs == kept


def test_a_run_of_it_can_be_made_again() -> None:
    outcome = ran(study(*OTHERS))
    again = run_again(study(*OTHERS), "half", 1).run
    stored = next(run for run in outcome.runs if (run.schedule, run.replication) == ("half", 1))
    assert again.digest == stored.digest
    assert np.array_equal([*again.measures.values()], [*stored.measures.values()], equal_nan=True)


def test_numbers_do_not_depend_on_the_number_of_workers() -> None:
    alone, two = (ran(study(*OTHERS), jobs=jobs).runs for jobs in (1, 2))
    assert [run.digest for run in alone] == [run.digest for run in two]


def test_what_must_be_said_of_it() -> None:
    experiment = study()
    assert experiment.remarks == (
        "measured from 2026-01-25 on; own is the plan as it stands",
        "what needs the reference window, which is past, has no value",
    )
    assert experiment.measured.window.first == the(20)
    assert study(first=40).measured.window.first == the(40)


def test_a_window_that_is_over_is_refused() -> None:
    experiment = study()
    words = experiment.study.model_copy(update={"window": experiment.study.reference})
    with pytest.raises(StudyError, match="which is over before day 20"):
        ran(Experiment(words, experiment.scenario, experiment.schedules, experiment.status))
