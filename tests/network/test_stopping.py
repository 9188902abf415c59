"""What a lost part takes along, as outages: the same that `depend` takes away, on the days on which it does so."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.builders import scenario

from backsource.config import load_scenario, load_schedule
from backsource.network.dependency.losing import Losing
from backsource.network.dependency.parts import Parts
from backsource.network.dependency.standing import Standing, ramps_of
from backsource.network.dependency.stopping import Losable
from backsource.network.feasibility.outlook import Outlook

CONFIGS = Path(__file__).parents[2] / "configs"
DAY = date(2026, 4, 6)


def knuckle(schedule: str = "gated") -> Losable:
    read = load_scenario(CONFIGS / "scenarios/steering-knuckle.yaml")
    way = load_schedule(CONFIGS / f"schedules/{schedule}.yaml", scenario=read)
    return Losable(Outlook(read, way))


def spells(losable: Losable, part: str, day: date = DAY, lasts: float = 28.0) -> dict[str, list[tuple[Any, ...]]]:
    """Spells of each lane and line that stops."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for what, name, first, length in sorted(losable.stops(losable.lost(part, day, lasts))):
        assert what == "source"
        found.setdefault(name, []).append((first, length))
    return found


def test_a_site_takes_along_who_buys_from_it() -> None:
    found = spells(knuckle(), "site forge")
    assert set(found) == {"blanks", "buy", "s1-cell"}
    assert {tuple(each) for each in found.values()} == {((DAY, 28.0),)}


def test_a_common_cause_stops_what_its_outage_stops() -> None:
    assert set(spells(knuckle(), "cause china-stop")) == {"coat-a", "coat-b"}


def test_a_tool_stops_every_line_that_needs_it_and_spares_one_that_has_another() -> None:
    """T1 stands at s1. T2 is ordered on 12 January and there 14 weeks later, on 20 April: till then `make` has none."""
    found = spells(knuckle(), "tool T1")
    assert found == {"s1-cell": [(DAY, 28.0)], "make": [(DAY, 14.0)]}
    assert set(spells(knuckle(), "tool T1", date(2026, 5, 4))) == {"s1-cell"}
    assert spells(knuckle(), "tool T2") == {"make": [(DAY, 28.0)]}


@pytest.mark.parametrize("schedule", ["gated", "bank-and-move"])
def test_what_a_loss_stops_is_what_depend_takes_away(schedule: str) -> None:
    """On a day after the changeover, of all sources that are open then."""
    losable = knuckle(schedule)
    outlook, parts = losable.outlook, Parts(losable.scenario)
    standing = Standing(outlook, 600, ramps_of(outlook))
    stocks = standing.upstream(list(standing.outputs))
    needs = {one.name: parts.needs(one) for stock in stocks for one in standing.open_at[stock]}
    known = sorted({part for needed in needs.values() for part in needed})
    dead = Losing(standing, standing.outputs, needs, known).dead
    for column, part in enumerate(known, start=1):
        taken = {name for name, stopped in dead.items() if stopped[column]}
        assert taken == set(spells(losable, part, outlook.date(600))) & set(needs), part


def chained() -> Losable:
    """From `s` to `p` to `q`, which a market asks, and on to `r`, which none does; a lane is called as its end is."""
    return Losable(Outlook(scenario(
        sites={"s": {"kind": "feed"}, "p": {"kind": "plant"}, "q": {"kind": "depot"}, "r": {"kind": "depot"}},
        stocks={f"{site}/x": {"base_stock": "30 pieces"} for site in "pqr"},
        lanes={"p": {"item": "x", "from": "s", "to": "p", "promised": "1 day"},
               "out": {"item": "x", "from": "p", "to": "q", "promised": "1 day"},
               "aside": {"item": "x", "from": "q", "to": "r", "promised": "1 day"}},
        markets={"m": {"item": "x", "from": "q", "demand": {"per": "day", "mean": "10 pieces"}}},
    ), None))  # fmt: skip


def test_a_lane_with_the_name_of_a_site_is_another_thing() -> None:
    assert set(spells(chained(), "site p")) == {"out"}
    assert set(spells(chained(), "lane p")) == {"p"}


def test_a_lane_on_which_no_market_draws_is_no_part() -> None:
    assert set(chained().stopped()) == {"site s", "site p", "lane out", "lane p"}


def test_a_loss_never_takes_the_name_of_an_outage_of_the_scenario() -> None:
    losable = knuckle()
    taken = {**losable.scenario.outages, "loss of site s1": losable.scenario.outages["s1-stop"]}
    again = Losable(Outlook(losable.scenario.model_copy(update={"outages": taken}), losable.outlook.schedule))
    assert not set(again.lost("site s1", DAY, 5.0)) & set(taken)
