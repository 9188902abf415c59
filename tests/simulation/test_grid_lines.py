"""Daily-rate lines: the least of rate, orders, material, room and people, and what the day's up-time made of it."""

from typing import Any

import pytest
from builders import Blocks, first, pieces, run, world
from scipy.stats import binom

from backsource.log import Log
from backsource.streams import stream


def plant(line: Blocks, *, stock: Blocks | None = None, whole: bool = True, **blocks: Any) -> Blocks:
    """A plant with one line `make` (10 pieces a day) that has 1000 pieces to make, or what is listed."""
    orders = {} if "listed" in (stock or {}) else {"base_stock": "1000 pieces"}
    return world(
        items={"x": {"unit": "piece", "whole": whole}, "raw": {"unit": "kg", "whole": False}},
        sites={"plant": {"kind": "plant"}},
        stocks={"plant/x": {"opening": "0 pieces", **orders, **(stock or {})}} | blocks.pop("stocks", {}),
        lines={"make": {"site": "plant", "makes": "x", "rate": "10 pieces/day", **line}} | blocks.pop("lines", {}),
        **blocks,
    )


def states(log: Log, day: int, line: str = "make") -> dict[str, float]:
    """Machine-days of a day, by state."""
    names = ("producing", "starved", "blocked", "idle", "setup", "down", "closed")
    found = {name: round(float(log.lines.of(line, name)[day]), 9) for name in names}
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("content", "started", "machines"),
    [
        (plant({}), 10, {"producing": 1}),
        (plant({"surge": "20 %"}), 12, {"producing": 1}),
        (plant({}, stock={"base_stock": "4 pieces"}), 4, {"producing": 0.4, "idle": 0.6}),
        (
            plant({"bom": {"raw": "2 kg"}}, stocks={"plant/raw": {"opening": "13 kg"}}),
            6,
            {"producing": 0.6, "starved": 0.4},
        ),
        (plant({}, stock={"capacity": "7 pieces"}), 7, {"producing": 0.7, "blocked": 0.3}),
        (plant({"machines": 2, "staff": 1}), 5, {"producing": 1, "idle": 1}),
        (plant({"staff": 0}), 0, {"idle": 1}),
    ],
    ids=["rate", "surge", "orders", "material", "room", "people", "nobody"],
)
def test_a_line_takes_in_the_least_of_what_limits_it(
    content: Blocks, started: float, machines: dict[str, float]
) -> None:
    log = run(content)
    assert first(log.lines, "make", "started", 1) == [started]
    assert first(log.lines, "make", "good", 2) == [0, started]  # it completes the next morning
    assert states(log, 0) == machines


def test_two_lines_do_not_fill_the_same_room() -> None:
    other = {"other": {"site": "plant", "makes": "x", "rate": "5 pieces/day"}}
    shares = {"capacity": "12 pieces", "sources": {"make": "50 %", "other": "50 %"}}
    log = run(plant({}, stock=shares, lines=other))
    assert first(log.lines, "make", "started", 3) == [10, 0, 0]
    assert first(log.lines, "other", "started", 3) == [2, 0, 0]
    assert first(log.stocks, "plant/x", "on_hand", 3) == [0, 12, 12]


def test_what_the_up_time_of_the_day_does_not_allow_goes_back_with_its_material() -> None:
    outages = {"stop": {"hits": ["make"], "listed": [{"from": "3.5 days", "lasts": "1 day"}]}}
    log = run(plant({"bom": {"raw": "2 kg"}}, stocks={"plant/raw": {"opening": "900 kg"}}, outages=outages))
    assert first(log.lines, "make", "good", 7) == [0, 10, 10, 10, 5, 5, 10]  # half of days 3 and 4
    assert first(log.lines, "make", "started", 6) == [10, 10, 10, 10, 10 - 5, 10 - 5]
    assert first(log.stocks, "plant/raw", "used", 6) == [20, 20, 20, 20, 10, 10]
    assert states(log, 3) == {"producing": 0.5, "down": 0.5}
    assert states(log, 4) == {"producing": 0.5, "down": 0.5}
    assert first(log.lines, "make", "could", 5) == [10, 10, 10, 5, 5]


def test_failures_in_operating_time_age_only_while_the_line_works() -> None:
    failure = {"mtbf": {"family": "listed", "listed": ["30 operating hours"]}, "repair": {"listed": ["18 hours"]}}
    # five pieces a day are half a day's work, so 1.25 days of work are over on day 2 after a quarter: half its pieces
    log = run(plant({"failures": failure}, stock={"listed": {"make": pieces(*[5] * 20)}}, whole=False))
    assert first(log.lines, "make", "good", 4) == pytest.approx([0, 5, 5, 2.5])
    assert states(log, 2) == {"producing": 0.25, "down": 0.75}


def test_failures_in_calendar_time_do_not_wait_for_work() -> None:
    failure = {"mtbf": {"family": "listed", "listed": ["36 hours"]}, "repair": {"listed": ["12 hours"]}}
    log = run(plant({"failures": failure}, stock={"listed": {"make": pieces(*[5] * 20)}}, whole=False))
    # down from 1.5 to 2.0, then from 3.5 to 4.0: the second half of a day, when the work is done
    assert first(log.lines, "make", "good", 5) == pytest.approx([0, 5, 5, 5, 5])
    assert states(log, 1) == {"producing": 0.5, "down": 0.5}
    busy = run(plant({"failures": failure}, whole=False))
    assert first(busy.lines, "make", "good", 5) == pytest.approx([0, 10, 5, 10, 5])


def test_failures_by_chance_strike_only_on_days_on_which_the_line_could_work() -> None:
    log = run(plant({"failures": {"fails": "100 %", "ends": "100 %"}}, stock={"listed": {"make": pieces(0, 0, 30)}}))
    # idle on days 0 and 1; from day 2 it fails and is repaired in turn
    assert first(log.lines, "make", "started", 8) == [0, 0, 0, 10, 0, 10, 0, 10]
    assert states(log, 2) == {"down": 1}


def test_two_ways_to_fail_by_chance_are_drawn_apart_and_all_must_be_up() -> None:
    ways = [{"fails": "100 %", "ends": "100 %"}, {"fails": "0 %", "ends": "100 %"}]
    log = run(plant({"failures": ways}))
    assert first(log.lines, "make", "started", 6) == [0, 10, 0, 10, 0, 10]


def test_a_rate_that_is_no_whole_number_makes_whole_pieces_in_the_long_run() -> None:
    log = run(plant({"rate": "1.5 pieces/day"}))
    assert first(log.lines, "make", "good", 7) == [0, 1, 2, 1, 2, 1, 2]
    assert states(log, 0) == {"producing": 1}


def test_half_a_piece_that_a_failure_left_is_finished_the_next_day() -> None:
    outages = {"stop": {"hits": ["make"], "listed": [{"from": "3.75 days", "lasts": "0.25 days"}]}}
    log = run(plant({}, outages=outages))  # 7.5 pieces of work on day 3
    assert first(log.lines, "make", "good", 7) == [0, 10, 10, 10, 7, 10, 10]
    assert log.lines.of("make", "good").sum() == 18 * 10 + 7


def test_a_lot_is_started_when_work_for_a_whole_one_has_come_together() -> None:
    log = run(plant({"rate": "3 pieces/day", "lot": "4 pieces"}))
    assert first(log.lines, "make", "started", 8) == [0, 4, 4, 4, 0, 4, 4, 4]
    assert states(log, 0) == {"producing": 1}


def test_the_last_lot_of_the_orders_may_be_smaller() -> None:
    log = run(plant({"lot": "4 pieces"}, stock={"base_stock": "6 pieces"}))
    assert first(log.lines, "make", "started", 2) == [6, 0]
    log = run(plant({"lot": "4 pieces", "bom": {"raw": "1 kg"}}, stocks={"plant/raw": {"opening": "7 kg"}}))
    assert first(log.lines, "make", "started", 2) == [4, 0]  # material for a part of a lot waits


def service(demand: list[float], **line: Any) -> Blocks:
    """Hours of help, ten a day, that cannot be kept."""
    return world(
        items={"help": {"unit": "hour", "storable": False, "whole": False}},
        sites={"desk": {"kind": "plant"}},
        stocks={"desk/help": {"base_stock": "0 hours"}},
        lines={"agents": {"site": "desk", "makes": "help", "rate": "10 hours/day", "ready": "same_day", **line}},
        markets={"m": {"item": "help", "from": "desk", "demand": {"listed": [f"{hours} hours" for hours in demand]}}},
    )


def test_a_service_is_made_and_used_on_its_day_and_what_it_cannot_do_waits() -> None:
    log = run(service([4, 12, 3]))
    assert first(log.lines, "agents", "good", 3) == [4, 10, 5]
    assert first(log.markets, "m", "served", 3) == [4, 10, 5]
    assert first(log.markets, "m", "owed", 3) == [0, 2, 0]
    assert first(log.lines, "agents", "could", 3) == [10, 10, 10]
    assert [states(log, day, "agents") for day in range(3)] == [
        {"producing": 0.4, "idle": 0.6},
        {"producing": 1},
        {"producing": 0.5, "idle": 0.5},
    ]


def test_a_service_is_not_kept_for_tomorrow() -> None:
    content = service([2, 2])
    content["stocks"]["desk/help"] = {"base_stock": "5 hours", "opening": "0 hours"}
    log = run(content)
    # ordered up to five beyond the day's demand: seven are made, five of them in vain
    assert first(log.stocks, "desk/help", "made", 2) == [7, 7]
    assert first(log.stocks, "desk/help", "spoilt", 2) == [5, 5]
    assert first(log.stocks, "desk/help", "on_hand", 2) == [0, 0]


def test_a_service_that_is_down_in_the_morning_does_nothing_that_day() -> None:
    content = {
        **service([4, 4, 4]),
        "outages": {"stop": {"hits": ["desk"], "listed": [{"from": "1 day", "lasts": "1 day"}]}},
    }
    log = run(content)
    assert first(log.markets, "m", "served", 3) == [4, 0, 8]
    assert states(log, 1, "agents") == {"down": 1}


def test_scrap_is_found_inside_and_made_again() -> None:
    log = run(plant({"yield": "80 %"}, stock={"base_stock": "10 pieces"}, whole=False))
    assert first(log.lines, "make", "good", 4) == pytest.approx([0, 8, 1.6, 0.32])
    assert first(log.lines, "make", "scrap", 4) == pytest.approx([0, 2, 0.4, 0.08])
    assert first(log.lines, "make", "open", 3) == pytest.approx([10, 2, 0.4])


def test_good_units_among_whole_ones_follow_from_one_uniform_a_day_by_inverse() -> None:
    log = run(plant({"yield": "70 %"}), seed=5, replication=3)
    uniforms = stream(5, 3, "yield/make/0").random(19)
    assert first(log.lines, "make", "good", 20) == [0, *binom.ppf(uniforms, 10, 0.7)]


def test_lines_of_a_work_centre_share_its_time_and_pay_for_changing_over() -> None:
    centre = {"work_centre": "press", "setup": {"takes": "6 hours"}}
    content = plant(
        centre, stock={"listed": {"make": pieces(0, 15)}}, work_centres={"press": {"site": "plant"}},
        stocks={"plant/raw": {"listed": {"other": ["5 kg"]}, "opening": "0 kg"}},
        lines={"other": {"site": "plant", "makes": "raw", "rate": "10 kg/day", **centre}},
    )  # fmt: skip
    log = run(content)
    assert first(log.lines, "other", "started", 3) == pytest.approx([5, 0, 0])
    assert states(log, 0, "other") == {"setup": 0.25, "producing": 0.5, "idle": 0.25}
    assert first(log.lines, "make", "started", 4) == [0, 7, 8, 0]  # 7.5 pieces after the set-up, then 7.5 without
    assert states(log, 1) == {"setup": 0.25, "producing": 0.75}


def test_a_set_up_longer_than_a_day_goes_on_the_next() -> None:
    content = plant({"work_centre": "press", "setup": {"takes": "1.5 days"}}, work_centres={"press": {"site": "plant"}})
    log = run(content)
    assert first(log.lines, "make", "started", 3) == [0, 5, 10]
    assert [states(log, day) for day in (0, 1)] == [{"setup": 1}, {"setup": 0.5, "producing": 0.5}]


def test_spares_keep_a_line_running_while_they_last() -> None:
    failure = {"mtbf": {"family": "listed", "listed": ["24 operating hours"]}, "repair": {"listed": ["12 hours"]}}
    alone = run(plant({"failures": failure, "repairers": 1}, whole=False))
    spare = run(plant({"failures": failure, "spares": 1, "repairers": 1}, whole=False))
    assert alone.lines.of("make", "good").sum() < 140
    assert first(spare.lines, "make", "good", 9) == pytest.approx([0] + [10] * 8)
