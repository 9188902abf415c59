"""A search for a better schedule finds what theory says and does not flatter itself."""

from dataclasses import replace
from math import sqrt
from pathlib import Path

import changeovers
import numpy as np
import pytest
from made_up_searches import BANKS, CUT, WANT, bank, demands, equal, made_up, newsvendor, pulled_after, searched

from backsource.config import Schedule, schedule_from
from backsource.errors import ConfigError, ResultsError, StudyError
from backsource.experiment.search import optimise
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.front import spread
from backsource.experiment.search.futures import Floats
from backsource.laws.newsvendor import poisson_cost, poisson_level
from backsource.results.search_record import NAME, Seen, held
from backsource.streams import stream


def test_the_bank_that_is_needed_is_found(tmp_path: Path) -> None:
    """By hand: with the orders of day 39 the position is 70 parts and the bank. From day 40 on nothing is bought; the
    line opens on day 60, and what it makes that day is there on day 61. 21 days of 10 parts are 210: a bank of 14 days.
    A day less costs 10 pieces late, 500 EUR; a day more costs its holding, 10 pieces for a month."""
    found = optimise(searched({WANT: BANKS}, futures=2, most=20, estimate=20), tmp_path)
    assert bank(found.chosen.schedule) == 14.0
    assert found.guarantee == "rare"  # late units cost
    assert found.gains["cut"].high < -400.0 * 9


def test_the_newsvendors_bank_is_found(tmp_path: Path) -> None:
    """The best bank is the smallest that meets 80 % of needs; the estimate of its cost holds the exact one."""
    best = poisson_level(12.0, 1.0, 4.0)
    experiment = searched({WANT: BANKS}, study={"matters": 0.2}, trials=32, futures=200, most=600, estimate=600)
    found = optimise(experiment, tmp_path, values=made_up(newsvendor))
    exact = poisson_cost(bank(found.chosen.schedule), 12.0, 1.0, 4.0)
    assert exact <= poisson_cost(best, 12.0, 1.0, 4.0) + 0.2
    assert abs(bank(found.chosen.schedule) - best) <= 1
    estimate = found.chosen.estimates[0]
    error = (estimate.high - estimate.low) / 4
    assert abs(estimate.estimate - exact) < 4 * error
    assert abs(found.gains["cut"].mean - (exact - poisson_cost(5, 12.0, 1.0, 4.0))) < 0.6


def flattery(tmp_path: Path, seeds: int) -> tuple[Floats, Floats]:
    """Improvement over the start where all schedules are equal: as the search has it, and as it is reported."""
    gains = []
    for seed in range(seeds):
        study = {"seed": seed, "matters": 0.5}
        experiment = searched({WANT: BANKS}, study=study, trials=16, futures=10, most=40, estimate=40)
        found = optimise(experiment, tmp_path / str(seed), values=made_up(equal))
        own = found.chosen
        reported = found.gains["cut"].mean if "cut" in found.gains else 0.0
        best = min(one.searched[0] for one in found.finalists if one.levels)
        gains.append((found.written["cut"].means[0] - best, -reported if own.levels else 0.0))  # type: ignore[index]
    searched_gain, reported_gain = np.array(gains).T
    return searched_gain, reported_gain


def check_flattery(searched_gain: Floats, reported_gain: Floats) -> None:
    """Nothing is better than the start: the mean report is 0 within 3 standard errors, the search promises gains."""
    count = len(reported_gain)
    assert abs(reported_gain.mean()) < 3 * reported_gain.std(ddof=1) / sqrt(count)
    assert searched_gain.mean() > 3 * searched_gain.std(ddof=1) / sqrt(count)


def test_the_estimate_does_not_flatter_where_the_search_does(tmp_path: Path) -> None:
    check_flattery(*flattery(tmp_path, 16))


@pytest.mark.prove
def test_over_many_seeds_the_estimate_does_not_flatter(tmp_path: Path) -> None:
    check_flattery(*flattery(tmp_path, 300))


def test_steps_that_cross_are_pruned_and_counted(tmp_path: Path) -> None:
    """Two steps on days 30, 35 .. 50 each: of 25 points the 10 with the second after the first are schedules."""
    two = {**CUT, "share": [{"date": changeovers.day(40), "make": "50 %", "buy": "50 %"},
                            {"date": changeovers.day(45), "make": "100 %", "buy": "0 %"}]}  # fmt: skip
    dates = f"{changeovers.day(30)}..{changeovers.day(50)} by 5 days"
    experiment = searched({"share.0.date": dates, "share.1.date": dates}, trials=64)
    experiment = replace(experiment, schedules=(schedule_from(two, scenario=experiment.scenario),))
    found = optimise(experiment, tmp_path, values=made_up(equal))
    refused = {one.point for one in found.trials if one.means is None}
    assert refused == {one.point for one in found.trials if one.point[1] <= one.point[0]}
    assert found.refused == sum(one.point in refused for one in found.trials) > 0
    assert all(one.key.startswith("point/") or one.key == "cut" for one in found.finalists)


def test_a_written_schedule_that_lies_in_the_space_is_tried_first(tmp_path: Path) -> None:
    experiment = searched({WANT: BANKS})
    other = schedule_from({**CUT, "schedule": "more", "bridge": {**CUT["bridge"], "want": "9 days of cover"}})
    outside = schedule_from({**CUT, "schedule": "other", "opens": {"make": changeovers.day(62)}})
    experiment = replace(experiment, schedules=(*experiment.schedules, other, outside))
    found = optimise(experiment, tmp_path, values=made_up(newsvendor))
    assert [one.point for one in found.trials[:2]] == [(5,), (9,)]
    assert list(found.written) == ["cut", "more", "other"]
    assert found.best_written == "more"


def floored(schedule: Schedule, seed: int, count: int) -> Floats:
    """Less bank is cheaper; the floor is broken in the futures whose need is above it."""
    short = np.maximum(demands(seed, 12.0, count) - bank(schedule), 0.0)
    noise = stream(seed, 0, f"own/{bank(schedule)}").normal(0.0, 0.1, count)
    return np.column_stack((bank(schedule) + noise, short))


def test_the_cheapest_that_keeps_the_floor_is_found(tmp_path: Path) -> None:
    """P(need > bank) <= 10 %, need Poisson with mean 12: the 90 % quantile, 17, is the least bank that keeps it, with a
    chance of 6.3 %; 16 breaks it with 10.1 %, which no number of futures here could tell, so 17 or 18 comes out."""
    floors = {"short": {"measure": "units_short", "above": 0, "chance": "10 %"}}
    experiment = searched(
        {WANT: BANKS}, study={"floors": floors, "matters": 0.5}, trials=32, futures=200, most=2000, estimate=400
    )
    found = optimise(experiment, tmp_path, values=made_up(floored))
    assert found.kept
    assert bank(found.chosen.schedule) in (17.0, 18.0)
    assert found.chosen.breaches["short"].high < 0.13


def test_where_nobody_keeps_the_floor_it_is_said(tmp_path: Path) -> None:
    floors = {"short": {"measure": "units_short", "above": -1, "chance": "1 %"}}
    experiment = searched({WANT: BANKS}, study={"floors": floors}, trials=16)
    assert not optimise(experiment, tmp_path, values=made_up(floored)).kept


def two_sided(schedule: Schedule, seed: int, count: int) -> Floats:
    """More bank costs more and leaves less short; beyond 20 days it only costs."""
    noise = stream(seed, 0, "both").normal(0.0, 1.0, 200)[:count]
    return np.column_stack((bank(schedule) + noise, np.maximum(20.0 - bank(schedule), 0.0) + 0.0 * noise))


def test_two_measures_give_a_front_and_no_winner(tmp_path: Path) -> None:
    """Everything up to 20 days is on the front, and of what is larger the least that was tried, where it is no 20."""
    experiment = searched({WANT: BANKS}, also="units_short", finalists=4)
    found = optimise(experiment, tmp_path, values=made_up(two_sided))
    assert (found.guarantee, found.gains) == ("none", {})
    enough = min(one.point[0] for one in found.trials if one.point[0] >= 20)
    assert all(bank(one.schedule) <= enough for one in found.finalists)
    assert all(one.non_dominated > 0.9 for one in found.finalists)
    costs = [one.estimates[0].estimate for one in found.finalists]
    assert costs == sorted(costs)


def test_the_front_is_thinned_out_evenly_with_its_ends() -> None:
    seen = [Seen((n,), (float(n), float(10 - n))) for n in range(11)] + [Seen((99,), (5.0, 9.0))]
    assert [one.point for one in spread(seen, ("min", "min"), 3)] == [(0,), (5,), (10,)]


def test_dates_are_counted_in_days_that_the_site_works() -> None:
    """Day 0 is a Monday; two working days from it is Wednesday, then Friday, then the Tuesday of the next week."""
    experiment = searched({"share.0.date": f"{changeovers.day(0)}..{changeovers.day(9)} by 2 working days"})
    sites = {**experiment.scenario.sites}
    sites["plant"] = sites["plant"].model_copy(update={"calendar": "works"})
    experiment = replace(experiment, scenario=experiment.scenario.model_copy(update={"sites": sites}))
    (dates,) = Asked.of(experiment).space.levels.values()
    assert list(dates) == [changeovers.day(n) for n in (0, 2, 4, 8)]


def test_a_study_that_cannot_be_searched_is_refused() -> None:
    experiment = searched({WANT: BANKS})
    without = replace(experiment, study=experiment.study.model_copy(update={"search": None}))
    with pytest.raises(StudyError, match="no `search`"):
        Asked.of(without)
    several = experiment.study.model_copy(update={"factors": {"lanes.buy.price": ["9 EUR/piece", "12 EUR/piece"]}})
    with pytest.raises(StudyError, match="2 settings of the scenario; a search looks in one, and a study without"):
        Asked.of(replace(experiment, study=several))
    few = experiment.study.model_copy(update={"primary": "units_short"})
    with pytest.raises(StudyError, match=r"`most` of its search is 200, .* first after 500 futures; 500 or more"):
        Asked.of(replace(experiment, study=few))
    for also, said in (("unit_short", "`units_short` would do"), ("demand", "neither more nor less")):
        with pytest.raises(ConfigError, match=said):
            searched({WANT: BANKS}, also=also)


def test_a_measure_that_is_not_money_is_selected_on_means_of_25_futures(tmp_path: Path) -> None:
    """As by `compare`: 20 means of 25 futures each before the first look."""
    experiment = searched({WANT: BANKS}, study={"primary": "units_short", "matters": 0.5}, trials=8, most=2000)
    found = optimise(experiment, tmp_path, values=made_up(newsvendor))
    assert {one.futures % 25 for one in found.finalists} == {0}
    assert min(one.futures for one in found.finalists) == 500


def test_two_searches_into_one_folder_do_not_meet(tmp_path: Path) -> None:
    """The second one says so and changes nothing; when the first has ended, the way is free."""
    with held(tmp_path / "new"), pytest.raises(ResultsError, match=r"search\.json: another process writes to it; wait"):
        optimise(searched({WANT: BANKS}), tmp_path / "new", values=pulled_after(0, newsvendor))
    assert not (tmp_path / "new").exists()
    optimise(searched({WANT: BANKS}), tmp_path / "new", values=made_up(newsvendor))
    assert [one.name for one in (tmp_path / "new").iterdir()] == [NAME]


def test_without_optuna_the_message_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "optuna", None)
    with pytest.raises(StudyError, match="extra `optimise`"):
        optimise(searched({WANT: BANKS}), tmp_path / "none", values=pulled_after(0, newsvendor))
    assert not (tmp_path / "none").exists()
