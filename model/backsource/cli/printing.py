"""How verbs write: lines of text, JSON, CSV files."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import typer

from backsource.results import whole_file

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
FromStatus = Annotated[
    Path | None,
    typer.Option("--status", help="Status file: go on from where things stand; the control is the plan so."),
]


def say(lines: Iterable[str]) -> None:
    """Print lines to standard output."""
    for line in lines:
        typer.echo(line)


def say_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object; nan and infinity become null."""
    typer.echo(_json(content))


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write the same into a file, whole or not at all."""
    with whole_file(path) as partial:
        partial.write_text(_json(content) + "\n", encoding="utf-8")


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(plain_json(content), indent=2, ensure_ascii=False, allow_nan=False, default=str)


def plain_json(content: Any) -> Any:
    """The same as JSON can hold it; nan and infinity become null."""
    if isinstance(content, Mapping):
        return {str(key): plain_json(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain_json(value) for value in content]
    if isinstance(content, float) and not isfinite(content):
        return None
    return content


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, text: int = 1) -> list[str]:
    """Columns under *head*, the first *text* of them to the left, the others to the right."""
    cells = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(head))]
    return [
        "  ".join(
            cell.ljust(width) if place < text else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file, whole or not at all."""
    with whole_file(path) as partial, partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
