"""What sound files become: scenarios, schedules and studies, read once and never changed."""

import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from backsource.config import Scenario, as_file, load_scenario, project_root, read_study, scenario_from, schedule_from
from backsource.config.parsed import Cover, Dates, Holding
from backsource.errors import ConfigError, Fault
from backsource.units import Amount, Money, Rate, Span

KNUCKLE = """
scenario: words
start: 2026-01-05
horizon: 130 weeks
calendars: {works: {week: mon-fri, closed: [2026-08-03..2026-08-23, 2026-10-03]}}
items: {knuckle: {unit: piece, lot: 50 pieces}}
sites:
  s1: {kind: supplier, country: NO, calendar: works}
  plant: {kind: plant}
stocks:
  plant/knuckle: {cover: 15 working days of planned use, holding: 22 %/year, sources: {buy: 100 %, make: 0 %}}
lanes:
  buy: {item: knuckle, from: s1, to: plant, price: 18.50 EUR/piece, promised: 10 days, faulty: 200 ppm}
lines:
  s1-cell: {site: s1, makes: knuckle, rate: 1200 pieces/working day}
  make:
    site: plant
    makes: knuckle
    rate: 1700 pieces/working day
    failures: {mtbf: 40 operating hours, repair: {mean: 2.5 hours, cv: 0.8}}
    yield: {first: 92 %, mature: 99.5 %, over: 12000 pieces}
    cost: {fixed: 420 kEUR/year}
outages:
  s1-stop: {hits: [s1], every: 500 days, lasts: {mean: 5 days, cv: 1.0}}
unsure:
  outages.s1-stop.every: unknown
  lines.make.yield.over: {range: [6000 pieces, 30000 pieces], basis: judged}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    (tmp_path / "words.yaml").write_text(KNUCKLE)
    return load_scenario(tmp_path / "words.yaml")


def test_quantities_are_parsed_with_their_units(scenario: Scenario) -> None:
    stock, make = scenario.stocks["plant/knuckle"], scenario.lines["make"]
    assert scenario.horizon == Span(910.0)
    assert stock.cover == Cover(Span(15.0, "working"), planned=True)
    assert stock.holding == Holding(yearly=0.22)
    assert scenario.lanes["buy"].price == Money(18.5, "EUR", ("piece",))
    assert scenario.lanes["buy"].faulty == 0.0002
    assert make.rate == Rate(1700.0, "piece", "working day")
    assert make.yield_.mature == 0.995
    assert make.cost.fixed == Money(420000.0, "EUR", ("year",))
    assert scenario.items["knuckle"].lot == Amount(50.0, "piece")


def test_the_country_code_of_norway_is_no_falsehood(scenario: Scenario) -> None:
    assert scenario.sites["s1"].country == "NO"


def test_one_date_is_a_range_of_one_day(scenario: Scenario) -> None:
    works = scenario.calendars["works"]
    assert works.closed[1] == Dates(date(2026, 10, 3), date(2026, 10, 3))
    assert works.week == (True, True, True, True, True, False, False)


def test_a_single_failure_needs_no_list(scenario: Scenario) -> None:
    (failure,) = scenario.lines["make"].failures
    assert failure.mtbf.mean == Span(40.0, "operating")
    assert failure.repair.mean == Span(2.5 / 24)


def test_a_plain_quantity_is_a_constant_and_mean_with_cv_a_gamma(scenario: Scenario) -> None:
    stop = scenario.outages["s1-stop"]
    assert (stop.every.family, stop.every.mean) == ("constant", Span(500.0))
    assert (stop.lasts.family, stop.lasts.cv) == ("gamma", 1.0)


def test_the_bare_word_unknown_is_an_unsure_value(scenario: Scenario) -> None:
    assert scenario.unsure["outages.s1-stop.every"].unknown


def test_a_scenario_cannot_be_changed(scenario: Scenario) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        scenario.horizon = Span(1.0)


def test_a_scenario_says_its_own_file_and_reads_it_back(scenario: Scenario) -> None:
    assert scenario_from(as_file(scenario)) == scenario


def test_a_scenario_survives_the_way_to_another_process(scenario: Scenario) -> None:
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_a_share_step_names_its_sources_beside_the_date() -> None:
    schedule = schedule_from(
        {"schedule": "s", "stock": "a/b", "share": [{"date": "2026-07-31", "make": "100 %", "buy": 0}]}
    )
    (step,) = schedule.part("a/b").share
    assert step.date == date(2026, 7, 31)
    assert step.shares == {"make": 1.0, "buy": 0.0}


def test_a_study_comes_with_its_files(project: Path) -> None:
    files = read_study(project / "study.yaml")
    assert list(files.schedules) == ["stay", "move"]
    assert files.scenario.scenario == "small"
    assert files.study.scenario == (project / "configs" / "small.yaml").resolve()
    assert files.study.window == Dates(date(2026, 3, 2), date(2026, 12, 27))


def test_the_project_is_the_nearest_folder_with_configs(project: Path) -> None:
    study = project / "experiments" / "one" / "study.yaml"
    study.parent.mkdir(parents=True)
    assert project_root(study) == project.resolve()


def test_what_is_no_mapping_is_no_scenario() -> None:
    with pytest.raises(ConfigError, match="<memory>: found a list"):
        scenario_from([])


def test_a_fault_is_one_line_of_place_found_and_would_do() -> None:
    fault = Fault("configs/line.yaml", 12, "sites.plant.ramp.tau", "-30 days", "a length of time above 0")
    assert str(fault) == "configs/line.yaml:12: sites.plant.ramp.tau: found -30 days; a length of time above 0 would do"


def test_faults_survive_the_way_between_processes() -> None:
    error = ConfigError([Fault("a.yaml", 1, "b", "c", "d")])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_reading_config_loads_no_heavy_library() -> None:
    code = (
        "import sys, backsource.config\n"
        "heavy = {'pandas', 'scipy', 'matplotlib', 'holidays', 'networkx', 'numpy'} & set(sys.modules)\n"
        "print(*sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
