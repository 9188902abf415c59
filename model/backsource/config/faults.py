"""Faults of a file from what pydantic could not validate: one for each place, in the words of the file."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from backsource.config import shapes
from backsource.config.places import Key, Place
from backsource.config.reading import kind_of
from backsource.errors import Fault
from backsource.units import UnitError, shown

LIMITS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "finite_number": "a finite number",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
}


def nearest(word: object, known: Iterable[str], most: int = 12) -> str:
    """The nearest known word, or the known words when none is near: what would do instead of an unknown one."""
    known = [str(name) for name in known]
    if not known:
        return "nothing"
    lower = {name.lower(): name for name in reversed(known)}
    near = get_close_matches(str(word).lower(), lower, n=1, cutoff=0.6)
    if near:
        return f"`{lower[near[0]]}`"
    return f"one of {listed([f'`{name}`' for name in known], most)}"


def listed(names: Sequence[str], most: int = 12) -> str:
    """The first names, with the number of those left out."""
    return ", ".join(names[:most]) + (f" (and {len(names) - most} more)" if len(names) > most else "")


def faults_of(error: ValidationError, model: type[BaseModel], data: Any, place: Place) -> list[Fault]:
    """One fault for each place at which the data do not fit the model."""
    at: dict[tuple[Key, ...], list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        at.setdefault(_path(detail, data), []).append(detail)
    above = {path[:length] for path in at for length in range(len(path))}
    faults = []
    for path, details in at.items():
        # A union complains once for each branch; what lies deeper comes from the branch that was meant.
        meant = [detail for detail in details if _is_own_fault(detail)] if path in above else details
        if meant:
            faults.append(place.fault(path, *_halves(meant, model, path)))
    return faults


def _path(detail: ErrorDetails, data: Any) -> tuple[Key, ...]:
    """The place in the data; what pydantic adds to it (branches of unions, fields set by ourselves) is left out."""
    path: list[Key] = []
    here = data
    for key in detail["loc"]:
        inside = here if isinstance(here, dict) else dict(enumerate(here)) if isinstance(here, list) else {}
        if key in inside:
            here = inside[key]
            path.append(key)
    return tuple(path)


def _is_own_fault(detail: ErrorDetails) -> bool:
    return detail["type"] in ("missing", "extra_forbidden")


def _halves(details: list[ErrorDetails], model: type[BaseModel], path: Sequence[Key]) -> tuple[str, str]:
    """What was found at a place, and what would do."""
    missing = [str(detail["loc"][-1]) for detail in details if detail["type"] == "missing"]
    if missing:
        wants = [f"`{key}` with {shapes.wanted(shapes.at(model, [*path, key]))}" for key in missing]
        return "no " + " and no ".join(f"`{key}`" for key in missing), ", ".join(wants)
    first = details[0]
    kinds = shapes.at(model, path)
    if first["type"] == "extra_forbidden":
        return "an unknown key", nearest(path[-1], shapes.words(shapes.at(model, path[:-1])))
    found = kind_of(first["input"]) if not isinstance(first["input"], str) else shown(first["input"])
    choices = shapes.choices(kinds)
    if choices and isinstance(first["input"], str) and all(d["type"] == "literal_error" for d in details):
        return found, nearest(first["input"], choices)
    if len(details) > 1:
        return found, shapes.wanted(kinds)
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, UnitError):
        return cause.found, cause.would_do
    if first["type"] in LIMITS:
        if isinstance(first["input"], (list, dict)):
            found = f"{len(first['input'])} entries"
        return found, LIMITS[first["type"]].format(**first.get("ctx", {}))
    return found, shapes.wanted(kinds)
