"""The arms of a re-plan: ways to go on, and the days on which turning back is tried."""

from datetime import date, timedelta
from typing import Any

import pytest
from changeovers import START, day, made, world

from backsource.config import schedule_from, status_from, study_from
from backsource.errors import StudyError
from backsource.experiment import Experiment
from backsource.experiment.replanning import replanned, return_days, thinned

NOTICE: dict[str, Any] = {"contract": "supply", "date": day(40)}  # the last day is 70
NEVER = {"backlog": {"above": "90 days"}}
OWN: dict[str, Any] = {
    "schedule": "own", "stock": "plant/part", "notice": NOTICE, "rollback": {"when": NEVER, "to": made(0)},
    "share": [{"date": day(20), **made(25)}, {"date": day(69), **made(100)}],
}  # fmt: skip
STAY = {"schedule": "stay"}


def the(number: int) -> date:
    return START + timedelta(days=number)


def study(*schedules: dict[str, Any], on: int = 30, control: str = "own", **said: Any) -> Experiment:
    scenario = world()
    read = [schedule_from(one, scenario=scenario) for one in schedules]
    status = status_from({"status": day(on), "schedule": control, **said}, scenario, read[0])
    words = {
        "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": control, "seed": 3,
        "replications": 4, "window": f"{day(0)}..{day(110)}", "reference": f"{day(0)}..{day(20)}",
    }  # fmt: skip
    return Experiment(study_from(words), scenario, tuple(read), status)


def test_the_ways_are_continue_change_and_go_back() -> None:
    plan = replanned(study(OWN, STAY))
    assert plan.ways == ("own", "stay", "go-back")
    assert [day_ for day_, _ in plan.returns] == [the(30), the(58), the(70)]
    assert plan.last == the(70)
    arms = {arm.name: arm for arm in plan.experiment.arms()}
    assert list(arms) == ["own", "stay", "go-back", f"go-back {day(58)}", f"go-back {day(70)}"]
    schedules = {name: arm.schedule.part("plant/part").go_back for name, arm in arms.items() if arm.schedule}
    assert list(schedules.values()) == [None, None, the(30), the(58), the(70)]
    assert plan.experiment.twin == "own"


def test_gates_ahead_are_tried_at_meetings() -> None:
    gated = {**OWN, "decided": "every 2 weeks",
             "share": [{**made(100), "expect": day(35), "gate": {"cover": {"at_least": "1 day"}}}]}  # fmt: skip
    days, _ = return_days(*models(study(gated, on=30)))
    assert days == [the(30), the(63), the(70)]  # 28 days on at least: the meetings are on 35, 49, 63


def models(experiment: Experiment) -> tuple[Any, Any, Any]:
    return experiment.scenario, experiment.under_way, experiment.status


def test_a_rule_with_a_date_ends_there() -> None:
    rule = {**OWN, "rollback": {"when": NEVER, "to": made(0), "until": day(62)}}
    days, last = return_days(*models(study(rule)))
    assert (days, last) == ([the(30), the(58), the(62)], the(62))


def test_without_a_rule_it_is_tried_up_to_the_exit() -> None:
    plain = {key: value for key, value in OWN.items() if key != "rollback"}
    days, last = return_days(*models(study(plain)))
    assert (days[-1], last) == (the(70), None)


def test_after_the_exit_there_is_no_way_back() -> None:
    plan = replanned(study(OWN, STAY, on=80, notices={"supply": day(40)}))
    assert (plan.ways, plan.returns, plan.last) == (("own", "stay"), (), None)


def test_one_that_has_gone_back_cannot_do_so_again() -> None:
    plan = replanned(study(OWN, STAY, rolled_back={"plant/part": day(25)}))
    assert plan.ways == ("own", "stay")


def test_a_long_way_is_tried_on_a_few_days() -> None:
    found = thinned([float(n) for n in range(40)])
    assert (len(found), found[0], found[-1]) == (8, 0.0, 39.0)
    assert thinned([1.0, 5.0]) == [1.0, 5.0]


def test_a_plan_without_a_status_is_no_re_plan() -> None:
    experiment = study(OWN)
    with pytest.raises(StudyError, match="--status FILE"):
        replanned(Experiment(experiment.study, experiment.scenario, experiment.schedules))


def test_the_name_of_going_back_is_taken_by_no_schedule() -> None:
    with pytest.raises(StudyError, match="'go-back'"):
        replanned(study(OWN, {**STAY, "schedule": "go-back"}))


def test_the_control_of_a_status_is_the_plan_as_it_stands() -> None:
    experiment = study(OWN, STAY)
    other = experiment.study.model_copy(update={"control": "stay"})
    with pytest.raises(StudyError, match="'own' would do"):
        Experiment(other, experiment.scenario, experiment.schedules, experiment.status)
