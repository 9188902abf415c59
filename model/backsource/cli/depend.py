"""`backsource depend SCENARIO`: what the outputs rest on before, during and after a schedule, without simulating."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from backsource.cli.app import BAD_INPUT, fail
from backsource.cli.printing import AsJson, say, say_json


def depend(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    schedule: Annotated[
        Path | None, typer.Option("--schedule", "-s", help="Schedule file; the scenario as it is without.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="A day; without, every day that changes something.")
    ] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """What the outputs rest on: single points of failure, what is left after a loss, how long stocks carry it."""
    from backsource.cli.places import results_folder
    from backsource.config import load_scenario, load_schedule
    from backsource.network.dependency import depend as dependency
    from backsource.report.dependency import as_plain, lines
    from backsource.report.dependency_figure import draw_dependency

    network = load_scenario(scenario)
    way = load_schedule(schedule, scenario=network) if schedule else None
    found = dependency(network, way, None if on is None else _day(on, network.start))
    drawn = []
    if figures:
        name = "-".join(["depend", network.scenario, *([way.schedule] if way else [])])
        folder = results_folder(scenario, name)
        drawn = draw_dependency(network, found, folder)
    if as_json:
        say_json({**as_plain(found), "figures": [str(path) for path in drawn]})
    else:
        say(lines(found, [path for path in drawn if path.suffix == ".png"]))


def _day(on: str, start: date) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        fail(f"--on: found {on}; an ISO date, such as {start}, would do", BAD_INPUT)
