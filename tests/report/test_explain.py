"""A difference in parts: which are claimed, how weeks are joined, where most of it arises, what is said."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from math import isnan
from pathlib import Path

import numpy as np
import pytest

from backsource.measures import FAMILIES, LINES, RESIDUAL, SHORTAGE, WeeklyParts
from backsource.report.explain import GROUPS, Explanation, explanation
from backsource.report.explain_figures import draw
from backsource.report.explain_steps import BEFORE, MOST, spans_of, stretches
from backsource.report.explain_text import as_plain, lines, weekly_rows
from backsource.report.explain_words import answer, notes, short_answer, when

Floats = np.typing.NDArray[np.float64]
START = date(2026, 1, 5)


def day(number: int) -> date:
    return START + timedelta(days=number)


def parts(futures: int, weeks: int, cost: Mapping[str, Floats], short: Mapping[str, Floats]) -> WeeklyParts:
    """Parts of one schedule; lines and causes that are not named are 0, late units cost 2 each."""
    nothing = np.zeros((futures, weeks))
    late = {name: 2 * short[name].sum(axis=1) if name in short else np.zeros(futures) for name in SHORTAGE}
    return WeeklyParts(
        np.arange(0.0, 7.0 * weeks, 7.0),
        {line: cost.get(line, nothing) for line in LINES},
        {family: short.get(family, nothing) for family in (*FAMILIES, RESIDUAL)},
        late,
    )


def explained(own: WeeklyParts, other: WeeklyParts, names: tuple[str, str] = ("new", "old")) -> Explanation:
    window = START, day(7 * len(own.day) - 1)
    return explanation("study", names, own, other, start=START, window=window, currency="EUR", unit="piece")


def spread(futures: int, mean: float, sd: float, weeks: int = 4, week: int = 1) -> Floats:
    """Values of this mean and standard deviation (divided by n - 1), all in one week."""
    found = np.zeros((futures, weeks))
    values = np.linspace(-1, 1, futures)
    found[:, week] = mean + values * sd / values.std(ddof=1)
    return found


def test_every_line_belongs_to_one_group() -> None:
    assert sorted(line for group in GROUPS.values() for line in group) == sorted(LINES)


def test_a_part_has_students_limits_and_is_claimed_with_its_table() -> None:
    """Mean 100, sd 50, n = 25: t(24, 97.5 %) = 2.0639, so 100 -+ 20.64; the same for the sum."""
    own, other = (parts(25, 4, {"purchase": values}, {}) for values in (spread(25, 100, 50), np.zeros((25, 4))))
    found = explained(own, other)
    (line,) = found.lines
    assert (line.difference.low, line.difference.high) == pytest.approx((79.361, 120.639), abs=1e-3)
    assert line.sure
    assert found.cost.difference.mean == pytest.approx(100)
    (step,) = found.steps
    assert (step.stretch.first, step.main) == (day(7), "buying")


def test_what_is_not_sure_among_many_is_not_claimed() -> None:
    """Each part has t = 2.2 with 24 degrees of freedom, p = 0.038: alone below 5 %, as one of six not."""
    six = ("purchase", "freight", "material", "variable", "fixed", "holding")
    one = spread(25, 2.2, 5.0)
    other = parts(25, 4, {}, {})
    alone = explained(parts(25, 4, {"purchase": one}, {}), other)
    among = explained(parts(25, 4, dict.fromkeys(six, one), {}), other)
    assert alone.lines[0].difference.p_value == pytest.approx(0.0377, abs=5e-4)
    assert alone.lines[0].sure
    assert not any(line.sure for line in among.lines)
    assert "2.2 EUR more" in answer(alone)


def test_a_part_that_differs_in_few_futures_has_wider_limits_and_no_claim() -> None:
    own = np.zeros((40, 4))
    own[:2, 1] = 500.0
    found = explained(parts(40, 4, {}, {"ramp": own}), parts(40, 4, {}, {}))
    (cause,) = found.causes
    assert cause.difference.low <= 0 < 500 * 2 / 40 < cause.difference.high
    assert not cause.sure
    assert any("fewer than 10 futures" in note and "ramp" in note for note in notes(found))


def rare(futures: int, events: int, size: float, weeks: int = 4) -> Floats:
    """Values of this size in some of the futures, and 0 in the others."""
    found = np.zeros((futures, weeks))
    found[:events, 1] = size
    return found


def test_what_a_few_futures_more_may_turn_is_not_claimed() -> None:
    """100 less in each of 50 futures, but 1000 more in two: -60 on the mean, of which Student's limits are sure.

    Two rare futures more would leave -20, three 0: the tail is not known from so few.
    """
    own, other = (
        parts(50, 4, {"purchase": values}, {}) for values in (rare(50, 2, 1000.0), rare(50, 50, 100.0))
    )  # fmt: skip
    (line,) = explained(own, other).lines
    assert line.difference.high < 0
    assert line.difference.p_holm < 0.05
    assert line.turns
    assert not line.sure
    assert any("skewed" in note and "purchase" in note for note in notes(explained(own, other)))


def test_a_tail_that_stays_on_the_side_of_the_mean_is_claimed() -> None:
    """100 less in each of 50 futures, but in two of them only 40 less: no more of these turn anything."""
    own, other = (parts(50, 4, {"purchase": values}, {}) for values in (rare(50, 2, 60.0), rare(50, 50, 100.0)))
    (line,) = explained(own, other).lines
    assert (line.turns, line.sure) == (False, True)


def test_a_long_tail_on_the_side_of_the_mean_is_claimed() -> None:
    """More or as much in every future, as shortage cost against none: more such futures only make it more."""
    own, other = (parts(50, 4, {"purchase": values}, {}) for values in (rare(50, 12, 1000.0), np.zeros((50, 4))))
    (line,) = explained(own, other).lines
    assert (line.turns, line.sure) == (False, True)


def test_below_five_futures_no_limits_are_told() -> None:
    found = explained(parts(4, 4, {"purchase": spread(4, 100, 5)}, {}), parts(4, 4, {}, {}))
    assert isnan(found.cost.difference.low)
    assert not found.lines[0].sure
    assert (
        answer(found) == "new costs 100 EUR more than old (4 futures are too few for limits): 100 EUR more for buying."
    )
    assert "4 futures are too few for limits" in notes(found)[0]
    assert "[" not in "".join(lines(found, "", "")).replace("[95 %]", "")


def test_the_sentence_says_which_way_why_and_of_what() -> None:
    short = {"not_qualified": spread(10, -800, 80), "ramp": spread(10, -200, 20)}
    cost = {"shortage": 2 * (short["not_qualified"] + short["ramp"]), "payments": spread(10, 500, 5, week=2)}
    found = explained(parts(10, 4, cost, short), parts(10, 4, {}, {}), ("gated", "big-bang"))
    said = answer(found)
    assert said.startswith("gated costs 1.5 k EUR less than big-bang [")
    assert said.endswith(
        "and less in 100 % of 10 futures: 2 k EUR less for shortage (of it 80 % not qualified), "
        "500 more for leaving the supplier."
    )
    told = short_answer(found)
    assert told.startswith("gated leaves 1 k units fewer short than big-bang")
    assert told.endswith(": 800 fewer not qualified, 200 fewer ramp.")
    assert when(found) == (
        f"most of it falls into {day(7)} to {day(13)}: 2 k EUR less, and 500 EUR more in all other weeks."
    )


def test_turned_round_every_sign_turns() -> None:
    own = parts(10, 4, {"purchase": spread(10, 70, 7)}, {"ramp": spread(10, 5, 1)})
    other = parts(10, 4, {"material": spread(10, 20, 2)}, {})
    there, back = explained(own, other), explained(other, own, ("old", "new"))
    for here, turned in zip((*there.lines, *there.causes), (*back.lines, *back.causes), strict=True):
        assert here.difference.mean == -turned.difference.mean
        assert (here.difference.low, here.difference.high) == (-turned.difference.high, -turned.difference.low)
    assert "more than old" in answer(there)
    assert "less than new" in answer(back)


def test_schedules_that_are_the_same_say_so_and_are_drawn(tmp_path: Path) -> None:
    same = parts(6, 4, {"purchase": spread(6, 100, 9)}, {})
    found = explained(same, same)
    assert answer(found) == "new costs as much as old in all 6 futures."
    assert short_answer(found) == "neither schedule leaves a unit short."
    assert when(found) == "no week differs in cost."
    assert {path.name for path in draw(found, tmp_path)} == {
        f"explain-{name}.{kind}" for name in ("cost", "weeks") for kind in ("svg", "png")
    }


def test_what_is_nothing_in_both_is_left_out_and_said() -> None:
    found = explained(parts(6, 4, {"capex": spread(6, 9, 1)}, {}), parts(6, 4, {}, {}))
    assert [part.name for part in found.lines] == ["capex"]
    assert len(found.left_out) == len(LINES) - 1 + len(FAMILIES) + 1
    assert any(note.startswith("left out, 0 in both: ") for note in notes(found))


def test_few_weeks_stand_for_themselves() -> None:
    found = stretches(np.arange(0.0, 70.0, 7.0), START, (START, day(65)), [])
    assert [one.weeks for one in found] == [slice(week, week + 1) for week in range(10)]
    assert (found[-1].first, found[-1].last) == (day(63), day(65))


def test_many_weeks_are_joined_between_events_and_at_the_finest_calendar_that_fits() -> None:
    """100 weeks hold 23 months and 8 quarters; 18 March 2026 is the week from the 16th, day 70 of the year."""
    days = np.arange(0.0, 700.0, 7.0)
    found = stretches(days, START, (START, day(699)), [date(2026, 3, 18)])
    assert len(found) <= MOST
    firsts = [one.first for one in found]
    assert date(2026, 3, 16) in firsts
    assert date(2026, 4, 6) in firsts, "the first week that begins in the second quarter"
    assert date(2026, 5, 4) not in firsts
    weeks = np.concatenate([np.arange(one.weeks.start, one.weeks.stop) for one in found])
    assert weeks.tolist() == list(range(100))


def test_more_events_than_rows_leave_the_calendar_alone() -> None:
    days = np.arange(0.0, 700.0, 7.0)
    found = stretches(days, START, (START, day(699)), [day(14 * number) for number in range(40)])
    assert [one.first for one in found[1:3]] == [date(2026, 4, 6), date(2026, 7, 6)]


def test_weeks_before_the_window_are_one_stretch() -> None:
    found = stretches(np.arange(0.0, 42.0, 7.0), START, (day(16), day(41)), [])
    assert (found[0].name, found[0].weeks) == (BEFORE, slice(0, 2))
    assert [one.first for one in found[1:]] == [day(16), day(21), day(28), day(35)]


@pytest.mark.parametrize(
    ("weekly", "spans"),
    [
        ([0, 1, 8, 1, 0], [(2, 2, 8.0, 0.8)]),
        ([0, -3, -4, -3, 0], [(1, 3, -10.0, 1.0)]),
        ([5, 5, -1, -10, 0], [(0, 1, 10.0, 1.0), (3, 3, -10.0, 10 / 11)]),
        ([0, 0, 0], []),
    ],
)
def test_where_most_arises_is_the_shortest_run_of_weeks_with_eighty_percent(
    weekly: list[float], spans: list[tuple[int, int, float, float]]
) -> None:
    days = np.arange(len(weekly)) * 7.0
    found = spans_of(np.array(weekly, dtype=float), days, START, (START, day(7 * len(weekly) - 1)))
    assert [(one.first, one.last, one.difference, pytest.approx(one.share)) for one in found] == [
        (day(7 * first), day(7 * last + 6), part, share) for first, last, part, share in spans
    ]
    assert [one.one_way for one in found] == [len(spans) == 1] * len(spans)


def full(names: tuple[str, str]) -> Explanation:
    """Every line and cause, over two years, in amounts of many sizes."""
    sizes = 10.0 ** np.linspace(0, 7, len(LINES))
    cost = {
        line: spread(12, size, size / 2, 110, 5 * n) for n, (line, size) in enumerate(zip(LINES, sizes, strict=True))
    }
    short = {name: spread(12, 10.0**n, 10.0**n, 110, 8 * n) for n, name in enumerate((*FAMILIES, RESIDUAL)[:8])}
    return explained(parts(12, 110, cost, short), parts(12, 110, {"purchase": spread(12, 5e6, 3e6, 110)}, {}), names)


@pytest.mark.parametrize(
    "names", [("new", "old"), ("gated [decided every 4 weeks, standby 2 kEUR/week, tau 15 working days]",
                               "gated [decided every 2 weeks, standby 2 kEUR/week, tau 15 working days]")]
)  # fmt: skip
def test_text_is_at_most_eighty_columns_wide_and_sums_stand_below(names: tuple[str, str]) -> None:
    text = lines(full(names), "all runs are the same", "not checked")
    assert max(map(len, text)) <= 80
    headings = [line for line in text if line.startswith(("Ledger lines: ", "Causes: ", "Weeks: "))]
    assert len(headings) == 3
    assert all(names[0].split()[0] in heading for heading in headings)
    assert len([line for line in text if re.match(r"  (total cost|sum) ", line)]) == 3


def test_weeks_of_the_csv_add_up_to_the_difference() -> None:
    found = full(("new", "old"))
    head, rows = weekly_rows(found)
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    assert sum(map(float, map(str, columns["cost"]))) == pytest.approx(found.cost.difference.mean)
    assert sum(map(float, map(str, columns["short"]))) == pytest.approx(found.short.difference.mean)
    plain = as_plain(found)
    assert plain["minus"] == ["new", "old"]
    assert sum(part["difference"] for part in plain["lines"]) == pytest.approx(plain["cost"]["difference"])


def test_names_with_levels_are_drawn(tmp_path: Path) -> None:
    name = "gated [decided every 4 weeks, standby 2 kEUR/week, tau 15 working days]"
    own = parts(6, 4, {"shortage": spread(6, 10, 1)}, {"ramp": spread(6, 5, 1)})
    drawn = draw(explained(own, parts(6, 4, {}, {}), (name, name.replace("4", "2"))), tmp_path)
    assert len(drawn) == 6
