"""What a backcast says, and the words that every answer carries until it has passed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from backsource.report import backcast, style
from backsource.report.history import NOT, standing
from backsource.results import Beside, Check

WEEKS = 12
STOCK = Beside(
    series="stock plant/knuckle", unit="piece", weeks=WEEKS, inside=11 / 12, limits=(0.65, 0.99), swing=None,
    apart=12345.0, chance=0.41, verdict="passed", actual=tuple(100.0 + n for n in range(WEEKS)),
    low=(95.0,) * WEEKS, middle=(100.0,) * WEEKS, high=(110.0,) * WEEKS,
)  # fmt: skip
OTIF = replace(STOCK, series="OTIF oem", unit="share", apart=0.3, actual=(1.0, None) * 6, low=(0.5, None) * 6,
               middle=(0.9, None) * 6, high=(1.0, None) * 6)  # fmt: skip
DEMAND = replace(STOCK, series="demand oem", swing=1.02)
CHECK = Check(
    scenario="knuckle", scenario_hash="same", history_hash="h", first="2025-01-06", last="2025-03-30", passed=True,
    inside=0.923, weeks=WEEKS, unused=0, replications=200, seed=0, judged=(DEMAND, OTIF, STOCK), books=(OTIF, STOCK),
    silent=(),
)  # fmt: skip


def test_without_a_backcast_the_words_stand() -> None:
    found = standing(None, "same")
    assert not found.checked
    assert found.words.startswith("not checked against history")


def test_having_passed_the_answer_says_when_and_how_well() -> None:
    found = standing(CHECK, "same")
    assert found.checked
    assert found.words == "checked against history: 2025-01-06..2025-03-30, 92% of weeks inside"


@pytest.mark.parametrize(
    ("check", "content", "why"),
    [(CHECK, "other", "the scenario has changed since its backcast"), (replace(CHECK, passed=False), "same", "failed")],
)
def test_a_failed_or_an_old_backcast_is_none(check: Check, content: str, why: str) -> None:
    found = standing(check, content)
    assert not found.checked
    assert found.words.startswith(NOT)
    assert why in found.words
    assert "2025-01-06..2025-03-30" in found.words


def test_the_words_stand_in_one_place() -> None:
    root = Path(backcast.__file__).parents[1]
    said = [path.name for path in root.rglob("*.py") if "not checked against history" in path.read_text("utf-8")]
    assert said == ["history.py"]


def test_the_table_fits_a_terminal_and_names_what_speaks_against_the_model() -> None:
    bad = [replace(STOCK, series=f"stock a-plant-with-a-long-name/{n}", verdict="too often out") for n in range(5)]
    text = backcast.lines(replace(CHECK, passed=False, judged=(*bad, DEMAND), unused=3, silent=("a", "b", "c", "d")))
    assert max(len(line) for line in text) < 90
    joined = " ".join(" ".join(text).split())
    assert "failed: 92% of weeks lie inside the 90 % bands" in joined
    assert "stock a-plant-with-a-long-name/2 (too often out) and 2 more" in joined
    assert NOT in joined
    assert "3 rows of the history lie outside these weeks" in joined
    assert "nothing to tell apart in a, b, c and 1 more" in joined


def test_a_pass_says_so_and_shows_the_books_apart() -> None:
    text = backcast.lines(CHECK)
    assert text[1].startswith("Answer  passed: 92% of weeks lie inside")
    assert sum(line.startswith("  stock plant/knuckle") for line in text) == 2
    assert "receipts as they were (not judged)" in text


def test_weeks_outside_are_drawn_as_crosses() -> None:
    """100 to 111 in a band of 95 to 110: the last one is outside."""
    from datetime import date

    with style.styled():
        figure = Figure()
        axes = figure.subplots()
        backcast.draw(axes, STOCK, date(2025, 1, 6))
    inside, outside = (np.asarray(line.get_ydata()).tolist() for line in axes.lines[1:3])
    assert (len(inside), outside) == (11, [111.0])


def test_figures_come_in_pages_the_same_bytes_each_time(tmp_path: Path) -> None:
    many = tuple(replace(STOCK, series=f"stock s/{n}") for n in range(backcast.PANELS))
    check = replace(CHECK, judged=(DEMAND, *many))
    for folder in ("one", "two"):
        paths = backcast.draw_all(check, tmp_path / folder)
        assert [path.name for path in paths] == ["knuckle.svg", "knuckle.png", "knuckle-2.svg", "knuckle-2.png"]
    assert all((tmp_path / "two" / path.name).read_bytes() == path.read_bytes()
               for path in (tmp_path / "one").iterdir())  # fmt: skip
