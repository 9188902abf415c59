"""Factors, overrides and scenarios of a study with one thing wrong each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.config.conftest import TAU

from backsource.config import read_study
from backsource.errors import ConfigError

SPREADS = [
    (
        "least: 20 days, most: 40 working days",
        (f"11: factors.{TAU}.least: found 20 days; a quantity in the unit of the plan, working days would do"),
    ),
    (
        "least: 40 working days, most: 20 working days",
        (f"11: factors.{TAU}: found values out of order; least <= mode <= most would do"),
    ),
    ("least: 20 working days, mots: 40 working days", f"11: factors.{TAU}.mots: found an unknown key; `most` would do"),
    (
        "mean: 20 working days",
        (f"11: factors.{TAU}: found no family; `family: exponential`, `{{mean, cv}}` or `{{least, most}}` would do"),
    ),
    ("family: constant, mean: 20 working days", f"11: factors.{TAU}: found a constant; a list of one level would do"),
    (
        "listed: [20 working days, 30 working days]",
        (
            f"11: factors.{TAU}: found `listed`, values in order without "
            "chances; `values`, each as likely as the next would do"
        ),
    ),
    (
        "csv: seen.csv, column: days, unit: working days",
        (
            f"11: factors.{TAU}.csv: found seen.csv; a CSV file that "
            "exists, named relative to the file that names it would do"
        ),
    ),
    (
        "csv: ../../../seen.csv, column: days",
        (f"11: factors.{TAU}.csv: found ../../../seen.csv; a file under the project"),
    ),
]


@pytest.mark.parametrize(("spread", "said"), SPREADS, ids=[spread for spread, _ in SPREADS])
def test_a_distribution_is_in_the_unit_of_the_plan(
    refused_study: Callable[..., list[str]], spread: str, said: str
) -> None:
    assert refused_study(f"design: {{sobol: 4}}\nfactors: {{{TAU}: {{{spread}}}}}\n")[0].startswith(said)


def test_a_distribution_lies_where_the_plan_has_a_quantity(refused_study: Callable[..., list[str]]) -> None:
    design = "design: {sobol: 4}\n"
    said = refused_study(design + "factors: {schedules.move.notice.contract: {least: 1 day, most: 9 days}}\n")
    assert said == [
        ("11: factors.schedules.move.notice.contract: found supply; a path to a quantity that the plan gives would do")
    ]


OVERRIDES = [
    ("slow: {}", ": found nothing that differs; paths into the scenario, each with its level would do"),
    ("slow: {lines.mkae.rate: 1 piece/day}", ".lines.mkae.rate: found `mkae` in lines.mkae.rate; `make` would do"),
    (
        "slow: {lines.make.ramp.tau: 45 kg}",
        (
            ": found 45 kg, with which lines.make.ramp.tau is 45 kg; a length of time "
            "as `45 days`, `15 working days`, `2.5 hours` or `40 operating hours` would do"
        ),
    ),
    (
        "slow: {schedules.move.bridge.want: 5 working days}",
        (
            ".schedules.move.bridge.want: found schedules.move.bridge."
            "want; a path into the scenario; what a schedule varies is a factor, and that would do"
        ),
    ),
    ("slow: {start: 2026-02-02}", ".start: found `start`, which all settings have in common; another path would do"),
]


@pytest.mark.parametrize(("override", "said"), OVERRIDES, ids=[override for override, _ in OVERRIDES])
def test_an_override_is_levels_of_the_scenario(
    refused_study: Callable[..., list[str]], override: str, said: str
) -> None:
    assert refused_study(f"overrides:\n  {override}\n") == [f"11: overrides.slow{said}"]


def test_what_an_override_sets_does_not_vary_too(refused_study: Callable[..., list[str]]) -> None:
    factors = "factors:\n  lines.make.ramp.tau: [20 working days]\n  lanes.buy.price: [17 EUR/piece]\n"
    override = "overrides:\n  slow:\n    lines.make.ramp.tau: 45 working days\n    lines.make.ramp: null\n"
    assert sorted(refused_study(factors + override)) == [
        (
            "15: overrides.slow.lines.make.ramp.tau: found a path inside lines.make.ramp, which varies too; one of the "
            "two "
            "would do"
        ),
        (
            "15: overrides.slow.lines.make.ramp.tau: found lines.make.ramp.tau, which is a factor too; one of the two "
            "would do"
        ),
        (
            "16: overrides.slow.lines.make.ramp: found a path that has lines.make.ramp.tau inside, which varies too; "
            "one "
            "of the two would do"
        ),
    ]


def test_a_study_has_a_scenario_or_several(refused_study: Callable[..., list[str]]) -> None:
    said = refused_study("scenarios: [configs/small.yaml]\n")
    assert (
        said[0] == "10: scenarios: found `scenario` and `scenarios`; exactly one of `scenario` and `scenarios` would do"
    )
    assert refused_study("", without="scenario") == [
        said[0].replace("10: scenarios: found `scenario` and", "1: found no `scenario` and no")
    ]


def test_scenarios_of_one_study_count_days_and_money_alike(project: Path) -> None:
    small = (project / "configs" / "small.yaml").read_text()
    other = small.replace("scenario: small", "scenario: other").replace("start: 2026-01-05", "start: 2025-12-29")
    (project / "configs" / "other.yaml").write_text(other.replace("EUR", "USD"))
    (project / "configs" / "again.yaml").write_text(small)
    path = project / "study.yaml"
    named = "scenarios: [configs/small.yaml, configs/other.yaml, configs/again.yaml]"
    path.write_text(path.read_text().replace("scenario: configs/small.yaml", named))
    with pytest.raises(ConfigError) as raised:
        read_study(path)
    assert sorted(str(fault).partition("study.yaml:")[2] for fault in raised.value.faults) == [
        "3: scenarios[1]: found `other` with currency USD; EUR, as in `small` would do",
        "3: scenarios[1]: found `other` with start 2025-12-29; 2026-01-05, as in `small` would do",
        "3: scenarios[2]: found `small` twice; scenarios of different names would do",
    ]


def test_all_faults_come_at_once(refused_study: Callable[..., list[str]]) -> None:
    text = "primary: totl_cost\nrule: {by: kn, first: 9}\nfloors: {a: {measure: beta, chance: 5 %}}\ncontrol: sty\n"
    assert [said.partition(":")[0] for said in refused_study(text, without="control")] == [
        "9",
        "10",
        "10",
        "10",
        "11",
        "12",
    ]


def test_an_empty_list_of_scenarios_is_a_fault(refused_study: Callable[..., list[str]]) -> None:
    (fault,) = refused_study("scenarios: []\n", "scenario:")
    assert "scenarios: found" in fault
