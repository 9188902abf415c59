"""A history folder: what it says when it is sound, and every fault at once when it is not."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from pasts import shop, write

from backsource.config import load_history, scenario_from
from backsource.config.history import LEAST_WEEKS, MOST_WEEKS
from backsource.errors import ConfigError

SUNDAY = date(2026, 2, 1)
LANES = shop()["lanes"]
SHOP = scenario_from(
    shop(
        sites={"mill": {"kind": "feed"}, "shop": {"kind": "depot"}, "depot": {"kind": "depot"}},
        stocks={**shop()["stocks"], "depot/x": {"base_stock": "9 pieces"}},
        lanes={**LANES, "spare": {**LANES["in"], "to": "depot"}},
    )
)
HEADS = {
    "demand.csv": ["date", "market", "quantity"],
    "stock.csv": ["date", "stock", "on_hand", "backlog"],
    "receipts.csv": ["date", "lane", "quantity", "ordered"],
    "deliveries.csv": ["date", "market", "due", "on_time"],
}
Rows = dict[str, list[list[object]]]


def on(number: int) -> str:
    return str(SUNDAY + timedelta(days=number))


def sound(weeks: int = 8) -> Rows:
    """A count every Sunday and 100 a day in between."""
    return {
        "demand.csv": [[on(day), "m", 100] for day in range(1, 7 * weeks + 1)],
        "stock.csv": [[on(day), "shop/x", 300 + day, ""] for day in range(0, 7 * weeks + 1, 7)],
        "receipts.csv": [[on(3), "in", 700, on(-1)], [on(10), "in", 650, ""]],
        "deliveries.csv": [[on(2), "m", 100, 90], [on(2), "m", 40, 40]],
    }


def written(folder: Path, rows: Rows) -> Path:
    for name, lines in rows.items():
        write(folder, name, HEADS[name], lines)
    return folder


def test_a_sound_history_begins_after_the_first_counts_and_has_whole_weeks(tmp_path: Path) -> None:
    found = load_history(written(tmp_path, sound()), SHOP)
    assert (found.counted, found.first, found.last) == (SUNDAY, date(2026, 2, 2), date(2026, 3, 29))
    assert (found.weeks, found.days, found.unused) == (8, 56, 0)
    assert found.demand["m"][date(2026, 2, 2)] == 100
    assert found.counts["shop/x"][SUNDAY].on_hand == 300
    assert found.counts["shop/x"][SUNDAY].backlog is None
    assert [receipt.ordered for receipt in found.receipts["in"]] == [date(2026, 1, 31), None]


def test_rows_of_one_day_add_up(tmp_path: Path) -> None:
    """Two orders due on Tuesday: 100 + 40 due, 90 + 40 on time."""
    due, on_time = load_history(written(tmp_path, sound()), SHOP).deliveries["m"]
    assert (due, on_time) == ({date(2026, 2, 3): 140.0}, {date(2026, 2, 3): 130.0})


def test_it_ends_with_the_week_in_which_the_shorter_file_ends_and_counts_what_is_left(tmp_path: Path) -> None:
    rows = sound(weeks=10)
    rows["demand.csv"] = [row for row in rows["demand.csv"] if str(row[0]) <= on(59)]  # Wednesday of the ninth week
    rows["demand.csv"].append([on(-3), "m", 100])
    found = load_history(written(tmp_path, rows), SHOP)
    assert found.weeks == 9
    assert found.unused == 2  # the last count and the early demand


def test_the_hash_is_that_of_the_content(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    changed = sound()
    changed["demand.csv"][5][2] = 99
    hashes = [load_history(written(folder, rows), SHOP).hash for folder, rows in
              ((one, sound()), (same, sound()), (other, changed))]  # fmt: skip
    assert hashes[0] == hashes[1] != hashes[2]


def replaced(name: str, row: int, column: int, value: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[name][row][column] = value

    return change


BROKEN: dict[str, tuple[Callable[[Rows], object], tuple[str, ...]]] = {
    "no demand": (lambda rows: rows.pop("demand.csv"), ("demand.csv", "no such file", "date, market, quantity")),
    "no counts": (lambda rows: rows.pop("stock.csv"), ("stock.csv", "no such file")),
    "only heads": (lambda rows: rows["receipts.csv"].clear(), ("receipts.csv", "no rows")),
    "unknown market": (replaced("demand.csv", 4, 1, "n"), ("demand.csv:6", "market", "found n", "`m`")),
    "unknown stock": (replaced("stock.csv", 2, 1, "shop/y"), ("stock.csv:4", "found shop/y", "`shop/x`")),
    "unknown lane": (replaced("receipts.csv", 0, 1, "inn"), ("receipts.csv:2", "found inn", "`in`")),
    "no date": (replaced("demand.csv", 0, 0, "2.2.2026"), ("demand.csv:2", "date", "found 2.2.2026", "ISO date")),
    "no such day": (replaced("demand.csv", 1, 0, "2026-02-30"), ("demand.csv:3", "2026-02-30")),
    "words for a number": (replaced("demand.csv", 1, 2, "many"), ("demand.csv:3", "quantity", "many", "in piece")),
    "a unit behind a number": (replaced("demand.csv", 1, 2, "100 pieces"), ("demand.csv:3", "found 100 pieces")),
    "less than nothing": (replaced("demand.csv", 1, 2, -5), ("demand.csv:3", "found -5", "from 0 on")),
    "beyond all numbers": (replaced("demand.csv", 1, 2, "1e999"), ("demand.csv:3", "1e999")),
    "half a piece": (replaced("demand.csv", 1, 2, 10.5), ("demand.csv:3", "found 10.5", "whole number")),
    "nothing in a cell": (replaced("stock.csv", 1, 2, ""), ("stock.csv:3", "on_hand", "nothing")),
    "a backlog without a market": (
        lambda rows: rows["stock.csv"].insert(1, [on(0), "depot/x", 5, 3]),
        ("stock.csv:3", "backlog", "found 3 of a stock without a market", "an empty cell"),
    ),
    "counted twice": (
        lambda rows: rows["stock.csv"].append(rows["stock.csv"][3]),
        ("stock.csv:11", "second count of shop/x", "one count a day"),
    ),
    "more on time than due": (
        replaced("deliveries.csv", 1, 3, 41),
        ("deliveries.csv:3", "on_time", "41 of 40 due", "at most what is due"),
    ),
    "ordered after it came": (
        replaced("receipts.csv", 0, 3, on(4)),
        ("receipts.csv:2", "ordered", "after it came in", "or before"),
    ),
    "too short": (
        lambda rows: rows.update(sound(weeks=7)),
        ("7 week(s) in which both demand and counts are known", f"{LEAST_WEEKS} to {MOST_WEEKS}"),
    ),
    "a slip in a year": (
        replaced("stock.csv", 0, 0, "1926-02-01"),
        ("5226 week(s)", "from 1926-02-01 on", f"{LEAST_WEEKS} to {MOST_WEEKS}"),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_history_says_where_what_and_what_would_do(case: str, tmp_path: Path) -> None:
    change, words = BROKEN[case]
    rows = sound()
    change(rows)
    with pytest.raises(ConfigError) as caught:
        load_history(written(tmp_path, rows), SHOP)
    assert len(caught.value.faults) == 1, caught.value
    for word in words:
        assert word in str(caught.value)


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    rows = sound()
    rows["demand.csv"][0][2], rows["stock.csv"][1][2], rows["receipts.csv"][0][1] = "x", "y", "z"
    written(tmp_path, rows)
    write(tmp_path, "deliveris.csv", ["date"], [])
    write(tmp_path, "deliveries.csv", ["date", "market", "due", "ontime"], [])
    with pytest.raises(ConfigError) as caught:
        load_history(tmp_path, SHOP)
    text = str(caught.value)
    assert len(caught.value.faults) == 6, text  # three cells, a file, an unknown column and the one that is missing
    assert "deliveris.csv: found a file that no history has; `deliveries.csv` would do" in text
    assert "found an unknown column; `on_time` would do" in text


def test_a_missing_folder_and_a_file_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such folder; a folder with demand.csv"):
        load_history(tmp_path / "absent", SHOP)
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="found a file"):
        load_history(tmp_path / "file", SHOP)


def test_every_market_and_the_same_first_day_for_all_stocks(tmp_path: Path) -> None:
    blocks = shop()
    blocks["markets"]["other"] = blocks["markets"]["m"]
    blocks["stocks"]["mill/x"] = {"opening": "0 pieces", "base_stock": "9 pieces"}
    blocks["lines"] = {"press": {"site": "mill", "makes": "x", "rate": "200 pieces/day"}}
    rows = sound()
    rows["stock.csv"].append([on(7), "mill/x", 5, ""])
    with pytest.raises(ConfigError) as caught:
        load_history(written(tmp_path, rows), scenario_from(blocks))
    text = str(caught.value)
    assert "no demand of `other`" in text
    assert "mill/x first counted on 2026-02-08; a count of mill/x on 2026-02-01" in text
