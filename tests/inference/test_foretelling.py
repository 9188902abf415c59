"""Signs that foretell an event, chosen by some runs and told by the others: by hand, and false alarms by simulation."""

from math import isnan, nan, sqrt

import numpy as np
import numpy.typing as npt
import pytest

from backsource.inference import Sign, Told, forewarn
from backsource.inference.foretelling import choose, counts, fisher, foretell, worth
from backsource.streams import stream

Bools = npt.NDArray[np.bool_]
RUNS = 40
CHOOSES: Bools = np.arange(RUNS) % 2 == 0
NOTHING = np.zeros(RUNS)


def pattern(*places: int) -> Bools:
    """Seen in these runs."""
    found = np.zeros(RUNS, dtype=bool)
    found[list(places)] = True
    return found


FIRST_TWENTY = pattern(*range(20))


def test_the_lady_tasting_tea() -> None:
    """Fisher (1935): all four cups named right by luck have a chance of 1/70, three or four of 17/70."""
    assert fisher(4, 4, 0, 4) == pytest.approx(1 / 70)
    assert fisher(3, 4, 1, 4) == pytest.approx(17 / 70)
    assert fisher(1, 4, 3, 4) == pytest.approx(69 / 70)


def test_what_never_or_always_happens_is_no_question() -> None:
    assert isnan(fisher(0, 5, 0, 5))
    assert isnan(fisher(5, 5, 5, 5))
    assert isnan(fisher(3, 5, 0, 0))


def test_a_sign_that_is_always_followed_and_never_missed() -> None:
    """20 of 40 runs have both: risk 1 against 0, which is one table of C(40, 20)."""
    found = foretell(FIRST_TWENTY, FIRST_TWENTY)
    assert (found.chance.estimate, found.risk.estimate) == (0.5, 0.5)
    assert (found.seen.estimate, found.unseen.estimate, found.difference.estimate) == (1.0, 0.0, 1.0)
    assert found.p == pytest.approx(1 / 137846528820)
    assert counts(FIRST_TWENTY, pattern(0, 1, 30)) == (2, 20, 1, 20)


def test_worth_is_what_is_lost_beyond_the_others_times_how_often() -> None:
    """Seen in 2 of 5 runs, which lose 10 and 30; the others lose 5, 1 and nobody knows: 2/5 x (20 - 3)."""
    seen = np.array([True, True, False, False, False])
    assert worth(seen, np.array([10.0, 30.0, 5.0, 1.0, nan])) == pytest.approx(0.4 * 17)
    assert isnan(worth(seen, np.array([nan, nan, 5.0, 1.0, 2.0])))


def test_of_signs_that_tell_the_one_of_most_worth_is_looked_for() -> None:
    """Both follow the event exactly in the runs that choose; the later one leaves less to lose."""
    early = Sign(FIRST_TWENTY, FIRST_TWENTY, 9.0 * FIRST_TWENTY)
    late = Sign(FIRST_TWENTY, FIRST_TWENTY, 4.0 * FIRST_TWENTY)
    alike = Sign(pattern(*range(0, 40, 4), *range(1, 40, 4)), FIRST_TWENTY, 99.0 * FIRST_TWENTY)
    assert choose([alike, late, early], CHOOSES, 0.05) == 2
    assert choose([alike, late, early], CHOOSES, 1e-9) == 1  # none is enough, so the first of least p


def test_the_runs_that_tell_have_no_say_in_the_choice() -> None:
    """The first sign foretells the event in the even runs alone, the second in the odd ones alone."""
    even = CHOOSES & (np.arange(RUNS) % 4 == 0)
    odd = ~CHOOSES & (np.arange(RUNS) % 4 == 1)
    event = even | odd
    in_even = Sign(even | (~CHOOSES & (np.arange(RUNS) % 8 < 4)), event, NOTHING)
    in_odd = Sign((CHOOSES & (np.arange(RUNS) % 8 < 4)) | odd, event, NOTHING)
    (told,) = forewarn([[in_odd, in_even]], CHOOSES)
    assert isinstance(told, Told)
    assert told.place == 1
    assert told.foretold.difference.estimate == 0.0  # 5 of 10 odd runs seen, of which half, as of the others
    assert not told.holds(0.95)


def test_seldom_signs_and_signs_of_less_risk_say_nothing() -> None:
    seldom = Sign(pattern(1, 3, 5, 7, *range(0, 20, 2)), FIRST_TWENTY, NOTHING)  # 4 of the 20 that tell
    calming = Sign(~FIRST_TWENTY, FIRST_TWENTY, NOTHING)
    never = Sign(FIRST_TWENTY, pattern(), NOTHING)
    assert forewarn([[seldom], [calming], [never]], CHOOSES) == ["too few", "no more risk", "no more risk"]


def test_all_that_is_told_is_adjusted_together() -> None:
    """One perfect sign of 10 against 10 runs: p = 1 / C(20, 10); beside two that are no better than chance, times 3."""
    own = Sign(FIRST_TWENTY, FIRST_TWENTY, NOTHING)
    none = Sign(FIRST_TWENTY, pattern(0, 2, 4, 1, 21), NOTHING)
    found = forewarn([[none], [own], [none]], CHOOSES)
    assert all(isinstance(one, Told) for one in found)
    adjusted = [one.adjusted for one in found if isinstance(one, Told)]
    assert adjusted[1] == pytest.approx(3 / 184756)
    assert [one.holds(0.95) for one in found if isinstance(one, Told)] == [False, True, False]


def futures(macro: int, families: int, days: int, runs: int) -> list[list[Sign]]:
    """Milestones late on any of some days, and incidents of one run in two, with nothing to do with one another."""
    draw = stream(11, macro, "foretelling/null")
    reached = draw.gamma(2.0, 30.0, (families, runs))
    starts = np.where(draw.random(runs) < 0.5, draw.uniform(0.0, 200.0, runs), np.inf)
    lost = draw.lognormal(5.0, 1.5, runs) * np.isfinite(starts)
    looked = np.linspace(20.0, 100.0, days)
    return [[Sign(reached[f] > day, starts > day, lost * (starts > day)) for day in looked] for f in range(families)]


def test_where_nothing_foretells_anything_an_alarm_is_rare() -> None:
    """8 families on 5 days in 60 runs, 2,000 times: any false alarm in at most 5 %, at three standard errors.

    The same signs looked at in all runs, the best of each family as if it had been the only one, alarm far too often.
    """
    macros, runs = 2000, 60
    chooses = np.arange(runs) % 3 == 0
    alarms = naive = 0
    for macro in range(macros):
        families = futures(macro, 8, 5, runs)
        told = [one for one in forewarn(families, chooses) if isinstance(one, Told)]
        alarms += any(one.adjusted <= 0.05 for one in told)
        naive += macro < 200 and any(
            fisher(*counts(sign.seen, sign.event)) <= 0.05 for family in families for sign in family
        )
    assert alarms / macros <= 0.05 + 3 * sqrt(0.05 * 0.95 / macros)
    assert naive / 200 > 0.20


def test_a_sign_that_doubles_the_risk_is_found_in_enough_runs() -> None:
    """Risk 60 % against 20 % in 400 runs, of which 200 tell: power above 99 % for one sign of three families."""
    found = 0
    for macro in range(100):
        draw = stream(12, macro, "foretelling/power")
        seen = draw.random(400) < 0.4
        event = draw.random(400) < np.where(seen, 0.6, 0.2)
        others = [[Sign(draw.random(400) < 0.3, event, np.zeros(400))] for _ in range(2)]
        told = forewarn([[Sign(seen, event, np.zeros(400))], *others], np.arange(400) % 2 == 0)[0]
        found += isinstance(told, Told) and told.holds(0.95)
    assert found >= 97
