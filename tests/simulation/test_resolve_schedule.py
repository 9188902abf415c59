"""Dates and shares that follow from a scenario and a schedule."""

from datetime import date

import pytest
from builders import Blocks, scenario, shop

from backsource.config import scenario_from, schedule_from
from backsource.config.terms import NoticePeriod
from backsource.network import build
from backsource.simulation import prepare
from backsource.simulation.programme import BridgePlan
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.shares import as_is, expected
from backsource.units import Span


@pytest.mark.parametrize(
    ("to", "end"),
    [
        ("any day", date(2026, 7, 25)),
        ("month end", date(2026, 7, 31)),
        ("quarter end", date(2026, 9, 30)),
        ("year end", date(2026, 12, 31)),
    ],
)
def test_notice_of_120_days_runs_to_the_day_that_was_agreed(to: str, end: date) -> None:
    assert NoticePeriod(period=Span(120.0), to=to).last_day(date(2026, 3, 27)) == end  # type: ignore[arg-type]


def frame(content: Blocks, **schedule: object) -> Frame:
    read = scenario_from(content)
    return Frame(read, schedule_from({"schedule": "s", **schedule}, scenario=read), build(read))


TWO = {"air": {"item": "x", "from": "mill", "to": "shop", "promised": "1 day"}}


def test_a_source_that_is_alone_but_for_emergencies_has_all() -> None:
    stock = {"base_stock": "9 pieces", "emergency": {"source": "air", "below": "1 day"}}
    assert as_is(frame(shop(stock, [1], lanes=TWO)), "shop/x", ["in", "air"]) == {"in": 1}


def test_lines_of_a_supplier_without_a_stock_share_by_their_rates() -> None:
    lines = {
        name: {"site": "mill", "makes": "x", "rate": f"{rate} pieces/day"} for name, rate in (("a", 30), ("b", 10))
    }
    content = shop({"base_stock": "9 pieces"}, [1], sites={"mill": {"kind": "supplier"}}, lines=lines)
    assert as_is(frame(content), "mill/x", ["a", "b"]) == {"a": 0.75, "b": 0.25}


@pytest.mark.parametrize(
    ("policy", "shares"),
    [
        (
            {"dual_index": {"express": "air", "express_to": "2 pieces", "regular": "in", "regular_to": "9 pieces"}},
            {"in": 1},
        ),
        ({"base_surge": {"base": "in", "quantity": "2 pieces", "surge": "air", "surge_to": "9 pieces"}}, {"in": 1}),
        ({"listed": {"in": ["3 pieces", "3 pieces"], "air": ["2 pieces"]}}, {"in": 0.75, "air": 0.25}),
    ],
)
def test_policies_that_speak_of_sources_have_planned_shares(policy: Blocks, shares: dict[str, float]) -> None:
    found = expected(frame(shop({**policy, "opening": "0 pieces"}, [1], lanes=TWO)))
    assert found["shop/x"] == ((0, tuple(sorted(shares.items()))),)


def test_planned_use_walks_upstream_along_the_shares_with_the_mature_yield() -> None:
    content = shop(
        {"base_stock": "9 pieces", "sources": {"in": "60 %", "make": "40 %"}}, [10] * 20,
        items={"x": {"unit": "piece"}, "raw": {"unit": "kg", "whole": False}},
        stocks={"shop/raw": {"cover": "2 days of planned use"}},
        lanes={"raw": {"item": "raw", "from": "mill", "to": "shop", "promised": "3 days"}},
        lines={"make": {"site": "shop", "makes": "x", "bom": {"raw": "3 kg"}, "rate": "99 pieces/day", "yield": 0.8}},
    )  # fmt: skip
    plan = prepare(scenario_from(content))
    assert plan.stocks["shop/raw"].use[0] == pytest.approx(10 * 0.4 * 3 / 0.8)


def test_a_season_and_a_trend_shape_the_demand_of_each_day() -> None:
    demand = {
        "per": "day",
        "mean": "100 pieces",
        "weekdays": [1, 1, 1, 1, 1, 0.5, 0],
        "months": [2] + [1] * 11,
        "trend": "10 %/year",
    }
    content = shop({"base_stock": "9 pieces"}, [], market={"demand": demand}, horizon="400 days")
    plan = prepare(scenario_from(content))
    factors = plan.markets["m"].factors
    assert factors[:7] == pytest.approx(
        [2 * w * 1.1 ** (day / 365.25) for day, w in enumerate([1, 1, 1, 1, 1, 0.5, 0])]
    )
    assert factors[26] == pytest.approx(2 * 0.5 * 1.1 ** (26 / 365.25))  # 31 January, a Saturday
    assert factors[28] == pytest.approx(1.1 ** (28 / 365.25))  # 2 February, a Monday


def test_the_bank_is_what_is_used_in_the_days_after_the_old_source_falls_away() -> None:
    content = shop({"base_stock": "9 pieces", "sources": {"in": "50 %", "air": "50 %"}}, list(range(1, 20)), lanes=TWO)
    read = scenario_from(content)
    bank = {"from": "2026-01-06", "want": "3 days of cover", "use_from": "2026-01-10"}
    plan = prepare(read, schedule_from({"schedule": "s", "stock": "shop/x", "bridge": bank}, scenario=read))
    # days 5, 6 and 7 ask for 6, 7 and 8 pieces; without a word the larger share builds it (the first by name of equals)
    # on the eve half of the 4 and 5 pieces of days 3 and 4 is still on its two days, half of the 5 on its one day
    assert plan.programme.parts[0].bridge == BridgePlan(begin=1, use_from=5, quantity=21, source="air", normal=2)


def test_a_scenario_without_anything_on_the_grid_still_has_its_rows() -> None:
    plan = prepare(
        scenario(sites={"shop": {"kind": "depot"}}, stocks={"shop/x": {"opening": "3 pieces"}}, horizon="2.5 days")
    )
    assert (plan.rows, plan.until) == (3, 2.5)
