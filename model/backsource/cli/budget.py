"""`backsource budget STUDY`: how many futures and minutes the asked answer costs, from a pilot."""

from pathlib import Path
from typing import Annotated

import typer

from backsource.cli.compare import Cluster, Jobs
from backsource.cli.printing import AsJson, FromStatus, say, say_json


def budget(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    status: FromStatus = None,
    futures: Annotated[int, typer.Option(min=10, help="Futures of the pilot, for each schedule.")] = 20,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the pilot; results/<study>/pilot of the project.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run a pilot: what the answer costs by each rule, and which smallest difference may matter."""
    from backsource.cli.live import following
    from backsource.cli.places import results_folder
    from backsource.experiment import load, pilot
    from backsource.report import budget as report
    from backsource.report import chosen
    from backsource.results import check_writable

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since) / "pilot"
    check_writable(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    with following(experiment, measures[0], futures) as on_progress:
        found = pilot(experiment, folder, futures=futures, jobs=jobs, cluster=cluster, on_progress=on_progress)
    names = [
        f"{experiment.study.study} [{setting.words}]" if setting.words else experiment.study.study
        for setting in experiment.settings
    ]
    told = list(zip(names, found, strict=True))
    if as_json:
        plain = [report.as_plain(name, one) for name, one in told]
        say_json(plain[0] if len(plain) == 1 else {"settings": plain})
        return
    for name, one in told:
        say(report.lines(name, one))
