"""The day: what happens in which order, on the grid and beside it."""

from collections.abc import Generator

import pytest
import simpy
from builders import chain, pieces, run, shop, world
from instants import customers, levels, pulled

from backsource.config import scenario_from
from backsource.errors import SimulationError
from backsource.simulation import prepare, simulate
from backsource.simulation.clock import settle


def test_an_instant_settles_before_the_day_goes_on() -> None:
    env = simpy.Environment()
    seen: list[str] = []

    def late(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        yield env.timeout(1)
        for step in range(3):
            seen.append(f"late {step}")
            yield env.timeout(0)

    def day(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        yield env.timeout(1)
        yield from settle(env)
        seen.append("day")

    env.process(day(env))
    env.process(late(env))
    env.run()
    assert seen == ["late 0", "late 1", "late 2", "day"]


def test_an_unknown_timetable_is_refused() -> None:
    plan = prepare(scenario_from(chain()), timetable="breakfast")
    with pytest.raises(SimulationError, match="breakfast"):
        simulate(plan, 1, 0)


def test_orders_go_upstream_and_goods_downstream_within_one_day() -> None:
    given = chain()
    given["markets"]["m"]["demand"] = {"listed": pieces(0, 5)}
    for lane in given["lanes"].values():
        lane["promised"] = "0 days"
    log = run(given)
    for stock in ("store/x", "plant/x", "shop/x"):
        levels(log.stocks.of(stock, "ordered"), 0, 5, 0)
        levels(log.stocks.of(stock, "received"), 0, 5, 0)


@pytest.mark.parametrize("timetable", ["plant", "stockpyl", "textbook"])
def test_a_daily_market_is_served_from_a_stock_off_the_grid_under_every_timetable(timetable: str) -> None:
    log = run(
        world(
            horizon="6 days", sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}},
            stocks={"shop/x": {"review": "continuous", "base_stock": "10 pieces"}},
            lanes={"in": {"item": "x", "from": "mill", "to": "shop", "promised": "1.5 days"}},
            markets={"daily": {"item": "x", "from": "shop", "demand": {"listed": pieces(4, 3)}},
                     "callers": customers({0.5: 2})},
        ),
        timetable=timetable,
    )  # fmt: skip
    levels(log.markets.of("daily", "served"), 4, 3)
    levels(log.stocks.of("shop/x", "ordered"), 6, 3)
    levels(log.stocks.of("shop/x", "on_hand_time"), 6 * 0.5 + 4 * 0.5, 1 * 0.5 + 5 * 0.5, 7 * 0.5 + 10 * 0.5, 10)


def test_a_site_that_never_works_on_a_day_has_no_steps_of_its_own_on_it() -> None:
    calendars = {"week": {"week": "mon-fri"}}
    sites = {"shop": {"kind": "depot", "calendar": "week"}}
    log = run(shop({"base_stock": "9 pieces"}, [1] * 9, sites=sites, calendars=calendars))
    levels(log.markets.of("m", "served"), 1, 1, 1, 1, 1, 0, 0, 3, 1)
    levels(log.stocks.of("shop/x", "ordered"), 1, 1, 1, 1, 1, 0, 0, 3, 1)


def test_what_is_learnt_during_a_day_is_decided_on_the_next_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    given = shop({"base_stock": "9 pieces"}, [1] * 9)
    given["lanes"]["in"]["promised"] = "1 day"
    log = pulled(monkeypatch, given, {3: lambda levers: levers.target("shop/x", 12)})
    levels(log.stocks.of("shop/x", "ordered"), 1, 1, 1, 4, 1)


def test_the_steps_of_a_day_are_made_once_for_each_kind_of_day() -> None:
    calendars = {"week": {"week": "mon-fri"}}
    sites = {"shop": {"kind": "depot", "calendar": "week"}}
    plan = prepare(scenario_from(shop({"base_stock": "9 pieces"}, [1] * 9, sites=sites, calendars=calendars)))
    assert len(plan.patterns) == 2
    assert len(plan.pattern_of) == plan.rows == 20
