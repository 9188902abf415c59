"""`backsource merge STUDY`: the shards of a study joined into its results."""

from pathlib import Path
from typing import Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json


def merge(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    status: FromStatus = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the shards and results; results/<study>/ of the project.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Join the shards of a study, which `compare --shard` has made; `compare` then answers without running anything."""
    from backsource.cli.places import results_folder
    from backsource.experiment import load, merge_study

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    results = merge_study(experiment, folder)
    counts = results.replications
    if as_json:
        say_json({"study": experiment.study.study, "replications": counts, "results": str(folder)})
        return
    say(
        [
            f"Merged {sum(counts.values())} runs: {max(counts.values())} replications of {', '.join(counts)}",
            f"Results {results.path}; `backsource compare` answers from them without running anything",
        ]
    )
