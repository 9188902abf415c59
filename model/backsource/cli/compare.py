"""`backsource compare STUDY`: every schedule through the same futures, and which one to pick."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backsource.config import Study
    from backsource.experiment import Experiment, Setting, Shard
    from backsource.measures import Measure
    from backsource.report.comparison import Comparison
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
    replications: Annotated[int | None, typer.Option(min=2, help="Futures, instead of the study's.")] = None,
    shard: Annotated[
        str | None, typer.Option(help="Run part i of n only, as 2/8, without an answer; `merge` joins the parts.")
    ] = None,
    figures: Annotated[bool, typer.Option(help="Draw figures into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Compare the schedules of a study: which to pick, how sure, what differs from the control."""
    from backsource.cli.history import standing_of
    from backsource.cli.live import following
    from backsource.cli.places import results_folder, resumable
    from backsource.experiment import Shard, load, run_study
    from backsource.report import chosen, compare_results, terminal
    from backsource.report.style import clear
    from backsource.results import check_writable

    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since)
    check_writable(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    history = standing_of(study, experiment.scenario)
    part = Shard.parsed(shard) if shard else None
    with resumable(folder), following(experiment, measures[0]) as on_progress:
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
    answers = [
        compare_results(
            results, study_at(experiment.study, setting), list(setting.schedules), measures, experiment.remarks
        )
        for setting in experiment.settings
    ]
    if not as_json:
        for setting, answer in zip(experiment.settings, answers, strict=True):
            stand = standing_of(study, setting.scenario)
            say(terminal.lines(answer, experiment.scenario.start, stand.words, _bank(results, setting)))
    clear(folder)
    drawn = _draw(results, experiment, measures, folder) if figures else []
    if as_json:
        say_json({**_as_json(answers, results.inputs.levels, folder, drawn), "history": asdict(history)})
    else:
        say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])


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


def study_at(study: "Study", setting: "Setting") -> "Study":
    """The study in one setting of the scenario's factors, with the control that it has there."""
    name = f"{study.study} [{setting.words}]" if setting.words else study.study
    return study.model_copy(update={"study": name, "control": setting.control})


def _draw(results: "Results", experiment: "Experiment", measures: "list[Measure]", folder: Path) -> list[Path]:
    """All figures; of a study with factors, whose arms are many, the differences in each setting."""
    from backsource.report import figures

    study, settings = experiment.measured, experiment.settings
    if not study.factors:
        ways = [arm.schedule for arm in experiment.arms() if arm.schedule is not None]
        return figures.draw_all(results, study, experiment.scenario, ways, measures, folder)
    drawn = []
    for number, setting in enumerate(settings, start=1):
        name = "differences" if len(settings) == 1 else f"differences-{number}"
        drawn += figures.draw_differences(results, study_at(study, setting), setting.schedules, measures, folder, name)
    return drawn


def _bank(results: "Results", setting: "Setting") -> str:
    from backsource.report.bank_need import bank_remark

    return bank_remark(results, setting.scenario, setting.schedules)


def _as_json(
    answers: "Sequence[Comparison]", levels: "Mapping[str, Mapping[str, Any]]", folder: Path, drawn: list[Path]
) -> dict[str, Any]:
    """One comparison as it is; those of several settings as a list. Levels by arm, where there are factors."""
    from backsource.report import terminal

    told = [{**asdict(answer), "answer": terminal.answer(answer)} for answer in answers]
    content: dict[str, Any] = told[0] if len(told) == 1 else {"settings": told}
    if any(levels.values()):
        content["levels"] = levels
    content["results"] = str(folder)
    content["figures"] = [str(path) for path in drawn]
    return content
