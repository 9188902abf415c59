"""What a bank has to carry and what can be built, against hand calculation."""

from typing import Any

import pytest
from small_plans import WORLD, at, plan, said, world, world_with

from backsource.laws.bridge import ExponentialChangeover, linear_ramp_need
from backsource.network.feasibility import feasibility
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.outlook import Outlook

BANK = {"from": "2026-02-05", "want": "10 days", "use_from": "2026-04-06"}
"""1,000 pieces wanted, 60 days to build them."""


def test_the_need_of_an_exponential_ramp_meets_its_closed_form_within_half_a_day() -> None:
    """D 100, K 125, tau 30 days from 0: t* = 48.28 days, B = 1,792.92 pieces (a published example)."""
    law = ExponentialChangeover(demand=100, rate=125, tau=30)
    scenario = world(lines__make__ramp={"tau": "30 days"})
    schedule = plan(scenario, opens={"make": "2026-04-06"})
    assert law.needed == pytest.approx(1792.92, abs=0.01)
    assert Changeover(Outlook(scenario, schedule), "plant/part").needed == pytest.approx(law.needed, abs=50)
    found = at(feasibility(scenario, schedule), "lines.make.ramp").found
    assert "passes what is asked after 48 days of work from 2026-04-06 on, on 2026-05-24" in found


def test_a_dead_time_before_a_linear_ramp_adds_its_demand() -> None:
    """D (L + R / 2) with L 20 and R 60 days: 5,000 pieces."""
    scenario = world(lines__make__ramp={"shape": "linear", "over": "60 days"}, lines__make__rate="100 pieces/day")
    schedule = plan(scenario, opens={"make": "2026-04-26"})
    assert linear_ramp_need(100, 60, 20) == 5000
    assert Changeover(Outlook(scenario, schedule), "plant/part").needed == pytest.approx(5000, abs=50)


def test_a_ramp_behind_no_bank_is_warned_of_with_what_stands_by() -> None:
    """Base stock of 1,000, less a day that the line has to fill: what is made is ready the next day."""
    scenario = world(lines__make__ramp={"tau": "30 days"})
    findings = feasibility(scenario, plan(scenario, opens={"make": "2026-04-06"}))
    assert said(findings) == {("warn", "lines.make.ramp"), ("warn", "schedule.share")}
    assert "900 pieces (9 days) stand by" in at(findings, "schedule.share").found


def test_the_same_ramp_behind_a_bank_is_only_noted() -> None:
    """25 a day above the need on 60 days builds 1,500; 1,000 wanted and 900 usual carry 1,793."""
    scenario = world(lines__make__ramp={"tau": "30 days"})
    findings = feasibility(scenario, plan(scenario, opens={"make": "2026-04-06"}, bridge=BANK))
    assert said(findings) == {("note", "lines.make.ramp"), ("note", "schedule.bridge")}
    found = at(findings, "schedule.bridge").found
    assert found.startswith("wanted 1,000 pieces (10 days), attainable 1,500 pieces (15 days): buy can give 25 a day")
    assert "on 60 days from 2026-02-05 to 2026-04-05" in found


WORKS = {
    "horizon": "130 weeks",
    "calendars": {"works": {"week": "mon-fri", "closed": ["2026-08-03..2026-08-23"]}},
    "sites": {
        "s1": {"kind": "supplier", "calendar": "works"},
        "forge": {"kind": "feed"},
        "plant": {"kind": "plant", "calendar": "works"},
        "oem": {"kind": "market", "calendar": "works"},
    },
    "markets.oem.demand": {"per": "working day", "mean": "1200 pieces"},
    "stocks.plant/part": {"cover": "5 working days", "sources": {"buy": "100 %", "make": "0 %"}},
    "lines.make.rate": "1700 pieces/working day",
}


@pytest.mark.parametrize(("surge", "attained"), [("15 %", "25,020 pieces (20.9"), ("20 %", "33,360 pieces (27.8")])
def test_a_supplier_builds_about_20_days_by_the_august_shutdown_at_a_surge_of_15_percent_and_27_at_20(
    surge: str, attained: str
) -> None:
    """139 working days from 19 January to 30 July, times 180 and 240 pieces."""
    cell = {"site": "s1", "makes": "part", "rate": "1200 pieces/working day", "surge": surge}
    scenario = world_with({**WORKS, "lines.cell": cell})
    schedule = plan(
        scenario,
        share=[{"date": "2026-07-31", "make": 1.0, "buy": 0.0}],
        bridge={"from": "2026-01-19", "want": "36 working days of cover", "use_from": "2026-07-31"},
    )
    finding = at(feasibility(scenario, schedule), "schedule.bridge")
    assert finding.level == "warn"
    assert finding.found.startswith(
        f"cannot be built in its window: wanted 43,200 pieces (36 working days), attainable {attained} working days)"
    )
    assert "on 139 days from 2026-01-19 to 2026-07-30" in finding.found
    assert "a surge of 25.9 %" in finding.would_do  # 43,200 / 139 / 1,200


def test_what_a_supplier_keeps_ready_goes_into_the_bank() -> None:
    """25 a day on 60 days, and a stock of 500 less the day that its line takes: 1,500 and 400."""
    stocks = {**WORLD["stocks"], "s1/part": {"base_stock": "500 pieces"}}
    scenario = world(stocks=stocks)
    found = at(feasibility(scenario, plan(scenario, bridge=BANK)), "schedule.bridge").found
    assert "attainable 1,900 pieces (19 days): buy can give 25 a day above the need on 60 days" in found
    assert "and 400 lie ready there" in found


def test_a_bank_from_a_feed_has_no_limit() -> None:
    feed = {"s1": {"kind": "feed"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}}
    make = {"make": WORLD["lines"]["make"]}
    scenario = world(sites=feed, lines=make)
    assert "buy has no limit" in at(feasibility(scenario, plan(scenario, bridge=BANK)), "schedule.bridge").found


def test_a_bank_from_a_source_without_slack_is_refused() -> None:
    scenario = world(lines__cell__rate="100 pieces/day")
    assert at(feasibility(scenario, plan(scenario, bridge=BANK)), "schedule.bridge").level == "refuse"


def test_a_path_that_never_catches_up_is_refused() -> None:
    scenario = world(lines__make__rate="90 pieces/day")
    finding = at(feasibility(scenario, plan(scenario)), "schedule.share")
    assert finding.level == "refuse"
    assert "what is owed still grows on 2027-01-03" in finding.found


@pytest.mark.parametrize(
    ("item", "level"),
    [
        ({"shelf_life": "19 days"}, "refuse"),  # 10 days wanted and 8 usual last 18; the next is the 19th
        ({"shelf_life": "15 days"}, "refuse"),
        ({"shelf_life": "30 days"}, None),
    ],
)
def test_a_bank_is_refused_of_what_cannot_be_stored_or_does_not_keep(item: dict[str, Any], level: str | None) -> None:
    scenario = world_with({"items.part": {"unit": "piece", **item}, "stocks.plant/part.base_stock": "1200 pieces"})
    findings = feasibility(scenario, plan(scenario, bridge=BANK))
    assert [each.level for each in findings if each.where == "schedule.bridge.want"] == ([level] if level else [])


def test_a_bank_larger_than_the_room_is_warned_of() -> None:
    """1,000 wanted beside 800 usual (and a day in the line) in room for 1,500."""
    scenario = world_with({"stocks.plant/part.capacity": "1500 pieces"})
    finding = at(feasibility(scenario, plan(scenario, bridge=BANK)), "schedule.bridge.want")
    assert finding.level == "warn"
    assert "the stock holds 1,500" in finding.found
