"""The answer of a re-plan from numbers by hand: turning back today, later, never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from stored_runs import write

from backsource.measures import Measure
from backsource.report import replan, turning
from backsource.report.comparison import Comparison, compare
from backsource.results import Inputs, Results, Run, read

COST = Measure("total_cost", "EUR", "", "", "min")
START = date(2026, 1, 5)
HISTORY = "not checked against history"
DAYS = (date(2026, 3, 2), date(2026, 3, 30))
RETURNS = ((DAYS[0], "go-back"), (DAYS[1], f"go-back {DAYS[1]}"))


@dataclass(frozen=True)
class Ahead:
    what: str
    planned: date
    latest: date | None
    later: str


def stored(folder: Path, costs: dict[str, Sequence[float]]) -> Results:
    """Runs with these costs; units short are a tenth of them, and whoever goes back has gone back."""
    runs = [
        Run(name, place, f"env{place}", "d",
            {"total_cost": cost, "units_short": cost / 10, "rolled_back": float(name.startswith("go-back"))})
        for name, values in costs.items() for place, cost in enumerate(values)
    ]  # fmt: skip
    write(folder, Inputs("{}", "{}", dict.fromkeys(costs, "{}"), {}, 1, "h"), runs, ["market"])
    return read(folder)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """Going on costs 1000 to 1004, turning back today 100 more, on the later day 40 more than that."""
    own = [1000.0, 1001.0, 1002.0, 1003.0, 1004.0]
    spread = [-1.0, -1.0, 0.0, 1.0, 1.0]
    today = [value + 100 + more for value, more in zip(own, spread, strict=True)]
    later = [value + 40 - more for value, more in zip(today, spread, strict=True)]
    return stored(tmp_path, {"own": own, "go-back": today, RETURNS[1][1]: later})


def compared(results: Results) -> Comparison:
    return compare(results.runs, ["own", "go-back"], "own", [COST], None, "small")


def test_days_are_paired_with_turning_back_today(results: Results) -> None:
    today, later = replan.turns(results, RETURNS, "own", COST)
    assert (today.primary.mean, today.short.mean, today.against.mean, today.went) == (0, 0, 100, 1)
    assert (later.primary.mean, later.against.mean) == (40, 140)
    assert later.short.mean == pytest.approx(4)
    assert later.primary.low < 40 < later.primary.high


def test_the_headline_says_what_the_intervals_say(results: Results) -> None:
    """t(4, 97.5 %) = 2.776 and a standard deviation of 1 over five futures: 100 +- 1.24, and 40 +- 1.24."""
    found = replan.turns(results, RETURNS, "own", COST)
    assert replan.headline(compared(results), found, DAYS[1]) == (
        "turning back today comes to more than going on: +100 [+99,+101] EUR; on 2026-03-30 it comes to more than "
        "doing so today: +40.0 [+38.8,+41.2] EUR; the last day to turn back is 2026-03-30."
    )


def test_what_is_not_parted_is_not_called_dearer(tmp_path: Path) -> None:
    results = stored(tmp_path, {"own": [1000.0, 1000.0], "go-back": [900.0, 1101.0]})
    found = replan.turns(results, RETURNS[:1], "own", COST)
    said = replan.headline(compared(results), found, None)
    assert said.startswith("turning back today cannot be told from going on: ")
    assert said.endswith("; nothing ends the way back.")


def test_without_a_way_back_it_says_so(results: Results) -> None:
    assert replan.headline(compared(results), (), None) == "there is no way back any more."


def test_the_text_holds_ways_days_and_decisions(results: Results) -> None:
    ahead = [
        Ahead("open the gate to make 25 %", DAYS[0], DAYS[1], "the supplier leaves"),
        Ahead("paint", DAYS[0], None, "-"),
    ]
    found = replan.turns(results, RETURNS, "own", COST)
    text = replan.lines(compared(results), ("own", "go-back"), found, ahead, DAYS[1], START, HISTORY)
    assert text[0] == "Today   continue own · turn back (go-back)"
    assert "2026-03-30  2026-03-02  open the gate to make 25 %; later: the supplier leaves" in text
    assert "-           2026-03-02  paint; later: -" in text
    assert next(line for line in text if line.startswith("today")).split() == [
        "today",
        "-",
        "-",
        "+100",
        "[+99,+101]",
        "100%",
    ]
    assert max(map(len, text)) <= 80


def test_no_decision_ahead_is_said(results: Results) -> None:
    text = replan.lines(compared(results), ("own",), (), [], None, START, HISTORY)
    assert text[-1] == "No decision is ahead."


def test_the_picture_is_the_same_bytes_twice(results: Results, tmp_path: Path) -> None:
    found = replan.turns(results, RETURNS, "own", COST)
    drawn = [turning.draw(found, COST, tmp_path / name) for name in ("one", "two")]
    assert [path.name for path in drawn[0]] == ["turning-back.svg", "turning-back.png"]
    assert [path.read_bytes() for path in drawn[0]] == [path.read_bytes() for path in drawn[1]]
