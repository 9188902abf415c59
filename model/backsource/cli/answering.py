"""The answer of a study from its stored runs: what `compare` and `report` print, draw and remember."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from backsource.cli.app import STOPPED
from backsource.cli.history import standing_of
from backsource.cli.printing import say, say_json
from backsource.errors import BusyError

if TYPE_CHECKING:
    from backsource.config import Study
    from backsource.experiment import Experiment, Setting
    from backsource.inference import Choice, Corners
    from backsource.measures import Measure
    from backsource.report.comparison import Comparison
    from backsource.results import Results

LOOKS = "vary"
"""Folder of what `vary` runs, in that of the results."""


def answered(
    experiment: "Experiment",
    results: "Results",
    folder: Path,
    *,
    replications: int | None,
    jobs: int | None,
    cluster: str | None = None,
) -> "list[Comparison]":
    """The comparison in each setting, from runs that are there.

    The corners of the choice are run with *jobs*, or on *cluster*; with none they are taken where they have been run
    before.
    """
    from backsource.experiment import choices
    from backsource.report import chosen, compare_results

    measures = chosen(experiment.study, experiment.scenario.currency)
    found = choices(experiment, results, replications=replications)
    spread = _corners(experiment, found, folder / LOOKS, jobs, cluster)
    return [
        compare_results(
            results, study_at(experiment.study, setting), list(setting.schedules), measures, choice,
            experiment.remarks, spread,
        )
        for setting, choice in zip(experiment.settings, found, strict=True)
    ]  # fmt: skip


def show(
    study: Path, experiment: "Experiment", results: "Results", answers: "Sequence[Comparison]", folder: Path,
    *, figures: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print the answers and draw the figures into *folder*."""
    from backsource.report import chosen, terminal
    from backsource.report.causes import short_by_cause
    from backsource.report.settings_table import IN_FULL, overview
    from backsource.report.style import clear

    if not as_json:
        say(overview(answers))
        for setting, answer in list(zip(experiment.settings, answers, strict=True))[:IN_FULL]:
            stand = standing_of(study, setting.scenario)
            say(terminal.lines(answer, experiment.scenario.start, stand.words, _bank(results, setting)))
    clear(folder)
    measures = chosen(experiment.study, experiment.scenario.currency)
    drawn = _draw(results, experiment, measures, folder) if figures else []
    if as_json:
        history = asdict(standing_of(study, experiment.scenario))
        causes = {"short_by_cause": short_by_cause(results, list(results.replications))}
        say_json({**_as_json(answers, results.inputs.levels, folder, drawn), **causes, "history": history})
    else:
        say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])


def end(answers: "Sequence[Comparison]") -> None:
    """End with code 3 where a cap stopped a guarantee."""
    if any(one.choice is not None and one.choice.guarantee.state == "capped" for one in answers):
        raise typer.Exit(STOPPED)


def remember(experiment: "Experiment", results: "Results", folder: Path, replications: int | None) -> None:
    """Keep in the results that they have answered this question: what is asked of them later is asked after a look.

    An answer that has lost its guarantee is not kept, so that the one before it can be had again.
    """
    from backsource.experiment import inputs_of, rule_of
    from backsource.results import Store

    rule = rule_of(experiment, replications)
    with Store.open(folder) as store:
        store.restate(inputs_of(experiment, rule))
        if not results.lost_under(rule.words):
            store.look(rule.words, max(results.replications.values()))


def study_at(study: "Study", setting: "Setting") -> "Study":
    """The study in one setting of the scenario's factors, with the control that it has there."""
    name = f"{study.study} [{setting.words}]" if setting.words else study.study
    return study.model_copy(update={"study": name, "control": setting.control})


def _corners(
    experiment: "Experiment",
    found: "Sequence[Choice | None]",
    folder: Path,
    jobs: int | None,
    cluster: str | None,
) -> "Corners | None":
    """The corners of the choice, the control and the runner-up, for a study in one setting; else none."""
    from backsource.cli.counting import counting
    from backsource.experiment.vary import corners, stored_corners
    from backsource.report import chosen

    choice = found[0]
    if len(experiment.settings) > 1 or experiment.settings[0].words or experiment.status is not None:
        return None
    if choice is None or choice.leader is None or len(choice.arms) == 1:
        return None
    names = list(experiment.settings[0].schedules)
    goal = chosen(experiment.study, experiment.scenario.currency)[0].goal
    sign = -1.0 if goal == "max" else 1.0
    order = sorted(range(len(names)), key=lambda arm: (choice.arms[arm].state == "breaks a floor",
                                                       sign * choice.arms[arm].mean))  # fmt: skip
    others = [names[arm] for arm in order if arm != choice.leader]
    arms = dict.fromkeys([names[choice.leader], experiment.study.control, others[0]])
    try:
        if jobs is None:
            return stored_corners(experiment, list(arms), folder=folder)
        with counting(f"corners of {experiment.study.study}") as on_progress:
            return corners(experiment, list(arms), folder=folder, jobs=jobs, cluster=cluster, on_progress=on_progress)
    except BusyError as error:  # the answer does not wait for another look at the study
        typer.echo(f"no corners: {error}", err=True)
        return None


def _draw(results: "Results", experiment: "Experiment", measures: "list[Measure]", folder: Path) -> list[Path]:
    """All figures; of a study with factors, whose arms are many, the differences in each setting."""
    from backsource.report import figures

    study, settings = experiment.measured, experiment.settings
    if len(settings) == 1 and not study.factors:
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
    answers: "Sequence[Comparison]", levels: Mapping[str, Mapping[str, Any]], folder: Path, drawn: list[Path]
) -> dict[str, Any]:
    """One comparison as it is; those of several settings as a list. Levels by arm, where there are factors."""
    from backsource.report.plain import as_plain

    told = [as_plain(answer) for answer in answers]
    content: dict[str, Any] = told[0] if len(told) == 1 else {"settings": told}
    if any(levels.values()):
        content["levels"] = levels
    content["results"] = str(folder)
    content["figures"] = [str(path) for path in drawn]
    return content
