"""Reads known numbers from a file or a folder, whatever the files are called, and refuses broken ones."""

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from backsource.errors import ConfigError, Fault
from backsource.verification.formats import AnalyticCase, Case, LawCase, PeerCase, StatisticsFile
from backsource.verification.law_events import law_events
from backsource.verification.peer_tables import peer_faults, with_tables

Shape = TypeVar("Shape")
LARGEST = 20_000_000
"""Bytes of the largest file read."""
_FORMATS = (
    "a list of analytic cases (id, kind, parameters, expected), a run of the (s,S) program (s, S, months, printed), "
    "a network with its trajectory (nodes, edges, periods), or statistics (a list of id, kind, parameters, expected)"
)


def open_cases() -> Path:
    """The folder of known numbers that comes with the package."""
    return Path(__file__).parent / "data"


def read_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a file, or of the JSON files of a folder and its folders, in the order of their names.

    Tables lie beside a case, as NAME_events.csv, NAME_nodes.csv and NAME_links.csv. Raises ConfigError with
    every fault of every file.
    """
    cases: list[Case] = []
    faults: list[Fault] = []
    for file in _files(path):
        try:
            cases.extend(_read_file(file))
        except ConfigError as error:
            faults.extend(error.faults)
    if faults:
        raise ConfigError(faults)
    return tuple(cases)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise ConfigError([Fault(str(path), None, "", "no file or folder", "a file of cases, or a folder with some,")])
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*.json") if file.is_file())
    if not files:
        raise ConfigError([Fault(str(path), None, "", "no JSON file in it or below", "a folder with files of cases")])
    return files


def _read_file(file: Path) -> Iterator[Case]:
    text = _text(file)
    document = _document(file, text)
    keys = set(document) if isinstance(document, dict) else set()
    if isinstance(document, list):
        analytic = _checked(file, text, tuple[AnalyticCase, ...])
        return (replace(case, file=file) for case in analytic)
    if {"kind", "parameters"} <= keys:
        return iter([replace(_checked(file, text, AnalyticCase), file=file)])
    if "statistics" in keys:
        return (replace(case, file=file) for case in _checked(file, text, StatisticsFile).statistics)
    if {"nodes", "edges"} & keys:
        return iter([_peer_case(file, text)])
    if {"s", "S"} & keys:
        return iter([replace(_checked(file, text, LawCase), events=law_events(file), file=file)])
    raise ConfigError([Fault(str(file), None, "", "none of the known formats", _FORMATS)])


def _peer_case(file: Path, text: str) -> PeerCase:
    case = replace(_checked(file, text, PeerCase), file=file)
    if faults := list(peer_faults(case)):
        raise ConfigError(faults)
    return with_tables(case)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST:
            found = f"{file.stat().st_size / 1e6:.0f} MB"
            raise ConfigError([Fault(str(file), None, "", found, f"at most {LARGEST / 1e6:.0f} MB")])
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([Fault(str(file), None, "", "bytes that are no UTF-8 text", "a JSON file")]) from error
    except OSError as error:
        raise ConfigError([Fault(str(file), None, "", f"{error.strerror}", "a file that can be read")]) from error


def _document(file: Path, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise ConfigError([Fault(str(file), error.lineno, "", error.msg, "JSON")]) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            [Fault(str(file), None, "", str(error), "JSON with each key once and finite numbers")]
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for key, value in pairs:
        if key in known:
            raise ValueError(f"the key {key!r} twice")
        known[key] = value
    return known


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text}")
    return number


def _checked(file: Path, text: str, shape: type[Shape]) -> Shape:
    try:
        return TypeAdapter(shape).validate_json(text, strict=True)
    except ValidationError as error:
        raise ConfigError(_fault(file, dict(each)) for each in error.errors(include_url=False)) from error


def _fault(file: Path, error: dict[str, Any]) -> Fault:
    found = "nothing" if error["type"] == "missing" else _shown(error["input"])
    would_do = "this key" if error["type"] == "missing" else error["msg"].removeprefix("Input should be ")
    return Fault(str(file), None, ".".join(str(part) for part in error["loc"]), found, would_do)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
