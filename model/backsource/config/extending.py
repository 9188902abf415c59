"""A scenario may extend exactly one other: keys given here replace keys there, block by block."""

from pathlib import Path
from typing import Any

from backsource.config.files import Folder
from backsource.config.places import Place
from backsource.config.reading import Page, kind_of, read_page
from backsource.errors import ConfigError, Fault

LONGEST = 8
"""Scenarios in one chain of `extends`."""


def extended(page: Page, path: Path, root: Path) -> Page:
    """The page on top of all that it extends, each part keeping its own place. Raises ConfigError."""
    chain = [path.resolve()]
    pages = [page]
    faults = list(page.faults)
    while "extends" in pages[-1].data:
        base = _base(pages[-1], chain[-1], root)
        if base in chain or len(chain) == LONGEST:
            names = " -> ".join(file.name for file in [*chain, base])
            would_do = f"a chain of at most {LONGEST} scenarios that ends"
            raise ConfigError([*faults, pages[-1].place.fault(("extends",), names, would_do)])
        chain.append(base)
        pages.append(read_page(base))
        faults += pages[-1].faults
    data, place = pages[-1].data, pages[-1].place
    for upper in reversed(pages[:-1]):
        data, place = merged(data, place, upper.data, upper.place)
    data = {key: value for key, value in data.items() if key != "extends"}
    return Page(data, place, tuple(faults))


def _base(page: Page, path: Path, root: Path) -> Path:
    """The file that a page extends; `.yaml` may be left out."""
    name = page.data["extends"]
    if not isinstance(name, str) or not name:
        raise ConfigError([*page.faults, page.place.fault(("extends",), kind_of(name), "the file of one scenario")])
    try:
        base = Folder(path.parent, root).file(name)
    except ValueError as error:
        raise ConfigError([*page.faults, page.place.fault(("extends",), name, str(error))]) from None
    with_suffix = base.with_name(f"{base.name}.yaml")
    base = with_suffix if not base.exists() and with_suffix.exists() else base
    if not base.is_file():
        fault: Fault = page.place.fault(("extends",), f"{name}, which is no file", "the file of a scenario")
        raise ConfigError([*page.faults, fault])
    return base


def merged(lower: dict[str, Any], lower_place: Place, upper: dict[str, Any], upper_place: Place) -> tuple[Any, Place]:
    """Blocks joined key by key; any other value above replaces the one below. `key: null` above removes the key."""
    data, place = dict(lower), Place(upper_place.file, upper_place.line, dict(lower_place.inside))
    for key, value in upper.items():
        where = upper_place.inside.get(key, upper_place)
        if value is None and key in data:
            del data[key]
            continue
        if isinstance(value, dict) and isinstance(data.get(key), dict):
            data[key], where = merged(data[key], lower_place.inside.get(key, lower_place), value, where)
        else:
            data[key] = value
        place.inside[key] = where
    return data, place
