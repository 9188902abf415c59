"""A search for a better schedule finds what theory says, does not flatter itself, and can be interrupted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

import changeovers
import numpy as np
import pytest

from backsource.config import Schedule, schedule_from, study_from
from backsource.config.parsed import Cover
from backsource.errors import ConfigError, ResultsError, StudyError
from backsource.experiment import Experiment
from backsource.experiment.search import Optimum, optimise
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.front import spread
from backsource.experiment.search.futures import Floats, Simulated
from backsource.laws.newsvendor import poisson_cost, poisson_level
from backsource.results.search_record import NAME, Seen, held
from backsource.streams import stream

CUT: dict[str, Any] = {
    "schedule": "cut", "stock": "plant/part", "opens": {"make": changeovers.day(60)},
    "bridge": {"from": changeovers.day(10), "want": "5 days of cover", "use_from": changeovers.day(40)},
    "share": [{"date": changeovers.day(40), "make": "100 %", "buy": "0 %"}],
}  # fmt: skip
WANT = "bridge.want"
BANKS = "0 days of cover..30 days of cover"
Factory = Callable[..., Experiment]


def searched(vary: dict[str, Any], *, study: dict[str, Any] | None = None, **search: Any) -> Experiment:
    """A study that searches around CUT, ten parts a day, everything known."""
    scenario = changeovers.world(
        **{
            "currency": "EUR", "lanes.buy.price": "10 EUR/piece", "stocks.plant/part.holding": "20 %/year",
            "lines.make.cost": {"variable": "10 EUR/piece"}, "markets.customer.late_cost": "50 EUR/piece",
        }
    )  # fmt: skip
    block = {"from": "cut", "vary": vary, "trials": 32, "futures": 8, "finalists": 3, "most": 200, "estimate": 40}
    words = {
        "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "cut", "seed": 5, "matters": 5.0,
        "replications": 4, "window": f"{changeovers.day(5)}..{changeovers.day(115)}",
        "reference": f"{changeovers.day(0)}..{changeovers.day(4)}", "search": {**block, **search}, **(study or {}),
    }  # fmt: skip
    return Experiment(study_from(words), scenario, (schedule_from(CUT, scenario=scenario),))


def bank(schedule: Schedule) -> float:
    """Days of cover that a schedule wants."""
    bridge = schedule.part("plant/part").bridge
    assert bridge is not None
    assert isinstance(bridge.want, Cover)
    return bridge.want.span.amount


def made_up(value: Callable[[Schedule, int, int], Floats]) -> Any:
    """Values that are calculated: *value* gives those of one schedule with a seed in the first so many futures."""

    def values(schedules: Mapping[str, Schedule], seed: int, futures: range) -> dict[str, Floats]:
        return {
            name: value(schedule, seed, futures.stop)[futures.start :].reshape(len(futures), -1)
            for name, schedule in schedules.items()
        }

    return values


@lru_cache
def demands(seed: int, mean: float, count: int) -> Floats:
    """Poisson demands of the first futures of a seed: the same for all who ask."""
    return stream(seed, 0, "demand").poisson(mean, 2000)[:count].astype(float)


def newsvendor(schedule: Schedule, seed: int, count: int) -> Floats:
    """A bank of so many days against a Poisson need of 12: 1 for each day too many, 4 for each day too few."""
    gap = bank(schedule) - demands(seed, 12.0, count)
    return np.maximum(gap, 0.0) + 4.0 * np.maximum(-gap, 0.0)


def equal(schedule: Schedule, seed: int, count: int) -> Floats:
    """All schedules are worth the same in the mean; each future treats each of them a little differently."""
    common = stream(seed, 0, "common").normal(0.0, 5.0, 200)
    return (100.0 + common + stream(seed, 0, f"own/{bank(schedule)}").normal(0.0, 1.0, 200))[:count]


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


class PulledError(Exception):
    """The plug is pulled."""


def pulled_after(calls: int, value: Callable[[Schedule, int, int], Floats]) -> Any:
    """Values of which only so many calls are answered."""
    values, left = made_up(value), iter(range(calls))

    def answer(*given: Any) -> dict[str, Floats]:
        if next(left, None) is None:
            raise PulledError
        return values(*given)  # type: ignore[no-any-return]

    return answer


TWO = {WANT: BANKS, "share.0.date": f"{changeovers.day(30)}..{changeovers.day(50)} by 5 days"}


def told(found: Optimum) -> tuple[Any, ...]:
    """All that an answer says."""
    rows = [(one.name, one.key, one.searched, one.estimates, one.breaches, one.futures) for one in found.finalists]
    return (list(found.trials), found.written, rows, found.guarantee, found.bound, found.gains)


def test_an_interrupted_search_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    """The plug is pulled after every number of calls in turn: in the search, the selection and the estimate."""
    whole = optimise(searched(TWO), tmp_path / "whole", values=made_up(newsvendor))
    content = (tmp_path / "whole" / NAME).read_bytes()
    for calls in range(1, 30):
        folder = tmp_path / str(calls)
        try:
            optimise(searched(TWO), folder, values=pulled_after(calls, newsvendor))
        except PulledError:
            left = pulled_after(calls, newsvendor)
            while True:
                try:
                    again = optimise(searched(TWO), folder, values=left)
                    break
                except PulledError:
                    left = made_up(newsvendor)
            assert told(again) == told(whole)
            assert (folder / NAME).read_bytes() == content
        else:
            assert calls > 5
            return
    pytest.fail("it never came to an end")


def test_what_was_seen_is_not_run_again(tmp_path: Path) -> None:
    first = optimise(searched(TWO), tmp_path, values=made_up(newsvendor))
    again = optimise(searched(TWO), tmp_path, values=pulled_after(0, newsvendor))
    assert told(again) == told(first)


def test_a_longer_search_goes_on_with_the_same_trials_and_says_so(tmp_path: Path) -> None:
    """20 is no multiple of the batch; the trials of the longer one are those of one that was never shorter."""
    short = optimise(searched(TWO, trials=20), tmp_path / "a", values=made_up(newsvendor))
    longer = optimise(searched(TWO, trials=32), tmp_path / "a", values=made_up(newsvendor))
    whole = optimise(searched(TWO, trials=32), tmp_path / "b", values=made_up(newsvendor))
    assert list(longer.trials)[:20] == list(short.trials)
    assert list(longer.trials) == list(whole.trials)
    assert (longer.guarantee, whole.guarantee) == ("extended", "rare")


def test_another_seed_or_another_bound_begins_again(tmp_path: Path) -> None:
    optimise(searched(TWO), tmp_path, values=made_up(newsvendor))
    for other in (searched(TWO, study={"seed": 6}), searched({**TWO, WANT: "0 days of cover..29 days of cover"})):
        with pytest.raises(PulledError):
            optimise(other, tmp_path, values=pulled_after(0, newsvendor))


def test_numbers_do_not_depend_on_the_workers(tmp_path: Path) -> None:
    experiment = searched(TWO, trials=8, futures=2, most=20, estimate=20, finalists=2)
    random = replace(experiment, scenario=noisy(experiment))
    alone = optimise(random, tmp_path / "1", jobs=1)
    shared = optimise(random, tmp_path / "2", jobs=2)
    assert told(alone) == told(shared)
    assert (tmp_path / "1" / NAME).read_bytes() == (tmp_path / "2" / NAME).read_bytes()


def noisy(experiment: Experiment) -> Any:
    """The same world with a demand that varies."""
    market = experiment.scenario.markets["customer"]
    demand = market.demand.model_copy(update={"cv": 0.5})
    return experiment.scenario.model_copy(
        update={"markets": {"customer": market.model_copy(update={"demand": demand})}}
    )


def test_search_selection_and_estimate_have_futures_of_their_own() -> None:
    seeds = Asked.of(searched(TWO)).seeds
    assert len({*seeds.values(), 5}) == 5
    assert seeds == Asked.of(searched(TWO, trials=90)).seeds


def test_all_points_of_a_search_meet_the_same_futures() -> None:
    """Common random numbers: the same demand under every schedule, and not the same in every future."""
    experiment = searched(TWO)
    scenario = noisy(experiment)
    values = Simulated(replace(experiment, scenario=scenario), ("demand", "total_cost"), 1)
    found = values({"a": experiment.schedules[0], "b": experiment.schedules[0], "stay": None}, 3, range(4))
    assert (found["a"] == found["b"]).all()
    assert (found["a"][:, 0] == found["stay"][:, 0]).all()
    assert len(set(found["a"][:, 0])) > 1


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
