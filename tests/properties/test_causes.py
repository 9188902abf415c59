"""Whatever runs: causes and residual of an incident add up to its units short, and none is negative."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_parts import Block
from random_scenarios import changeovers

from backsource.config import scenario_from, schedule_from
from backsource.log import Log
from backsource.measures import FAMILIES, RESIDUAL, Sheet
from backsource.simulation import prepare, simulate


def measured(changeover: tuple[Block, Block], replication: int) -> tuple[Sheet, Log]:
    scenario = scenario_from(changeover[0])
    schedule = schedule_from(changeover[1], scenario=scenario)
    log = simulate(prepare(scenario, schedule), 7, replication)
    last = ceil(scenario.horizon.amount) - 1
    return Sheet(scenario, schedule, window=(0, last), reference=(0, last)), log


def check(sheet: Sheet, log: Log) -> None:
    explained = sheet.explained(log)
    assert [one.incident for one in explained] == sheet.incidents(log)
    for one in explained:
        assert sum(one.causes.values()) == pytest.approx(one.incident.units_short, rel=1e-9, abs=1e-9)
        assert all(units > 0 for units in one.causes.values())
        assert {cause.family for cause in one.causes} <= {*FAMILIES, RESIDUAL}
    row = sheet.measure(log)
    parts = {name: sum(row[f"{name}_{family}"] for family in (*FAMILIES, RESIDUAL)) for name in ("short", "gap_days")}
    assert parts["short"] == pytest.approx(row["units_short"], rel=1e-9, abs=1e-9)
    assert parts["gap_days"] == pytest.approx(row["gap_days"])
    trace = sheet._ready(log).tracer.trace(log)
    for stock in log.stocks.names:
        shares = trace.shares(stock)
        total = sum(shares.values(), np.zeros(log.days))
        assert all((share >= 0).all() for share in shares.values())
        assert (total <= 1 + 1e-9).all()


@settings(max_examples=15)
@given(changeovers(), st.integers(0, 99))
def test_causes_and_residual_add_up_to_the_units_short(changeover: tuple[Block, Block], replication: int) -> None:
    check(*measured(changeover, replication))


@settings(max_examples=10)
@given(changeovers(mixed=True), st.integers(0, 99))
def test_they_do_so_off_the_grid(changeover: tuple[Block, Block], replication: int) -> None:
    check(*measured(changeover, replication))
