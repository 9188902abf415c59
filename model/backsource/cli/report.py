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
    from backsource.cli.answering import answered, remember, show
    from backsource.cli.places import results_folder
    from backsource.experiment import load

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    results = stored_runs(study, experiment, folder)
    rule = results.inputs.notes.get("rule", "")
    replications = max(results.replications.values()) if rule.startswith("fixed ") else None
    answers = answered(experiment, results, replications=replications, jobs=1, corners=False)
    remember(results, folder)
    write_stress(results, folder)
    if not as_json:
        say([f"Written {folder / STRESS}"])
    show(study, experiment, results, answers, folder, figures=figures, as_json=as_json)


def stored_runs(study: Path, experiment: "Experiment", folder: Path) -> "Results":
    """The runs of a study, all of them. Raises `ResultsError` where some are missing or made from other files."""
    from backsource.errors import ResultsError
    from backsource.experiment import asks
    from backsource.results import read

    results = read(folder)
    again = f"`backsource compare {study}` runs what is missing"
    if not asks(experiment, results):
        raise ResultsError(f"{results.path}: made from other files than {study} names now; {again}")
    missing = sum(count - len(results.stored[name]) for name, count in results.replications.items())
    if missing:
        raise ResultsError(f"{results.path}: {missing} runs are missing, as of a study that was interrupted; {again}")
    return results


def write_stress(results: "Results", folder: Path) -> None:
    """Write the checklist of STRESS-DES, filled from the stored inputs."""
    from backsource.report import stress_lines
    from backsource.results import whole_file

    with whole_file(folder / STRESS) as partial:
        partial.write_text("\n".join(stress_lines(results)) + "\n", encoding="utf-8")
