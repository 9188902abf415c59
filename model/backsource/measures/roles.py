"""Who is who in a scenario: which sites are ours, which stocks the changeover is about, what is raw material.

All of it follows from the scenario alone, never from the schedule, so that every arm of a study is measured alike.
"""

from dataclasses import dataclass

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.sources import Line
from backsource.config.things import Site
from backsource.log import Floats
from backsource.measures.frame import Frame

US = "us"
"""Owner name of the company that brings supply in-house."""


@dataclass(frozen=True)
class Roles:
    """Names by role; `share` is how much of a site is ours on each row, one number where it never changes."""

    share: dict[str, float | Floats]
    lines: tuple[str, ...]
    """Lines of ours that make what the changeover is about: the plant."""
    stocks: tuple[str, ...]
    """Stocks the changeover is about: ours and fed both from outside and by our own; else those that serve markets."""
    inside: tuple[str, ...]
    """Lanes into these stocks from sites of ours."""
    outside: tuple[str, ...]
    """Lanes into these stocks from outside."""
    raw: dict[str, tuple[str, ...]]
    """Raw material of the plant: stock -> lines of the plant that use it."""
    feeds: dict[str, tuple[str, ...]]
    """Lanes into each stock."""

    @classmethod
    def of(cls, scenario: Scenario, frame: Frame) -> "Roles":
        """Walk the scenario once."""
        share = {name: ours(site, frame) for name, site in scenario.sites.items()}
        own = {name for name, part in share.items() if np.any(part)}
        feeds: dict[str, tuple[str, ...]] = {}
        for name, lane in scenario.lanes.items():
            stock = f"{lane.to}/{lane.item}"
            feeds[stock] = (*feeds.get(stock, ()), name)
        stocks = _changed(scenario, own, feeds)
        into = [name for stock in stocks for name in feeds.get(stock, ())]
        lines = _plant(scenario, own, stocks)
        return cls(
            share=share,
            lines=lines,
            stocks=stocks,
            inside=tuple(name for name in into if scenario.lanes[name].origin in own),
            outside=tuple(name for name in into if scenario.lanes[name].origin not in own),
            raw=_raw(scenario, lines),
            feeds=feeds,
        )


def ours(site: Site, frame: Frame) -> float | Floats:
    """How much of a site is ours, 0 to 1: by day where owners are dated, else one number.

    A plant or depot whose owner is not given is ours; suppliers, feeds and markets are not.
    """
    if isinstance(site.owner, str):
        unsaid = "owner" not in site.model_fields_set and site.kind in ("plant", "depot")
        return 1.0 if unsaid or site.owner == US else 0.0
    part = np.zeros(frame.days)
    for owner in sorted(site.owner, key=lambda owner: owner.since.toordinal() if owner.since else 0):
        since = owner.since.toordinal() - frame.scenario.start.toordinal() if owner.since else frame.first_day
        part[frame.row(since) :] = owner.share if owner.owner == US else 0.0
    return float(part[0]) if len(part) and (part == part[0]).all() else part


def makes(line: Line) -> str:
    """The stock a line feeds."""
    return f"{line.site}/{line.makes}"


def _changed(scenario: Scenario, own: set[str], feeds: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    made = {makes(line) for line in scenario.lines.values() if line.site in own}
    both = []
    for stock in scenario.stocks:
        origins = {scenario.lanes[name].origin in own for name in feeds.get(stock, ())}
        if stock.split("/")[0] in own and False in origins and (True in origins or stock in made):
            both.append(stock)
    serving = (f"{market.origin}/{market.item}" for market in scenario.markets.values())
    return tuple(both) or tuple(dict.fromkeys(serving))


def _plant(scenario: Scenario, own: set[str], stocks: tuple[str, ...]) -> tuple[str, ...]:
    items = {stock.split("/")[1] for stock in stocks}
    return tuple(name for name, line in scenario.lines.items() if line.site in own and line.makes in items)


def _raw(scenario: Scenario, plant: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    raw: dict[str, tuple[str, ...]] = {}
    for name in plant:
        for item in scenario.lines[name].bom:
            stock = f"{scenario.lines[name].site}/{item}"
            raw[stock] = (*raw.get(stock, ()), name)
    return raw
