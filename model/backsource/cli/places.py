"""Where files of a project lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from backsource.cli.app import INTERRUPTED, Interrupted, fail
from backsource.config import project_root


def results_folder(study: Path, name: str, since: date | None = None) -> Path:
    """Where a study's results go: `results/<study>/` of its project, shown from here where that is shorter.

    What goes on from a status lies beside it, in `results/<study>-from-2026-08-24/`.
    """
    folder = project_root(study) / "results" / (name if since is None else f"{name}-from-{since}")
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


@contextmanager
def resumable(folder: Path) -> Iterator[None]:
    """Say of an interruption how many runs are kept."""
    try:
        yield
    except Interrupted as stop:
        fail(f"interrupted; {stop.kept} runs are kept in {folder}, and the same command goes on", INTERRUPTED)
    except KeyboardInterrupt:
        fail(f"interrupted; the runs that were done are kept in {folder}, and the same command goes on", INTERRUPTED)
