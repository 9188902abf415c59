"""After how many days the as-is regime has settled, from a stock whose way down is known by hand."""

from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from tests.experiment.conftest import JUMP, SCENARIO, STAY

from backsource.config import scenario_from, schedule_from, study_from
from backsource.experiment import Experiment, pilot
from backsource.experiment.settling import Settled, settled
from backsource.report import budget


def an_experiment(jump: dict[str, Any] | None = None, **given: Any) -> Experiment:
    """Nothing is random, and 1,000 pieces stand where 450 are kept.

    Demand is 50 a day, so the position falls below 450 on day 11, the first order comes on day 14, and the stock is
    300 from the close of day 13 on: constant in all batches of five days but the first three.
    """
    words = deepcopy(SCENARIO) | given
    words["stocks"]["p/part"]["opening"] = "1000 pieces"
    words["lanes"]["buy"].pop("late")
    words["markets"]["m"]["demand"] = {"per": "day", "mean": "50 pieces"}
    words.pop("outages")
    scenario = scenario_from(words)
    study = study_from(
        {
            "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "stay", "seed": 11,
            "replications": 10, "window": "2026-02-02..2026-10-04", "reference": "2026-01-05..2026-02-01",
        }
    )  # fmt: skip
    return Experiment(study, scenario, tuple(schedule_from(one, scenario=scenario) for one in (STAY, jump or JUMP)))


def found_in(experiment: Experiment, futures: int = 2) -> Settled:
    found = settled(experiment, experiment.settings[0], futures)
    assert found is not None
    return found


def test_the_stock_settles_where_its_way_down_ends() -> None:
    """Notice is given on 1 April, day 86."""
    found = found_in(an_experiment())
    assert (found.days, found.series, found.watched, found.lead) == (15, "stock p/part", 86, 0)
    assert found.late


def test_a_warm_up_that_is_long_enough_is_said_to_be() -> None:
    found = found_in(an_experiment(warm_up="20 days"))
    assert (found.days, found.watched, found.warm_up, found.lead) == (15, 106, 20, 20)
    assert not found.late


def test_nothing_is_looked_at_from_the_first_change_on() -> None:
    """A step on day 30: thirty days are too few for MSER-5, however quiet they are."""
    early = JUMP | {"share": [{"date": "2026-02-04", "make": "100 %", "buy": "0 %"}]}
    found = found_in(an_experiment(early))
    assert (found.days, found.watched) == (None, 30)
    assert found.words == "30 days are too few to find a warm-up; 50 or more would do"


def test_a_status_needs_no_warm_up() -> None:
    assert settled(SimpleNamespace(status=object()), SimpleNamespace(), 2) is None  # type: ignore[arg-type]


def test_a_schedule_that_begins_with_the_run_leaves_nothing_to_look_at() -> None:
    at_once = JUMP | {"share": [{"date": "2026-01-05", "make": "100 %", "buy": "0 %"}]}
    assert found_in(an_experiment(at_once)).words == "the schedules begin with the run"


@pytest.mark.parametrize(
    ("settling", "said"),
    [
        (None, "Warm-up none needed: all runs go on from a status, which is where things stand."),
        (Settled(15, 86, "stock p/part", 0, 0), "the reference window begins 0 days after the run: `warm_up: 15 days`"),
        (Settled(15, 106, "stock p/part", 20, 20), "begins 20 days after the run: enough."),
        (Settled(None, 30, "stock p/part", 0, 0, "too few days"), "Warm-up not known, too few days (stock p/part)."),
    ],
)
def test_budget_tells_when_a_run_has_settled(settling: Settled | None, said: str) -> None:
    (forecast,) = pilot(an_experiment(), None, futures=10)
    assert forecast.settled is not None
    assert forecast.settled.days == 15
    text = budget.lines("small", replace(forecast, settled=settling))
    assert said in " ".join(" ".join(text).split())
    assert max(map(len, text)) <= 80
