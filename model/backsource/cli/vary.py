"""`backsource vary STUDY VARIATION`: what would change the answer, by moving what is unsure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.compare import Cluster, Jobs
from backsource.cli.counting import counting
from backsource.cli.printing import AsJson, FromStatus, say, say_json, table, write_json

if TYPE_CHECKING:
    from backsource.experiment import Experiment
    from backsource.experiment.vary import Base, Pair
    from backsource.report.vary_words import Told
    from backsource.results import Results

    Drawing = Callable[[Path], list[Path]]


class Variation(StrEnum):
    """Ways to move about what is unsure."""

    corners = "corners"
    tornado = "tornado"
    sweep = "sweep"
    tipping = "tipping"
    morris = "morris"
    sobol = "sobol"
    uncertainty = "uncertainty"
    information = "information"


FUTURES = {
    Variation.corners: 4, Variation.tornado: 10, Variation.sweep: 20, Variation.tipping: 20, Variation.morris: 4,
    Variation.sobol: 4, Variation.uncertainty: 10, Variation.information: 4,
}  # fmt: skip
"""Futures of each point where nobody asks for more."""
POINTS = {Variation.morris: 10, Variation.sobol: 64, Variation.uncertainty: 40, Variation.information: 100}
OF_ONE = (Variation.sweep, Variation.tipping)


@dataclass(frozen=True)
class Asked:
    """What was asked on the command line."""

    variation: Variation
    path: str | None
    levels: tuple[str, ...]
    points: int
    futures: int
    jobs: int


def vary(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    variation: Annotated[Variation, typer.Argument(help="What to move, and how.")] = Variation.corners,
    path: Annotated[
        str | None, typer.Argument(help="Dotted path into the scenario, for sweep and tipping.", show_default=False)
    ] = None,
    levels: Annotated[
        str | None, typer.Option(help="Levels of a sweep in the words of the file: '10 days, 20 days'.")
    ] = None,
    futures: Annotated[int | None, typer.Option(min=1, help="Futures of each point; 4 to 20 by the variation.")] = None,
    points: Annotated[
        int | None, typer.Option(min=2, help="Sobol' points, walks of Morris, or draws of the inputs.")
    ] = None,
    pick: Annotated[
        str | None, typer.Option(help="The choice to hold the inputs against; the best of a pilot.")
    ] = None,
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder for figures and JSON; vary/ beside the results.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw figures.")] = True,
    as_json: AsJson = False,
) -> None:
    """Find what would change the answer: corners, ends and levels of what is unsure, and what to measure first."""
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.experiment import load
    from backsource.experiment.vary import base_of, pair_of
    from backsource.report.style import clear_named
    from backsource.results import check_writable

    asked = _asked(variation, path, levels, points, futures, jobs)
    experiment = load(study, status)
    folder = out or results_folder(study, experiment.study.study, experiment.since) / "vary"
    check_writable(folder)
    base = base_of(experiment, folder, cluster)
    _check(base, asked)
    with counting(f"pilot of {experiment.study.study}") as on_progress:
        pair = pair_of(base, pick, results=_stored(study, experiment), jobs=jobs, on_progress=on_progress)
    with counting(f"{variation.value} of {experiment.study.study}", pair.seconds) as on_progress:
        told, draw = _varied(base, pair, asked, on_progress)
    name = f"vary-{variation.value}"
    folder.mkdir(parents=True, exist_ok=True)
    clear_named(folder, name)
    drawn = draw(folder) if figures else []
    content = _content(base, pair, asked, told)
    write_json(folder / f"{name}.json", content)
    if as_json:
        say_json({**content, "results": str(folder), "figures": [str(one) for one in drawn]})
        return
    say(_lines(base, pair, asked, told, standing_of(study, experiment.scenario).words))
    say([f"Results {folder}  ({len(drawn)} figures)" if drawn else f"Results {folder}"])


def _stored(study: Path, experiment: "Experiment") -> "Results | None":
    """The runs of the study, where it has run and nothing has changed since."""
    from backsource.cli.places import results_folder
    from backsource.cli.report import stored_runs
    from backsource.errors import ResultsError

    try:
        found, _ = stored_runs(study, experiment, results_folder(study, experiment.study.study, experiment.since))
    except ResultsError:
        return None
    return found


def _asked(
    variation: Variation, path: str | None, levels: str | None, points: int | None, futures: int | None, jobs: int
) -> Asked:
    """What was asked, or a StudyError where it does not go together."""
    from backsource.errors import StudyError

    if variation is Variation.sweep and path is None:
        raise StudyError(
            "sweep: no path; `vary STUDY sweep lines.make.ramp.tau`, or tipping, which takes all, would do"
        )
    if path is not None and variation not in OF_ONE:
        raise StudyError(
            f"{variation.value} moves all inputs, found the path {path}; sweep or tipping with it would do"
        )
    if levels is not None and path is None:
        raise StudyError(
            f"{variation.value} without a path has no use for levels; sweep or tipping with a path would do"
        )
    if points is not None and variation not in POINTS:
        raise StudyError(f"{variation.value} has its own points; --points goes with {', '.join(POINTS)}")
    words = tuple(word.strip() for word in levels.split(",") if word.strip()) if levels else ()
    return Asked(variation, path, words, points or POINTS.get(variation, 0), futures or FUTURES[variation], jobs)


def _check(base: "Base", asked: Asked) -> None:
    """Refuse before the pilot what could not run after it."""
    from backsource.errors import StudyError
    from backsource.experiment.vary import check_points, levels_of

    if asked.path is not None:
        levels_of(base, asked.path, asked.levels)
    elif not base.inputs and not (asked.variation is Variation.uncertainty and base.sources):
        study = base.experiment.study.study
        raise StudyError(f"study {study}: nothing is unsure; entries of `unsure` in its scenario would do")
    if asked.variation is Variation.sobol:
        check_points(asked.points)


def _varied(
    base: "Base", pair: "Pair", asked: Asked, on_progress: Callable[[int, int], None]
) -> "tuple[Told, Drawing]":
    """What is told, and how it is drawn."""
    from backsource.experiment import vary as variations
    from backsource.report import vary_figures, vary_level_figures, vary_levels, vary_shares, vary_words

    common: dict[str, Any] = {"futures": asked.futures, "jobs": asked.jobs, "on_progress": on_progress}
    measure = base.measure
    match asked.variation:
        case Variation.corners:
            arms = pair.first(base.arms)
            corners = variations.corners(
                base.experiment_as_given, arms, **common, folder=base.folder, cluster=base.cluster
            )
            told = vary_words.corners_told(corners, measure)
            return told, lambda folder: vary_figures.draw_corners(corners, measure, folder)
        case Variation.tornado:
            tornado = variations.tornado(base, pair, **common)
            told = vary_words.tornado_told(tornado, measure)
            return told, lambda folder: vary_figures.draw_tornado(tornado, measure, folder)
        case Variation.sweep | Variation.tipping:
            paths = [asked.path] if asked.path is not None else [one.path for one in base.inputs]
            swept = [variations.sweep(base, pair, one, asked.levels, **common) for one in paths]
            name, several = f"vary-{asked.variation.value}", len(swept) > 1
            told = vary_levels.tipping_told(swept, measure) if several else vary_levels.sweep_told(swept[0], measure)
            return told, lambda folder: vary_level_figures.draw_sweeps(swept, measure, folder, name)
        case Variation.morris:
            screened = variations.screen(base, pair, walks=asked.points, **common)
            told = vary_shares.screening_told(screened, measure)
            return told, lambda folder: vary_figures.draw_screening(screened, measure, folder)
        case Variation.sobol:
            parts = variations.decompose(base, pair, points=asked.points, **common)
            return vary_shares.decomposed_told(parts), lambda folder: vary_figures.draw_decomposed(parts, folder)
        case Variation.uncertainty:
            levels = variations.uncertainty(base, pair, draws=asked.points, **common)
            told = vary_shares.uncertainty_told(levels, measure)
            return told, lambda folder: vary_figures.draw_uncertainty(levels, folder)
        case Variation.information:
            worths = variations.worths(base, pair, draws=asked.points, **common)
            told = vary_shares.worths_told(worths, measure)
            return told, lambda folder: vary_figures.draw_worths(worths, measure, folder)


def _lines(base: "Base", pair: "Pair", asked: Asked, told: "Told", history: str) -> list[str]:
    from backsource.report.terminal import wrapped

    head = f"{base.experiment.study.study} · {asked.variation.value} · {len(base.inputs)} unsure inputs and factors"
    text = [*wrapped(told.answer, "Answer  "), *wrapped(f"{head} · choice {pair.choice}, {pair.how}", "Study   ")]
    if pair.barred:
        text += wrapped(f"known to break a floor, so no choice: {', '.join(sorted(pair.barred))}", "Floors  ")
    text += wrapped(history, "Model   ")
    for columns in told.tables:
        text += ["", *table(columns.head, columns.rows, text=columns.text)]
    return [*text, "", *(line for note in told.notes for line in wrapped(note, "Note    "))]


def _content(base: "Base", pair: "Pair", asked: Asked, told: "Told") -> dict[str, Any]:
    study = base.experiment.study
    return {
        "study": study.study, "variation": asked.variation.value, "answer": told.answer, "measure": vars(base.measure),
        "seed": study.seed, "futures": asked.futures, "choice_named": pair.named, "choice_from": pair.how,
        "barred": sorted(pair.barred), **told.numbers,
        "notes": list(told.notes),
    }  # fmt: skip
