"""CSV files that a scenario names are read here, once, and put in place of their names.

What comes out names no file any more, so a simulation never opens one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from backsource.config.cells import Convert, Table, converter, entry, read_table
from backsource.config.demand import Market
from backsource.config.faults import nearest
from backsource.config.files import Folder
from backsource.config.places import Key, Place
from backsource.config.reading import Page, scalar
from backsource.config.shapes import fields_of
from backsource.config.sources import Lane, Line
from backsource.config.stock import Stock
from backsource.config.things import Site
from backsource.errors import ConfigError, Fault

NOUNS: dict[str, type[BaseModel]] = {"sites": Site, "stocks": Stock, "lanes": Lane, "lines": Line, "markets": Market}

OWN = {noun: ("site", "item") if noun == "stocks" else ("name",) for noun in NOUNS}
"""Columns that make the name of a row."""

Data = dict[str, Any]
Keys = tuple[Key, ...]


class Reader:
    """Opens the tables of one file, a scenario or a study, and gathers what is wrong with them."""

    def __init__(self, data: Data, place: Place, root: Path | None, kind: str = "scenario") -> None:
        self.data = data
        self.kind = kind
        self.place = place
        self.root = root
        self.faults: list[Fault] = []

    def table(self, path: Keys, name: object, needed: tuple[str, ...]) -> Table | None:
        """The table named at a path of the scenario, or nothing and a fault."""
        if not isinstance(name, (str, Path)) or not str(name):
            return None  # the model says what is wrong with the name
        if self.root is None:
            self.faults.append(self.place.fault(path, name, f"a {self.kind} in a file (tables lie beside it)"))
            return None
        here = Path(self.place.of(path).file).parent
        try:
            file = Folder(here, self.root).file(name)
            if not file.exists():
                raise ValueError("a CSV file that exists, named relative to the file that names it,")  # noqa: TRY301
            table = read_table(file, self.faults)
        except ValueError as error:
            self.faults.append(self.place.fault(path, name, str(error)))
            return None
        except ConfigError as error:
            self.faults += error.faults
            return None
        lacking = [column for column in needed if column not in table.columns]
        self.faults += [
            table.fault(1, "", f"no column `{name}`", f"the columns {', '.join(needed)}") for name in lacking
        ]
        return None if lacking else table

    def note_rows(self, path: Keys, table: Table) -> None:
        """Entries of the list at a path stand on the lines of a table."""
        lines: dict[Key, Place] = {i: Place(table.file, row.line) for i, row in enumerate(table.rows)}
        self.place.put(path, Place(table.file, 1, lines))


def with_tables(page: Page, root: Path | None) -> Page:
    """The scenario with the contents of every CSV file that it names, which lie below the root."""
    reader = Reader(page.data, page.place, root)
    if isinstance(page.data.get("tables"), dict):
        _nouns(reader)
    _inner(reader)
    return Page(reader.data, reader.place, (*page.faults, *reader.faults))


def with_observations(page: Page, root: Path | None) -> Page:
    """The study with the observations of every CSV file that one of its factors names."""
    factors = page.data.get("factors") if isinstance(page.data, dict) else None
    if not isinstance(factors, dict):
        return page
    reader = Reader(page.data, page.place, root, "study")
    read = {path: _filled(reader, ("factors", path), given) for path, given in factors.items()}
    return Page({**page.data, "factors": read}, page.place, (*page.faults, *reader.faults))


def _nouns(reader: Reader) -> None:
    """Rows of node and lane tables become entries of their sections."""
    tables = reader.data["tables"]
    data = dict(reader.data)
    for noun in [noun for noun in NOUNS if tables.get(noun)]:
        table = reader.table(("tables", noun), tables[noun], OWN[noun])
        if table is None:
            continue
        section = dict(data.get(noun) or {})
        converters = _converters(reader, noun, table)
        for row in table.rows:
            name = "/".join(row.cells.get(key, "") for key in OWN[noun])
            if name in section or not name.strip("/"):
                found = f"`{name}` twice" if name in section else "no name"
                reader.faults.append(table.fault(row.line, "name", found, "each name once"))
                continue
            section[name] = entry(row, converters)
            reader.place.put((noun, name), Place(table.file, row.line))
        data[noun] = section
    data["tables"] = {key: value for key, value in tables.items() if key not in NOUNS} or None
    reader.data = data


def _converters(reader: Reader, noun: str, table: Table) -> dict[str, Convert]:
    """How the cells of each column are read; unknown columns are faults, once a table."""
    model = NOUNS[noun]
    found: dict[str, Convert] = {}
    for column in table.columns:
        convert = converter(model, column)
        if column in OWN[noun]:
            continue
        if convert is not None:
            found[column] = convert
        else:
            known = nearest(column, [*OWN[noun], *fields_of(model)])
            reader.faults.append(table.fault(1, column, "an unknown column", known))
    return found


def _inner(reader: Reader) -> None:
    """Files named inside stocks, markets, prices and distributions."""
    data = dict(reader.data)
    for section in ("stocks", "markets", "prices", "lanes", "lines", "outages", "tools"):
        entries = data.get(section)
        if isinstance(entries, dict):
            data[section] = {key: _filled(reader, (section, key), value) for key, value in entries.items()}
    reader.data = data


def _filled(reader: Reader, path: Keys, value: Any) -> Any:
    """The value with the files it names read; the same object where it names none."""
    if isinstance(value, list):
        parts = [_filled(reader, (*path, i), part) for i, part in enumerate(value)]
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if not isinstance(value, dict):
        return value
    changed = {}
    for key, inner in value.items():
        read = FILES.get((path[0], key)) if len(path) == 2 and isinstance(inner, (str, Path)) else None
        new = read(reader, (*path, key), inner) if read else _filled(reader, (*path, key), inner)
        if new is not inner:
            changed[key] = new
    value = {**value, **changed} if changed else value
    if value.get("csv") is None:
        return value
    return (_demand if path[-1] == "demand" else _observations)(reader, path, value)


def _demand(reader: Reader, path: Keys, value: Data) -> Data:
    """`csv` of a demand as `listed`, with `at` where the table has a column `day`."""
    rest = {key: inner for key, inner in value.items() if key != "csv"}
    table = reader.table((*path, "csv"), value["csv"], ("quantity",))
    if table is None:
        return {**rest, "listed": []}
    market = reader.data["markets"][path[1]]
    unit = _item_unit(reader, market.get("item"))
    rest["listed"] = [_quantity(row.cells.get("quantity", ""), unit) for row in table.rows]
    reader.note_rows((*path, "listed"), table)
    if "day" in table.columns:
        reader.note_rows((*path, "at"), table)
        rest["at"] = [_quantity(row.cells.get("day", ""), "days") for row in table.rows]
    return rest


def _observations(reader: Reader, path: Keys, value: Data) -> Data:
    """`csv` of a distribution as its observations, equally likely, or listed in order."""
    drop = ("csv", "column", "unit", "family")
    rest = {key: inner for key, inner in value.items() if key not in drop}
    form = ("listed", "listed") if value.get("family") == "listed" else ("discrete", "values")
    column = value.get("column", "value")
    table = reader.table((*path, "csv"), value["csv"], (str(column),))
    rows = table.rows if table else []
    values = [_quantity(row.cells.get(column, ""), value.get("unit")) for row in rows]
    if table:
        reader.note_rows((*path, form[1]), table)
    return {**rest, "family": form[0], form[1]: values}


def _arriving(reader: Reader, path: Keys, name: object) -> Any:
    """Goods on the road: columns source, quantity, due and, for the record, ordered."""
    table = reader.table(path, name, ("source", "quantity", "due"))
    if table is None:
        return []
    unit = _item_unit(reader, str(path[1]).rpartition("/")[2])
    reader.note_rows(path, table)
    return [{**row.cells, "quantity": _quantity(row.cells.get("quantity", ""), unit)} for row in table.rows]


def _listed_orders(reader: Reader, path: Keys, name: object) -> Any:
    """Orders of each day: one column a source, one row a day; a column `day` only counts."""
    table = reader.table(path, name, ())
    if table is None:
        return {}
    unit = _item_unit(reader, str(path[1]).rpartition("/")[2])
    sources = [column for column in table.columns if column != "day"]
    for source in sources:
        reader.note_rows((*path, source), table)
    return {source: [_quantity(row.cells.get(source, "0"), unit) for row in table.rows] for source in sources}


def _factors(reader: Reader, path: Keys, name: object) -> Any:
    """Factors of a price: columns date and factor."""
    table = reader.table(path, name, ("date", "factor"))
    if table is None:
        return {}
    for row in table.rows:
        reader.place.put((*path, row.cells.get("date", "")), Place(table.file, row.line))
    return {row.cells.get("date", ""): scalar(row.cells.get("factor", "")) for row in table.rows}


FILES: dict[tuple[Key, str], Callable[[Reader, Keys, object], Any]] = {
    ("stocks", "arriving"): _arriving,
    ("stocks", "listed"): _listed_orders,
    ("prices", "listed"): _factors,
}


def _item_unit(reader: Reader, item: object) -> str | None:
    items = reader.data.get("items")
    known = items.get(item) if isinstance(items, dict) else None
    unit = known.get("unit") if isinstance(known, dict) else None
    return unit if isinstance(unit, str) else None


def _quantity(cell: str, unit: object) -> str:
    """A number with the unit that its table implies, or the cell as it stands."""
    return f"{cell} {unit}" if isinstance(unit, str) and isinstance(scalar(cell), (int, float)) else cell
