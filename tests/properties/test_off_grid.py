"""Random networks partly off the grid keep the laws, and are functions of their arguments alone."""

import pickle
from typing import Any

import pytest
from builders import book_bytes, run
from dice import Dice, Thrown
from hypothesis import given, settings
from hypothesis import strategies as st
from off_grid import moved
from random_parts import Block
from random_scenarios import drawn

from backsource.config import scenario_from, schedule_from
from backsource.log import Log
from backsource.simulation import prepare, simulate
from backsource.streams import stream

TIMETABLES = ("plant", "stockpyl", "textbook")


def networks() -> st.SearchStrategy[tuple[Block, Block]]:
    """Scenarios, each with a schedule."""
    return drawn(moved)


def turned(block: Any) -> Any:
    """The same block with the entries of every mapping in reverse order."""
    if isinstance(block, dict):
        return {key: turned(value) for key, value in reversed(block.items())}
    return [turned(value) for value in block] if isinstance(block, list) else block


def rows(log: Log) -> dict[tuple[str, str], bytes]:
    """The rows of everything, by kind and name."""
    books = {"stocks": log.stocks, "lanes": log.lanes, "lines": log.lines, "markets": log.markets}
    return {
        (kind, name): book.data[place].tobytes()
        for kind, book in books.items()
        for place, name in enumerate(book.names)
    }


@settings(max_examples=80)
@given(networks(), st.sampled_from(TIMETABLES), st.integers(0, 1000))
def test_a_random_changeover_partly_off_the_grid_keeps_the_laws(
    network: tuple[Block, Block], timetable: str, seed: int
) -> None:
    run(*network, seed=seed, timetable=timetable)


@pytest.mark.parametrize("batch", range(6))
def test_random_networks_partly_off_the_grid_keep_the_laws_under_every_timetable(batch: int) -> None:
    dice: Dice = Thrown(stream(20260106, batch, "random networks off the grid"))
    for number in range(20):
        content, schedule = moved(dice)
        for chosen in (None, schedule):
            run(content, chosen, seed=batch, replication=number, timetable=TIMETABLES[number % 3])


@settings(max_examples=15)
@given(networks())
def test_the_same_arguments_give_the_same_bytes(network: tuple[Block, Block]) -> None:
    scenario = scenario_from(network[0])
    plan = prepare(scenario, schedule_from(network[1], scenario=scenario))
    first = book_bytes(simulate(plan, 7, 3))
    simulate(plan, 7, 4)
    assert book_bytes(simulate(plan, 7, 3)) == first
    assert book_bytes(simulate(pickle.loads(pickle.dumps(plan)), 7, 3)) == first


@settings(max_examples=30)
@given(networks())
def test_the_order_of_entries_in_a_file_changes_nothing(network: tuple[Block, Block]) -> None:
    content, schedule = network
    assert book_bytes(run(turned(content), turned(schedule))) == book_bytes(run(content, schedule))


@settings(max_examples=30)
@given(networks(), st.sampled_from(("aa", "mm", "zz")))
def test_an_idle_site_changes_no_other_row(network: tuple[Block, Block], name: str) -> None:
    content, _ = network
    idle = {
        "sites": {**content["sites"], name: {"kind": "plant"}, f"{name}-feed": {"kind": "feed"}},
        "stocks": {**content["stocks"], f"{name}/ore": {"base_stock": "40 kg", "review": "continuous"}},
        "lanes": {**content["lanes"], f"{name}-lane": {"item": "ore", "from": f"{name}-feed", "to": name,
                                                       "lead_time": {"family": "exponential", "mean": "2 days"}}},
    }  # fmt: skip
    plain, with_idle = rows(run(content)), rows(run({**content, **idle}))
    assert {key: with_idle[key] for key in plain} == plain
