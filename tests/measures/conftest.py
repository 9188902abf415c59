"""Logs from lists: a day book with the columns a test cares about, and zeros elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from backsourcing import backsourcing

from backsource.config import Scenario
from backsource.log import JOURNAL, LANE, LINE, MARKET, STOCK, Book, Kind, Log

Columns = Mapping[str, Mapping[str, Any]]
Entry = tuple[float, Kind, str, float] | tuple[float, Kind, str, float, float]


@pytest.fixture
def scenario() -> Callable[..., Scenario]:
    """The small changeover above, with changes by dotted path."""
    return lambda **changes: backsourcing(changes.get("changes", {}))


def a_book(names: Sequence[str], columns: tuple[str, ...], values: Columns, days: int) -> Book:
    data = np.zeros((len(names), days, len(columns)))
    for name, series in values.items():
        for column, numbers in series.items():
            data[names.index(name), :, columns.index(column)] = numbers
    return Book(tuple(names), columns, data)


@pytest.fixture
def write() -> Callable[..., Log]:
    """A log of a scenario: columns by name as lists or numbers, journal as (time, kind, subject, quantity, detail).

    The detail is 0 where it is left out; that of a share step is the number of its source, counted in the order in
    which lanes and then lines stand in the scenario.
    """

    def build(
        scenario: Scenario,
        days: int = 20,
        *,
        stocks: Columns | None = None,
        lanes: Columns | None = None,
        lines: Columns | None = None,
        markets: Columns | None = None,
        journal: Sequence[Entry] = (),
        prices: Mapping[str, Sequence[float]] | None = None,
        drawn: Mapping[str, float] | None = None,
        first_day: int = 0,
    ) -> Log:
        named = (*scenario.lanes, *scenario.lines, *(entry[2] for entry in journal))
        subjects = tuple(dict.fromkeys(named))
        rows = [
            (entry[0], int(entry[1]), subjects.index(entry[2]), entry[3], entry[4] if len(entry) > 4 else 0.0)
            for entry in journal
        ]
        return Log(
            scenario=scenario.scenario,
            schedule="",
            seed=1,
            replication=0,
            first_day=first_day,
            days=days,
            stocks=a_book(list(scenario.stocks), STOCK, stocks or {}, days),
            lanes=a_book(list(scenario.lanes), LANE, lanes or {}, days),
            lines=a_book(list(scenario.lines), LINE, lines or {}, days),
            markets=a_book(list(scenario.markets), MARKET, markets or {}, days),
            subjects=subjects,
            journal=np.array(rows, dtype=JOURNAL),
            prices={name: np.array(factors, dtype=float) for name, factors in (prices or {}).items()},
            drawn=dict(drawn or {}),
        )

    return build


def market_days(demand: Sequence[float], supply: Sequence[float], backlog: float = 0.0) -> dict[str, list[float]]:
    """A market served first in first out from what comes in each day, the way a book keeps it (backorders)."""
    columns: dict[str, list[float]] = {"demand": [], "served": [], "short": [], "owed": [], "owed_time": []}
    stock = 0.0
    for asked, received in zip(demand, supply, strict=True):
        stock += received
        old = min(stock, backlog)
        new = min(stock - old, asked)
        stock -= old + new
        backlog += asked - old - new
        for column, number in zip(columns, (asked, old + new, asked - new, backlog, backlog), strict=True):
            columns[column].append(number)
    return columns


@pytest.fixture
def serve() -> Callable[..., dict[str, list[float]]]:
    return market_days
