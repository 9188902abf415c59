"""Each law of conservation finds the book that breaks it."""

from dataclasses import replace

import numpy as np
import pytest
from builders import Blocks, world

from backsource.config import scenario_from, schedule_from
from backsource.errors import InvariantError
from backsource.log import Kind, Log
from backsource.simulation import invariants, prepare, simulate
from backsource.simulation.plan import Plan


def content() -> Blocks:
    """A plant that makes of raw material and buys, with a depot, calendars, a tool and a limited lane."""
    works = {"kind": "plant", "calendar": "works"}
    return world(
        items={"x": {"unit": "piece"}, "raw": {"unit": "kg", "whole": False}},
        calendars={"works": {"week": "mon-fri"}},
        sites={"mine": {"kind": "feed"}, "plant": works, "seller": {"kind": "feed"}, "depot": {"kind": "depot"}},
        stocks={
            "plant/raw": {"base_stock": "90 kg"},
            "plant/x": {"base_stock": "20 pieces", "sources": {"buy": "50 %", "make": "50 %"}},
            "depot/x": {"base_stock": "15 pieces"},
        },
        lanes={
            "raw": {"item": "raw", "from": "mine", "to": "plant", "promised": "2 days"},
            "buy": {"item": "x", "from": "seller", "to": "plant", "promised": "2 days", "capacity": "6 pieces/day"},
            "out": {"item": "x", "from": "plant", "to": "depot", "promised": "1 day"},
        },
        lines={
            "make": {"site": "plant", "makes": "x", "bom": {"raw": "2 kg"}, "rate": "8 pieces/day", "yield": "90 %",
                     "tools": ["die"]},
        },
        tools={"die": {"at": "seller", "move": {"takes": "2 days"}}},
        markets={"m": {"item": "x", "from": "depot", "demand": {"per": "day", "mean": "4 pieces", "cv": 0.5}}},
    )  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    scenario = scenario_from(content())
    tasks = {"move": {"begin": "2026-01-08", "moves": {"die": "plant"}}}
    schedule = {"schedule": "s", "stock": "plant/x", "tasks": tasks,
                "share": [{"date": "2026-01-12", "make": "80 %", "buy": "20 %"}]}  # fmt: skip
    return prepare(scenario, schedule_from(schedule, scenario=scenario))


@pytest.fixture
def log(plan: Plan) -> Log:
    """A run whose books may be written on."""
    run = simulate(plan, 1, 0)
    books = {kind: replace(getattr(run, kind), data=getattr(run, kind).data.copy())
             for kind in ("stocks", "lanes", "lines", "markets")}  # fmt: skip
    return replace(run, **books, journal=run.journal.copy())


def test_an_honest_log_passes(plan: Plan, log: Log) -> None:
    invariants.check(plan, log)


@pytest.mark.parametrize(
    ("kind", "name", "column", "change", "law"),
    [
        ("stocks", "plant/x", "on_hand", 1, "on hand = before"),
        ("stocks", "plant/raw", "spoilt", 1, "on hand = before"),
        ("stocks", "plant/x", "position", 1, "position = on hand"),
        ("stocks", "depot/x", "asked", 1, "owed = before"),
        ("lanes", "out", "cancelled", 1, "on order = before"),
        ("lanes", "out", "in_transit", 1, "in transit"),
        ("lanes", "out", "lost", -1, "never fall: lost of lanes"),
        ("lanes", "buy", "orders", -9, "never fall: orders of lanes"),
        ("markets", "m", "owed", 2, "owed by market"),
        ("markets", "m", "short", -9, "never fall: short of markets"),
        ("lines", "make", "wip", 1, "in process"),
        ("lines", "make", "open", -4, "at its lanes and lines"),
        ("lines", "make", "idle", 0.5, "states add up"),
        ("lines", "make", "could", -8, "made <= rate"),
    ],
)
def test_a_false_entry_is_found(
    plan: Plan, log: Log, kind: str, name: str, column: str, change: float, law: str
) -> None:
    getattr(log, kind).of(name, column)[8] += change
    with pytest.raises(InvariantError, match=law):
        invariants.check(plan, log)


@pytest.mark.parametrize(
    ("columns", "law"),
    [
        ((("stocks", "depot/x", "received"), ("stocks", "depot/x", "spoilt")), "received by a stock"),
        ((("stocks", "plant/x", "made"), ("stocks", "plant/x", "spoilt")), "made for a stock"),
        (
            (("stocks", "plant/x", "shipped"), ("stocks", "plant/x", "received"), ("stocks", "plant/x", "asked")),
            "received",
        ),
        ((("stocks", "plant/raw", "used"), ("stocks", "plant/raw", "received")), "received by a stock"),
    ],
)
def test_what_one_thing_gives_and_no_other_takes_is_found(
    plan: Plan, log: Log, columns: tuple[tuple[str, str, str], ...], law: str
) -> None:
    for kind, name, column in columns:
        getattr(log, kind).of(name, column)[8] += 1
    with pytest.raises(InvariantError, match=law):
        invariants.check(plan, log)


def test_work_on_a_closed_day_is_found(plan: Plan, log: Log) -> None:
    log.lines.of("make", "started")[12] += 1  # a Saturday
    log.lines.of("make", "scrap")[12] += 1
    log.stocks.of("plant/raw", "used")[12] += 2
    log.stocks.of("plant/raw", "received")[12] += 2
    with pytest.raises(InvariantError):
        invariants.check(plan, log)
    with pytest.raises(InvariantError, match="a closed site starts nothing"):
        invariants.limits(plan, log)


def test_more_than_the_capacity_of_a_lane_is_found(plan: Plan, log: Log) -> None:
    log.lanes.of("buy", "shipped")[2] = 8
    with pytest.raises(InvariantError, match="shipped <= capacity"):
        invariants.limits(plan, log)


def test_a_tool_in_two_places_and_a_line_that_works_without_its_tool_are_found(plan: Plan, log: Log) -> None:
    installed = np.flatnonzero(log.journal["kind"] == Kind.TOOL_INSTALLED)[0]
    with pytest.raises(InvariantError, match="a tool is in one place"):
        invariants.tools(plan, replace(log, journal=np.append(log.journal, log.journal[installed])))
    log.lines.of("make", "started")[3] += 1  # the die is on its way from day 3 to day 5
    with pytest.raises(InvariantError, match="without its tool"):
        invariants.tools(plan, log)


def test_shares_that_add_up_to_more_than_one_are_found(log: Log) -> None:
    log.journal["quantity"][log.journal["kind"] == Kind.SHARE_STEP] += 0.2
    with pytest.raises(InvariantError, match="unallocated >= 0"):
        invariants.shares(log)


def test_the_evidence_names_the_thing_the_day_and_the_run(plan: Plan, log: Log) -> None:
    log.stocks.of("plant/x", "on_hand")[8] += 1
    with pytest.raises(InvariantError, match=r"thing='plant/x', day=8, .*seed=1, replication=0"):
        invariants.check(plan, log)
