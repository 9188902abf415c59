"""Server lines that fail, wait for a crew, share a work centre or are hit by outages, worked by hand."""

import pytest
from builders import Blocks, run
from instants import customers, instants, levels, workshop

from backsource.errors import SimulationError
from backsource.log import Kind


def test_failures_in_operating_time_stretch_a_lot_and_the_server_goes_on_where_it_stopped() -> None:
    failure = {"mtbf": {"listed": ["7.2 operating hours"]}, "repair": {"listed": ["0.5 days"]}}
    log = run(workshop({"processing": "1 day", "failures": failure}, {0: 1}))
    # works 0-0.3, 0.8-1.1, 1.6-1.9, 2.4-2.5
    assert instants(log, Kind.FAILURE, "make") == [0.3, 1.1, 1.9]
    assert instants(log, Kind.REPAIRED, "make") == [0.8, 1.6, 2.4]
    levels(log.lines.of("make", "producing"), 0.5, 0.4, 0.1, 0)
    levels(log.lines.of("make", "down"), 0.5, 0.6, 0.4, 0)
    levels(log.markets.of("m", "served"), 0, 0, 1)


def test_a_server_does_not_age_while_it_stands_idle() -> None:
    failure = {"mtbf": {"listed": ["12 operating hours"]}, "repair": {"listed": ["0.25 days"]}}
    log = run(workshop({"processing": "0.4 days", "failures": failure}, {0: 1, 5: 1}))
    # 0.4 of operation by 0.4; the second lot fails after 0.1 more, at 5.1
    assert instants(log, Kind.FAILURE, "make") == [5.1]
    levels(log.lines.of("make", "down")[5:], 0.25)


def test_failures_in_calendar_time_come_whether_the_server_works_or_not() -> None:
    failure = {"mtbf": {"listed": ["0.4 days", "4 days"]}, "repair": {"listed": ["0.25 days"]}}
    log = run(workshop({"failures": failure}, {0.2: 1}))
    # down from 0.4 to 0.65, and idle from 4.65 to 4.9
    levels(log.lines.of("make", "producing"), 0.2 + 0.3, 0, 0, 0, 0)
    levels(log.lines.of("make", "down"), 0.25, 0, 0, 0, 0.25)
    levels(log.lines.of("make", "idle"), 0.2 + 0.05, 1, 1, 1, 0.75)
    assert instants(log, Kind.FAILURE, "make")[:2] == [0.4, 4.65]


def test_a_free_server_that_is_down_takes_no_lot_until_it_is_mended() -> None:
    failure = {"mtbf": {"listed": ["0.4 days", "40 days"]}, "repair": {"listed": ["0.5 days"]}}
    log = run(workshop({"failures": failure}, {0.6: 1}))
    # starts at 0.9, ready at 1.4
    levels(log.lines.of("make", "down"), 0.5, 0)
    levels(log.lines.of("make", "producing"), 0.1, 0.4)


def test_all_ways_of_failing_must_be_up() -> None:
    failures = [
        {"mtbf": {"listed": ["0.2 days", "40 days"]}, "repair": {"listed": ["0.5 days"]}},
        {"mtbf": {"listed": ["0.4 days", "40 days"]}, "repair": {"listed": ["0.5 days"]}},
    ]
    log = run(workshop({"failures": failures}, {0: 1}))
    # works 0-0.2, is down until 0.7 and 0.9, works 0.9-1.2
    levels(log.lines.of("make", "down"), 0.7, 0)
    levels(log.lines.of("make", "producing"), 0.3, 0.2)


def test_one_repairer_mends_one_machine_after_the_other() -> None:
    line = {"machines": 2, "processing": "3 days", "repairers": 1,
            "failures": {"mtbf": {"listed": ["1 day", "50 days"]}, "repair": {"listed": ["0.5 days"]}}}  # fmt: skip
    log = run(workshop(line, {0: 2}))
    # both fail at 1, are back at 1.5 and 2.0; the lots are ready at 3.5 and 4.0
    levels(log.lines.of("make", "down"), 0, 1.5, 0)
    levels(log.markets.of("m", "served"), 0, 0, 0, 1, 1)


def test_a_spare_steps_in_at_once() -> None:
    line = {"processing": "3 days", "spares": 1,
            "failures": {"mtbf": {"listed": ["1 day", "50 days"]}, "repair": {"listed": ["0.5 days"]}}}  # fmt: skip
    log = run(workshop(line, {0: 1}))
    # the first machine fails at 1, the spare at 2, when the first has been ready since 1.5
    assert instants(log, Kind.FAILURE, "make") == [1.0, 2.0]
    levels(log.lines.of("make", "down"), 0, 0, 0)
    levels(log.markets.of("m", "served"), 0, 0, 0, 1)


def test_two_lines_share_the_server_of_a_work_centre_with_set_ups_between_them() -> None:
    shared = {"work_centre": "press", "setup": {"takes": "0.25 days"}}
    blocks: Blocks = {
        "items": {"x": {"unit": "piece"}, "y": {"unit": "piece"}},
        "stocks": {f"shop/{item}": {"review": "continuous", "lot_for_lot": True} for item in "xy"},
        "lines": {"other": {"site": "shop", "makes": "y", "processing": "0.5 days", **shared}},
        "markets": {"n": customers({0.2: 1}, item="y")},
        "work_centres": {"press": {"site": "shop"}},
    }
    log = run(workshop(shared, {0.1: 1, 0.3: 1}, **blocks))
    # x: set up 0.1-0.35, works to 0.85; y: set up to 1.1, works to 1.6; x again: set up to 1.85, works to 2.35
    levels(log.markets.of("m", "served"), 1, 0, 1)
    levels(log.markets.of("n", "served"), 0, 1)
    levels(log.lines.of("make", "setup"), 0.25, 0.25, 0)
    levels(log.lines.of("make", "producing"), 0.5, 0.15, 0.35)
    levels(log.lines.of("other", "setup"), 0.15, 0.1)
    levels(log.lines.of("other", "producing"), 0, 0.5)


def test_no_set_up_between_lots_of_the_same_line() -> None:
    line = {"work_centre": "press", "setup": {"takes": "0.25 days"}}
    log = run(workshop(line, {0: 3}, work_centres={"press": {"site": "shop"}}))
    levels(log.lines.of("make", "setup"), 0.25, 0)
    levels(log.lines.of("make", "good"), 1, 2)


def test_a_work_centre_of_servers_and_daily_rates_is_refused() -> None:
    blocks: Blocks = {
        "items": {"x": {"unit": "piece"}, "y": {"unit": "piece"}},
        "stocks": {f"shop/{item}": {"review": "continuous", "lot_for_lot": True} for item in "xy"},
        "lines": {"other": {"site": "shop", "makes": "y", "rate": "3 pieces/day", "work_centre": "press"}},
        "work_centres": {"press": {"site": "shop"}},
    }
    with pytest.raises(SimulationError, match="press"):
        run(workshop({"work_centre": "press"}, {0.1: 1}, **blocks))


def test_an_outage_freezes_the_lots_of_a_line() -> None:
    outages = {"fire": {"hits": ["make"], "listed": [{"from": "0.4 days", "lasts": "0.6 days"}]}}
    log = run(workshop({}, {0.2: 1}, outages=outages))
    # works 0.2-0.4 and 1.0-1.3
    levels(log.lines.of("make", "down"), 0.6, 0)
    levels(log.lines.of("make", "producing"), 0.2, 0.3)
    levels(log.markets.of("m", "served"), 0, 1)


def test_a_repair_goes_on_during_an_outage_and_the_server_does_not_age() -> None:
    failure = {"mtbf": {"listed": ["7.2 operating hours", "50 operating days"]}, "repair": {"listed": ["0.5 days"]}}
    spells = [{"from": "0.1 days", "lasts": "0.2 days"}, {"from": "0.6 days", "lasts": "0.2 days"}]
    outages = {"fire": {"hits": ["make"], "listed": spells}}
    log = run(workshop({"failures": failure}, {0: 1}, outages=outages))
    # works 0-0.1, 0.3-0.5 (fails), repaired at 1.0, works 1.0-1.2
    assert instants(log, Kind.FAILURE, "make") == [0.5]
    levels(log.lines.of("make", "producing"), 0.3, 0.2)
    levels(log.lines.of("make", "down"), 0.7, 0)


def test_an_outage_stops_a_line_without_time() -> None:
    outages = {"fire": {"hits": ["make"], "listed": [{"from": "0 days", "lasts": "1.5 days"}]}}
    log = run(workshop({"processing": "0 days"}, {0.1: 2}, outages=outages))
    levels(log.markets.of("m", "owed_time"), 1.8, 1.0)
    levels(log.lines.of("make", "down"), 1, 0.5)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"failures": {"fails": "1 %", "ends": "50 %"}}, "chance"),
        (
            {"spares": 1, "failures": [{"mtbf": "1 day", "repair": "1 day"}, {"mtbf": "2 days", "repair": "1 day"}]},
            "spares",
        ),
    ],
)
def test_failures_that_a_server_line_cannot_have_are_refused(line: Blocks, said: str) -> None:
    with pytest.raises(SimulationError, match=said):
        run(workshop(line, {0.1: 1}))
