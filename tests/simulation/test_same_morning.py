"""What happens on one morning happens in the order that is written down, from the start and from a status on."""

from typing import Any

import pytest
from changeovers import QUALIFICATION, column, day, days, happened, made, plan, run, world
from restarts import difference, gone_on

from backsource.log import Kind
from backsource.measures import Sheet
from backsource.simulation import photograph, prepare, simulate

OPTION = {"at_most": 2, "each": "10 days", "price": "+15 %", "call": "2 days before end"}
NEVER = {"backlog": {"above": "50 working days"}}
NOTICE: dict[str, Any] = {"contract": "supply", "date": day(5)}
"""Runs out on day 36."""


def test_a_trial_does_not_begin_on_the_morning_on_which_its_tool_goes_back() -> None:
    """The tool leaves on day 10 and is there on day 22, where the trial waits for it; going back began on day 15."""
    tools = {
        "sites.seller": {"kind": "supplier"},
        "lines.cell": {"site": "seller", "makes": "part", "rate": "25 pieces/day", "tools": ["T1"]},
        "lines.make.tools": ["T1"],
        "lines.make.qualification": {**QUALIFICATION, "pieces": "10 pieces"},
        "tools": {"T1": {"at": "seller", "move": {"takes": "10 days", "calendar": "movers"}}},
    }
    tasks = {"move": {"begin": day(10), "moves": {"T1": "plant"}}, "ppap": {"begin": day(3), "qualifies": "make"}}
    back = {"go_back": day(15), "rollback": {"when": NEVER, "to": {"buy": "100 %"}, "until": day(60)}}
    log = run(world(**tools), tasks=tasks, share=[{"date": day(12), **made(50)}], **back)
    assert days(log, Kind.TOOL_INSTALLED) == [22, 33]  # ten days of work from Monday to Saturday
    assert days(log, Kind.TOOL_PULLED) == [10, 22]
    assert happened(log, Kind.TRIAL) == []


def test_no_option_is_called_once_notice_was_taken_back() -> None:
    scenario = world(**{"contracts.supply.extension": OPTION, "contracts.supply.standby": "100 EUR/day"})
    asked = {"contract": "supply", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": day(30)}
    steps = [{"date": day(7), **made(50)}, {"date": day(50), **made(100)}]
    back = {"go_back": day(20), "rollback": {"when": NEVER, "to": {"buy": "100 %"}, "until": "exit"}}
    log = run(scenario, notice=NOTICE, share=steps, extension=asked, **back)
    assert days(log, Kind.ROLLED_BACK) == [20]
    assert happened(log, Kind.EXTENDED) == []


def test_a_step_that_a_clause_forces_comes_before_the_contract_ends_on_that_morning() -> None:
    cover = {"cover": {"at_least": "90 working days"}}
    gate = {**made(100), "expect": day(12), "gate": cover}
    clause = {"by": day(36), **cover, "then": "force"}
    log = run(world(), notice=NOTICE, decided="every 50 days", share=[gate], if_not=clause)
    assert days(log, Kind.SHARE_STEP) == [36, 36]
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [36]
    assert happened(log, Kind.STRANDED) == []


def test_what_goes_back_calls_no_option_on_that_morning() -> None:
    """On day 21 the longest wait is over, and what is left is below the trigger."""
    scenario = world(**{"contracts.supply.extension": OPTION, "lines.make.rate": "1 piece/day"})
    steps = [
        {"date": day(7), **made(50)},
        {**made(100), "expect": day(14), "gate": {"cover": {"at_least": "60 working days"}},
         "wait_at_most": "7 days", "then": "extend"},
    ]  # fmt: skip
    asked = {"contract": "supply", "call_if": {"make_share": {"below": "1 %"}}, "decide_by": day(33)}
    found = set()
    for limit in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        trigger = {"when": {"cover": {"below": f"{limit} working days"}}, "to": {"buy": "100 %"}, "until": "exit"}
        given = plan(scenario, notice=NOTICE, decided="every 7 days", share=steps, extension=asked, rollback=trigger)
        log = simulate(given, 1, 0)
        back = days(log, Kind.ROLLED_BACK)
        found.add(tuple(back))
        assert not set(back) & set(days(log, Kind.EXTENDED))
        assert difference(log, gone_on(given, 18)) is None
    assert (21,) in found


@pytest.mark.parametrize(("back", "ordered_again"), [(35, 35), (36, 46), (37, 47)])
def test_a_lane_that_has_ended_is_onboarded_again_also_on_the_morning_of_its_end(back: int, ordered_again: int) -> None:
    """The contract ends before day 36; onboarding takes ten days. On day 35 it has not ended, and goes on."""
    words = {"notice": NOTICE, "share": [{"date": day(12), **made(100)}], "go_back": day(back)}
    words["rollback"] = {"when": NEVER, "to": {"buy": "100 %"}, "until": day(60)}
    log = run(world(**{"lanes.buy.onboard": "10 days", "lines.make.rate": "20 pieces/day"}), **words)
    ordered = column(log.lanes, "buy", "ordered", 30, 60)
    assert next(n for n, units in enumerate(ordered, start=30) if units) == ordered_again


def test_an_option_called_before_notice_is_part_of_the_status() -> None:
    asked = {"contract": "supply", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": day(10)}
    steps = [{"date": day(30), **made(50)}]
    late = {"contract": "supply", "date": day(20)}
    given = plan(world(**{"contracts.supply.extension": OPTION}), notice=late, share=steps, extension=asked)
    log = simulate(given, 1, 0)
    assert days(log, Kind.SOURCE_CLOSED, "buy") == [61]  # 20 + 30 days of notice, ten more, and the day after
    assert difference(log, gone_on(given, 15)) is None
    assert difference(log, gone_on(given, 25)) is None


def test_a_run_goes_on_on_the_morning_on_which_a_contract_ends() -> None:
    words = {"tasks": {"a": {"begin": day(1), "takes": "3 days"}}, "notice": NOTICE}
    words["share"] = [{"date": day(10), **made(50)}, {"date": day(36), **made(100)}]
    words["last_time_buy"] = {"date": day(20), "quantity": "40 pieces"}
    given = plan(world(), **words)
    assert difference(simulate(given, 1, 0), gone_on(given, 36)) is None


def test_what_an_extension_costs_from_a_status_on_is_what_it_costs_in_the_whole_run() -> None:
    """Called on day 25 for days 36 to 45: 10 days x 5 pieces x 10 EUR x 15 %, and 100 EUR of standby a day."""
    scenario = world(**{
        "horizon": "90 days", "currency": "EUR", "lanes.buy.price": "10 EUR/piece",
        "contracts.supply.extension": OPTION, "contracts.supply.standby": "100 EUR/day",
    })  # fmt: skip
    asked = {"contract": "supply", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": day(25)}
    steps = [{"date": day(20), **made(50)}, {"date": day(70), **made(100)}]
    given = plan(scenario, notice=NOTICE, share=steps, extension=asked)
    status = photograph(given, 1, 0, 30)
    rest = simulate(prepare(scenario, given.changeover, status=status), 1, 0)
    sheet = Sheet(scenario, given.changeover, window=(30, 89), reference=(0, 29), status=status)
    found = sheet.measure(rest)
    assert found["extensions_cost"] == pytest.approx(75)
    assert found["standby_cost"] == pytest.approx(1000)
    # five a day bought too little from the last receipt until the step on day 70: more than the ten days of a ramp
    assert found["bank_needed"] > 100


@pytest.mark.parametrize(("part_share", "moved"), [(50, [10]), (0, [10, 30])])
def test_a_tool_goes_back_only_where_no_line_of_another_stock_works_with_it(part_share: int, moved: list[int]) -> None:
    pair = {
        "items.gear": {"unit": "piece"},
        "stocks.plant/gear": {"base_stock": "70 pieces", "opening": "50 pieces", "sources": {"gears": 1, "cut": 0}},
        "lanes.gears": {"item": "gear", "from": "seller", "to": "plant", "promised": "2 days"},
        "lines.cut": {"site": "plant", "makes": "gear", "rate": "20 pieces/day", "tools": ["T1"]},
        "markets.other": {"item": "gear", "from": "plant", "demand": {"per": "day", "mean": "10 pieces"}},
        "lines.make.tools": ["T1"],
        "tools": {"T1": {"at": "mill", "move": {"takes": "3 days"}}},
    }
    rule = {"when": NEVER, "to": {"gears": "100 %"}, "until": day(60)}
    gear = {"share": [{"date": day(15), "cut": "50 %", "gears": "50 %"}], "go_back": day(30), "rollback": rule}
    tasks = {"move": {"begin": day(10), "moves": {"T1": "plant"}}}
    log = run(
        world(**pair),
        tasks=tasks,
        parts={"plant/part": {"share": [{"date": day(20), **made(part_share)}]}, "plant/gear": gear},
    )
    assert days(log, Kind.ROLLED_BACK) == [30]
    assert days(log, Kind.TOOL_PULLED) == moved
