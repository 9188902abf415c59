"""The keys of a part beside `stock` as the part of that stock, with every fault at the place where it is written."""

from dataclasses import dataclass, replace

from backsource.config.places import Place, dotted
from backsource.config.reading import Page
from backsource.config.schedule import PART, fold
from backsource.errors import Fault

NOWHERE = ""
"""Stock of keys of a part that stand beside no stock: their values are read, though nothing comes of them."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The page of a schedule with all parts under `parts`, and the start of the paths that nobody wrote."""

    page: Page
    unwritten: str | None = None

    def as_written(self, fault: Fault) -> Fault:
        """A fault with its path as the user wrote it: `share[0]` instead of `parts.plant/knuckle.share[0]`."""
        if self.unwritten is None or not fault.path.startswith(self.unwritten):
            return fault
        rest = fault.path[len(self.unwritten) :]
        if not rest:
            return replace(fault, path="stock")
        return replace(fault, path=rest[1:]) if rest.startswith(".") else fault


def folded(page: Page) -> Folded:
    """A page of a schedule, each key below `parts`; keys of a part without a stock, or given twice, are faults."""
    beside = [key for key in PART if key in page.data]
    named, parts = page.data.get("stock"), page.data.get("parts", {})
    if not beside or not isinstance(parts, dict):
        return Folded(page)
    stock = named if isinstance(named, str) else NOWHERE
    faults = list(page.faults)
    if named is None:
        would_do = "`stock: site/item`, whose sources shift,"
        faults += [page.place.fault((key,), f"`{key}` without a stock", would_do) for key in beside]
    if stock in parts:
        would_do = f"all keys of {stock} in one of the two places"
        faults += [page.place.fault((key,), f"`{key}` beside `stock`, and `parts.{stock}`", would_do) for key in beside]
        rest = {key: value for key, value in page.data.items() if key not in beside}
        return Folded(Page(rest, page.place, tuple(faults)))
    place = _moved(page.place, stock, beside)
    return Folded(Page(fold(page.data, stock), place, tuple(faults)), dotted(("parts", stock)))


def _moved(place: Place, stock: str, keys: list[str]) -> Place:
    """The same places, in which the keys stand below the part of the stock."""
    parts, there = place.of(["parts"]), place.of(["stock"])
    part = Place(there.file, there.line, {key: place.of([key]) for key in keys})
    inside = parts.inside if "parts" in place.inside else {}
    below = Place(parts.file, parts.line, {**inside, stock: part})
    return Place(place.file, place.line, {**place.inside, "parts": below})
