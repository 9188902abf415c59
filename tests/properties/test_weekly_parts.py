"""Whatever runs, in whatever window: parts of cost and units short add up to the wide row, and to differences."""

from datetime import timedelta
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_parts import Block
from random_scenarios import changeovers

from backsource.config import Scenario, Schedule, scenario_from, schedule_from
from backsource.measures import LINES, OUTSIDE, SHORTAGE, Sheet, WeeklyParts
from backsource.report.explain import explanation
from backsource.simulation import prepare, simulate

Row = dict[str, float]
Days = tuple[int, int]


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-6)


def runs(scenario: Scenario, schedule: Schedule | None, window: Days, seed: int) -> tuple[list[WeeklyParts], list[Row]]:
    plan = prepare(scenario, schedule)
    sheet = Sheet(scenario, schedule, window=window, reference=(0, window[1]))
    logs = [simulate(plan, seed, replication) for replication in range(2)]
    return [sheet.weekly_parts(log) for log in logs], [sheet.measure(log) for log in logs]


def check_row(parts: WeeklyParts, row: Row) -> None:
    assert sum(weeks.sum() for weeks in parts.cost.values()) == near(row["total_cost"])
    for line in LINES:
        own = parts.cost[line].sum()
        if line == "stock_change":
            assert -own == near(row[line])
        elif line not in ("payments", "tasks"):
            assert own == near(row[line if line.endswith("_cost") else f"{line}_cost"])
    assert parts.cost["payments"].sum() + parts.cost["tasks"].sum() == near(row["payments_cost"])
    assert sum(weeks.sum() for weeks in parts.short.values()) == near(row["units_short"])
    for family, weeks in parts.short.items():
        assert weeks.sum() == near(row[f"short_{family}"])
    assert sum(map(float, parts.shortage.values())) == near(row["shortage_cost"])
    assert float(parts.shortage[OUTSIDE]) >= 0


def stacked(parts: list[WeeklyParts]) -> WeeklyParts:
    return WeeklyParts(
        parts[0].day,
        {line: np.array([one.cost[line] for one in parts]) for line in LINES},
        {family: np.array([one.short[family] for one in parts]) for family in parts[0].short},
        {part: np.array([one.shortage[part] for one in parts]) for part in SHORTAGE},
    )


def check(changeover: tuple[Block, Block], seed: int, data: st.DataObject) -> None:
    scenario = scenario_from(changeover[0])
    schedule = schedule_from(changeover[1], scenario=scenario)
    last = ceil(scenario.horizon.amount) - 1
    first = data.draw(st.integers(0, last))
    window = first, data.draw(st.integers(first, last))
    own, mine = runs(scenario, schedule, window, seed)
    other, theirs = runs(scenario, None, window, seed)
    for parts, row in zip((*own, *other), (*mine, *theirs), strict=True):
        check_row(parts, row)
    measured = tuple(scenario.start + timedelta(days=day) for day in window)
    found = explanation(
        "random", ("own", "other"), stacked(own), stacked(other), start=scenario.start,
        window=(measured[0], measured[1]), currency="EUR", unit="piece",
    )  # fmt: skip
    cost = np.mean([a["total_cost"] - b["total_cost"] for a, b in zip(mine, theirs, strict=True)])
    short = np.mean([a["units_short"] - b["units_short"] for a, b in zip(mine, theirs, strict=True)])
    assert found.cost.difference.mean == near(cost)
    decided = [part for part in found.groups if part.name != "shortage"]
    for table in (found.lines, found.groups, (*found.late, *decided), [step.cost for step in found.steps]):
        assert sum(part.difference.mean for part in table) == near(cost)
    for table in (found.causes, [step.short for step in found.steps]):
        assert sum(part.difference.mean for part in table) == near(short)
    assert sum(sum(week.cost.values()) for week in found.weeks) == near(cost)


@settings(max_examples=15)
@given(changeovers(), st.integers(0, 99), st.data())
def test_parts_add_up_to_the_difference(changeover: tuple[Block, Block], seed: int, data: st.DataObject) -> None:
    check(changeover, seed, data)


@settings(max_examples=8)
@given(changeovers(mixed=True), st.integers(0, 99), st.data())
def test_they_do_so_off_the_grid(changeover: tuple[Block, Block], seed: int, data: st.DataObject) -> None:
    check(changeover, seed, data)
