"""Running a study: the numbers depend on seed, scenario and schedule, and on nothing else."""

from pathlib import Path

import numpy as np
import pytest
from stored_runs import Outcome, ran

from backsource.config import schedule_from
from backsource.errors import StudyError
from backsource.experiment import Experiment, Progress, course, run_again, run_study
from backsource.experiment.arms import stays
from backsource.results import export_csv, read


@pytest.fixture(scope="module")
def outcome(experiment: Experiment) -> Outcome:
    return ran(experiment)


def plain(outcome: Outcome) -> list[tuple[object, ...]]:
    """All runs as values that compare by ==."""
    return [run.plain for run in outcome.runs]


def test_workers_change_nothing(experiment: Experiment, outcome: Outcome) -> None:
    assert plain(ran(experiment, jobs=2)) == plain(outcome)


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_chunking_changes_nothing(
    experiment: Experiment, outcome: Outcome, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pieces(missing, _):  # noqa: ANN001, ANN202
        for first in reversed(range(0, 6, size)):
            for arm, numbers in reversed(missing):
                if own := [number for number in numbers if first <= number < first + size]:
                    yield arm, own

    monkeypatch.setattr(course, "pieces", pieces)
    assert plain(ran(experiment)) == plain(outcome)


def test_more_replications_leave_the_first_as_they_were(experiment: Experiment, outcome: Outcome) -> None:
    longer = ran(experiment, replications=9)
    assert [run.plain for run in longer.runs if run.replication < 6] == plain(outcome)
    assert len(longer.runs) == 27


def test_a_study_run_twice_makes_the_same_files(experiment: Experiment, outcome: Outcome, tmp_path: Path) -> None:
    twice = run_study(experiment, tmp_path / "runs", jobs=2)
    one, two = export_csv(outcome.results, tmp_path / "one"), export_csv(twice, tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_replications_are_distinct_runs(outcome: Outcome) -> None:
    assert len({run.digest for run in outcome.runs}) == len(outcome.runs) == 18


def test_every_schedule_meets_the_same_environment(outcome: Outcome) -> None:
    hashes = {(run.replication, run.environment) for run in outcome.runs}
    assert len(hashes) == 6
    assert len({environment for _, environment in hashes}) == 6


def test_another_seed_is_another_world(experiment: Experiment, outcome: Outcome) -> None:
    other = Experiment(experiment.study.model_copy(update={"seed": 12}), experiment.scenario, experiment.schedules)
    assert not {run.digest for run in ran(other).runs} & {run.digest for run in outcome.runs}


def test_staying_external_is_to_blame_for_nothing(outcome: Outcome) -> None:
    values = [run.measures["attributable_units_short"] for run in outcome.runs if run.schedule == "stay"]
    assert values == [0.0] * 6


def test_attributable_is_the_value_less_that_of_the_twin(outcome: Outcome) -> None:
    runs = {(run.schedule, run.replication): run.measures for run in outcome.runs}
    for number in range(6):
        own, twin = runs["jump", number], runs["stay", number]
        assert own["attributable_total_cost"] == own["total_cost"] - twin["total_cost"]


def test_a_twin_is_run_where_no_schedule_stays(without_stay: Experiment, outcome: Outcome) -> None:
    """The added twin is the same run as a schedule that changes nothing."""
    found = ran(without_stay)
    assert without_stay.twin == "stay_external"
    assert len(found.runs) == 18
    jump = [run for run in found.runs if run.schedule == "jump"]
    expected = [run for run in outcome.runs if run.schedule == "jump"]
    assert [run.measures["attributable_units_short"] for run in jump] == [
        run.measures["attributable_units_short"] for run in expected
    ]


def test_a_schedule_that_only_pays_does_not_stay() -> None:
    assert stays(schedule_from({"schedule": "a"}))
    assert not stays(schedule_from({"schedule": "a", "pays": [{"date": "2026-02-01", "amount": "1 kEUR"}]}))


def test_one_run_again_is_the_stored_run(experiment: Experiment, tmp_path: Path) -> None:
    run_study(experiment, tmp_path)
    row = read(tmp_path).runs.query("schedule == 'jump' and replication == 4").iloc[0]
    again = run_again(experiment, "jump", 4).run
    assert again.digest == row["digest"]
    assert again.environment == row["environment"]
    np.testing.assert_array_equal(row.iloc[4:].to_numpy(dtype=float), list(again.measures.values()))


def test_an_unknown_schedule_is_named(experiment: Experiment) -> None:
    with pytest.raises(StudyError, match="no schedule 'gated'; there are stay, jump, steps"):
        run_again(experiment, "gated", 0)


def test_progress_counts_every_run_once(experiment: Experiment) -> None:
    said: list[Progress] = []
    run_study(experiment, jobs=1, on_progress=said.append)
    assert said[-1].done == said[-1].total == 18
    assert sum(len(one.runs) for one in said) == 18
    assert [one.done for one in said] == sorted(one.done for one in said)


def test_one_replication_is_no_comparison(experiment: Experiment) -> None:
    with pytest.raises(StudyError, match="at least 2"):
        run_study(experiment, replications=1)


def test_no_worker_is_no_run(experiment: Experiment) -> None:
    with pytest.raises(StudyError, match="0 workers"):
        run_study(experiment, jobs=0)


def test_the_control_is_one_of_the_schedules(experiment: Experiment) -> None:
    study = experiment.study.model_copy(update={"control": "stays"})
    with pytest.raises(StudyError, match="control 'stays'"):
        Experiment(study, experiment.scenario, experiment.schedules)


def test_two_schedules_of_one_name_are_refused(experiment: Experiment) -> None:
    with pytest.raises(StudyError, match="a name of its own"):
        Experiment(experiment.study, experiment.scenario, experiment.schedules * 2)


def test_inputs_say_what_was_run(outcome: Outcome) -> None:
    inputs = outcome.inputs
    assert list(inputs.schedules) == ["stay", "jump", "steps"]
    assert inputs.seed == 11
    assert inputs.notes["twin"] == "stay"
    assert {"backsource", "numpy", "simpy", "python"} <= set(inputs.versions)


def test_the_hash_of_the_inputs_follows_the_inputs(experiment: Experiment, outcome: Outcome) -> None:
    from backsource.experiment.provenance import inputs_of
    from backsource.experiment.rules import Fixed

    other = experiment.scenario.model_copy(update={"currency": "USD"})
    changed = inputs_of(Experiment(experiment.study, other, experiment.schedules))
    assert changed.hash != outcome.inputs.hash == inputs_of(experiment, Fixed(99, ())).hash


def test_the_optimism_gap_is_the_plan_less_the_run(outcome: Outcome, experiment: Experiment) -> None:
    """As planned nothing is late, stops or varies: 50 a day are bought, so staying as it is costs 10 EUR a unit."""
    days = 245  # 2 February to 4 October
    for run in outcome.runs:
        if run.schedule == "stay":
            assert run.measures["optimism_gap_cost"] + run.measures["total_cost"] == pytest.approx(10 * 50 * days)
            assert run.measures["optimism_gap_units"] == -run.measures["units_short"]
    jumps = [run.measures for run in outcome.runs if run.schedule == "jump"]
    assert len({run["optimism_gap_cost"] + run["total_cost"] for run in jumps}) == 1
    again = run_again(experiment, "jump", 3).run
    assert again.measures["optimism_gap_cost"] == jumps[3]["optimism_gap_cost"]
