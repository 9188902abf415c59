"""How concentrated the supply of a stock is on a day: by source, by country, and by whom the sources buy from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backsource.laws.concentration import concentration
from backsource.network.dependency.parts import Parts
from backsource.network.dependency.standing import Source, Standing


@dataclass(frozen=True, slots=True)
class Spread:
    """Shares of what one stock gets, and what they come to."""

    shares: Mapping[str, float]
    """Largest first; they add up to 1."""
    index: float
    """Herfindahl-Hirschman index, 0 to 1."""
    effective: float
    """Effective number: its inverse."""


@dataclass(frozen=True, slots=True)
class Concentrated:
    """The supply of one stock as planned on the day."""

    stock: str
    by_source: Spread
    by_country: Spread
    """Country where a source begins; `?` where it is not given."""
    by_parent: Spread
    """Sites farthest upstream that a source is known to rest on; where there are several, in equal parts."""
    unseen: bool
    """Whether a source rests on what nobody knows, so that `by_parent` says too little."""


def concentrated(standing: Standing, parts: Parts, stocks: Sequence[str]) -> list[Concentrated]:
    """Every stock that gets something on the day."""
    found = []
    for stock in stocks:
        sources = [source for source in standing.open_at[stock] if source.share > 0]
        if sources:
            found.append(_one(standing, parts, stock, sources))
    return found


def _one(standing: Standing, parts: Parts, stock: str, sources: Sequence[Source]) -> Concentrated:
    by_source = {source.name: source.share for source in sources}
    countries = [(parts.country(source.site), source.share) for source in sources]
    parents: list[tuple[str, float]] = []
    for source in sources:
        ends = _farthest(parts, source.site)
        parents += [(site, source.share / len(ends)) for site in ends]
    dark = set(parts.unseen(standing, [stock]))
    return Concentrated(stock, spread(by_source.items()), spread(countries), spread(parents), bool(dark))


def spread(volumes: Iterable[tuple[str, float]]) -> Spread:
    """Volumes by name, which may come several times."""
    sums: dict[str, float] = {}
    for name, volume in volumes:
        sums[name] = sums.get(name, 0.0) + volume
    total = sum(sums.values())
    shares = {name: volume / total for name, volume in sorted(sums.items(), key=lambda one: (-one[1], one[0]))}
    measured = concentration(list(shares.values()))
    return Spread(shares, measured.index, measured.effective)


def _farthest(parts: Parts, site: str) -> list[str]:
    """Sites that a site rests on and that are not known to buy from others; itself where they go round."""
    known = parts.behind(site)
    return [each for each in known if not parts.scenario.sites[each].buys_from] or [site]
