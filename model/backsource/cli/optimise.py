"""`backsource optimise STUDY`: search for a better schedule than those that are written by hand."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.app import STOPPED
from backsource.cli.compare import Cluster, Jobs
from backsource.cli.printing import AsJson, FromStatus, say, say_json

if TYPE_CHECKING:
    from backsource.experiment.search import Found, Optimum
    from backsource.report.search import Answer

STEPS = 10
"""Lines about each part of the search."""


def optimise(
    study: Annotated[Path, typer.Argument(help="Study file with a block `search`.")],
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder; results/<study>-optimised/ of the project.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw the search into the folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Search dates, shares, bank and gates for a better schedule; say how much better, and write it as a file.

    What was seen is kept: the same command goes on where it was interrupted.
    """
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.experiment import load
    from backsource.experiment.search import optimise as search
    from backsource.report.search import lines, sentence
    from backsource.report.search_figure import draw_search
    from backsource.results import check_writable

    experiment = load(study, status)
    folder = out or results_folder(study, f"{experiment.study.study}-optimised", experiment.since)
    check_writable(folder)
    found = search(experiment, folder, jobs=jobs, cluster=cluster, report=_following())
    answer = answer_of(found)
    files = _write(found, folder, study, sentence(answer))
    drawn = draw_search(answer, folder) if figures else []
    history = standing_of(study, found.asked.space.scenario)
    if as_json:
        content = {**asdict(answer), "answer": sentence(answer), "history": asdict(history)}
        content["remarks"] = list(experiment.remarks)
        say_json({**content, "files": [str(path) for path in files], "figures": [str(path) for path in drawn]})
    else:
        say(lines(answer, history.words, experiment.remarks))
        say([*(f"Wrote {path}" for path in files), f"Results {folder}"])
    if found.guarantee == "capped" or not found.kept:
        raise typer.Exit(STOPPED)


def answer_of(found: "Optimum") -> "Answer":
    """What the report tells of a search."""
    from backsource.report.search import Answer, Row

    asked = found.asked
    rows = [
        Row(
            name=_name(found, one),
            searched=one.searched,
            selected=one.selected,
            futures=one.futures,
            estimates=one.estimates,
            breaches=one.breaches,
            non_dominated=one.non_dominated,
            changes=asked.changes(one.levels),
        )
        for one in found.finalists
    ]
    names = {one.key: row.name for one, row in zip(found.finalists, rows, strict=True)}
    return Answer(
        study=asked.study,
        start=asked.search.start,
        name=asked.space.name,
        objectives=asked.objectives,
        matters=asked.matters,
        confidence=asked.confidence,
        floors={name: floor.chance for name, floor in asked.floors.items()},
        size=asked.space.size,
        trials=[one.means for one in found.trials],
        holds=[one.means is not None and asked.keeps(one.breaches) for one in found.trials],
        distinct=found.distinct,
        searched_in=asked.search.futures,
        written={name: one.means or () for name, one in found.written.items()},
        best_written=found.best_written,
        rows=rows,
        found=bool(found.chosen.levels),
        kept=found.kept,
        guarantee=found.guarantee,
        bound=found.bound,
        gains={names[key]: gain for key, gain in found.gains.items()},
    )


def _name(found: "Optimum", one: "Found") -> str:
    """The chosen schedule has the name of the file; those of a front keep their numbers."""
    chosen = one is found.chosen and one.levels and found.guarantee != "none"
    return found.asked.space.name if chosen else one.name


def _write(found: "Optimum", folder: Path, study: Path, answer: str) -> list[Path]:
    """The file of the chosen schedule, or those of all of a front; none for what is written by hand already."""
    from textwrap import wrap

    from backsource.config.writing import yaml_text
    from backsource.results import whole_file

    asked, paths = found.asked, []
    for one in found.finalists if found.guarantee == "none" else [found.chosen]:
        if not one.levels:
            continue
        name = _name(found, one)
        changes = [f"{path}: {now}, instead of {was}" for path, was, now in asked.changes(one.levels)]
        told = [
            f"Found by `backsource optimise {study.name}` of study {asked.study}, from {asked.search.start}:",
            *changes,
        ]
        told += wrap(answer, 117) if found.guarantee != "none" else []
        path = folder / f"{name}.yaml"
        with whole_file(path) as partial:
            head = "".join(f"# {line}\n" for line in told)
            partial.write_text(head + yaml_text(asked.file(one.levels, name)), encoding="utf-8")
        paths.append(path)
    return paths


def _following() -> Callable[[str, int, int], None]:
    """Says on standard error how far each part of the search is."""
    told: dict[str, int] = {}

    def tell(part: str, done: int, total: int) -> None:
        step = STEPS * done // total
        if step > told.get(part, -1):
            told[part] = step
            what: Any = {"search": "trials", "selection": "futures at most", "estimate": "finalists"}[part]
            typer.echo(f"{part}: {done} of {total} {what}", err=True)

    return tell
