"""What is said and drawn of a stress test, on losses written down by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from backsource.inference import mean_interval
from backsource.inference.stressed import Felt, Phase, Stressed, Thing
from backsource.report.stress_test import as_plain, lines, notes
from backsource.report.stress_test_answer import answer
from backsource.report.stress_test_figure import draw_stress

FIRST, HORIZON = date(2026, 1, 5), date(2026, 12, 31)
PHASES: tuple[Phase, ...] = ("before", "during", "during", "after")


def thing(part: str, *means: float, assumed: bool = False, touched: int = 5) -> Thing:
    kind, name = part.split(" ", 1)
    zero = mean_interval([0.0] * 5)
    felt = tuple(Felt((mean,) * 5, mean_interval([mean] * 5), zero, touched) for mean in means)
    return Thing(part, kind, name, 28.0 if assumed else 10.0, assumed, (), felt)


def stressed(*things: Thing, left_out: int = 0) -> Stressed:
    dates = tuple(FIRST + timedelta(weeks=4 * number) for number in range(4))
    events = ((dates[1], "step 1"), (dates[2], "exit"))
    ranked = tuple(sorted(things, key=lambda one: one.rank))
    none = mean_interval([0.0] * 5)
    return Stressed("shop", "in", "piece", 0, 5, dates, PHASES, events, (dates[1], dates[2]), none, ranked, left_out)


def said(found: Stressed) -> str:
    return " ".join(answer(found))


def test_the_answer_names_window_thing_interval_and_the_levels_beside_it() -> None:
    told = said(stressed(thing("site forge", 400, 12300, 9000, 3000), thing("line cell", 700, 0, 0, 0)))
    assert told.startswith(
        "The dangerous window is 2026-02-02 to 2026-03-02: without forge from 2026-02-02 on (back after 10 d) 12,300 "
        "pieces more are short [12,300 to 12,300]; before the changeover at most 700 pieces (line cell), after it at "
        "most 3,000 pieces (forge)."
    )
    assert "from the same 5 futures" in told


def test_where_nothing_changes_no_date_is_marked() -> None:
    still = replace(stressed(thing("site forge", 10, 900, 900, 10)), schedule=None, events=(), changeover=None)
    asis = replace(still, phases=("as it is",) * 4)
    assert said(asis).startswith("Nothing changes, so no window stands out.")
    assert not any("!" in line or line.startswith("Dangerous") for line in lines(asis, HORIZON))


def test_a_window_that_is_held_against_no_date_before_says_so() -> None:
    """From a status in the middle all dates are during the changeover or after it."""
    middle = replace(stressed(thing("site forge", 10, 900, 900, 10)), phases=("during", "during", "during", "after"))
    told = " ".join(notes(middle, HORIZON))
    assert "surely more than the dearest of the calmest date; no date before the changeover was looked at." in told


def test_all_that_is_planned_is_told_in_eighty_columns() -> None:
    found = stressed(thing("site forge", 10, 900, 900, 10))
    planned = [f"step {number} plant/knuckle" for number in range(1, 6)]
    table = lines(replace(found, events=tuple((FIRST, what) for what in planned)), HORIZON)
    assert max(map(len, table)) <= 80
    assert ", ".join(planned) in " ".join(" ".join(table).split())


def test_a_dearest_loss_that_is_assumed_is_said_to_be_and_the_dearest_known_stands_beside_it() -> None:
    found = stressed(thing("site forge", 0, 90, 0, 0), thing("lane buy", 0, 100, 0, 0, assumed=True))
    told = said(found)
    assert "without lane buy from 2026-02-02 on (back after 28 d, assumed) 100 pieces" in told
    assert "The dearest whose time to recover is given: without forge from 2026-02-02 on (back after 10 d) 90" in told
    assert "* 1 of 2 things have an assumed time to recover of 28 d" in " ".join(notes(found, HORIZON))
    assert any(line.startswith("lane buy") and " 28 d* " in line for line in lines(found, HORIZON))


def test_the_dearest_of_many_is_said_to_look_dearer_than_it_is() -> None:
    """Each future costs most on a date of its own, so all others choose another: 40 where it was chosen, 0 unchosen."""
    zero = mean_interval([0.0] * 5)
    each = [tuple(200.0 * (future == place) for future in range(5)) for place in range(4)]
    felt = tuple(Felt(one, mean_interval(one), zero, 5) for one in each)
    told = said(stressed(Thing("site forge", "site", "forge", 10.0, False, (), felt)))
    assert "40 pieces more are short" in told
    assert (
        "As the dearest of 4 it looks dearer than it is; each future told what all others find dearest, it is 0" in told
    )
    assert "looks dearer" not in said(stressed(thing("site forge", 0, 90, 0, 0)))


def test_the_changeover_is_named_before_anything_refers_to_it_and_one_loss_is_no_losses() -> None:
    """The dearest loss is before the changeover, so what is told of the others begins with *during*."""
    told = said(stressed(thing("site forge", 900, 20, 10, 5)))
    assert "; during the changeover at most 20 pieces (forge), after it at most 5 pieces (forge)." in told
    assert "under in: 1 thing lost on 4 dates, each number" in told


def test_losses_that_cost_nothing_are_named_in_a_line() -> None:
    told = lines(stressed(thing("site forge", 0, 90, 0, 0), thing("site mill", 0, 0, 0, 0)), HORIZON)
    assert "Costs nothing on these dates: site mill." in told
    nothing = stressed(thing("site mill", 0, 0, 0, 0))
    assert said(nothing).startswith("No loss costs a unit on any of these dates")
    assert lines(nothing, HORIZON)


def test_losses_beyond_the_end_and_things_left_out_are_counted() -> None:
    """The dates end on 30 March; ten days later the run has ended on the 31st."""
    told = " ".join(notes(stressed(thing("site forge", 0, 9, 0, 0), left_out=7), date(2026, 3, 31)))
    assert "Nothing is counted beyond the end of the run, 2026-03-31; 1 loss lasts longer." in told
    assert "7 more things, on which fewest lanes and lines rest, were not taken out." in told


def test_units_and_formulas_stand_with_the_numbers() -> None:
    plain = as_plain(stressed(thing("site forge", 0, 9, 0, 0)), HORIZON)
    assert plain["measures"]["units"]["unit"] == "pieces"
    assert plain["things"][0]["worst_date"] == date(2026, 2, 2)
    assert plain["dangerous_window"]["part"] == "site forge"


@pytest.mark.parametrize("count", [1, 41])
def test_it_is_drawn_with_few_things_and_with_more_than_there_is_room_for(tmp_path: Path, count: int) -> None:
    things = [thing(f"site {number}", 0, number, 0, 0, touched=number % 2) for number in range(count)]
    drawn = draw_stress(stressed(*things), tmp_path, "map")
    assert [path.name for path in drawn] == ["map.svg", "map.png"]
    assert all(path.stat().st_size > 1000 for path in drawn)
