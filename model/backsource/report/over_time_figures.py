"""Figures over time: what each schedule is like week by week, and how it differs from the control."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from backsource.config import Scenario, Schedule
from backsource.report import over_time, over_time_differences
from backsource.report.style import Pen, canvas, caption
from backsource.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 4
"""Schedules side by side in one figure; more go to further figures."""
MARKS = "N notice · B bank begins · U bank used from here · O line opens · T tool is moved · S share step planned"
BACKLOG = "backlog"
"""Rare and deep: its mean is drawn too, for median and band may show nothing of it."""
CURVES = (
    ("made_share", "made in-house", True),
    ("stock", "stock [units]", False),
    (BACKLOG, "backlog [units]", False),
)
DIFFERENCES = (
    ("made_share", "made in-house,\nminus control", True),
    (BACKLOG, "backlog [units],\nminus control", False),
)
"""Curves of which the difference to the control is drawn."""


def drawn(
    results: Results, scenario: Scenario, schedules: Sequence[Schedule], pens: Mapping[str, Pen], control: str
) -> "dict[str, Figure | None]":
    """All figures over time by name: `over-time` and `over-time-differences`, with numbers from the second page on."""
    start = first_week(results, scenario)
    marks = {
        schedule.schedule: {day: letters for day, letters in marks_of(schedule).items() if day >= start}
        for schedule in schedules
    }
    return {
        **_pages("over-time", list(pens), lambda names: _levels(results, names, pens, start, marks, control)),
        **_pages(
            "over-time-differences",
            [name for name in pens if name != control],
            lambda names: _differences(results, names, pens, start, marks, control),
        ),
    }


def _pages(
    name: str, schedules: Sequence[str], page: Callable[[Sequence[str]], "Figure | None"]
) -> "dict[str, Figure | None]":
    parts = [schedules[first : first + COLUMNS] for first in range(0, len(schedules), COLUMNS)]
    return {name if number == 1 else f"{name}-{number}": page(part) for number, part in enumerate(parts, start=1)}


def _levels(
    results: Results, names: Sequence[str], pens: Mapping[str, Pen], start: date, marks: over_time.Marks, control: str
) -> "Figure":
    """Bands of all runs, also of those of which no whole curve was kept."""
    rows = [
        over_time.Row(label, bands, percent=percent, means=_means(results) if curve == BACKLOG else {})
        for curve, label, percent in CURVES
        if (bands := results.quantiles(curve, over_time.BAND))
    ]
    figure = canvas(11.5)
    over_time.draw(figure, rows, {name: pens[name] for name in names}, start, marks, (control, pens[control]))
    caption(
        figure, f"Line: median of futures; band: 10 to 90 %; dashed: median of {control}; dotted: mean backlog.", MARKS
    )
    return figure


def _means(results: Results) -> dict[str, over_time.Curves]:
    """Mean backlog of the futures whose whole curves were kept."""
    return {name: curves.mean(axis=0) for name, curves in results.curves(BACKLOG).items()}


def _differences(
    results: Results, names: Sequence[str], pens: Mapping[str, Pen], start: date, marks: over_time.Marks, control: str
) -> "Figure | None":
    """Mean differences to the control; none where too few whole curves are there."""
    found = [
        over_time_differences.Row(label, over_time_differences.bands(results.curves(curve), names, control), percent)
        for curve, label, percent in DIFFERENCES
    ]
    rows = [row for row in found if row.bands]
    if not rows:
        return None
    figure = canvas(8.5)
    over_time_differences.draw(figure, rows, {name: pens[name] for name in names}, start, marks)
    counts = sorted({band.futures for row in rows for band in row.bands.values()})
    futures = f"{counts[0]:,}" if len(counts) == 1 else f"{counts[0]:,} to {counts[-1]:,}"
    caption(
        figure,
        f"Minus {control} in the same future. Line: mean of {futures} futures; band: 95 % simultaneous over all weeks, "
        "for each schedule and row by itself. Where it does not hold 0, the schedules differ in that week.",
        MARKS,
    )
    return figure


def first_week(results: Results, scenario: Scenario) -> date:
    """First day of the curves: the start, or the day of a status from which the runs went on."""
    days = next((curves[0, 0] for curves in results.curves("day").values()), 0.0)
    return scenario.start + timedelta(days=int(days))


def marks_of(schedule: Schedule) -> dict[date, str]:
    """Dates of a cutover with the letter of what happens; several on one day share it."""
    dated = [(notice.date, "N") for notice in schedule.notices]
    dated += [(day, "O") for day in schedule.opens.values()]
    dated += [(task.begin, "T") for task in schedule.tasks.values() if task.begin and task.moves]
    for part in schedule.parts.values():
        dated += [(part.bridge.start, "B"), (part.bridge.use_from, "U")] if part.bridge else []
        dated += [(step.day, "S") for step in part.share]
    marks: dict[date, str] = {}
    for day, letter in sorted(dated):
        marks[day] = marks.get(day, "") + (letter if letter not in marks.get(day, "") else "")
    return marks
