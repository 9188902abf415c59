"""Where in which file a value stands, kept beside the data and never inside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backsource.errors import Fault

Key = str | int


@dataclass(slots=True, eq=False)
class Place:
    """File and line of a value, and the places of what it contains."""

    file: str
    line: int | None = None
    inside: dict[Key, "Place"] = field(default_factory=dict)

    def of(self, path: Sequence[Key]) -> "Place":
        """The place of a path, or of the last part of it that is known."""
        place = self
        for key in path:
            below = place.inside.get(key)
            if below is None:
                break
            place = below
        return place

    def put(self, path: Sequence[Key], below: "Place") -> None:
        """Note the place of a path, which may be new."""
        here = self
        for key in path[:-1]:
            here = here.inside.setdefault(key, Place(here.file, here.line))
        here.inside[path[-1]] = below

    def fault(self, path: Sequence[Key], found: object, would_do: str) -> Fault:
        """A fault at a path below this place."""
        at = self.of(path)
        return Fault(at.file, at.line, dotted(path), str(found), would_do)


def dotted(path: Sequence[Key]) -> str:
    """`("share", 0, "make")` as `share[0].make`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else (f".{key}" if text else key)
    return text
