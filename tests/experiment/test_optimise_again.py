"""A search that is interrupted, made longer, or made by other workers ends as if nothing had happened."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up_searches import TWO, WANT, PulledError, made_up, newsvendor, pulled_after, searched

from backsource.experiment import Experiment
from backsource.experiment.search import Optimum, optimise
from backsource.experiment.search.asked import Asked
from backsource.experiment.search.futures import Simulated
from backsource.results.search_record import NAME


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
