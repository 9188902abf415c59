"""Money over time: the value of making in-house against buying."""

import math
from dataclasses import dataclass


def annuity(rate: float, years: float) -> float:
    """Present value of 1 at the end of each of *years* years: (1 - (1 + rate) ** -years) / rate."""
    return years if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate


@dataclass(frozen=True, slots=True)
class MakeOrBuy:
    """A steady volume made instead of bought. Money in any one currency; rate and volume a year.

    `outlay` (investment and exit penalty) is paid at the start, savings come at the end of each year.
    """

    outlay: float
    fixed: float
    make: float
    buy: float
    volume: float
    rate: float
    years: float

    @property
    def saving(self) -> float:
        """Saving a year: (buy - make) volume - fixed."""
        return (self.buy - self.make) * self.volume - self.fixed

    @property
    def net_present_value(self) -> float:
        """Discounted savings less the outlay."""
        return self.saving * annuity(self.rate, self.years) - self.outlay

    @property
    def break_even_volume(self) -> float:
        """Volume a year at which the net present value is 0; infinite when making a unit costs no less."""
        if self.buy <= self.make:
            return math.inf
        return (self.fixed + self.outlay / annuity(self.rate, self.years)) / (self.buy - self.make)

    @property
    def payback(self) -> float:
        """Outlay over yearly saving, not discounted [years]; infinite without a saving."""
        return self.outlay / self.saving if self.saving > 0 else math.inf
