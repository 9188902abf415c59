"""Which combinations of factors a study runs: all levels with all, or points of a design over all factors jointly.

A point has one coordinate from 0 to 1 for each factor. A distribution is met at that quantile; levels share the unit
interval equally, in their order. A level drawn so has six digits and is written as the file would have it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import floor, log10, prod
from typing import TYPE_CHECKING, Any, Protocol

from backsource.config import Scenario, Schedule, Study
from backsource.config.factors import Factor, factor_at, level_at, quantity_at
from backsource.config.spreads import spread_of
from backsource.config.study import Points
from backsource.simulation.resolve.frame import law_of
from backsource.streams import stream
from backsource.units import UnitError, size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = 6
"""Significant digits of a level that was drawn, and of how far levels lie apart."""
WORDS = 5
"""Factors whose levels make a name; points of more factors are called by their number."""
NEVER = 1e-12
"""Chance that is left on both sides, where a distribution may have no end."""

Levels = Mapping[str, Any]
"""Level of each factor, by its path as the study writes it."""


@dataclass(frozen=True)
class Choice:
    """Levels of some of the factors."""

    levels: Levels
    point: int | None = None
    """Number of the first point that has them, from 1; only where the point makes their name."""


class Design(Protocol):
    """The combinations of a study."""

    def choices(self, paths: Sequence[str], given: Levels) -> Iterator[Choice]:
        """Different combinations of some factors, each once, where others have the levels that are given."""

    def count(self, paths: Sequence[str]) -> int:
        """How many combinations of some factors there are."""


@dataclass(frozen=True)
class Full:
    """All levels with all."""

    levels: Mapping[str, Sequence[Any]]
    """Of each factor."""

    def choices(self, paths: Sequence[str], given: Levels) -> Iterator[Choice]:
        """All combinations, the levels of the last path turning fastest; one without any where there is no path."""
        for levels in product(*(self.levels[path] for path in paths)):
            yield Choice(dict(zip(paths, levels, strict=True)))

    def count(self, paths: Sequence[str]) -> int:
        """The product of the numbers of levels."""
        return prod(len(self.levels[path]) for path in paths)


@dataclass(frozen=True)
class Sampled:
    """Points over all factors jointly."""

    points: Sequence[Levels]

    def choices(self, paths: Sequence[str], given: Levels) -> Iterator[Choice]:
        """The combinations of the points, in the order of these."""
        found: list[Levels] = []
        for number, point in enumerate(self.points, start=1):
            levels = {path: point[path] for path in paths}
            if all(point[path] == level for path, level in given.items()) and levels not in found:
                found.append(levels)
                yield Choice(levels, number if len(point) > WORDS and paths else None)

    def count(self, paths: Sequence[str]) -> int:
        """How many combinations differ."""
        return sum(1 for _ in self.choices(paths, {}))


def design_of(study: Study, scenario: Scenario, schedules: Mapping[str, Schedule]) -> Design:
    """The design of a study in one of its scenarios, in whose units levels are drawn.

    Raises UnitError for a path without a quantity and for a distribution without values.
    """
    if isinstance(study.design, Points):
        paths = sorted(study.factors)
        points = unit_points(study.design, len(paths), study.seed)
        columns = [
            _levels(study, factor_at(path, list(schedules)), scenario, schedules, points[:, column])
            for column, path in enumerate(paths)
        ]
        rows = [dict(zip(paths, row, strict=True)) for row in zip(*columns, strict=True)]
        return Sampled([{path: row[path] for path in study.factors} for row in rows])
    return Full({path: given for path, given in study.factors.items() if isinstance(given, list)})


def unit_points(design: Points, factors: int, seed: int) -> "NDArray[np.float64]":
    """The points of a design, shape (points, factors), each coordinate from 0 to below 1.

    Latin hypercube: McKay, Beckman and Conover, Technometrics 21 (1979). Sobol' with Owen's scrambling: every block of
    2^m points that begins at a multiple of it has one point of each factor in each of 2^m equal slices.
    """
    from scipy.stats import qmc

    if design.sobol is not None:
        sobol = qmc.Sobol(factors, scramble=True, rng=stream(seed, 0, "design/sobol"))
        return sobol.random_base2(design.sobol.bit_length() - 1)
    return qmc.LatinHypercube(factors, rng=stream(seed, 0, "design/latin_hypercube")).random(design.count)


def _levels(
    study: Study,
    factor: Factor,
    scenario: Scenario,
    schedules: Mapping[str, Schedule],
    coordinates: "NDArray[np.float64]",
) -> list[Any]:
    """The level of one factor at each point."""
    import numpy as np

    given = study.factors[factor.path]
    if isinstance(given, list):
        return [given[int(place)] for place in coordinates * len(given)]
    model = factor.model(scenario, schedules)
    plan = quantity_at(factor, scenario, schedules)
    spread = spread_of(plan, given)
    try:
        drawn = law_of(spread, size).quantile(np.clip(coordinates, NEVER, 1 - NEVER))
    except (ArithmeticError, ValueError) as error:
        raise UnitError(f"a distribution of {factor.path} that has no values ({error})", "another one") from None
    if not np.isfinite(drawn).all():
        raise UnitError(f"a distribution of {factor.path} that has values without end", "another one")
    apart = float(np.ptp(drawn))
    return [level_at(model, factor.inside, short(number, apart)) for number in drawn.tolist()]


def short(number: float, apart: float) -> float:
    """A number with as many places as it and the distance over which it varies need to have so many digits each."""
    places = [DIGITS - 1 - floor(log10(abs(value))) for value in (number, apart) if value]
    return round(number, max(places, default=0))
