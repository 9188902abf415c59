"""Law's (s,S) programs by replay, and small programs reckoned by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from backsource.simulation import simulate
from backsource.verification import open_cases, read_cases
from backsource.verification.formats import Costs, Event, LawCase
from backsource.verification.law_inventory import costs, law_rows, plan

PROGRAMS = [case for case in read_cases(open_cases() / "law_inventory") if isinstance(case, LawCase)]


def program(events: list[tuple[float, str, float, float | None]], review: str = "order S-I if I < s") -> LawCase:
    """Three months of s = 3, S = 8, from 5 items."""
    return LawCase(
        reorder_level=3,
        order_up_to=8,
        months=3,
        initial_inventory=5,
        setup_cost=32,
        unit_cost=3,
        holding_cost=1,
        backlog_cost=5,
        review=review,
        printed=Costs(0, 0, 0, 0),
        events=tuple(Event(time, event, size, 0, lag) for time, event, size, lag in events),  # type: ignore[arg-type]
        file=Path("program.json"),
    )


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case.id)
def test_every_program_gives_the_printed_and_the_computed_figures(case: LawCase) -> None:
    rows = list(law_rows(case))
    assert {row.name for row in rows} == {
        *(f"{what}.{figure}" for what in ("printed", "computed") for figure in ("total", "ordering", "holding")),
        "printed.shortage",
        "computed.shortage",
        "orders",
    }
    assert [row for row in rows if row.verdict != "pass"] == []


def test_there_are_five_programs() -> None:
    assert len(PROGRAMS) == 5


def test_a_short_program_costs_what_it_costs_by_hand() -> None:
    case = program([(0.5, "demand", 3, None), (1.0, "order", 6, 0.5)])
    found = costs(case, simulate(plan(case), 0, 0))
    assert found.ordering == pytest.approx((32 + 3 * 6) / 3)
    assert found.holding == pytest.approx((0.5 * 5 + 1.0 * 2 + 1.5 * 8) / 3)
    assert found.shortage == 0


def test_backlog_costs_from_its_instant_to_the_arrival() -> None:
    case = program([(0.25, "demand", 7, None), (1.0, "order", 10, 0.75)])
    found = costs(case, simulate(plan(case), 0, 0))
    assert found.shortage == pytest.approx(5 * 2 * 1.5 / 3)
    assert found.holding == pytest.approx((0.25 * 5 + 1.25 * 8) / 3)
    assert found.total == pytest.approx(found.ordering + found.holding + found.shortage)


def test_at_the_reorder_level_only_the_weak_comparison_orders() -> None:
    at_level = [(0.5, "demand", 2.0, None), (1.0, "order", 5.0, 0.5)]
    strict, weak = (program(at_level, f"order S-I if I {sign} s") for sign in ("<", "<="))
    assert costs(strict, simulate(plan(strict), 0, 0)).ordering == 0
    assert costs(weak, simulate(plan(weak), 0, 0)).ordering == pytest.approx((32 + 3 * 5) / 3)


def test_a_wrong_figure_or_a_wrong_order_misses() -> None:
    case = PROGRAMS[0]
    wrong = replace(case, printed=replace(case.printed, holding=case.printed.holding + 0.011))
    assert [row.name for row in law_rows(wrong) if row.verdict == "miss"] == ["printed.holding"]
    late = replace(case, review="order S-I if I <= s")
    verdicts = {row.name: row.verdict for row in law_rows(late)}
    assert "miss" in verdicts.values()
