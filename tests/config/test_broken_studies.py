"""Studies with one thing wrong each: refused before anything runs, with what was found and what would do."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from backsource.config import read_study
from backsource.errors import ConfigError
from backsource.measures import catalogue

MEASURES = {measure.name: measure for measure in catalogue()}
TAU = "lines.make.ramp.tau"
RANGE = f"factors: {{{TAU}: {{least: 20 working days, most: 40 working days}}}}\n"
KN = "rule: {by: kn}\nmatters: 1000\n"

Refuse = Callable[[str, bool], list[str]]


@pytest.fixture
def refused(project: Path) -> Callable[..., list[str]]:
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


RULES = [
    (
        "rule: {by: kn}\n",
        (
            "9: rule.by: found `kn` without `matters`; `matters: 250000` (kn needs the smallest "
            "difference that matters; `backsource budget` proposes one from a pilot) would do"
        ),
    ),
    (
        "rule: {by: rinott}\n",
        (
            "9: rule.by: found `rinott` without `matters`; `matters: 250000` (rinott needs the "
            "smallest difference that matters; `backsource budget` proposes one from a pilot) would do"
        ),
    ),
    ("rule: {by: kn, frist: 20}\nmatters: 1\n", "9: rule.frist: found an unknown key; `first` would do"),
    ("rule: {by: nk}\nmatters: 1\n", "9: rule.by: found nk; one of `kn`, `rinott`, `ocba`, `precision` would do"),
    ("rule: {first: 20}\n", "9: rule: found no `by`; `by` with `kn` or `rinott` or `ocba` or `precision` would do"),
    (
        "rule: {by: kn, first: 9}\nmatters: 1\n",
        ("9: rule.first: found 9; 10 or more, from which kn takes its variances would do"),
    ),
    (
        "rule: {by: kn, first: 40, most: 39}\nmatters: 1\n",
        ("9: rule.most: found 39; 40 or more, as `first` says would do"),
    ),
    (
        "rule: {by: kn, total: 400}\nmatters: 1\n",
        ("9: rule.total: found `total` for kn; `most` (`total` is for ocba) would do"),
    ),
    (
        "rule: {by: precision}\n",
        ("9: rule.by: found `precision` without half-widths; `precision: {total_cost: 100000}` would do"),
    ),
    (
        "rule: {by: ocba}\n",
        ("9: rule.by: found `ocba` without `total`; `total: 4000`, runs of all schedules together would do"),
    ),
    (
        "rule: {by: ocba, first: 20, total: 39}\n",
        ("9: rule.total: found 39 for 2 schedules of 20 futures to begin with; 40 or more would do"),
    ),
    ("rule: {by: kn, batch: 0}\nmatters: 1\n", "9: rule.batch: found 0; 1 or more would do"),
]


@pytest.mark.parametrize(("text", "said"), RULES, ids=[said.split(";")[0] for _, said in RULES])
def test_a_rule_has_what_it_needs_and_nothing_else(refused: Callable[..., list[str]], text: str, said: str) -> None:
    assert refused(text, without="replications") == [said]


def test_a_study_has_a_number_of_runs_or_a_rule(refused: Callable[..., list[str]]) -> None:
    assert refused("", without="replications") == [
        "1: found no `replications` and no `rule`; exactly one of `replications` and `rule` would do"
    ]


WRONG = [
    (KN, "10: rule: found `replications` and `rule`; exactly one of `replications` and `rule` would do"),
    ("matters: 0\n", "10: matters: found 0; more than 0.0 would do"),
    ("primary: totl_cost\n", "10: primary: found `totl_cost`, which is none of the measures; `total_cost` would do"),
    (
        "primary: units_made\n",
        (
            "10: primary: found `units_made`, of which neither more nor less is better; a measure "
            "with a goal, as `total_cost` would do"
        ),
    ),
    (
        "measures: [gap_days, uptime_e1]\n",
        ("10: measures[1]: found `uptime_e1`, which is none of the measures; `uptime_e10` would do"),
    ),
    ("confidence: 100 %\n", "10: confidence: found 100 %; a share between 50 % and 100 % as `95 %` would do"),
    ("confidence: 0.3\n", "10: confidence: found 0.3; a share between 50 % and 100 % as `95 %` would do"),
    (
        "precision: {totalcost: 5 %}\n",
        ("10: precision.totalcost: found `totalcost`, which is none of the measures; `total_cost` would do"),
    ),
    (
        "precision: {total_cost: 0}\n",
        (
            "10: precision.total_cost: found 0; a half-width above 0 in the unit of the "
            "measure, or a share of the mean as `5 %` would do"
        ),
    ),
    (
        "precision: {total_cost: 120 %}\n",
        (
            "10: precision.total_cost: found 120 %; a half-width above 0 in the unit of "
            "the measure, or a share of the mean as `5 %` would do"
        ),
    ),
    (
        "floors: {stop: {measure: longest_gap, chance: 5 %}}\n",
        ("10: floors.stop: found none of `above`, `below`; exactly one of `above`, `below` would do"),
    ),
    (
        "floors: {stop: {measure: longest_gap, above: 1, below: 2, chance: 5 %}}\n",
        ("10: floors.stop: found `above` and `below`; exactly one of `above`, `below` would do"),
    ),
    (
        "floors: {stop: {measure: longest_gap, above: 1, chance: 105 %}}\n",
        (
            "10: floors.stop.chance: found 105 %; "
            "a share as `22 %`, `200 ppm` or `0.22`, from 0 to 1 (0 % to 100 %) would do"
        ),
    ),
    (
        "floors: {stop: {measure: longest_gap, above: 1, chance: 0}}\n",
        ("10: floors.stop.chance: found 0; a share between 0 and 1 as `5 %` would do"),
    ),
    (
        "floors: {stop: {measure: longest_gap, above: 1}}\n",
        ("10: floors.stop: found no `chance`; `chance` with a share between 0 and 1 as `5 %` would do"),
    ),
    (
        "floors: {stop: {measure: longst_gap, above: 1, chance: 5 %}}\n",
        ("10: floors.stop.measure: found `longst_gap`, which is none of the measures; `longest_gap` would do"),
    ),
    (
        "floors: {stop: {measure: longest_gap, over: 1, chance: 5 %}}\n",
        ("10: floors.stop.over: found an unknown key; `above` would do"),
    ),
    (
        "design: {sobol: 48}\n" + RANGE,
        ("10: design.sobol: found 48; a power of two as 32 or 64 (else out of balance) would do"),
    ),
    (
        "design: {latin_hypercube: 4, sobol: 4}\n" + RANGE,
        ("10: design: found `latin_hypercube` and `sobol`; exactly one of `latin_hypercube`, `sobol` would do"),
    ),
    ("design: {latin_hypercube: 1}\n" + RANGE, "10: design.latin_hypercube: found 1; 2 or more would do"),
    (
        "design: {latin_hypercub: 4}\n" + RANGE,
        ("10: design.latin_hypercub: found an unknown key; `latin_hypercube` would do"),
    ),
    ("design: {sobol: 8}\n", "10: design: found points without `factors`; factors, or no `design` would do"),
    (
        f"design: {{latin_hypercube: 4}}\nfactors: {{{TAU}: [20 working days, 30 working days]}}\n",
        (
            "10: design: found 4 "
            "points of factors with levels only, which go together in 2 ways; `design: full`, fewer points or a "
            "distribution "
            "would do"
        ),
    ),
    (
        RANGE,
        (
            f"10: factors.{TAU}: found a distribution, of which `design: full` takes no values; levels, or `design: "
            "{latin_hypercube: 40}` would do"
        ),
    ),
    (
        f"factors: {{{TAU}: 20 working days}}\n",
        (
            f"10: factors.{TAU}: found 20 working days; a list of levels, or a "
            "distribution as `{least: 10 days, most: 40 days}` would do"
        ),
    ),
    (
        "factors: {currency: [EUR, USD]}\n",
        ("10: factors.currency: found `currency`, which all settings have in common; another path would do"),
    ),
    (
        f"factors:\n  {TAU}: [20 working days]\n  unsure.{TAU}.times.median: [1.2]\n",
        (
            f"12: factors.unsure.{TAU}.times."
            f"median: found what is unsure of {TAU}, which a level settles; one of the two would do"
        ),
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[said.split(";")[0] for _, said in WRONG])
def test_what_a_study_asks_for_is_checked_before_anything_runs(
    refused: Callable[..., list[str]], text: str, said: str
) -> None:
    assert refused(text) == [said]


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
def test_a_distribution_is_in_the_unit_of_the_plan(refused: Callable[..., list[str]], spread: str, said: str) -> None:
    assert refused(f"design: {{sobol: 4}}\nfactors: {{{TAU}: {{{spread}}}}}\n")[0].startswith(said)


def test_a_distribution_lies_where_the_plan_has_a_quantity(refused: Callable[..., list[str]]) -> None:
    design = "design: {sobol: 4}\n"
    said = refused(design + "factors: {schedules.move.notice.contract: {least: 1 day, most: 9 days}}\n")
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
def test_an_override_is_levels_of_the_scenario(refused: Callable[..., list[str]], override: str, said: str) -> None:
    assert refused(f"overrides:\n  {override}\n") == [f"11: overrides.slow{said}"]


def test_what_an_override_sets_does_not_vary_too(refused: Callable[..., list[str]]) -> None:
    factors = "factors:\n  lines.make.ramp.tau: [20 working days]\n  lanes.buy.price: [17 EUR/piece]\n"
    override = "overrides:\n  slow:\n    lines.make.ramp.tau: 45 working days\n    lines.make.ramp: null\n"
    assert sorted(refused(factors + override)) == [
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


def test_a_study_has_a_scenario_or_several(refused: Callable[..., list[str]]) -> None:
    said = refused("scenarios: [configs/small.yaml]\n")
    assert (
        said[0] == "10: scenarios: found `scenario` and `scenarios`; exactly one of `scenario` and `scenarios` would do"
    )
    assert refused("", without="scenario") == [
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


def test_all_faults_come_at_once(refused: Callable[..., list[str]]) -> None:
    text = "primary: totl_cost\nrule: {by: kn, first: 9}\nfloors: {a: {measure: beta, chance: 5 %}}\ncontrol: sty\n"
    assert [said.partition(":")[0] for said in refused(text, without="control")] == [
        "9",
        "10",
        "10",
        "10",
        "11",
        "12",
    ]


def test_an_empty_list_of_scenarios_is_a_fault(refused: Callable[..., list[str]]) -> None:
    (fault,) = refused("scenarios: []\n", "scenario:")
    assert "scenarios: found" in fault
