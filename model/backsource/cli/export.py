"""`backsource export STUDY-OR-RESULTS`: stored runs as CSV or Parquet files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json
from backsource.cli.stored import StudyOrResults, changed_note

if TYPE_CHECKING:
    from backsource.results import Results


def export(
    study: StudyOrResults,
    csv: Annotated[Path | None, typer.Option("--csv", help="Folder for CSV files.")] = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", help="Folder for Parquet files (extra `traces`).")
    ] = None,
    status: FromStatus = None,
    as_json: AsJson = False,
) -> None:
    """Write stored runs, incidents, milestones, banks and weekly curves as files for other programs."""
    from backsource.errors import StudyError
    from backsource.results import export_csv, export_parquet

    if csv is None and parquet is None:
        raise StudyError("export: nowhere to write to; --csv FOLDER or --parquet FOLDER would do")
    results, fresh = _results(study, status)
    files = [
        *(export_csv(results, csv) if csv else ()),
        *(export_parquet(results, parquet) if parquet else ()),
    ]
    if as_json:
        say_json({"results": str(results.path), "fresh": fresh, "files": [str(file) for file in files]})
        return
    say([f"Written {file}" for file in files])
    say(changed_note(fresh))


def _results(study: Path, status: Path | None) -> "tuple[Results, bool]":
    """The stored runs, and whether the files still say what was run."""
    from backsource.cli.places import results_folder
    from backsource.errors import ResultsError
    from backsource.experiment import asks, load
    from backsource.results import NAME, read

    if study.is_dir():
        return read(study), True
    if study.suffix == ".sqlite":
        return read(study.parent, study.name), True
    if not study.exists():
        raise ResultsError(f"{study}: no such file or folder; a study file, or the folder of its results, would do")
    experiment = load(study, status)
    folder = results_folder(study, experiment.study.study, experiment.since)
    if not (folder / NAME).exists():
        raise ResultsError(
            f"{folder}: no runs of {experiment.study.study} here; `backsource compare {study}` makes them"
        )
    results = read(folder)
    return results, asks(experiment, results)
