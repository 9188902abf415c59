"""The comparison: who is best, what is told apart, and what the planner reads."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from backsource.errors import StudyError
from backsource.inference import Choice, Corners, Ends, Naming, choose, paired, two_level
from backsource.measures import Measure
from backsource.report import compare, terminal
from backsource.report.answer import answer, spans, sure
from backsource.report.plain import as_plain
from backsource.report.samples import samples_of, values_of
from backsource.report.trade_off import weighed
from backsource.streams import stream

COST = Measure("total_cost", "EUR", "", "", "min")
SHORT = Measure("units_short", "units", "", "", "min")
GAPS = Measure("gap_days", "working days", "", "", "min")
START = date(2026, 1, 5)
HISTORY = "not checked against history: the scenario has changed since its backcast over 2025-01-01..2025-12-31"


def a_table(**costs: list[float]) -> pd.DataFrame:
    """Runs with these costs; the other measures are 0, the exit is planned for day 190 and comes on day 200."""
    rows = [
        {"schedule": name, "replication": number, "total_cost": cost, "units_short": 0.0, "gap_days": 0.0,
         "attributable_units_short": 0.0, "exit_planned": 190.0, "exit_day": 200.0, "exit_on_schedule": 0.0}
        for name, column in costs.items() for number, cost in enumerate(column)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def compared(runs: pd.DataFrame, control: str = "stay", matters: float | None = None):  # noqa: ANN201
    names = list(dict.fromkeys(runs["schedule"]))
    return compare(runs, names, control, [COST, SHORT, GAPS], matters, "study", chosen(runs, COST, matters))


def chosen(runs: pd.DataFrame, measure: Measure, matters: float | None = None) -> Choice | None:
    """The choice by one measure; none with fewer than 5 futures."""
    names = list(dict.fromkeys(runs["schedule"]))
    samples = np.column_stack([values_of(runs, name, measure.name) for name in names])
    if len(samples) < 5:
        return None
    naming = Naming(names, measure.name.replace("_", " "), measure.unit, "schedules")
    return choose(samples, goal="max" if measure.goal == "max" else "min", matters=matters, naming=naming)


# Law, Simulation Modeling and Analysis, chapter 10: (20,40) against (20,80), five paired replications.
LAW_1 = [126.97, 124.31, 126.68, 122.66, 127.23]
LAW_2 = [118.21, 120.22, 122.45, 122.68, 119.40]


def test_the_paired_difference_is_that_of_law() -> None:
    """Mean 4.98 and estimated variance of the mean 2.44; t(4, .975) = 2.776 gives 4.98 -+ 4.34."""
    found = compared(a_table(stay=LAW_2, other=LAW_1))
    row = next(row for row in found.rows if row.schedule == "other")
    assert row.difference is not None
    assert row.difference.mean == pytest.approx(4.98, abs=0.005)
    assert (row.difference.low, row.difference.high) == pytest.approx((0.64, 9.32), abs=0.02)
    assert row.verdict == "worse"
    assert found.best == "stay"


def test_pairing_goes_by_replication_not_by_row() -> None:
    runs = a_table(stay=LAW_2, other=LAW_1)
    shuffled = runs.sample(frac=1.0, random_state=3)
    assert compared(shuffled).row("other").difference == compared(runs).row("other").difference


def test_a_clear_winner_is_picked() -> None:
    found = compared(
        a_table(stay=[10.0, 11, 12, 13, 14], steps=[8.0, 9.1, 10, 11.1, 12], jump=[20.0, 21, 22, 23.5, 24])
    )
    assert (found.best, found.picked, found.rivals) == ("steps", "steps", ())
    assert answer(found) == "pick steps. It beats stay in 100 % of futures."
    assert sure(found) == (
        "guarantee met: steps has the lowest expected total cost among the schedules, with probability >= 95 %."
    )


def test_what_cannot_be_told_apart_is_said_so() -> None:
    found = compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[9.0, 12, 11, 14, 13], jump=[30.0, 31, 32, 33.5, 34]))
    assert (found.best, found.picked, found.rivals) == ("steps", None, ("stay",))
    text = answer(found)
    assert text.startswith("unresolved after 5 futures: steps leads, but stay may be better; steps is at most")
    assert "jump is behind." in text
    assert sure(found).startswith("guarantee none: these runs do not decide")
    assert next(row.verdict for row in found.rows if row.schedule == "steps") == "not separable"


def test_a_difference_smaller_than_what_matters_is_none() -> None:
    found = compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[10.1, 11.0, 12.1, 13.0, 14.1]), matters=1.0)
    assert found.best == "stay"
    assert next(row.verdict for row in found.rows if row.schedule == "steps") == "same"


def test_schedules_that_have_not_differed_yet_are_not_called_the_same() -> None:
    """Six futures without a stop say that fewer than 3 / 6 of futures have one, and nothing of the mean."""
    found = compared(a_table(stay=[0.0] * 6, steps=[0.0] * 6), matters=5.0)
    assert found.row("steps").verdict == "none seen"
    assert answer(found).startswith(
        "pick stay; no difference from steps was seen in 6 futures: there may be one in up to 50 % of them."
    )
    assert "+0 EUR; [+0, +0] over runs" in spans(found)


def test_no_interval_is_told_of_fewer_than_five_futures() -> None:
    """Four differences of about -1 are far from 0 by Student's limits; they are too few to say so."""
    runs = a_table(stay=[10.0, 11, 12, 13], steps=[9.0, 10.1, 11, 12.1])
    row = compared(runs).row("steps")
    assert row.difference is not None
    assert np.isnan([row.difference.low, row.difference.high, row.difference.p_holm]).all()
    assert (row.verdict, row.difference.mean) == ("too few runs", pytest.approx(-0.95))
    text = "\n".join(terminal.lines(compared(runs), START, HISTORY))
    assert "[none] too few runs" in text
    assert compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[9.0, 10.1, 11, 12.1, 13])).row("steps").verdict == (
        "better"
    )


def test_more_is_better_where_the_goal_says_so() -> None:
    runs = a_table(stay=[10.0, 11, 12, 13, 14], steps=[20.0, 21, 22.5, 23, 24]).rename(columns={"total_cost": "beta"})
    found = compare(runs, ["stay", "steps"], "stay", [Measure("beta", "share", "", "", "max")], None, "s")
    assert found.best == "steps"
    assert found.rows[0].verdict == "better"


def test_a_primary_measure_without_values_is_an_error() -> None:
    with pytest.raises(StudyError, match="total_cost has no value under steps"):
        compared(a_table(stay=[1.0, 2.0], steps=[np.nan, np.nan]))


def test_one_schedule_alone_has_nothing_to_be_compared_with() -> None:
    assert "nothing to compare" in answer(compared(a_table(stay=[1.0, 2.0])))


@pytest.mark.parametrize(("count", "most"), [(1, 28), (3, 28), (12, 40), (40, 40)])
def test_the_table_fits_a_terminal(count: int, most: int) -> None:
    columns = {f"a-schedule-with-a-long-name-{n}": list(np.linspace(1, 2, 6) * 10 ** (n % 9)) for n in range(count)}
    columns = {"stay": [1e6, 2e6, 3e6, 4e6, 5e6, 6e6], **columns}
    text = terminal.lines(compared(a_table(**columns)), START, HISTORY)
    assert max(len(line) for line in text) <= 80
    assert len(text) <= most


def test_an_exit_that_never_comes_is_kept_in_its_quantiles() -> None:
    """Day 200 after 5 January 2026 is 24 July; of ten futures two never leave, so nine of ten is never reached."""
    runs = a_table(stay=list(np.arange(10.0)), steps=[*np.arange(8.0) - 1, 10.0, 12.0])
    runs.loc[(runs["schedule"] == "steps") & (runs["replication"] >= 8), "exit_day"] = np.nan
    runs.loc[runs["schedule"] == "stay", ["exit_planned", "exit_day", "exit_on_schedule"]] = np.nan
    runs.loc[runs["schedule"] == "steps", "attributable_units_short"] = [-20.0, *[0.0] * 6, 20.0, 100.0, 200.0]
    found = compared(runs)
    rows = {row.schedule: row for row in found.rows}
    assert rows["stay"].leaving is None
    left = rows["steps"].leaving
    assert left is not None
    assert (left.middle.estimate, left.late.estimate, left.never, left.on_schedule) == (200.0, np.inf, 0.2, 0.0)
    (line,) = (
        line for line in terminal.lines(found, START, HISTORY) if line.startswith("  steps ") and "never" in line
    )
    assert line.split("  ")[1] == "steps"
    assert line.split()[1:] == ["80", "%", "20", "%", "30", "30", "%", "2026-07-24", "never", "20", "%", "0", "%"]
    assert rows["steps"].caused_in.better == 0.1


def test_an_arm_with_levels_stands_on_a_line_of_its_own() -> None:
    slow, fast = (
        "steps [decided every 4 weeks, over 5 working days]",
        "steps [decided every 1 week, over 5 working days]",
    )
    runs = a_table(**{"stay": [10.0, 11, 12, 13, 14], slow: [8.0, 9.1, 10, 11.1, 12], fast: [9.0, 10.1, 11, 12.1, 13]})
    text = terminal.lines(compared(runs), START, HISTORY)
    place = text.index(f"* 1 {slow}")
    assert "better" in text[place + 1]
    assert text[place + 2] == f"  2 {fast}"
    assert max(len(line) for line in text) <= 80


def test_the_levels_of_a_setting_stand_in_the_heading_and_not_in_every_name() -> None:
    around = "standby 2 kEUR/week"
    runs = a_table(**{f"stay [{around}]": [1.0, 2, 3], f"steps [over 5 days, {around}]": [2.0, 3, 4.5]})
    names = list(dict.fromkeys(runs["schedule"]))
    found = compare(runs, names, names[0], [COST, SHORT, GAPS], None, f"study [{around}]")
    text = terminal.lines(found, START, HISTORY)
    assert text[0].startswith(f"study [{around}] · 2 schedules")
    assert sum(around in line for line in text) == 1
    assert any(line.startswith("* stay ") for line in text)
    assert "  2 steps [over 5 days]" in text


def test_differences_are_drawn_of_measures_that_the_control_has() -> None:
    """The bank of a schedule is compared with nothing where the control has none."""
    from backsource.report.figures import differences_of

    runs = a_table(stay=[1.0, 2, 3], jump=[2.0, 4, 6])
    runs["bank_needed"] = [np.nan] * 3 + [5.0, 6.0, 7.0]
    measures = [COST, Measure("bank_needed", "units", "", "", "none"), SHORT]
    found = differences_of(runs, "stay", ["jump"], measures)
    assert [measure.name for measure in found] == ["total_cost", "units_short"]
    np.testing.assert_array_equal(found[COST]["jump"], [1.0, 2.0, 3.0])


def test_the_text_tells_what_a_pick_costs_where_there_is_room_and_json_always() -> None:
    """Jump is four better than steps in two of eight futures, too few for limits of by how much."""
    steps = [10.0, 11, 12, 13, 14, 15, 16, 17]
    runs = a_table(stay=[cost + 20 for cost in steps], steps=steps, jump=[12.0, 13, 14, 15, 16, 17, 12, 13])
    laid = compared(runs)
    assert laid.choice is not None
    laid = replace(laid, trade_off=weighed([samples_of(runs, laid.schedules, "total_cost")], [COST], laid.choice, 7))
    text = terminal.lines(laid, START, HISTORY)
    assert any(line.startswith("Regret  steps is beaten by jump in 25 % of futures") for line in text)
    assert max(map(len, text)) <= 80
    assert len(text) <= terminal.LINES
    told = as_plain(laid)["trade_off"]
    assert told["may_be_best"] == ["steps", "jump"]
    assert (told["beaten"]["schedule"], told["beaten"]["by"]) == ("steps", "jump")
    assert np.isnan(told["beaten"]["on_average"]["low"])
    assert set(told["schedules"]) == {"stay", "steps", "jump"}


def test_a_skewed_difference_is_said_to_have_limits_that_cover_too_little() -> None:
    """One of eight differences is 1: its skewness is (1 - 2/8) / sqrt(1/8 7/8) = 2.27, and 25 times its square 129."""
    found = compared(a_table(stay=[0.0] * 8, steps=[0.0] * 7 + [1.0], jump=list(np.arange(8.0))))
    assert found.skewed == (
        "steps: 8 runs are few for values this skewed (+2.3): the interval of the mean covers less than it says; "
        "about 129 would do"
    )
    assert "about 129 would do" in " ".join(" ".join(terminal.lines(found, START, HISTORY)).split())


def test_the_first_span_allows_for_the_best_being_found_by_looking() -> None:
    """Ten equal schedules: Student's interval of the best minus the control misses 0 too often, the one told does not.

    What is told is the choice's interval of the control minus the best, with its sign turned.
    """
    missed, alone = [], []
    for study in range(200):
        samples = stream(31, study, "equal schedules").normal(100, 1, (30, 10))
        found = choose(samples, goal="min", matters=None, naming=Naming(tuple("abcdefghij"), "total cost"))
        against = found.arms[0].against
        if against is None or found.leader is None:
            continue
        missed.append(not against.low <= 0 <= against.high)
        own = paired(samples[:, found.leader], samples[:, 0])
        alone.append(not own.low <= 0 <= own.high)
    assert np.mean(missed) <= 0.05
    assert np.mean(alone) > 0.10
    told = compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[8.0, 9.1, 10, 11.1, 12], jump=[9.0, 11, 12, 12, 14]))
    against = told.against_best("stay")
    assert against is not None
    assert f"[{-against.high:+.3g}, {-against.low:+.3g}] over runs (95 % for all pairs)" in spans(told)


def test_verdicts_beside_a_rule_that_looked_only_describe() -> None:
    found = compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[8.0, 9.1, 10, 11.1, 12]))
    assert "'worse' hold together (Holm)" in " ".join(" ".join(terminal.lines(found, START, HISTORY)).split())
    looked = " ".join(" ".join(terminal.lines(replace(found, looked=True), START, HISTORY)).split())
    assert "'worse' describe only, for the rule looked at the runs" in looked


def test_a_guarantee_that_rests_on_skewed_differences_says_so() -> None:
    """Of 40 futures 38 are cheaper by 1 and one dearer by 12: G is 5.5, and 25 G^2 is 760 futures."""
    saves = [-1.0 + 0.01 * (number % 3) for number in range(39)] + [12.0]
    found = compared(a_table(stay=[100.0] * 40, steps=[100 + one for one in saves]))
    assert found.picked == "steps"
    assert "But 40 runs are few for values this skewed" in sure(found)


def test_one_schedule_alone_has_no_guarantee() -> None:
    found = compared(a_table(stay=[1.0, 2, 3, 4, 5]))
    assert answer(found) == "only stay was run; there is nothing to compare it with."
    assert sure(found) == "nothing was chosen, so nothing is guaranteed."
    assert terminal.lines(found, START, HISTORY)[0] == "study · 1 schedule · 5 futures each, the same for all"


def test_the_span_over_corners_says_how_few_futures_it_rests_on() -> None:
    found = compared(a_table(stay=[10.0, 11, 12, 13, 14], steps=[8.0, 9.1, 10, 11.1, 12]))
    ends = (Ends("a.b", "b", "1", "2"),)
    samples = np.stack([np.column_stack((np.arange(4.0), np.arange(4.0) + gap)) for gap in (3.0, 5.0)])
    corners = Corners(("steps", "stay"), ends, two_level(1), samples + 0.1 * np.arange(4)[:, None] ** 2)
    said = spans(replace(found, corners=corners))
    assert "[-5, -3] over the corners of 1 unsure inputs (means of 4 futures each), where steps holds in 2 of 2" in said


def test_long_names_that_differ_at_their_ends_are_told_apart() -> None:
    found = compared(a_table(stay=[1.0, 2, 3, 4, 5], **{f"phased-variant-{n}": [1.1, 2, 3, 4, 5.1] for n in (1, 2)}))
    text = "\n".join(terminal.lines(found, START, HISTORY))
    assert "phased…riant-1 " in text
    assert "phased…riant-2 " in text
