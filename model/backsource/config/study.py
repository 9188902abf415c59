"""A study: scenarios x schedules x factors, how many runs, what is measured, and what must be shown."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from backsource.config.closed import Closed
from backsource.config.fields import DateRange, FileName, NameField
from backsource.config.random import PARAMETERS
from backsource.config.search import Search
from backsource.units import UnitError, parse_share

A_PRECISION = "a half-width above 0 in the unit of the measure, or a share of the mean as `5 %`"
A_CHANCE = "a share between 0 and 1 as `5 %`"
A_CONFIDENCE = "a share between 50 % and 100 % as `95 %`"
A_FACTOR = "a list of levels, or a distribution as `{least: 10 days, most: 40 days}`"


@dataclass(frozen=True, slots=True)
class Relative:
    """A half-width as a share of the mean."""

    share: float


def parse_precision(given: object) -> float | Relative:
    """A half-width: a number is absolute, text as `5 %` relative. Raises UnitError."""
    if isinstance(given, Relative):
        return given
    if isinstance(given, str) and given.strip().endswith("%"):
        try:
            share = parse_share(given)
        except UnitError:
            raise UnitError(given, A_PRECISION) from None
        if 0 < share < 1:
            return Relative(share)
    elif isinstance(given, (int, float)) and not isinstance(given, bool) and 0 < given < float("inf"):
        return float(given)
    raise UnitError(given, A_PRECISION)


def written_precision(precision: float | Relative) -> Any:
    """A half-width as a file says it."""
    return f"{precision.share * 100:.12g} %" if isinstance(precision, Relative) else precision


def parse_chance(given: object) -> float:
    """A chance that runs can show: more than 0, less than 1. Raises UnitError."""
    share = parse_share(given)
    if not 0 < share < 1:
        raise UnitError(given, A_CHANCE)
    return share


def parse_confidence(given: object) -> float:
    """A level of confidence, more than one half. Raises UnitError."""
    share = parse_share(given)
    if not 0.5 < share < 1:
        raise UnitError(given, A_CONFIDENCE)
    return share


def parse_factor(given: object) -> list[Any] | dict[str, Any]:
    """Levels, or the words of a distribution, which are read with the path that they belong to. Raises UnitError."""
    if isinstance(given, (list, dict)):
        return given
    raise UnitError(given, A_FACTOR)


_as_written = PlainSerializer(written_precision, when_used="json")
_half_width = {"type": "number", "exclusiveMinimum": 0}
_share_of_mean = {"type": "string", "pattern": r"^\s*(\d+\.?\d*|\.\d+)\s*%\s*$"}
_distribution = {
    "type": "object",
    "properties": {key: {} for key in ("family", *PARAMETERS, "csv", "column", "unit")},
    "additionalProperties": False,
}

Precision = Annotated[
    float | Relative,
    PlainValidator(parse_precision),
    _as_written,
    WithJsonSchema({"anyOf": [_half_width, _share_of_mean], "description": A_PRECISION}),
]
_number_or_text = [{"type": "number"}, {"type": "string"}]
Chance = Annotated[
    float, PlainValidator(parse_chance), WithJsonSchema({"anyOf": _number_or_text, "description": A_CHANCE})
]
Confidence = Annotated[
    float, PlainValidator(parse_confidence), WithJsonSchema({"anyOf": _number_or_text, "description": A_CONFIDENCE})
]
Factor = Annotated[
    list[Any] | dict[str, Any],
    PlainValidator(parse_factor),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {}}, _distribution], "description": A_FACTOR}),
]


class Floor(Closed):
    """What must hold of a schedule: P(measure > above) <= chance, or P(measure < below) <= chance."""

    measure: str
    """Measure that is held to it."""
    above: float | None = None
    """It counts as broken in a future in which the measure is larger than this, in its unit."""
    below: float | None = None
    """It counts as broken in a future in which the measure is smaller than this, in its unit."""
    chance: Chance
    """Share of futures in which it may be broken."""


class Rule(Closed):
    """How many futures are run: as many as a procedure asks for."""

    by: Literal["kn", "rinott", "ocba", "precision"]
    """`kn`: schedules are dropped as soon as they are beaten; `rinott`: two stages; `ocba`: a fixed total, spent where
    it tells most (no guarantee); `precision`: until the half-widths under `precision` are reached."""
    first: int = Field(default=20, ge=2)
    """Futures of each schedule before the first look."""
    batch: int = Field(default=20, ge=1)
    """Futures between two looks."""
    most: int = Field(default=2000, ge=2)
    """Futures of one schedule at which it ends without the guarantee."""
    total: int | None = Field(default=None, ge=2)
    """Runs of all schedules together (`ocba` only)."""


class Points(Closed):
    """Points of a design, over all factors jointly."""

    latin_hypercube: int | None = Field(default=None, ge=2)
    """That many points, one in each of as many equal slices of every factor."""
    sobol: int | None = Field(default=None, ge=2)
    """The first so many points of a scrambled Sobol' sequence; a power of two."""

    @property
    def count(self) -> int:
        """How many points."""
        return self.latin_hypercube or self.sobol or 0


class Study(Closed):
    """One experiment."""

    format: int = Field(default=1, ge=1, le=1)
    """Version of the file format."""
    study: NameField
    """Name; results lie in `results/<study>/`."""
    question: str = ""
    """What it asks."""
    scenario: FileName | None = None
    """Scenario file."""
    scenarios: list[FileName] = Field(default=[], min_length=1)
    """Scenario files, instead of one: each makes settings of its own, named after its `scenario`."""
    overrides: dict[NameField, dict[str, Any]] = {}
    """Named sets of levels, by dotted path into the scenario: each makes a setting beside the file as it is written."""
    schedules: list[FileName] = Field(min_length=1)
    """Schedule files."""
    control: str
    """Schedule that the others are compared with (its `schedule` name)."""
    seed: int = Field(ge=0)
    """Root of all random numbers."""
    replications: int | None = Field(default=None, ge=2)
    """Runs of each schedule; either this or `rule`."""
    rule: Rule | None = None
    """Procedure that says how many runs; either this or `replications`."""
    window: DateRange
    """Measured window, the same for all schedules."""
    reference: DateRange
    """Reference window, before anything changes."""
    primary: str = "total_cost"
    """Measure that answers the question."""
    matters: float | None = Field(default=None, gt=0)
    """Smallest difference of the primary measure that matters, in its unit."""
    floors: dict[str, Floor] = {}
    """What must hold of a schedule before it may be chosen, by name."""
    confidence: Confidence = 0.95
    """Confidence of what is said."""
    precision: dict[str, Precision] = {}
    """Half-width that is asked for, by measure: a number in the unit of the measure, or `5 %` of its mean."""
    factors: dict[str, Factor] = {}
    """What is varied: a dotted path into the scenario (`lines.make.ramp.tau`) or into a schedule of the study
    (`schedules.gated.decided`), with its levels as they would stand in that file, or with a distribution. A schedule
    is repeated for its own factors and for those of the scenario; the control has none of its own."""
    design: Literal["full"] | Points = "full"
    """Which combinations of the factors are run: all levels with all (`full`), or points over all of them jointly."""
    measures: list[str] = []
    """Further measures to show."""
    search: Search | None = None
    """Where `optimise` looks for a better schedule."""

    @property
    def first(self) -> int:
        """Runs of each schedule before anything is looked at: all of them where their number is fixed."""
        return self.replications or (self.rule.first if self.rule is not None else 2)
