"""What comes too late, or leaves too early, against hand calculation."""

from small_plans import SUPPLY, at, plan, said, world, world_with

from backsource.network.feasibility import feasibility


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
