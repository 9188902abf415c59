"""What a decision may read: the levels of the instant, and the uptime of the days that are over."""

from collections.abc import Callable
from math import inf, isnan

import pytest
from builders import Blocks, shop
from instants import counter, pulled, workshop

from backsource.simulation.flow.gauges import Gauges
from backsource.simulation.flow.levers import Levers

Read = Callable[[Gauges], object]


def seen(patch: pytest.MonkeyPatch, given: Blocks, day: float, read: Read) -> object:
    """What a gauge says on the morning of a day."""
    found: list[object] = []

    def look(levers: Levers) -> None:
        found.append(read(Gauges(levers.things, levers.shelf)))

    pulled(patch, given, {day: look})
    return found[0]


def test_levels_are_those_of_the_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    given = counter({"base_stock": "5 pieces"}, {0.5: 3, 1.5: 4})
    assert seen(monkeypatch, given, 1, lambda gauges: gauges.on_hand("shop/x")) == 2
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.backlog("shop/x")) == 2
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.on_order("in")) == 7
    assert seen(monkeypatch, given, 3, lambda gauges: gauges.on_order("in")) == 4


def test_cover_counts_the_days_of_planned_use_from_tomorrow_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = shop({"cover": "2 days of planned use", "opening": "10 pieces"}, [4] * 9)
    # on the morning of day 1 six are left; 4 on day 2, half of what day 3 needs
    assert seen(monkeypatch, given, 1, lambda gauges: gauges.cover("shop/x")) == 1.5
    idle = shop({"cover": "2 days of planned use", "opening": "10 pieces"}, [4])
    assert seen(monkeypatch, idle, 1, lambda gauges: gauges.cover("shop/x")) == inf


def test_a_line_shows_what_it_has_made_its_rate_and_its_yield(monkeypatch: pytest.MonkeyPatch) -> None:
    given = workshop({}, {0.1: 9})
    assert seen(monkeypatch, given, 1, lambda gauges: gauges.made("make")) == 1
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.started("make")) == 3
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.rate("make")) == 1
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.yield_share("make")) == 1


def test_uptime_is_that_of_the_finished_days(monkeypatch: pytest.MonkeyPatch) -> None:
    given = workshop({}, {0.1: 90})
    given["outages"] = {"fire": {"hits": ["make"], "listed": [{"from": "1.5 days", "lasts": "1 day"}]}}
    # half of day 1 and half of day 2 are lost
    for day, days, share in ((1, 5, 1.0), (2, 1, 0.5), (3, 2, 0.5), (3, 3, 2 / 3), (5, 2, 1.0)):
        assert seen(monkeypatch, given, day, lambda gauges, n=days: gauges.uptime("make", n)) == pytest.approx(share)
    assert isnan(float(str(seen(monkeypatch, given, 0, lambda gauges: gauges.uptime("make", 3)))))


def test_the_uptime_of_a_daily_rate_line_ends_with_the_day_before_yesterday(monkeypatch: pytest.MonkeyPatch) -> None:
    given = shop({"base_stock": "90 pieces", "sources": {"make": 1.0, "in": 0.0}, "opening": "0 pieces"}, [1] * 9)
    given["sites"]["shop"]["kind"] = "plant"
    given["lines"] = {"make": {"site": "shop", "makes": "x", "rate": "6 pieces/day"}}
    given["outages"] = {"fire": {"hits": ["make"], "listed": [{"from": "1.5 days", "lasts": "1 day"}]}}
    assert seen(monkeypatch, given, 2, lambda gauges: gauges.uptime("make", 1)) == pytest.approx(1.0)
    assert seen(monkeypatch, given, 3, lambda gauges: gauges.uptime("make", 1)) == pytest.approx(0.5)
