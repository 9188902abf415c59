"""A small network with two lanes of one item between the same sites."""

import pytest

from backsource.config import Scenario, scenario_from


@pytest.fixture
def scenario() -> Scenario:
    return scenario_from(
        {
            "scenario": "net",
            "start": "2026-01-05",
            "horizon": "4 weeks",
            "calendars": {
                "works": {"week": "mon-fri", "closed": ["2026-01-07", "2026-01-10..2026-01-13"]},
                "bavaria": {"week": "mon-sun", "holidays": "DE-BY"},
            },
            "items": {"part": {"unit": "piece"}, "steel": {"unit": "kg", "whole": False}},
            "sites": {
                "seller": {"kind": "supplier", "country": "NO"},
                "mill": {"kind": "feed", "owner": [{"owner": "outside"}, {"owner": "us", "since": "2026-01-20"}]},
                "plant": {"kind": "plant", "calendar": "works"},
            },
            "stocks": {
                "plant/part": {"base_stock": "50 pieces", "sources": {"sea": "50 %", "air": "20 %", "make": "30 %"}},
                "plant/steel": {"base_stock": "9 kg"},
            },
            "lanes": {
                "sea": {"item": "part", "from": "seller", "to": "plant", "promised": "30 days", "price": "3 EUR/piece"},
                "air": {"item": "part", "from": "seller", "to": "plant", "promised": "2 days"},
                "steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "5 days"},
            },
            "lines": {
                "cell": {"site": "seller", "makes": "part", "rate": "9 pieces/day"},
                "make": {"site": "plant", "makes": "part", "rate": "9 pieces/day", "bom": {"steel": "0.5 kg"}},
            },
            "markets": {"shop": {"item": "part", "from": "plant", "demand": {"per": "day", "mean": "5 pieces"}}},
        }
    )
