"""What is found about one day: what each part's loss does, cut sets, concentration, and what nobody sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backsource.network.dependency.concentrating import Concentrated
from backsource.network.dependency.standing import Source

When = Literal["as it is", "before", "during", "on", "after"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What happens when one part is lost."""

    part: str
    """`site forge`."""
    stops: bool
    """Whether an output stops: the part is a single point of failure, a cut set of order 1."""
    pairs: int
    """Cut sets of order 2 that it is in."""
    left: float
    """Share of the demand that can be met for good without it."""
    rate: float | None
    """Largest rate without it [units/calendar day], also above demand; infinite without a limit; none where there are
    several outputs."""
    exposed: float
    """Share of the output that goes through it as planned."""
    survives: float
    """Days for which all demand is met without it; infinite where it is met for good."""
    recovers: float | None
    """Mean days until it is back; none where the scenario does not say."""
    short: float | None
    """Units not met in time when it is lost for `recovers` days, by the units of the output; of several outputs with
    different units in shares of a day's demand. None where `recovers` is."""
    short_of_year: float | None
    """The same as a share of the demand of 365 days."""
    exposure: float | None
    """Risk exposure index: `short` over the largest `short` of all parts; none where nothing is short."""
    exact: bool
    """False where the network shares stocks and this part was not worked out: `left` and `survives` are then at most,
    `short` at least this."""
    unseen: bool
    """Whether the part is a site of which nobody says what it depends on."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One day."""

    when: When
    day: date
    outputs: Mapping[str, float]
    """Stocks that serve markets, with what is asked of them [units/calendar day]."""
    sources: Sequence[Source]
    """Sources of the stocks that change; of the outputs where none does."""
    volumes: Mapping[str, float]
    """What goes through each open source by the shares of the day [units/calendar day]."""
    met: float
    """Share of the demand that can be met for good with nothing lost."""
    lasts: float
    """Days for which all demand is met with nothing lost; infinite where it is met for good."""
    losses: Sequence[Loss]
    """Every part that an output rests on, the worst first."""
    cuts: Mapping[str, Sequence[tuple[str, ...]]]
    """Minimal cut sets of each output, by order and name; an empty one where nothing feeds it on the day."""
    order: int
    """Order up to which cut sets are complete."""
    truncated: bool
    """Whether larger cut sets were asked for and left out because there are too many."""
    concentrated: Sequence[Concentrated]
    seen: int
    """Sites that the outputs rest on."""
    unseen: Sequence[str]
    """Outside sites among them of which nobody says what they depend on."""

    def single(self, kind: str | None = None) -> list[Loss]:
        """Single points of failure, of one kind or all."""
        return [loss for loss in self.losses if loss.stops and (kind is None or loss.part.startswith(f"{kind} "))]

    def partly(self, kind: str) -> list[Loss]:
        """Parts of a kind whose loss stops nothing and yet leaves less than can be met with nothing lost."""
        return [loss for loss in self.losses
                if not loss.stops and loss.left < self.met - 1e-9 and loss.part.startswith(f"{kind} ")]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dependency:
    """What the outputs of a scenario depend on before, during and after a schedule."""

    scenario: str
    schedule: str | None
    unit: str
    """Unit of the outputs; empty where they differ."""
    pictures: Sequence[Picture]
    """In the order of days."""
    left_out: int
    """Days with another structure that are not looked at."""

    def at(self, when: When) -> Picture | None:
        """The picture of before, after, or the day asked for."""
        return next((picture for picture in self.pictures if picture.when == when), None)
