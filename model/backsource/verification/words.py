"""What the cases write in words: parameters inside names, laws, predecessors."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backsource.laws import distributions
from backsource.laws.distributions import Law

_PARAMETER = re.compile(r"([A-Za-z]+)(-?\d+(?:\.\d+)?)")
_DOUBTS = ("standard_error", "half_width")
_FAMILIES = {
    "constant": "constant",
    "deterministic": "constant",
    "fixed": "constant",
    "exponential": "exponential",
    "exp": "exponential",
    "gamma": "gamma",
    "erlang": "gamma",
    "lognormal": "lognormal",
    "normal": "normal",
    "weibull": "weibull",
    "uniform": "uniform",
    "triangular": "triangular",
    "geometric": "geometric",
    "poisson": "poisson",
}
_SYNONYMS = {"from": "least", "min": "least", "low": "least", "to": "most", "max": "most", "high": "most", "k": "shape"}
_NEEDS = {
    "constant": ("mean",),
    "exponential": ("mean",),
    "gamma": ("mean", "cv"),
    "lognormal": ("mean", "cv"),
    "normal": ("mean", "sd"),
    "weibull": ("mean", "shape"),
    "uniform": ("least", "most"),
    "triangular": ("least", "mode", "most"),
    "geometric": ("mean",),
    "poisson": ("mean",),
}


def parameters_in(name: str) -> tuple[str, dict[str, float]]:
    """The stem of an expected value's name and the parameters it carries.

    "cost_s6_S12" is ("cost", {"s": 6, "S": 12}); a name without parameters comes back whole.
    """
    stem, carried = name.split("_"), dict[str, float]()
    while len(stem) > 1 and (found := _PARAMETER.fullmatch(stem[-1])):
        carried[found[1]] = float(found[2])
        stem.pop()
    return "_".join(stem), dict(reversed(carried.items()))


def at_parameters(names: Collection[str], stem: str, *parameters: str) -> dict[str, list[float]]:
    """Of *names*, those that are *stem* at values of exactly these *parameters*, with the values in order."""
    carrying = {name: parameters_in(name) for name in names}
    return {
        name: [carried[parameter] for parameter in parameters]
        for name, (found, carried) in carrying.items()
        if found == stem and set(carried) == set(parameters)
    }


def is_doubt(name: str) -> bool:
    """Whether an expected value only says how uncertain another is."""
    return name.endswith(_DOUBTS)


@dataclass(frozen=True, slots=True)
class LawInWords:
    """A family of `backsource.laws.distributions` and its arguments."""

    family: str
    numbers: Mapping[str, float]

    @property
    def law(self) -> Law:
        """The law itself."""
        build = getattr(distributions, self.family)
        built: Law = build(*(self.numbers[name] for name in _NEEDS[self.family]))
        return built


def law_in_words(text: str) -> LawInWords:
    """Read "Weibull shape 2 mean 100", "uniform 4 to 12", "exponential mean 5", "constant 8".

    Raises ValueError when the family or one of its numbers is not understood.
    """
    words = re.findall(r"[A-Za-z]+|-?\d+(?:\.\d+)?(?:[eE]-?\d+)?", text)
    family = _FAMILIES.get(words[0].lower()) if words else None
    if family is None:
        raise ValueError(f"{text!r} begins with no law known here; known are {', '.join(sorted(_FAMILIES))}")
    numbers = _numbers(words[1:], _NEEDS[family])
    if "cv" in _NEEDS[family] and "cv" not in numbers:
        numbers |= _variation(numbers)
    if "sd" in _NEEDS[family] and "cv" in numbers and "mean" in numbers:
        numbers.setdefault("sd", numbers["cv"] * numbers["mean"])
    missing = [name for name in _NEEDS[family] if name not in numbers]
    if missing:
        raise ValueError(f"{text!r} does not say the {' and the '.join(missing)} of a {family} law")
    return LawInWords(family, {name: numbers[name] for name in _NEEDS[family]})


def _numbers(words: list[str], needed: tuple[str, ...]) -> dict[str, float]:
    """Numbers by the word before them; numbers without one fill what is needed, in order."""
    numbers, name, bare = dict[str, float](), "", list[float]()
    for word in words:
        if word[0].isalpha():
            name = _SYNONYMS.get(word.lower(), word.lower())
        elif name:
            numbers[name], name = float(word), ""
        else:
            bare.append(float(word))
    return numbers | dict(zip((key for key in needed if key not in numbers), bare, strict=False))


def _variation(numbers: Mapping[str, float]) -> dict[str, float]:
    """Coefficient of variation from a standard deviation and a mean, or from the shape of a gamma law."""
    if "sd" in numbers and "mean" in numbers:
        return {"cv": numbers["sd"] / numbers["mean"]}
    return {"cv": numbers["shape"] ** -0.5} if "shape" in numbers else {}


def by_each(values: float | Sequence[float], theory: Callable[[Any], Any]) -> dict[str, Any]:
    """What *theory* gives for each of *values*, named by it; a single value gives its own names as well."""
    if isinstance(values, Sequence):
        return {str(value): theory(value) for value in values}
    only = theory(values)
    return {str(values): only} | (only if isinstance(only, dict) else {})


def predecessors(text: str | Sequence[str], tasks: Collection[str]) -> list[str]:
    """Tasks named before another: "EG" are E and G, "build, train" are build and train, "" none."""
    if not isinstance(text, str):
        return list(text)
    if text in tasks:
        return [text]
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if all(part in tasks for part in parts):
        return parts
    return [letter for part in parts for letter in ([part] if part in tasks else part)]
