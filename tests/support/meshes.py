"""Wide networks in which much is shared, for what has to be quick on thousands of sites."""

from typing import Any

from backsource.config import Scenario, scenario_from


def mesh(sites: int, days: int = 400) -> Scenario:
    """A network of *sites* in four tiers, each thing fed by two others, so that much is shared, with common causes.

    Two fifths feeds, three tenths plants that make two parts of two materials, a fifth plants that make a product of
    two parts, a tenth markets.
    """
    feeds, makers, plants = 2 * sites // 5, 3 * sites // 10, sites // 5
    markets = sites - feeds - makers - plants
    content: dict[str, Any] = {
        "format": 1, "scenario": "mesh", "start": "2026-01-05", "horizon": f"{days} days",
        "items": {name: {"unit": "piece"} for name in ("ore", "salt", "part", "bolt", "good")},
        "sites": {}, "stocks": {}, "lanes": {}, "lines": {}, "markets": {}, "outages": {},
    }  # fmt: skip

    def lanes(tier: str, number: int, item: str, before: str, count: int) -> None:
        shares = {f"{item}-{tier}{number}-{turn}": share for turn, share in enumerate(("60 %", "40 %"))}
        content["stocks"][f"{tier}{number}/{item}"] = {"base_stock": "300 pieces", "sources": shares}
        for turn in (0, 1):
            origin = f"{before}{(7 * number + 13 * turn + (3 if item in ('salt', 'bolt') else 0)) % count}"
            lane = {"item": item, "from": origin, "to": f"{tier}{number}", "promised": f"{3 + turn} days"}
            content["lanes"][f"{item}-{tier}{number}-{turn}"] = lane

    for number in range(feeds):
        content["sites"][f"f{number}"] = {"kind": "feed", "country": f"C{number % 9}"}
    for number in range(0, feeds - 5, 20):
        hit = [f"f{number + each}" for each in range(5)]
        content["outages"][f"cause-{number}"] = {"hits": hit, "every": "900 days", "lasts": "12 days"}
    for number in range(makers):
        content["sites"][f"m{number}"] = {"kind": "plant"}
        for item in ("ore", "salt"):
            lanes("m", number, item, "f", feeds)
        for item, rate in (("part", 40), ("bolt", 25)):
            content["stocks"][f"m{number}/{item}"] = {"base_stock": "100 pieces"}
            content["lines"][f"{item}-m{number}"] = {
                "site": f"m{number}", "makes": item, "rate": f"{rate} pieces/day",
                "bom": {"ore": "1 piece", "salt": "2 pieces"},
            }  # fmt: skip
    for number in range(plants):
        content["sites"][f"p{number}"] = {"kind": "plant"}
        for item in ("part", "bolt"):
            lanes("p", number, item, "m", makers)
        content["stocks"][f"p{number}/good"] = {"base_stock": "100 pieces"}
        content["lines"][f"good-p{number}"] = {
            "site": f"p{number}", "makes": "good", "rate": "30 pieces/day",
            "bom": {"part": "1 piece", "bolt": "1 piece"},
        }  # fmt: skip
    for number in range(markets):
        content["sites"][f"k{number}"] = {"kind": "market"}
        lanes("k", number, "good", "p", plants)
        demand = {"per": "day", "mean": "20 pieces"}
        content["markets"][f"k{number}"] = {"item": "good", "from": f"k{number}", "demand": demand}
    return scenario_from(content)
