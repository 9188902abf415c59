"""`backsource check FILE...`: faults of files, then whether the plan can work at all."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.app import BAD_INPUT, CLAIM_FAILED
from backsource.cli.printing import AsJson, FromStatus, say, say_json

if TYPE_CHECKING:
    from backsource.config.scenario import Scenario
    from backsource.config.schedule import Schedule
    from backsource.errors import Fault
    from backsource.experiment import Experiment
    from backsource.network.feasibility import Finding

PEEK = 100_000
"""Bytes of a file that tell its kind."""
MOST_NAMES = 8
"""Schedules that a line names; the others are counted."""
LEVELS = ("refuse", "warn", "note")
"""In the order in which findings are told."""


@dataclass(frozen=True)
class Said:
    """A finding and what it is about."""

    file: str
    schedules: tuple[str, ...]
    """Schedules under which it was found; none when it is so under all of them."""
    finding: "Finding"

    def __str__(self) -> str:
        more = len(self.schedules) - MOST_NAMES
        names = (*self.schedules[:MOST_NAMES], *([f"{more} more"] if more > 0 else []))
        about = f"{', '.join(names)}: " if names else ""
        return f"{self.finding.level}: {about}{str(self.finding).removeprefix(self.finding.level + ': ')}"


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenario, schedule or study files.")],
    scenario: Annotated[Path | None, typer.Option(help="Scenario that schedules belong to.")] = None,
    status: FromStatus = None,
    as_json: AsJson = False,
) -> None:
    """Check files, and whether the plan can work: utilisation, bank, reach. No simulation.

    A status is checked against each of them; whether the plan can work is judged of it as written, from its start.
    """
    from backsource.errors import ConfigError

    faults: list[Fault] = []
    said: list[Said] = []
    for path in paths:
        try:
            said += _findings(path, scenario, status)
        except ConfigError as error:
            faults += error.faults
    said.sort(key=lambda one: LEVELS.index(one.finding.level))
    refused = any(one.finding.level == "refuse" for one in said)
    if as_json:
        say_json({"faults": [asdict(fault) for fault in faults], "findings": [asdict(one) for one in said]})
    else:
        for fault in dict.fromkeys(faults):
            typer.echo(str(fault), err=True)
        say(map(str, said))
        if not faults and not said:
            say([f"{len(paths)} file(s) sound, nothing stands against the plan"])
    if faults or refused:
        raise typer.Exit(BAD_INPUT if faults else CLAIM_FAILED)


def _findings(path: Path, scenario: Path | None, status: Path | None) -> list[Said]:
    """Read a file and what belongs to it; what speaks against the plan."""
    from backsource.config import load_scenario, load_schedule, load_status
    from backsource.errors import ConfigError, Fault, StudyError
    from backsource.experiment import load, standing

    kind = kind_of(path)
    if kind == "status":
        what = "a status, which is checked with what it belongs to"
        raise ConfigError([Fault(str(path), None, "", what, f"`backsource check STUDY --status {path}`")])
    if scenario and kind != "schedule":
        raise StudyError(f"--scenario is for schedules, and {path} is a {kind}; without it would do")
    if kind == "study":
        experiment = load(path, status)
        _fit(experiment)
        settings = experiment.settings
        return _said(str(path), [(name, one.scenario, way) for one in settings for name, way in one.schedules.items()])
    if kind == "schedule":
        if status and not scenario:
            raise StudyError(f"--status goes with a scenario here; `--scenario FILE` beside it would do ({path})")
        beside = load_scenario(scenario) if scenario else None
        schedule = load_schedule(path, scenario=beside)
        if beside and status:
            load_status(status, beside, schedule)
        return _said(str(path), [(schedule.schedule, beside, schedule)]) if beside else []
    network = load_scenario(path)
    if status:
        standing(status, network, {})
    return _said(str(path), [("", network, None)])


def _said(file: str, plans: "Sequence[tuple[str, Scenario, Schedule | None]]") -> list[Said]:
    """What is found under each schedule, given with its name and its scenario; what is found under several once."""
    from backsource.network.feasibility import feasibility

    about: dict[Finding, list[str]] = {}
    for name, scenario, schedule in plans:
        for finding in feasibility(scenario, schedule):
            about.setdefault(finding, []).append(name)
    return [Said(file, () if len(names) == len(plans) else tuple(names), one) for one, names in about.items()]


def _fit(experiment: "Experiment") -> None:
    """Raise `StudyError` where the study asks for windows that are not simulated."""
    from backsource.measures import Sheet

    for arm in experiment.arms():
        Sheet(arm.scenario, arm.schedule, window=arm.window, reference=arm.reference, status=arm.status)


def kind_of(path: Path) -> str:
    """study, status, schedule or scenario, after the key that names it; scenario where none does, or none is read."""
    try:
        with path.open("rb") as file:
            text = file.read(PEEK).decode(errors="replace")
    except (OSError, ValueError):
        return "scenario"
    named = (
        kind
        for kind in ("study", "status", "schedule")
        if re.search(rf"^[{{\s]*[\"']?{kind}[\"']?\s*:", text, re.MULTILINE)
    )
    return next(named, "scenario")
