"""Every broken file is refused by a ConfigError that names the file, the line and what would do."""

from pathlib import Path

import pytest

from backsource.config import load_scenario
from backsource.errors import ConfigError

# What to break: a text of the small scenario, what stands there instead, a text on the line that the fault must name,
# and a telling fragment of the message.
WRONG_VALUES = [
    ("a span without a unit", "horizon: 52 weeks", "horizon: 364", "horizon:", "found 364 without a unit"),
    ("months", "horizon: 52 weeks", "horizon: 12 months", "horizon:", "months and years differ in length"),
    ("a negative span", "tau: 30 working days", "tau: -30 days", "ramp:", "lines.make.ramp.tau: found -30 days"),
    ("a span of zero", "tau: 30 working days", "tau: 0 days", "ramp:", "more than 0 would do"),
    ("not a number", "promised: 20 days", "promised: .nan days", "steel: {item", "found .nan days"),
    ("infinite", "promised: 20 days", "promised: inf days", "steel: {item", "found inf days"),
    ("a bare NaN", "cv: 0.1", "cv: .nan", "shop: {item", "markets.shop.demand.cv: found .nan"),
    ("a number that is NaN by name", "cv: 0.1", "cv: nan", "shop: {item", "found nan; a number would do"),
    ("an overflowing number", "cv: 0.1", "cv: 1e999", "shop: {item", "found inf; a finite number would do"),
    ("a huge amount", "opening: 500 pieces", "opening: 1e30 pieces", "opening:", "at most 1e15"),
    ("a huge horizon", "horizon: 52 weeks", "horizon: 1e12 weeks", "horizon:", "at most 1e+07 days"),
    ("a number too long", "opening: 500 pieces", f"opening: {'9' * 400} pieces", "opening:", "at most 1e15"),
    ("a negative amount", "opening: 500 pieces", "opening: -5 pieces", "opening:", "not below 0"),
    ("a negative price", "price: 2 EUR/kg", "price: -2 EUR/kg", "steel: {item", "found -2 EUR/kg"),
    ("a share above 100 %", "surge: 15 %", "surge: 150 %", "cell:", "from 0 to 1"),
    ("a negative share", "surge: 15 %", "surge: -1 %", "cell:", "found -1 %"),
    ("a negative cv", "cv: 0.1", "cv: -0.1", "shop: {item", "0 or more would do"),
    ("money for a rate", "rate: 120 pieces/working day", "rate: 120 EUR", "rate: 120 EUR", "1200 pieces/working day"),
    ("a rate for money", "price: 18 EUR/piece", "price: 18 pieces", "buy: {item", "18.50 EUR/piece"),
    ("an amount without a unit", "steel: 0.5 kg", "steel: 0.5", "bom:", "found 0.5 without a unit"),
    ("text for a date", "start: 2026-01-05", "start: tomorrow", "start:", "an ISO date as `2026-01-05`"),
    ("a day that is none", "start: 2026-01-05", "start: 2026-02-30", "start:", "found 2026-02-30"),
    ("a date the other way round", "start: 2026-01-05", "start: 05.01.2026", "start:", "found 05.01.2026"),
    ("a year of three figures", "start: 2026-01-05", "start: 0206-01-05", "start:", "an ISO date"),
    ("a range that goes back", "2026-08-03..2026-08-23", "2026-08-23..2026-08-03", "works:", "last day is not before"),
    ("a week of no days", "week: mon-fri", "week: weekdays", "works:", "`mon-fri`"),
    ("a list for a text", "scenario: small", "scenario: [small]", "scenario:", "found a list; a name would do"),
    ("a number for a text", "unit: kg", "unit: 7", "steel: {unit", "found 7; a name would do"),
    ("text for truth", "whole: false", "whole: no", "steel: {unit", "found no; `true` or `false` would do"),
    ("a block for a text", "at: none", "at: {none: 1}", "T2:", "found a block"),
    ("a text for a block", "move: {takes: 10 days}", "move: fast", "T1:", "tools.T1.move: found fast; a block with `takes`"),
    ("a fraction of a machine", "surge: 15 %", "machines: 1.5", "cell:", "a whole number would do"),
    ("no machine", "surge: 15 %", "machines: 0", "cell:", "1 or more would do"),
    ("nothing under a name", "mill: {kind: feed}", "mill:", "mill:", "sites.mill: found nothing"),
    ("no sites", "format: 1", "format: 1\nsites: {}", "sites: {}", "at least 1 entries"),
    ("a word that is none of the choices", "kind: feed", "kind: feeed", "mill:", "found feeed; `feed` would do"),
    ("another format", "format: 1", "format: 2", "format:", "at most 1 would do"),
    ("seen more than tried", "{times: {median: 1.1, p90: 1.5}}", "{seen: 8 of 7}", "lines.make", "7 of 10"),
    ("unsure in two forms", "{times: {median: 1.1, p90: 1.5}}", "{seen: 7 of 10, unknown: true}", "lines.make", "one of"),
    ("quantiles without ends", "{mean: 5 days, cv: 1.0}}\ncon", "{quantiles: {50 %: 1 day}}}\ncon", "stop:", "0 % to 100 %"),
    ("a family without its keys", "{mean: 5 days, cv: 1.0}}\ncon", "{family: weibull, mean: 5 days}}\ncon", "stop:", "shape"),
    ("chances that add up to .9", "{mean: 5 days, cv: 1.0}}\ncon", "{values: [1 day, 2 days], chances: [0.4, 0.5]}}\ncon",
     "stop:", "add up to 1"),
]  # fmt: skip

WRONG_KEYS = [
    ("a misspelt key", "horizon: 52 weeks", "horizont: 52 weeks", "horizont:", "`horizon` would do"),
    ("a missing key", "horizon: 52 weeks", "warm_up: 1 week", "format:", "found no `horizon`"),
    ("an unknown key inside", "surge: 15 %", "colour: red", "cell:", "lines.cell.colour: found an unknown key"),
    ("a key of our own names", "from: mill", "origin: mill", "steel: {item", "lanes.steel.origin: found an unknown key"),
    ("a duplicate key", "currency: EUR", "currency: EUR\ncurrency: USD", "currency: USD", "`currency` twice"),
    ("a duplicate name", "mill: {kind: feed}", "mill: {kind: feed}\n  mill: {kind: plant}", "mill: {kind: plant", "twice"),
    ("a key that is a list", "currency: EUR", "[a, b]: EUR", "[a, b]", "a key that is no plain word"),
    ("a merge key", "  shop: {kind: market}", "  <<: {kind: market}\n  shop: {kind: market}", "<<:", "sites.<<"),
]  # fmt: skip

WRONG_NAMES = [
    ("an unknown item", "buy: {item: part", "buy: {item: prat", "buy: {item", "`part` would do"),
    ("an unknown site", "from: mill", "from: mil", "steel: {item", "lanes.steel.from: found `mil`"),
    ("a lane to itself", "from: mill, to: plant", "from: plant, to: plant", "steel: {item", "where the lane also begins"),
    ("an item made of itself", "bom: {steel: 0.5 kg}", "bom: {part: 1 piece}", "bom:", "which the line makes"),
    ("an unknown calendar", "plant: {kind: plant, calendar: works}", "plant: {kind: plant, calendar: work}",
     "plant: {kind", "found `work`, which is none of the calendars; `works`"),
    ("an unknown source", "{buy: 100 %, make: 0 %}", "{by: 100 %, make: 0 %}", "sources:", "`buy` would do"),
    ("a stock at no site", "plant/steel:", "plnt/steel:", "plnt/steel:", "none of the sites"),
    ("a stock of no item", "plant/steel:", "plant/steal:", "plant/steal:", "none of the items"),
    ("a stock without an item", "plant/steel:", "plant:\n    cover: 1 day\n  plant/steel:", "plant:\n    cover", "`site/item`"),
    ("an unknown hit", "hits: [seller]", "hits: [saller]", "stop:", "`seller` would do"),
    ("an outage that hits nothing", "hits: [seller]", "hits: []", "stop:", "hits nothing"),
    ("an unknown tool", "tools: [T1]", "tools: [T9]", "tools: [T9]", "none of the tools"),
    ("a tool nowhere", "T1: {at: seller", "T1: {at: sellar", "T1:", "`seller` would do"),
    ("a tool needed by nobody known", "needed_by: [cell, make]", "needed_by: [cell, mak]", "T1:", "`make` would do"),
    ("a tool to buy without a lead time", "T2: {at: none, lead: 14 weeks}", "T2: {at: none}", "T2:", "no `lead`"),
    ("a contract with nobody", "with: seller", "with: sellr", "supply:", "contracts.supply.with"),
    ("a contract over another's lane", "lanes: [buy]", "lanes: [steel]", "supply:", "which comes from mill"),
    ("a path that is none", "lines.make.ramp.tau:", "lines.make.ramp.tao:", "lines.make", "found `tao`"),
    ("a path without a plan", "lines.make.ramp.tau:", "lines.make.ramp.over:", "lines.make", "the plan does not say"),
    ("a range in another unit", "{times: {median: 1.1, p90: 1.5}}", "{range: [10 days, 20 days]}", "lines.make",
     "in the unit of the plan, working days"),
    ("a range backwards", "{times: {median: 1.1, p90: 1.5}}", "{range: [20 working days, 10 working days]}", "lines.make",
     "the least first"),
    ("a market without a stock", "shop: {item: part, from: plant", "shop: {item: part, from: mill", "shop: {item",
     "no stock `mill/part`"),
    ("a market for nothing", "shop: {item: part", "shop: {item: parts", "shop: {item", "`part` would do"),
    ("no public holidays known", "week: mon-fri, ", "week: mon-fri, holidays: XX, ", "works:", "countries"),
    ("one name for a lane and a line", "  cell: {site", "  buy: {site", "  buy: {site", "also a lane"),
    ("a supplier with nothing to sell", "cell: {site: seller, makes: part, rate: 100 pieces/working day",
     "cell: {site: seller, makes: steel, rate: 100 kg/working day", "buy: {item", "nothing at seller that gives part"),
]  # fmt: skip

WRONG_TOGETHER = [
    ("kilograms of pieces", "opening: 500 pieces", "opening: 500 kg", "opening:", "`piece`, the unit of part"),
    ("a price for another unit", "price: 2 EUR/kg", "price: 2 EUR/piece", "steel: {item", "`EUR/kg` would do"),
    ("a currency without a rate", "price: 2 EUR/kg", "price: 2 USD/kg", "steel: {item", "the currency USD without a rate"),
    ("shares that add up to .9", "{buy: 100 %, make: 0 %}", "{buy: 90 %, make: 0 %}", "sources:", "add up to 0.9"),
    ("two sources without shares", "    sources: {buy: 100 %, make: 0 %}\n", "", "plant/part:", "2 sources without shares"),
    ("two policies", "{base_stock: 900 kg}", "{base_stock: 900 kg, lot_for_lot: true}", "plant/steel", "exactly one of"),
    ("no policy", "{base_stock: 900 kg}", "{opening: 900 kg}", "plant/steel", "no ordering policy"),
    ("(s,S) upside down", "{base_stock: 900 kg}", "{reorder: {at: 9 kg, up_to: 5 kg}}", "plant/steel", "at least 9"),
    ("(s,S) and (r,Q)", "{base_stock: 900 kg}", "{reorder: {at: 9 kg, up_to: 15 kg, quantity: 5 kg}}", "plant/steel",
     "`up_to` and `quantity`"),
    ("more than fits", "{base_stock: 900 kg}", "{base_stock: 900 kg, opening: 2 kg, capacity: 1 kg}", "plant/steel", "capacity"),
    ("a rate and a processing time", "surge: 15 %", "processing: 1 hour", "cell:", "`rate` and `processing`"),
    ("neither rate nor processing", "rate: 100 pieces/working day, ", "", "cell:", "none of `rate`, `processing`"),
    ("a ramp without its constant", "{from: 35 %, tau: 30 working days}", "{shape: linear}", "ramp:", "no `over`"),
    ("promised and distributed", "promised: 20 days", "promised: 20 days, lead_time: 3 days", "steel: {item", "exactly one"),
    ("no lead time", ", promised: 20 days", "", "steel: {item", "none of `promised`, `lead_time`"),
    ("demand in two forms", "cv: 0.1", "every: 1 day", "shop: {item", "`per` and `every`"),
    ("demand of no size", "mean: 80 pieces, cv: 0.1", "cv: 0.1", "shop: {item", "none of `mean`, `amount`"),
    ("an outage in two forms", "every: 500 days", "every: 500 days, begins: 1 %, ends: 10 %", "stop:", "exactly one"),
    ("half an outage", "every: 500 days, ", "", "stop:", "no `every`"),
    ("a supplier with a bill of material", "surge: 15 %", "bom: {steel: 1 kg}", "cell:", "no bill of material"),
    ("a line without its raw stock", "  plant/steel: {base_stock: 900 kg}\n", "", "bom:", "no stock `plant/steel`"),
    ("an end before the horizon", "currency: EUR", "value_until: 2026-06-01", "value_until", "a date after the horizon"),
    ("a working-day horizon", "horizon: 52 weeks", "horizon: 200 working days", "horizon:", "calendar time"),
    ("goods that came before", "{base_stock: 900 kg}",
     "{base_stock: 900 kg, arriving: [{source: steel, quantity: 1 kg, due: 2025-12-01}]}", "plant/steel", "from the start"),
]  # fmt: skip

CASES = [case for cases in (WRONG_VALUES, WRONG_KEYS, WRONG_NAMES, WRONG_TOGETHER) for case in cases if case[3]]


@pytest.mark.parametrize(("old", "new", "marker", "fragment"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_broken_scenario_is_refused_at_its_line(scenario_file, old, new, marker, fragment) -> None:
    path = scenario_file(old, new)
    with pytest.raises(ConfigError) as raised:
        load_scenario(path)
    text = path.read_text()
    line = text[: text.index(marker)].count("\n") + 1
    faults = raised.value.faults
    assert all(Path(fault.file).name == "small.yaml" for fault in faults)
    assert any(fault.line == line and fragment in str(fault) for fault in faults), f"line {line}:\n{raised.value}"


def test_the_small_scenario_is_sound(scenario_file) -> None:
    assert load_scenario(scenario_file()).scenario == "small"


def test_goods_that_come_back_are_a_cycle(scenario_file) -> None:
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
    with pytest.raises(ConfigError, match="found the cycle .*plant/steel -> depot/steel") as raised:
        load_scenario(path)
    assert [fault.path for fault in raised.value.faults] in (["lanes.out"], ["lanes.back"])


def test_all_faults_come_at_once_in_the_order_of_lines(scenario_file) -> None:
    path = scenario_file("opening: 500 pieces", "opening: 500")
    text = path.read_text().replace("from: mill", "from: mil").replace("currency: EUR", "currency: EUR\ncurrency: EUR")
    path.write_text(text.replace("kind: feed", "kind: fed").replace("hits: [seller]", "hits: [saller]"))
    with pytest.raises(ConfigError) as raised:
        load_scenario(path)
    paths = [fault.path for fault in raised.value.faults]
    assert paths == ["currency", "sites.mill.kind", "stocks.plant/part.opening", "lanes.steel.from", "outages.stop.hits[0]"]


def test_a_reference_to_a_broken_entry_is_no_fault_of_its_own(scenario_file) -> None:
    with pytest.raises(ConfigError) as raised:
        load_scenario(scenario_file("mill: {kind: feed}", "mill: {kind: feeed}"))
    assert [fault.path for fault in raised.value.faults] == ["sites.mill.kind"]
