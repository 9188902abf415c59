"""Running a study: the numbers depend on seed, scenario and schedule, and on nothing else."""

from pathlib import Path

import numpy as np
import pytest

from backsource.config import schedule_from
from backsource.errors import StudyError
from backsource.experiment import Experiment, Outcome, Progress, run_again, run_study, workers
from backsource.experiment.arms import stays
from backsource.results import NAME, Run, read


@pytest.fixture(scope="module")
def outcome(experiment: Experiment) -> Outcome:
    return run_study(experiment, jobs=1)


def plain(run: Run) -> tuple[object, ...]:
    """All of a run as values that compare by ==, nan included."""
    curves = {name: curve.tobytes() for name, curve in run.weekly.items()}
    return run.schedule, run.replication, run.environment, run.digest, repr(run.measures), repr(run.incidents), curves


def test_workers_change_nothing(experiment: Experiment, outcome: Outcome) -> None:
    assert [plain(run) for run in run_study(experiment, jobs=2).runs] == [plain(run) for run in outcome.runs]


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_chunking_changes_nothing(
    experiment: Experiment, outcome: Outcome, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blocks(arms, replications, _):  # noqa: ANN001, ANN202
        for first in reversed(range(0, replications, size)):
            yield from ((arm, range(first, min(first + size, replications))) for arm in reversed(arms))

    monkeypatch.setattr(workers, "blocks", blocks)
    assert [plain(run) for run in run_study(experiment, jobs=1).runs] == [plain(run) for run in outcome.runs]


def test_more_replications_leave_the_first_as_they_were(experiment: Experiment, outcome: Outcome) -> None:
    longer = run_study(experiment, jobs=1, replications=9)
    first = [plain(run) for run in longer.runs if run.replication < 6]
    assert first == [plain(run) for run in outcome.runs]
    assert len(longer.runs) == 27


def test_a_study_run_twice_makes_the_same_file(experiment: Experiment, outcome: Outcome, tmp_path: Path) -> None:
    outcome.save(tmp_path / "one")
    run_study(experiment, jobs=1).save(tmp_path / "two")
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()


def test_replications_are_distinct_runs(outcome: Outcome) -> None:
    assert len({run.digest for run in outcome.runs}) == len(outcome.runs) == 18


def test_every_schedule_meets_the_same_environment(outcome: Outcome) -> None:
    hashes = {(run.replication, run.environment) for run in outcome.runs}
    assert len(hashes) == 6
    assert len({environment for _, environment in hashes}) == 6


def test_another_seed_is_another_world(experiment: Experiment, outcome: Outcome) -> None:
    other = Experiment(experiment.study.model_copy(update={"seed": 12}), experiment.scenario, experiment.schedules)
    assert not {run.digest for run in run_study(other, jobs=1).runs} & {run.digest for run in outcome.runs}


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
    found = run_study(without_stay, jobs=1)
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


def test_one_run_again_is_the_stored_run(experiment: Experiment, outcome: Outcome, tmp_path: Path) -> None:
    outcome.save(tmp_path)
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


def test_inputs_say_what_was_run(outcome: Outcome, tmp_path: Path) -> None:
    inputs = outcome.save(tmp_path).inputs
    assert list(inputs.schedules) == ["stay", "jump", "steps"]
    assert inputs.seed == 11
    assert inputs.notes["twin"] == "stay"
    assert {"backsource", "numpy", "simpy", "python"} <= set(inputs.versions)


def test_the_hash_of_the_inputs_follows_the_inputs(experiment: Experiment, outcome: Outcome) -> None:
    from backsource.experiment.provenance import inputs_of

    other = experiment.scenario.model_copy(update={"currency": "USD"})
    changed = inputs_of(Experiment(experiment.study, other, experiment.schedules), 6)
    assert changed.hash != outcome.inputs.hash == inputs_of(experiment, 99).hash


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
