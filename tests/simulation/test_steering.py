"""Steering over time: freezes, expected dates that move, raw materials that follow, and what may change nothing."""

from typing import Any

import numpy as np
import pytest
from changeovers import (
    QUALIFICATION,
    column,
    day,
    days,
    everything,
    flow,
    happened,
    made,
    plan,
    run,
    steps,
    with_steel,
    world,
)

from backsource.log import Kind

QUALIFIED: dict[str, Any] = {"lines.make.qualification": QUALIFICATION}
PPAP: dict[str, Any] = {"ppap": {"begin": day(10), "qualifies": "make"}}  # approved on day 20
OPTION = {
    "contracts.supply.extension": {"at_most": 2, "each": "20 days", "price": "+10 %", "call": "5 days before end"}
}
WEEKLY = "every 7 days"
ALWAYS = {"backlog": {"below": "900 days"}}
NEVER = {"backlog": {"above": "900 days"}}


def gate(share: int, expect: int, condition: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**made(share), "expect": day(expect), "gate": condition, **more}


# ---- freezes
FREEZE = {"freeze": [f"{day(12)}..{day(24)}"]}


def test_no_step_starts_within_a_freeze() -> None:
    log = run(world(), share=[gate(50, 8, ALWAYS), gate(100, 13, ALWAYS)], **FREEZE, decided=WEEKLY)
    assert happened(log, Kind.STEP_FROZEN) == [(15, "plant/part", 1)]
    assert steps(log, "make") == [(8, 0.5), (25, 1.0)]


def test_what_runs_goes_on_in_a_freeze() -> None:
    log = run(world(**QUALIFIED), tasks=PPAP, share=[gate(100, 8, {"make": "qualified"})], **FREEZE, decided=WEEKLY)
    assert days(log, Kind.APPROVED) == [20]
    assert steps(log, "make") == [(25, 1.0)]  # decided on day 22, started when the freeze is over


@pytest.mark.parametrize("share", [
    [gate(30, 8, ALWAYS), gate(60, 16, ALWAYS), gate(100, 30, ALWAYS)],
    [gate(30, 8, {"make": "qualified"}), gate(100, 16, ALWAYS)],
])  # fmt: skip
def test_widening_a_freeze_never_moves_a_step_earlier(share: list[Any]) -> None:
    before: list[float] = []
    for first, last in ((40, 41), (20, 22), (20, 28), (14, 28), (7, 28), (7, 33), (7, 50)):
        log = run(world(**QUALIFIED), tasks=PPAP, share=share, freeze=[f"{day(first)}..{day(last)}"], decided=WEEKLY)
        taken = [time for time, _ in steps(log, "make")]
        assert (
            not before
            or (first, last) == (20, 22)
            or all(late >= early for late, early in zip(taken, before, strict=True))
        )
        assert not any(first <= time <= last for time in taken)
        before = taken


# ---- expected dates and raw materials
def test_raw_material_follows_the_expected_day_as_meetings_move_it() -> None:
    late = {"ppap": {"begin": day(30), "qualifies": "make"}}  # approved on day 40, expected on day 20
    share = [gate(100, 20, {"make": "qualified"})]
    moved = run(with_steel(**QUALIFIED), tasks=late, share=share, decided=WEEKLY)
    assert steps(moved, "make") == [(41, 1.0)]
    ordered = np.flatnonzero(moved.lanes.of("steel", "ordered"))
    # eight days ahead (5 of the way, 3 of cover) of day 20 some steel is ordered; the meeting of day 20 expects day 27
    assert ordered[0] == 12
    levels = plan(with_steel(**QUALIFIED), tasks=late, share=share, decided=WEEKLY).stocks["plant/steel"].policy.targets
    position = moved.stocks.of("plant/steel", "position")
    assert position[12:20].tolist() == pytest.approx(levels[12:20])
    assert (position[19], levels[26]) == (80, 80)
    # a first step on its date orders as much, and from then on what is used
    dated = run(with_steel(), share=[{"date": day(41), **made(100)}])
    assert moved.lanes.of("steel", "ordered")[42:110].sum() == pytest.approx(
        dated.lanes.of("steel", "ordered")[42:110].sum(), abs=30
    )


def test_material_is_not_ordered_early_for_a_step_that_is_far_off_again() -> None:
    share = [gate(50, 20, NEVER), gate(100, 30, ALWAYS)]
    log = run(with_steel(), share=share, decided="every 14 days")
    # at the meeting of day 20 the first step is expected on day 34 and the second on day 48
    assert column(log.lanes, "steel", "ordered", 20, 26) == [0] * 6
    assert log.lanes.of("steel", "ordered")[26:34].sum() == 0  # what came for day 20 is still there


# ---- equalities
def test_gates_that_always_hold_equal_dated_steps_on_the_steering_dates() -> None:
    scenario = with_steel(**{"sites.plant.calendar": "works", "lanes.buy.late": {"chance": "30 %", "by": "4 days"}})
    gated = [gate(25, 14, ALWAYS), gate(60, 20, ALWAYS), gate(100, 31, ALWAYS)]
    dated = [{"date": day(number), **made(share)} for number, share in ((14, 25), (21, 60), (35, 100))]
    for replication in range(3):
        one = run(scenario, share=gated, decided=WEEKLY, replication=replication)
        other = run(scenario, share=dated, replication=replication)
        assert steps(one, "make") == steps(other, "make")
        assert flow(one) == flow(other)
        assert one.environment == other.environment


def test_the_order_of_the_text_changes_nothing() -> None:
    scenario = with_steel(**QUALIFIED, **OPTION, **{"lanes.buy.late": {"chance": "30 %", "by": "4 days"}})
    schedule: dict[str, Any] = {
        "notice": {"contract": "supply", "date": day(20)},
        "tasks": {"wait": {"begin": day(1), "takes": {"median": "4 days", "cv": 0.4}}, **PPAP,
                  "feed": {"begin": day(2), "takes": "5 days", "onboards": ["steel"]}},
        "decided": WEEKLY,
        "pays": [{"date": day(3), "amount": "5 EUR"}, {"date": day(2), "amount": "7 EUR"}],
        "freeze": [f"{day(29)}..{day(30)}", f"{day(12)}..{day(13)}"],
        "parts": {
            "plant/part": {
                "share": [gate(50, 15, {"make": "qualified", "wait": "done"}), gate(100, 30, ALWAYS)],
                "retain": {"make": "0 %", "buy": "0 %"},
                "bridge": {"from": day(3), "want": "3 days", "use_from": day(15)},
                "extension": {"contract": "supply", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": day(40)},
            },
            "plant/steel": {"last_time_buy": {"date": day(10), "quantity": "20 kg"}},
        },
    }  # fmt: skip

    def reversed_(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reversed_(inner) for key, inner in reversed(value.items())}
        return value

    mirrored = reversed_(schedule)
    mirrored["pays"], mirrored["freeze"] = mirrored["pays"][::-1], mirrored["freeze"][::-1]
    for replication in range(3):
        assert everything(run(scenario, **schedule, replication=replication)) == everything(
            run(scenario, **mirrored, replication=replication)
        )
