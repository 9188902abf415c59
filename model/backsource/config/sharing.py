"""Shares of the sources of a stock: as they are, and as a step leaves them."""

from collections.abc import Mapping

from backsource.config.scenario import Scenario


def sources_of(scenario: Scenario, stock: str) -> list[str]:
    """Lanes and lines that feed a stock, by name."""
    found = [name for name, lane in scenario.lanes.items() if f"{lane.to}/{lane.item}" == stock]
    return sorted(found + [name for name, line in scenario.lines.items() if f"{line.site}/{line.makes}" == stock])


def as_is(scenario: Scenario, stock: str) -> dict[str, float]:
    """Shares before the first step, by name; equal ones where the policy of the stock speaks of its sources itself."""
    names = sources_of(scenario, stock)
    given = scenario.stocks[stock].sources
    return {name: given.get(name, 0.0) if given else 1 / len(names) for name in names}


def filled(before: Mapping[str, float], named: Mapping[str, float]) -> dict[str, float]:
    """Shares of all sources that add up to 1, by name: those that are not named share the rest as they stood.

    Sources that stood at nothing share it equally.
    """
    rest = max(0.0, 1.0 - sum(named.values()))
    others = {name: share for name, share in before.items() if name not in named}
    total = sum(others.values())
    kept = {name: rest * (share / total if total else 1 / len(others)) for name, share in others.items()}
    return dict(sorted({**kept, **named}.items()))
