"""Where files of a project lie."""

from pathlib import Path

from backsource.config import project_root


def results_folder(study: Path, name: str) -> Path:
    """Where a study's results go: `results/<study>/` of its project, shown from here where that is shorter."""
    folder = project_root(study) / "results" / name
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
