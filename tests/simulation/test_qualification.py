"""Qualification: preparation, trials that may fail, approval; what trials make; the ramp that begins then."""

from typing import Any

import numpy as np
import pytest
from changeovers import QUALIFICATION, column, day, days, happened, made, run, stay, with_steel, world
from scipy import stats

from backsource.laws.qualification import chance_to_pass
from backsource.log import Kind
from backsource.streams import stream

PPAP: dict[str, Any] = {"ppap": {"begin": day(3), "qualifies": "make"}}
NEVER = "0.0000001 %"
ALL_MADE = [{"date": day(2), **made(100)}]


def qualified(**rule: Any) -> dict[str, Any]:
    return {"lines.make.qualification": {**QUALIFICATION, **rule}}


def test_a_line_that_passes_at_once_opens_after_preparation_trial_and_approval() -> None:
    log = run(world(**qualified()), tasks=PPAP, share=ALL_MADE)
    assert happened(log, Kind.TRIAL) == [(8, "make", 1)]  # prepared on day 7, tried on it
    assert days(log, Kind.APPROVED) == days(log, Kind.LINE_OPENED) == days(log, Kind.TASK_DONE) == [13]
    # orders have waited for it since day 2
    assert column(log.lines, "make", "closed", 11, 15) == [1, 1, 0, 0]
    assert column(log.lines, "make", "started", 12, 15) == [0, 20, 20]


def test_times_in_working_days_stand_still_over_the_weekend() -> None:
    rule = {"prepare": "4 working days", "trial": "1 working day", "approve": "5 working days"}
    log = run(world(**qualified(**rule), **{"sites.plant.calendar": "works"}), tasks=PPAP, share=ALL_MADE)
    # Thursday 8 January and three more to Tuesday, the trial on Wednesday, approval from Thursday to Wednesday
    assert (days(log, Kind.TRIAL), days(log, Kind.APPROVED)) == ([10], [17])


def test_a_trial_that_fails_is_tried_again_after_corrective_work() -> None:
    log = run(world(**qualified(passes=NEVER)), tasks=PPAP, share=ALL_MADE)
    # four days of preparation, then a trial of one day every seven days
    assert happened(log, Kind.TRIAL) == [(float(t), "make", 0) for t in range(8, 120, 7)]
    assert days(log, Kind.APPROVED) == [] == days(log, Kind.LINE_OPENED)
    assert log.lines.of("make", "started").sum() == 0


def test_the_kth_trial_keeps_its_kth_draw() -> None:
    for replication in range(12):
        luck = np.clip(stream(1, replication, "turn/trial/make/0").random(32), 1e-16, None)
        fails = int(np.argmax(luck < 0.3))
        log = run(
            world(**qualified(passes="30 %"), horizon="400 days"), tasks=PPAP, share=ALL_MADE, replication=replication
        )
        assert [quantity for _, _, quantity in happened(log, Kind.TRIAL)] == [0.0] * fails + [1.0]
        # whether it starts earlier or later, in whatever schedule
        later = run(
            world(**qualified(passes="30 %"), horizon="400 days"), replication=replication,
            tasks={"wait": {"begin": day(0), "takes": "20 days"}, "other": {"after": ["wait"], "qualifies": "make"}},
        )  # fmt: skip
        assert len(happened(later, Kind.TRIAL)) == fails + 1


def test_more_trials_than_a_block_of_draws_do_not_repeat_their_luck() -> None:
    rule = {"prepare": "0 days", "approve": "0 days", "again_after": "0 days", "passes": "3 %"}
    tries = [len(happened(run(world(**qualified(**rule)), tasks=PPAP, replication=r), Kind.TRIAL)) for r in range(60)]
    assert max(tries) > 32
    assert any(tries[i] > 64 and tries[i] < 116 for i in range(60)), "a repeated block would never pass later"


def test_corrective_work_is_drawn_by_its_law() -> None:
    rule = {"passes": NEVER, "trial": "0 days", "prepare": "0 days", "again_after": {"mean": "6 days", "cv": 0.5}}
    log = run(world(**qualified(**rule), horizon="4000 days"), tasks=PPAP)
    gaps = np.diff(days(log, Kind.TRIAL))
    # a trial begins on the morning after its corrective work, half a day later on average
    assert gaps.mean() == pytest.approx(6.5, abs=4 * 3 / np.sqrt(len(gaps)))
    assert np.all(gaps >= 1)


# ---- from the yield reached
def test_the_chance_to_pass_follows_from_the_yield_reached() -> None:
    # three hundred pieces, three wrong at most; practice is what trials have made
    rule = {"passes": "from yield", "pieces": "300 pieces", "again_after": "1 day", "prepare": "0 days"}
    yields = {"lines.make.yield": {"first": "98 %", "mature": "99.9 %", "over": "500 pieces"}}
    scenario = with_steel(**qualified(**rule), **yields, **{
        "stocks.plant/steel": {"base_stock": "9000 kg", "opening": "9000 kg"}, "lanes.steel.promised": "0 days",
    })  # fmt: skip
    tries = [len(happened(run(scenario, tasks=PPAP, replication=r), Kind.TRIAL)) for r in range(150)]
    reached = [0.999 - 0.019 * np.exp(-0.6 * trial) for trial in range(1, 12)]
    chances = [float(stats.binom.cdf(3, 300, 1 - share)) for share in reached]
    assert chance_to_pass(reached[0]) == pytest.approx(chances[0])
    none_yet = np.cumprod([1 - chance for chance in chances])
    for number in (1, 2, 3):
        share = float(np.mean([count > number for count in tries]))
        spread = np.sqrt(none_yet[number - 1] * (1 - none_yet[number - 1]) / 150)
        assert share == pytest.approx(none_yet[number - 1], abs=4 * spread)


# ---- trial parts
def test_a_trial_waits_for_its_material_and_takes_it() -> None:
    """Ordered on day 0 for a trial on day 4, the steel is twenty days on the road: there in the course of day 20."""
    rule = {"pieces": "40 pieces", "prepare": "1 day"}
    slow = with_steel(**qualified(**rule), **{"lanes.steel.promised": "20 days"})
    log = run(slow, tasks=PPAP, share=[{"date": day(60), **made(100)}])
    assert log.stocks.of("plant/steel", "used")[21] == 40
    assert happened(log, Kind.TRIAL) == [(22, "make", 1)]


@pytest.mark.parametrize("kept", ["scrap", "sell"])
def test_trial_parts_are_locked_until_they_are_judged(kept: str) -> None:
    rule = {"pieces": "40 pieces", "trial_parts": kept}
    steel = {"stocks.plant/steel": {"base_stock": "900 kg", "opening": "900 kg"}}
    log = run(with_steel(**qualified(**rule), **steel), tasks=PPAP, share=[{"date": day(60), **made(100)}])
    wip, good, scrap = (column(log.lines, "make", what, 6, 15) for what in ("wip", "good", "scrap"))
    assert wip == [0, 40] + ([0] * 7 if kept == "scrap" else [40] * 5 + [0] * 2)
    assert scrap == ([0, 0, 40] + [0] * 6 if kept == "scrap" else [0] * 9)
    assert good == ([0] * 9 if kept == "scrap" else [0] * 7 + [40, 0])  # approved on day 13
    base = stay(with_steel(**qualified(**rule), **steel))
    more = log.stocks.of("plant/part", "on_hand")[:60] - base.stocks.of("plant/part", "on_hand")[:60]
    assert more[:13].max() == 0
    assert (more[13] == 40) == (kept == "sell")


def test_pieces_of_a_trial_that_fails_are_scrap_even_where_those_that_pass_may_be_sold() -> None:
    rule = {"pieces": "40 pieces", "trial_parts": "sell", "passes": NEVER}
    steel = {"stocks.plant/steel": {"base_stock": "900 kg", "opening": "900 kg"}}
    log = run(with_steel(**qualified(**rule), **steel), tasks=PPAP)
    assert np.flatnonzero(log.lines.of("make", "scrap")).tolist() == list(range(8, 120, 7))
    assert log.lines.of("make", "good").sum() == 0


# ---- tools and ramp
def test_a_trial_waits_for_the_tool_of_its_line() -> None:
    tools = {"tools": {"T2": {"at": "none", "lead": "3 weeks"}}, "lines.make.tools": ["T2"]}
    tasks = {"order": {"begin": day(1), "brings": {"T2": "plant"}}, **PPAP}
    log = run(world(**qualified(), **tools), tasks=tasks)
    assert days(log, Kind.TOOL_INSTALLED) == [22]
    assert days(log, Kind.TRIAL) == [23]
    assert days(log, Kind.APPROVED) == [28]


def test_the_ramp_starts_at_approval_at_its_first_rate() -> None:
    ramp = {"lines.make.ramp": {"shape": "linear", "from": "20 %", "over": "8 days"}, "items.part.whole": False}
    stock = {"stocks.plant/part.base_stock": "9000 pieces"}
    log = run(world(**qualified(), **ramp, **stock), tasks=PPAP, share=ALL_MADE)
    # the mean of the curve over each day: 20 % plus a tenth a day
    expected = [20 * (0.2 + 0.1 * (age + 0.5)) for age in range(8)]
    assert column(log.lines, "make", "started", 12, 22) == pytest.approx([0, *expected, 20])


def test_an_end_that_is_tied_to_another_task_delays_approval() -> None:
    tasks = {
        "papers": {"begin": day(0), "takes": "30 days"},
        "ppap": {"begin": day(3), "after": [{"task": "papers", "kind": "FF", "lag": "2 days"}], "qualifies": "make"},
    }
    log = run(world(**qualified()), tasks=tasks)
    assert days(log, Kind.TRIAL) == [8]
    assert days(log, Kind.APPROVED) == [32]


def test_the_truth_of_a_qualification_may_differ_from_its_plan() -> None:
    unsure = {
        "lines.make.qualification.prepare": {"range": ["12 days", "12 days"]},
        "lines.make.qualification.passes": {"range": ["0 %", "0 %"]},
    }
    log = run(world(**qualified(), unsure=unsure), tasks=PPAP)
    assert days(log, Kind.TRIAL)[0] == 16
    assert days(log, Kind.APPROVED) == []


def test_the_names_of_tasks_are_no_part_of_the_environment() -> None:
    scenario = world(**qualified())
    logs = [
        stay(scenario),
        run(scenario, tasks=PPAP),
        run(scenario, tasks={"zeta": {"begin": day(9), "takes": "3 days"}}),
    ]
    assert len({log.environment for log in logs}) == 1


def test_the_material_of_the_first_trial_is_planned_for() -> None:
    """Preparation from day 10 takes four days: forty kilograms are there on day 14, with no other use planned yet."""
    steps = [{"date": day(60), **made(100)}]
    log = run(
        with_steel(**qualified(pieces="40 pieces")),
        tasks={"ppap": {"begin": day(10), "qualifies": "make"}},
        share=steps,
    )
    assert log.stocks.of("plant/steel", "on_hand")[13] >= 40
    assert days(log, Kind.TRIAL) == [15]
    assert log.stocks.of("plant/steel", "used")[14] == 40
