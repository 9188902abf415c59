"""The record of a backcast: what was compared with what, and whether the model passed. Written whole, read strictly."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

from backsource.errors import ResultsError
from backsource.results.whole import whole_file

FORMAT = 1
FOLDER = "backcast"
"""Folder of the records, in that of the results."""
LONGEST = 150
"""Letters of a file's name that every system takes."""

Curve = tuple[float | None, ...]
"""One value a week, none where there is none."""


@dataclass(frozen=True)
class Beside:
    """One series beside its band."""

    series: str
    """Name, as `stock plant/knuckle`."""
    unit: str
    """Unit of the item, or `share`."""
    weeks: int
    """Weeks in which both have a value; among those judged, weeks in which not all futures and the history agree."""
    inside: float
    """Share of them inside the band."""
    limits: tuple[float, float]
    """Wilson's 95 % interval of that share."""
    swing: float | None
    """Of demand: how far it swings, in what the model says."""
    apart: float
    """Largest difference from the middle of the band."""
    chance: float
    """How often a future of the model does as badly in any series."""
    verdict: str
    """`passed`, or what speaks against the model."""
    actual: Curve
    low: Curve
    middle: Curve
    high: Curve
    """What happened, and the quantiles 5 %, 50 % and 95 % of the futures."""


@dataclass(frozen=True)
class Check:
    """One scenario beside one history."""

    scenario: str
    """Name."""
    scenario_hash: str
    """Hash of what the scenario says of the world as it is."""
    history_hash: str
    """Hash of the history's files."""
    first: str
    last: str
    """First and last day compared, ISO dates."""
    passed: bool
    inside: float
    """Share of weeks inside the bands, over all series that are judged."""
    weeks: int
    unused: int
    """Rows of the history outside these days."""
    replications: int
    seed: int
    judged: tuple[Beside, ...]
    """Under demand as it was; demand itself as the model draws it."""
    books: tuple[Beside, ...]
    """Under receipts as they were, too: what stock and service logic make of them. Not judged."""
    silent: tuple[str, ...]
    """Series that say nothing: all futures and the history agree, or there is no week in which both have a value."""


def record_name(scenario: str) -> str:
    """Name of a scenario's record and figures, without ending; whatever the scenario is called, it is one file."""
    return quote(scenario, safe=" ")[:LONGEST]


def write_check(folder: Path, check: Check) -> Path:
    """Write the record of a scenario into *folder*, whole or not at all; it takes the place of an older one."""
    path = folder / f"{record_name(check.scenario)}.json"
    content = {"format": FORMAT, **asdict(check)}
    with whole_file(path) as partial:
        partial.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    return path


def read_check(folder: Path, scenario: str) -> Check | None:
    """The record of a scenario; None without one. Raises `ResultsError` for a file that is no record."""
    path = folder / f"{record_name(scenario)}.json"
    if not path.exists():
        return None
    would_do = "run `backsource backcast` again, or remove the file"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError(f"{path}: not a readable record of a backcast ({error}); {would_do}") from error
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT or not _has(content, Check):
        raise ResultsError(f"{path}: not a record of a backcast in format {FORMAT}; {would_do}")
    parts = {name: content[name] for name in ("judged", "books")}
    if not all(isinstance(rows, list) and all(_has(row, Beside) for row in rows) for rows in parts.values()):
        raise ResultsError(f"{path}: not a record of a backcast in format {FORMAT}; {would_do}")
    rows = {name: tuple(map(_beside, rows)) for name, rows in parts.items()}
    return Check(**{**content, **rows, "silent": tuple(content["silent"])})


def _has(content: Any, kind: type[Check] | type[Beside]) -> bool:
    """Whether a block has exactly the fields of a record."""
    return isinstance(content, dict) and set(content) == {field.name for field in fields(kind)}


def _beside(row: Mapping[str, Any]) -> Beside:
    content: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Beside(**content)
