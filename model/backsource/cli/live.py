"""What is shown on standard error while a study runs: a live table on a terminal, else a plain line now and then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isnan
from time import monotonic
from typing import TYPE_CHECKING

from backsource.cli.app import Interrupted
from backsource.cli.board import Board, Row

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.table import Table

    from backsource.experiment import Experiment, Progress
    from backsource.measures import Measure

PLAIN_STEPS = 10
"""Lines that a run writes where there is no terminal, unless it is long."""
PLAIN_SECONDS = 30.0
"""After so much time there is a line in any case."""
LOOKS = 4
"""Times a second that the table is drawn."""
NAME = 24
"""Letters of a schedule's name."""
BESIDE_ROWS = 6
"""Lines of a terminal that are not rows of the table."""


@contextmanager
def following(
    experiment: "Experiment", primary: "Measure", replications: int | None = None
) -> "Iterator[Callable[[Progress], None]]":
    """A callback for `run_study` that shows how far it is; *replications* overrules the study there too.

    Ctrl-C becomes `Interrupted`, which knows how many runs there are.
    """
    from rich.console import Console

    controls = {name: setting.control for setting in experiment.settings for name in setting.schedules}
    board = Board(controls, primary.name, None if replications else _most_runs(experiment))
    console = Console(stderr=True)
    try:
        if console.is_terminal:
            yield from _on_terminal(console, board, primary)
        else:
            yield Lines(console, board)
    except KeyboardInterrupt:
        raise Interrupted(board.done) from None


def _most_runs(experiment: "Experiment") -> int | None:
    """Runs at which a rule that looks at them ends in any case; None of a fixed number."""
    rule = experiment.study.rule
    if rule is None:
        return None
    return rule.total or rule.most * len(experiment.arms())


def _on_terminal(console: "Console", board: Board, primary: "Measure") -> "Iterator[Callable[[Progress], None]]":
    from rich.live import Live

    def drawn() -> "Group":
        return table(board, primary, console.height - BESIDE_ROWS)

    with Live(get_renderable=drawn, console=console, refresh_per_second=LOOKS, transient=True):
        yield board.take


class Lines:
    """A line for every tenth of the runs, and for every half minute without one."""

    def __init__(self, console: "Console", board: Board, clock: Callable[[], float] = monotonic) -> None:
        self.console, self.board, self.clock = console, board, clock
        self.step, self.said = -1, clock()

    def __call__(self, progress: "Progress") -> None:
        """Say it, if it is time."""
        self.board.take(progress)
        step = PLAIN_STEPS * progress.done // max(progress.total, 1)
        if step > self.step or self.clock() - self.said >= PLAIN_SECONDS:
            self.step, self.said = max(step, self.step), self.clock()
            self.console.print(", ".join(progress_words(self.board)), highlight=False, soft_wrap=True)


def progress_words(board: Board) -> list[str]:
    """Runs done of those asked for, runs a second, time left."""
    open_end = "up to " if board.most else ""
    words = [f"{board.done:,} of {open_end}{board.end:,} runs"]
    if not isnan(board.pace):
        words.append(f"{board.pace:,.0f} runs/s" if board.pace >= 10 else f"{board.pace:.1f} runs/s")
        words.append(f"{open_end}{lasting(board.seconds_left)} left")
    return words


def lasting(seconds: float) -> str:
    """A time in the one or two units that matter."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    if whole < 5400:
        return f"{round(whole / 60)} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def table(board: Board, primary: "Measure", most_rows: int) -> "Group":
    """How it stands: schedules left; of each its runs, mean, and difference from the control in the same futures."""
    from rich.console import Group
    from rich.text import Text

    shown = dict(list(board.rows.items())[: max(most_rows, 1)])
    words = [f"{board.left} of {len(board.rows)} schedules left", *progress_words(board)]
    lines: list[Text | Table] = [Text(" · ".join(words)), _rows(board, shown, primary)]
    if len(shown) < len(board.rows):
        lines.append(Text(f"and {len(board.rows) - len(shown)} schedules more"))
    return Group(*lines)


def _rows(board: Board, shown: dict[str, Row], primary: "Measure") -> "Table":
    from rich.table import Table
    from rich.text import Text

    from backsource.report.numbers import scale

    size, large = scale(max((abs(row.own.mean) for row in shown.values() if row.own.count), default=1.0))
    step, small = scale(max((abs(row.apart.mean) for row in shown.values() if row.apart.count), default=1.0))
    control = {row.control for row in board.rows.values()}
    against = _short(control.pop()) if len(control) == 1 else "the control"
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    drawn.add_column("schedule", no_wrap=True)
    drawn.add_column("runs", justify="right", no_wrap=True)
    drawn.add_column(f"{primary.name.replace('_', ' ')}\n{large}{primary.unit} (95 %)", justify="right", no_wrap=True)
    drawn.add_column(f"vs {against}\n{small}{primary.unit} (95 %)", justify="right", no_wrap=True)
    drawn.add_column("", no_wrap=True)
    for name, row in shown.items():
        counted = f"{row.runs:,}/{row.wanted:,}" if row.wanted else f"{row.runs:,}"
        apart = (
            "-" if row.control == name else _with_half_width(row.apart.mean / step, row.apart.half_width / step, "+")
        )
        own = _with_half_width(row.own.mean / size, row.own.half_width / size)
        ready = board.ready(row)
        drawn.add_row(Text(_short(name)), counted, own, apart, "done" if ready else "", style="dim" if ready else None)
    return drawn


def _short(name: str) -> str:
    """A name within its column; what tells arms with levels of factors apart stands at the end."""
    return name if len(name) <= NAME else f"{name[: NAME // 2 - 1]}…{name[-(NAME // 2) :]}"


def _with_half_width(mean: float, half: float, sign: str = "") -> str:
    """As `41.20 ± 0.31`: the mean in as many digits as two figures of its half-width need."""
    if isnan(mean):
        return "-"
    if isnan(half):
        return f"{mean:{sign},.4g}"
    if half == 0.0:
        return f"{mean:{sign},.4g} ± 0"
    digits = next((digits for digits in range(4) if half >= 10.0 ** (1 - digits)), 4)
    return f"{mean:{sign},.{digits}f} ± {half:,.{digits}f}"
