"""The static check, against hand calculation: every expected number is worked out beside it."""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from backsource.config import Scenario, Schedule, load_scenario, load_schedule, scenario_from, schedule_from
from backsource.laws.bridge import ExponentialChangeover, linear_ramp_need
from backsource.network.feasibility import Finding, feasibility
from backsource.network.feasibility.bank import Changeover
from backsource.network.feasibility.outlook import Outlook

CONFIGS = Path(__file__).parents[2] / "configs"

WORLD: dict[str, Any] = {
    "scenario": "part",
    "start": "2026-01-05",  # a Monday
    "horizon": "364 days",
    "calendars": {"works": {"week": "mon-fri"}},
    "items": {"part": {"unit": "piece"}, "blank": {"unit": "piece"}},
    "sites": {"s1": {"kind": "supplier"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}},
    "stocks": {
        "plant/part": {"base_stock": "1000 pieces", "sources": {"buy": "100 %", "make": "0 %"}},
        "plant/blank": {"opening": "500 pieces", "base_stock": "500 pieces"},
    },
    "lanes": {
        "buy": {"item": "part", "from": "s1", "to": "plant", "promised": "2 days"},
        "blanks": {"item": "blank", "from": "forge", "to": "plant", "promised": "3 days"},
    },
    "lines": {
        "cell": {"site": "s1", "makes": "part", "rate": "125 pieces/day"},
        "make": {"site": "plant", "makes": "part", "rate": "125 pieces/day", "bom": {"blank": "1 piece"}},
    },
    "markets": {"oem": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "100 pieces"}}},
}
CUT = {"schedule": "cut", "stock": "plant/part", "share": [{"date": "2026-04-06", "make": "100 %", "buy": "0 %"}]}
"""All in-house on day 91."""
SUPPLY = {"with": "s1", "lanes": ["buy"], "notice": {"period": "30 days", "to": "month end"}}


def changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with values put at dotted paths."""
    found = copy.deepcopy(dict(base))
    for path, value in changes.items():
        *folders, key = path.split(".")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[key] = value
    return found


def world(**changes: Any) -> Scenario:
    return scenario_from(changed(WORLD, {path.replace("__", "."): value for path, value in changes.items()}))


def world_with(changes: Mapping[str, Any]) -> Scenario:
    return scenario_from(changed(WORLD, changes))


def plan(scenario: Scenario, **changes: Any) -> Schedule:
    return schedule_from({**CUT, **changes}, scenario=scenario)


def at(findings: list[Finding], where: str) -> Finding:
    """The one finding at a place."""
    (finding,) = [finding for finding in findings if finding.where == where]
    return finding


def said(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.level, finding.where) for finding in findings}


# ---- utilisation
def test_a_sound_plan_has_no_findings() -> None:
    assert feasibility(world()) == []


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"rate": "112 pieces/day"}, None),  # 100 / 112 = 89.3 %
        ({"rate": "105 pieces/day"}, ("warn", "95.2 %")),
        ({"rate": "80 pieces/day"}, ("refuse", "125 %")),
        ({"rate": "100 pieces/day", "surge": "15 %"}, None),  # 100 / 115 = 87 %
        ({"rate": "100 pieces/day"}, ("warn", "100 %")),
        ({"rate": "140 pieces/day", "yield": "75 %"}, ("warn", "95.2 %")),  # 105 good
        (  # mature yield
            {"rate": "140 pieces/day", "yield": {"first": "10 %", "mature": "75 %", "over": "9 pieces"}},
            ("warn", "95.2 %"),
        ),
        (  # up 40 of 50 hours: 100 / 104
            {"rate": "130 pieces/day", "failures": {"mtbf": "40 operating hours", "repair": "10 hours"}},
            ("warn", "96.2 %"),
        ),
        (  # two ways to fail: 1 / (1 + 10/40 + 5/20) = 2/3, so 84 of 126
            {
                "rate": "126 pieces/day",
                "failures": [
                    {"mtbf": "40 operating hours", "repair": "10 hours"},
                    {"mtbf": "20 operating hours", "repair": "5 hours"},
                ],
            },
            ("refuse", "119 %"),
        ),
        ({"rate": "156 pieces/day", "failures": {"fails": "10 %", "ends": "20 %"}}, ("warn", "96.2 %")),  # up 2/3
        ({"processing": "0.0375 days", "machines": 4, "staff": 2, "lot": "2 pieces"}, ("warn", "93.8 %")),  # 2*2/.0375
    ],
)  # fmt: skip
def test_a_supplier_is_warned_of_above_90_percent_and_refused_above_100(
    cell: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    findings = feasibility(world(lines__cell={"site": "s1", "makes": "part", **cell}))
    if expected is None:
        assert findings == []
    else:
        (finding,) = findings
        assert (finding.level, finding.where) == (expected[0], "lines.cell")
        assert finding.found.startswith(f"{expected[1]} used from 2026-01-05 to 2027-01-03: 36,400 pieces needed of")


def test_spares_raise_the_up_time_of_a_line() -> None:
    """One machine, one cold spare, mtbf = repair: down with chance (1/2) / (1 + 1 + 1/2) = .2, so up .8."""
    failures = {"mtbf": "10 operating hours", "repair": "10 hours"}
    cell = {"site": "s1", "makes": "part", "rate": "125 pieces/day", "spares": 1, "failures": failures}
    assert "(rate 125 a day, up 80 %)" in at(feasibility(world(lines__cell=cell)), "lines.cell").found


def test_a_line_that_rests_at_weekends_is_judged_by_its_worked_days() -> None:
    """Seven days of demand in five days of work: 700 of 750 a week, of 650 a week."""
    sites = {"s1": {"kind": "supplier", "calendar": "works"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}}
    busy = world(sites=sites, lines__cell__rate="150 pieces/working day")
    assert at(feasibility(busy), "lines.cell").found.startswith("93.3 % used")
    full = at(feasibility(world(sites=sites, lines__cell__rate="130 pieces/working day")), "lines.cell")
    assert full.level == "refuse"
    assert full.found.startswith("107.7 % used")


SEASON = [1.0] * 11 + [1.3]


@pytest.mark.parametrize(("base_stock", "level"), [("200 pieces", "refuse"), ("1000 pieces", "warn")])
def test_a_peak_month_above_100_percent_is_refused_unless_the_stock_carries_it(base_stock: str, level: str) -> None:
    """130 asked of 120 a day in 31 days of December and 3 of January at 100: 310 pile up. Stock is 200 less 2 days."""
    demand = {"per": "day", "mean": "100 pieces", "months": SEASON}
    changes = {
        "markets.oem.demand": demand,
        "stocks.plant/part.base_stock": base_stock,
        "lines.cell.rate": "120 pieces/day",
    }
    finding = at(feasibility(world_with(changes)), "lines.cell")
    assert finding.level == level
    assert finding.found.startswith("108.3 % used from 2026-12-01 to 2026-12-31: 4,030 pieces needed of 3,720")
    assert "310 pieces pile up" in finding.found


def test_a_small_season_is_seen_where_both_rest_on_the_same_days() -> None:
    """105 of 115 a day in December is 91.3 %; the year is at 87.3 %."""
    demand = {"per": "day", "mean": "100 pieces", "months": [1.0] * 11 + [1.05]}
    scenario = world_with({"markets.oem.demand": demand, "lines.cell.rate": "115 pieces/day"})
    assert at(feasibility(scenario), "lines.cell").found.startswith("91.3 % used from 2026-12-01 to 2026-12-31")


def test_months_that_hold_more_weekends_are_no_season() -> None:
    """700 of 800 a week is 87.5 %; May 2026 has 21 working days only, 92.3 %."""
    sites = {"s1": {"kind": "supplier", "calendar": "works"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}}
    assert feasibility(world(sites=sites, lines__cell__rate="160 pieces/working day")) == []


def test_the_path_raises_the_use_of_the_line_that_takes_over() -> None:
    scenario = world(lines__make__rate="105 pieces/day")
    assert feasibility(scenario) == []
    finding = at(feasibility(scenario, plan(scenario)), "lines.make")
    assert (finding.level, finding.found.split(":")[0]) == ("warn", "95.2 % used from 2026-04-06 to 2027-01-03")


def test_material_is_asked_for_by_bill_and_mature_yield() -> None:
    """2 blanks each at a yield of 80 % are 250 a day, of 240 that the lane carries."""
    make = {"site": "plant", "makes": "part", "rate": "200 pieces/day", "yield": "80 %", "bom": {"blank": "2 pieces"}}
    scenario = world(lines__make=make, lanes__blanks__capacity="240 pieces/day")
    finding = at(feasibility(scenario, plan(scenario)), "lanes.blanks")
    assert finding.level == "refuse"
    assert finding.found.startswith("104.2 % used from 2026-04-06 to 2027-01-03: 68,250 pieces needed of 65,520")


def test_lines_that_share_a_work_centre_are_judged_together() -> None:
    """100 of 200 and 100 of 220 a day on one server: 95.5 % of its time."""
    other = {"site": "plant", "makes": "blank", "rate": "220 pieces/day", "work_centre": "cnc"}
    scenario = world_with(
        {
            "work_centres": {"cnc": {"site": "plant"}},
            "lines.make.rate": "200 pieces/day",
            "lines.make.work_centre": "cnc",
            "lines.saw": other,
            "stocks.plant/blank": {
                "opening": "500 pieces",
                "base_stock": "500 pieces",
                "sources": {"saw": 1.0, "blanks": 0},
            },
        }
    )
    finding = at(feasibility(scenario, plan(scenario)), "work_centres.cnc")
    assert finding.level == "warn"
    assert finding.found.startswith("95.5 % used from 2026-04-06")


# ---- bank and ramp
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


# ---- dates
def test_a_line_that_opens_after_its_share_starts_is_warned_of() -> None:
    scenario = world()
    finding = at(feasibility(scenario, plan(scenario, opens={"make": "2026-05-06"})), "lines.make")
    assert finding.level == "warn"
    assert finding.found == "opens on 2026-05-06, asked before for 3,000 pieces from 2026-04-06 to 2026-05-05"


def test_a_line_that_never_opens_is_refused_only_when_it_is_asked() -> None:
    scenario = world(lines__make__ramp={"tau": "30 days"})
    assert feasibility(scenario) == []
    assert at(feasibility(scenario, plan(scenario)), "lines.make").level == "refuse"


def test_a_supplier_that_closes_with_a_share_left_is_refused() -> None:
    """30 days from 1 March, to month end: closed from 1 April."""
    scenario = world_with({"contracts": {"supply": SUPPLY}})
    halves = [{"date": "2026-02-02", "make": 0.5, "buy": 0.5}]
    finding = at(
        feasibility(scenario, plan(scenario, share=halves, notice={"contract": "supply", "date": "2026-03-01"})),
        "lanes.buy",
    )
    assert finding.level == "refuse"
    assert finding.found.startswith("closes on 2026-04-01 when notice has run out, with a share of 50 % left: 13,900")


def test_a_supplier_that_closes_days_before_its_share_ends_is_warned_of() -> None:
    scenario = world_with({"contracts": {"supply": SUPPLY}})
    findings = feasibility(scenario, plan(scenario, notice={"contract": "supply", "date": "2026-03-01"}))
    assert at(findings, "lanes.buy").level == "warn"
    assert "500 pieces from 2026-04-01 to 2026-04-05" in at(findings, "lanes.buy").found


def test_a_supplier_kept_after_its_last_order_is_noted() -> None:
    """Notice of 1 April runs 30 days to 1 May, then to the end of May: 56 days after 5 April."""
    scenario = world_with({"contracts": {"supply": SUPPLY}})
    finding = at(
        feasibility(scenario, plan(scenario, notice={"contract": "supply", "date": "2026-04-01"})), "lanes.buy"
    )
    assert (finding.level, finding.found) == ("note", "under contract for 56 days after its last order, to 2026-05-31")


def test_a_notice_that_cannot_run_out_before_the_contract_or_the_run_ends_is_warned_of() -> None:
    scenario = world_with({"contracts": {"supply": {**SUPPLY, "ends": "2026-12-15"}}})
    found = [
        finding.found
        for finding in feasibility(scenario, plan(scenario, notice={"contract": "supply", "date": "2026-12-10"}))
        if finding.where == "schedule.notice" and finding.level == "warn"
    ]
    assert len(found) == 2
    assert all(each.startswith("given on 2026-12-10 it runs to 2027-01-31") for each in found)


def test_a_contract_that_nobody_ends_is_noted() -> None:
    scenario = world_with({"contracts": {"supply": SUPPLY}})
    assert said(feasibility(scenario, plan(scenario))) == {("note", "schedule.notice")}


TOOLS = {
    "calendars": {"movers": {"week": "mon-sat"}},
    "tools": {
        "T1": {"at": "s1", "needed_by": ["cell", "make"], "move": {"takes": "10 days", "calendar": "movers"}},
        "T2": {"at": "none", "lead": "14 weeks"},
    },
    "lines.cell.tools": ["T1"],
    "lines.make.tools": {"any_of": ["T1", "T2"]},
}


def test_a_line_without_any_tool_is_refused() -> None:
    scenario = world_with(TOOLS)
    finding = at(feasibility(scenario, plan(scenario)), "lines.make.tools")
    assert (finding.level, finding.found.split(" while")[0]) == ("refuse", "without T1 or T2")


def test_a_tool_on_its_way_is_away_for_the_worked_days_of_its_movers() -> None:
    """Pulled on Monday 6 April, 10 days of a six-day week: there from Friday 17 April on."""
    scenario = world_with(TOOLS)
    findings = feasibility(scenario, plan(scenario, tasks={"move": {"begin": "2026-04-06", "moves": {"T1": "plant"}}}))
    finding = at(findings, "lines.make.tools")
    assert finding.level == "warn"
    assert finding.found == (
        "without T1 or T2 while asked for 1,100 pieces from 2026-04-06 to 2026-04-16; there from 2026-04-17 on"
    )


def test_a_bought_tool_comes_after_its_lead_time() -> None:
    """Ordered on 5 January, 14 weeks: 13 April, 7 days late."""
    scenario = world_with(TOOLS)
    finding = at(
        feasibility(scenario, plan(scenario, tasks={"order": {"begin": "2026-01-05", "brings": {"T2": "plant"}}})),
        "lines.make.tools",
    )
    assert "700 pieces from 2026-04-06 to 2026-04-12; there from 2026-04-13 on" in finding.found


def test_the_only_tool_taken_from_a_supplier_that_still_has_a_share_is_refused() -> None:
    scenario = world_with(TOOLS)
    halves = [{"date": "2026-04-20", "make": 0.5, "buy": 0.5}]
    finding = at(
        feasibility(
            scenario, plan(scenario, share=halves, tasks={"move": {"begin": "2026-04-06", "moves": {"T1": "plant"}}})
        ),
        "lines.cell.tools",
    )
    assert finding.level == "refuse"
    assert finding.found.endswith("; T1 is pulled on 2026-04-06")


def test_a_line_that_opens_before_its_qualification_can_be_over_is_warned_of() -> None:
    """Tool on 17 April, then 15 + 1 + 10 days: 13 May."""
    tried = {"prepare": "15 days", "trial": "1 day", "approve": "10 days", "passes": "70 %", "again_after": "10 days"}
    scenario = world_with({**TOOLS, "lines.make.qualification": tried})
    schedule = plan(
        scenario, tasks={"move": {"begin": "2026-04-06", "moves": {"T1": "plant"}}}, opens={"make": "2026-05-04"}
    )
    found = at(feasibility(scenario, schedule), "schedule.opens.make").found
    assert found == (
        "opens on 2026-05-04, but its tool comes on 2026-04-17 and is qualified by 2026-05-13 at the first try"
    )


def test_a_run_that_ends_before_two_ramps_after_the_last_step_is_warned_of() -> None:
    """A ramp of 200 days is at 95 % after 190: day 91 and 380 more."""
    scenario = world(lines__make__ramp={"shape": "linear", "over": "200 days"})
    finding = at(feasibility(scenario, plan(scenario, opens={"make": "2026-04-06"})), "horizon")
    assert (finding.level, finding.would_do) == ("warn", "68 weeks would do")


# ---- reach and stocks
def test_demand_without_a_chain_from_outside_is_refused() -> None:
    """The lane begins at a depot whose stock nothing fills."""
    scenario = world_with(
        {
            "sites.depot": {"kind": "depot"},
            "stocks.depot/part": {"opening": "10 pieces"},
            "stocks.plant/part": {"base_stock": "1000 pieces"},
            "lanes": {"buy": {"item": "part", "from": "depot", "to": "plant", "promised": "2 days"}},
            "lines": {},
            "stocks.plant/blank": {"opening": "0 pieces"},
        }
    )
    findings = feasibility(scenario)
    assert ("refuse", "markets.oem") in said(findings)
    assert "36,400 pieces asked in all" in at(findings, "markets.oem").found


def test_a_stock_that_opens_with_all_that_is_asked_needs_no_source() -> None:
    base = {"stocks": {"plant/part": {"opening": "36400 pieces"}}, "lanes": {}, "lines": {}}
    assert feasibility(world_with(base)) == []


def test_material_that_nothing_brings_is_refused_when_its_line_is_used_and_warned_of_before() -> None:
    base = changed(WORLD, {"stocks.plant/blank": {"opening": "0 pieces"}})
    del base["lanes"]["blanks"]
    scenario = scenario_from(base)
    assert said(feasibility(scenario)) == {("warn", "lines.make.bom.blank")}
    assert ("refuse", "lines.make.bom.blank") in said(feasibility(scenario, plan(scenario)))


def test_a_cycle_is_refused_and_nothing_else_is_judged() -> None:
    """No file can hold a cycle, but a scenario changed in memory can."""
    scenario = world()
    back = scenario.lanes["buy"].model_copy(update={"origin": "plant", "to": "s1"})
    looped = scenario.model_copy(update={"lanes": {**scenario.lanes, "back": back}})
    (finding,) = feasibility(looped)
    assert finding.level == "refuse"
    assert finding.found in (
        "goods go round: plant/part -> s1/part -> plant/part",
        "goods go round: s1/part -> plant/part -> s1/part",
    )


def test_material_that_cannot_be_on_site_in_time_is_warned_of() -> None:
    """80 days of onboarding and 20 on the road: day 100, 9 days after the line begins."""
    scenario = world_with(
        {
            "stocks.plant/blank": {"opening": "0 pieces", "cover": "15 days of planned use"},
            "lanes.blanks.promised": "20 days",
            "lanes.blanks.onboard": "80 days",
        }
    )
    finding = at(feasibility(scenario, plan(scenario)), "stocks.plant/blank")
    assert finding.level == "warn"
    assert "can come on 2026-04-15" in finding.found
    assert "needed from 2026-04-06: 900 pieces short by then" in finding.found


def test_a_minimum_order_above_the_room_is_refused() -> None:
    changes = {"stocks.plant/blank.capacity": "800 pieces", "lanes.blanks.minimum_order": "900 pieces"}
    assert said(feasibility(world_with(changes))) == {("refuse", "lanes.blanks.minimum_order")}


@pytest.mark.parametrize(
    ("stock", "warned"),
    [
        ({"opening": "900 pieces", "base_stock": "1000 pieces"}, False),
        ({"opening": "400 pieces", "base_stock": "1000 pieces"}, True),
        ({"opening": "400 pieces", "on_order": "200 pieces", "base_stock": "1000 pieces"}, False),
        ({"opening": "2100 pieces", "base_stock": "1000 pieces"}, True),
        ({"opening": "800 pieces", "on_order": "200 pieces", "cover": "8 days"}, False),
        ({"opening": "80 pieces", "on_order": "20 pieces", "cover": "8 days"}, True),
        ({"opening": "300 pieces", "reorder": {"at": "400 pieces", "up_to": "900 pieces"}}, False),
        ({"opening": "2000 pieces", "reorder": {"at": "400 pieces", "quantity": "500 pieces"}}, True),
    ],
)
def test_an_opening_off_its_target_by_more_than_a_factor_of_two_is_warned_of(
    stock: dict[str, Any], warned: bool
) -> None:
    shares = {"buy": "100 %", "make": "0 %"}
    findings = feasibility(world_with({"stocks.plant/part": {**stock, "sources": shares}}))
    assert said(findings) == ({("warn", "stocks.plant/part.opening")} if warned else set())


# ---- the shipped study
def knuckle(schedule: str) -> list[Finding]:
    scenario = load_scenario(CONFIGS / "scenarios" / "steering-knuckle.yaml")
    return feasibility(scenario, load_schedule(CONFIGS / "schedules" / f"{schedule}.yaml", scenario=scenario))


@pytest.mark.parametrize("schedule", ["stay-external", "phased", "parallel"])
def test_three_schedules_of_the_knuckle_have_nothing_against_them(schedule: str) -> None:
    assert {finding.level for finding in knuckle(schedule)} == {"note"}


def test_the_knuckle_cannot_be_banked_with_one_tool() -> None:
    """A surge of 15 % is 180 pieces a day; 135 working days are 140 weekdays less five public holidays."""
    findings = knuckle("big-bang-with-bank")
    finding = at(findings, "schedule.bridge")
    assert finding.level == "warn"
    assert finding.found.startswith("cannot be built in its window: wanted 43,200 pieces (36 working days)")
    assert "buy can give 180 a day above the need on 135 days from 2026-01-19 to 2026-07-31" in finding.found
    late = at(findings, "lines.make").found  # 26 working days from 24 August to 28 September
    assert late == "opens on 2026-09-29, asked before for 31,200 pieces from 2026-08-24 to 2026-09-28"
    assert {finding.level for finding in findings} == {"warn", "note"}


def test_what_is_stated_and_not_simulated_is_said_once() -> None:
    """The tasks of phased onboard the lanes and qualify the line; big-bang-with-bank opens it on a date."""
    (note,) = [finding for finding in knuckle("phased") if finding.where == "scenario"]
    assert note.level == "note"
    for path in ("sites.s1.lets_go", "contracts.s1-supply.minimum"):
        assert path in note.found
    assert "onboard" not in note.found
    assert "qualification" not in note.found
    (note,) = [finding for finding in knuckle("big-bang-with-bank") if finding.where == "scenario"]
    assert "lanes.blanks.onboard" in note.found
    assert "lines.make.qualification" in note.found


def test_a_finding_is_one_line() -> None:
    finding = Finding("warn", "lines.make", "95 % used", "more would do")
    assert str(finding) == "warn: lines.make: 95 % used; more would do"
    assert all("\n" not in str(each) for each in knuckle("big-bang-with-bank"))
