"""Orders and goods on the road of a status file, read from CSV tables where it names them."""

from pathlib import Path
from typing import Any

from backsource.config.cells import Row
from backsource.config.reading import Page, scalar
from backsource.config.scenario import Scenario
from backsource.config.tables import Reader

COLUMNS = {"orders": ("quantity",), "road": ("lane", "quantity", "due")}
"""Columns that each table has to have."""
KNOWN = {"orders": ("lane", "line", "quantity", "ordered", "due"), "road": ("lane", "quantity", "shipped", "due")}


def with_orders(page: Page, scenario: Scenario, root: Path | None) -> Page:
    """The status with the rows of the tables in place of their names; a bare number is in the unit of its item."""
    reader = Reader(page.data, page.place, root)
    data = dict(page.data)
    for key, needed in COLUMNS.items():
        given = data.get(key)
        if not isinstance(given, dict) or set(given) != {"csv"}:
            continue
        table = reader.table((key, "csv"), given["csv"], needed)
        data[key] = []
        if table is not None:
            reader.faults += [
                table.fault(1, column, "an unknown column", f"the columns {', '.join(KNOWN[key])}")
                for column in table.columns
                if column not in KNOWN[key]
            ]
            data[key] = [_entry(row, KNOWN[key], scenario) for row in table.rows]
            reader.note_rows((key,), table)
    return Page(data, reader.place, (*page.faults, *reader.faults))


def _entry(row: Row, known: tuple[str, ...], scenario: Scenario) -> dict[str, Any]:
    """One row as an entry; all of it stays text, so that `0012` is a name."""
    cells = {column: cell for column, cell in row.cells.items() if column in known}
    unit = _unit(cells, scenario)
    if unit is not None and isinstance(scalar(cells.get("quantity", "")), (int, float)):
        cells["quantity"] = f"{cells['quantity']} {unit}"
    return cells


def _unit(cells: dict[str, str], scenario: Scenario) -> str | None:
    """Unit of the item that a row is about, where its lane or line is known."""
    lane, line = scenario.lanes.get(cells.get("lane", "")), scenario.lines.get(cells.get("line", ""))
    item = lane.item if lane is not None else line.makes if line is not None else None
    return scenario.items[item].unit if item in scenario.items else None
