"""Lanes: where they come from, what they feed, how long they take."""

from backsource.config.checks.collect import Checks
from backsource.config.sources import Lane


def check(checks: Checks) -> None:
    """Every lane."""
    for name, lane in checks.scenario.lanes.items():
        _ends(checks, name, lane)
        _terms(checks, name, lane)
    both = set(checks.names("lanes")) & set(checks.names("lines"))
    for name in sorted(both):
        checks.fault(("lines", name), f"`{name}`, also a lane", "a name of its own (shares name lanes and lines alike)")


def _ends(checks: Checks, name: str, lane: Lane) -> None:
    path = ("lanes", name)
    item = checks.known((*path, "item"), lane.item, "items")
    origin = checks.known((*path, "from"), lane.origin, "sites")
    to = checks.known((*path, "to"), lane.to, "sites")
    if lane.origin == lane.to:
        checks.fault((*path, "to"), f"`{lane.to}`, where the lane also begins", "another site")
        return
    stocks = checks.names("stocks")
    if item and to and f"{lane.to}/{lane.item}" not in stocks:
        checks.fault((*path, "to"), f"no stock `{lane.to}/{lane.item}`", f"a stock of {lane.item} at {lane.to}")
    site = checks.scenario.sites.get(lane.origin)
    if not (item and origin) or site is None or site.kind == "feed" or not checks.sources_complete:
        return
    if f"{lane.origin}/{lane.item}" not in stocks and (lane.origin, lane.item) not in checks.made:
        would_do = f"a stock `{lane.origin}/{lane.item}`, a line there that makes it, or a site of kind feed"
        checks.fault((*path, "from"), f"nothing at {lane.origin} that gives {lane.item}", would_do)


def _terms(checks: Checks, name: str, lane: Lane) -> None:
    path = ("lanes", name)
    checks.exactly_one(path, lane, "promised", "lead_time")
    if lane.late is not None and lane.promised is None:
        checks.fault((*path, "late"), "`late` without `promised`", "`promised`, which it is late against,")
    unit = checks.unit.get(lane.item)
    if unit is not None:
        checks.pays_for((*path, "price"), lane.price, (unit,))
        checks.pays_for((*path, "freight"), lane.freight, (unit,))
    checks.pays_for((*path, "order_cost"), lane.order_cost, (), ("order",))
    checks.in_unit_of((*path, "minimum_order"), lane.minimum_order, lane.item)
    checks.in_unit_of((*path, "capacity"), lane.capacity, lane.item)
