"""YAML 1.2 read as data: text, numbers, lists and mappings, each with its line. No tags, no code, no surprises.

The file is composed from parser events, so depth, size and aliases are bounded before anything is built.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from backsource.config.places import Key, Place
from backsource.errors import ConfigError, Fault
from backsource.units import shown

MOST_BYTES = 5_000_000
DEEPEST = 32
MOST_REPEATED = 100_000
"""Values that aliases may add to a file in all."""

_WHOLE = re.compile(r"[-+]?[0-9]+\Z")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a file says, where each part stands, and what was wrong with its form."""

    data: Any
    place: Place
    faults: tuple[Fault, ...] = ()


def shown_path(path: Path) -> str:
    """A path as the user knows it: relative to the working folder where it lies below."""
    try:
        return str(Path(os.path.abspath(path)).relative_to(Path.cwd()))  # noqa: PTH100 - links stay as written
    except ValueError:
        return str(path)


def file_text(path: Path, most: int = MOST_BYTES, kind: str = "a YAML file") -> str:
    """The text of a file; ConfigError when it is missing, a folder, too large, or not UTF-8."""
    name = shown_path(path)

    def refuse(found: str, would_do: str) -> ConfigError:
        return ConfigError([Fault(name, None, "", found, would_do)])

    try:
        if path.is_dir():
            raise refuse("a folder", kind)
        if not path.exists():
            raise refuse("no such file", _nearest_file(path, kind))
        if not path.is_file():
            raise refuse("something that is no plain file", kind)
        size = path.stat().st_size
        if size > most:
            raise refuse(
                f"{size / 1e6:.1f} MB", f"{kind} of at most {most / 1e6:g} MB (large networks come as CSV tables)"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(error.strerror or "a file that cannot be read", f"{kind} that can be read") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("bytes that are no UTF-8 text", f"{kind} in UTF-8") from None
    if "\0" in text:
        raise refuse("binary data", f"{kind} in UTF-8")
    return text


def _nearest_file(path: Path, kind: str) -> str:
    folder = path.parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    near = get_close_matches(path.name, names, n=1)
    return f"`{folder / near[0]}`" if near else f"the name of {kind}"


def read_page(path: Path) -> Page:
    """What a YAML file says. ConfigError when it has no form at all; smaller faults of form stand on the page."""
    return page_of(file_text(path), shown_path(path))


def page_of(text: str, name: str) -> Page:
    """What a YAML text says; `name` is the file that messages speak of."""
    composer = _Composer(name)
    try:
        return composer.page(YAML(typ="safe", pure=True).parse(text))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else None
        fault = Fault(name, line, "", "a control character", "plain text")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found = error.problem or error.context or "a text that is no YAML"
        fault = Fault(name, mark.line + 1 if mark else None, "", found.removeprefix("found "), "well-formed YAML")
    except (YAMLError, ValueError, AssertionError, AttributeError, RecursionError) as error:
        fault = Fault(name, None, "", shown(str(error) or type(error).__name__), "well-formed YAML")
    raise ConfigError([*composer.faults, fault]) from None


def scalar(text: str) -> Any:
    """A plain YAML 1.2 scalar: nothing, true or false, a number, or the text itself (`NO` and dates stay text)."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text) and len(text) < 20:
        return int(text)
    if _FRACTION.match(text) or _WHOLE.match(text):
        return float(text)
    return text


class _Composer:
    """Builds data and places from parser events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.anchors: dict[str, tuple[Any, Place, int]] = {}
        self.count = 0
        self.repeated = 0

    def page(self, events: Iterator[Event]) -> Page:
        self.events = events
        data, place = None, Place(self.name, 1)
        documents = 0
        for event in events:
            if not isinstance(event, DocumentStartEvent):
                continue
            documents += 1
            if documents > 1:
                self._fault(event, (), "a second document", "one document in a file")
                break
            data, place = self._value(next(events), ())
        if data is None and not self.faults:
            self._fault(None, (), "an empty file", "a mapping of keys to values")
        elif not isinstance(data, dict) and data is not None:
            self._fault(None, (), f"{kind_of(data)} at the top", "a mapping of keys to values")
        if not isinstance(data, dict):
            raise ConfigError(self.faults)
        return Page(data, place, tuple(self.faults))

    def _fault(self, event: Event | None, path: tuple[Key, ...], found: str, would_do: str) -> None:
        line = None if event is None else event.start_mark.line + 1
        self.faults.append(Place(self.name, line).fault(path, found, would_do))

    def _value(self, event: Any, path: tuple[Key, ...]) -> tuple[Any, Place]:
        if isinstance(event, AliasEvent):
            return self._alias(event, path)
        if len(path) > DEEPEST:
            self._fault(event, path[:4], f"more than {DEEPEST} levels", "a flatter file")
            raise ConfigError(self.faults)
        if getattr(event, "tag", None) is not None:
            self._fault(event, path, f"the tag {shown(str(event.tag))}", "plain data without tags")
        before = self.count
        self.count += 1
        place = Place(self.name, event.start_mark.line + 1)
        data: Any
        if isinstance(event, ScalarEvent):
            plain = event.implicit[0] and not event.style
            data = scalar(event.value) if plain else event.value
        elif isinstance(event, SequenceStartEvent):
            data = self._sequence(place, path)
        else:
            assert isinstance(event, MappingStartEvent)
            data = self._mapping(place, path)
        if event.anchor:
            self.anchors[event.anchor] = (data, place, self.count - before)
        return data, place

    def _alias(self, event: AliasEvent, path: tuple[Key, ...]) -> tuple[Any, Place]:
        known = self.anchors.get(event.anchor)
        if known is None:
            self._fault(
                event, path, f"the alias *{event.anchor} without an anchor before it", "an anchor, or the value"
            )
            return None, Place(self.name, event.start_mark.line + 1)
        data, place, values = known
        self.repeated += values
        self.count += values
        if self.repeated > MOST_REPEATED:
            self._fault(event, path, "aliases that blow the file up", f"at most {MOST_REPEATED} repeated values")
            raise ConfigError(self.faults)
        return data, place

    def _sequence(self, place: Place, path: tuple[Key, ...]) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            value, where = self._value(event, (*path, len(items)))
            place.inside[len(items)] = where
            items.append(value)
        return items

    def _mapping(self, place: Place, path: tuple[Key, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if isinstance(event, ScalarEvent):
                key = event.value
                if event.tag is not None:
                    self._fault(event, (*path, key), f"the tag {shown(event.tag)}", "plain data without tags")
            else:
                self._fault(event, path, "a key that is no plain word", "a word as key")
                self._value(event, path)
                key = f"key {len(mapping) + 1}"
            if key == "<<":
                self._fault(event, (*path, key), "the merge key `<<`", "the keys themselves")
            where = Place(self.name, event.start_mark.line + 1)
            value, inner = self._value(next(self.events), (*path, key))
            if key in mapping:
                first = place.inside[key].line
                self._fault(event, (*path, key), f"`{key}` twice", f"each key once (it stands on line {first} already)")
                continue
            mapping[key] = value
            where.inside = inner.inside
            place.inside[key] = where
        return mapping


def kind_of(data: Any) -> str:
    """What a message calls a value: a list, a block, or the value itself."""
    if isinstance(data, dict):
        return "a block"
    if isinstance(data, list):
        return "a list"
    return "nothing" if data is None else shown(data)
