"""The static check, against hand calculation: every expected number is worked out beside it."""

from typing import Any

import pytest
from small_plans import CONFIGS, WORLD, at, changed, plan, said, world, world_with

from backsource.config import load_scenario, load_schedule, scenario_from
from backsource.network.feasibility import Finding, feasibility


def test_a_sound_plan_has_no_findings() -> None:
    assert feasibility(world()) == []


def test_a_run_that_ends_before_two_ramps_after_the_last_step_is_warned_of() -> None:
    """A ramp of 200 days is at 95 % after 190: day 91 and 380 more."""
    scenario = world(lines__make__ramp={"shape": "linear", "over": "200 days"})
    finding = at(feasibility(scenario, plan(scenario, opens={"make": "2026-04-06"})), "horizon")
    assert (finding.level, finding.would_do) == ("warn", "68 weeks would do")


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
