"""The sentences of an answer, in every state that a choice may be in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from backsource.inference import Choice, Corners, Ends, Floor, Naming, Pace, choose, choose_by_race
from backsource.measures import Measure
from backsource.report import compare, terminal
from backsource.report.answer import answer, floors, risk, spans, sure
from backsource.report.comparison import Comparison, Held
from backsource.report.plain import as_plain

Floats = npt.NDArray[np.float64]
COST = Measure("total_cost", "EUR", "", "", "min")
SHARE = Measure("beta", "share", "", "", "max")
SHORT = Measure("units_short", "units", "", "", "min")
GAPS = Measure("gap_days", "working days", "", "", "min")
HELD = Held("stop", "P(longest gap > 1 working days) <= 30 %")


def told(
    columns: Mapping[str, Sequence[float] | Floats],
    *,
    broken: Mapping[str, Sequence[float] | Floats] | None = None,
    measure: Measure = COST,
    matters: float | None = None,
    pace: Pace | None = None,
    because: str = "",
    control: str = "stay",
    study: str = "study",
) -> Comparison:
    """A comparison of these values, one column a schedule; *broken* says in which futures each broke its floor."""
    values = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
    names, samples = list(values), np.column_stack(list(values.values()))
    runs = pd.DataFrame(
        [
            {"schedule": name, "replication": number, measure.name: value, "units_short": 0.0, "gap_days": 0.0,
             "attributable_units_short": 0.0, "exit_planned": np.nan, "exit_day": np.nan, "exit_on_schedule": np.nan}
            for name, column in values.items() for number, value in enumerate(column)
        ]
    )  # fmt: skip
    naming = Naming(names, measure.name.replace("_", " "), measure.unit, "schedules")
    judged = [Floor("stop", np.column_stack([broken[name] for name in names]), 0.3)] if broken else []
    how: dict[str, Any] = {"goal": measure.goal, "matters": matters, "naming": naming, "because": because}
    choice: Choice | None = None
    if len(samples) >= 5:
        choice = choose_by_race(samples, judged, pace, **how) if pace else choose(samples, judged, **how)
    shown = [measure, SHORT, GAPS]
    return compare(runs, names, control, shown, matters, study, choice, [HELD] if broken else [])


def said(found: Comparison) -> list[str]:
    """The table, which fits a terminal."""
    text = terminal.lines(found, date(2026, 1, 5), "checked against history")
    assert max(map(len, text)) <= 80
    return text


BASE = np.linspace(1000.0, 2000.0, 40)
WOBBLE = np.tile([1.0, -1.0], 20)
"""Plus and minus 1: a difference of so much has a standard error of 0.16 over 40 futures."""
NEVER, ALWAYS, HALF = np.zeros(40), np.ones(40), np.tile([1.0, 0.0, 0.0], 14)[:40]
"""A third of futures, 14 of 40, where 30 % are allowed: neither kept nor broken."""


def test_a_pick_says_how_often_it_beats_the_control() -> None:
    """Better by 50 in 30 futures, worse by 10 in 10."""
    found = told({"stay": BASE, "gated": BASE - np.where(np.arange(40) % 4, 50.0, -10.0)})
    assert answer(found) == "pick gated. It beats stay in 75 % of futures."
    assert sure(found) == (
        "guarantee met: gated has the lowest expected total cost among the schedules, with probability >= 95 %."
    )
    said(found)


def test_the_control_may_be_the_pick_and_is_told_against_the_best_other() -> None:
    found = told({"stay": BASE, "near": BASE + 30 + WOBBLE, "far": BASE + 90 + WOBBLE})
    assert answer(found) == "pick stay."
    # t(39) at 1 - 0.05 / 3 pairs is 2.50, and the standard error 1 / sqrt(39)
    assert spans(found).startswith(
        "total cost of stay minus near: -30 EUR; [-30.4, -29.6] over runs (95 % for all pairs);"
    )
    said(found)


def test_ties_are_named_beside_the_pick() -> None:
    found = told({"stay": BASE, "near": BASE + WOBBLE, "far": BASE + 90}, matters=5.0)
    assert answer(found) == "pick stay; near is the same for your purposes."
    assert "or is within 5 EUR of it" in sure(found)
    three = told({"stay": BASE, "near": BASE + WOBBLE, "next": BASE + 2 * WOBBLE, "far": BASE + 90}, matters=5.0)
    assert answer(three) == "pick stay; near and next are the same for your purposes."
    exact = told({"stay": BASE, "twin": BASE, "far": BASE + 90})
    assert answer(exact) == (
        "pick stay; no difference from twin was seen in 40 futures: there may be one in up to 8 % of them."
    )  # the rule of three: 3 / 40
    assert sure(exact).startswith("guarantee met: stay or twin has the lowest")


def test_what_is_unresolved_names_rivals_the_loss_and_how_many_futures_would_do() -> None:
    """near - stay is 3 -+ t(39, 95 % for 3 pairs) x 50.6 / sqrt(40): 3 -+ 20.0; 40 (20 / 4)^2 = 1,000 futures."""
    found = told({"stay": BASE, "near": BASE + 3 + 50 * WOBBLE, "far": BASE + 900}, matters=1.0)
    text = answer(found)
    assert text.startswith(
        "unresolved after 40 futures: stay leads, but near may be better by more than 1 EUR; stay is at most 17 EUR "
        "worse than any. far is behind. About 1,000 futures would part them."
    )
    assert sure(found) == "guarantee none: these runs do not decide; `backsource budget` says how many would."
    said(found)


def test_schedules_that_are_the_same_on_average_are_hardly_parted() -> None:
    found = told({"stay": BASE, "near": BASE + 50 * WOBBLE})
    assert answer(found).endswith("More futures will hardly part them.")


def test_a_capped_race_says_where_it_was_stopped() -> None:
    found = told({"stay": BASE, "near": BASE + 3 + 50 * WOBBLE}, matters=0.1, pace=Pace(first=20, most=40))
    assert answer(found).startswith("unresolved after 40 futures: stay leads, but near may be better by more than 0.1")
    assert sure(found) == "guarantee capped: stopped at 40 replications before the end of the rule."
    said(found)


def test_a_race_that_has_ended_says_by_which_rule() -> None:
    found = told({"stay": BASE, "near": BASE + 90 + WOBBLE}, matters=5.0, pace=Pace())
    assert sure(found).endswith("with probability >= 95 % (KN, first stage 20, ended by its own rule).")


@pytest.mark.parametrize("why", ["extended after a look", "these runs have answered another question before"])
def test_a_lost_guarantee_says_why_and_still_names_the_pick(why: str) -> None:
    found = told({"stay": BASE, "near": BASE + 90}, because=why)
    assert (answer(found), sure(found)) == ("pick stay.", f"guarantee none: {why}.")


def test_floors_leave_the_cheapest_out_or_the_answer_open() -> None:
    columns = {"stay": BASE, "dear": BASE + 90, "cheap": BASE - 90}
    broken = told(columns, broken={"stay": NEVER, "dear": NEVER, "cheap": ALWAYS})
    assert answer(broken) == "pick stay. cheap breaks a floor."
    assert "among the schedules that keep the floors" in sure(broken)
    unknown = told(columns, broken={"stay": NEVER, "dear": NEVER, "cheap": HALF})
    assert answer(unknown) == (
        "unresolved after 40 futures: stay leads, but cheap may be better and may keep the floors; stay is at most "
        "90 EUR worse than any. dear is behind."
    )
    assert sure(unknown).startswith("guarantee none: these runs do not decide")
    both = told({**columns, "near": BASE + 50 * WOBBLE}, broken={**dict.fromkeys(columns, NEVER), "near": HALF})
    assert answer(both).startswith("pick cheap.")
    for found in (broken, unknown, both):
        said(found)


def test_no_schedule_that_is_known_to_keep_the_floors_is_an_answer() -> None:
    columns = {"stay": BASE, "cheap": BASE - 90}
    none = told(columns, broken={"stay": ALWAYS, "cheap": ALWAYS})
    assert answer(none) == "none of the schedules keeps the floors."
    assert sure(none) == "guarantee met: none of the schedules keeps the floors, with probability >= 95 %."
    perhaps = told(columns, broken={"stay": ALWAYS, "cheap": HALF})
    assert answer(perhaps) == ("unresolved: no schedule is known to keep the floors; cheap may. stay breaks a floor.")
    for found in (none, perhaps):
        assert not any(line.startswith("Spans") for line in said(found))
        assert as_plain(found)["spans"] == ""


def test_each_floor_says_who_keeps_it_how_often_it_broke_and_for_whom_it_is_open() -> None:
    """Wilson at 1 - 2 x 0.025 / 3 = 98.3 %: 0 of 40 is at most z^2 / (40 + z^2) = 12.5 % with z = 2.394."""
    found = told(
        {"stay": BASE, "dear": BASE + 90, "cheap": BASE - 90}, broken={"stay": NEVER, "dear": HALF, "cheap": ALWAYS}
    )
    (text,) = floors(found)
    assert text.startswith(
        "stop: P(longest gap > 1 working days) <= 30 %: kept by stay 0 % [0 %, 13 %]; open for dear 35 % ["
    )
    assert text.endswith("broken by cheap 100 % [87 %, 100 %].")


def test_below_5_futures_nothing_is_said_of_the_best() -> None:
    found = told({"stay": BASE[:4], "cheap": BASE[:4] - 90})
    assert answer(found) == "4 futures are too few to choose by; 5 or more would do."
    assert sure(found) == "guarantee none: no interval is given below 5 futures."
    assert not any(line.startswith(("Spans", "Risk")) for line in said(found))
    assert as_plain(found)["guarantee"]["state"] == "none"


def test_one_schedule_is_compared_with_nothing_and_judged_by_its_floors() -> None:
    assert answer(told({"stay": BASE})) == "only stay was run; there is nothing to compare it with."
    assert spans(told({"stay": BASE})) == ""
    broken = told({"stay": BASE}, broken={"stay": ALWAYS})
    assert answer(broken) == "none of the schedules keeps the floors."
    for found in (told({"stay": BASE}), broken):
        said(found)


def test_more_is_better_where_the_goal_says_so() -> None:
    share = np.linspace(0.8, 0.9, 40)
    found = told({"stay": share, "gated": share + 0.05 + WOBBLE / 100}, measure=SHARE, matters=0.01)
    assert answer(found) == "pick gated. It beats stay in 100 % of futures."
    assert "gated has the highest expected beta" in sure(found)
    assert spans(found).startswith("beta of gated minus stay: +0.05 share; [+0.0468, +0.0532] over runs")
    doubt = told({"stay": share, "gated": share + 0.001 + WOBBLE / 20}, measure=SHARE, matters=0.01)
    assert "gated leads, but stay may be better by more than 0.01 share" in answer(doubt)
    # the worst 5 % of 40 values are the two least: 0.8026 and 0.8077, each 0.05 - 0.01 more
    assert risk(found).startswith("mean beta of the worst 5 % of futures: gated 0.845")


CORNERS = (("lanes.buy.price", "buy price", "5 EUR", "12 EUR"), ("lines.make.rate", "make rate", "55", "65"))


def corners(names: Sequence[str], means: Sequence[Sequence[float]]) -> Corners:
    """Four corners of two inputs, 4 futures each, all of them at the mean of the corner."""
    design = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]])
    samples = np.repeat(np.asarray(means, dtype=np.float64)[:, None, :], 4, axis=1)
    ends = tuple(Ends(*one) for one in CORNERS)
    return Corners(tuple(names), ends, design, samples)


def test_the_span_over_what_is_unsure_stands_beside_the_one_over_runs() -> None:
    """Where buying costs 5 the choice is 20 dearer than staying, where it costs 12, 40 cheaper: it holds in 2 of 4."""
    found = told({"stay": BASE, "gated": BASE - 30 + WOBBLE})
    assert spans(found).endswith("[-30.3, -29.7] over runs (95 % for all pairs); over what is unsure: not run.")
    spread = corners(["gated", "stay"], [[120, 100], [60, 100], [120, 100], [60, 100]])
    told_of = spans(replace(found, corners=spread))
    assert told_of == (
        "total cost of gated minus stay: -30 EUR; [-30.3, -29.7] over runs (95 % for all pairs); [-40, +20] over the "
        "corners of 2 unsure inputs (means of 4 futures each), where gated holds in 2 of 4; measure buy price first."
    )
    assert as_plain(replace(found, corners=spread))["corners"]["holds"] == 2
    nothing = Corners(("gated", "stay"), (), np.empty((0, 0), dtype=np.int64), np.empty((0, 4, 2)))
    assert spans(replace(found, corners=nothing)).endswith("the scenario calls nothing unsure.")


def test_names_with_levels_are_told_short_and_fit_the_page() -> None:
    long = [f"gated [decided every {weeks} weeks, over 5 working days, standby 2 kEUR/week]" for weeks in range(1, 6)]
    columns = {"stay [standby 2 kEUR/week]": BASE, **dict.fromkeys(long, BASE + 3 + 50 * WOBBLE)}
    found = told(columns, control="stay [standby 2 kEUR/week]", study="study [standby 2 kEUR/week]")
    text = said(found)
    assert "4 others" in " ".join(text)
    assert sum("standby 2 kEUR/week" in line for line in text) == 1
