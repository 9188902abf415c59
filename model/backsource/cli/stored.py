"""Where verbs that run nothing find the runs of a study."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.places import results_folder

if TYPE_CHECKING:
    from backsource.experiment import Stored

StudyOrResults = Annotated[
    Path, typer.Argument(metavar="STUDY", help="Study file whose runs `compare` has stored, or a results folder.")
]


def opened(study: Path, status: Path | None = None, out: Path | None = None) -> "tuple[Stored, bool]":
    """The stored runs of a study file or a results folder, and whether the files still say what was run.

    *status* is the file from which they began, *out* the folder that `compare` was given. Raises `ResultsError` where
    the study has not run, `ConfigError` where its file has faults.
    """
    from backsource.errors import ResultsError
    from backsource.experiment import load, stored
    from backsource.results import NAME

    if study.is_dir():
        return stored(study), True
    if not study.exists():
        raise ResultsError(f"{study}: no such file or folder; a study file, or the folder of its results, would do")
    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    if not (folder / NAME).exists():
        said = f"{study} --status {status}" if status else f"{study}"
        raise ResultsError(
            f"{folder}: no runs of {experiment.study.study} here; `backsource compare {said}` makes them"
        )
    own = stored(folder)
    return own, own.made_from(experiment)


def changed_note(fresh: bool) -> list[str]:
    """What to know when files have changed since."""
    return [] if fresh else ["Note: the files of the study have changed since these runs; `compare` runs it again."]
