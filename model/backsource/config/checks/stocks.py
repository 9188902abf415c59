"""Stocks: one policy, sources that exist, shares that add up, quantities in the unit of the item."""

from backsource.config.checks.collect import Checks, stock_parts
from backsource.config.stock import Shipment, Stock

POLICIES = (
    "base_stock",
    "echelon_base_stock",
    "reorder",
    "every_review",
    "cover",
    "lot_for_lot",
    "dual_index",
    "base_surge",
    "listed",
)
AMOUNTS = (
    "opening",
    "backlog",
    "on_order",
    "base_stock",
    "echelon_base_stock",
    "every_review",
    "order_capacity",
    "order_multiple",
    "capacity",
)


def check(checks: Checks) -> None:
    """Every stock."""
    for key, stock in checks.scenario.stocks.items():
        site, item = stock_parts(key)
        if not item:
            checks.fault(("stocks", key), f"`{key}`", "`site/item` as the name of a stock")
            continue
        if checks.known(("stocks", key), site, "sites") and checks.known(("stocks", key), item, "items"):
            _quantities(checks, key, item, stock)
            _policy(checks, key, stock)
            _customers(checks, key, site, item, stock)


def _quantities(checks: Checks, key: str, item: str, stock: Stock) -> None:
    path = ("stocks", key)
    for name in AMOUNTS:
        checks.in_unit_of((*path, name), getattr(stock, name), item)
    if stock.reorder is not None:
        for name in ("at", "up_to", "quantity"):
            checks.in_unit_of((*path, "reorder", name), getattr(stock.reorder, name), item)
    if stock.dual_index is not None:
        checks.in_unit_of((*path, "dual_index", "express_to"), stock.dual_index.express_to, item)
        checks.in_unit_of((*path, "dual_index", "regular_to"), stock.dual_index.regular_to, item)
    if stock.base_surge is not None:
        checks.in_unit_of((*path, "base_surge", "quantity"), stock.base_surge.quantity, item)
        checks.in_unit_of((*path, "base_surge", "surge_to"), stock.base_surge.surge_to, item)
    if isinstance(stock.listed, dict):
        for source, amounts in stock.listed.items():
            for i, amount in enumerate(amounts):
                checks.in_unit_of((*path, "listed", source, i), amount, item)
    if stock.capacity is not None and stock.opening is not None and stock.opening.number > stock.capacity.number:
        found = f"{stock.opening.number:g} {stock.opening.unit}"
        checks.fault((*path, "opening"), found, f"at most the capacity of {stock.capacity.number:g}")
    if stock.holding is not None and stock.holding.money is not None and item in checks.unit:
        checks.pays_for((*path, "holding"), stock.holding.money, (checks.unit[item], "day"))


def _policy(checks: Checks, key: str, stock: Stock) -> None:
    path = ("stocks", key)
    sources = checks.feeding.get(key, [])
    policies = [name for name in POLICIES if getattr(stock, name) not in (None, False)]
    named = ", ".join(f"`{name}`" for name in POLICIES)
    if len(policies) > 1:
        checks.fault(path, " and ".join(f"`{name}`" for name in policies), f"exactly one of {named}")
    elif not policies and sources:
        checks.fault(path, "no ordering policy", f"exactly one of {named}")
    if stock.reorder is not None:
        _reorder(checks, key, stock)
    if not checks.sources_complete:
        return
    if policies and not sources:
        checks.fault(path, "no source", f"a lane that brings {stock_parts(key)[1]} here, or a line that makes it,")
        return
    _sources(checks, key, stock, sources, policies)


def _reorder(checks: Checks, key: str, stock: Stock) -> None:
    path = ("stocks", key, "reorder")
    reorder = stock.reorder
    assert reorder is not None
    checks.exactly_one(path, reorder, "up_to", "quantity")
    if reorder.up_to is not None and reorder.up_to.number < reorder.at.number:
        checks.fault(
            (*path, "up_to"), f"{reorder.up_to.number:g}", f"at least {reorder.at.number:g}, the reorder point,"
        )


def _sources(checks: Checks, key: str, stock: Stock, sources: list[str], policies: list[str]) -> None:
    path = ("stocks", key)
    kind = f"sources of {key}"
    for name in stock.sources:
        checks.among((*path, "sources", name), name, sources, kind)
    if stock.sources and abs(sum(stock.sources.values()) - 1) > 1e-9:
        checks.fault(
            (*path, "sources"), f"shares that add up to {sum(stock.sources.values()):.6g}", "shares that add up to 1"
        )
    own = set(policies) & {"dual_index", "base_surge", "listed"}
    shared = [name for name in sources if stock.emergency is None or name != stock.emergency.source]
    if len(shared) > 1 and not stock.sources and not own:
        checks.fault(
            (*path, "sources"),
            f"{len(shared)} sources without shares",
            "`sources: {" + ": .., ".join(shared) + ": ..}`",
        )
    for block, first, second in ((stock.dual_index, "express", "regular"), (stock.base_surge, "base", "surge")):
        if block is not None:
            at = (*path, "dual_index" if first == "express" else "base_surge")
            one, two = getattr(block, first), getattr(block, second)
            checks.among((*at, first), one, sources, kind)
            if checks.among((*at, second), two, sources, kind) and one == two:
                checks.fault((*at, second), f"`{two}` twice", "two sources")
    if isinstance(stock.listed, dict):
        for name in stock.listed:
            checks.among((*path, "listed", name), name, sources, kind)
    if stock.emergency is not None:
        checks.among((*path, "emergency", "source"), stock.emergency.source, sources, kind)
    if isinstance(stock.arriving, list):
        for i, shipment in enumerate(stock.arriving):
            _shipment(checks, key, i, shipment, sources)


def _shipment(checks: Checks, key: str, i: int, shipment: Shipment, sources: list[str]) -> None:
    path = ("stocks", key, "arriving", i)
    checks.among((*path, "source"), shipment.source, sources, f"sources of {key}")
    checks.in_unit_of((*path, "quantity"), shipment.quantity, stock_parts(key)[1])
    if not hasattr(shipment.due, "amount") and shipment.due < checks.scenario.start:
        checks.fault((*path, "due"), shipment.due, f"a date from the start ({checks.scenario.start}) on")


def _customers(checks: Checks, key: str, site: str, item: str, stock: Stock) -> None:
    scenario = checks.scenario
    served_by = {(market.origin, market.item) for market in scenario.markets.values()}
    if stock.backlog is not None and stock.backlog.number > 0 and (site, item) not in served_by:
        checks.fault(("stocks", key, "backlog"), "no market to which it is owed", "open orders of its lanes")
    if not stock.customers:
        return
    lanes = [name for name, lane in scenario.lanes.items() if (lane.origin, lane.item) == (site, item)]
    lines = [name for name, line in scenario.lines.items() if line.site == site and item in line.bom]
    markets = [name for name, market in scenario.markets.items() if (market.origin, market.item) == (site, item)]
    served = [*markets, *lanes, *lines]
    broken = {*checks.names("lanes"), *checks.names("lines"), *checks.names("markets")} - {
        *scenario.lanes,
        *scenario.lines,
        *scenario.markets,
    }
    for i, name in enumerate(stock.customers):
        path = ("stocks", key, "customers", i)
        checks.among(path, name, {*served, *broken}, f"customers of {key}")
        if name in stock.customers[:i]:
            checks.fault(path, f"`{name}` twice", "each customer once")
