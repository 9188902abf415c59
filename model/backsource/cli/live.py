"""What is shown on standard error while a study runs: a live table on a terminal, else a plain line now and then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from backsource.experiment import Experiment, Progress
    from backsource.measures import Measure

PLAIN_STEPS = 10
"""Lines that a run writes where there is no terminal."""


@contextmanager
def following(experiment: "Experiment", primary: "Measure") -> "Iterator[Callable[[Progress], None]]":
    """A callback for `run_study` that shows how far it is."""
    from rich.console import Console

    console = Console(stderr=True)
    board = Board([name for setting in experiment.settings for name in setting.schedules], primary)
    if not console.is_terminal:
        yield lambda progress: _plain(console, board, progress)
        return
    from rich.live import Live

    with Live(board.table(0, 0), console=console, refresh_per_second=4, transient=True) as live:

        def show(progress: "Progress") -> None:
            board.take(progress)
            live.update(board.table(progress.done, progress.total))

        yield show


class Board:
    """Running means by schedule."""

    def __init__(self, schedules: list[str], primary: "Measure") -> None:
        self.primary = primary
        self.sums = dict.fromkeys(schedules, 0.0)
        self.counts = dict.fromkeys(schedules, 0)
        self.steps_said = -1

    def take(self, progress: "Progress") -> None:
        """Count the runs that have come in."""
        for run in progress.runs:
            value = run.measures.get(self.primary.name, float("nan"))
            if run.schedule in self.sums and not isnan(value):
                self.sums[run.schedule] += value
                self.counts[run.schedule] += 1

    def table(self, done: int, total: int) -> "Table":
        """How it stands."""
        from rich.table import Table

        table = Table(title=f"{done} of {total} runs", title_justify="left")
        table.add_column("schedule")
        table.add_column("runs", justify="right")
        table.add_column(f"mean {self.primary.name} so far", justify="right")
        for name, count in self.counts.items():
            table.add_row(name, str(count), f"{self.sums[name] / count:,.0f}" if count else "-")
        return table


def _plain(console: "Console", board: Board, progress: "Progress") -> None:
    step = PLAIN_STEPS * progress.done // progress.total
    if step > board.steps_said:
        board.steps_said = step
        console.print(f"{progress.done} of {progress.total} runs", highlight=False)
