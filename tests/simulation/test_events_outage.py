"""Outages at any instant, and hazards that decisions change in mid-wait."""

import numpy as np
import pytest
from builders import Blocks, book_bytes, run
from instants import counter, instants, levels, pulled, workshop

from backsource.log import Kind


def struck(outage: Blocks, *, days: float = 30) -> Blocks:
    """A lane with an outage."""
    return counter({"base_stock": "5 pieces"}, {0.5: 2}, outages={"strike": {"hits": ["in"], **outage}}, days=days)


LISTED = {"every": {"listed": ["4 days", "3 days", "90 days"]}, "lasts": {"listed": ["1.5 days", "0.25 days"]}}


def test_a_renewal_process_is_up_at_the_start_and_down_in_turn() -> None:
    log = run(struck(LISTED))
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [4.0, 8.5]
    assert instants(log, Kind.OUTAGE_ENDS, "strike") == [5.5, 8.75]


def test_a_hazard_that_doubles_in_mid_wait_halves_what_is_left_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    log = pulled(monkeypatch, struck(LISTED), {3: lambda levers: levers.hazard("strike", 2.0)})
    # one day of the first four is left at 3 and takes half a day; the next wait of three takes one and a half
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [3.5, 6.5]


def test_a_hazard_of_nothing_waits_until_it_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    pulls = {1: lambda levers: levers.hazard("strike", 0.0), 11: lambda levers: levers.hazard("strike", 1.0)}
    log = pulled(monkeypatch, struck(LISTED), pulls)
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [14.0, 18.5]


def test_a_hazard_that_changes_during_an_outage_counts_for_the_next_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    log = pulled(monkeypatch, struck(LISTED), {5: lambda levers: levers.hazard("strike", 3.0)})
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [4.0, 6.5]


def test_a_hazard_may_change_twice_at_the_instant_at_which_it_strikes(monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(levers: object) -> None:
        levers.hazard("strike", 2.0)  # type: ignore[attr-defined]
        levers.hazard("strike", 1.0)  # type: ignore[attr-defined]

    log = pulled(monkeypatch, struck(LISTED), {4: twice})
    assert instants(log, Kind.OUTAGE_BEGINS, "strike") == [4.0, 8.5]


def test_the_hazard_of_a_chain_by_day_scales_its_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    given = struck({"begins": "5 %", "ends": "50 %"}, days=2000)
    plain = len(instants(run(given), Kind.OUTAGE_BEGINS, "strike"))
    never = pulled(monkeypatch, given, {0: lambda levers: levers.hazard("strike", 0.0)})
    often = len(
        instants(
            pulled(monkeypatch, given, {0: lambda levers: levers.hazard("strike", 4.0)}), Kind.OUTAGE_BEGINS, "strike"
        )
    )
    assert instants(never, Kind.OUTAGE_BEGINS, "strike") == []
    # cycles of 1/0.05 + 2 = 22 and of 1/0.2 + 2 = 7 days; six standard errors of a renewal count at most
    assert abs(plain - 2000 / 22) < 6 * np.sqrt(2000 / 22)
    assert abs(often - 2000 / 7) < 6 * np.sqrt(2000 / 7)


def test_a_chain_by_day_stops_a_server_line_from_the_morning_on() -> None:
    given = workshop({"processing": "40 days"}, {0: 1}, days=60)
    given["outages"] = {"fire": {"hits": ["make"], "begins": "20 %", "ends": "40 %"}}
    log = run(given)
    down = log.lines.of("make", "down")
    begun, ended = instants(log, Kind.OUTAGE_BEGINS, "fire"), instants(log, Kind.OUTAGE_ENDS, "fire")
    assert begun
    assert down.sum() == sum(min(end, 60) - start for start, end in zip(begun, [*ended, 60], strict=False))
    assert set(down) == {0.0, 1.0}


@pytest.mark.parametrize(
    "outage",
    [
        {"listed": [{"from": "3 days", "lasts": "0 days"}]},
        {"every": "2 days", "lasts": "0 days"},
    ],
)
def test_an_outage_without_length_changes_nothing(outage: Blocks) -> None:
    without = struck(outage)
    del without["outages"]
    one, other = run(struck(outage)), run(without)
    assert len(one.journal) == 0
    assert one.stocks.data.tobytes() == other.stocks.data.tobytes()
    assert one.lanes.data.tobytes() == other.lanes.data.tobytes()


def test_a_common_cause_stops_all_that_it_hits_together() -> None:
    given = workshop({}, {0.2: 1, 5.0: 1})
    given["sites"]["mill"] = {"kind": "feed", "causes": ["quake"]}
    given["sites"]["shop"]["causes"] = ["quake"]
    given["items"]["ore"] = {"unit": "kg", "whole": False}
    given["stocks"]["shop/ore"] = {"review": "continuous", "base_stock": "5 kg"}
    given["lanes"] = {"in": {"item": "ore", "from": "mill", "to": "shop", "promised": "1 day"}}
    given["lines"]["make"]["bom"] = {"ore": "1 kg"}
    given["outages"] = {"quake": {"listed": [{"from": "0.4 days", "lasts": "0.75 days"}]}}
    log = run(given)
    # the lot works 0.2-0.4 and 1.15-1.45; what was ordered at 0.2 is on the road and comes at 1.2
    levels(log.lines.of("make", "down"), 0.6, 0.15)
    levels(log.markets.of("m", "served"), 0, 1)
    levels(log.stocks.of("shop/ore", "received"), 0, 1)


def test_the_same_futures_come_whatever_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    given = struck({"every": "5 days", "lasts": {"mean": "1 day", "cv": 0.5}}, days=60)
    plain, decided = run(given), pulled(monkeypatch, given, {7: lambda levers: levers.target("shop/x", 50)})
    assert plain.environment == decided.environment
    assert instants(plain, Kind.OUTAGE_BEGINS, "strike") == instants(decided, Kind.OUTAGE_BEGINS, "strike")
    assert book_bytes(plain) != book_bytes(decided)
