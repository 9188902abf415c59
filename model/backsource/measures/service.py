"""Service of the markets: alpha, beta and gamma.

alpha = share of days with demand on which all of it was served at once (P(demand <= stock), the event measure);
beta = 1 - E[units not served on their day] / E[demand] (the quantity measure, fill rate);
gamma = 1 - E[backlog at the close of a day] / E[demand of a day], over working days (time counts too; may be negative).
Source: Schneider (1981), Tempelmeier (2006).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backsource.log import Book, Floats
from backsource.measures.frame import Frame

ROUNDING = 1e-9
"""Share of a day's demand below which a shortage is a rounding error."""


@dataclass(frozen=True)
class Service:
    """Counts and sums over the window, one entry a market."""

    days: Floats
    """Days with demand."""
    whole: Floats
    """Days with demand, all of it served on its day."""
    demand: Floats
    short: Floats
    owed: Floats
    """Backlog at the close, summed over working days."""
    owed_time: Floats
    """Backlog over time [units x days]."""
    served: Floats
    lost: Floats

    def alpha(self) -> Floats:
        """Share of days with demand that were served in full, by market; nan without demand."""
        return ratio(self.whole, self.days)

    def beta(self) -> Floats:
        """Share of demand served on its day, by market; nan without demand."""
        return 1.0 - ratio(self.short, self.demand)

    def gamma(self) -> Floats:
        """1 - mean backlog over mean demand of a working day, by market; nan without demand."""
        return 1.0 - ratio(self.owed, self.demand)

    def together(self) -> "Service":
        """All markets as one."""
        return Service(**{name: np.atleast_1d(values.sum()) for name, values in vars(self).items()})


class Counter:
    """Counts the service of the markets of a log; knows their calendars beforehand."""

    def __init__(self, frame: Frame, markets: Sequence[str]) -> None:
        """*markets* in the order of the market book."""
        self.window = frame.window
        every = [frame.market_worked(market)[frame.window] for market in markets]
        self._worked = np.array(every, dtype=np.float64).reshape(len(every), frame.window.stop - frame.window.start)

    def service(self, book: Book) -> Service:
        """Service over the window."""
        days = book.data[:, self.window, :].sum(axis=1)
        totals = dict(zip(book.columns, days.T, strict=True))
        demand, short = book["demand"][:, self.window], book["short"][:, self.window]
        asked = demand > 0
        whole = asked & (short <= ROUNDING * demand)
        return Service(
            days=asked.sum(axis=1).astype(np.float64),
            whole=whole.sum(axis=1).astype(np.float64),
            demand=totals["demand"],
            short=totals["short"],
            owed=np.einsum("md,md->m", book["owed"][:, self.window], self._worked),
            owed_time=totals["owed_time"],
            served=totals["served"],
            lost=totals["lost"],
        )


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0)
    return share
