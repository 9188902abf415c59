"""Observations in a scenario: distributions that are a sample, from a CSV file or written down one by one.

`values` without `chances`, each as likely as the next, are observations; with chances they are a law. Values that are
`listed` are used in their order as they stand, and are a sample of nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from backsource.config.factors import scenario_with
from backsource.config.random import Random
from backsource.config.scenario import Scenario


@dataclass(frozen=True)
class Sample:
    """Observations, in the order of the file."""

    random: Random[Any]
    """The distribution that they are."""

    @property
    def values(self) -> Sequence[Any]:
        """The observations, each a quantity with its unit."""
        return self.random.values or []


def samples_in(scenario: Scenario) -> dict[str, Sample]:
    """All samples of a scenario in which two observations differ, by their dotted paths."""
    found = {".".join(way): Sample(random) for way, random in _distributions(scenario, ())}
    return {path: one for path, one in found.items() if _is_sample(one.random) and len(set(one.values)) > 1}


def scenario_with_samples(scenario: Scenario, samples: Mapping[str, Sequence[Any]]) -> Scenario:
    """The scenario as it would be had these observations been made, by dotted path; all else stays."""
    known = samples_in(scenario)
    return scenario_with(scenario, {path: _words(known[path].random, values) for path, values in samples.items()})


def _is_sample(random: Random[Any]) -> bool:
    return random.family == "discrete" and random.chances is None


def _words(random: Random[Any], values: Sequence[Any]) -> Any:
    again = random.model_copy(update={"values": list(values)})
    return again.model_dump(mode="json", by_alias=True, exclude_none=True)


def _distributions(here: Any, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Random[Any]]]:
    """Every distribution below a value, with the way to it in the words of the file."""
    match here:
        case Random():
            yield way, here
        case BaseModel():
            for name, field in type(here).model_fields.items():
                yield from _distributions(getattr(here, name), (*way, field.alias or name))
        case Mapping():
            for key, inner in here.items():
                yield from _distributions(inner, (*way, str(key)))
        case list() | tuple():
            for place, inner in enumerate(here):
                yield from _distributions(inner, (*way, str(place)))
