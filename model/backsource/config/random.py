"""A value that varies: one quantity (constant) or a distribution of quantities."""

from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from backsource.config.closed import Closed
from backsource.config.fields import AmountField, FileName, Share, SpanField
from backsource.units import Amount, Span, UnitError, parse_share, size

Family = Literal[
    "constant",
    "exponential",
    "gamma",
    "lognormal",
    "normal",
    "weibull",
    "burr",
    "uniform",
    "triangular",
    "pert",
    "geometric",
    "poisson",
    "discrete",
    "quantiles",
    "listed",
]

SPREAD = ("sd", "cv")
NEEDED: dict[str, tuple[str, ...]] = {
    "constant": ("mean",),
    "exponential": ("mean",),
    "gamma": ("mean", "spread"),
    "lognormal": ("mean", "spread"),
    "normal": ("mean", "spread"),
    "weibull": ("mean", "shape"),
    "burr": ("mean", "shape", "tail"),
    "uniform": ("least", "most"),
    "triangular": ("least", "mode", "most"),
    "pert": ("least", "mode", "most"),
    "geometric": ("mean",),
    "poisson": ("mean",),
    "discrete": ("values",),
    "quantiles": ("quantiles",),
    "listed": ("listed",),
}
"""Keys that each family needs; `spread` is one of `sd` and `cv`."""
OPTIONAL = {"discrete": ("chances",)}
BY_MEDIAN = ("median", "cv")
"""Keys of a lognormal that is given by its median."""


Quantity = TypeVar("Quantity")


class Random(Closed, Generic[Quantity]):
    """A distribution; its family may follow from its keys.

    `{mean, cv}` is a gamma (cv 1 is the exponential), `{median, cv}` a lognormal, `{least, mode, most}` a pert and
    `{least, most}` a uniform distribution.
    """

    family: Family | None = None
    """The family; it follows from the other keys where they leave no doubt."""
    mean: Quantity | None = None
    """Mean."""
    median: Quantity | None = None
    """Median of a lognormal, instead of its mean; with `cv`."""
    sd: Quantity | None = None
    """Standard deviation."""
    cv: float | None = Field(default=None, ge=0)
    """Coefficient of variation: standard deviation over mean."""
    shape: float | None = Field(default=None, gt=0)
    """Shape of a Weibull or Burr distribution."""
    tail: float | None = Field(default=None, gt=0)
    """Second shape of a Burr (type XII) distribution: chances far out fall as the power `shape` times `tail`."""
    least: Quantity | None = None
    """Smallest value (uniform, triangular, pert)."""
    mode: Quantity | None = None
    """Most likely value (triangular, pert)."""
    most: Quantity | None = None
    """Largest value (uniform, triangular, pert)."""
    values: list[Quantity] | None = Field(default=None, min_length=1)
    """Values of a discrete distribution."""
    chances: list[Share] | None = None
    """Their probabilities, adding up to 1."""
    quantiles: dict[str, Quantity] | None = None
    """Quantiles of an empirical distribution, joined by straight lines: `{0 %: 1 day, 50 %: 4 days, 100 %: 9 days}`."""
    listed: list[Quantity] | None = Field(default=None, min_length=1)
    """The values themselves, in the order of use."""
    csv: FileName | None = None
    """A CSV file whose column holds observations (empirical) or, with `family: listed`, the values in order."""
    column: str | None = None
    """Column of the CSV file."""
    unit: str | None = None
    """Unit of the numbers in the CSV file, as in `days`."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`RandomSpan` or `RandomAmount`: the name under which the module has it, so that it can be pickled."""
        return "Random" + "".join(getattr(param, "__origin__", param).__name__ for param in params)

    @model_validator(mode="before")
    @classmethod
    def _settle_family(cls, given: Any) -> Any:
        """Name the family where the other keys leave no doubt."""
        if not isinstance(given, dict) or given.get("family") is not None:
            return given
        family = implied_family(given)
        return given if family is None else {**given, "family": family}

    @model_validator(mode="after")
    def _check_keys(self) -> Self:
        """Exactly the keys of the family, in an order that makes sense."""
        if self.family is None:
            raise UnitError("no family", "`family: exponential`, `{mean, cv}` or `{least, most}`")
        if self.csv is not None:
            return self
        if self.column is not None or self.unit is not None:
            raise UnitError("`column` or `unit` without `csv`", "`csv: file`, whose column it is,")
        given = {name for name in PARAMETERS if getattr(self, name) is not None}
        check_keys(self.family, given)
        check_values(self)
        return self


def implied_family(given: dict[str, Any]) -> Family | None:
    """The family that keys stand for, as `{mean, cv}` for a gamma; none where they leave a doubt."""
    keys = {key for key, value in given.items() if value is not None}
    if "mean" in keys and keys & set(SPREAD):
        return "gamma"
    if "median" in keys:
        return "lognormal"
    if {"least", "most"} <= keys:
        return "pert" if "mode" in keys else "uniform"
    names: tuple[tuple[str, Family], ...] = (
        ("values", "discrete"),
        ("quantiles", "quantiles"),
        ("listed", "listed"),
        ("csv", "discrete"),
    )
    return next((family for key, family in names if key in keys), None)


PARAMETERS = (
    "mean", "median", "sd", "cv", "shape", "tail", "least", "mode", "most", "values", "chances", "quantiles",
    "listed",
)  # fmt: skip


def check_keys(family: str, given: set[str]) -> None:
    """Raise `UnitError` when a key is missing or has no meaning for the family."""
    needed = BY_MEDIAN if family == "lognormal" and "median" in given else NEEDED[family]
    plain = {key for key in needed if key != "spread"}
    words = ", ".join("sd or cv" if key == "spread" else key for key in needed)
    allowed = plain | set(OPTIONAL.get(family, ())) | (set(SPREAD) if "spread" in needed else set())
    spread = given & set(SPREAD)
    if not plain <= given or given - allowed or ("spread" in needed and len(spread) != 1):
        raise UnitError(f"{family} with {', '.join(sorted(given)) or 'nothing'}", f"{words} for this family")


def check_values(random: "Random[Any]") -> None:
    """Raise `UnitError` when values are out of order, lists differ in length, or chances do not add up to 1."""
    if random.least is not None and random.most is not None:
        middle = random.mode if random.mode is not None else random.least
        if not size(random.least) <= size(middle) <= size(random.most):
            raise UnitError("values out of order", "least <= mode <= most")
    if random.shape is not None and random.tail is not None and random.shape * random.tail <= 1:
        raise UnitError(
            f"shape {random.shape:g} and tail {random.tail:g}", "shape times tail above 1, else there is no mean,"
        )
    if random.chances is not None:
        values = random.values or []
        if len(values) != len(random.chances) or abs(sum(random.chances) - 1) > 1e-9:
            total = f"{len(random.chances)} chances that add up to {sum(random.chances):g}"
            raise UnitError(total, f"{len(values)} chances, one for each value, that add up to 1")
    if random.quantiles is not None:
        check_quantiles(random.quantiles)


def check_quantiles(quantiles: dict[str, Any]) -> None:
    """Raise `UnitError` unless quantiles go from 0 % to 100 % and rise."""
    points = sorted((parse_share(share), size(value)) for share, value in quantiles.items())
    if len(points) < 2 or points[0][0] != 0 or points[-1][0] != 1:
        raise UnitError("quantiles " + ", ".join(quantiles), "quantiles from 0 % to 100 %")
    if any(later[1] < earlier[1] for earlier, later in pairwise(points)):
        raise UnitError("quantiles that fall", "quantiles that rise")


def quantities_of(random: Random[Quantity]) -> list[tuple[str, Quantity]]:
    """Every quantity in a distribution, with the key it stands under."""
    found = [(key, getattr(random, key)) for key in ("mean", "median", "sd", "least", "mode", "most")]
    found += [(key, value) for key in ("values", "listed") for value in getattr(random, key) or []]
    found += [("quantiles", value) for value in (random.quantiles or {}).values()]
    return [(key, value) for key, value in found if value is not None]


def plain_is_constant(given: Any) -> Any:
    """A plain quantity is a distribution without spread; whoever uses it may read it as a mean."""
    if isinstance(given, (str, int, float, Span, Amount)) and not isinstance(given, bool):
        return {"family": "constant", "mean": given}
    return given


RandomSpan = Random[SpanField]
RandomAmount = Random[AmountField]
RandomSpanField = Annotated[
    RandomSpan, BeforeValidator(plain_is_constant, json_schema_input_type=SpanField | RandomSpan)
]
RandomAmountField = Annotated[
    RandomAmount, BeforeValidator(plain_is_constant, json_schema_input_type=AmountField | RandomAmount)
]
