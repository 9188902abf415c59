"""What can still be decided, against calendars by hand. Day 0 is a Monday."""

from typing import Any

from changeovers import day, made, world

from backsource.config import Scenario, schedule_from
from backsource.network.ways_out import Facts, WayOut, open_on, ways_out

OPTION = {
    "contracts.supply.extension": {"at_most": 2, "each": "20 days", "price": "+10 %", "call": "5 days before end"}
}
PLAN: dict[str, Any] = {
    "schedule": "go",
    "stock": "plant/part",
    "notice": {"contract": "supply", "date": day(40)},  # 30 days: the last day is 70
    "opens": {"make": day(35)},
    "share": [{"date": day(35), **made(25)}, {"date": day(50), **made(100)}],
}


def named(scenario: Scenario, facts: Facts | None = None, **more: Any) -> list[WayOut]:
    return ways_out(scenario, schedule_from({**PLAN, **more}, scenario=scenario), facts or Facts())


def on(found: list[WayOut], seen: float) -> dict[str, tuple[float, float]]:
    """Last day and first day of effect of what is open after a day."""
    return {way.what: (way.last, way.acts(seen)) for way in open_on(found, seen)}


def test_an_extension_is_called_in_time_and_acts_when_the_contract_would_have_ended() -> None:
    found = named(world(**OPTION))
    assert on(found, 20)["call the extension of supply"] == (65, 71)
    assert "call the extension of supply" in on(found, 64)
    assert "call the extension of supply" not in on(found, 65)  # known at the close of the last day: too late


def test_a_second_call_is_open_where_the_schedule_may_make_the_first() -> None:
    option = {"contract": "supply", "call_if": {"make_share": {"below": "50 %"}}, "decide_by": day(60)}
    found = named(world(**OPTION), extension=option)
    assert on(found, 65)["call the extension of supply once more"] == (85, 91)
    assert "call the extension of supply once more" not in on(found, 60)  # the first is still to be called
    assert "call the extension of supply once more" not in on(named(world(**OPTION)), 65)


def test_extensions_that_were_called_are_gone() -> None:
    """Called once, the contract ends on day 90; the second call has to come 5 days before."""
    found = named(world(**OPTION), Facts(ends={"supply": 90.0}, called={"supply": 1}))
    assert on(found, 75)["call the extension of supply once more"] == (85, 91)
    assert not [
        what for what in on(named(world(**OPTION), Facts({"supply": 110.0}, {"supply": 2})), 75) if "call" in what
    ]


def test_a_supplier_without_its_tool_is_not_kept_by_a_longer_contract() -> None:
    """T1 leaves the seller on day 30 for ten days: it may stay longer; going back waits for it and for the road."""
    tooled = {
        **OPTION,
        "sites.seller.kind": "supplier",
        "lines.cell": {"site": "seller", "makes": "part", "rate": "20 pieces/day", "tools": ["T1"]},
        "lines.make.tools": ["T1"],
        "tools": {"T1": {"at": "seller", "needed_by": ["make", "cell"], "move": {"takes": "10 days"}}},
    }
    found = named(world(**tooled), tasks={"move": {"begin": day(30), "moves": {"T1": "plant"}}})
    assert list(on(found, 20)) == ["put off moving T1", "put off the step to make 25 %"]
    assert on(found, 20)["put off moving T1"] == (29, 30)
    assert on(found, 34)["turn plant/part back to buy"] == (70, 35 + 10 + 2)


def test_the_next_step_is_put_off_before_its_day_and_notice_before_it_is_given() -> None:
    found = named(world())
    assert on(found, 33)["put off the step to make 25 %"] == (34, 35)
    assert on(found, 34)["put off the step to make 100 %"] == (49, 50)
    assert on(found, 20)["put off notice of supply"] == (39, 71)
    assert not [what for what in on(found, 49) if "step" in what or "notice" in what]


def test_later_notice_keeps_no_contract_that_runs_out_by_itself() -> None:
    """Notice of day 40 would run to day 70: a contract up to day 60 ends then whenever notice is given."""
    for ends, open_ in ((60, False), (70, False), (71, True)):
        found = named(world(**{"contracts.supply.ends": day(ends)}))
        assert ("put off notice of supply" in on(found, 20)) is open_, ends


def test_going_back_begins_with_the_first_step_and_ends_with_the_rollback() -> None:
    back = {"when": {"backlog": {"above": "2 days"}}, "to": made(0)}
    found = named(world(), rollback=back)
    assert "turn plant/part back to buy" not in on(found, 33)
    assert on(found, 34)["turn plant/part back to buy"] == (70, 37)  # decided on day 35, two days on the road
    assert not on(found, 70)
    dated = named(world(), rollback={**back, "until": day(60)})
    assert on(dated, 59)["turn plant/part back to buy"] == (60, 62)
    assert not on(dated, 60)


def test_without_a_rollback_one_may_go_back_on_any_day_once_the_lane_is_onboarded_again() -> None:
    found = named(world(**{"lanes.buy.onboard": "12 days"}))
    assert on(found, 69)["turn plant/part back to buy"] == (70, 72)
    assert on(found, 70)["turn plant/part back to buy"] == (float("inf"), 71 + 2 + 12)


def test_what_is_added_to_a_bank_or_a_last_order_has_to_come_in() -> None:
    """The bank is used from day 33 on: what is ordered on day 30 comes in on day 32, the last one before."""
    bank = {"from": day(10), "want": "10 days of cover", "use_from": day(33)}
    found = named(world(), bridge=bank, last_time_buy={"date": day(60), "quantity": "100 pieces"})
    assert on(found, 20)["order a larger bank of plant/part"] == (30, 23)
    assert "order a larger bank of plant/part" not in on(found, 30)
    assert on(found, 20)["make the last-time buy of plant/part larger"] == (60, 23)


def test_the_mildest_comes_first() -> None:
    found = named(world(**OPTION), bridge={"from": day(10), "want": "10 days of cover", "use_from": day(60)})
    assert list(on(found, 36)) == [
        "call the extension of supply", "order a larger bank of plant/part", "put off notice of supply",
        "put off the step to make 100 %", "turn plant/part back to buy",
    ]  # fmt: skip


def test_a_stock_that_has_gone_back_has_nothing_left_to_decide() -> None:
    found = named(world(**OPTION), Facts(ends={"supply": 70.0}, back=["plant/part"]))
    assert list(on(found, 45)) == ["call the extension of supply"]
