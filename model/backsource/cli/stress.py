"""`backsource stress SCENARIO`: each site, lane, tool and common cause taken out on several dates of a schedule."""

from dataclasses import asdict
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.app import BAD_INPUT, fail
from backsource.cli.compare import Cluster, Jobs
from backsource.cli.counting import counting
from backsource.cli.printing import AsJson, FromStatus, say, say_json, write_json

if TYPE_CHECKING:
    from backsource.config import Status
    from backsource.config.scenario import Scenario
    from backsource.config.schedule import Schedule

NAME = "stress-test"
"""Of the figure and the JSON file."""


def stress(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    schedule: Annotated[
        Path | None, typer.Option("--schedule", "-s", help="Schedule file; the scenario as it is without.")
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="D1,D2,..", help="Dates of the losses; a grid, steps and exits without.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="SPAN", help="A date every so often: '2 weeks'; steps and exits stay.")
    ] = None,
    recovery: Annotated[
        str, typer.Option(metavar="SPAN", help="Time to recover of what the scenario says nothing about.")
    ] = "28 days",
    futures: Annotated[int, typer.Option(min=2, help="Futures, the same for every loss.")] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Root of all random numbers.")] = 0,
    status: FromStatus = None,
    jobs: Jobs = -1,
    cluster: Cluster = None,
    out: Annotated[Path | None, typer.Option(help="Folder; results/stress-<scenario>-<schedule>/ without.")] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw into the folder.")] = True,
    as_json: AsJson = False,
) -> None:
    """Take out one thing after the other on several dates: units lost, and the dangerous window."""
    from backsource.cli.history import standing_of
    from backsource.cli.places import results_folder
    from backsource.config import load_scenario, load_schedule
    from backsource.experiment.stress_test import stress_of, stress_test
    from backsource.report.stress_test import as_plain, lines
    from backsource.report.stress_test_figure import draw_stress
    from backsource.report.style import clear_named
    from backsource.results import check_writable

    if dates is not None and every is not None:
        fail("--dates and --every: one of them would do", BAD_INPUT)
    on = _dates(dates)
    step = None if every is None else _days("--every", every, 1.0, "a day or longer, such as `2 weeks`,")
    lasts = _days("--recovery", recovery, 0.0, "calendar time such as `28 days`")
    network = load_scenario(scenario)
    way = load_schedule(schedule, scenario=network) if schedule else None
    history, stands = standing_of(scenario, network), _stands(status, network, way)
    asked = stress_of(network, way, status=stands, dates=on, every=step, recovery=lasts, futures=futures, seed=seed)
    name = "-".join(["stress", network.scenario, *([way.schedule] if way else [])])
    folder = out or results_folder(scenario, name, stands.status if stands else None)
    check_writable(folder)
    with counting(f"stress of {network.scenario}") as on_progress:
        found = stress_test(asked, folder, jobs=jobs, cluster=cluster, on_progress=on_progress)
    clear_named(folder, NAME)
    drawn = draw_stress(found, folder, NAME) if figures else []
    horizon = network.start + timedelta(days=ceil(network.horizon.amount))
    content = {**as_plain(found, horizon), "history": asdict(history)}
    write_json(folder / f"{NAME}.json", content)
    if as_json:
        say_json({**content, "results": str(folder), "figures": [str(path) for path in drawn]})
        return
    say([*lines(found, horizon), f"Model {history.words}"])
    say([*(f"Figure {path}" for path in drawn if path.suffix == ".png"), f"Results {folder}"])


def _stands(path: Path | None, network: "Scenario", way: "Schedule | None") -> "Status | None":
    from backsource.config import load_status
    from backsource.experiment import standing

    if path is None:
        return None
    return load_status(path, network, way) if way else standing(path, network, {})


def _dates(text: str | None) -> list[date]:
    """Dates between commas."""
    found = []
    for word in [] if text is None else text.split(","):
        try:
            found.append(date.fromisoformat(word.strip()))
        except ValueError:
            fail(
                f"--dates: found {word.strip() or 'nothing'}; ISO dates such as 2026-05-04,2026-06-01 would do",
                BAD_INPUT,
            )
    return found


def _days(option: str, text: str, least: float, would_do: str) -> float:
    """A length of time in days, longer than 0 and at least so long."""
    from backsource.units import UnitError, parse_span

    try:
        span = parse_span(text)
    except UnitError as error:
        fail(f"{option}: {error}", BAD_INPUT)
    if span.clock != "calendar" or span.amount <= 0 or span.amount < least:
        fail(f"{option}: found {text}; {would_do} would do", BAD_INPUT)
    return span.amount
