"""Markets: a stock that serves them, demand of one form."""

from backsource.config.checks.collect import Checks
from backsource.config.demand import Demand, Market
from backsource.config.random import quantities_of


def check(checks: Checks) -> None:
    """Every market."""
    stocks = checks.names("stocks")
    for name, market in checks.scenario.markets.items():
        path = ("markets", name)
        item = checks.known((*path, "item"), market.item, "items")
        origin = checks.known((*path, "from"), market.origin, "sites")
        if item and origin and f"{market.origin}/{market.item}" not in stocks:
            found = f"no stock `{market.origin}/{market.item}`"
            checks.fault((*path, "from"), found, f"a site with a stock of {market.item}")
        checks.known((*path, "calendar"), market.calendar, "calendars")
        if market.item in checks.unit:
            unit = checks.unit[market.item]
            checks.pays_for((*path, "late_cost"), market.late_cost, (unit,))
            checks.pays_for((*path, "late_cost_daily"), market.late_cost_daily, (unit, "day"))
        _demand(checks, name, market)


def _demand(checks: Checks, name: str, market: Market) -> None:
    path = ("markets", name, "demand")
    demand = market.demand
    form = checks.exactly_one(path, demand, "per", "every", "listed")
    checks.takes_time((*path, "every"), demand.every)
    if form in ("per", "every"):
        checks.exactly_one(path, demand, "mean", "amount")
    if form != "listed" and demand.at is not None:
        checks.fault((*path, "at"), "`at` without `listed`", "`listed`, the quantities of these instants,")
    if form == "listed":
        _listed(checks, path, demand)
    if demand.amount is not None and demand.cv:
        checks.fault((*path, "cv"), "`cv` beside `amount`", "`cv` with `mean`, or inside `amount`,")
    for factors in ("weekdays", "months"):
        values = getattr(demand, factors)
        if values is not None and not any(values):
            checks.fault((*path, factors), "factors that are all 0", "a factor above 0")
    checks.in_unit_of((*path, "mean"), demand.mean, market.item)
    for i, amount in enumerate(demand.listed or []):
        checks.in_unit_of((*path, "listed", i), amount, market.item)
    if demand.amount is not None:
        for key, amount in quantities_of(demand.amount):
            checks.in_unit_of((*path, "amount", key), amount, market.item)


def _listed(checks: Checks, path: tuple[str, ...], demand: Demand) -> None:
    for key in ("mean", "amount"):
        if getattr(demand, key) is not None:
            checks.fault((*path, key), f"`{key}` beside `listed`", "one of them")
    if demand.at is None:
        return
    instants = [span.amount for span in demand.at]
    if len(instants) != len(demand.listed or []):
        found = f"{len(instants)} instants for {len(demand.listed or [])} quantities"
        checks.fault((*path, "at"), found, "one instant for each quantity")
    if instants != sorted(instants):
        checks.fault((*path, "at"), "instants that go back", "instants in order")
