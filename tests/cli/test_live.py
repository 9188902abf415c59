"""What a running study shows: means with half-widths, paired differences, pace, and no more lines than asked for."""

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from math import isnan
from pathlib import Path

import pytest
from rich.console import Console

from backsource.cli.app import Interrupted
from backsource.cli.board import Board, Sample
from backsource.cli.live import Lines, following, lasting, table
from backsource.config.study import Rule
from backsource.experiment import Progress, load
from backsource.inference.mean import mean_interval
from backsource.measures import Measure
from backsource.results import Run
from backsource.streams import stream

COST = Measure("total_cost", "EUR", "", "", "min")
CONTROLS = {"stay": "stay", "jump": "stay", "steps": "stay"}


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(schedule: str, replication: int, cost: float) -> Run:
    return Run(schedule, replication, "", "", {"total_cost": cost})


def progress(runs: Sequence[Run], done: int, total: int = 300, **more: object) -> Progress:
    return Progress(done, total, runs, **{"made": done, "wanted": dict.fromkeys(CONTROLS, total // 3), **more})


@pytest.mark.parametrize("values", [[3.0, 5.0, 10.0], [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 4], [7.0, 7.0]])
def test_a_running_mean_has_the_interval_of_the_whole_sample(values: list[float]) -> None:
    sample = Sample()
    for value in [*values, float("nan")]:
        sample.add(value)
    whole = mean_interval(values)
    assert sample.count == len(values)
    assert sample.mean == pytest.approx(whole.estimate, rel=1e-12)
    assert sample.half_width == pytest.approx((whole.high - whole.low) / 2, rel=1e-6, abs=1e-12)


def test_one_value_has_no_half_width() -> None:
    sample = Sample()
    assert isnan(sample.mean)
    sample.add(4.0)
    assert sample.mean == 4.0
    assert isnan(sample.half_width)


def test_differences_are_paired_by_future_in_whatever_order_runs_come() -> None:
    """Futures differ by thousands, the schedules within each by 10 and by 14: mean 12, and t(1) = 12.706 times 2."""
    board = Board(CONTROLS, "total_cost")
    board.take(progress([run("jump", 0, 1010.0), run("stay", 1, 5000.0)], 2))
    assert board.rows["jump"].apart.count == 0
    board.take(progress([run("jump", 1, 5014.0), run("stay", 0, 1000.0), run("jump", 2, 77.0)], 5))
    apart = board.rows["jump"].apart
    assert (apart.count, apart.mean) == (2, 12.0)
    assert apart.half_width == pytest.approx(12.706 * 2, rel=1e-4)
    assert board.rows["jump"].early == {2: 77.0}
    assert board.rows["stay"].apart.count == 0


def test_each_setting_has_its_own_control() -> None:
    board = Board({"a": "a", "b": "a", "c": "c", "d": "c"}, "total_cost")
    board.take(progress([run(name, 0, cost) for name, cost in (("a", 1.0), ("b", 3.0), ("c", 10.0), ("d", 15.0))], 4))
    assert (board.rows["b"].apart.mean, board.rows["d"].apart.mean) == (2.0, 5.0)


def test_pace_counts_what_was_made_of_late_and_not_what_was_found() -> None:
    """60 runs in 10 s are 6 a second; 216 that are left take 36 s. Later, of the last half minute, it is 2 a second."""
    clock = Clock()
    board = Board(CONTROLS, "total_cost", clock=clock)
    board.take(progress([], 20, made=0))
    clock.now += 7
    board.take(progress([], 24, made=4))
    assert isnan(board.pace)
    clock.now += 10
    board.take(progress([], 84, made=64))
    assert (board.pace, board.seconds_left) == (6.0, 36.0)
    for _ in range(8):
        clock.now += 10
        board.take(progress([], board.done + 20, made=board.made + 20))
    assert board.pace == 2.0


def test_a_schedule_that_a_rule_dropped_is_done_and_the_others_may_be_asked_for_more() -> None:
    wanted = {"stay": 2, "jump": 1, "steps": 2}
    runs = [run(name, number, 1.0) for name, count in wanted.items() for number in range(count)]
    board = Board(CONTROLS, "total_cost", most=600)
    board.take(Progress(5, 5, runs, 5, wanted))
    assert [board.ready(row) for row in board.rows.values()] == [False, True, False]
    assert board.left == 2
    fixed = Board(CONTROLS, "total_cost")
    fixed.take(Progress(5, 5, runs, 5, wanted))
    assert fixed.left == 0


def shown(board: Board, rows: int = 30) -> list[str]:
    console = Console(width=80, file=StringIO(), record=True)
    console.print(table(board, COST, rows))
    return console.export_text().splitlines()


def test_seven_schedules_with_long_names_fit_eighty_columns() -> None:
    names = ["stay_external", *(f"a_rather_long_name_of_a_schedule [window {week} weeks]" for week in range(6))]
    clock, generator = Clock(), stream(1, 0, "costs")
    board = Board(dict.fromkeys(names, "stay_external"), "total_cost", most=14000, clock=clock)
    for number in range(1200):
        future = generator.normal(41e6, 2e6)
        runs = [run(name, number, future + generator.normal(3e5, 1e5)) for name in names]
        clock.now += 0.1
        board.take(Progress(7 * (number + 1), 14000, runs, 7 * (number + 1), dict.fromkeys(names, 2000)))
    lines = shown(board)
    assert "7 of 7 schedules left · 8,400 of up to 14,000 runs · 70 runs/s" in lines[0]
    assert "up to 80 s left" in " ".join(lines[:2])
    assert [line[:12].strip() for line in lines if "1,200/2,000" in line] == ["stay_externa", *["a_rather_lo…"] * 6]
    assert [line.count("±") for line in lines if "1,200/2,000" in line] == [1, 2, 2, 2, 2, 2, 2]
    assert all(f"ow {week} weeks]" in line for week, line in enumerate(lines[-6:]))


def test_a_mean_has_the_digits_of_its_half_width() -> None:
    """10 and 12: 11 +- 12.706; their difference from the control is 1.00 in both futures."""
    board = Board(CONTROLS, "total_cost")
    board.take(progress([run("stay", 0, 10.0), run("stay", 1, 12.0), run("jump", 0, 11.0), run("jump", 1, 13.0)], 4))
    stay, jump, steps = shown(board)[-3:]
    assert stay.split() == ["stay", "2/100", "11", "±", "13", "-"]
    assert jump.split() == ["jump", "2/100", "12", "±", "13", "+1", "±", "0"]
    assert steps.split() == ["steps", "0/100", "-", "-"]


def test_more_schedules_than_lines_are_counted() -> None:
    board = Board({f"s{number}": "s0" for number in range(40)}, "total_cost")
    assert shown(board, 10)[-1].strip() == "and 30 schedules more"


def test_without_a_terminal_there_is_a_line_a_tenth_and_a_line_a_long_wait() -> None:
    clock, file = Clock(), StringIO()
    board = Board(CONTROLS, "total_cost", clock=clock)
    lines = Lines(Console(file=file), board, clock)
    for done in range(1, 301):
        clock.now += 1 / 3
        lines(progress([], done))
    said = file.getvalue().splitlines()
    assert len(said) == 11
    assert said[1] == "30 of 300 runs, 3.0 runs/s, 2 min left"
    clock.now += 31
    lines(progress([], 301, total=30_000))
    clock.now += 1
    lines(progress([], 302, total=30_000))
    assert file.getvalue().splitlines()[11].startswith("301 of 30,000 runs, ")
    assert len(file.getvalue().splitlines()) == 12


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (89.4, "89 s"), (90, "2 min"), (5399, "90 min"), (5400, "1 h 30 min"), (90_060, "25 h 1 min")],
)
def test_times_are_written_in_the_units_that_matter(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


@pytest.mark.parametrize(
    ("rule", "replications", "most"),
    [
        (None, None, None),
        ({"by": "kn", "most": 500}, None, 1500),
        ({"by": "ocba", "total": 700}, None, 700),
        ({"by": "kn", "most": 500}, 40, None),
    ],
)
def test_a_rule_that_looks_has_an_end_that_is_a_bound(
    study: Path, rule: dict[str, object] | None, replications: int | None, most: int | None
) -> None:
    """Three schedules of at most 500 runs each, 700 runs in all, or a number that overrules the rule."""
    read = load(study)
    asked = read.study.model_copy(update={"rule": Rule(**rule) if rule else None})
    with following(replace(read, study=asked), COST, replications) as on_progress:
        assert isinstance(on_progress, Lines)
        assert on_progress.board.most == most


def test_ctrl_c_knows_how_many_runs_are_there(study: Path) -> None:
    def stop() -> None:
        with following(load(study), COST) as on_progress:
            on_progress(progress([], 42))
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        stop()
    assert stopped.value.kept == 42
