"""A backcast passes what the model made, and fails what another world made."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pasts import made, shop

from backsource.config import load_history, scenario_from
from backsource.errors import StudyError
from backsource.experiment import as_is_hash, backcast
from backsource.results import Check

MODEL = scenario_from(shop())
World = dict[str, Any]


def check_of(folder: Path, change: Callable[[World], object], seed: int, futures: int = 100, **how: Any) -> Check:
    """The model beside a year of a world that differs from it."""
    world = shop()
    change(world)
    history = load_history(made(folder, scenario_from(world), seed=1000 + seed, **how), MODEL)
    return backcast(MODEL, history, replications=futures, seed=seed)


def slower(world: World) -> None:
    world["lanes"]["in"]["promised"] = "6 days"


def lateness_of_another_kind(world: World) -> None:
    world["lanes"]["in"]["late"] = {"chance": 0.6, "by": {"mean": "4 days", "cv": 1.0}}


def demand_of(cv: float, mean: str = "100 pieces") -> Callable[[World], None]:
    return lambda world: world["markets"]["m"]["demand"].update(cv=cv, mean=mean)


def against(check: Check) -> dict[str, str]:
    return {one.series: one.verdict for one in check.judged if one.verdict != "passed"}


def test_histories_of_the_model_itself_pass(tmp_path: Path) -> None:
    """Each fails with a chance of 5 %: of 12, three or more fail in 2 % of cases."""
    checks = [check_of(tmp_path / str(n), lambda _: None, n, 60, weeks=26, receipts=n % 4 == 0) for n in range(12)]
    assert sum(not check.passed for check in checks) <= 2
    weeks = sum(one.weeks for check in checks for one in check.judged)
    inside = sum(one.inside * one.weeks for check in checks for one in check.judged) / weeks
    assert 0.85 < inside < 0.99  # the bands promise 90 %, and limits that many futures share belong to them


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("change", [slower, lateness_of_another_kind])
def test_another_supply_fails_on_stock_or_service(tmp_path: Path, change: Callable[[World], None], seed: int) -> None:
    check = check_of(tmp_path, change, seed, 60, receipts=False)
    assert not check.passed
    assert "demand m" not in against(check)
    assert "too often out" in against(check).values()


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        (demand_of(cv=0.2 * 0.5**0.5), {"too steady"}),
        (demand_of(cv=0.2 * 2**0.5), {"too unsteady", "too often out"}),
        (demand_of(cv=0.2, mean="110 pieces"), {"too unsteady", "too often out"}),
    ],
    ids=["half the variance", "twice the variance", "a tenth more"],
)
def test_another_demand_fails_on_demand(tmp_path: Path, change: Callable[[World], None], verdicts: set[str]) -> None:
    """Two years: the mean square of a week's deviation is then known to 14 % of itself, so half or twice stands out."""
    check = check_of(tmp_path, change, 1, weeks=104, receipts=False)
    assert not check.passed
    assert against(check)["demand m"] in verdicts


def test_a_lead_time_that_orders_had_made_up_for_is_seen_in_what_is_on_order(tmp_path: Path) -> None:
    """Twice the lead time, and a level that was 300 higher for it: stock and service do not tell, the road does."""

    def ordered_earlier(world: World) -> None:
        slower(world)
        world["stocks"]["shop/x"]["base_stock"] = "950 pieces"

    check = check_of(tmp_path, ordered_earlier, 1, 60)
    assert "on order in" in against(check)


def test_receipts_as_they_were_leave_nothing_to_chance(tmp_path: Path) -> None:
    """Every count, backlog and delivery comes out to the piece, even where supply was another one."""
    check = check_of(tmp_path, slower, 1, 40, weeks=20)
    assert {one.series for one in check.books} == {"OTIF m", "stock shop/x", "backlog shop/x"}
    assert all(one.inside == 1 and one.apart < 1e-9 for one in check.books)
    assert check_of(tmp_path / "without", slower, 1, 40, weeks=8, receipts=False).books == ()


def test_a_miscount_is_seen_in_the_books(tmp_path: Path) -> None:
    history = load_history(made(tmp_path, MODEL, seed=5, weeks=10), MODEL)
    counts = dict(history.counts["shop/x"])
    counts[history.last] = replace(counts[history.last], on_hand=counts[history.last].on_hand + 7)
    check = backcast(MODEL, replace(history, counts={"shop/x": counts}), replications=40)
    books = next(one for one in check.books if one.series == "stock shop/x")
    assert (round(books.inside * books.weeks), books.weeks, books.apart) == (9, 10, pytest.approx(7))


def test_what_always_agrees_says_nothing(tmp_path: Path) -> None:
    blocks = shop(stocks={"shop/x": {"base_stock": "5000 pieces", "opening": "4000 pieces"}})
    model = scenario_from(blocks)
    history = load_history(made(tmp_path, model, seed=5, weeks=10), model)
    check = backcast(model, history, replications=40)
    assert set(check.silent) == {"OTIF m", "backlog shop/x"}
    assert {one.series for one in check.judged} == {"demand m", "stock shop/x", "on order in"}


def test_workers_change_no_number(tmp_path: Path) -> None:
    history = load_history(made(tmp_path, MODEL, seed=5, weeks=10), MODEL)
    assert backcast(MODEL, history, replications=48, jobs=2) == backcast(MODEL, history, replications=48)


def test_few_replications_are_refused(tmp_path: Path) -> None:
    history = load_history(made(tmp_path, MODEL, seed=5, weeks=8), MODEL)
    with pytest.raises(StudyError, match=r"39 replication\(s\) asked for; 40 or more would do"):
        backcast(MODEL, history, replications=39)


def test_a_history_without_a_week_to_compare_is_refused(tmp_path: Path) -> None:
    """Demand that the scenario lists says nothing of its law, and nothing was counted after the first day."""
    history = load_history(made(tmp_path, MODEL, seed=5, weeks=8), MODEL)
    first = {history.counted: history.counts["shop/x"][history.counted]}
    blocks = shop()
    blocks["markets"]["m"]["demand"] = {"listed": ["5 pieces"]}
    bare = replace(history, counts={"shop/x": first}, deliveries={}, receipts={})
    with pytest.raises(StudyError, match="no week to compare"):
        backcast(scenario_from(blocks), bare, replications=40)


def test_the_hash_is_that_of_the_world_as_it_is() -> None:
    assert as_is_hash(scenario_from(shop(horizon="99 days", discount="8 %/year"))) == as_is_hash(MODEL)
    slow = shop()
    slower(slow)
    assert as_is_hash(scenario_from(slow)) != as_is_hash(MODEL)
