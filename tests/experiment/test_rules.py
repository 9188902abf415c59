"""What rules ask for at each look, followed through numbers whose course is worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from followed_rules import COST, Numbers, column, contest, costs, followed, swing
from scipy.stats import norm

from backsource.config.study import Floor, Relative, Rule
from backsource.errors import StudyError
from backsource.experiment.rules import Budgeted, Contested, Fixed, Precisely, Racing, TwoStages
from backsource.inference.rinott import rinott_h
from backsource.measures import Measure
from backsource.streams import stream

OWN = {"a": "t", "b": "t", "c": "t", "t": "t"}
"""A twin that is none of the arms."""
KN = Rule(by="kn", first=10, batch=5, most=200)
RUNS = costs(a=swing(100, 0), b=swing(102, 4), c=swing(200, 0), t=swing(0, 0))
"""b minus a is 6, -2, 6, ...: mean 2, variance 160/9 in the first 10; c minus a is always 100."""
NO_STOP = {"stop": Floor(measure="gap_days", above=1.0, chance=0.05)}


def racing(rule: Rule = KN, *arms: str, twins: Mapping[str, str] = OWN, **how: object) -> Racing:
    return Racing([contest(*(arms or ("a", "b", "c")), **how)], twins, rule)  # type: ignore[arg-type]


def test_a_race_drops_who_is_beaten_and_ends_where_the_last_pair_leaves_its_triangle() -> None:
    """Kim and Nelson with 3 arms, n0 = 10: eta = (20^(2/9) - 1)/2 = 0.47294, h^2 = 18 eta = 8.5130.

    b against a: W = h^2 S^2 / 2 delta = 8.5130 x 17.778 / 2 = 75.67; the sum of differences is 2r + 4 after an odd r,
    2r after an even one, and passes 75.67 - r/2 first at r = 29 (62 > 61.17). c is out at the first look.
    """
    looks = followed(racing(), RUNS, OWN)
    assert column(looks, "a") == column(looks, "b") == [10, 15, 20, 25, 30]
    assert column(looks, "c") == [10] * 5


def test_twins_run_as_often_as_the_arm_that_is_run_most() -> None:
    assert column(followed(racing(), RUNS, OWN), "t") == [10, 15, 20, 25, 30]
    dropped = {"a": "c", "b": "c", "c": "c"}
    assert column(followed(racing(twins=dropped), RUNS, dropped), "c") == [10, 15, 20, 25, 30]


def test_arms_beside_the_choice_run_as_often_as_the_one_that_is_run_most() -> None:
    rule = Racing([contest("a", "b", "c")], {**OWN, "d": "t"}, KN, ("d",))
    looks = followed(rule, {**RUNS, **costs(d=swing(0, 9))}, {**OWN, "d": "t"})
    assert column(looks, "d") == [10, 15, 20, 25, 30]


def test_a_race_is_stopped_at_its_cap_and_goes_on_from_there_where_the_cap_is_raised() -> None:
    """Looks fall on 10, 15, 20, ... whatever the cap was before."""
    capped = followed(racing(KN.model_copy(update={"most": 22})), RUNS, OWN)
    assert column(capped, "a") == [10, 15, 20, 22]
    on = racing().ask(Numbers(RUNS, capped[-1]))
    assert (on["a"], on["b"], on["c"]) == (25, 25, 10)
    first_stage = followed(racing(KN.model_copy(update={"most": 4})), RUNS, OWN)
    assert column(first_stage, "a") == [10]


@pytest.mark.parametrize("batch", [1, 7, 40])
def test_the_batch_changes_no_decision(batch: int) -> None:
    """The race ends after 29; what is asked for is the first look at or after it."""
    looks = followed(racing(KN.model_copy(update={"batch": batch})), RUNS, OWN)
    assert looks[-1]["a"] == 10 + batch * -(-19 // batch)
    assert looks[-1]["c"] == 10


def test_settings_race_by_themselves() -> None:
    """The race of d and e is over at once; the other one does not hear of it."""
    twins = {**OWN, "d": "u", "e": "u"}
    rule = Racing([contest("a", "b", "c"), contest("d", "e")], twins, KN)
    looks = followed(rule, {**RUNS, **costs(d=swing(1, 0), e=swing(50, 0), u=swing(0, 0))}, twins)
    assert column(looks, "a") == [10, 15, 20, 25, 30]
    assert column(looks, "d") == column(looks, "e") == column(looks, "u") == [10] * 5


def with_gaps(**gaps: float) -> dict[str, dict[str, np.ndarray]]:
    """The same costs, and the longest gap of each arm."""
    return {arm: {**own, "gap_days": np.full(3000, gaps.get(arm, 0.0))} for arm, own in RUNS.items()}


def test_an_arm_that_breaks_a_floor_is_out_at_the_first_look() -> None:
    """a, the cheapest, stops in every future; b has beaten c at once, but may say so only once its floor is known."""
    looks = followed(racing(floors=NO_STOP), with_gaps(a=2.0), OWN)
    assert looks[-1]["a"] == 10
    assert looks[-1]["b"] == looks[-1]["c"] > 10


def test_a_race_within_floors_lasts_until_the_floor_of_its_winner_is_known() -> None:
    """No stop seen in n futures: Wilson's upper limit is z^2 / (n + z^2), below 5 % from n = 19 z^2 on.

    z belongs to the error of look j: 0.05 x 1/2 / (3 arms x 1 floor) / (j (j + 1)).
    """
    pace = KN.model_copy(update={"first": 20, "batch": 20, "most": 2000})
    looks = followed(racing(pace, floors=NO_STOP), with_gaps(), OWN)
    error = 0.025 / 3
    known = next(j for j in range(1, 99) if 19 * norm.isf(error / (j * (j + 1))) ** 2 <= 20 * j)
    assert column(looks, "a") == list(range(20, 20 * known + 1, 20))
    assert known > 10


def test_measures_that_are_no_money_are_raced_by_means_of_25_runs() -> None:
    """The first stage is 10 means; looks after whole means; a cap of 260 in the middle of one is one of 250."""
    assert column(followed(racing(money=False), RUNS, OWN), "a") == [250]
    close = costs(a=swing(100, 0), b=swing(100, 0) + np.repeat(swing(0.1, 4, 120), 25), t=swing(0, 0))
    twins = {"a": "t", "b": "t"}
    capped = racing(KN.model_copy(update={"most": 310}), "a", "b", twins=twins, money=False)
    assert column(followed(capped, close, twins), "a") == [250, 275, 300]


def test_a_race_asks_the_same_whatever_was_seen_before_and_in_however_many_steps() -> None:
    """Its asks are a function of the numbers that are there."""
    luck = stream(3, 0, "luck")
    runs = costs(**{arm: luck.normal(mean, 5, 3000) for arm, mean in zip("abct", (10, 10.8, 12, 0), strict=True)})
    looks = followed(racing(), runs, OWN)
    assert len(looks) > 3
    for before, after in pairwise(looks):
        assert {arm: racing().ask(Numbers(runs, before))[arm] for arm in "abct"} == after
    assert {**looks[-1]} == dict(racing().ask(Numbers(runs, looks[-1])))


def test_rinott_asks_once_for_what_the_first_stage_says() -> None:
    """N = (h S / delta)^2: S^2 is 0 under a and c, 160/9 under b."""
    rule = TwoStages([contest("a", "b", "c")], OWN, Rule(by="rinott", first=10, most=2000))
    needed = int(np.ceil(rinott_h(3, 10, 0.95) ** 2 * 160 / 9))
    looks = followed(rule, RUNS, OWN)
    assert [looks[0][arm] for arm in "abct"] == [10, 10, 10, 10]
    assert [looks[1][arm] for arm in "abct"] == [10, needed, 10, needed]
    assert len(looks) == 2
    capped = replace(rule, rule=Rule(by="rinott", first=10, most=40))
    assert column(followed(capped, RUNS, OWN), "b") == [10, 40]


def test_a_budget_is_spent_to_the_last_run_and_goes_where_it_tells_most() -> None:
    """Two arms: Chen and others' shares are as their deviations, here 3 to 1."""
    runs, twins = costs(a=swing(100, 3), b=swing(101, 1), t=swing(0, 0)), {"a": "t", "b": "t"}
    rule = Budgeted([contest("a", "b")], twins, Rule(by="ocba", first=10, batch=7, total=400))
    looks = followed(rule, runs, twins)
    spent = [look["a"] + look["b"] for look in looks]
    assert spent == [20, *range(27, 400, 7), 400]
    assert looks[-1]["a"] == pytest.approx(300, abs=3)
    assert column(looks, "t") == column(looks, "a")


def test_a_budget_is_shared_by_settings_and_refused_at_once_where_it_makes_no_first_stage() -> None:
    twins = {"a": "a", "b": "a", "c": "c", "d": "c"}
    runs = costs(a=swing(1, 1), b=swing(2, 1), c=swing(1, 1), d=swing(2, 1))
    rule = Budgeted([contest("a", "b"), contest("c", "d")], twins, Rule(by="ocba", first=10, batch=7, total=100))
    last = followed(rule, runs, twins)[-1]
    assert (last["a"] + last["b"], last["c"] + last["d"]) == (50, 50)
    poor = replace(rule, rule=Rule(by="ocba", first=10, batch=7, total=39))
    with pytest.raises(StudyError, match="total of 39 runs; 40 or more for a first stage of 10 would do"):
        poor.ask(Numbers(runs, dict.fromkeys("abcd", 0)))


def precisely(rule: Rule, **precision: float | Relative) -> Precisely:
    return Precisely([contest("a", "b")], {"a": "t", "b": "t"}, rule, (), precision)


def test_futures_are_added_until_all_half_widths_have_stayed_small_for_five_more() -> None:
    """Swings of 1: the half-width is t(n - 1, 97.5 %) / sqrt(n - 1) after an even n: 0.75, 0.57 and 0.48 at 10, 15, 20.

    0.5 is asked, so the look at 20 is the first that may do, and it is known to have held after 25.
    """
    runs = costs(a=swing(100, 0), b=swing(10, 1), t=swing(0, 0))
    rule = precisely(Rule(by="precision", first=10, batch=5), total_cost=0.5)
    looks = followed(rule, runs, {"a": "t", "b": "t"})
    assert column(looks, "a") == column(looks, "b") == column(looks, "t") == [10, 20, 25]
    assert rule.reached(rule.contests[0], Numbers(runs, looks[-1])).reached == 20
    relative = precisely(Rule(by="precision", first=10, batch=5), total_cost=Relative(0.5 / 9.5))
    assert column(followed(relative, runs, {"a": "t", "b": "t"}), "a") == [10, 20, 25]  # 0.5 of 10: 5.26 / 105.26 %


def test_a_precision_out_of_reach_ends_at_the_cap() -> None:
    runs = costs(a=swing(100, 0), b=swing(10, 100), t=swing(0, 0))
    rule = precisely(Rule(by="precision", first=10, batch=20, most=44), total_cost=0.5)
    looks = followed(rule, runs, {"a": "t", "b": "t"})
    assert column(looks, "b")[-1] == 44
    assert rule.reached(rule.contests[0], Numbers(runs, looks[-1])).reached is None


def every(rule: Rule) -> list[Contested]:
    one, precision = contest("a", "b"), {"total_cost": 1.0, "otif": Relative(0.05)}
    return [kind([one], {}, rule) for kind in (Racing, TwoStages, Budgeted)] + [
        Precisely([one], {}, rule, (), precision)
    ]


def test_the_words_of_a_rule_leave_out_its_cap_and_say_all_on_which_its_course_depends() -> None:
    base = Rule(by="kn", first=20, batch=20, most=100, total=900)
    raised = every(base.model_copy(update={"most": 5000}))
    assert [rule.words for rule in every(base)] == [rule.words for rule in raised]
    assert len({rule.words for rule in every(base)}) == 4
    assert every(base)[3].words == (
        "precision first=20 batch=20 [total_cost:1.0,otif:5 %] confidence=0.95 by total_cost"
    )
    for key, kinds in (("first", 4), ("batch", 3), ("total", 1)):
        other = every(base.model_copy(update={key: 30}))
        assert sum(one.words != two.words for one, two in zip(every(base), other, strict=True)) == kinds


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"measure": Measure("units_short", "units", "", "", "min")}, 5),
        ({"confidence": 0.9}, 3),
        ({"floors": tuple(NO_STOP.items())}, 5),
        ({"matters": 2.0}, 2),
    ],
)
def test_what_a_guarantee_rests_on_is_in_the_words(change: dict[str, object], kinds: int) -> None:
    """What matters decides the course of a race and of two stages, confidence that of a precision, too.

    Intervals from a fixed number hold whatever matters, and hold those of a lower confidence.
    """
    from backsource.experiment.rules.contested import asked_of

    one = contest("a", "b")
    other = replace(one, **change)  # type: ignore[arg-type]
    words = [rule.words for rule in every(KN)] + [Fixed(9, (), asked_of(one)).words]
    changed = [replace(rule, contests=[other]).words for rule in every(KN)] + [Fixed(9, (), asked_of(other)).words]
    assert sum(before != after for before, after in zip(words, changed, strict=True)) == kinds


def test_rules_that_need_what_matters_say_so_where_nobody_has_said() -> None:
    for rule in (racing(matters=None), TwoStages([contest("a", "b", "c", matters=None)], OWN, KN)):
        with pytest.raises(StudyError, match="`backsource budget` proposes one"):
            rule.ask(Numbers(RUNS, dict.fromkeys("abct", 10)))


def test_a_missing_value_is_refused_by_rules_that_need_one_of_every_run() -> None:
    holed = costs(a=swing(100, 0), b=np.where(np.arange(3000) == 7, np.nan, 1.0), c=swing(1, 1), t=swing(0, 0))
    with pytest.raises(StudyError, match=f"{COST.name} has no value in replication 7 of b"):
        racing().ask(Numbers(holed, dict.fromkeys("abct", 10)))
