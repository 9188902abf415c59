"""`backsource explain STUDY A B`: what the difference in cost and units short between two schedules is made of."""

from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.compare import Cluster, Jobs
from backsource.cli.counting import counting
from backsource.cli.printing import AsJson, FromStatus, say, say_json, write_csv, write_json

if TYPE_CHECKING:
    from backsource.experiment import Experiment
    from backsource.experiment.explaining import PairedParts
    from backsource.report.explain import Explanation
    from backsource.results import Results

SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")


def explain(
    study: Annotated[Path, typer.Argument(help="Study file.")],
    own: Annotated[str, typer.Argument(metavar="A", help="Name of a schedule, with its levels where it has some.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The one it is held against: all differences are A - B.")],
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder for runs and figures; explain/ beside the results.")] = None,
    figures: Annotated[bool, typer.Option(help="Draw figures.")] = True,
    as_json: AsJson = False,
) -> None:
    """Explain a difference between two schedules: by line of the ledger, by cause, by week; parts add up to it."""
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.experiment import load
    from backsource.experiment.explaining import explained, pair_of_arms
    from backsource.report.explain_figures import draw
    from backsource.report.explain_text import as_plain, lines, weekly_rows
    from backsource.results import check_writable

    experiment = load(study, status)
    pair_of_arms(experiment, (own, other))
    runs_of_study = results_folder(study, experiment.study.study, experiment.since)
    folder = out or runs_of_study / "explain"
    check_writable(folder)
    history = standing_of(study, experiment.scenario)
    results = _stored(runs_of_study)
    with counting(f"{own} and {other}") as on_progress:
        pair = explained(
            experiment, (own, other), folder, results=results, jobs=jobs, cluster=cluster, on_progress=on_progress
        )
    found = _explanation(experiment, pair)
    place = folder / f"{_file(pair.names[0])}-minus-{_file(pair.names[1])}"
    place.mkdir(parents=True, exist_ok=True)
    drawn = draw(found, place) if figures else []
    content: dict[str, Any] = {**as_plain(found), "arms": pair.names, "runs": pair.stored, "history": asdict(history)}
    write_json(place / "explain.json", content)
    write_csv(place / "weeks.csv", *weekly_rows(found))
    if as_json:
        say_json({**content, "results": str(place), "figures": [str(path) for path in drawn]})
        return
    say(lines(found, pair.stored, history.words))
    say([f"Results {place}  ({len(drawn)} figures)" if drawn else f"Results {place}"])


def _stored(folder: Path) -> "Results | None":
    """The runs of the study, as far as it has run. Raises `ResultsError` for a file that cannot be read."""
    from backsource.results import NAME, read

    return read(folder) if (folder / NAME).exists() else None


def _explanation(experiment: "Experiment", pair: "PairedParts") -> "Explanation":
    from backsource.report.arm_names import pair_in_setting
    from backsource.report.explain import explanation
    from backsource.report.over_time_figures import marks_of

    scenario = experiment.scenario
    units = {scenario.items[market.item].unit for market in scenario.markets.values()}
    events = [day for schedule in pair.schedules if schedule for day in marks_of(schedule)]
    window = experiment.measured.window
    words = [setting.words for setting in experiment.settings]
    study, names = pair_in_setting(experiment.study.study, pair.names, words)
    return explanation(
        study,
        names,
        pair.own,
        pair.other,
        start=scenario.start,
        window=(window.first, window.last),
        events=events,
        currency=scenario.currency,
        unit=units.pop() if len(units) == 1 else "unit",
    )


def _file(name: str) -> str:
    """A name that a folder may have: levels in brackets become a short hash."""
    if SAFE.issuperset(name) and len(name) <= 60:
        return name
    plain = "".join(letter if letter in SAFE else "-" for letter in name.partition(" [")[0])[:60]
    return f"{plain}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
