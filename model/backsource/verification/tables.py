"""Tables of numbers beside a case: CSV files with a header, read whole, every fault at once."""

import csv
import math
from collections.abc import Collection, Iterator
from pathlib import Path

from backsource.errors import ConfigError, Fault

Cell = float | str


def read_table(file: Path, columns: Collection[str], words: Collection[str] = ()) -> tuple[dict[str, Cell], ...]:
    """Rows of *file* by column; cells are numbers, in the columns *words* text where they are none.

    Raises ConfigError when the file cannot be read, lacks one of *columns*, or a cell is no finite number.
    """
    try:
        with file.open(newline="", encoding="utf-8-sig") as table:
            lines = list(csv.reader(table))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            [Fault(str(file), None, "", f"{error}", "a table beside its case, as CSV in UTF-8,")]
        ) from error
    header = lines[0] if lines else []
    missing = [name for name in columns if name not in header]
    if missing or len(set(header)) < len(header):
        would_do = f"a header with the columns {', '.join(columns)}, each once,"
        raise ConfigError([Fault(str(file), 1, "", f"the header {', '.join(header) or 'nothing'}", would_do)])
    faults: list[Fault] = []
    rows = tuple(_row(file, line, header, cells, words, faults) for line, cells in _filled(lines))
    if faults:
        raise ConfigError(faults)
    return rows


def _filled(lines: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    return ((line, cells) for line, cells in enumerate(lines[1:], start=2) if cells)


def _row(
    file: Path, line: int, header: list[str], cells: list[str], words: Collection[str], faults: list[Fault]
) -> dict[str, Cell]:
    if len(cells) != len(header):
        faults.append(Fault(str(file), line, "", f"{len(cells)} cells", f"{len(header)} cells, as in the header,"))
        return {}
    row: dict[str, Cell] = {}
    for name, text in zip(header, cells, strict=True):
        number = _number(text)
        if number is None and name not in words:
            faults.append(Fault(str(file), line, name, repr(text), "a finite number"))
        row[name] = text if number is None else number
    return row


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
