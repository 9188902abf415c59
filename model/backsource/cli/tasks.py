"""`backsource tasks STUDY`: the programme of a schedule, planned and as the futures had it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.printing import AsJson, say, say_json
from backsource.cli.stored import StudyOrResults, changed_note, opened

if TYPE_CHECKING:
    from datetime import date

    from backsource.experiment import Stored
    from backsource.report.task_table import MilestoneRow

CAPTION = (
    "P50, P90: by then in half, in nine of ten futures; limits of P90 in days from",
    "it, ? where there are too few. done: futures in which it came about. crit.: in",
    "which the task decided the end. waited for: what came about last before it (a",
    "task: before its start), by share of the futures in which it came about.",
)


def tasks(
    study: StudyOrResults,
    schedule: Annotated[
        str | None, typer.Option("--schedule", "-s", help="Name of one schedule; all that have something to do.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Dates of tasks, steps and exits: planned, in half and in nine of ten futures, and what held them up."""
    from backsource.cli.history import standing_of
    from backsource.report.task_table import milestone_text

    own, fresh = opened(study)
    names = [schedule] if schedule else list(own.schedules)
    found = {name: rows for name in names if (rows := _rows(own, name))}
    history = standing_of(study, own.scenario)
    start, count = own.scenario.start, own.results.runs["replication"].nunique()
    if as_json:
        plain = {name: [_plain(row, start) for row in rows] for name, rows in found.items()}
        say_json(
            {"study": own.study, "replications": count, "fresh": fresh, "history": asdict(history), "schedules": plain}
        )
        return
    for name, rows in found.items():
        say([f"{name} · {count} futures of {own.study}", *milestone_text(rows, start), ""])
    if not found:
        say([f"{' and '.join(names)} of {own.study}: no task, step or notice, so nothing to date"])
    else:
        say(CAPTION)
    say([f"Model {history.words}", *changed_note(fresh)])


def _rows(own: "Stored", name: str) -> "list[MilestoneRow]":
    from backsource.measures import Timetable
    from backsource.report.task_table import milestone_rows

    schedule, runs = own.named(name), own.results.days_of(name)
    return milestone_rows(schedule, Timetable.of(own.setting_of(name)[0], schedule), runs) if runs else []


def _plain(row: "MilestoneRow", start: "date") -> dict[str, Any]:
    """A row with dates beside the numbers of days."""
    from backsource.report.numbers import dated

    dates = {"start": row.start, "planned": row.finish, "p50": row.middle.estimate, "p90": row.late.estimate}
    return {**asdict(row), "dates": {key: dated(day, start) or None for key, day in dates.items()}}
