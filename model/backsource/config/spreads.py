"""Distributions of factors: the words of `config.random`, with quantities in the unit that the plan has there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from backsource.config.faults import faults_of
from backsource.config.paths import in_unit
from backsource.config.places import Key, Place
from backsource.config.random import RandomAmount
from backsource.errors import Fault
from backsource.units import Amount, UnitError

SINGLE = ("mean", "median", "sd", "least", "mode", "most")
SEVERAL = ("values", "listed")
NUMBER = "1"
"""Unit of the numbers in a spread: they are in the unit of the plan, whatever that is."""
WITHOUT_SPREAD = {
    "constant": ("a constant", "a list of one level"),
    "listed": ("`listed`, values in order without chances", "`values`, each as likely as the next,"),
}


def spread_of(plan: Any, given: Mapping[str, Any]) -> RandomAmount:
    """The distribution that words say, its quantities as plain numbers in the unit of what the plan says.

    Raises UnitError for a quantity in another unit, ValidationError for keys that make no distribution.
    """
    return RandomAmount.model_validate(_numbers(plan, given))


def spread_faults(plan: Any, given: Mapping[str, Any], at: Sequence[Key], place: Place) -> list[Fault]:
    """Everything wrong with the distribution of a factor."""
    faults: list[Fault] = []
    for path, text in _quantities(given):
        try:
            in_unit(plan, text)
        except UnitError as error:
            faults.append(place.fault((*at, *path), error.found, error.would_do))
    if faults:
        return faults
    data = _numbers(plan, given)
    try:
        spread = RandomAmount.model_validate(data)
    except ValidationError as error:
        own = place.fault(at, "", "").path
        return [
            replace(fault, path=f"{own}.{fault.path}" if fault.path else own)
            for fault in faults_of(error, RandomAmount, data, place.of(at))
        ]
    wrong = WITHOUT_SPREAD.get(spread.family or "")
    return [place.fault(at, *wrong)] if wrong else []


def _quantities(given: Mapping[str, Any]) -> list[tuple[tuple[Key, ...], Any]]:
    """Every quantity in the words of a distribution, with where it stands."""
    found: list[tuple[tuple[Key, ...], Any]] = [((key,), given[key]) for key in SINGLE if given.get(key) is not None]
    for key in SEVERAL:
        if isinstance(given.get(key), list):
            found += [((key, number), value) for number, value in enumerate(given[key])]
    if isinstance(given.get("quantiles"), Mapping):
        found += [(("quantiles", key), value) for key, value in given["quantiles"].items()]
    return found


def _numbers(plan: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The words with every quantity as a number."""
    data: dict[Any, Any] = dict(given)
    data |= {key: list(data[key]) for key in SEVERAL if isinstance(data.get(key), list)}
    if isinstance(data.get("quantiles"), Mapping):
        data["quantiles"] = dict(data["quantiles"])
    for path, text in _quantities(given):
        number = Amount(in_unit(plan, text), NUMBER)
        if len(path) == 1:
            data[path[0]] = number
        else:
            data[path[0]][path[1]] = number
    return data
