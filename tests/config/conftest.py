"""A small sound scenario, schedule and study as files, to be broken in one place at a time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backsource.config import Scenario, load_scenario, scenario_from
from backsource.errors import ConfigError

SCENARIO = """\
format: 1
scenario: small
start: 2026-01-05
horizon: 52 weeks
currency: EUR
calendars:
  works: {week: mon-fri, closed: [2026-08-03..2026-08-23]}
items:
  part: {unit: piece, lot: 10 pieces}
  steel: {unit: kg, whole: false}
sites:
  seller: {kind: supplier, calendar: works}
  mill: {kind: feed}
  plant: {kind: plant, calendar: works}
  shop: {kind: market}
stocks:
  plant/part:
    opening: 500 pieces
    cover: 5 working days
    sources: {buy: 100 %, make: 0 %}
  plant/steel: {base_stock: 900 kg}
lanes:
  buy: {item: part, from: seller, to: plant, price: 18 EUR/piece, promised: 10 days, late: {chance: 4 %, by: 5 days}}
  steel: {item: steel, from: mill, to: plant, price: 2 EUR/kg, promised: 20 days}
lines:
  cell: {site: seller, makes: part, rate: 100 pieces/working day, surge: 15 %}
  make:
    site: plant
    makes: part
    bom: {steel: 0.5 kg}
    rate: 120 pieces/working day
    ramp: {from: 35 %, tau: 30 working days}
    tools: [T1]
tools:
  T1: {at: seller, needed_by: [cell, make], move: {takes: 10 days}}
  T2: {at: none, lead: 14 weeks}
markets:
  shop: {item: part, from: plant, demand: {per: working day, mean: 80 pieces, cv: 0.1}}
outages:
  stop: {hits: [seller], every: 500 days, lasts: {mean: 5 days, cv: 1.0}}
contracts:
  supply: {with: seller, lanes: [buy], notice: {period: 120 days, to: month end}}
unsure:
  lines.make.ramp.tau: {times: {median: 1.1, p90: 1.5}}
"""

SCHEDULE = """\
format: 1
schedule: move
stock: plant/part
notice: {contract: supply, date: 2026-03-02}
bridge: {from: 2026-02-02, want: 10 working days, use_from: 2026-06-01}
tasks: {move: {begin: 2026-06-01, moves: {T1: plant}}}
opens: {make: 2026-07-01}
share:
  - {date: 2026-06-01, make: 50 %, buy: 50 %}
  - {date: 2026-07-01, make: 100 %, buy: 0 %}
"""

STUDY = """\
format: 1
study: first
scenario: configs/small.yaml
schedules: [configs/stay.yaml, configs/move.yaml]
control: stay
seed: 1
replications: 10
window: 2026-03-02..2026-12-27
reference: 2026-01-05..2026-03-01
"""

WORLD: dict[str, Any] = {
    "scenario": "world",
    "start": "2026-01-05",
    "horizon": "104 weeks",
    "calendars": {"works": {"week": "mon-fri"}, "movers": {"week": "mon-sat"}},
    "items": {
        "part": {"unit": "piece"},
        "gear": {"unit": "piece"},
        "care": {"unit": "call", "storable": False},
        "steel": {"unit": "kg", "whole": False},
    },
    "sites": {
        "seller": {"kind": "supplier"},
        "mill": {"kind": "feed"},
        "plant": {"kind": "plant", "calendar": "works"},
        "annex": {"kind": "plant", "calendar": "works"},
    },
    "stocks": {
        "plant/part": {"cover": "5 working days", "sources": {"buy": "100 %", "make": 0}},
        "plant/steel": {"base_stock": "900 kg"},
        "annex/gear": {"cover": "5 working days", "sources": {"gears": "100 %", "cut": 0, "hob": 0}},
        "plant/care": {"cover": "0 working days", "sources": {"calls": "100 %", "desk": 0}},
    },
    "lanes": {
        "buy": {"item": "part", "from": "seller", "to": "plant", "promised": "10 days"},
        "gears": {"item": "gear", "from": "seller", "to": "annex", "promised": "10 days"},
        "calls": {"item": "care", "from": "seller", "to": "plant", "promised": "0 days"},
        "steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "20 days"},
    },
    "lines": {
        "cell": {"site": "seller", "makes": "part", "rate": "100 pieces/working day"},
        "gear-cell": {"site": "seller", "makes": "gear", "rate": "100 pieces/working day"},
        "answer": {"site": "seller", "makes": "care", "rate": "100 calls/day", "ready": "same_day"},
        "make": {
            "site": "plant",
            "makes": "part",
            "bom": {"steel": "1 kg"},
            "rate": "120 pieces/working day",
            "machines": 2,
            "qualification": {
                "prepare": "15 working days",
                "trial": "1 working day",
                "approve": "10 working days",
                "passes": "70 %",
                "again_after": "10 working days",
            },
        },
        "cut": {"site": "annex", "makes": "gear", "rate": "80 pieces/working day"},
        "hob": {"site": "annex", "makes": "gear", "rate": "80 pieces/working day"},
        "desk": {"site": "plant", "makes": "care", "rate": "90 calls/day", "ready": "same_day"},
    },
    "tools": {
        "T1": {"at": "seller", "move": {"takes": "10 days", "calendar": "movers"}},
        "T2": {"at": "none", "lead": "14 weeks"},
        "T3": {"at": "seller"},
    },
    "contracts": {
        "supply": {
            "with": "seller",
            "lanes": ["buy"],
            "ends": "2027-06-30",
            "notice": {"period": "120 days", "to": "month end"},
            "extension": {"at_most": 2, "each": "60 days", "price": "+15 %", "call": "45 days before end"},
        },
        "gear-supply": {"with": "seller", "lanes": ["gears"], "notice": {"period": "90 days"}},
    },
}
"""A world for programmes: two plants, four items, tools and contracts of every kind."""

Write = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with a sound scenario, two schedules and a study."""
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "small.yaml").write_text(SCENARIO)
    (tmp_path / "configs" / "move.yaml").write_text(SCHEDULE)
    (tmp_path / "configs" / "stay.yaml").write_text("schedule: stay\n")
    (tmp_path / "study.yaml").write_text(STUDY)
    return tmp_path


@pytest.fixture
def scenario_file(project: Path) -> Write:
    """Writes the small scenario with one text replaced by another; gives its path."""

    def write(old: str = "", new: str = "") -> Path:
        assert SCENARIO.count(old) == 1 or not old, f"{old!r} must stand in the scenario once"
        path = project / "configs" / "small.yaml"
        path.write_text(SCENARIO.replace(old, new) if old else SCENARIO + new)
        return path

    return write


@pytest.fixture
def refused() -> Callable[[Path, int | None, str], ConfigError]:
    """Asserts that a scenario is refused with a fault at this line that says this."""

    def refuse(path: Path, line: int | None, fragment: str) -> ConfigError:
        with pytest.raises(ConfigError) as raised:
            load_scenario(path)
        faults = raised.value.faults
        assert all(Path(fault.file).name == path.name for fault in faults)
        assert any(fault.line == line and fragment in str(fault) for fault in faults), f"line {line}:\n{raised.value}"
        return raised.value

    return refuse


@pytest.fixture(scope="session")
def world() -> Scenario:
    """The world for programmes."""
    return scenario_from(WORLD)
