"""What is said of a search: how much better, with which interval, and how sure the choice is."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from backsource.inference import Interval, Paired
from backsource.measures import Measure
from backsource.report.search import Answer, Row, lines, sentence
from backsource.report.search_figure import draw_search

COST = Measure("total_cost", "EUR", "", "", "min")
SERVICE = Measure("beta", "share", "", "", "max")
SHORT = Measure("units_short", "units", "", "", "min")


def row(name: str, mean: float, **given: object) -> Row:
    found = Row(
        name, (mean - 1e5,), mean + 1e5, 60, (Interval(mean, mean - 2e5, mean + 2e5, 400, 0.95),), {}, np.nan, ()
    )
    return replace(found, **given)  # type: ignore[arg-type]


CHANGES = (("share.0.date", "2026-07-06", "2026-04-13"), ("bridge.want", None, "9 working days of cover"))
ANSWER = Answer(
    study="study", start="phased", name="phased_optimised", objectives=(COST,), matters=250_000.0, confidence=0.95,
    floors={}, size=120, trials=[(14.4e6,), None, (14.1e6,), (19e6,), (14.1e6,)],
    holds=[True, False, True, False, True],
    distinct=4, searched_in=40, written={"phased": (14.4e6,), "gated": (15e6,)}, best_written="phased",
    rows=[row("phased_optimised", 14.2e6, changes=CHANGES), row("phased", 16.1e6)], found=True, kept=True,
    guarantee="met", bound=90, gains={"phased": Paired(-1.9e6, -2.6e6, -1.2e6, 400, 0.9, 0.1)},
)  # fmt: skip


def test_the_answer_says_how_much_better_and_between_which_limits() -> None:
    assert sentence(ANSWER) == (
        "phased_optimised (phased with other values below): its total cost is 1.9 m EUR lower than under phased, the "
        "best written by hand, [1.2, 2.6] (95 %), estimated with 400 futures of its own."
    )


def test_where_more_is_better_higher_is_the_gain() -> None:
    gains = {"phased": Paired(0.02, 0.01, 0.03, 400, 0.9, 0.1)}
    found = sentence(replace(ANSWER, objectives=(SERVICE,), gains=gains, matters=0.005))
    assert "its beta is 0.02 share higher than under phased, the best written by hand, [0.01, 0.03]" in found


def test_two_comparisons_hold_jointly() -> None:
    gains = {**ANSWER.gains, "start": Paired(-3e6, -4e6, -2e6, 400, 0.9, 0.1)}
    found = sentence(replace(ANSWER, gains=gains))
    assert "3 m EUR lower than under start, with which the search began, [2, 4]" in found
    assert "(95 % jointly)" in found


def test_what_does_not_matter_or_is_not_seen_is_said() -> None:
    small = {"phased": Paired(-1e5, -1.5e5, -0.5e5, 400, 0.9, 0.1)}
    unclear = {"phased": Paired(-1e5, -1.5e6, 1.3e6, 400, 0.5, 0.5)}
    worse = {"phased": Paired(4e5, 3e5, 5e5, 400, 0.1, 0.9)}
    assert "[50, 150], less than what matters" in sentence(replace(ANSWER, gains=small))
    assert "[-1300, 1500], which is no difference seen" in sentence(replace(ANSWER, gains=unclear)).replace(
        ",300", "300"
    ).replace("1,5", "15")
    assert "400 k EUR higher than under phased, the best written by hand, [300, 500]" in sentence(
        replace(ANSWER, gains=worse)
    )


def test_nothing_better_and_no_floor_kept_are_answers() -> None:
    nothing = replace(ANSWER, found=False, rows=ANSWER.rows[1:])
    assert "no schedule that was tried is better than phased" in sentence(nothing)
    assert "not decided when the selection was stopped" in sentence(replace(nothing, guarantee="capped"))
    found = sentence(replace(ANSWER, floors={"stop": 0.05}, kept=False))
    assert "no finalist is known to keep its floors" in found


def test_the_state_of_the_guarantee_is_said() -> None:
    for state, words in (
        ("met", "met: it ended"),
        ("capped", "not met: stopped"),
        ("extended", "none: the search went"),
        ("rare", "none: late units cost"),
    ):
        text = " ".join(lines(replace(ANSWER, guarantee=state), "history"))  # type: ignore[arg-type]
        assert words in " ".join(text.split())


def test_the_table_stays_within_the_page() -> None:
    text = lines(ANSWER, "not checked against history")
    assert max(map(len, text)) <= 90
    assert "Change  share.0.date: 2026-07-06 -> 2026-04-13" in text
    assert "Change  bridge.want: nothing -> 9 working days of cover" in text
    assert any("20 % of the trials are no schedule" in line for line in text)


def on_front(name: str, cost: float, short: float, chance: float) -> Row:
    estimates = tuple(Interval(mean, 0.9 * mean, 1.1 * mean, 400, 0.95) for mean in (cost, short))
    return row(name, cost, searched=(cost, short), non_dominated=chance, futures=0, estimates=estimates)


TWO = replace(
    ANSWER, objectives=(COST, SHORT), guarantee="none", trials=[(14e6, 900.0), (15e6, 100.0), None], gains={},
    written={"phased": (14.4e6, 500.0)}, holds=[True, True, False],
    rows=[on_front("a", 14e6, 900.0, 1.0), on_front("b", 15e6, 100.0, 0.97), on_front("phased", 16e6, 950.0, 0.02)],
)  # fmt: skip


def test_two_measures_name_no_winner() -> None:
    text = " ".join(" ".join(lines(TWO, "history")).split())
    assert "two measures have no one best schedule. 2 of 3 finalists are more likely than not beaten by none" in text
    assert "no selection: the guarantee of Kim and Nelson is for one measure" in text
    assert "97 %" in text
    assert "*" not in text


def test_the_figures_are_drawn_for_one_measure_and_for_two(tmp_path: Path) -> None:
    for number, answer in enumerate((ANSWER, TWO)):
        paths = draw_search(answer, tmp_path / str(number))
        assert [path.name for path in paths] == ["search.svg", "search.png"]
        assert all(path.stat().st_size > 1000 for path in paths)
