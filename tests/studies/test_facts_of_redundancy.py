"""Stylised facts about several sources: what they gain, and what they lose by failing together (F9, F10, F13).

The same futures in all arms, a hundred of them, but for the printed shares of time up.
"""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from changeovers import Blocks, day
from facts import Floats, N, made, over, short, surely_more, world

from backsource.config import Scenario, scenario_from
from backsource.simulation import prepare, simulate

FAILS, LASTS = 80.0, 10.0
"""Days up and down of a source, on average."""


def stops(own: dict[str, list[str]], beta: float, fails: float = FAILS, lasts: float = LASTS) -> dict[str, Blocks]:
    """Outages of groups of sources, the share *beta* of whose hazard hits the whole group at once."""
    found: dict[str, Blocks] = {}
    length = {"family": "exponential", "mean": f"{lasts!r} days"}
    for name, group in own.items():
        if beta < 1:
            every = f"{fails / (1 - beta)!r} days"
            found |= {f"{each} stops": {"hits": [each], "every": every, "lasts": length} for each in group}
        if beta > 0:
            found[f"all of {name} stop"] = {"hits": group, "every": f"{fails / beta!r} days", "lasts": length}
    return found


def shops(number: int, sources: int, days: int, **outages: Any) -> Scenario:
    """Shops without stock that sell one a day or lose the sale, each from sources that stand in for each other."""
    names = [f"shop{one}" for one in range(number)]
    of = {name: [f"{name}-source{one}" for one in range(sources)] for name in names}
    feeds = [feed for group in of.values() for feed in group]
    lane = {"item": "part", "promised": "0 days", "in_outage": "block_orders"}
    return scenario_from({
        "scenario": "shops", "start": "2026-01-05", "horizon": f"{days} days",
        "items": {"part": {"unit": "piece", "whole": False}},
        "sites": {name: {"kind": "depot"} for name in names} | {feed: {"kind": "feed"} for feed in feeds},
        "stocks": {f"{name}/part": {"base_stock": "0 pieces", "when_blocked": "divert",
                                    "sources": {f"from {feed}": 1 / sources for feed in of[name]}} for name in names},
        "lanes": {f"from {feed}": {**lane, "from": feed, "to": name} for name in names for feed in of[name]},
        "markets": {f"at {name}": {"item": "part", "from": name, "short": "lost",
                                   "demand": {"per": "day", "mean": "1 piece"}} for name in names},
        "outages": stops(of, **outages),
    })  # fmt: skip


# ---- F9
@cache
def lost(sources: int, beta: float) -> Floats:
    """Sales lost in each future, shape (N,)."""
    return over(shops(1, sources, 400, beta=beta), short)


def test_f9_the_second_source_gives_most_of_the_gain_and_the_third_little() -> None:
    one, two, three = (lost(sources, 0.0) for sources in (1, 2, 3))
    assert surely_more(one, two)
    assert surely_more(one - two, 2 * (two - three))


def test_f9_what_a_second_source_gains_falls_with_what_is_shared_and_is_nothing_when_all_is() -> None:
    gains = [lost(1, beta) - lost(2, beta) for beta in (0.0, 0.5, 1.0)]
    for less, more in pairwise(gains):
        assert surely_more(less, more)
    assert not gains[-1].any()


@pytest.mark.prove
@pytest.mark.parametrize(("beta", "printed"), [(0.0, 0.9977), (0.05, 0.9955), (0.1, 0.9932), (0.3, 0.9841)])
def test_two_sources_that_share_some_of_their_stops_are_up_as_printed(beta: float, printed: float) -> None:
    """domain.md 5.2: 400 days up and 20 down; an independent part of each and a common part in series."""
    plan = prepare(shops(40, 2, 5000, beta=beta, fails=400.0, lasts=20.0))
    sold = 1 - np.concatenate([simulate(plan, 11, number).markets["short"][:, 200:].mean(axis=1) for number in (0, 1)])
    error = sold.std(ddof=1) / np.sqrt(len(sold))
    assert error < 0.3 * (1 - printed)
    assert abs(sold.mean() - printed) < 4 * error + 5e-5


# ---- F10
def made_of_two(together: bool) -> Scenario:
    """A line that needs steel and oil from a feed each; each feed stops as often and as long either way.

    The stops of the steel are the same ones in both arms, and hit the oil too where they come together.
    """
    lane = {"to": "plant", "promised": "1 day", "in_outage": "block_orders"}
    length = {"family": "exponential", "mean": f"{LASTS!r} days"}
    stop = {"every": f"{FAILS!r} days", "lasts": length}
    alone = {} if together else {"other": {"hits": ["well"], **stop}}
    return scenario_from({
        "scenario": "two materials", "start": "2026-01-05", "horizon": "300 days",
        "items": {"part": {"unit": "piece"}, "steel": {"unit": "kg", "whole": False},
                  "oil": {"unit": "kg", "whole": False}},
        "sites": {"mill": {"kind": "feed"}, "well": {"kind": "feed"}, "plant": {"kind": "plant"}},
        "stocks": {"plant/part": {"base_stock": "30 pieces"}, "plant/steel": {"base_stock": "40 kg"},
                   "plant/oil": {"base_stock": "40 kg"}},
        "lanes": {"steel": {"item": "steel", "from": "mill", **lane}, "oil": {"item": "oil", "from": "well", **lane}},
        "lines": {"make": {"site": "plant", "makes": "part", "rate": "12 pieces/day",
                           "bom": {"steel": "1 kg", "oil": "1 kg"}}},
        "markets": {"customer": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}}},
        "outages": {"stop": {"hits": ["mill", "well"] if together else ["mill"], **stop}, **alone},
    })  # fmt: skip


def test_f10_feeds_that_are_all_needed_starve_the_line_less_when_they_fail_together() -> None:
    apart, together = (over(made_of_two(each), short) for each in (False, True))
    assert surely_more(apart, together)
    assert surely_more(together, np.zeros(N))
    assert (apart >= together).all()  # the same stops, and others beside them


# ---- F13
def short_for_a_crash(tools: Blocks, **tasks: Blocks) -> Floats:
    """Units short for a stop of 50 days of the plant, in which the parts are asked of the supplier again."""
    rule = {"when": {"backlog": {"above": "1 day", "over": "2 days"}}, "to": {"make": 0}, "until": "exit"}
    arm: Blocks = {"tasks": tasks, "share": [{"date": day(100), **made(100)}], "rollback": rule}
    plain = {"site": "plant", "makes": "part", "rate": "140 pieces/day", "tools": {"any_of": ["old", "new"]}}
    stock = {"cover": "16 days", "opening": "1600 pieces", "on_order": "600 pieces", "sources": {"buy": 1, "make": 0}}
    blocks = {"horizon": "260 days", "tools": tools, "lines.cell.tools": ["old"], "lines.make": plain,
              "stocks.plant/part": stock}  # fmt: skip
    crash = {"hits": ["make"], "listed": [{"from": "170 days", "lasts": "50 days"}]}
    sure, crashed = (world(**blocks, outages=outages) for outages in ({}, {"crash": crash}))
    return over(crashed, short, **arm) - over(sure, short, **arm)


def test_f13_the_same_failure_costs_more_when_the_only_tool_has_moved_than_with_one_on_each_side() -> None:
    """With one tool the supplier can make nothing until it has travelled back."""
    old = {"at": "seller", "move": {"takes": "10 days"}}
    both = short_for_a_crash({"old": old, "new": {"at": "plant"}})
    only = {"old": old, "new": {"at": "none", "lead": "90 days"}}
    moved = short_for_a_crash(only, move={"begin": day(100), "moves": {"old": "plant"}})
    assert surely_more(both, np.zeros(N))
    assert surely_more(moved, both)
