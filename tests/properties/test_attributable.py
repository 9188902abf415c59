"""What a changeover does to the customer, beside its stay-external twin.

Nothing where supply is certain, the line is at its mature rate and yield from the first day and the schedule is of a
sensible kind: the line opens before it has a share, its raw material has a lead time to follow, covers are counted in
the days that are worked, notice runs out after the last step. With random supply never a loss on average: what leaves
an unreliable supplier cannot miss it.
"""

from typing import Any

import numpy as np
import pytest
from builders import run
from dice import Dice
from hypothesis import given, settings
from hypothesis import strategies as st
from random_scenarios import drawn

from backsource.config import scenario_from, schedule_from
from backsource.simulation import prepare, simulate

Block = dict[str, Any]
DAYS = 150
DATES = [str(day) for day in np.arange("2026-01-05", "2026-06-04", dtype="datetime64[D]")]


def programme(dice: Dice) -> Block:
    """A part bought today that a plant can make, everything certain; demand of every day known."""
    working = dice.chance(50)
    calendar: Block = {"calendar": "works"} if working else {}
    lead, raw_lead, mean = dice.integer(0, 12), dice.integer(0, 20), dice.integer(20, 60)
    per = "working day" if working else "day"
    cover = f"{per}s of planned use"
    return {
        "scenario": "certain", "start": "2026-01-05", "horizon": f"{DAYS} days",
        "calendars": {"works": {"week": "mon-fri"}},
        "items": {"part": {"unit": "piece"}, "raw": {"unit": "kg", "whole": dice.chance(50)}},
        "sites": {"s": {"kind": "supplier", **calendar}, "f": {"kind": "feed"}, "p": {"kind": "plant", **calendar}},
        "stocks": {
            "p/part": {"opening": f"{mean * (lead + 6)} pieces", "cover": f"{dice.integer(2, 9)} {cover}",
                       "sources": {"buy": "100 %", "make": "0 %"}},
            "p/raw": {"opening": "0 kg", "cover": f"{dice.integer(1, 9)} {cover}"},
        },
        "lanes": {
            "buy": {"item": "part", "from": "s", "to": "p", "promised": f"{lead} days"},
            "raw": {"item": "raw", "from": "f", "to": "p", "promised": f"{raw_lead} days"},
        },
        "lines": {
            "cell": {"site": "s", "makes": "part", "rate": f"{4 * mean} pieces/{per}"},
            "make": {"site": "p", "makes": "part", "bom": {"raw": f"{dice.integer(1, 3)} kg"},
                     "rate": f"{4 * mean} pieces/{per}"},
        },
        "markets": {"m": {"item": "part", "from": "p", "demand": {"per": per, "mean": f"{mean} pieces"}, **calendar}},
        "contracts": {"deal": {"with": "s", "lanes": ["buy"], "notice": {"period": "20 days"}}},
    }  # fmt: skip


def sensible(dice: Dice) -> Block:
    """Steps to any shares that rise, from day 45 on (the raw material's lead time is at most 20 days), with or without
    a bank, and with notice that runs out after the last step."""
    steps = [45, *sorted({dice.integer(46, 90) for _ in range(dice.integer(0, 2))})]
    parts = sorted(dice.integer(1, 10) for _ in steps)
    schedule: Block = {
        "stock": "p/part", "opens": {"make": DATES[dice.integer(20, 44)]},
        "share": [{"date": DATES[day], "make": f"{10 * part} %", "buy": f"{100 - 10 * part} %"}
                  for day, part in zip(steps, parts, strict=True)],
    }  # fmt: skip
    if parts[-1] == 10 and dice.chance(60):
        schedule["notice"] = {"contract": "deal", "date": DATES[steps[-1] - dice.integer(0, 15)]}
    if dice.chance(40):
        bank = {"from": DATES[dice.integer(5, 15)], "use_from": DATES[dice.integer(45, 95)]}
        schedule["bridge"] = {**bank, "want": f"{dice.integer(1, 15)} days of cover", "source": "buy"}
    return schedule


def both(dice: Dice) -> tuple[Block, Block]:
    """A programme and a schedule for it."""
    return programme(dice), sensible(dice)


@settings(max_examples=40)
@given(drawn(both))
def test_with_certain_supply_no_sensible_schedule_has_a_gap_of_its_own(case: tuple[Block, Block]) -> None:
    stay, move = run(case[0]), run(*case)
    assert move.lines.of("make", "good").sum() > 0
    assert move.markets.of("m", "short").sum() == stay.markets.of("m", "short").sum() == 0


@pytest.mark.parametrize("trouble", ["late", "outage"])
@settings(max_examples=4)
@given(drawn(sensible), st.integers(0, 10_000))
def test_with_random_supply_the_gap_is_never_worse_on_average(trouble: str, schedule: Block, seed: int) -> None:
    content = {
        "scenario": "random", "start": "2026-01-05", "horizon": f"{DAYS} days", "items": {"part": {"unit": "piece"}},
        "sites": {"s": {"kind": "feed"}, "p": {"kind": "plant"}},
        "stocks": {"p/part": {"opening": "300 pieces", "base_stock": "330 pieces",
                              "sources": {"buy": "100 %", "make": "0 %"}}},
        "lanes": {"buy": {"item": "part", "from": "s", "to": "p", "promised": "5 days"}},
        "lines": {"make": {"site": "p", "makes": "part", "rate": "80 pieces/day"}},
        "markets": {"m": {"item": "part", "from": "p", "demand": {"per": "day", "mean": "40 pieces", "cv": 0.3}}},
        "contracts": {"deal": {"with": "s", "lanes": ["buy"], "notice": {"period": "20 days"}}},
    }  # fmt: skip
    if trouble == "late":
        content["lanes"]["buy"]["late"] = {"chance": "20 %", "by": {"mean": "6 days", "cv": 1.0}}
    else:
        content["outages"] = {"strike": {"hits": ["s"], "every": "40 days", "lasts": {"mean": "6 days", "cv": 1.0}}}
    scenario = scenario_from(content)
    plans = [prepare(scenario), prepare(scenario, schedule_from({"schedule": "move", **schedule}, scenario=scenario))]
    short = np.array([[simulate(plan, seed, r).markets.of("m", "short").sum() for plan in plans] for r in range(60)])
    assert short[:, 0].sum() > 0
    assert (short[:, 1] - short[:, 0]).mean() <= 0
