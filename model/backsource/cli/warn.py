"""`backsource warn STUDY`: what, seen by a date, changes the risk, and what can then still be decided."""

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backsource.cli.printing import AsJson, FromStatus, say, say_json
from backsource.cli.stored import StudyOrResults, changed_note, opened

if TYPE_CHECKING:
    from backsource.experiment import Stored
    from backsource.report.warning import Risk


def warn(
    study: StudyOrResults,
    schedule: Annotated[str, typer.Option("--schedule", "-s", help="Name of the schedule.")],
    risk: Annotated[
        list[str] | None,
        typer.Option(
            "--risk", metavar="MEASURE>X", help="What is at risk, as 'units_short > 500'; the floors of the study, or "
            "a supply gap and a line stop, without. May be given again.",
        ),
    ] = None,
    status: FromStatus = None,
    out: Annotated[Path | None, typer.Option(help="Results folder; results/<study>/ of the project.")] = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw into the results folder.")] = True,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """How a milestone or a gauge seen by a date changes the risk, from stored runs, and what can still be decided."""
    from backsource.cli.history import standing_of
    from backsource.report.style import clear_named
    from backsource.report.warning import as_plain, draw_warnings, early_warnings, lines
    from backsource.report.warning.figure import NAME

    own, fresh = opened(study, status, out)
    schedule = _arm(own, schedule)
    way = own.named(schedule)
    risks, left_out = _risks(own, risk or [])
    scenario, _ = own.setting_of(schedule)
    found = early_warnings(
        own.results, scenario, way, schedule, risks, study=own.study, level=own.confidence, status=own.status,
        left_out=left_out,
    )  # fmt: skip
    history, drawn = standing_of(study, own.scenario), list[Path]()
    if figures:
        folder, name = own.results.path.parent, f"{NAME}-{re.sub('[^A-Za-z0-9_.-]+', '-', schedule)}"
        clear_named(folder, name)
        drawn = draw_warnings(found, folder, name)
    if as_json:
        say_json(
            {**as_plain(found), "fresh": fresh, "history": asdict(history), "figures": [str(one) for one in drawn]}
        )
        return
    say([*lines(found, history.words), *changed_note(fresh)])
    say([f"Drawn {path}" for path in drawn if path.suffix == ".png"])


def _arm(own: "Stored", name: str) -> str:
    """The arm of this name; of a study with several settings the first one of a schedule."""
    settings = (arm for arm in own.schedules if arm.startswith(f"{name} ["))
    return name if name in own.schedules else next(settings, name)


def _risks(own: "Stored", asked: list[str]) -> "tuple[list[Risk], list[str]]":
    """What is at risk, and what is left out of it."""
    from backsource.report.warning import asked_risk, risks_of

    return (list(dict.fromkeys(asked_risk(one) for one in asked)), []) if asked else risks_of(own.results.inputs)
