"""The journal of decisions, read once: what was decided and reached, by kind and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from backsource.log import Kind, Log


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal."""

    time: float
    subject: str
    quantity: float
    detail: float


class Diary:
    """Entries of a log in the order of time; outages and failures are left out."""

    def __init__(self, log: Log) -> None:
        self.subjects = log.subjects
        self._events: dict[int, list[Event]] = {}
        entries = log.journal[log.journal["kind"] > Kind.REPAIRED]
        for time, kind, subject, quantity, detail in sorted(entries.tolist(), key=lambda entry: entry[0]):
            self._events.setdefault(kind, []).append(Event(time, log.subjects[subject], quantity, detail))

    def of(self, kind: Kind) -> Sequence[Event]:
        """All entries of a kind."""
        return self._events.get(kind, ())

    def about(self, kind: Kind, subject: str) -> list[Event]:
        """Entries of a kind about one subject."""
        return [event for event in self.of(kind) if event.subject == subject]

    def first(self, kind: Kind, subject: str) -> Event | None:
        """The first entry of a kind about one subject."""
        return next((event for event in self.of(kind) if event.subject == subject), None)

    def given(self, source: str) -> Event | None:
        """The first step that gives a share to a source."""
        if source not in self.subjects:
            return None
        number = self.subjects.index(source)
        steps = self.of(Kind.SHARE_STEP)
        return next((step for step in steps if step.quantity > 0 and step.detail == number), None)
