"""Mean demand of a market, day by day."""

from datetime import timedelta

import numpy as np
import numpy.typing as npt

from backsource.config.demand import Demand
from backsource.config.scenario import Scenario
from backsource.network.days import worked
from backsource.network.feasibility.means import days_of, mean_amount, mean_days
from backsource.units import Span

Floats = npt.NDArray[np.float64]
YEAR = 365.25


def demand_of(scenario: Scenario, name: str, days: int) -> Floats:
    """Mean demand of a market on each day from the start on, shape (days,) [units a day]."""
    demand = scenario.markets[name].demand
    if demand.listed is not None:
        return _listed(demand, days)
    return _per_day(demand) * _factors(scenario, name, days)


def _listed(demand: Demand, days: int) -> Floats:
    quantities = [amount.number for amount in demand.listed or []]
    instants = range(len(quantities)) if demand.at is None else [int(days_of(at)) for at in demand.at]
    found = np.zeros(days)
    for day, quantity in zip(instants, quantities, strict=True):
        if day < days:
            found[day] += quantity
    return found


def _per_day(demand: Demand) -> float:
    """Mean of a day on which every factor is 1."""
    if demand.amount is not None:
        mean = mean_amount(demand.amount)
    else:
        mean = demand.mean.number if demand.mean is not None else 1.0
    period = days_of(demand.per) if isinstance(demand.per, Span) else mean_days(demand.every) or 1.0
    return mean / period


def _factors(scenario: Scenario, name: str, days: int) -> Floats:
    """Calendar, week, season and trend."""
    demand = scenario.markets[name].demand
    factors = np.ones(days)
    if demand.per == "working day":
        site = scenario.sites.get(name)
        calendar = scenario.markets[name].calendar or (site.calendar if site is not None else None)
        factors *= worked(scenario, calendar, 0, days)
    if demand.weekdays is not None:
        first = scenario.start.weekday()
        factors *= np.array(demand.weekdays)[(first + np.arange(days)) % 7]
    if demand.months is not None:
        factors *= np.array(demand.months)[months_of(scenario, days) % 12]
    if demand.trend:
        factors *= (1 + demand.trend) ** (np.arange(days) / YEAR)
    return factors


def months_of(scenario: Scenario, days: int) -> npt.NDArray[np.int_]:
    """The month of each day, counted from January of year 0, shape (days,)."""
    dates = (scenario.start + timedelta(days=day) for day in range(days))
    return np.array([date.year * 12 + date.month - 1 for date in dates], dtype=np.int_)
