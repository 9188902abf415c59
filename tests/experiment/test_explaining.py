"""Two arms in the same futures, in parts: by hand where only one thing differs, paired, kept, and the study's own."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from changeovers import day, world
from tiny import SCENARIO, STAY, jump, tiny

from backsource.config import scenario_from, schedule_from, study_from
from backsource.errors import ResultsError, StudyError
from backsource.experiment import Experiment, run_study
from backsource.experiment.explaining import PairedParts, explained, futures_of, pair_of_arms
from backsource.results import NAME, Results, read

Floats = np.typing.NDArray[np.float64]


def paid(date: str) -> dict[str, Any]:
    """The jump, and 1,000 EUR on a day."""
    return {**jump(), "schedule": "paid", "pays": [{"date": date, "amount": "1000 EUR"}]}


def differing(pair: PairedParts) -> dict[str, Floats]:
    """Lines and causes that differ in any week of any future, first minus second."""
    columns = [(pair.own.cost, pair.other.cost), (pair.own.short, pair.other.short)]
    found = {name: own[name] - other[name] for own, other in columns for name in own}
    return {name: values for name, values in found.items() if np.abs(values).max() > 1e-9}


@pytest.mark.parametrize(("date", "week"), [("2026-02-03", 4), ("2026-01-07", 0)])
def test_a_payment_more_is_one_line_in_one_week_of_every_future(date: str, week: int) -> None:
    """3 February lies in the fifth week from 5 January on; 7 January in the first one, before the window."""
    found = differing(explained(tiny(jump(), paid(date), control="jump"), ("jump", "paid")))
    assert list(found) == ["payments"]
    expected = np.zeros((8, 6))
    expected[:, week] = -1000.0
    assert found["payments"].tolist() == expected.tolist()


def banked() -> Experiment:
    """Ten parts a day from a supplier that stops for 20 days; with 5 days of bank, or without."""
    stop = {"hits": ["seller"], "listed": [f"{day(40)}..{day(59)}"]}
    late = {"markets.customer.late_cost": "3 EUR/piece"}
    scenario = world(**{"outages.stop": stop}, **late)
    bank = {"from": day(10), "want": "5 days of cover", "source": "buy", "use_from": day(90)}
    ways = [{"schedule": "bare"}, {"schedule": "bank", "stock": "plant/part", "bridge": bank}]
    study = study_from(
        {
            "study": "banked", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "bare", "seed": 1,
            "replications": 2, "window": f"{day(7)}..{day(110)}", "reference": f"{day(0)}..{day(6)}",
        }
    )  # fmt: skip
    return Experiment(study, scenario, tuple(schedule_from(way, scenario=scenario) for way in ways))


def test_a_bank_of_fifty_saves_fifty_units_of_the_supplier_that_stops() -> None:
    """Both end the outage short, the bank begins 5 days of 10 units later: 50 units, of 3 EUR each."""
    pair = explained(banked(), ("bank", "bare"))
    found = differing(pair)
    assert {name: values.sum(axis=1).tolist() for name, values in found.items()} == {
        "shortage": pytest.approx([-150, -150]), "supplier_down": pytest.approx([-50, -50]),
    }  # fmt: skip
    late = {name: pair.own.shortage[name] - pair.other.shortage[name] for name in pair.own.shortage}
    assert {name: money.tolist() for name, money in late.items() if money.any()} == {
        "supplier_down": pytest.approx([-150, -150])
    }


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The tiny study of 8 futures."""
    return run_study(tiny(), tmp_path_factory.mktemp("ran"))


def test_the_wide_rows_are_those_of_the_study(ran: Results) -> None:
    pair = explained(tiny(), ("jump", "stay"), results=ran)
    assert pair.stored == "all 16 runs of the study that these repeat are the same"
    for schedule, parts in zip(pair.names, (pair.own, pair.other), strict=True):
        stored = ran.runs.query(f"schedule == {schedule!r}")["total_cost"].to_numpy()
        total = np.sum(list(parts.cost.values()), axis=0).sum(axis=1)
        assert total == pytest.approx(stored, rel=1e-9)


def test_the_other_way_round_makes_no_run_and_turns_every_sign(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    there = explained(tiny(), ("jump", "stay"), tmp_path)
    back = explained(tiny(), ("stay", "jump"), tmp_path, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(16, 16)]
    assert differing(there)
    for name, values in differing(there).items():
        assert (differing(back)[name] == -values).all()


def test_what_was_interrupted_goes_on(tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done >= 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explained(tiny(), ("jump", "stay"), tmp_path, on_progress=stop)
    told: list[int] = []
    went_on = explained(tiny(), ("jump", "stay"), tmp_path, on_progress=lambda done, _: told.append(done))
    assert told == [8, 16]
    whole = explained(tiny(), ("jump", "stay"))
    assert all((went_on.own.cost[line] == whole.own.cost[line]).all() for line in whole.own.cost)


def changed(results: Results, folder: Path, *commands: str) -> Results:
    """A copy of results after some commands of SQL."""
    path = folder / NAME
    path.write_bytes(results.path.read_bytes())
    with sqlite3.connect(path) as connection:
        for command in commands:
            connection.execute(command)
    connection.close()
    return read(folder)


def test_a_stored_run_with_another_log_is_an_error(ran: Results, tmp_path: Path) -> None:
    other = changed(ran, tmp_path, "UPDATE runs SET digest = 'other' WHERE replication = 3")
    with pytest.raises(ResultsError, match=r"jump, replication 3, was another run .* though nothing has changed"):
        explained(tiny(), ("jump", "stay"), results=other)


def test_runs_of_another_version_are_not_held_against(ran: Results, tmp_path: Path) -> None:
    other = changed(ran, tmp_path, "UPDATE contents SET key = key || 'x'", "UPDATE runs SET digest = 'other'")
    assert "another version" in explained(tiny(), ("jump", "stay"), results=other).stored


def test_as_many_futures_are_run_as_are_stored_of_both(ran: Results, tmp_path: Path) -> None:
    names = ("jump", "stay")
    assert futures_of(tiny(replications=3), names, ran) == 8
    assert futures_of(tiny(seed=6, replications=3), names, ran) == 3, "these are runs of another seed"
    assert futures_of(tiny(replications=3), names, None) == 3
    holed = changed(ran, tmp_path, "DELETE FROM runs WHERE replication = 5 AND content = 1")
    assert futures_of(tiny(), names, holed) == 5


def test_of_a_rule_that_looks_a_hundred_are_run() -> None:
    experiment = tiny()
    said = {"study": "t", "scenario": "x.yaml", "schedules": ["y.yaml", "z.yaml"], "control": "stay", "seed": 5,
            "window": "2026-01-12..2026-02-15", "reference": "2026-01-05..2026-01-11", "matters": 10,
            "primary": "total_cost", "rule": {"by": "kn"}}  # fmt: skip
    racing = Experiment(study_from(said), experiment.scenario, experiment.schedules)
    assert futures_of(racing, ("jump", "stay"), None) == 100


def test_one_stored_future_is_refused(ran: Results, tmp_path: Path) -> None:
    one = changed(ran, tmp_path, "DELETE FROM runs WHERE replication > 0")
    with pytest.raises(StudyError, match="1 future of jump and stay is stored; at least 2 would do"):
        explained(tiny(), ("jump", "stay"), results=one)


def test_the_twin_may_be_explained_though_the_study_does_not_name_it() -> None:
    experiment = tiny(jump(), jump("2026-01-27", "next"), control="jump", replications=2)
    pair = explained(experiment, ("jump", "stay_external"))
    assert pair.schedules[1] is None
    assert pair.other.cost["variable"].sum() == 0 < pair.own.cost["variable"].sum()


def test_the_twin_answers_to_its_usual_name_and_a_schedule_without_levels_is_its_first_arm() -> None:
    plain = tiny()
    study = plain.study.model_copy(update={"factors": {"lanes.buy.price": ["10 EUR/piece", "7 EUR/piece"]}})
    varied = Experiment(study, plain.scenario, plain.schedules)
    for experiment, levels in ((plain, ""), (varied, " [price 7 EUR/piece]")):
        arms = pair_of_arms(experiment, ("stay_external", f"jump{levels}"))
        assert [arm.name for arm in arms] == [f"stay{levels}", f"jump{levels}"]
    first = pair_of_arms(varied, ("jump", "stay"))
    assert [arm.name for arm in first] == ["jump [price 10 EUR/piece]", "stay [price 10 EUR/piece]"]


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("jump", "jump"), "jump twice, which has no difference to explain; one of stay beside it would do"),
        (("jump", "leap"), "no schedule 'leap'; there are stay, jump"),
        (("hop", "leap"), "no schedule 'hop' or 'leap'"),
    ],
)
def test_what_has_no_difference_is_refused(names: Sequence[str], says: str) -> None:
    with pytest.raises(StudyError, match=says):
        pair_of_arms(tiny(STAY, jump()), (names[0], names[1]))


def test_arms_that_meet_other_worlds_are_refused() -> None:
    """In one of the scenarios a strike is drawn, too."""
    plain = tiny(replications=2)
    strike = {"hits": ["s"], "every": "90 days", "lasts": {"mean": "4 days", "cv": 1.0}}
    struck = scenario_from({**SCENARIO, "scenario": "struck", "outages": {"strike": strike}})
    both = Experiment(plain.study, plain.scenario, plain.schedules, others=(struck,))
    with pytest.raises(StudyError, match="would mix the schedule with chance"):
        explained(both, ("jump [tiny]", "jump [struck]"))
