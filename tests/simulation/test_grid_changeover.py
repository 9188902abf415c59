"""What a schedule does on the grid, day by day: lines that open and ramp, steps, notice, banks, tools, raw material."""

from math import exp
from typing import Any

import pytest
from builders import Blocks, first, happened, run, world

from backsource.laws.ramp import ExponentialRamp, LinearRamp, LogisticRamp
from backsource.log import Kind

DATES = [f"2026-01-{day:02d}" for day in range(5, 32)]
"""Date of each day number; day 0 is a Monday."""


def changeover(line: Blocks | None = None, stock: Blocks | None = None, **blocks: Any) -> Blocks:
    """Two pieces a day are bought (lead time 2 days) and could be made (50 a day)."""
    return world(
        sites={"seller": {"kind": "feed"}, "plant": {"kind": "plant"}} | blocks.pop("sites", {}),
        stocks={
            "plant/x": {"base_stock": "20 pieces", "sources": {"buy": "100 %", "make": "0 %"}, **(stock or {})},
            **blocks.pop("stocks", {}),
        },
        lanes={"buy": {"item": "x", "from": "seller", "to": "plant", "promised": "2 days"}} | blocks.pop("lanes", {}),
        lines={"make": {"site": "plant", "makes": "x", "rate": "50 pieces/day", **(line or {})}}
        | blocks.pop("lines", {}),
        markets={"m": {"item": "x", "from": "plant", "demand": {"per": "day", "mean": "2 pieces"}}},
        **blocks,
    )


def steps(*days_and_shares: tuple[int, int]) -> list[Blocks]:
    """Steps of the share of `make` in percent."""
    return [{"date": DATES[day], "make": f"{share} %", "buy": f"{100 - share} %"} for day, share in days_and_shares]


# ---- shares and openings
def test_shares_follow_the_dated_steps() -> None:
    log = run(changeover(), {"stock": "plant/x", "share": steps((3, 50), (6, 100))})
    assert first(log.lanes, "buy", "ordered", 9) == [2, 2, 2, 1, 1, 1, 0, 0, 0]
    assert first(log.lines, "make", "ordered", 9) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_line_without_a_share_opens_with_the_first_step_that_gives_it_one() -> None:
    log = run(changeover(), {"stock": "plant/x", "share": steps((3, 50), (6, 100))})
    assert happened(log, Kind.LINE_OPENED) == [(3, "make", 0)]
    assert first(log.lines, "make", "closed", 5) == [1, 1, 1, 0, 0]
    never = run(changeover())
    assert happened(never, Kind.LINE_OPENED) == []
    assert never.lines.of("make", "closed").min() == 1


@pytest.mark.parametrize("line", [{"ramp": {"tau": "5 days"}}, {"ramp": {"shape": "linear", "over": "9 days"}}])
def test_a_line_that_ramps_and_that_nobody_opens_never_opens(line: Blocks) -> None:
    log = run(changeover(line), {"stock": "plant/x", "share": steps((3, 100))})
    assert happened(log, Kind.LINE_OPENED) == []
    assert log.lines.of("make", "started").sum() == 0
    assert log.markets.of("m", "owed")[-1] > 0  # its orders wait aside


def test_a_line_opens_on_the_day_of_the_schedule_or_else_of_its_own() -> None:
    share = {"stock": "plant/x", "share": steps((1, 100))}
    assert happened(run(changeover({"opens": "5 days"}), share), Kind.LINE_OPENED) == [(5, "make", 0)]
    log = run(changeover({"opens": "5 days"}), {**share, "opens": {"make": DATES[3]}})
    assert happened(log, Kind.LINE_OPENED) == [(3, "make", 0)]
    # what waits aside on days 1 and 2 is ordered on day 3
    assert first(log.lines, "make", "ordered", 5) == [0, 0, 0, 6, 2]
    assert first(log.lines, "make", "good", 6) == [0, 0, 0, 0, 6, 2]


def test_a_line_kept_for_emergencies_is_there_from_the_start() -> None:
    rescue = {"emergency": {"source": "make", "below": "9 days"}, "base_stock": "10 pieces"}
    assert first(run(changeover({}, rescue)).lines, "make", "started", 2) == [2, 2]


# ---- ramp and learning
RAMPS = [
    ({"from": "20 %", "tau": "5 days"}, ExponentialRamp(5, 0.2)),
    ({"shape": "logistic", "from": "10 %", "tau": "2 days", "middle": "6 days"}, LogisticRamp(2, 6, 0.1)),
    ({"shape": "linear", "from": "25 %", "over": "8 days"}, LinearRamp(8, 0.25)),
]


@pytest.mark.parametrize(("ramp", "law"), RAMPS, ids=["exponential", "logistic", "linear"])
def test_the_rate_of_a_day_is_the_mean_of_the_ramp_over_it(ramp: Blocks, law: Any) -> None:
    content = changeover(
        {"ramp": ramp}, {"base_stock": "5000 pieces", "opening": "0 pieces", "sources": {"make": "100 %"}}
    )
    content["items"]["x"]["whole"] = False
    log = run(content, {"opens": {"make": DATES[3]}})
    expected = [0, 0, 0, *(50 * (law.output(age + 1) - law.output(age)) for age in range(10))]
    assert first(log.lines, "make", "started", 13) == pytest.approx(expected)
    assert first(log.lines, "make", "could", 13) == pytest.approx(expected)


def test_the_age_of_a_ramp_in_working_days_stands_still_over_the_weekend() -> None:
    content = changeover(
        {"ramp": {"from": "20 %", "tau": "5 working days"}},
        {"base_stock": "5000 pieces", "opening": "0 pieces", "sources": {"make": "100 %"}},
        calendars={"works": {"week": "mon-fri"}}, sites={"plant": {"kind": "plant", "calendar": "works"}},
    )  # fmt: skip
    content["items"]["x"]["whole"] = False
    log = run(content, {"opens": {"make": DATES[3]}})  # a Thursday
    rate = [50 * (1 - 0.8 * 5 * (exp(-age / 5) - exp(-(age + 1) / 5))) for age in range(3)]
    assert first(log.lines, "make", "started", 8) == pytest.approx([0, 0, 0, rate[0], rate[1], 0, 0, rate[2]])


def test_yield_grows_with_the_units_started_so_far() -> None:
    learning = {"rate": "10 pieces/day", "yield": {"first": "80 %", "mature": "100 %", "over": "50 pieces"}}
    content = changeover(learning, {"base_stock": "5000 pieces", "opening": "0 pieces", "sources": {"make": "100 %"}})
    content["items"]["x"]["whole"] = False
    # the yield is looked at each morning, with what had been finished by the evening before
    good = [0, 10 * 0.8, *(10 * (1 - 0.2 * exp(-finished / 50)) for finished in (10, 20, 30))]
    assert first(run(content).lines, "make", "good", 5) == pytest.approx(good)


# ---- cover while shares move
def test_a_step_to_a_faster_source_takes_nothing_from_the_cover() -> None:
    content = changeover(stock={"cover": "1 day", "opening": "50 pieces", "sources": {"buy": "80 %", "make": "20 %"}})
    del content["stocks"]["plant/x"]["base_stock"]
    content["lanes"]["buy"]["promised"] = "10 days"
    content["markets"]["m"]["demand"]["mean"] = "5 pieces"
    log = run(content, {"stock": "plant/x", "share": [{"date": DATES[14], "buy": "20 %", "make": "80 %"}]})
    # four pieces a day are still on their way for ten days; the line is asked for what they leave over
    assert log.stocks.of("plant/x", "on_hand")[12:].min() >= 5
    assert log.markets.of("m", "short").sum() == 0


# ---- notice
def supplier() -> Blocks:
    """Twenty pieces are ordered at once from a supplier that makes one a day."""
    content = changeover(
        stock={"opening": "0 pieces"}, lines={"cell": {"site": "seller", "makes": "x", "rate": "1 piece/day"}}
    )
    content["sites"]["seller"] = {"kind": "supplier"}
    content["markets"]["m"]["demand"] = {"listed": ["0 pieces"]}
    return {**content, "contracts": {"deal": {"with": "seller", "lanes": ["buy"], "notice": {"period": "3 days"}}}}


def test_when_notice_has_run_out_what_is_not_started_or_shipped_is_cancelled_and_the_rest_still_comes() -> None:
    log = run(supplier(), {"stock": "plant/x", "notice": {"contract": "deal", "date": DATES[1]}})
    # days 1 to 4: one piece a day is shipped; a fifth is in process on the morning of day 5, when the lane closes
    assert happened(log, Kind.NOTICE) == [(1, "deal", 4)]
    assert happened(log, Kind.SOURCE_CLOSED) == [(5, "buy", 0)]
    assert happened(log, Kind.CANCELLED) == [(5, "buy", 16)]
    assert first(log.lanes, "buy", "shipped", 7) == [0, 1, 1, 1, 1, 0, 0]
    assert first(log.lanes, "buy", "cancelled", 7) == [0, 0, 0, 0, 0, 16, 0]
    assert first(log.stocks, "plant/x", "received", 8) == [0, 0, 0, 1, 1, 1, 1, 0]
    assert first(log.stocks, "plant/x", "position", 7) == [20, 20, 20, 20, 20, 4, 4]
    assert first(log.lines, "cell", "cancelled", 7) == [0, 0, 0, 0, 0, 15, 0]
    assert log.lines.of("cell", "good").sum() == 5  # the fifth stays with the supplier
    assert log.stocks.of("seller/x", "on_hand")[-1] == 1
    assert log.stocks.of("plant/x", "ordered").sum() == 20  # what is needed waits aside for a source that is closed


def test_what_a_closed_source_should_have_brought_goes_to_the_others_with_the_next_step() -> None:
    schedule = {"stock": "plant/x", "notice": {"contract": "deal", "date": DATES[1]}, "share": steps((6, 100))}
    log = run(supplier(), schedule)
    assert first(log.lines, "make", "ordered", 8) == [0, 0, 0, 0, 0, 0, 16, 0]


def test_under_lot_for_lot_what_was_cancelled_is_ordered_from_those_who_are_left() -> None:
    content = supplier()
    content["stocks"]["plant/x"] = {"lot_for_lot": True, "sources": {"buy": "100 %", "make": "0 %"}}
    content["markets"]["m"]["demand"] = {"listed": ["20 pieces"]}
    schedule = {"stock": "plant/x", "notice": {"contract": "deal", "date": DATES[1]}, "share": steps((6, 100))}
    log = run(content, schedule)
    assert first(log.lanes, "buy", "cancelled", 6) == [0, 0, 0, 0, 0, 16]
    assert first(log.lines, "make", "ordered", 8) == [0, 0, 0, 0, 0, 0, 16, 0]
    assert log.markets.of("m", "owed")[-1] == 0


def test_an_order_on_its_way_to_a_feed_is_cancelled_too() -> None:
    content = changeover(
        lanes={"buy": {"item": "x", "from": "seller", "to": "plant", "promised": "2 days", "order_delay": "3 days"}}
    )
    content["contracts"] = {"deal": {"with": "seller", "lanes": ["buy"], "notice": {"period": "3 days"}}}
    log = run(content, {"stock": "plant/x", "notice": {"contract": "deal", "date": DATES[1]}})
    # the orders of days 0 and 1 were shipped on days 3 and 4; those of days 2 to 4 had not reached the seller on day 5
    assert first(log.lanes, "buy", "cancelled", 6) == [0, 0, 0, 0, 0, 6]
    assert first(log.stocks, "plant/x", "received", 8) == [0, 0, 0, 0, 0, 2, 2, 0]


# ---- bank
def test_a_bank_is_built_from_one_source_and_then_used_up() -> None:
    both = {"sources": {"buy": "50 %", "make": "50 %"}}
    bank = {"from": DATES[2], "want": "3 days of cover", "source": "buy", "use_from": DATES[8]}
    log = run(changeover(stock=both), {"stock": "plant/x", "bridge": bank})
    assert first(log.lanes, "buy", "ordered", 14) == [1, 1, 7, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    assert first(log.lines, "make", "ordered", 14) == [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1]
    # base stock 20; the lane's piece is two days away, the line's one: 20 - 2 (today) - 1 (day before) - ...
    assert log.stocks.of("plant/x", "position")[3:8].tolist() == [26] * 5
    assert log.stocks.of("plant/x", "position")[8:12].tolist() == [24, 22, 20, 20]


# ---- tools
def test_a_tool_is_in_one_place_and_nowhere_on_the_way() -> None:
    content = supplier()
    content["lines"]["make"]["tools"] = ["die"]
    content["lines"]["cell"]["tools"] = ["die"]
    content["tools"] = {"die": {"at": "seller", "needed_by": ["cell", "make"], "move": {"takes": "3 days"}}}
    content["stocks"]["plant/x"]["sources"] = {"buy": "50 %", "make": "50 %"}
    log = run(content, {"stock": "plant/x", "tasks": {"move": {"begin": DATES[4], "moves": {"die": "plant"}}}})
    assert happened(log, Kind.TOOL_PULLED) == [(4, "die", 0)]
    assert happened(log, Kind.TOOL_INSTALLED) == [(7, "die", 0)]
    assert first(log.lines, "cell", "started", 9) == [1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert first(log.lines, "cell", "closed", 6) == [0, 0, 0, 0, 1, 1]
    assert first(log.lines, "make", "started", 9) == [0, 0, 0, 0, 0, 0, 0, 10, 0]


def test_a_tool_that_is_bought_comes_after_its_lead_time_and_movers_have_a_calendar() -> None:
    content = changeover({"tools": {"any_of": ["old", "new"]}})
    content["calendars"] = {"movers": {"week": "mon-fri"}}
    content["tools"] = {
        "old": {"at": "seller", "move": {"takes": "3 days", "calendar": "movers"}},
        "new": {"at": "none", "lead": "6 days", "price": "1 kEUR"},
    }
    tasks = {
        "buy": {"begin": DATES[1], "brings": {"new": "plant"}},
        "move": {"begin": DATES[3], "moves": {"old": "plant"}},
    }
    log = run(content, {"stock": "plant/x", "tasks": tasks})
    # pulled on a Thursday: Thursday, Friday and Monday are worked, so it is there on Tuesday, day 8
    assert happened(log, Kind.TOOL_ORDERED) == [(1, "new", 0)]
    assert happened(log, Kind.TOOL_INSTALLED) == [(7, "new", 0), (8, "old", 0)]


def test_a_lead_time_in_working_days_counts_those_of_the_plant() -> None:
    content = changeover(
        calendars={"works": {"week": "mon-fri"}}, sites={"plant": {"kind": "plant", "calendar": "works"}}
    )
    content["tools"] = {"new": {"at": "none", "lead": "6 working days"}}
    log = run(content, {"stock": "plant/x", "tasks": {"buy": {"begin": DATES[1], "brings": {"new": "plant"}}}})
    assert happened(log, Kind.TOOL_INSTALLED) == [(9, "new", 0)]  # Tuesday to Friday, Monday and Tuesday


# ---- raw material
def test_raw_material_is_ordered_its_lead_time_and_cover_ahead_of_a_step() -> None:
    content = changeover(
        {"bom": {"raw": "3 kg"}}, {"cover": "1 day"},
        items={"x": {"unit": "piece"}, "raw": {"unit": "kg", "whole": False}}, sites={"mine": {"kind": "feed"}},
        stocks={"plant/raw": {"opening": "0 kg", "cover": "2 days of planned use"}},
        lanes={"raw": {"item": "raw", "from": "mine", "to": "plant", "promised": "6 days"}},
    )  # fmt: skip
    del content["stocks"]["plant/x"]["base_stock"]
    log = run(content, {"stock": "plant/x", "share": steps((15, 100))})
    # six kilogrammes a day are planned from day 15 on: day 15 - 6 - 2 looks at day 15 for the first time
    assert first(log.lanes, "raw", "ordered", 10) == [0, 0, 0, 0, 0, 0, 0, 6, 6, 6]
    assert first(log.stocks, "plant/raw", "received", 15) == [0] * 13 + [6, 6]
    # the two pieces of day 15 are ordered at the line; on day 16 those of day 14 come by lane beside them, so none are
    assert log.stocks.of("plant/raw", "used")[:18].tolist() == [0] * 15 + [6, 0, 6]
    assert log.markets.of("m", "short").sum() == 0


# ---- money
def test_lump_sums_are_posted_in_the_reporting_currency_on_their_day() -> None:
    content = {**changeover(), "currencies": {"USD": {"rate": 0.8}}}
    pays = [{"date": DATES[2], "amount": "10 kUSD"}, {"date": DATES[4], "amount": "5 kEUR"}]
    assert [(time, sum_) for time, _, sum_ in happened(run(content, {"pays": pays}), Kind.PAYMENT)] == [
        (2, 8000),
        (4, 5000),
    ]


def test_a_lump_sum_before_the_start_is_past() -> None:
    from backsource.config import scenario_from, schedule_from
    from backsource.simulation import prepare, simulate

    schedule = schedule_from({"schedule": "late", "pays": [{"date": "2026-01-01", "amount": "5 kEUR"}]})
    log = simulate(prepare(scenario_from({**changeover(), "warm_up": "9 days"}), schedule), 1, 0)
    assert happened(log, Kind.PAYMENT) == []
