"""CSV tables: networks of many sites, goods on the road, demand, observations; bad cells by file and line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backsource.config import load_scenario, scenario_from
from backsource.errors import ConfigError
from backsource.units import Amount, Money, Span

SITES = "name,kind,country\nmill,feed,NO\n7,plant,\n"
STOCKS = "site,item,base_stock [kg],holding\n7,steel,90,22 %/year\n"
LANES = (
    "name,item,from,to,promised [days],price [EUR/kg],late.chance,late.by.mean,late.by.cv\n"
    "in,steel,mill,7,3,2.5,4 %,5 days,1\n"
)
LINES = "name,site,makes,bom,machines,rate\npress,7,part,steel: 0.5 kg,2,9 pieces/day\n"
TOP = """\
scenario: tables
start: 2026-01-05
horizon: 10 weeks
items: {steel: {unit: kg, whole: false}, part: {unit: piece}}
stocks: {7/part: {lot_for_lot: true}}
tables: {sites: sites.csv, stocks: stocks.csv, lanes: lanes.csv, lines: lines.csv}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the tables, each replaceable, and gives the path of the scenario."""

    def write_all(top: str = TOP, **tables: str) -> Path:
        texts = {"sites": SITES, "stocks": STOCKS, "lanes": LANES, "lines": LINES, **tables}
        for name, text in texts.items():
            (tmp_path / f"{name}.csv").write_text(text)
        (tmp_path / "tables.yaml").write_text(top)
        return tmp_path / "tables.yaml"

    return write_all


def test_rows_become_nouns_with_units_from_cell_or_header(write: Callable[..., Path]) -> None:
    scenario = load_scenario(write())
    assert scenario.sites["mill"].country == "NO"
    assert scenario.stocks["7/steel"].base_stock == Amount(90.0, "kg")
    lane = scenario.lanes["in"]
    assert (lane.to, lane.promised, lane.price) == ("7", Span(3.0), Money(2.5, "EUR", ("kg",)))
    assert (lane.late.chance, lane.late.by.mean) == (0.04, Span(5.0))
    assert (scenario.lines["press"].machines, scenario.lines["press"].bom) == (2, {"steel": Amount(0.5, "kg")})
    assert scenario.tables is None or scenario.tables.sites is None


BROKEN = [
    ("an unknown column", "sites", SITES.replace("country", "contry"), 1, "`country` would do"),
    ("a bad cell", "lanes", LANES.replace(",3,2.5", ",soon,2.5"), 2, "found soon"),
    ("a dangling name", "lanes", LANES.replace("steel,mill", "steel,mil"), 2, "`mill` would do"),
    ("a short row", "sites", SITES + "depot,depot\n", 4, "found 2 cells"),
    ("a name twice", "sites", SITES + "mill,feed,\n", 4, "`mill` twice"),
    ("a row without a name", "sites", SITES + ",feed,\n", 4, "no name"),
    ("no column for the name", "sites", SITES.replace("name", "site"), 1, "no column `name`"),
    ("a column twice", "sites", SITES.replace("country", "kind"), 1, "the column `kind` twice"),
    ("an empty table", "sites", "", 1, "no columns"),
    ("an open quote", "sites", SITES + '"depot,depot,\n', 4, "a CSV file would do"),
    ("an empty cell that is needed", "lanes", LANES.replace("in,steel", "in,"), 2, "found no `item`"),
]


@pytest.mark.parametrize(("table", "text", "line", "fragment"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_table_is_refused_at_its_line(
    write: Callable[..., Path], table: str, text: str, line: int, fragment: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        load_scenario(write(**{table: text}))
    found = [f for f in raised.value.faults if Path(f.file).name == f"{table}.csv" and f.line == line]
    assert any(fragment in str(fault) for fault in found), str(raised.value)


@pytest.mark.parametrize(("name", "fragment"), [("sitez.csv", "that exists"), ("../sites.csv", "under the project")])
def test_a_table_that_is_not_there_is_named_where_it_is_asked_for(
    write: Callable[..., Path], name: str, fragment: str
) -> None:
    with pytest.raises(ConfigError, match=fragment) as raised:
        load_scenario(write(TOP.replace("sites.csv", name)))
    assert ("tables.yaml", 6) in {(Path(fault.file).name, fault.line) for fault in raised.value.faults}


def test_a_scenario_from_memory_names_no_tables() -> None:
    with pytest.raises(ConfigError, match=r"tables\.sites: found sites\.csv; a scenario in a file"):
        scenario_from({"scenario": "s", "start": "2026-01-05", "horizon": "1 day", "tables": {"sites": "sites.csv"}})


def test_goods_on_the_road_come_from_a_table(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{base_stock: 900 kg}", "{base_stock: 900 kg, arriving: road.csv}")
    path.with_name("road.csv").write_text(
        "source,quantity,due,ordered\nsteel,12.5,2026-01-09,\nsteel,3 kg,4 days,2025-12-20\n"
    )
    first, second = load_scenario(path).stocks["plant/steel"].arriving
    assert (first.quantity, first.due) == (Amount(12.5, "kg"), date(2026, 1, 9))
    assert (second.due, second.ordered) == (Span(4.0), date(2025, 12, 20))


def test_a_bad_shipment_is_reported_in_its_table(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{base_stock: 900 kg}", "{base_stock: 900 kg, arriving: road.csv}")
    path.with_name("road.csv").write_text("source,quantity,due\nsteel,1,2026-01-09\nsteal,1,2026-01-09\n")
    with pytest.raises(ConfigError, match=r"road\.csv:3: .*found `steal`.*`steel` would do"):
        load_scenario(path)


def test_demand_comes_from_a_table_by_day_or_at_instants(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{per: working day, mean: 80 pieces, cv: 0.1}", "{csv: demand.csv}")
    path.with_name("demand.csv").write_text("day,quantity\n0.5,3\n2,4\n")
    demand = load_scenario(path).markets["shop"].demand
    assert demand.listed == [Amount(3.0, "piece"), Amount(4.0, "piece")]
    assert demand.at == [Span(0.5), Span(2.0)]
    path.with_name("demand.csv").write_text("quantity\n3\nfour\n")
    with pytest.raises(ConfigError, match=r"demand\.csv:3: markets\.shop\.demand\.listed\[1\]: found four"):
        load_scenario(path)


def test_observations_come_from_a_column(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{mean: 5 days, cv: 1.0}}\ncon", "{csv: strikes.csv, column: length, unit: days}}\ncon")
    path.with_name("strikes.csv").write_text("length\n7\n9\n")
    lasts = load_scenario(path).outages["stop"].lasts
    assert (lasts.family, lasts.values, lasts.csv) == ("discrete", [Span(7.0), Span(9.0)], None)


def test_listed_orders_and_price_factors_come_from_tables(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{base_stock: 900 kg}", "{listed: orders.csv}")
    path.write_text(path.read_text() + "prices: {ore: {moves: [steel], listed: ore.csv}}\n")
    path.with_name("orders.csv").write_text("day,steel\n0,5\n1,\n")
    path.with_name("ore.csv").write_text("date,factor\n2026-02-01,1.5\n")
    scenario = load_scenario(path)
    assert scenario.stocks["plant/steel"].listed == {"steel": [Amount(5.0, "kg"), Amount(0.0, "kg")]}
    assert scenario.prices["ore"].listed == {date(2026, 2, 1): 1.5}
