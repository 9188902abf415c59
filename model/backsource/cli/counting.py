"""How far a look at a study is, on standard error: what it costs before it begins, then how far it has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite, nan

STEPS = 10
"""Lines that are written where there is no terminal."""


@contextmanager
def counting(what: str, seconds: float = nan) -> Iterator[Callable[[int, int], None]]:
    """A callback that is told runs done and runs in all; *seconds* is what one takes, where that is known."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        *Progress.get_default_columns()[:-1], TimeRemainingColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(escape(what), total=None)  # names of arms have their levels in brackets
        said = 0

        def tell(done: int, total: int) -> None:
            nonlocal said
            if done == 0:
                said = 0
                took = f", about {_lasting(seconds * total)}" if isfinite(seconds) else ""
                console.print(f"{what}: {total:,} runs{took}", highlight=False, markup=False)
            bar.update(task, total=total, completed=done)
            step = STEPS * done // total
            if not console.is_terminal and step > said:
                said = step
                console.print(f"{done:,} of {total:,} runs", highlight=False)

        yield tell


def _lasting(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
