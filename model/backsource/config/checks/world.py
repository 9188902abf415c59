"""Time, calendars, items, sites, outages, prices, tools and contracts."""

from backsource.config.checks.collect import LARGEST_RUN, Checks
from backsource.units import Span


def check(checks: Checks) -> None:
    """All of the world around the flow."""
    _times(checks)
    _calendars(checks)
    _items(checks)
    _sites(checks)
    _outages(checks)
    _prices(checks)
    _tools(checks)
    _contracts(checks)


def _times(checks: Checks) -> None:
    scenario = checks.scenario
    for key in ("horizon", "warm_up"):
        span: Span = getattr(scenario, key)
        if span.clock != "calendar":
            checks.fault((key,), f"{span.amount:g} in {span.clock} time", "calendar time, as `130 weeks`")
        elif span.amount > LARGEST_RUN:
            checks.fault((key,), f"{span.amount:g} days", f"at most {LARGEST_RUN:g} days")
    if scenario.value_until is not None:
        beyond = (scenario.value_until - scenario.start).days - scenario.horizon.amount
        if beyond < 0:
            checks.fault(("value_until",), scenario.value_until, "a date after the horizon")
    if len(scenario.currency) != 3 or not scenario.currency.isupper():
        checks.fault(("currency",), scenario.currency, "a currency of three capitals, as `EUR`")
    for section in ("sites", "items"):
        for name in checks.names(section):
            if not name.strip() or (section == "sites" and "/" in name):
                checks.fault((section, name), f"`{name}` as a name", "a name without `/`")


def _calendars(checks: Checks) -> None:
    for name, calendar in checks.scenario.calendars.items():
        if not any(calendar.week):
            checks.fault(("calendars", name, "week"), "no working day", "a week with a working day")
        if calendar.holidays is not None:
            _holidays(checks, name, calendar.holidays)


def _holidays(checks: Checks, name: str, code: str) -> None:
    """The country and region have public holidays that we know; asks the `holidays` package only when used."""
    from holidays import list_supported_countries

    country, _, region = code.partition("-")
    regions = list_supported_countries(include_aliases=True)
    path = ("calendars", name, "holidays")
    if country not in regions:
        checks.among(path, country, set(regions), "countries with known holidays")
    elif region and region not in regions[country]:
        checks.fault(path, code, "one of " + ", ".join(f"`{country}-{known}`" for known in regions[country][:12]))


def _items(checks: Checks) -> None:
    for name, item in checks.scenario.items.items():
        if not item.unit.strip():
            checks.fault(("items", name, "unit"), "no unit", "the name of one unit, as `piece`")
        checks.in_unit_of(("items", name, "lot"), item.lot, name)


def _sites(checks: Checks) -> None:
    for name, site in checks.scenario.sites.items():
        path = ("sites", name)
        checks.known((*path, "calendar"), site.calendar, "calendars")
        for i, cause in enumerate(site.causes):
            checks.known((*path, "causes", i), cause, "outages")
        for i, seller in enumerate(site.buys_from):
            if checks.known((*path, "buys_from", i), seller, "sites") and seller == name:
                checks.fault((*path, "buys_from", i), f"`{name}` itself", "another site")
        if isinstance(site.owner, list):
            dates = [owner.since for owner in site.owner[1:]]
            if not site.owner:
                checks.fault((*path, "owner"), "an empty list", "an owner")
            elif None in dates or any(b is not None and a is not None and b <= a for a, b in zip(dates, dates[1:])):  # noqa: B905, RUF007
                checks.fault(
                    (*path, "owner"), "owners without rising dates", "`since` from the second owner on, rising"
                )


def _outages(checks: Checks) -> None:
    scenario = checks.scenario
    things = {*checks.names("sites"), *checks.names("lanes"), *checks.names("lines")}
    caused = {cause for site in scenario.sites.values() for cause in site.causes}
    for name, outage in scenario.outages.items():
        path = ("outages", name)
        for i, hit in enumerate(outage.hits):
            checks.among((*path, "hits", i), hit, things, "sites, lanes and lines")
        if not outage.hits and name not in caused:
            checks.fault(path, "an outage that hits nothing", "a site, lane or line under `hits`")
        checks.exactly_one(path, outage, ("every", "lasts"), ("begins", "ends"), "listed")
        checks.takes_time((*path, "every"), outage.every)
        if outage.listed is not None and not outage.listed:
            checks.fault((*path, "listed"), "an empty list", "dates of outages")


def _prices(checks: Checks) -> None:
    known = {*checks.names("lanes"), *checks.scenario.currencies, "wages"}
    for name, price in checks.scenario.prices.items():
        path = ("prices", name)
        for i, moved in enumerate(price.moves):
            checks.among((*path, "moves", i), moved, known, "lanes, foreign currencies and `wages`")
        if price.listed is not None and (price.drift or price.volatility or price.half_life):
            checks.fault(path, "`listed` beside drift or volatility", "one of them")
        if price.half_life is not None and price.half_life.clock != "calendar":
            checks.fault((*path, "half_life"), f"{price.half_life.clock} time", "calendar time, as `200 days`")
    for name in checks.scenario.currencies:
        if name == checks.scenario.currency:
            checks.fault(("currencies", name), f"{name}, the reporting currency", "foreign currencies only")


def _tools(checks: Checks) -> None:
    for name, tool in checks.scenario.tools.items():
        path = ("tools", name)
        if tool.at == "none":
            if tool.lead is None:
                checks.fault(path, "no `lead`", "a `lead` time for a tool that has to be bought")
        else:
            checks.among((*path, "at"), tool.at, [*checks.names("sites"), "none"], "sites")
        for i, line in enumerate(tool.needed_by):
            checks.known((*path, "needed_by", i), line, "lines")
        checks.pays_for((*path, "price"), tool.price, ())
        if tool.move is not None:
            checks.known((*path, "move", "calendar"), tool.move.calendar, "calendars")
            checks.pays_for((*path, "move", "cost"), tool.move.cost, ())


def _contracts(checks: Checks) -> None:
    scenario = checks.scenario
    for name, contract in scenario.contracts.items():
        path = ("contracts", name)
        checks.known((*path, "with"), contract.with_, "sites")
        for i, lane in enumerate(contract.lanes):
            at = (*path, "lanes", i)
            if checks.known(at, lane, "lanes") and lane in scenario.lanes:
                origin = scenario.lanes[lane].origin
                if origin != contract.with_:
                    checks.fault(at, f"`{lane}`, which comes from {origin}", f"a lane from {contract.with_}")
        spans = {("notice", "period"): contract.notice.period}
        if contract.extension is not None:
            spans["extension", "each"] = contract.extension.each
        for key, span in spans.items():
            if span.clock != "calendar":
                checks.fault((*path, *key), f"{span.amount:g} in {span.clock} time", "calendar time, as `120 days`")
        checks.pays_for((*path, "standby"), contract.standby, ("day",), ("week",), ("year",))
        if contract.standby is not None and contract.extension is None:
            checks.fault((*path, "standby"), "`standby` without `extension`", "`extension`, which it is paid for,")
        if contract.fee is not None:
            checks.pays_for((*path, "fee", "tooling"), contract.fee.tooling, ())
