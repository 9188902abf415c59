"""`backsource report STUDY`: the answer, the figures and the checklist again, from stored runs alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say

if TYPE_CHECKING:
    from backsource.experiment import Experiment
    from backsource.results import Results

STRESS = "stress.md"


def report(
    study: Annotated[Path, typer.Argument(help="Study file whose runs `compare` has stored.")],
    status: FromStatus = None,
    out: Annotated[Path | None, typer.Option(help="Results folder; results/<study>/ of the project.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw the figures again.")] = True,
    as_json: AsJson = False,
) -> None:
    """Answer again from stored runs, without simulating: table, figures, and stress.md, how the study was made."""
    from backsource.cli.answering import answered, end, remember, show
    from backsource.cli.places import results_folder
    from backsource.experiment import load, made_now

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    results, replications = stored_runs(study, experiment, folder)
    answers = answered(experiment, results, folder, replications=replications, jobs=None)
    remember(experiment, results, folder, replications)
    write_stress(folder)
    show(study, experiment, results, answers, folder, figures=figures, as_json=as_json)
    if not made_now(experiment, results):
        typer.echo(f"these runs were made by another version; `backsource compare {study}` makes them again", err=True)
    if not as_json:
        say([f"Written {folder / STRESS}"])
    end(answers)


def stored_runs(study: Path, experiment: "Experiment", folder: Path) -> "tuple[Results, int | None]":
    """The runs of a study, all of them, and the number of replications that overruled its rule.

    Raises `ResultsError` where some are missing or made from other files.
    """
    from backsource.errors import ResultsError
    from backsource.experiment import asks, missing
    from backsource.results import FIXED, read

    results = read(folder)
    again = f"`backsource compare {study}` runs what is missing"
    if not asks(experiment, results):
        raise ResultsError(f"{results.path}: made from other files than {study} names now; {again}")
    by_number = results.inputs.notes.get("rule", "").startswith(FIXED)
    replications = max(results.replications.values()) if by_number else None
    lacking = missing(experiment, results, replications)
    if lacking:
        raise ResultsError(f"{results.path}: {lacking} runs are missing, as of a study that was interrupted; {again}")
    return results, replications


def write_stress(folder: Path) -> None:
    """Write the checklist of STRESS-DES, filled from the stored inputs."""
    from backsource.report import stress_lines
    from backsource.results import read, whole_file

    results = read(folder)

    with whole_file(folder / STRESS) as partial:
        partial.write_text("\n".join(stress_lines(results)) + "\n", encoding="utf-8")
