"""The files of a history folder, row by row: closed columns, dates, numbers, names that the scenario knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from math import isfinite
from pathlib import Path

from backsource.config.cells import Row, Table, read_table
from backsource.config.faults import nearest
from backsource.config.parsed import parse_date
from backsource.config.reading import scalar, shown_path
from backsource.config.scenario import Scenario
from backsource.errors import ConfigError, Fault
from backsource.units import LARGEST, UnitError, shown


@dataclass(frozen=True)
class Kind:
    """One kind of file: what its rows are about, and their columns."""

    of: str
    """Column of the name: market, stock or lane."""
    numbers: tuple[str, ...]
    optional: tuple[str, ...] = ()
    needed: bool = False
    """Without the file there is no history."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that a row must fill."""
        return ("date", self.of, *self.numbers)


FILES = {
    "demand.csv": Kind("market", ("quantity",), needed=True),
    "stock.csv": Kind("stock", ("on_hand",), ("backlog",), needed=True),
    "receipts.csv": Kind("lane", ("quantity",), ("ordered",)),
    "deliveries.csv": Kind("market", ("due", "on_time")),
}
"""Every file that a history may have."""


@dataclass(frozen=True)
class Deed:
    """One row: on a day, of one thing."""

    file: str
    day: date
    name: str
    numbers: Mapping[str, float]
    ordered: date | None
    table: Table
    line: int

    def fault(self, column: str, found: str, would_do: str) -> Fault:
        """A fault of this row."""
        return self.table.fault(self.line, column, found, would_do)


def read_folder(folder: Path, scenario: Scenario) -> tuple[dict[str, list[Deed]], str, list[Fault]]:
    """Sound rows of every file that is there, a hash of the files, and the faults of all of them.

    Raises ConfigError where there is no such folder.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "no such folder"
        raise ConfigError([Fault(shown_path(folder), None, "", found, f"a folder with {', '.join(FILES)}")])
    there = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    faults = [
        Fault(shown_path(folder / name), None, "", "a file that no history has", nearest(name, FILES))
        for name in there if name not in FILES
    ]  # fmt: skip
    digest = blake2b(digest_size=16)
    deeds: dict[str, list[Deed]] = {}
    for name, kind in FILES.items():
        if name not in there:
            if kind.needed:
                would_do = f"a CSV file with the columns {', '.join(kind.columns)}"
                faults.append(Fault(shown_path(folder / name), None, "", "no such file", would_do))
            continue
        try:
            deeds[name] = _Reader(name, kind, scenario, faults).deeds(folder / name)
            digest.update(name.encode() + (folder / name).read_bytes())
        except ConfigError as error:
            faults += error.faults
    return deeds, digest.hexdigest(), faults


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, name: str, kind: Kind, scenario: Scenario, faults: list[Fault]) -> None:
        self.name, self.kind, self.faults = name, kind, faults
        things = {"market": scenario.markets, "lane": scenario.lanes}
        items = {key: thing.item for key, thing in things.get(kind.of, {}).items()}  # type: ignore[attr-defined]
        if kind.of == "stock":
            items = {stock: stock.rpartition("/")[2] for stock in scenario.stocks}
        self.items = {key: scenario.items[item] for key, item in items.items()}
        self.serving = {f"{market.origin}/{market.item}" for market in scenario.markets.values()}

    def deeds(self, path: Path) -> list[Deed]:
        """The sound rows of a file."""
        table = read_table(path, self.faults)
        known = (*self.kind.columns, *self.kind.optional)
        wrong = [table.fault(1, c, "an unknown column", nearest(c, known)) for c in table.columns if c not in known]
        wrong += [
            table.fault(1, "", f"no column `{column}`", f"the columns {', '.join(self.kind.columns)}")
            for column in self.kind.columns if column not in table.columns
        ]  # fmt: skip
        if not table.rows and not wrong:
            wrong.append(table.fault(None, "", "no rows", f"rows with {', '.join(self.kind.columns)}"))
        self.faults += wrong
        return [] if wrong else [deed for row in table.rows if (deed := self.deed(table, row))]

    def deed(self, table: Table, row: Row) -> Deed | None:
        """One row, or nothing and its faults."""
        before = len(self.faults)
        day, ordered = self.day(table, row, "date"), self.day(table, row, "ordered")
        name = row.cells.get(self.kind.of, "")
        if name not in self.items:
            self.note(table, row, self.kind.of, shown(name) if name else "nothing", nearest(name, self.items))
        wanted = [*self.kind.numbers, *(column for column in self.kind.optional if column != "ordered")]
        numbers = {column: self.number(table, row, column, name) for column in wanted if self.asked(row, column)}
        if len(self.faults) == before and day is not None:
            if "backlog" in numbers and name not in self.serving:
                self.note(table, row, "backlog", f"{row.cells['backlog']} of a stock without a market", "an empty cell")
            if ordered is not None and ordered > day:
                self.note(table, row, "ordered", f"{ordered}, after it came in", f"{day} or before")
            if numbers.get("on_time", 0.0) > numbers.get("due", 0.0):
                self.note(
                    table, row, "on_time", f"{numbers['on_time']:g} of {numbers['due']:g} due", "at most what is due"
                )
        if len(self.faults) > before or day is None:
            return None
        return Deed(self.name, day, name, numbers, ordered, table, row.line)

    def asked(self, row: Row, column: str) -> bool:
        """Whether a column has to be read: an optional one only where it is filled."""
        return column not in self.kind.optional or column in row.cells

    def day(self, table: Table, row: Row, column: str) -> date | None:
        """A date; none where it is optional and empty, none and a fault where it is no date."""
        if not self.asked(row, column) or column not in (*self.kind.columns, *self.kind.optional):
            return None
        try:
            return parse_date(row.cells.get(column, ""))
        except UnitError as error:
            self.note(table, row, column, error.found, error.would_do)
            return None

    def number(self, table: Table, row: Row, column: str, name: str) -> float:
        """A quantity of the item, zero or more, whole where the item is."""
        cell, item = row.cells.get(column, ""), self.items.get(name)
        number = scalar(cell)
        wants = f"a number from 0 on, in {item.unit} as in the scenario" if item else "a number from 0 on"
        if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number):
            self.note(table, row, column, shown(cell) if cell else "nothing", wants)
        elif not 0 <= number <= LARGEST:
            self.note(table, row, column, cell, wants)
        elif item is not None and item.whole and number != int(number):
            self.note(table, row, column, cell, f"a whole number: {item.unit}s of this item come whole, which")
        else:
            return float(number)
        return 0.0

    def note(self, table: Table, row: Row, column: str, found: str, would_do: str) -> None:
        """A fault of a cell."""
        self.faults.append(table.fault(row.line, column, found, would_do))
