"""Several settings side by side: who is best where, what is known of that, and no wall of tables."""

from itertools import pairwise

from tests.report.test_answer import told

from backsource.report.comparison import Comparison
from backsource.report.settings_table import IN_FULL, overview

LOW, HIGH = [1000.0, 1010.0, 990.0, 1005.0, 995.0, 1002.0], [2003.0, 1995.0, 2001.0, 2010.0, 1992.0, 1999.0]


def in_one(words: str, stay: list[float], jump: list[float]) -> Comparison:
    return told({f"stay [{words}]": stay, f"jump [{words}]": jump}, control=f"stay [{words}]",
                    study=f"study [{words}]", matters=1.0)  # fmt: skip


def test_a_line_a_setting_says_who_is_best_and_by_how_much() -> None:
    """Differences of 1,000 less 0 to 20; of the first three futures no interval is given."""
    found = overview([in_one("slow", HIGH, LOW), in_one("fast", LOW, HIGH), in_one("rare", HIGH[:3], LOW[:3])])
    assert found[0] == "study · 3 settings · total cost"
    text = " ".join(" ".join(found).split())
    assert "In all jump is picked in 1, stay is picked in 1; too few futures to choose by in 1 of 3 settings." in text
    assert "Each answer holds by itself, not all of them together." in text
    slow, fast, rare = (
        next(line for line in found if f" {word} " in line).split() for word in ("slow", "fast", "rare")
    )
    assert slow[:4] == ["1", "slow", "jump", "picked"]
    assert fast == ["2", "fast", "stay", "picked", "-"]
    assert rare[:5] == ["3", "rare", "jump", "too", "few"]
    assert rare[-1] == "[none]"
    assert max(map(len, found)) <= 80


def test_one_setting_needs_no_overview() -> None:
    assert overview([in_one("slow", HIGH, LOW)]) == []


def test_of_many_settings_the_tables_are_left_to_json() -> None:
    many = [
        in_one(f"tau {number} working days, standby {number} kEUR/week", HIGH, LOW) for number in range(IN_FULL + 3)
    ]
    found = overview(many)
    assert "The last 3 settings have no table of their own here: --json has all." in found
    assert max(map(len, found)) <= 80
    numbered = [line for line in found if line[:3].strip().isdigit()]
    assert [int(line[:3]) for line in numbered] == list(range(1, len(many) + 1))
    assert all(one != two for one, two in pairwise(numbered))
