"""A run is a pure function: same arguments, same bytes; what has no effect changes nothing."""

import pickle
from typing import Any

import numpy as np
from builders import book_bytes, chain, run
from hypothesis import given, settings
from hypothesis import strategies as st
from random_parts import Block
from random_scenarios import changeovers, scenarios

from backsource.config import scenario_from, schedule_from
from backsource.log import Log
from backsource.simulation import prepare, simulate


def turned(block: Any) -> Any:
    """The same block with the entries of every mapping in reverse order."""
    if isinstance(block, dict):
        return {key: turned(value) for key, value in reversed(block.items())}
    return [turned(value) for value in block] if isinstance(block, list) else block


def rows(log: Log) -> dict[tuple[str, str], bytes]:
    """The rows of everything, by kind and name."""
    return {
        (kind, name): getattr(log, kind).data[place].tobytes()
        for kind in ("stocks", "lanes", "lines", "markets")
        for place, name in enumerate(getattr(log, kind).names)
    }


def events(log: Log) -> list[tuple[float, int, str, float]]:
    """The journal with names in place of numbers."""
    return [(float(e["time"]), int(e["kind"]), log.subjects[e["subject"]], float(e["quantity"])) for e in log.journal]


@settings(max_examples=25)
@given(changeovers(), st.integers(0, 99))
def test_the_same_arguments_give_the_same_bytes_also_from_a_pickled_plan(
    changeover: tuple[Block, Block], replication: int
) -> None:
    scenario = scenario_from(changeover[0])
    plan = prepare(scenario, schedule_from(changeover[1], scenario=scenario))
    first = book_bytes(simulate(plan, 7, replication))
    simulate(plan, 7, replication + 1)
    assert book_bytes(simulate(plan, 7, replication)) == first
    assert book_bytes(simulate(pickle.loads(pickle.dumps(plan)), 7, replication)) == first


@settings(max_examples=25)
@given(changeovers())
def test_the_order_of_entries_in_a_file_changes_nothing(changeover: tuple[Block, Block]) -> None:
    content, schedule = changeover
    assert book_bytes(run(turned(content), turned(schedule))) == book_bytes(run(content, schedule))


@settings(max_examples=25)
@given(scenarios(), st.sampled_from(("aa", "mm", "zz")))
def test_an_idle_site_changes_no_other_row(content: Block, name: str) -> None:
    before = run(content)
    idle = {
        "sites": {name: {"kind": "depot", "calendar": "odd"}, f"{name}-feed": {"kind": "feed"}},
        "stocks": {f"{name}/ore": {"base_stock": "0 kg", "opening": "0 kg"}},
        "lanes": {f"{name}-lane": {"item": "ore", "from": f"{name}-feed", "to": name, "promised": "2 days"}},
    }
    after = run({**content, **{section: {**content[section], **more} for section, more in idle.items()}})
    others = rows(after)
    assert {key: others[key] for key in rows(before)} == rows(before)
    assert events(after) == events(before)
    assert after.environment == before.environment


@settings(max_examples=25)
@given(scenarios(), st.booleans(), st.integers(0, 11))
def test_an_outage_of_length_zero_changes_nothing(content: Block, renewal: bool, day: int) -> None:
    hits = [*content["sites"], *content["lanes"], *content["lines"]]
    nothing: Block = {"hits": hits, "stops": ["lines", "lanes", "reviews"]}
    nothing |= (
        {"every": "3 days", "lasts": "0 days"} if renewal else {"listed": [{"from": f"{day} days", "lasts": "0 days"}]}
    )
    before, after = run(content), run({**content, "outages": {**content["outages"], "nothing": nothing}})
    for kind in ("stocks", "lanes", "lines", "markets"):
        ours, theirs = getattr(after, kind), getattr(before, kind)
        np.testing.assert_allclose(ours.data, theirs.data, rtol=0, atol=1e-9, err_msg=kind)
    assert events(after) == events(before)


def test_replications_are_runs_of_their_own() -> None:
    plan = prepare(scenario_from(chain()))
    logs = [simulate(plan, 3, replication) for replication in range(50)]
    logs += [simulate(plan, 4, replication) for replication in range(50)]
    assert len({book_bytes(log) for log in logs}) == 100
    assert len({log.environment for log in logs}) == 100


@settings(max_examples=25)
@given(changeovers())
def test_the_environment_is_the_same_under_every_schedule(changeover: tuple[Block, Block]) -> None:
    content, schedule = changeover
    stay, move = run(content), run(content, schedule)
    assert stay.environment == move.environment
    assert stay.drawn == move.drawn
    for name, path in stay.prices.items():
        assert path.tobytes() == move.prices[name].tobytes()
    np.testing.assert_array_equal(stay.markets["demand"], move.markets["demand"])
