"""`backsource check FILE...`: faults of files, then whether the plan can work at all."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.app import BAD_INPUT, CLAIM_FAILED
from backsource.cli.printing import AsJson, say, say_json

if TYPE_CHECKING:
    from backsource.config.scenario import Scenario
    from backsource.config.schedule import Schedule
    from backsource.errors import Fault
    from backsource.experiment import Experiment
    from backsource.network.feasibility import Finding

PEEK = 100_000
"""Bytes of a file that tell its kind."""


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario, schedule or study files.")],
    scenario: Annotated[Path | None, typer.Option(help="Scenario that schedules belong to.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check files, and whether the plan can work: utilisation, bank, reach. No simulation."""
    from backsource.errors import ConfigError

    faults: list[Fault] = []
    said: list[dict[str, Any]] = []
    refused = False
    for path in paths:
        try:
            findings = list(_findings(path, scenario))
        except ConfigError as error:
            faults += error.faults
            continue
        refused = refused or any(finding.level == "refuse" for _, finding in findings)
        said += [{"file": str(path), "schedule": name, **asdict(finding)} for name, finding in findings]
    if as_json:
        say_json({"faults": [asdict(fault) for fault in faults], "findings": said})
    else:
        for fault in dict.fromkeys(faults):
            typer.echo(str(fault), err=True)
        say(_line(one) for one in said)
        if not faults and not said:
            say([f"{len(paths)} file(s) sound, nothing stands against the plan"])
    if faults or refused:
        raise typer.Exit(BAD_INPUT if faults else CLAIM_FAILED)


def _line(one: dict[str, Any]) -> str:
    """One finding as a line, with the schedule that it is about."""
    about = f"{one['schedule']}: " if one["schedule"] else ""
    return f"{one['level']}: {about}{one['where']}: {one['found']}; {one['would_do']}"


def _findings(path: Path, scenario: Path | None) -> "list[tuple[str, Finding]]":
    """Read a file and what belongs to it; what speaks against each schedule, with its name."""
    from backsource.config import load_scenario, load_schedule
    from backsource.experiment import load

    kind = kind_of(path)
    if kind == "study":
        experiment = load(path)
        _fit(experiment)
        return [found for schedule in experiment.schedules for found in _feasibility(experiment.scenario, schedule)]
    if kind == "schedule":
        network = load_scenario(scenario) if scenario else None
        schedule = load_schedule(path, scenario=network)
        return _feasibility(network, schedule) if network else []
    return _feasibility(load_scenario(path), None)


def _fit(experiment: "Experiment") -> None:
    """Raise `StudyError` where the study asks for measures that do not exist, or for windows that are not simulated."""
    from backsource.measures import Sheet
    from backsource.report import chosen

    chosen(experiment.study, experiment.scenario.currency)
    for arm in experiment.arms():
        Sheet(arm.scenario, arm.schedule, window=arm.window, reference=arm.reference)


def _feasibility(scenario: "Scenario", schedule: "Schedule | None") -> "list[tuple[str, Finding]]":
    from backsource.network.feasibility import feasibility

    name = schedule.schedule if schedule else ""
    return [(name, finding) for finding in feasibility(scenario, schedule)]


def kind_of(path: Path) -> str:
    """study, schedule or scenario, after the key that names it; scenario where none does, or none can be read."""
    try:
        with path.open("rb") as file:
            text = file.read(PEEK).decode(errors="replace")
    except (OSError, ValueError):
        return "scenario"
    named = (
        kind for kind in ("study", "schedule") if re.search(rf"^[{{\s]*[\"']?{kind}[\"']?\s*:", text, re.MULTILINE)
    )
    return next(named, "scenario")
