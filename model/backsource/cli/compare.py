"""`backsource compare STUDY`: every schedule through the same futures, and which one to pick."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json

if TYPE_CHECKING:
    from backsource.experiment import Shard
    from backsource.results import Results

Jobs = Annotated[int, typer.Option("--jobs", "-j", min=-1, help="Worker processes; -1: one a processor.")]

Cluster = Annotated[
    str | None, typer.Option(help="Dask cluster instead of --jobs: address or file of its scheduler (extra dask).")
]


def compare(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Results folder; results/<study>/ of the project.")] = None,
    replications: Annotated[int | None, typer.Option(min=2, help="Futures, instead of the study's rule.")] = None,
    shard: Annotated[
        str | None, typer.Option(help="Run part i of n only, as 2/8, without an answer; `merge` joins the parts.")
    ] = None,
    corners: Annotated[bool, typer.Option(help="Run the corners of what is unsure, too.")] = True,
    figures: Annotated[bool, typer.Option(help="Draw figures into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Compare the schedules of a study: which to pick, how sure, what differs from the control."""
    from backsource.cli.answering import answered, end, remember, show
    from backsource.cli.history import standing_of
    from backsource.cli.live import following
    from backsource.cli.places import results_folder
    from backsource.experiment import Shard, load, run_study
    from backsource.report import chosen
    from backsource.results import check_writable

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    check_writable(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    standing_of(study, experiment.scenario)  # a record that cannot be read is told before anything runs
    part = Shard.parsed(shard) if shard else None
    with following(experiment, measures[0], replications) as on_progress:
        results = run_study(
            experiment,
            folder,
            jobs=jobs,
            cluster=cluster,
            shard=part,
            replications=replications,
            on_progress=on_progress,
        )
    if part:
        _say_shard(part, results, study, as_json=as_json)
        return
    answers = answered(
        experiment, results, folder, replications=replications, jobs=jobs if corners else None, cluster=cluster
    )
    remember(experiment, results, folder, replications)
    show(study, experiment, results, answers, folder, figures=figures, as_json=as_json)
    end(answers)


def _say_shard(part: "Shard", results: "Results", study: Path, *, as_json: bool) -> None:
    """What was run of a shard; it has no answer."""
    count = sum(len(there) for there in results.stored.values())
    if as_json:
        say_json({"shard": part.words, "runs": count, "results": str(results.path)})
        return
    say(
        [
            f"Shard {part.words}: {count} runs of {len(results.keys)} schedules in {results.path}. No answer yet:",
            (
                f"when all {part.of} are in one folder, `backsource merge {study}` joins them, and `backsource compare "
                f"{study}` answers"
            ),
        ]
    )
