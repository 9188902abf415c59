"""What outputs depend on, day by day, on small plans: expected values by hand."""

from datetime import date
from math import inf

import pytest
from hypothesis import assume, given, settings
from meshes import mesh
from random_scenarios import Block, changeovers
from small_plans import CONFIGS, SUPPLY, plan, world, world_with

from backsource.config import Schedule, load_scenario, load_schedule, scenario_from, schedule_from
from backsource.errors import NetworkError
from backsource.network.dependency import Dependency, Loss, Picture, depend
from backsource.report.dependency import lines

CLOSES = {"notice": {"contract": "supply", "date": "2026-04-20"}}
"""Thirty days to month end: s1 is left on 2026-05-31."""


def cuts(picture: Picture) -> set[frozenset[str]]:
    return {frozenset(cut) for cut in picture.cuts["plant/part"]}


def singles(picture: Picture) -> set[str]:
    return {loss.part for loss in picture.single()}


def loss(picture: Picture, part: str) -> Loss:
    (found,) = [loss for loss in picture.losses if loss.part == part]
    return found


def closing(**more: object) -> tuple[Dependency, Schedule]:
    scenario = world(contracts__supply=SUPPLY, **more)
    schedule = plan(scenario, **CLOSES)
    return depend(scenario, schedule), schedule


def test_before_only_the_chain_of_the_supplier_after_only_that_of_the_plant() -> None:
    """Both can give from the start here, so that leaving the supplier is what makes single points."""
    found, _ = closing(lines__make__opens="60 days")
    before, during, at_exit = (picture for picture in found.pictures if picture.when != "after")
    after = found.at("after")
    assert [picture.day for picture in (before, during, at_exit)] == [
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 6, 1),
    ]
    assert singles(before) == singles(during) == set()
    assert after is not None
    assert singles(after) == {"site plant", "site forge", "line make", "lane blanks"}
    assert {cut for cut in cuts(before) if len(cut) == 2} >= {frozenset(["site s1", "site forge"])}


def test_a_line_that_is_not_open_yet_is_no_source() -> None:
    scenario = world(lines__make__opens="60 days")
    early = depend(scenario, plan(scenario), date(2026, 3, 5)).at("on")
    late = depend(scenario, plan(scenario), date(2026, 3, 6)).at("on")
    assert early is not None
    assert late is not None
    assert [source.closed for source in early.sources if source.name == "make"] == ["open on 2026-03-06"]
    assert singles(early) == {"site s1", "lane buy", "line cell"}
    assert singles(late) == set()


def test_order_1_cuts_go_from_the_supplier_to_one_for_each_feed_that_stands_alone() -> None:
    """F18: one supplier before; after it the plant and two single-sourced feeds."""
    scenario = world_with({
        "contracts.supply": SUPPLY, "items.oil": {"unit": "kg", "whole": False}, "sites.well": {"kind": "feed"},
        "lanes.oil": {"item": "oil", "from": "well", "to": "plant", "promised": "1 day"},
        "stocks.plant/oil": {"base_stock": "50 kg"},
        "lines.make": {"site": "plant", "makes": "part", "rate": "125 pieces/day", "opens": "91 days",
                       "bom": {"blank": "1 piece", "oil": "0.5 kg"}},
    })  # fmt: skip
    found = depend(scenario, plan(scenario, **CLOSES))
    before, after = found.at("before"), found.at("after")
    assert before is not None
    assert after is not None
    assert {loss.part for loss in before.single("site")} == {"site s1"}
    assert {loss.part for loss in after.single("site")} == {"site plant", "site forge", "site well"}


def test_the_same_failure_of_the_plant_costs_more_after_the_exit_than_in_the_overlap() -> None:
    """F13: in the overlap the supplier's 125 a day carry the 100; after the exit nothing does."""
    found, _ = closing(outages__fire={"hits": ["plant"], "every": "900 days", "lasts": "30 days"})
    during, after = found.pictures[1], found.at("after")
    assert after is not None
    assert loss(during, "site plant").left == 1
    assert loss(during, "site plant").short == 0
    assert loss(after, "site plant").left == 0
    # 1,000 less two days of lead is kept: 800 to 900 pieces, so 21 days or more of 30 are short
    assert loss(after, "site plant").short == pytest.approx(3000 - 100 * loss(after, "site plant").survives)
    assert loss(after, "site plant").short > 2000


@pytest.mark.parametrize(("every", "lasts", "short"), [(100, 2, 0), (4000, 80, 7500)])
def test_at_equal_uptime_raw_stock_carries_frequent_short_stops_and_hardly_touches_rare_long_ones(
    every: int, lasts: int, short: float
) -> None:
    """F8: 500 blanks are five days; 80 days leave 75 short of 100 a day."""
    scenario = world_with({
        "stocks": {"plant/part": {"base_stock": "0 pieces", "sources": {"buy": "0 %", "make": "100 %"}},
                   "plant/blank": {"base_stock": "800 pieces"}},
        "lines.cell.rate": "1 piece/day", "lines.make.ready": "same_day", "lanes.blanks.in_outage": "stop_in_transit",
        "outages": {"stop": {"hits": ["forge"], "every": f"{every} days", "lasts": f"{lasts} days"}},
    })  # fmt: skip
    (picture,) = depend(scenario).pictures
    found = loss(picture, "site forge")
    assert found.survives == pytest.approx(500 / 99)  # the supplier still gives 1 a day
    assert found.short == pytest.approx(max(0, lasts * 99 - 500))
    assert short == pytest.approx(found.short, abs=100)


def test_a_second_source_of_a_fifth_of_the_demand_is_no_cover() -> None:
    scenario = world_with({
        "lanes.spare": {"item": "part", "from": "mine", "to": "plant", "promised": "1 day",
                        "capacity": "20 pieces/day"},
        "sites.mine": {"kind": "feed"},
        "stocks.plant/part.sources": {"buy": "90 %", "make": "0 %", "spare": "10 %"}, "lines.make.opens": "400 days",
    })  # fmt: skip
    (picture,) = depend(scenario).pictures
    found = loss(picture, "site s1")
    assert (found.stops, found.left, found.exposed) == (False, pytest.approx(0.2), pytest.approx(0.9))
    assert found.rate == pytest.approx(20)
    assert [each.part for each in picture.partly("site")] == ["site s1"]
    # 1,000 less two days of lead at nine tenths and one day at one tenth, and what is on the road to come
    assert 800 / 80 < found.survives < 1000 / 80
    spare = loss(picture, "site mine")
    assert (spare.stops, spare.left, spare.survives) == (False, 1, inf)


def test_what_two_sources_buy_from_is_a_single_point_and_what_nobody_tells_is_unseen() -> None:
    """The supplier and the plant both live on the forge: the bought and the made part have one leaf."""
    apart = depend(world()).pictures[0]
    assert singles(apart) == set()
    assert (apart.unseen, apart.seen) == (["forge", "s1"], 3)
    sites = {"s1": {"kind": "supplier", "buys_from": ["forge"]}, "forge": {"kind": "feed", "upstream": "unseen"},
             "plant": {"kind": "plant"}}  # fmt: skip
    shared = depend(world(sites=sites)).pictures[0]
    assert singles(shared) == {"site forge"}
    assert shared.unseen == ["forge"]
    assert [loss(shared, f"site {name}").unseen for name in ("forge", "s1")] == [True, False]
    (part,) = [one for one in shared.concentrated if one.stock == "plant/part"]
    assert (part.by_source.shares, part.by_parent.shares) == ({"buy": 1}, {"forge": 1})


def test_a_common_cause_is_one_part_and_an_outage_of_one_site_is_none() -> None:
    hits = {"storm": {"hits": ["s1", "forge"], "every": "900 days", "lasts": "9 days"},
            "strike": {"hits": ["s1"], "every": "300 days", "lasts": "4 days"}}  # fmt: skip
    (picture,) = depend(world(outages=hits)).pictures
    assert singles(picture) == {"cause storm"}
    assert loss(picture, "cause storm").recovers == 9
    assert loss(picture, "site s1").recovers == 9
    assert loss(picture, "site plant").recovers is None
    assert loss(picture, "site plant").short is None


def test_an_outage_that_stops_only_lanes_leaves_the_lines_of_a_site() -> None:
    storm = {"hits": ["s1", "plant"], "stops": ["lanes"], "every": "900 days", "lasts": "9 days"}
    (picture,) = depend(world(outages__storm=storm)).pictures
    assert frozenset(["cause storm", "line make"]) in cuts(picture)
    assert "cause storm" not in singles(picture)


def test_tools_that_stand_in_for_each_other_are_lost_together() -> None:
    tools = {"T1": {"at": "plant"}, "T2": {"at": "plant"}, "T3": {"at": "plant"}}
    line = {"site": "plant", "makes": "part", "rate": "125 pieces/day", "bom": {"blank": "1 piece"}}
    for needs, expected in ({"any_of": ["T1", "T2"]}, {"tool T1", "tool T2"}), (["T1", "T2"], {"tool T1"}):
        scenario = world(tools=tools, lines__make={**line, "tools": needs}, **{"stocks__plant/part": {
            "base_stock": "1000 pieces", "sources": {"buy": "0 %", "make": "100 %"}}})  # fmt: skip
        (picture,) = depend(scenario).pictures
        assert frozenset([*expected, "site s1"]) in cuts(picture)


def test_without_any_open_source_what_is_there_is_used_up_day_by_day() -> None:
    """Left on 31 May, made from 15 June on. 800 lie there (900 where a line feeds it), 200 are on the road."""
    scenario = world(contracts__supply=SUPPLY, lines__make__opens="161 days")
    schedule = plan(scenario, **CLOSES, share=[{"date": "2026-06-01", "make": "100 %", "buy": "0 %"}])
    bare = next(picture for picture in depend(scenario, schedule).pictures if picture.day == date(2026, 6, 1))
    assert (bare.met, bare.losses) == (0, [])
    assert bare.cuts["plant/part"] == [()]
    assert [source.closed for source in bare.sources] == ["closed since 2026-06-01", "open on 2026-06-15"]
    assert bare.lasts == pytest.approx(10.5, abs=0.6)
    days = (date(2026, 6, day) for day in (4, 8, 14))
    later = [picture.lasts for day in days if (picture := depend(scenario, schedule, day).at("on")) is not None]
    assert later == pytest.approx([7, 3, 0], abs=1)


def test_rates_count_the_days_that_are_worked() -> None:
    """125 a working day are 125 * 5 / 7 a calendar day, and the demand of every day is 100."""
    sites = {"s1": {"kind": "supplier", "calendar": "works"}, "forge": {"kind": "feed"}, "plant": {"kind": "plant"}}
    scenario = world(sites=sites, lines__cell__rate="125 pieces/working day", lines__make__opens="900 days")
    (picture,) = depend(scenario).pictures
    assert picture.met == pytest.approx(1.25 * 5 / 7, rel=1e-2)
    assert loss(picture, "line cell").left == 0


def test_the_knuckle_is_more_exposed_after_the_changeover_than_before() -> None:
    scenario = load_scenario(CONFIGS / "scenarios/steering-knuckle.yaml")
    found = depend(scenario, load_schedule(CONFIGS / "schedules/gated.yaml", scenario=scenario))
    before, after = found.at("before"), found.at("after")
    assert before is not None
    assert after is not None
    assert {loss.part for loss in before.single("site")} == {"site s1", "site forge"}
    assert {loss.part for loss in after.single("site")} == {"site plant", "site forge"}
    assert {loss.part for loss in after.single("cause")} == {"cause forge-stop", "cause china-stop"}
    assert [picture.day for picture in found.pictures] == sorted(picture.day for picture in found.pictures)
    assert found.unit == "piece"


def test_parts_that_are_not_worked_out_say_so_and_are_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stocks are shared, so that each part asks for programs; with less work the least exposed go without."""
    scenario = mesh(40)
    whole = {loss.part: loss for loss in depend(scenario).pictures[0].losses}
    monkeypatch.setattr("backsource.network.dependency.analysis.WORK", 60_000)
    short = depend(scenario).pictures[0].losses
    rough = [loss for loss in short if not loss.exact]
    assert all(loss.exact for loss in whole.values())
    assert 0 < len(rough) < len(short)
    assert max(loss.exposed for loss in rough) <= min(loss.exposed for loss in short if loss.exact) + 1e-9
    for found in rough:
        exact = whole[found.part]
        assert found.left >= exact.left - 1e-9
        assert found.survives >= exact.survives - 1e-6
        assert (found.short or 0) <= (exact.short or 0) + 1e-6


@pytest.mark.parametrize(
    ("opens", "buys", "said"),
    [
        ("60 days", True, "After the changeover 4 single points of failure instead of none"),
        ("400 days", False, "After the changeover 3 single points of failure, as many as before"),
        ("0 days", False, "After the changeover no single point of failure, as before"),
    ],
)
def test_the_answer_holds_the_points_after_the_changeover_against_those_before(
    opens: str, buys: bool, said: str
) -> None:
    """The plant alone has four: itself, forge, lane and line; the supplier alone three."""
    scenario = world(contracts__supply=SUPPLY, lines__make__opens=opens)
    half = {"share": [{"date": "2026-04-06", "make": "0 %", "buy": "100 %"}]}
    assert lines(depend(scenario, plan(scenario, **(CLOSES if buys else half))))[0].startswith(said)


@pytest.mark.prove
def test_two_thousand_sites_are_cut_short_and_say_so() -> None:
    found = depend(mesh(2000))
    (picture,) = found.pictures
    assert len(mesh(2000).sites) == 2000
    assert (picture.truncated, picture.order) == (True, 2)
    assert not all(loss.exact for loss in picture.losses)
    said = " ".join(lines(found))
    assert "Truncated: larger than order 2 left out, there are too many." in said
    assert "parts not worked out, as the network is large" in said


@pytest.mark.parametrize(
    ("day", "fragment"),
    [(date(2025, 12, 31), "a date from 2026-01-05 to 2027-01-03"), (date(2027, 1, 4), "a date from")],
)
def test_a_day_outside_the_run_is_refused(day: date, fragment: str) -> None:
    with pytest.raises(NetworkError, match=fragment):
        depend(world(), None, day)


@given(changeovers(mixed=True))
@settings(max_examples=15, deadline=None)
def test_whatever_stands_on_the_grid_can_be_told(blocks: tuple[Block, Block]) -> None:
    """Nothing lost is the best case; with one output a part stops it just when nothing is left."""
    scenario = scenario_from(blocks[0])
    try:
        found = depend(scenario, schedule_from(blocks[1], scenario=scenario))
    except NetworkError as error:
        assume("no market asks for anything" not in str(error))
        raise
    assert max(map(len, lines(found))) <= 80
    for picture in found.pictures:
        for each in picture.losses:
            assert -1e-9 <= each.left <= picture.met + 1e-9
            assert -1e-9 <= each.exposed <= 1 + 1e-9
            assert 0 <= each.survives <= picture.lasts + 1e-6
            if len(picture.outputs) == 1 and picture.met > 0:
                assert each.stops == (each.left < 1e-9)
