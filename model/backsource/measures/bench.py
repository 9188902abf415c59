"""All that measuring needs and that no log changes: prepared once for a scenario, a schedule and two windows."""

from dataclasses import dataclass

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.log import Floats, Log
from backsource.measures.accounts import Accountant, value_weights
from backsource.measures.causes import Tracer
from backsource.measures.frame import Frame
from backsource.measures.incidents import Watch
from backsource.measures.inventory import Worth
from backsource.measures.lived import Survey
from backsource.measures.materials import Storekeeper
from backsource.measures.opening import Opening, planned
from backsource.measures.past import NONE, Past
from backsource.measures.roles import Roles, makes
from backsource.measures.service import Counter
from backsource.measures.tariff import Charge, Tariff
from backsource.measures.unitcost import Calculator
from backsource.measures.uptime import Stopwatch
from backsource.network.timetable import Timetable


@dataclass(frozen=True)
class Pricing:
    """What depends on prices."""

    tariff: Tariff
    accountant: Accountant
    calculator: Calculator
    worth: Worth
    carrying: dict[str, Charge]
    """What holding a unit of a stock costs, by stock."""

    @classmethod
    def of(cls, tariff: Tariff, frame: Frame, schedule: Schedule | None, log: Log, past: Past = NONE) -> "Pricing":
        """*log* gives the order of names."""
        return cls(
            tariff=tariff,
            accountant=Accountant(tariff, frame, schedule, log, past.extended),
            calculator=Calculator(tariff, frame),
            worth=Worth.of(tariff, frame, log),
            carrying={charge.name: charge for charge in tariff.charges() if charge.category == "holding"},
        )


@dataclass(frozen=True)
class Inflow:
    """What feeds the stocks of the changeover; weights say how much of it is our own, one number or by day."""

    lanes: tuple[tuple[int, float | Floats], ...]
    """Row in the lane book, share of the origin that is ours."""
    lines: tuple[tuple[int, float | Floats], ...]
    stocks: tuple[int, ...]
    """Rows of these stocks."""

    @classmethod
    def of(cls, scenario: Scenario, roles: Roles, log: Log) -> "Inflow":
        """*log* gives the order of names."""
        lanes = [(log.lanes.names.index(name), roles.share[scenario.lanes[name].origin])
                 for name in (*roles.inside, *roles.outside)]  # fmt: skip
        lines = [(row, roles.share[scenario.lines[name].site]) for row, name in enumerate(log.lines.names)
                 if makes(scenario.lines[name]) in roles.stocks]  # fmt: skip
        return cls(tuple(lanes), tuple(lines), tuple(log.stocks.names.index(name) for name in roles.stocks))

    def by_day(self, log: Log) -> tuple[Floats, Floats]:
        """Units that came in, and those of them from our own sources, each of shape (days,)."""
        total, own = np.zeros(log.days), np.zeros(log.days)
        for book, column, rows in ((log.lanes, "received", self.lanes), (log.lines, "good", self.lines)):
            units = book[column]
            for row, share in rows:
                total += units[row]
                own += units[row] * share
        return total, own


@dataclass(frozen=True)
class Bench:
    """Everything laid out for logs of one shape."""

    names: tuple[tuple[str, ...], ...]
    """Names of the four books: a log with others needs another bench."""
    frame: Frame
    roles: Roles
    openings: dict[str, Opening]
    watch: Watch
    counter: Counter
    stopwatch: Stopwatch
    storekeeper: Storekeeper
    inflow: Inflow
    pricing: Pricing
    timetable: Timetable | None
    """What the schedule plans; None without a schedule."""
    contracts: dict[str, list[str]]
    """Lanes of each contract."""
    tracer: Tracer
    survey: Survey
    weights: tuple[Floats, Floats, float]
    """Present value of a day's running money and lump sums, and of money at the end of the value horizon."""
    past: Past = NONE

    @classmethod
    def of(cls, scenario: Scenario, schedule: Schedule | None, frame: Frame, log: Log, past: Past = NONE) -> "Bench":
        """Lay everything out for logs like *log*."""
        roles = Roles.of(scenario, frame)
        return cls(
            names=names(log),
            frame=frame,
            roles=roles,
            openings=planned(scenario, schedule, roles, frame, past),
            watch=Watch(frame, log.markets.names),
            counter=Counter(frame, log.markets.names),
            stopwatch=Stopwatch(frame, roles.lines),
            storekeeper=Storekeeper(frame, roles, log.stocks.names),
            inflow=Inflow.of(scenario, roles, log),
            pricing=Pricing.of(Tariff(scenario, roles), frame, schedule, log, past),
            timetable=Timetable.of(scenario, schedule) if schedule else None,
            contracts={name: contract.lanes for name, contract in scenario.contracts.items()},
            tracer=Tracer(frame, roles, schedule, past),
            survey=Survey(frame, roles),
            weights=value_weights(frame),
            past=past,
        )

    def priced(self, schedule: Schedule | None, log: Log) -> Pricing:
        """Prices that hold in a log: the plan's, unless the truth of one of them was drawn."""
        tariff = self.pricing.tariff
        drawn = {path: value for path, value in log.drawn.items() if path in tariff.asked}
        if not drawn:
            return self.pricing
        return Pricing.of(Tariff(tariff.scenario, self.roles, drawn), self.frame, schedule, log, self.past)


def names(log: Log) -> tuple[tuple[str, ...], ...]:
    """Names of the four books."""
    return log.stocks.names, log.lanes.names, log.lines.names, log.markets.names
