"""Names that lead nowhere and parts that do not fit together are refused at their line, all at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backsource.config import load_scenario
from backsource.errors import ConfigError

# What to break: a text of the small scenario, what stands there instead, a text on the line that the fault must name,
# and a telling fragment of the message.
WRONG_NAMES = [
    ("an unknown item", "buy: {item: part", "buy: {item: prat", "buy: {item", "`part` would do"),
    ("an unknown site", "from: mill", "from: mil", "steel: {item", "lanes.steel.from: found `mil`"),
    (
        "a lane to itself",
        "from: mill, to: plant",
        "from: plant, to: plant",
        "steel: {item",
        "where the lane also begins",
    ),
    ("an item made of itself", "bom: {steel: 0.5 kg}", "bom: {part: 1 piece}", "bom:", "which the line makes"),
    (
        "an unknown calendar",
        "plant: {kind: plant, calendar: works}",
        "plant: {kind: plant, calendar: work}",
        "plant: {kind",
        "found `work`, which is none of the calendars; `works`",
    ),
    ("an unknown source", "{buy: 100 %, make: 0 %}", "{by: 100 %, make: 0 %}", "sources:", "`buy` would do"),
    ("a stock at no site", "plant/steel:", "plnt/steel:", "plnt/steel:", "none of the sites"),
    ("a stock of no item", "plant/steel:", "plant/steal:", "plant/steal:", "none of the items"),
    (
        "a stock without an item",
        "plant/steel:",
        "plant:\n    cover: 1 day\n  plant/steel:",
        "plant:\n    cover",
        "`site/item`",
    ),
    (
        "a backlog that is owed to nobody",
        "plant/steel: {base_stock: 900 kg}",
        "plant/steel: {base_stock: 900 kg, backlog: 5 kg}",
        "plant/steel:",
        "no market to which it is owed",
    ),
    ("an unknown hit", "hits: [seller]", "hits: [saller]", "stop:", "`seller` would do"),
    ("an outage that hits nothing", "hits: [seller]", "hits: []", "stop:", "hits nothing"),
    ("an unknown tool", "tools: [T1]", "tools: [T9]", "tools: [T9]", "none of the tools"),
    ("a tool nowhere", "T1: {at: seller", "T1: {at: sellar", "T1:", "`seller` would do"),
    ("a tool needed by nobody known", "needed_by: [cell, make]", "needed_by: [cell, mak]", "T1:", "`make` would do"),
    ("a tool to buy without a lead time", "T2: {at: none, lead: 14 weeks}", "T2: {at: none}", "T2:", "no `lead`"),
    ("a contract with nobody", "with: seller", "with: sellr", "supply:", "contracts.supply.with"),
    (
        "standby by the piece",
        "to: month end}",
        "to: month end}, standby: 3 EUR/piece",
        "supply:",
        "contracts.supply.standby: found `EUR/piece`; `EUR/day` or `EUR/week` or `EUR/year` would do",
    ),
    (
        "standby that is never paid",
        "to: month end}",
        "to: month end}, standby: 3 kEUR/week",
        "supply:",
        "found `standby` without `extension`",
    ),
    (
        "a reference class without such a figure",
        "{times: {median: 1.1, p90: 1.5}}",
        "{reference_class: outsourcing}",
        "lines.make.ramp",
        "found `outsourcing`, which knows running cost, not duration; `equipment` or",
    ),
    (
        "a reference class for a rate",
        "lines.make.ramp.tau: {times: {median: 1.1, p90: 1.5}}",
        "lines.make.rate: {reference_class: equipment}",
        "lines.make.rate",
        "found `reference_class` for lines.make.rate; a path to a time or to money would do",
    ),
    ("a contract over another's lane", "lanes: [buy]", "lanes: [steel]", "supply:", "which comes from mill"),
    ("a path that is none", "lines.make.ramp.tau:", "lines.make.ramp.tao:", "lines.make", "found `tao`"),
    ("a path without a plan", "lines.make.ramp.tau:", "lines.make.ramp.over:", "lines.make", "the plan does not say"),
    (
        "a range in another unit",
        "{times: {median: 1.1, p90: 1.5}}",
        "{range: [10 days, 20 days]}",
        "lines.make",
        "in the unit of the plan, working days",
    ),
    (
        "a range backwards",
        "{times: {median: 1.1, p90: 1.5}}",
        "{range: [20 working days, 10 working days]}",
        "lines.make",
        "the least first",
    ),
    (
        "a market without a stock",
        "shop: {item: part, from: plant",
        "shop: {item: part, from: mill",
        "shop: {item",
        "no stock `mill/part`",
    ),
    ("a market for nothing", "shop: {item: part", "shop: {item: parts", "shop: {item", "`part` would do"),
    ("no public holidays known", "week: mon-fri, ", "week: mon-fri, holidays: XX, ", "works:", "countries"),
    ("one name for a lane and a line", "  cell: {site", "  buy: {site", "  buy: {site", "also a lane"),
    (
        "a supplier with nothing to sell",
        "cell: {site: seller, makes: part, rate: 100 pieces/working day",
        "cell: {site: seller, makes: steel, rate: 100 kg/working day",
        "buy: {item",
        "nothing at seller that gives part",
    ),
]

WRONG_TOGETHER = [
    ("kilograms of pieces", "opening: 500 pieces", "opening: 500 kg", "opening:", "`piece`, the unit of part"),
    ("a price for another unit", "price: 2 EUR/kg", "price: 2 EUR/piece", "steel: {item", "`EUR/kg` would do"),
    (
        "a currency without a rate",
        "price: 2 EUR/kg",
        "price: 2 USD/kg",
        "steel: {item",
        "the currency USD without a rate",
    ),
    ("shares that add up to .9", "{buy: 100 %, make: 0 %}", "{buy: 90 %, make: 0 %}", "sources:", "add up to 0.9"),
    (
        "two sources without shares",
        "    sources: {buy: 100 %, make: 0 %}\n",
        "",
        "plant/part:",
        "2 sources without shares",
    ),
    (
        "two policies",
        "{base_stock: 900 kg}",
        "{base_stock: 900 kg, lot_for_lot: true}",
        "plant/steel",
        "exactly one of",
    ),
    ("no policy", "{base_stock: 900 kg}", "{opening: 900 kg}", "plant/steel", "no ordering policy"),
    ("(s,S) upside down", "{base_stock: 900 kg}", "{reorder: {at: 9 kg, up_to: 5 kg}}", "plant/steel", "at least 9"),
    (
        "(s,S) and (r,Q)",
        "{base_stock: 900 kg}",
        "{reorder: {at: 9 kg, up_to: 15 kg, quantity: 5 kg}}",
        "plant/steel",
        "`up_to` and `quantity`",
    ),
    (
        "more than fits",
        "{base_stock: 900 kg}",
        "{base_stock: 900 kg, opening: 2 kg, capacity: 1 kg}",
        "plant/steel",
        "capacity",
    ),
    ("a rate and a processing time", "surge: 15 %", "processing: 1 hour", "cell:", "`rate` and `processing`"),
    ("neither rate nor processing", "rate: 100 pieces/working day, ", "", "cell:", "none of `rate`, `processing`"),
    ("a ramp without its constant", "{from: 35 %, tau: 30 working days}", "{shape: linear}", "ramp:", "no `over`"),
    (
        "promised and distributed",
        "promised: 20 days",
        "promised: 20 days, lead_time: 3 days",
        "steel: {item",
        "exactly one",
    ),
    ("no lead time", ", promised: 20 days", "", "steel: {item", "none of `promised`, `lead_time`"),
    ("demand in two forms", "cv: 0.1", "every: 1 day", "shop: {item", "`per` and `every`"),
    ("demand of no size", "mean: 80 pieces, cv: 0.1", "cv: 0.1", "shop: {item", "none of `mean`, `amount`"),
    ("an outage in two forms", "every: 500 days", "every: 500 days, begins: 1 %, ends: 10 %", "stop:", "exactly one"),
    ("outages without end", "every: 500 days", "every: 0 days", "stop:", "no time at all"),
    ("half an outage", "every: 500 days, ", "", "stop:", "no `every`"),
    ("a supplier with a bill of material", "surge: 15 %", "bom: {steel: 1 kg}", "cell:", "no bill of material"),
    ("a line without its raw stock", "  plant/steel: {base_stock: 900 kg}\n", "", "bom:", "no stock `plant/steel`"),
    (
        "an end before the horizon",
        "currency: EUR",
        "value_until: 2026-06-01",
        "value_until",
        "a date after the horizon",
    ),
    ("a working-day horizon", "horizon: 52 weeks", "horizon: 200 working days", "horizon:", "calendar time"),
    (
        "goods that came before",
        "{base_stock: 900 kg}",
        "{base_stock: 900 kg, arriving: [{source: steel, quantity: 1 kg, due: 2025-12-01}]}",
        "plant/steel",
        "from the start",
    ),
]

RULES = "qualification: {prepare: 5 days, trial: 1 day, approve: 5 days, passes: 70 %, again_after: 5 days}"


def rules(old: str, new: str) -> str:
    """A line with tools and a qualification, one text of it replaced."""
    assert RULES.count(old) == 1
    return "tools: [T1]\n    " + RULES.replace(old, new)


WRONG_TRIALS = [
    (
        "trials that count other things",
        "tools: [T1]",
        rules("trial:", "pieces: 300 kg, trial:"),
        "qualification",
        "`piece`",
    ),
    ("trials that nobody passes", "tools: [T1]", rules("70 %", "0 %"), "qualification", "a chance above 0"),
    (
        "trials in operating time",
        "tools: [T1]",
        rules("1 day,", "8 operating hours,"),
        "qualification",
        "operating time",
    ),
    (
        "passing by yield without pieces",
        "tools: [T1]",
        rules("passes: 70 %", "passes: from yield"),
        "qualification",
        "`from yield` without pieces",
    ),
    (
        "trials again and again at once",
        "tools: [T1]",
        rules("trial: 1 day", "trial: 0 days").replace("again_after: 5", "again_after: 0"),
        "qualification",
        "no time at all",
    ),
]

CASES = [*WRONG_NAMES, *WRONG_TOGETHER, *WRONG_TRIALS]


@pytest.mark.parametrize(("old", "new", "marker", "fragment"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_broken_scenario_is_refused_at_its_line(
    scenario_file: Callable[..., Path],
    refused: Callable[[Path, int | None, str], ConfigError],
    old: str,
    new: str,
    marker: str,
    fragment: str,
) -> None:
    path = scenario_file(old, new)
    text = path.read_text()
    refused(path, text[: text.index(marker)].count("\n") + 1, fragment)


def test_the_small_scenario_is_sound(scenario_file: Callable[..., Path]) -> None:
    assert load_scenario(scenario_file()).scenario == "small"


def test_goods_that_come_back_are_a_cycle(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("  shop: {kind: market}", "  shop: {kind: market}\n  depot: {kind: depot}")
    text = path.read_text()
    text = text.replace("stocks:\n", "stocks:\n  depot/steel: {base_stock: 5 kg}\n")
    text = text.replace(
        "lines:\n",
        "  out: {item: steel, from: plant, to: depot, promised: 1 day}\n"
        "  back: {item: steel, from: depot, to: plant, promised: 1 day}\nlines:\n",
        1,
    ).replace("{base_stock: 900 kg}", "{base_stock: 900 kg, sources: {steel: 100 %, back: 0 %}}")
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"found the cycle .*plant/steel -> depot/steel") as raised:
        load_scenario(path)
    assert [fault.path for fault in raised.value.faults] in (["lanes.out"], ["lanes.back"])


def test_all_faults_come_at_once_in_the_order_of_lines(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("opening: 500 pieces", "opening: 500")
    text = path.read_text().replace("from: mill", "from: mil").replace("currency: EUR", "currency: EUR\ncurrency: EUR")
    path.write_text(text.replace("kind: feed", "kind: fed").replace("hits: [seller]", "hits: [saller]"))
    with pytest.raises(ConfigError) as raised:
        load_scenario(path)
    paths = [fault.path for fault in raised.value.faults]
    assert paths == [
        "currency",
        "sites.mill.kind",
        "stocks.plant/part.opening",
        "lanes.steel.from",
        "outages.stop.hits[0]",
    ]


def test_a_reference_to_a_broken_entry_is_no_fault_of_its_own(scenario_file: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError) as raised:
        load_scenario(scenario_file("mill: {kind: feed}", "mill: {kind: feeed}"))
    assert [fault.path for fault in raised.value.faults] == ["sites.mill.kind"]
