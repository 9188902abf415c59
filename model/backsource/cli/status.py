"""`backsource status SCENARIO --on DATE`: where a run stands on a day, as a file to go on from."""

from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.app import BAD_INPUT, fail
from backsource.cli.printing import AsJson, say, say_json

if TYPE_CHECKING:
    from backsource.config import Status
    from backsource.config.scenario import Scenario


def status(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day: its morning, before anything is decided.")],
    schedule: Annotated[
        Path | None, typer.Option("--schedule", "-s", help="Schedule under way; nothing changes without.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Root of all random numbers.")] = 0,
    replication: Annotated[int, typer.Option("--replication", "-r", min=0, help="Which future.")] = 0,
    out: Annotated[Path | None, typer.Option(help="File to write; status-DATE.yaml here without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run one future up to a day and write down where things stand, as a file for `--status`."""
    from backsource.config import as_file, load_scenario, load_schedule
    from backsource.simulation import photograph, prepare

    network = load_scenario(scenario)
    way = load_schedule(schedule, scenario=network) if schedule else None
    day = day_of(on, network)
    path = out if out is not None or as_json else Path(f"status-{on}.yaml")
    if path is not None and path.exists():
        fail(f"--out: found {path}, which is there already; another name, or taking it away, would do", BAD_INPUT)
    stands = photograph(prepare(network, way), seed, replication, (day - network.start).days)
    if path is not None:
        write(stands, path, seed, replication)
    if as_json:
        say_json(as_file(stands))
    else:
        say([f"Written {path}: go on from there with --status {path}"])


def write(stands: "Status", path: Path, seed: int, replication: int) -> None:
    """The status as a file, whole or not at all."""
    from backsource.config.writing import yaml_of
    from backsource.results import whole_file

    about = f"# Where {stands.scenario} stands in the morning of {stands.status} under {stands.schedule}.\n"
    source = f"# One future (seed {seed}, replication {replication}); what lies under `fine` only a run knows.\n"
    with whole_file(path) as partial:
        partial.write_text(about + source + yaml_of(stands), encoding="utf-8")


def day_of(on: str, scenario: "Scenario") -> date:
    """The day that was asked for; one line and exit 2 where it is none of the run."""
    last = scenario.start + timedelta(days=ceil(scenario.horizon.amount) - 1)
    try:
        day = date.fromisoformat(on)
    except ValueError:
        fail(f"--on: found {on}; an ISO date, such as {scenario.start}, would do", BAD_INPUT)
    if not scenario.start <= day <= last:
        fail(f"--on: found {day}; a date from {scenario.start} to {last} would do", BAD_INPUT)
    return day
