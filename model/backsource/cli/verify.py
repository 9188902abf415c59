"""`backsource verify`: numbers from print and theory, run live."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.app import CLAIM_FAILED, STOPPED
from backsource.cli.printing import AsJson, say, say_json

if TYPE_CHECKING:
    from backsource.verification.rows import Row

WIDTHS = (26, 24, 16, 16, 11)
"""Columns of case, value, expected, ours, tolerance; the verdict comes last."""


def verify(
    cases: Annotated[
        Path | None, typer.Option(help="File or folder of cases; without it those in the package.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="A kind that is not covered yet is a miss.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Shorter runs, wider intervals: a first look.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check the simulation against published and exact numbers, case by case."""
    from backsource import verification

    rows = verification.run(cases, strict=strict, quick=quick, on_row=None if as_json else Listing().show)
    count = Counter(row.verdict for row in rows)
    if as_json:
        say_json({"rows": [asdict(row) for row in rows], "count": count, "strict": strict, "missed": count["miss"]})
    else:
        unresolved = f", {count['unresolved']} unresolved" if count["unresolved"] else ""
        say([f"{count['pass']} pass, {count['miss']} miss, {count['skip']} skipped{unresolved}"])
    if count["miss"]:
        raise typer.Exit(CLAIM_FAILED)
    if count["unresolved"]:
        raise typer.Exit(STOPPED)


@dataclass
class Listing:
    """Rows as they come, under a heading for each file or folder of cases."""

    group: str | None = None

    def show(self, row: "Row") -> None:
        """Print a row, after the heading where a group begins."""
        if row.group != self.group:
            columns = _columns("case", "value", "expected", "ours", "tolerance", "verdict")
            say([*([] if self.group is None else [""]), row.group, columns])
            self.group = row.group
        say([_line(row)])


def _line(row: "Row") -> str:
    tolerance = "" if row.tolerance is None else f"{row.tolerance:.3g}"
    note = f"  {row.note}" if row.note else ""
    return _columns(row.case, row.name, _short(row.expected), _short(row.ours), tolerance, row.verdict) + note


def _columns(*cells: str) -> str:
    fixed = (cell[:width].ljust(width) for cell, width in zip(cells, WIDTHS, strict=False))
    return "  ".join((*fixed, cells[-1]))


def _short(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.8g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
