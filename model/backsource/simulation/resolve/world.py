"""Markets, outages, prices and what is unsure, resolved."""

from __future__ import annotations

from datetime import timedelta
from math import inf, nan

import numpy as np

from backsource.config.paths import aspect, bounds, is_outside, plan_number
from backsource.config.terms import Unsure, seen_counts
from backsource.laws import distributions as laws
from backsource.laws.distributions import Law
from backsource.laws.reference_classes import REFERENCE_CLASSES
from backsource.simulation.plan import DrawPlan, MarketPlan, OutagePlan, PricePlan, Rows
from backsource.simulation.resolve.frame import Frame, law_of
from backsource.units import Span

YEAR = 365.25


def market_plans(frame: Frame) -> dict[str, MarketPlan]:
    """All markets."""
    return {name: market_plan(frame, name) for name in frame.markets}


def market_calendar(frame: Frame, name: str) -> str | None:
    """Calendar of a market's demand."""
    market = frame.markets[name][1]
    site = frame.scenario.sites.get(name)
    return market.calendar or (site.calendar if site is not None else None)


def market_plan(frame: Frame, name: str) -> MarketPlan:
    """One market."""
    site, market = frame.markets[name]
    demand, whole = market.demand, frame.scenario.items[market.item].whole
    off_grid = demand.every is not None or demand.at is not None or isinstance(demand.per, Span)
    gap: Law | None = None
    if isinstance(demand.per, Span):
        gap = laws.constant(frame.days(demand.per))
    elif demand.every is not None:
        gap = frame.span_law(demand.every, plain="exponential")
    deadline = frame.days(market.short, market_calendar(frame, name)) if isinstance(market.short, Span) else inf
    return MarketPlan(
        name=name, item=market.item, stock=f"{site}/{market.item}", on_grid=not off_grid,
        amount=amount_law(frame, name), factors=factors(frame, name), listed=listed_rows(frame, name),
        gap=gap, at=tuple(frame.days(span) for span in demand.at or ()), whole=whole,
        short="deadline" if isinstance(market.short, Span) else market.short, deadline=deadline,
    )  # fmt: skip


def amount_law(frame: Frame, name: str) -> Law | None:
    """Law of one period's demand or of one arrival's size."""
    demand = frame.markets[name][1].demand
    if demand.amount is not None:
        return law_of(demand.amount, lambda amount: amount.number)
    if demand.mean is not None:
        mean = demand.mean.number
        return laws.normal(mean, demand.cv * mean) if demand.cv and mean else laws.constant(mean)
    return laws.constant(1.0) if demand.every is not None else None


def factors(frame: Frame, name: str, extra: int = 0) -> Rows:
    """Calendar, season and trend of each row; empty when they are all 1."""
    demand = frame.markets[name][1].demand
    rows = frame.rows + extra
    factor = np.ones(rows)
    if demand.per == "working day":
        factor *= frame.mask(market_calendar(frame, name), extra)
    if demand.weekdays or demand.months:
        start = frame.scenario.start + timedelta(days=frame.first_day)
        dates = [start + timedelta(days=row) for row in range(rows)]
        if demand.weekdays:
            factor *= [demand.weekdays[day.weekday()] for day in dates]
        if demand.months:
            factor *= [demand.months[day.month - 1] for day in dates]
    if demand.trend:
        factor *= (1 + demand.trend) ** ((np.arange(rows) + frame.first_day) / YEAR)
    return () if (factor == 1).all() else tuple(factor.tolist())


def listed_rows(frame: Frame, name: str) -> Rows:
    """Listed demand: of each row on the grid, of each instant off it."""
    demand = frame.markets[name][1].demand
    if demand.listed is None:
        return ()
    quantities = tuple(amount.number for amount in demand.listed)
    if demand.at is not None:
        return quantities
    rows = (0.0,) * -frame.whole.first_day + quantities
    return (rows[frame.behind :] + (0.0,) * frame.rows)[: frame.rows]


def planned_demand(frame: Frame, name: str, extra: int) -> np.ndarray:
    """Planned demand of each row, with *extra* rows beyond the horizon [units a day]."""
    demand = frame.markets[name][1].demand
    if demand.listed is not None:
        listed = [amount.number for amount in demand.listed]
        days = [frame.days(at) for at in demand.at] if demand.at is not None else list(range(len(listed)))
        rows = np.zeros(frame.rows + extra)
        for day, quantity in zip(days, listed, strict=True):
            if 0 <= int(day) - frame.first_day < len(rows):
                rows[int(day) - frame.first_day] += quantity
        return rows
    law = amount_law(frame, name)
    mean = law.mean if law is not None else 0.0
    if isinstance(demand.per, Span):
        mean /= frame.days(demand.per)
    elif demand.every is not None:
        mean /= frame.span_law(demand.every, plain="exponential").mean
    shape = factors(frame, name, extra)
    return mean * (np.asarray(shape) if shape else np.ones(frame.rows + extra))


def outage_plans(frame: Frame) -> dict[str, OutagePlan]:
    """All outages, with the lanes, lines and reviews that they stop."""
    return {name: outage_plan(frame, name) for name in sorted(frame.scenario.outages)}


def outage_plan(frame: Frame, name: str) -> OutagePlan:
    """One outage."""
    outage = frame.scenario.outages[name]
    sites = {hit for hit in outage.hits if hit in frame.scenario.sites}
    sites |= {site for site, data in frame.scenario.sites.items() if name in data.causes}
    lanes = {hit for hit in outage.hits if hit in frame.lanes}
    lines = {hit for hit in outage.hits if hit in frame.lines}
    if "lanes" in outage.stops:
        lanes |= {lane for lane, (origin, _, _) in frame.lanes.items() if origin in sites}
    if "lines" in outage.stops:
        lines |= {line for line, (site, _) in frame.lines.items() if site in sites}
    reviews = {stock for stock, (site, _) in frame.stocks.items() if site in sites and "reviews" in outage.stops}
    return OutagePlan(
        name=name, lanes=tuple(sorted(lanes)), lines=tuple(sorted(lines)), reviews=tuple(sorted(reviews)),
        every=frame.span_law(outage.every, plain="exponential") if outage.every else None,
        lasts=frame.span_law(outage.lasts) if outage.lasts else None,
        begins=outage.begins or 0.0, ends=outage.ends or 0.0, listed=tuple(spells(frame, outage.listed or [])),
    )  # fmt: skip


def spells(frame: Frame, listed: list) -> list[tuple[float, float]]:  # type: ignore[type-arg]
    """Listed outages as (first instant, length) [days]; a range of dates includes both ends."""
    found = []
    for spell in listed:
        if hasattr(spell, "lasts"):
            found.append((frame.day(spell.start), frame.days(spell.lasts)))
        else:
            found.append((frame.day(spell.first), frame.day(spell.last) - frame.day(spell.first) + 1))
    return sorted(found)


def price_plans(frame: Frame) -> dict[str, PricePlan]:
    """All moving prices."""
    return {name: price_plan(frame, name) for name in sorted(frame.scenario.prices)}


def price_plan(frame: Frame, name: str) -> PricePlan:
    """One moving price."""
    price = frame.scenario.prices[name]
    rows: Rows = ()
    if isinstance(price.listed, dict):
        factor = np.ones(frame.rows)
        for day, value in sorted(price.listed.items()):
            factor[max(0, int(frame.day(day)) - frame.first_day) :] = value
        rows = tuple(factor.tolist())
    half_life = frame.days(price.half_life) if price.half_life else inf
    return PricePlan(name, price.drift, price.volatility, half_life, rows)


def draw_plans(frame: Frame) -> tuple[DrawPlan, ...]:
    """How each `unsure` path is drawn."""
    return tuple(draw_plan(frame, path, unsure) for path, unsure in sorted(frame.scenario.unsure.items()))


def draw_plan(frame: Frame, path: str, unsure: Unsure) -> DrawPlan:
    """One path: a factor on the plan, or a value in its place (in the unit of the plan)."""
    base = nan if is_outside(path) else plan_number(frame.scenario, path)
    if unsure.times is not None:
        return DrawPlan(path, laws.lognormal_through(unsure.times["median"], unsure.times["p90"]), True, base)
    if unsure.reference_class is not None:
        law = REFERENCE_CLASSES[unsure.reference_class][aspect(frame.scenario, path)]
        return DrawPlan(path, law, True, base)
    if unsure.seen is not None:
        hits, tries = seen_counts(unsure.seen)
        return DrawPlan(path, beta_law(hits + 0.5, tries - hits + 0.5), False, base)
    if unsure.range is not None:
        low, high = bounds(frame.scenario, path, unsure.range)
        return DrawPlan(path, laws.uniform(low, high) if high > low else laws.constant(low), False, base)
    return DrawPlan(path, laws.uniform(0.5, 2.0), True, base)


def beta_law(a: float, b: float) -> Law:
    """The posterior of a share after Jeffreys' prior, as a table of quantiles."""
    from scipy.special import betaincinv

    points = np.linspace(0.0, 1.0, 201)
    return laws.quantiles(dict(zip(points.tolist(), betaincinv(a, b, points).tolist(), strict=True)))
