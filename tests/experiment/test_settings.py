"""Factors of a study: which arms come out, what they are called, and that each is the study of an edited file."""

from pathlib import Path
from typing import Any

import pytest
from stored_runs import Outcome, Row, ran

from backsource.config import as_file, scenario_from, schedule_from
from backsource.errors import ConfigError, StudyError
from backsource.experiment import Arm, Experiment, run_again, run_study, stored
from backsource.experiment.settings import as_text, in_words, short_words

NOTICE = "contracts.supply.notice.period"
RAMP = "lines.make.ramp.tau"
OPENS = "schedules.jump.opens.make"
SECOND = "schedules.steps.share.1.date"


@pytest.fixture
def with_factors(experiment: Experiment) -> Any:
    """The experiment with these factors."""

    def make(**changes: Any) -> Experiment:
        study = experiment.study.model_copy(update=changes)
        return Experiment(study, experiment.scenario, experiment.schedules)

    return make


@pytest.fixture(scope="module")
def outcome(experiment: Experiment) -> Outcome:
    """Two settings of the scenario, two levels in one of three schedules: 2 x (1 + 2 + 1) arms."""
    factors = {RAMP: ["15 days", "60 days"], OPENS: ["2026-05-01", "2026-06-01"]}
    study = experiment.study.model_copy(update={"factors": factors, "replications": 3})
    return ran(Experiment(study, experiment.scenario, experiment.schedules))


def edited_by_hand(experiment: Experiment) -> Experiment:
    """Staying and jumping, with a slower ramp in the scenario and a later opening in the schedule."""
    words, (stay, jump) = as_file(experiment.scenario), map(as_file, experiment.schedules[:2])
    words["lines"]["make"]["ramp"]["tau"] = "60 days"
    jump["opens"]["make"] = "2026-06-01"
    scenario = scenario_from(words)
    return Experiment(experiment.study, scenario, tuple(schedule_from(one, scenario=scenario) for one in (stay, jump)))


def digests(runs: tuple[Row, ...], arm: str) -> list[str]:
    return [run.digest for run in runs if run.schedule == arm]


def test_without_factors_there_is_one_setting_with_the_schedules_themselves(experiment: Experiment) -> None:
    (setting,) = experiment.settings
    assert (setting.words, setting.control, list(setting.schedules)) == ("", "stay", ["stay", "jump", "steps"])
    assert setting.scenario is experiment.scenario
    assert list(setting.schedules.values()) == list(experiment.schedules)


def test_a_factor_of_one_schedule_makes_no_copies_of_the_others(with_factors: Any) -> None:
    (setting,) = with_factors(factors={OPENS: ["2026-05-01", "2026-06-01", "2026-07-01"]}).settings
    assert list(setting.schedules) == [
        "stay", "jump [make 2026-05-01]", "jump [make 2026-06-01]", "jump [make 2026-07-01]", "steps",
    ]  # fmt: skip


def test_all_levels_go_with_all_in_every_setting_of_the_scenario(with_factors: Any) -> None:
    """2 x 2 settings; in each of them stay, 2 x jump and 3 x steps: 24 arms, no two of one name or content."""
    made = with_factors(
        factors={
            NOTICE: ["30 days", "60 days"], RAMP: ["15 days", "20 days"],
            OPENS: ["2026-05-01", "2026-06-01"], SECOND: ["2026-06-01", "2026-07-01", "2026-08-01"],
        }
    )  # fmt: skip
    arms = made.arms()
    assert [len(setting.schedules) for setting in made.settings] == [6] * 4
    assert len({arm.name for arm in arms}) == len({arm.digest for arm in arms}) == len(arms) == 24
    assert made.settings[1].words == "period 30 days, tau 20 days"
    assert list(made.settings[1].schedules)[1] == "jump [make 2026-05-01, period 30 days, tau 20 days]"
    assert made.settings[1].control == "stay [period 30 days, tau 20 days]"


def test_a_twin_is_added_in_every_setting_where_no_schedule_stays(without_stay: Experiment) -> None:
    study = without_stay.study.model_copy(update={"factors": {RAMP: ["15 days", "20 days"]}})
    made = Experiment(study, without_stay.scenario, without_stay.schedules)
    assert made.twins == {
        f"{arm} [tau {tau}]": f"stay_external [tau {tau}]"
        for tau in ("15 days", "20 days") for arm in ("jump", "steps", "stay_external")
    }  # fmt: skip
    assert [arm.schedule is None for arm in made.arms()] == [False, False, True] * 2


def test_factors_are_called_by_the_last_words_that_tell_them_apart() -> None:
    paths = ["share.1.gate.rate.over", "share.1.gate.yield.over", "decided", "lines.make.yield.over"]
    assert list(short_words(paths).values()) == ["rate over", "gate yield over", "decided", "make yield over"]
    assert in_words({"a.want": "5 days", "a.b": None}) == "want 5 days, b none"
    assert [as_text(level) for level in (["8 %", 0.2], {"late": True}, 3, "daily")] == [
        "[8 %, 0.2]", '{"late": true}', "3", "daily",
    ]  # fmt: skip


def test_the_arm_of_a_level_is_that_of_the_edited_files(with_factors: Any, experiment: Experiment) -> None:
    made = with_factors(factors={RAMP: ["60 days"], OPENS: ["2026-06-01"]})
    edited = edited_by_hand(experiment)
    by_name = {arm.name: arm for arm in made.arms()}

    def content(arm: Arm) -> tuple[str, int, object, object]:
        return arm.digest, arm.seed, arm.window, arm.reference

    assert content(by_name["jump [make 2026-06-01, tau 60 days]"]) == content(edited.arms()[1])
    assert content(by_name["stay [tau 60 days]"]) == content(edited.arms()[0])


def test_runs_of_a_level_are_those_of_the_study_with_the_edited_files(outcome: Outcome, experiment: Experiment) -> None:
    """Same log to the byte, and the same values beside the twin, which has the level of the scenario too."""
    edited = ran(edited_by_hand(experiment), replications=3)
    level = "jump [make 2026-06-01, tau 60 days]"
    assert digests(outcome.runs, level) == digests(edited.runs, "jump")
    own, by_hand = ([run for run in runs if run.schedule == name] for runs, name in
                    ((outcome.runs, level), (edited.runs, "jump")))  # fmt: skip
    assert [repr(run.measures) for run in own] == [repr(run.measures) for run in by_hand]


def test_all_levels_meet_the_same_world(outcome: Outcome) -> None:
    assert len(outcome.runs) == 24
    assert len({(run.replication, run.environment) for run in outcome.runs}) == 3
    assert len({run.digest for run in outcome.runs}) > 12


def test_results_keep_the_levels_of_each_arm(outcome: Outcome) -> None:
    levels = outcome.inputs.levels
    assert levels["jump [make 2026-06-01, tau 60 days]"] == {RAMP: "60 days", OPENS: "2026-06-01"}
    assert levels["stay [tau 15 days]"] == {RAMP: "15 days"}
    assert list(levels) == list(dict.fromkeys(outcome.results.runs["schedule"]))


def test_what_is_stored_tells_the_scenario_of_each_setting(outcome: Outcome, tmp_path: Path) -> None:
    run_study(outcome.experiment, tmp_path)
    own = stored(tmp_path)
    for setting in outcome.experiment.settings:
        for name in setting.schedules:
            assert own.setting_of(name) == (setting.scenario, dict(setting.schedules))
    assert own.made_from(outcome.experiment)


def test_one_run_of_a_level_again_is_the_stored_run(outcome: Outcome) -> None:
    arm = "jump [make 2026-06-01, tau 60 days]"
    again = run_again(outcome.experiment, arm, 2).run
    (stored,) = [run for run in outcome.runs if (run.schedule, run.replication) == (arm, 2)]
    assert again.digest == stored.digest
    assert repr(again.measures) == repr(stored.measures)


def test_levels_change_the_hash_of_the_inputs(with_factors: Any) -> None:
    from backsource.experiment.provenance import inputs_of

    made = [with_factors(factors=factors) for factors in ({}, {RAMP: ["15 days"]}, {RAMP: ["16 days"]})]
    assert len({inputs_of(one).hash for one in made}) == 3


def test_levels_that_do_not_go_together_are_named(with_factors: Any) -> None:
    made = with_factors(factors={f"schedules.steps.share.0.{name}": ["40 %", "60 %"] for name in ("make", "buy")})
    with pytest.raises(
        ConfigError, match=r"factors: found make 40 %, buy 40 %, with which share\[0\] is shares"
    ) as raised:
        _ = made.settings
    assert len(raised.value.faults) == 1


def test_an_unknown_schedule_of_a_factor_is_a_fault(with_factors: Any) -> None:
    with pytest.raises(ConfigError, match="`jupm`, which is none of the schedules; `jump` would do"):
        _ = with_factors(factors={"schedules.jupm.opens.make": ["2026-05-01"]}).settings


def test_more_arms_than_anyone_reads_are_refused(with_factors: Any) -> None:
    many = [f"{number} days" for number in range(1, 400)]
    with pytest.raises(StudyError, match="make 1197 schedules; at most 1000 would do"):
        _ = with_factors(factors={RAMP: many}).settings
