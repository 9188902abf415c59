"""`backsource compare STUDY`: every schedule through the same futures, and which one to pick."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json

if TYPE_CHECKING:
    from backsource.experiment import Experiment
    from backsource.measures import Measure
    from backsource.report.comparison import Comparison
    from backsource.results import Results

Jobs = Annotated[int, typer.Option("--jobs", "-j", min=-1, help="Worker processes; -1: one a processor.")]


def compare(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    status: FromStatus = None,
    jobs: Jobs = -1,
    out: Annotated[Path | None, typer.Option(help="Results folder; results/<study>/ of the project.")] = None,
    replications: Annotated[int | None, typer.Option(min=2, help="Futures, instead of the study's.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw figures into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Compare the schedules of a study: which to pick, how sure, what differs from the control."""
    from backsource.cli.live import following
    from backsource.cli.places import results_folder
    from backsource.experiment import load, run_study
    from backsource.report import chosen, compare_results
    from backsource.results import check_writable

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    check_writable(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    with following(experiment, measures[0]) as on_progress:
        outcome = run_study(experiment, jobs=jobs, replications=replications, on_progress=on_progress)
    results = outcome.save(folder)
    names = [schedule.schedule for schedule in experiment.schedules]
    answer = compare_results(results, experiment.study, names, measures, experiment.remarks)
    drawn = _draw(results, experiment, measures, folder) if figures else []
    if as_json:
        say_json(_as_json(answer, folder, drawn))
        return
    from backsource.report import terminal

    say(terminal.lines(answer, experiment.scenario.start))
    say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])


def _draw(results: "Results", experiment: "Experiment", measures: "list[Measure]", folder: Path) -> list[Path]:
    from backsource.report import figures

    ways = [arm.schedule for arm in experiment.arms() if arm.schedule is not None]
    return figures.draw_all(results, experiment.measured, experiment.scenario, ways, measures, folder)


def _as_json(answer: "Comparison", folder: Path, drawn: list[Path]) -> dict[str, Any]:
    from backsource.report import terminal

    content = asdict(answer)
    content["answer"] = terminal.answer(answer)
    content["results"] = str(folder)
    content["figures"] = [str(path) for path in drawn]
    return content
