"""Adding to a results file: whole replications, one writer, nothing lost, nothing twice, nothing shown unasked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.results.conftest import ARMS, INPUTS, a_run, asked

from backsource.errors import ResultsError
from backsource.results import ANOTHER, CUT, LOST, Asked, Store, read


def test_what_is_there_is_known_and_comes_back_to_the_bit(store: Store) -> None:
    value = 0.1 + 0.2
    store.add("key a", [a_run(3, cost=value, exit=float("nan")), a_run(0), a_run(1)])
    assert store.have("key a") == {0, 1, 3}
    assert store.have("key b") == set()
    found = store.run("key a", 3)
    assert found is not None
    assert (found.environment, found.digest, found.measures["cost"]) == ("env3", "digest a 3", value)
    assert np.isnan(found.measures["exit"])
    assert store.run("key a", 2) is None
    assert store.values("key a", "cost", 2).tolist() == [10, 11]


def test_values_need_all_replications_before(store: Store) -> None:
    store.add("key a", [a_run(0), a_run(2)])
    assert store.values("key a", "cost", 0).tolist() == []
    with pytest.raises(ResultsError, match="2 of the first 3"):
        store.values("key a", "cost", 3)
    with pytest.raises(ResultsError, match="no run has a measure 'price'"):
        store.values("key a", "price", 1)


def test_a_run_is_stored_once_and_must_be_the_same_again(store: Store) -> None:
    store.add("key a", [a_run(0)])
    store.add("key a", [a_run(0), a_run(1)])
    assert store.have("key a") == {0, 1}
    with pytest.raises(ResultsError, match="a, replication 0, was another run before"):
        store.add("key a", [replace(a_run(0), digest="another")])


def test_only_what_is_asked_for_is_shown_and_the_rest_is_kept(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        for name in "ab":
            store.add(f"key {name}", [a_run(number, name) for number in range(5)])
        store.want({"a": 5, "b": 5})
    edited = [Asked("a", "key of the edited a", "b"), ARMS[1]]
    with asked(tmp_path, arms=edited) as store:
        assert store.have("key of the edited a") == set()
        assert store.have("key b") == set(range(5))
        store.add("key of the edited a", [a_run(0, price=1.0)])
        store.want({"a": 1, "b": 3})
    shown = read(tmp_path)
    assert [*zip(shown.runs["schedule"], shown.runs["replication"], strict=True)] == [
        ("a", 0), ("b", 0), ("b", 1), ("b", 2),
    ]  # fmt: skip
    assert shown.runs.columns[4:].tolist() == ["price", "cost"]
    assert len(shown.incidents) == len(shown.milestones) == len(shown.banks) == len(shown.volumes) == 4
    assert shown.curves("stock")["b"][:, 1].tolist() == [0, 1, 2]
    with asked(tmp_path) as store:
        assert store.have("key a") == set(range(5))
    assert read(tmp_path).replications == {"a": 0, "b": 3}


def test_measures_that_are_new_get_columns_and_old_runs_no_value(store: Store) -> None:
    store.add("key a", [a_run(0, cost=1.0)])
    store.add("key b", [a_run(0, "b", cost=2.0, delay=4.0)])
    store.want({"a": 1, "b": 1})
    store.close()
    runs = read(store.path.parent).runs
    assert runs["cost"].tolist() == [1, 2]
    np.testing.assert_array_equal(runs["delay"], [np.nan, 4])


def test_curves_of_the_first_are_kept_and_of_the_others_counted(tmp_path: Path) -> None:
    values = np.random.Generator(np.random.PCG64(3)).lognormal(4, 1, size=(60, 3))
    runs = [replace(a_run(number), weekly={"stock": curve}) for number, curve in enumerate(values)]
    with asked(tmp_path, whole=20) as store:
        for first in (40, 0, 20):
            store.add("key a", runs[first : first + 20])
        store.want({"a": 60})
    found = read(tmp_path)
    np.testing.assert_array_equal(found.curves("stock")["a"], values[:20])
    at = [0.05, 0.5, 0.95]
    np.testing.assert_allclose(found.quantiles("stock", at)["a"], np.quantile(values, at, axis=0), rtol=0.0101)
    assert set(found.volumes["replication"]) == set(range(20))


def test_a_study_of_fewer_arms_makes_the_curves_that_are_missing(tmp_path: Path) -> None:
    """With fewer arms more curves are kept of each: such a run is made again, and is no longer counted."""
    runs = [a_run(number) for number in range(10)]
    with asked(tmp_path, whole=4) as store:
        store.add("key a", runs)
    with asked(tmp_path, arms=[Asked("a", "key a", "a")], whole=8) as store:
        assert store.have("key a") == {0, 1, 2, 3, 8, 9}
        store.add("key a", runs[4:8])
        assert store.have("key a") == set(range(10))
        store.want({"a": 10})
    found = read(tmp_path)
    assert found.curves("stock")["a"][:, 1].tolist() == list(range(8))
    np.testing.assert_allclose(found.quantiles("stock", [0, 0.5, 1])["a"][:, 1], [0, 4.5, 9], rtol=0.0101)


def test_more_was_counted_than_is_asked_for(tmp_path: Path) -> None:
    with asked(tmp_path, whole=2) as store:
        store.add("key a", [a_run(number) for number in range(10)])
        store.want({"a": 5})
    assert read(tmp_path).quantiles("stock", [1])["a"][0].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        (("fixed 100 replications", 100), ("fixed 100 replications", 100), ""),
        (("fixed 100 replications", 100), ("fixed 200 replications", 200), LOST),
        (("fixed 200 replications", 200), ("fixed 100 replications", 100), CUT),
        (("fixed 100 replications", 100), ("kn delta=1", 100), LOST),
        (("kn delta=1", 60), ("kn delta=1", 400), ""),
        (("kn delta=1", 400), ("kn delta=2", 200), ANOTHER),
        (("kn delta=1", 400), ("fixed 100 replications", 100), LOST),
    ],
)
def test_other_runs_after_an_answer_cost_the_guarantee(
    tmp_path: Path, before: tuple[str, int], now: tuple[str, int], lost: str
) -> None:
    with asked(tmp_path) as store:
        store.look(*before)
    with asked(tmp_path, inputs=replace(INPUTS, notes={"rule": now[0]})) as store:
        store.want({"a": now[1], "b": now[1]})
    assert read(tmp_path).guarantee_lost == lost


def test_going_back_to_the_first_answer_gives_its_guarantee_back(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.look("fixed 50 replications", 50)
    for count, lost in ((100, LOST), (20, CUT), (50, "")):
        with asked(tmp_path, inputs=replace(INPUTS, notes={"rule": f"fixed {count} replications"})) as store:
            store.want({"a": count, "b": count})
        assert read(tmp_path).guarantee_lost == lost


def test_a_look_at_another_question_costs_nothing(tmp_path: Path) -> None:
    with asked(tmp_path) as store:
        store.look("fixed 10 replications", 10)
    other = replace(INPUTS, hash="other", notes={"rule": "fixed 99 replications"})
    with asked(tmp_path, inputs=other) as store:
        store.want({"a": 99})
    assert read(tmp_path).guarantee_lost == ""
