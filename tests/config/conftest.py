"""A small sound scenario, schedule and study as files, to be broken in one place at a time."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from programmes import WORLD

from backsource.config import Scenario, load_scenario, read_study, scenario_from
from backsource.errors import ConfigError
from backsource.measures import catalogue

MEASURES = {measure.name: measure for measure in catalogue()}
TAU = "lines.make.ramp.tau"
RANGE = f"factors: {{{TAU}: {{least: 20 working days, most: 40 working days}}}}\n"
KN = "rule: {by: kn}\nmatters: 1000\n"

Refuse = Callable[[str, bool], list[str]]


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


@pytest.fixture
def refused_study(project: Path) -> Callable[..., list[str]]:
    """What is said of the small study with more text at its end, in lines from 10 on, or with a line replaced."""

    def refuse(more: str, without: str = "") -> list[str]:
        path = project / "study.yaml"
        lines = [line for line in path.read_text().splitlines() if not without or not line.startswith(without)]
        path.write_text("\n".join(lines) + "\n" + dedent(more))
        with pytest.raises(ConfigError) as raised:
            read_study(path, measures=MEASURES)
        assert all(Path(fault.file).name == "study.yaml" for fault in raised.value.faults)
        return [str(fault).partition("study.yaml:")[2] for fault in raised.value.faults]

    return refuse
