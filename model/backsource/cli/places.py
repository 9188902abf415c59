"""Where files of a project lie."""

from datetime import date
from pathlib import Path

from backsource.config import project_root


def results_folder(study: Path, name: str, since: date | None = None) -> Path:
    """Where a study's results go: `results/<study>/` of its project, shown from here where that is shorter.

    What goes on from a status lies beside it, in `results/<study>-from-2026-08-24/`.
    """
    folder = project_root(study) / "results" / (name if since is None else f"{name}-from-{since}")
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
