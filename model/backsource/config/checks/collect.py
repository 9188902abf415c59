"""Gathers faults of a scenario; knows its names, units and currencies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backsource.config.faults import nearest
from backsource.config.places import Key, Place
from backsource.config.random import Random, quantities_of
from backsource.config.scenario import Scenario
from backsource.errors import Fault
from backsource.units import Amount, Money, Rate, Span, singular, size

LARGEST_RUN = 1e7
"""Days that a run may last."""


def stock_parts(key: str) -> tuple[str, str]:
    """Site and item of `site/item`."""
    site, _, item = key.partition("/")
    return site, item


class Collector:
    """Faults of one file."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.faults: list[Fault] = []

    def fault(self, path: Sequence[Key], found: object, would_do: str) -> None:
        """Note a fault."""
        self.faults.append(self.place.fault(path, found, would_do))

    def among(self, path: Sequence[Key], word: str, names: Iterable[str], kind: str) -> bool:
        """Whether the word is one of the names; a fault with the nearest of them if not."""
        names = names if isinstance(names, (Mapping, set)) else list(names)
        if word in names:
            return True
        self.fault(path, f"`{word}`, which is none of the {kind.replace('_', ' ')}", nearest(word, names))
        return False

    def exactly_one(
        self, path: Sequence[Key], block: object, *forms: str | tuple[str, ...]
    ) -> str | tuple[str, ...] | None:
        """Exactly one of the forms is given, each of a key or of keys that belong together."""
        keys = [(form,) if isinstance(form, str) else form for form in forms]
        begun = [i for i, form in enumerate(keys) if any(_given(block, key) for key in form)]
        words = [" and ".join(f"`{key.rstrip('_')}`" for key in form) for form in keys]
        if len(begun) != 1:
            found = " and ".join(words[i] for i in begun) if begun else "none of " + ", ".join(words)
            self.fault(path, found, "exactly one of " + ", ".join(words))
            return None
        lacking = [key for key in keys[begun[0]] if not _given(block, key)]
        if lacking:
            self.fault(path, f"no `{lacking[0]}`", words[begun[0]])
            return None
        return forms[begun[0]]

    def only_keys(
        self, path: Sequence[Key], block: object, needed: Sequence[str], other: Sequence[str], why: str
    ) -> None:
        """The needed keys are given and none of the others."""
        for key in needed:
            if not _given(block, key):
                self.fault(path, f"no `{key}`", f"`{key}` {why}")
        for key in other:
            if _given(block, key):
                self.fault((*path, key), f"`{key}`", f"no such key {why}")


class Checks(Collector):
    """A scenario under examination."""

    def __init__(self, scenario: Scenario, place: Place, raw: Mapping[str, Any] | None = None) -> None:
        super().__init__(place)
        self.scenario = scenario
        self._raw = raw
        self.unit = {name: singular(item.unit) for name, item in scenario.items.items()}
        self.currencies = {scenario.currency, *scenario.currencies}
        self.feeding: dict[str, list[str]] = {}
        """Sources of each stock: lanes of its item into the site, and lines that make it there."""
        for name, lane in scenario.lanes.items():
            self.feeding.setdefault(f"{lane.to}/{lane.item}", []).append(name)
        for name, line in scenario.lines.items():
            self.feeding.setdefault(f"{line.site}/{line.makes}", []).append(name)
        self.made = {(line.site, line.makes) for line in scenario.lines.values()}

    def names(self, section: str) -> Mapping[str, Any]:
        """What a section of the file defines, sound or not, by name."""
        if self._raw is not None:
            entries = self._raw.get(section)
            return entries if isinstance(entries, Mapping) else {}
        named: Mapping[str, Any] = getattr(self.scenario, section)
        return named

    @property
    def sources_complete(self) -> bool:
        """Whether every lane and line of the file could be read."""
        return self._raw is None or all(
            len(self.names(section)) == len(getattr(self.scenario, section)) for section in ("lanes", "lines")
        )

    def known(self, path: Sequence[Key], word: str | None, section: str) -> bool:
        """Whether a section defines the word (none: nothing to check); a fault with the nearest name if not."""
        return word is None or self.among(path, word, self.names(section), section)

    def in_unit_of(self, path: Sequence[Key], quantity: Amount | Rate | None, item: str) -> None:
        """A quantity of an item is in the unit of the item."""
        unit = self.unit.get(item)
        if quantity is not None and unit is not None and quantity.unit != unit:
            self.fault(path, f"`{quantity.unit}`", f"`{unit}`, the unit of {item},")

    def pays_for(self, path: Sequence[Key], money: Money | None, *per: tuple[str, ...]) -> None:
        """Money is in a known currency and paid for one of these."""
        if money is None:
            return
        if money.currency not in self.currencies:
            rate = f"`{self.scenario.currency}`, or a rate for {money.currency} under `currencies`,"
            self.fault(path, f"the currency {money.currency} without a rate", rate)
        if money.per not in per:
            written = " or ".join(f"`{'/'.join((money.currency, *words))}`" for words in per)
            self.fault(path, f"`{'/'.join((money.currency, *money.per))}`", written)

    def takes_time(self, path: Sequence[Key], random: Random[Span] | None) -> None:
        """A time between events is not always 0, or the events would never end."""
        if random is not None and not any(size(span) > 0 for _, span in quantities_of(random)):
            self.fault(path, "no time at all", "more than 0")


def _given(block: object, key: str) -> bool:
    value = getattr(block, key)
    return value is not None and value is not False
