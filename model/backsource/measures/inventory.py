"""What our goods are worth: on hand, on the road between our own sites, in work, less what markets are owed."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backsource.log import Book, Floats, Log
from backsource.measures.frame import Frame
from backsource.measures.tariff import Tariff, at_end, unit_values


@dataclass(frozen=True)
class Worth:
    """Value of one unit in each place, each of shape (things of that book,)."""

    stocks: Floats
    lanes: Floats
    """Units on the road from a site of ours; goods from outside are paid on receipt, so they are not ours before."""
    lines: Floats
    """Material of one unit in work."""
    markets: Floats
    """Units owed to a market still have to be bought or made."""

    @classmethod
    def of(cls, tariff: Tariff, frame: Frame, log: Log) -> "Worth":
        """*log* is any log of the scenario: only the order of its names is used."""
        scenario, values = tariff.scenario, unit_values(tariff)
        part = {site: at_end(share, frame) for site, share in tariff.roles.share.items()}
        lanes = [scenario.lanes[name] for name in log.lanes.names]
        lines = [scenario.lines[name] for name in log.lines.names]
        markets = [scenario.markets[name] for name in log.markets.names]
        return cls(
            stocks=np.array([values.get(name, 0.0) * part[name.split("/")[0]] for name in log.stocks.names]),
            lanes=np.array([values.get(f"{lane.origin}/{lane.item}", 0.0) * part[lane.origin] for lane in lanes]),
            lines=np.array(
                [
                    part[line.site]
                    * sum(amount.number * values.get(f"{line.site}/{item}", 0.0) for item, amount in line.bom.items())
                    for line in lines
                ]
            ),
            markets=np.array(
                [values.get(f"{market.origin}/{market.item}", 0.0) * part[market.origin] for market in markets]
            ),
        )

    def at(self, log: Log, row: int) -> float:
        """Worth at the close of a row; row -1 is the opening of the log."""
        return float(
            self.stocks @ _level(log.stocks, row, ("on_hand",), ("received", "made"), ("shipped", "used", "spoilt"))
            + self.lanes @ _level(log.lanes, row, ("in_transit", "gate"), ("shipped",), ("received",))
            + self.lines @ _level(log.lines, row, ("wip",), ("started",), ("good", "scrap"))
            - self.markets @ _level(log.markets, row, ("owed",), ("demand",), ("served", "lost"))
        )


def _level(book: Book, row: int, levels: tuple[str, ...], up: tuple[str, ...], down: tuple[str, ...]) -> Floats:
    """Closing level of a row; before the first row, the level that its flows of that row must have begun with."""
    if row >= 0:
        return book.data[:, row] @ _weights(book.columns, levels)
    return book.data[:, 0] @ (_weights(book.columns, (*levels, *down)) - _weights(book.columns, up))


@lru_cache(maxsize=64)
def _weights(columns: tuple[str, ...], counted: tuple[str, ...]) -> Floats:
    return np.array([1.0 if column in counted else 0.0 for column in columns])
