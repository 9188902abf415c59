"""Studies with one thing wrong each: refused before anything runs, with what was found and what would do."""

from collections.abc import Callable

import pytest
from tests.config.conftest import KN, RANGE, TAU

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
def test_a_rule_has_what_it_needs_and_nothing_else(
    refused_study: Callable[..., list[str]], text: str, said: str
) -> None:
    assert refused_study(text, without="replications") == [said]


def test_a_study_has_a_number_of_runs_or_a_rule(refused_study: Callable[..., list[str]]) -> None:
    assert refused_study("", without="replications") == [
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
    refused_study: Callable[..., list[str]], text: str, said: str
) -> None:
    assert refused_study(text) == [said]
