"""Cells of CSV tables turned into the values that the same keys have in YAML."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from backsource.config import shapes
from backsource.config.reading import file_text, scalar, shown_path
from backsource.errors import ConfigError, Fault

MOST_BYTES = 50_000_000
_HEADER = re.compile(r"(.*?)\s*(?:\[(.+)\])?\Z")

Convert = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column, empty ones left out."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as rows; a header `price [EUR/piece]` puts the unit behind every number of its column."""

    file: str
    columns: tuple[str, ...]
    rows: list[Row]

    def fault(self, line: int | None, column: str, found: str, would_do: str) -> Fault:
        """A fault at a cell."""
        return Fault(self.file, line, column, found, would_do)


def read_table(path: Path, faults: list[Fault]) -> Table:
    """The rows of a CSV file. ConfigError when it is no table at all; smaller faults are appended."""
    name = shown_path(path)
    text = file_text(path, MOST_BYTES, "a CSV file")
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        columns = [_HEADER.match(cell.strip()).groups() for cell in header]  # type: ignore[union-attr]
        names = tuple(column for column, _ in columns)
        _check_header(name, names)
        units = {column: unit for column, unit in columns if unit}
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                found = f"{len(cells)} cells"
                faults.append(Fault(name, reader.line_num, "", found, f"{len(names)} cells, as many as columns,"))
                continue
            filled = {
                column: _with_unit(cell.strip(), units.get(column)) for column, cell in zip(names, cells, strict=True)
            }
            rows.append(Row(reader.line_num, {column: cell for column, cell in filled.items() if cell}))
    except csv.Error as error:
        raise ConfigError([Fault(name, reader.line_num, "", str(error), "a CSV file")]) from None
    return Table(name, names, rows)


def _check_header(name: str, columns: tuple[str, ...]) -> None:
    if not any(columns):
        raise ConfigError([Fault(name, 1, "", "no columns", "a first line with the names of the columns")])
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise ConfigError([Fault(name, 1, twice[0], f"the column `{twice[0]}` twice", "each column once")])


def _with_unit(cell: str, unit: str | None) -> str:
    if not cell or unit is None or not isinstance(scalar(cell), (int, float)):
        return cell
    return f"{cell}{unit}" if unit.startswith("/") else f"{cell} {unit}"


def converter(model: type[BaseModel], column: str) -> Convert | None:
    """How a cell of a dotted column becomes a value of the model; none when the model knows no such key."""
    kinds = shapes.at(model, tuple(column.split(".")))
    return _converter(kinds) if kinds else None


def _converter(kinds: list[Any]) -> Convert:
    branches = [branch for kind in kinds for branch in shapes.branches(kind)]
    single = [branch for branch in branches if get_origin(branch) not in (dict, list) and not shapes.is_model(branch)]
    if single:
        return str if single == [str] else scalar
    lists = [get_args(branch)[0] for branch in branches if get_origin(branch) is list]
    if lists:
        inner = _converter(lists)
        return lambda text: [inner(part.strip()) for part in text.split(";") if part.strip()]
    return _pairs


def _pairs(text: str) -> Any:
    """`blank: 1 piece; coating: 0.12 kg` as a mapping; the text itself when it is none, for a fault later."""
    pairs = [part.partition(":") for part in text.split(";") if part.strip()]
    if not all(colon for _, colon, _ in pairs):
        return scalar(text)
    return {key.strip(): scalar(value.strip()) for key, _, value in pairs}


def entry(row: Row, converters: dict[str, Convert]) -> dict[str, Any]:
    """The block that a row stands for, dotted columns as blocks inside."""
    block: dict[str, Any] = {}
    for column, text in row.cells.items():
        if column in converters:
            *outer, last = column.split(".")
            here = block
            for key in outer:
                here = here.setdefault(key, {})
            here[last] = converters[column](text)
    return block
