"""What `why` says: the answer in every case, both tables, disagreements, and what is drawn."""

from pathlib import Path

import numpy as np
import pytest

from backsource.experiment.why_runs import PARTS
from backsource.inference import Attribution, all_coalitions, attribution
from backsource.measures import FAMILIES
from backsource.report.why import SEEN_AS, Findings, answer
from backsource.report.why_figure import draw_why
from backsource.report.why_numbers import numbers
from backsource.report.why_tables import off, told, told_nothing
from backsource.simulation.chance import CHANCES

SIZES = np.array([0.8, 1.3, 1.0, 0.9, 1.1, 1.2, 0.7, 1.0, 1.05, 0.95, 1.15, 0.85])
PLAYERS = ("qualification", "feed_outages")


def game(worth: dict[int, dict[str, float]], players: tuple[str, ...] = PLAYERS) -> Attribution:
    """Twelve futures of differing size of a game whose worth is given by coalition and proximate cause."""
    row = np.array([[worth.get(one, {}).get(part, 0.0) for part in PARTS] for one in range(2 ** len(players))])
    return attribution(
        all_coalitions(len(players), len(SIZES)), players, PARTS, SIZES[:, None, None] * row
    )  # fmt: skip


AGREES = {1: {"not_qualified": 750.0}, 2: {"starved": 250.0}, 3: {"not_qualified": 750.0, "starved": 250.0}}
DISAGREES = {1: {"starved": 600.0}, 2: {"starved": 400.0}, 3: {"starved": 1000.0}}
"""Trials that fail are seen as a line that starves."""


def test_every_family_has_proximate_causes_as_which_it_is_seen() -> None:
    assert set(SEEN_AS) == set(CHANCES)
    assert {part for parts in SEEN_AS.values() for part in parts} <= set(FAMILIES)


def test_the_answer_names_the_largest_family_first_with_its_share_and_what_the_plan_leaves() -> None:
    """750 and 250 of 1,000 in every future: 75 % and 25 % without doubt."""
    said = answer(Findings("gated", game(AGREES)))
    assert said == (
        "Of 1,000 units short a future under gated, 75 % [75, 75] are there because trials of a line fail and are "
        "tried again, 25 % [25, 25] because outages hit feeds and their lines, their machines fail; the plan itself "
        "leaves none short. Above 0 beyond doubt: qualification, feed outages."
    )


def test_where_no_family_is_told_from_0_by_itself_no_share_is_named() -> None:
    """Each of six families makes all of the gap in two of twelve futures; no two gaps are alike."""
    players = tuple(CHANCES)[:6]
    coalitions = np.arange(2**6)
    has = np.array([coalitions >> (future % 6) & 1 for future in range(12)])
    worth = (1000.0 * SIZES[:, None] * has)[:, :, None] * np.eye(len(PARTS))[0]
    said = answer(Findings("gated", attribution(all_coalitions(6, 12), players, PARTS, worth)))
    assert "the plan itself leaves none short; the largest part by its estimate is there because " in said
    assert "but no single family is told from 0" in said
    assert "%" not in said


def test_what_the_plan_leaves_is_no_part_of_what_is_shared_out() -> None:
    worth = {one: {**AGREES.get(one, {}), "ramp": 80.0} for one in range(4)}
    said = answer(Findings("gated", game(worth)))
    assert said.startswith("Of 1,080 units short a future under gated, 75 % [75, 75] of the 1,000 by chance are there")
    assert "the plan itself leaves 80 short" in said


def test_where_nothing_is_short_it_says_so(tmp_path: Path) -> None:
    findings = Findings("gated", game({}))
    assert answer(findings) == (
        "No unit is short under gated in 12 futures, so there is nothing to explain: what is not seen in so many comes "
        "in fewer than 25 % of futures (95 %)."
    )
    assert draw_why(findings, tmp_path, "why") == []


def test_what_is_all_the_plans_own_is_not_put_down_to_chance() -> None:
    said = answer(Findings("gated", game({one: {"ramp": 80.0} for one in range(4)})))
    assert said == (
        "Of 80 units short a future under gated, the plan itself leaves all: none of it is there by chance in 12 "
        "futures."
    )


def test_chance_that_takes_shortage_away_is_not_shared_out() -> None:
    worth = {0: {"ramp": 100.0}, 1: {"ramp": 60.0}, 2: {"ramp": 100.0}, 3: {"ramp": 60.0}}
    findings = Findings("gated", game(worth))
    assert answer(findings) == (
        "Of 60 units short a future under gated, the plan itself leaves 100, and 40 of it is taken away by chance."
    )
    assert any(note.startswith("qualification helps") for note in told(findings).notes)


def test_what_lies_in_few_futures_is_not_shared_out_yet() -> None:
    found = game(AGREES)
    values, whole = found.values.copy(), found.everybody.copy()
    values[2:], whole[2:] = 0.0, 0.0
    few = Attribution(found.players, found.parts, found.nobody, whole, values, exact=True)
    said = answer(Findings("gated", few))
    assert "lies in 2 of 12 futures, too few or too unlike to share it out." in said


def test_the_answer_and_the_note_ask_for_the_same_number_of_futures() -> None:
    """One future of forty has all that is short, the others next to nothing: shared out sooner than limits hold."""
    values = np.zeros((40, 1, len(PARTS)))
    values[:, 0, 0] = 1e-3
    values[7, 0, 0] = 1000.0
    whole = values.sum(axis=1)
    findings = Findings("gated", Attribution(("qualification",), PARTS, whole * 0.0, whole, values, exact=True))
    assert 0 < findings.found.wanted < findings.found.portions["qualification"].wanted
    asked = f"bout {findings.wanted:,} futures would do."
    assert answer(findings).endswith(asked)
    assert any(note.endswith(asked) for note in told(findings).notes)


def test_root_and_proximate_that_agree_are_not_remarked_upon() -> None:
    findings = Findings("gated", game(AGREES))
    assert not findings.disagreements
    assert not any("are seen as" in note for note in told(findings).notes)


def test_starvation_that_is_there_because_trials_fail_is_told_as_a_disagreement() -> None:
    findings = Findings("gated", game(DISAGREES))
    assert list(findings.disagreements) == [("qualification", "starved")]
    one = told(findings)
    assert one.notes[0].startswith("600 units [")
    assert one.notes[0].endswith("are seen as starved and are there because trials of a line fail and are tried again.")
    assert ["qualification", "600*"] in [list(row) for row in one.tables[1].rows]


def test_noise_is_no_disagreement() -> None:
    """Cells of mean about 0 and limits that hold 0 in 40 futures."""
    found = game(AGREES)
    values = found.values.copy()
    values[:, 0, PARTS.index("starved")] += 900.0 * np.resize([1.0, -0.9], len(SIZES))
    noisy = Attribution(found.players, found.parts, found.nobody, found.everybody, values, exact=True)
    assert not Findings("gated", noisy).disagreements


def test_rows_and_columns_of_the_crossed_table_add_up() -> None:
    """Families and the rest to each proximate cause; proximate causes to each family."""
    findings = Findings(
        "gated", game({0: {"ramp": 50.0}, 1: {"ramp": 70.0}, 2: {"starved": 30.0}, 3: {"people": 90.0}})
    )
    for part, units in findings.proximate.items():
        assert sum(row[part] for row in findings.crossed.values()) == pytest.approx(units)
    for name in PLAYERS:
        assert sum(findings.crossed[name].values()) == pytest.approx(findings.found.portions[name].mean)


def test_families_that_stayed_on_are_named_and_not_called_the_plan() -> None:
    findings = Findings("gated", game(AGREES), ("demand",))
    assert "all that stayed on leaves none short" in answer(findings)
    assert [list(row[:2]) for row in told(findings).tables[0].rows][-2] == ["by these families", "1,000"]
    assert "demand stayed on; what they bring about is in all that stayed on." in told(findings).notes
    assert [line.split(":")[0] for line in off(findings)] == ["qualification", "feed outages"]


def test_both_ways_are_drawn_on_one_scale(tmp_path: Path) -> None:
    drawn = draw_why(Findings("gated", game(DISAGREES)), tmp_path, "why-gated")
    assert [path.name for path in drawn] == ["why-gated.svg", "why-gated.png"]
    assert all(path.stat().st_size > 0 for path in drawn)


def test_a_family_that_is_never_seen_is_told_how_rare_it_may_be_instead_of_limits() -> None:
    """3 / 12 of futures by the rule of three."""
    findings = Findings("gated", game({1: {"ramp": 600.0}, 3: {"ramp": 600.0}}))
    assert ["feed outages", "0", "-", "0 %", "0 %"] in [list(row) for row in told(findings).tables[0].rows]
    assert any("feed outages made no difference in any of 12 futures" in note for note in told(findings).notes)
    assert any("fewer than 25 % of futures" in note for note in told(findings).notes)


def beside(worth: dict[int, dict[str, float]], staying: dict[int, dict[str, float]]) -> Findings:
    return Findings("gated", game(worth), twin=game(staying), short=12)


def test_units_and_attributable_ones_are_told_together_with_shares_of_the_latter() -> None:
    """Feeds cost 250 anyway: of 1,000, 750 are attributable, all of them because trials fail."""
    said = answer(beside(AGREES, {2: {"starved": 250.0}, 3: {"starved": 250.0}}))
    assert said.startswith(
        "Of 1,000 units short a future under gated, 750 are attributable: 100 % [100, 100] are there because trials of "
        "a line fail and are tried again; the plan itself leaves none attributable. "
    )
    assert said.count(". ") == 1


def test_where_staying_external_is_never_short_all_are_attributable() -> None:
    findings = beside(AGREES, {})
    assert answer(findings).startswith("Of 1,000 units short a future under gated, all are attributable: 75 % [75, 75]")
    assert [columns.head[0] for columns in told(findings).tables] == ["attributable", "root family", "root, seen as"]


def test_what_is_less_than_staying_external_has_is_told_so_and_all_units_are_shared_out() -> None:
    """1,000 against 1,500 of feeds."""
    findings = beside(AGREES, {2: {"starved": 1500.0}, 3: {"starved": 1500.0}})
    said = answer(findings)
    assert "under gated, none are attributable, for staying external has more (-500 [" in said
    assert "75 % [75, 75] of all are there because trials" in said
    assert [columns.head[0] for columns in told(findings).tables] == [
        "attributable", "units short", "root family", "root, seen as",
    ]  # fmt: skip


def test_a_schedule_that_is_never_short_is_held_against_staying_external() -> None:
    said = answer(beside({}, {2: {"starved": 100.0}, 3: {"starved": 100.0}}))
    assert said.startswith("No unit is short under gated in 12 futures; staying external 100 are short a future, so")


def test_each_family_has_units_of_both_and_the_difference_for_machines() -> None:
    found = numbers(beside(AGREES, {2: {"starved": 100.0}, 3: {"starved": 100.0}}))
    feeds = next(one for one in found["families"] if one["name"] == "feed_outages")
    assert [feeds["mean"], feeds["staying"]["mean"], feeds["attributable"]["mean"]] == pytest.approx([250, 100, 150])
    assert found["attributable"]["units_short"]["estimate"] == pytest.approx(900)
    assert numbers(Findings("stay", game(AGREES)))["attributable"] is None


def test_where_no_game_was_played_it_is_told_how_rare_a_shortage_may_be() -> None:
    """3 / 200."""
    one = told_nothing("gated", 200)
    assert one.answer.startswith("No unit is short under gated in 200 futures")
    assert one.answer.endswith("fewer than 2 % of futures (95 %).")
    assert one.numbers["rarer_than"] == 0.015


def test_bars_of_both_have_a_figure(tmp_path: Path) -> None:
    drawn = draw_why(beside(DISAGREES, {3: {"starved": 100.0}}), tmp_path, "why-gated")
    assert all(path.stat().st_size > 0 for path in drawn)
