"""`backsource replan STUDY --status FILE`: continue, change or go back from today, and the decisions ahead."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from backsource.cli.compare import Jobs
from backsource.cli.printing import AsJson, say, say_json


def replan(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    status: Annotated[Path, typer.Option("--status", help="Status file: where things stand today.")],
    jobs: Jobs = -1,
    out: Annotated[
        Path | None, typer.Option(help="Results folder; results/<study>-replan-from-<day>/ of the project.")
    ] = None,
    replications: Annotated[int | None, typer.Option(min=2, help="Futures, instead of the study's.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw what turning back costs into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Continue, change or go back from today: which way to pick, what turning back costs later, by when to decide."""
    from backsource.cli.answering import end, remember
    from backsource.cli.history import standing_of
    from backsource.cli.live import following
    from backsource.cli.places import results_folder
    from backsource.experiment import choices, load, replanned, run_study
    from backsource.report import chosen, compare_results, turning
    from backsource.report import replan as report
    from backsource.report.plain import as_plain
    from backsource.results import check_writable

    read = load(study, status)
    plan = replanned(read)
    history = standing_of(study, read.scenario)
    experiment = plan.experiment
    folder = out or results_folder(study, f"{experiment.study.study}-replan", experiment.since)
    check_writable(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    with following(read, measures[0], replications) as on_progress:
        results = run_study(experiment, folder, jobs=jobs, replications=replications, on_progress=on_progress)
    choice = choices(experiment, results, replications=replications)[0]
    remember(experiment, results, folder, replications)
    answer = compare_results(results, experiment.study, plan.ways, measures, choice, experiment.remarks)
    found = report.turns(results, plan.returns, experiment.study.control, measures[0])
    drawn = turning.draw(found, measures[0], folder) if figures and len(found) > 1 else []
    if as_json:
        content = as_plain(answer) | {"turning_back": [asdict(one) for one in found]}
        content |= {"last_day_to_turn_back": plan.last, "decisions": [asdict(one) for one in plan.ahead]}
        say_json(
            {**content, "history": asdict(history), "results": str(folder), "figures": [str(path) for path in drawn]}
        )
        end([answer])
        return
    start = experiment.scenario.start
    say(report.lines(answer, plan.ways, found, plan.ahead, plan.last, start, history.words))
    say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])
    end([answer])
