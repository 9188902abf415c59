"""`backsource replay STUDY`: one run of a study again, to the byte."""

from dataclasses import asdict
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.app import CLAIM_FAILED
from backsource.cli.printing import AsJson, FromStatus, say, say_json
from backsource.cli.run import as_plain, text_of, write_single

if TYPE_CHECKING:
    from backsource.results import Results, Run


def replay(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    schedule: Annotated[str, typer.Option("--schedule", "-s", help="Name of the schedule.")],
    replication: Annotated[int, typer.Option("--replication", "-r", min=0, help="Which future.")],
    status: FromStatus = None,
    results: Annotated[Path | None, typer.Option(help="Results folder to compare with.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for measures.csv, incidents.csv and journal.csv.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run one future of a study again, and say whether it equals the stored run to the byte."""
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.experiment import load, replanned, run_again
    from backsource.results import NAME, read

    experiment = load(study, status)
    history = standing_of(study, experiment.scenario)
    if status and not experiment.study.factors:  # also what `replan` has stored
        experiment = replanned(experiment).experiment
    single = run_again(experiment, schedule, replication)
    name = experiment.study.study
    places = [results_folder(study, one, experiment.since) for one in (name, f"{name}-replan")]
    kept = [place for place in places if (place / NAME).exists()]
    folder = results or next((place for place in kept if schedule in set(read(place).runs["schedule"])), places[0])
    stored = read(folder) if results or folder in kept else None
    differing = _differing(stored, single.run) if stored else None
    if out:
        write_single(single, out)
    if as_json:
        stand = {"stored": None if stored is None else str(stored.path), "differing": differing}
        say_json({**as_plain(single), **stand, "history": asdict(history)})
    else:
        say([*text_of(single, history.words), _words(folder, differing)])
    if differing:
        raise typer.Exit(CLAIM_FAILED)


def _differing(stored: "Results", run: "Run") -> list[str] | None:
    """Names of what differs from the stored run: none of them, or None where it is not stored."""
    rows = stored.runs
    found = rows[(rows["schedule"] == run.schedule) & (rows["replication"] == run.replication)]
    if found.empty:
        return None
    row = found.iloc[0]
    names = [name for name in ("environment", "digest") if row[name] != getattr(run, name)]
    return names + [name for name, value in run.measures.items() if name not in row or not _equal(row[name], value)]


def _equal(stored: float, again: float) -> bool:
    """Equal to the last bit, or no value (nan) on both sides."""
    return stored == again or (isnan(stored) and isnan(again))


def _words(folder: Path, differing: list[str] | None) -> str:
    if differing is None:
        return f"{folder}: this run is not stored there, so there is nothing to compare it with"
    if differing:
        return f"DIFFERS from the run stored in {folder}: {', '.join(differing[:8])}"
    return f"the same bytes as the run stored in {folder}"
