"""From stored runs to the bank of each stock: what is read where, by hand-written runs."""

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import Any

import pytest
from backsourcing import backsourcing
from stored_runs import write

from backsource.config import Scenario, Schedule, schedule_from
from backsource.errors import StudyError
from backsource.report.bank_need import bank_needs, bank_remark, need_text, without_bank
from backsource.results import Inputs, Results, Run, read

SPARE = {
    "items.spare": {"unit": "box"},
    "stocks.plant/spare": {"base_stock": "50 boxes", "sources": {"buy-spare": "100 %", "make-spare": "0 %"}},
    "lanes.buy-spare": {"item": "spare", "from": "forge", "to": "plant", "promised": "2 days"},
    "lines.make-spare": {"site": "plant", "makes": "spare", "rate": "9 boxes/day"},
    "markets.shop": {"item": "spare", "from": "plant", "demand": {"per": "day", "mean": "4 boxes"}},
    "horizon": "200 days",
}
STEP = {"date": "2026-03-06", "make": "100 %", "buy": "0 %"}  # day 60
BRIDGE = {"from": "2026-02-04", "want": "20 days of cover", "use_from": "2026-03-06"}


def going(name: str, scenario: Scenario, **blocks: Any) -> Schedule:
    given = {"schedule": name, "stock": "plant/part", "opens": {"make": "2026-03-06"}, "share": [STEP], **blocks}
    return schedule_from(given, scenario=scenario)


def runs(name: str, needed: Sequence[float], stock: str = "plant/part", **measures: float) -> list[Run]:
    wanted, attained = measures.get("bank_wanted", nan), measures.get("bank_attained", nan)
    return [
        Run(name, number, "e", "d", {"units_short": 0.0, "bank_attained": nan, **measures},
            banks={stock: (wanted, attained, need, False)})
        for number, need in enumerate(needed)
    ]  # fmt: skip


def stored(folder: Path, scenario: Scenario, schedules: Sequence[Schedule], made: Sequence[Run]) -> Results:
    texts = {one.schedule: one.model_dump_json(by_alias=True) for one in schedules}
    write(folder, Inputs('{"study": "s"}', scenario.model_dump_json(by_alias=True), texts, {}, 1, "h"), made)
    return read(folder)


@pytest.fixture
def scenario() -> Scenario:
    return backsourcing(SPARE)


def test_the_need_is_read_where_no_bank_hides_it(tmp_path: Path, scenario: Scenario) -> None:
    """Of 100, 200 .. 4,000 the 95 % quantile is 3,800; 5 a day above the demand of 10 build 200 in 40 days."""
    banked, bare = going("go", scenario, bridge=BRIDGE), going("bare", scenario)
    schedules = {"go": banked, "bare": bare}
    own = runs("go", [4000.0] * 40, bank_wanted=200.0, bank_attained=150.0, units_short=30.0)
    results = stored(tmp_path, scenario, [banked, bare], own + runs(
        "bare", [100.0 * (n + 1) for n in range(40)], units_short=90.0
    ))  # fmt: skip
    (need,) = bank_needs(results, scenario, schedules, "go", (0.05,))
    (size,) = need.answer.sizes
    assert (need.stock, need.unit, need.source, need.read_from, need.futures) == (
        "plant/part", "pieces", "buy", "bare", 40,
    )  # fmt: skip
    assert (size.units.estimate, size.days.estimate, size.bound) == (3800.0, 380.0, "exact")
    assert need.answer.can_build == pytest.approx(5 * 30)  # day 30 to day 60
    assert (need.answer.wanted, need.answer.attained) == (200.0, 150.0)
    assert need.effectiveness == pytest.approx((90 - 30) / 150)
    text = " ".join(need_text(need, "go", scenario.start))
    assert "A unit of the bank avoided 0.4 units short." in text
    (small,) = bank_needs(results, scenario, schedules, "bare", (0.95,))
    assert small.answer.sizes[0].units.estimate == 200.0
    assert small.answer.sizes[0].build_from == 60 - 40


def test_without_such_runs_a_bank_gives_an_upper_bound(tmp_path: Path, scenario: Scenario) -> None:
    banked = going("go", scenario, bridge=BRIDGE)
    results = stored(tmp_path, scenario, [banked], runs("go", [170.0] * 40, bank_wanted=200.0, bank_attained=150.0))
    (need,) = bank_needs(results, scenario, {"go": banked}, "go")
    assert {size.bound for size in need.answer.sizes} == {"at most"}
    assert bank_remark(results, scenario, {"go": banked}) == (
        "with a risk of 5 % go needs <= 170 (wanted 200, attained 150); `backsource bank` says more."
    )


def test_every_stock_of_a_programme_has_its_own_answer(tmp_path: Path, scenario: Scenario) -> None:
    spare = {"date": "2026-03-06", "make-spare": "100 %", "buy-spare": "0 %"}
    both = schedule_from(
        {
            "schedule": "both",
            "opens": {"make": "2026-03-06", "make-spare": "2026-03-06"},
            "parts": {"plant/part": {"share": [STEP]}, "plant/spare": {"share": [spare]}},
        },
        scenario=scenario,
    )
    made = [
        Run("both", number, "e", "d", {"units_short": 0.0},
            banks={"plant/part": (nan, nan, 70.0, False), "plant/spare": (nan, nan, 8.0, False)})
        for number in range(40)
    ]  # fmt: skip
    found = bank_needs(stored(tmp_path, scenario, [both], made), scenario, {"both": both}, "both", (0.2,))
    assert [(one.stock, one.unit, one.answer.sizes[0].days.estimate) for one in found] == [
        ("plant/part", "pieces", 7.0),
        ("plant/spare", "boxes", 2.0),
    ]


def test_futures_in_which_the_path_never_begins_need_no_bank_and_are_counted_out(
    tmp_path: Path, scenario: Scenario
) -> None:
    bare = going("bare", scenario)
    results = stored(tmp_path, scenario, [bare], runs("bare", [nan] * 10 + [50.0] * 30))
    (need,) = bank_needs(results, scenario, {"bare": bare}, "bare", (0.2,))
    assert (need.futures, need.answer.sizes[0].units.estimate) == (30, 50.0)
    results = stored(tmp_path / "none", scenario, [bare], runs("bare", [nan] * 10))
    with pytest.raises(StudyError, match="in no future does plant/part begin to change over"):
        bank_needs(results, scenario, {"bare": bare}, "bare")


def test_the_same_schedule_without_its_bank_differs_in_nothing_else(scenario: Scenario) -> None:
    go, bare = going("go", scenario, bridge=BRIDGE), going("bare", scenario)
    other = going("other", scenario, freeze=["2026-01-20..2026-01-21"])
    assert without_bank({"go": go, "other": other}, "go") is None
    assert without_bank({"go": go, "other": other, "bare": bare}, "go") == "bare"
