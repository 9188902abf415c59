"""Utilisation of lines, suppliers and work centres along the path, against hand calculation."""

from typing import Any

import pytest
from small_plans import at, plan, world, world_with

from backsource.network.feasibility import feasibility


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
