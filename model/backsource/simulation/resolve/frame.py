"""What all parts of the preparation share: the calendar of rows, and quantities turned into numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from math import ceil, hypot
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from backsource.config.random import Random
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.laws import distributions as laws
from backsource.laws.distributions import Law
from backsource.network.days import day_number, worked
from backsource.units import Money, Span, parse_share

Mask = npt.NDArray[np.bool_]
HOURS = 24.0


class Frame:
    """One scenario under one schedule while it is resolved: the things are those of the graph."""

    def __init__(
        self, scenario: Scenario, schedule: Schedule, graph: nx.MultiDiGraph[str], status: Status | None = None
    ) -> None:
        self.scenario, self.schedule, self.graph, self.status = scenario, schedule, graph, status
        self.first_day = -ceil(self.days(scenario.warm_up))
        self.until = self.days(scenario.horizon)
        self.whole, self.behind = self, 0
        self.rows = ceil(self.until) - self.first_day
        self._masks: dict[str | None, Mask] = {}

    @cached_property
    def lanes(self) -> dict[str, tuple[str, str, Any]]:
        """Lanes of the graph: name -> (from, to, lane); what was cut from the graph is not there."""
        edges = self.graph.edges(data=True)
        return {data["name"]: (a, b, data["lane"]) for a, b, data in sorted(edges, key=lambda edge: edge[2]["name"])}

    def today(self) -> Frame:
        """The same from the day of the status on, which is where a run then begins; without one it is this frame."""
        if self.status is None:
            return self
        found = Frame(self.scenario, self.schedule, self.graph, self.status)
        found.first_day = day_number(self.scenario, self.status.status)
        found.rows = ceil(self.until) - found.first_day
        found.whole, found.behind = self, found.first_day - self.first_day
        return found

    def _gathered(self, attribute: str) -> dict[str, tuple[str, Any]]:
        found = {}
        for site in self.graph:
            found.update({name: (site, thing) for name, thing in self.graph.nodes[site].get(attribute, {}).items()})
        return dict(sorted(found.items()))

    @cached_property
    def lines(self) -> dict[str, tuple[str, Any]]:
        """Lines of the graph: name -> (site, line)."""
        return self._gathered("lines")

    @cached_property
    def stocks(self) -> dict[str, tuple[str, Any]]:
        """Stocks of the graph: "site/item" -> (site, stock)."""
        at = {site: self.graph.nodes[site].get("stocks", {}) for site in sorted(self.graph)}
        return {f"{site}/{item}": (site, stocks[item]) for site, stocks in at.items() for item in sorted(stocks)}

    @cached_property
    def markets(self) -> dict[str, tuple[str, Any]]:
        """Markets of the graph: name -> (site that serves it, market)."""
        return self._gathered("markets")

    def believe(self, section: str, name: str, thing: Any) -> None:
        """Put a thing that another scenario says in the place of that of the graph."""
        sections: dict[str, Any] = {"lanes": self.lanes, "lines": self.lines, "markets": self.markets}
        things = sections.get(section, {})
        if name in things:
            things[name] = (*things[name][:-1], thing)

    # ---- time
    def mask(self, calendar: str | None, extra: int = 0) -> Mask:
        """Worked days of a calendar, row by row, with *extra* rows beyond the horizon."""
        known = self._masks.get(calendar)
        if known is None or len(known) < self.rows + extra:
            known = worked(self.scenario, calendar, self.first_day, self.rows + max(extra, 400))
            self._masks[calendar] = known
        return known[: self.rows + extra]

    def open_rows(self, site: str) -> tuple[bool, ...]:
        """Rows on which a site is open; empty when it always is."""
        calendar = self.scenario.sites[site].calendar
        if calendar is None:
            return ()
        rows = self.mask(calendar)
        return () if rows.all() else tuple(rows.tolist())

    def day(self, when: date | Span) -> float:
        """Day number of a date, or of a time after the start."""
        return float(day_number(self.scenario, when)) if isinstance(when, date) else self.days(when)

    def days(self, span: Span | None, calendar: str | None = None) -> float:
        """A span in days of 24 h; working days are counted at their mean frequency in the calendar's week."""
        if span is None:
            return 0.0
        if span.clock == "operating":
            return span.amount / HOURS
        if span.clock == "working":
            week = self.scenario.calendars[calendar].week if calendar else (True,) * 7
            return span.amount * 7 / sum(week)
        return span.amount

    def money(self, money: Money) -> float:
        """An amount in the reporting currency, at the rate of the start."""
        rates = self.scenario.currencies
        return money.number * (rates[money.currency].rate if money.currency in rates else 1.0)

    # ---- laws
    def span_law(self, random: Random[Span], calendar: str | None = None, plain: str = "constant") -> Law:
        """The law of a time [days]; a plain span is read as *plain* ("exponential": its mean)."""
        family = plain if random.family == "constant" else random.family
        return law_of(random, lambda span: self.days(span, calendar), family)


def law_of(random: Random[Any], number: Callable[[Any], float], family: str | None = None) -> Law:
    """The law that a block of a file describes, its quantities turned into numbers by *number*."""
    law: Law = LAWS[family or random.family or "constant"](Said(random, number))
    return law


class Said:
    """What a block of a file says of a law, as numbers."""

    def __init__(self, random: Random[Any], number: Callable[[Any], float]) -> None:
        self.random, self.number = random, number
        self.mean = number(random.mean) if random.mean is not None else 0.0
        if random.median is not None:
            self.mean = number(random.median) * hypot(1.0, random.cv or 0.0)  # lognormal: median * exp(sigma ** 2 / 2)

    def sd(self) -> float:
        """Standard deviation, given as such or by the coefficient of variation."""
        random = self.random
        return self.number(random.sd) if random.sd is not None else (random.cv or 0.0) * self.mean

    def cv(self) -> float:
        """Coefficient of variation."""
        return self.sd() / self.mean if self.mean else 0.0

    def of(self, *keys: str) -> list[float]:
        """The numbers under these keys."""
        return [self.number(getattr(self.random, key)) for key in keys]

    def all(self, key: str) -> list[float]:
        """The numbers of a list."""
        return [self.number(value) for value in getattr(self.random, key) or []]

    def quantiles(self) -> dict[float, float]:
        """Values by share."""
        points = self.random.quantiles or {}
        return {parse_share(share): self.number(value) for share, value in points.items()}


LAWS: dict[str, Callable[[Said], Any]] = {
    "constant": lambda said: laws.constant(said.mean),
    "exponential": lambda said: laws.exponential(said.mean),
    "geometric": lambda said: laws.geometric(said.mean),
    "poisson": lambda said: laws.poisson(said.mean),
    "gamma": lambda said: laws.gamma(said.mean, said.cv()),
    "lognormal": lambda said: laws.lognormal(said.mean, said.cv()),
    "normal": lambda said: laws.normal(said.mean, said.sd()),
    "weibull": lambda said: laws.weibull(said.mean, said.random.shape or 1.0),
    "burr": lambda said: laws.burr(said.mean, said.random.shape or 1.0, said.random.tail or 1.0),
    "uniform": lambda said: laws.uniform(*said.of("least", "most")),
    "triangular": lambda said: laws.triangular(*said.of("least", "mode", "most")),
    "pert": lambda said: laws.pert(*said.of("least", "mode", "most")),
    "discrete": lambda said: (
        laws.discrete(said.all("values"), said.random.chances)
        if said.random.chances
        else laws.empirical(said.all("values"))
    ),
    "quantiles": lambda said: laws.quantiles(said.quantiles()),
    "listed": lambda said: laws.listed(said.all("listed")),
}
"""The law of each family."""
