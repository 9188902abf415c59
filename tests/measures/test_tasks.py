"""What tasks did over many runs: criticality, what held up what, and P50 against an independent Monte Carlo."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backsource.config import Scenario, Schedule, schedule_from
from backsource.inference import quantile_interval
from backsource.measures import Sheet
from backsource.measures.tasks import (
    FREEZE,
    ITS_DATE,
    ITS_GATE,
    LATER_END,
    ROAD,
    STEERING,
    exit_waits,
    histories,
    step_waits,
)
from backsource.network.timetable import Timetable
from backsource.report.task_table import milestone_rows, milestone_text
from backsource.simulation import prepare, simulate
from backsource.streams import stream

MakeScenario = Callable[..., Scenario]
nan = np.nan

THREE = {
    "schedule": "go",
    "stock": "plant/part",
    "tasks": {
        "build": {"begin": "2026-01-05", "takes": "4 days"},
        "hire": {"begin": "2026-01-05", "takes": "2 days"},
        "start": {"after": ["build", "hire"], "takes": "1 day"},
    },
}


def a_run(build: float, hire: float, start: float) -> dict[str, float]:
    """Days of a run in which the tasks were done on these days."""
    return {
        "task/build started": 0.0, "task/build done": build, "task/hire started": 0.0, "task/hire done": hire,
        "task/start started": max(build, hire), "task/start done": start,
    }  # fmt: skip


@pytest.fixture
def three(scenario: MakeScenario) -> Timetable:
    return Timetable.of(scenario(), schedule_from(THREE))


def test_the_criticality_index_counts_the_longest_paths_of_the_runs(three: Timetable) -> None:
    runs = [a_run(4, 2, 5), a_run(3, 6, 7), a_run(5, 5, 6), a_run(6, 2, 8)]
    found = {history.task: history for history in histories(three, runs)}
    assert {name: history.critical for name, history in found.items()} == {"build": 0.75, "hire": 0.5, "start": 1.0}
    assert found["start"].held_up == {"build": 0.625, "hire": 0.375}  # where both end together, half a run each
    assert (found["start"].start, found["start"].finish, found["start"].finishes) == (4.0, 5.0, (5, 7, 6, 8))
    assert found["build"].held_up == {ITS_DATE: 1.0}


def test_a_run_that_did_not_come_to_an_end_counts_as_infinitely_late(three: Timetable) -> None:
    unfinished = {**a_run(9, 2, 10), "task/build done": nan, "task/start started": nan, "task/start done": nan}
    found = {history.task: history for history in histories(three, [a_run(4, 2, 5), unfinished])}
    assert found["start"].finishes == (5.0, np.inf)
    assert {name: history.critical for name, history in found.items()} == {"build": 1.0, "hire": 0.0, "start": 1.0}
    assert found["start"].held_up == {"build": 1.0}  # of the runs in which it began


def test_the_table_gives_quantiles_between_order_statistics(three: Timetable, scenario: MakeScenario) -> None:
    runs = [a_run(day, 2, day + 1) for day in range(4, 44)] + [a_run(60, 2, nan)] * 2
    rows = {row.name: row for row in milestone_rows(schedule_from(THREE), three, runs)}
    middle, late = rows["start"].middle, rows["start"].late
    assert (middle.estimate, late.estimate) == (25.0, 42.0)  # the 21st and the 38th of 42
    assert middle.low < 25.0 < middle.high < late.estimate < late.high == np.inf
    assert rows["start"].done == 40 / 42
    text = milestone_text(list(rows.values()), scenario().start)
    assert text[3].split()[:5] == ["start", "2026-01-09", "2026-01-10", "2026-01-30", "2026-02-16"]
    assert "never" in text[3]
    assert text[3].endswith("95 % 100 %")
    assert text[-1] == "start build 100 %"
    assert max(map(len, text)) <= 80


def test_long_names_and_several_stocks_still_fit_eighty_columns(scenario: MakeScenario) -> None:
    spare = {
        "items.spare": {"unit": "piece"},
        "stocks.plant/spare": {"base_stock": "9 pieces", "sources": {"get": "100 %", "do": "0 %"}},
        "lanes.get": {"item": "spare", "from": "forge", "to": "plant", "promised": "2 days"},
        "lines.do": {"site": "plant", "makes": "spare", "rate": "9 pieces/day"},
    }
    part = scenario(changes=spare)
    shares = {"plant/part": {"make": "100 %", "buy": "0 %"}, "plant/spare": {"do": "100 %", "get": "0 %"}}
    parts = {stock: {"share": [{"date": "2026-01-12", **share}]} for stock, share in shares.items()}
    tasks = {"a-task-with-a-name-of-many-words": {"begin": "2026-01-05", "takes": "4 days"}}
    schedule = schedule_from({"schedule": "go", "parts": parts, "tasks": tasks}, scenario=part)
    done = {f"task/{name} {word}": day for name in tasks for word, day in (("started", 0.0), ("done", 4.0))}
    run = {**done, "step/plant/part/0": 7.0, "step/plant/spare/0": nan}
    rows = milestone_rows(schedule, Timetable.of(part, schedule), [run] * 60)
    text = milestone_text(rows, part.start)
    assert [row.name for row in rows[1:]] == ["step 1 plant/part", "step 1 plant/spare"]
    assert text[1].startswith("a-task-with-a-name-of-ma… 2026-01-09 2026-01-09 2026-01-09 [+0,+0]")
    assert text[3].split()[4:6] == ["never", "never"]
    assert max(map(len, text)) <= 80


def test_no_run_gives_no_table(three: Timetable) -> None:
    with pytest.raises(ValueError, match="no run"):
        histories(three, [])


GATED: dict[str, Any] = {
    **THREE,
    "decided": "every 3 days",
    "freeze": ["2026-01-20..2026-01-21"],
    "share": [
        {"make": "30 %", "expect": "2026-01-08", "gate": {"start": "done"}},
        {"make": "100 %", "expect": "2026-01-14", "gate": {"cover": {"at_least": "2 days"}}},
    ],
}


@pytest.mark.parametrize(
    ("done", "first", "second", "reasons"),
    [
        (2, (3, 3), (9, 9), (ITS_DATE, ITS_DATE)),
        (5, (6, 6), (9, 9), ("task/start", ITS_DATE)),
        (2, (3, 3), (11, 11), (ITS_DATE, STEERING)),
        (5, (9, 9), (15, 17), (ITS_GATE, FREEZE)),
        (8, (12, 12), (12, 12), (ITS_GATE, "step/plant/part/0")),
    ],
)
def test_what_held_up_a_step(
    scenario: MakeScenario, done: float, first: tuple[int, int], second: tuple[int, int], reasons: tuple[str, str]
) -> None:
    schedule = schedule_from(GATED)
    run = {
        **a_run(1, 1, done),
        "gate/plant/part/0": first[0],
        "step/plant/part/0": first[1],
        "gate/plant/part/1": second[0],
        "step/plant/part/1": second[1],
    }
    found = step_waits(schedule, Timetable.of(scenario(), schedule), [run])
    assert found == {f"step/plant/part/{number}": {reason: 1.0} for number, reason in enumerate(reasons)}


@pytest.mark.parametrize(
    ("ended", "left", "reason"),
    [(6.0, 6.0, ITS_DATE), (10.0, 10.0, LATER_END), (6.0, 8.0, ROAD), (10.0, 11.0, ROAD)],
)
def test_what_held_up_an_exit(scenario: MakeScenario, ended: float, left: float, reason: str) -> None:
    contract = {"with": "s1", "lanes": ["buy"], "notice": {"period": "5 days"}}
    notice = {"schedule": "go", "stock": "plant/part", "notice": {"contract": "c", "date": "2026-01-06"}}  # to day 6
    part, schedule = scenario(changes={"contracts": {"c": contract}}), schedule_from(notice)
    runs = [{"end/c": ended, "exit/c": left}, {"end/c": nan, "exit/c": nan}]
    timetable = Timetable.of(part, schedule)
    assert exit_waits(timetable, runs) == {"exit/c": {reason: 1.0}}
    (row,) = milestone_rows(schedule, timetable, runs)
    assert (row.name, row.finish, row.middle.estimate, row.late.estimate, row.done) == ("exit c", 6, left, np.inf, 0.5)
    assert dict(row.held_up) == {reason: 1.0}


LIKELY = {"build": (4, 8, 20), "hire": (5, 9, 16), "start": (2, 3, 9)}


def stochastic() -> Schedule:
    spans = {
        name: {"least": f"{least} days", "mode": f"{mode} days", "most": f"{most} days"}
        for name, (least, mode, most) in LIKELY.items()
    }
    tasks = {name: THREE["tasks"][name] | {"takes": spans[name]} for name in spans}  # type: ignore[index]
    return schedule_from({**THREE, "tasks": tasks})


def test_p50_of_a_network_of_chance_agrees_with_an_independent_monte_carlo(scenario: MakeScenario) -> None:
    part, schedule = scenario(changes={"horizon": "60 days"}), stochastic()
    plan, sheet = prepare(part, schedule), Sheet(part, schedule, window=(0, 59), reference=(0, 4))
    runs = [sheet.milestones(simulate(plan, 7, replication)) for replication in range(150)]
    rng = stream(20260105, 0, "independent")

    def pert(least: float, mode: float, most: float) -> Any:
        first, second = 1 + 4 * (mode - least) / (most - least), 1 + 4 * (most - mode) / (most - least)
        return least + (most - least) * rng.beta(first, second, 400_000)

    build, hire, start = (pert(*LIKELY[name]) for name in ("build", "hire", "start"))
    truth = np.maximum(build, hire) + start
    found = quantile_interval([run["task/start done"] for run in runs], 0.5, level=0.999)
    assert found.low <= np.quantile(truth, 0.5, method="inverted_cdf") <= found.high
    critical = {history.task: history.critical for history in histories(sheet.timetable(), runs)}  # type: ignore[arg-type]
    expected = float(np.mean(build >= hire))
    assert critical["build"] == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(runs)))
    assert critical["start"] == 1.0
