"""All figures of a study, from its results into its folder."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.config import Scenario, Schedule, Study
from backsource.inference import mean_interval
from backsource.measures import Measure
from backsource.network import build
from backsource.report import calendar, causes, differences, exit_curve, network_map, over_time_figures, style
from backsource.report.numbers import scale
from backsource.report.over_time_figures import first_week
from backsource.report.refusal import refused
from backsource.report.samples import values_of
from backsource.results import Results

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

MOST_MAPS = 5
"""Schedules whose network is drawn."""
WEEK = 7
MOST_DIFFERENCES = 3
"""Measures whose differences are drawn side by side: the first ones that the control has."""
LONG_NAME = 24
"""Letters beyond which names leave room for one panel less."""
LEAST = 2
"""Futures with a value that a spread needs."""


def draw_all(
    results: Results,
    study: Study,
    scenario: Scenario,
    schedules: Sequence[Schedule],
    measures: Sequence[Measure],
    folder: Path,
) -> list[Path]:
    """Draw every figure into *folder*, each as SVG and PNG; gives the files."""
    names = [schedule.schedule for schedule in schedules]
    pens = style.pens(names, study.control)
    with style.styled():
        drawn = {
            **over_time_figures.drawn(results, scenario, schedules, pens, study.control),
            "gap-calendar": _calendar(results, study, scenario, names),
            "network": _network(results, scenario, schedules, study),
            "differences": _differences(results, study, measures, pens),
            "exits": _exits(results, scenario, study, pens),
            "causes": _causes(results, names),
        }
        return [path for name, figure in drawn.items() if figure for path in style.save(figure, folder, name)]


def draw_differences(
    results: Results, study: Study, names: Iterable[str], measures: Sequence[Measure], folder: Path, name: str
) -> list[Path]:
    """Draw the paired differences alone, into the file of this name; gives the files."""
    with style.styled():
        figure = _differences(results, study, measures, style.pens(list(names), study.control))
        return style.save(figure, folder, name) if figure else []


def _calendar(results: Results, study: Study, scenario: Scenario, names: Sequence[str]) -> "Figure":
    figure = style.canvas(1.6 + 0.95 * len(names))
    calendar.draw(figure.subplots(), gap_weeks(results, study, scenario, names), study.window.first)
    style.caption(figure, "Share of futures with a supply gap in the week; the mark points at a schedule's worst week.")
    return figure


def _causes(results: Results, names: Sequence[str]) -> "Figure | None":
    """Units short by cause; none where nothing is short, or the runs do not say why."""
    short = causes.short_by_cause(results, names)
    if not sum(sum(parts.values()) for parts in short.values()) > 0:
        return None
    figure = style.canvas(3.2 + 0.8 * len(names))
    causes.draw(figure.subplots(), short)
    style.caption(figure, "Units short in supply-gap incidents by what was the limit when they became short.")
    return figure


def gap_weeks(
    results: Results, study: Study, scenario: Scenario, names: Sequence[str]
) -> dict[str, npt.NDArray[np.float64]]:
    """Share of futures with an open incident in each week of the measured window, by schedule."""
    first = (study.window.first - scenario.start).days
    weeks = -(-((study.window.last - study.window.first).days + 1) // WEEK)
    runs = results.runs.groupby("schedule")["replication"].nunique()
    incidents = results.incidents
    shares = {}
    for name in names:
        own = incidents[incidents["schedule"] == name]
        futures: list[set[int]] = [set() for _ in range(weeks)]
        for replication, start, end in own[["replication", "start", "end"]].to_numpy(dtype=np.int64).tolist():
            for week in range(max((start - first) // WEEK, 0), min((end - 1 - first) // WEEK, weeks - 1) + 1):
                futures[week].add(replication)
        shares[name] = np.array([len(hit) for hit in futures]) / int(runs[name])
    return shares


def _exits(results: Results, scenario: Scenario, study: Study, pens: Mapping[str, style.Pen]) -> "Figure | None":
    """Exit curves of the schedules that give notice; none where no schedule does."""
    runs = results.runs
    if "exit_planned" not in runs:
        return None
    planned = {name: values_of(runs, name, "exit_planned") for name in pens}
    leaving = {name: float(days[0]) for name, days in planned.items() if not np.isnan(days).any()}
    if not leaving:
        return None
    figure = style.canvas(6.5)
    exits = {name: values_of(runs, name, "exit_day") for name in leaving}
    last = (study.window.last - scenario.start).days
    exit_curve.draw(figure.subplots(), exits, leaving, pens, scenario.start, last)
    style.caption(
        figure,
        "Share of futures in which the supplier has been left by a day, with 95 % bands; the mark is the planned day. "
        "A line that ends below 100 %: in the other futures it is not left within the window.",
    )
    return figure


def _network(results: Results, scenario: Scenario, schedules: Sequence[Schedule], study: Study) -> "Figure":
    volumes, control = results.volumes, study.control
    centre = next((stock.split("/")[0] for schedule in schedules for stock in schedule.stocks), None)
    graph = network_map.drawable(build(scenario), centre)
    where = network_map.places(graph)
    changing = [schedule.schedule for schedule in schedules if schedule.schedule != control]
    if results.inputs.status:  # the plan as it stands changes, too
        changing = [control, *changing]
    changing = changing[:MOST_MAPS]
    panels = [("before", control, "before"), *((f"after: {name}", name, "after") for name in changing)]
    maps = {
        title: dict(volumes[volumes["schedule"] == name].groupby("thing")[when].mean()) for title, name, when in panels
    }
    widest: dict[str, float] = {}
    for flow in (flow for volume in maps.values() for flow in network_map.flows(graph, volume)):
        widest[flow.unit] = max(widest.get(flow.unit, 0.0), flow.volume)
    rows = -(-len(panels) // 2)
    tall = max(3.4, 1.5 * max(1, _tallest(where)))
    figure = style.canvas(1.0 + rows * tall)
    for axes, (title, volume) in zip(figure.subplots(rows, 2, squeeze=False).flat, maps.items(), strict=False):
        axes.set_title(title, fontweight="bold")
        network_map.draw(axes, graph, where, volume, widest)
    for axes in figure.axes[len(panels) :]:
        axes.set_axis_off()
    keys = network_map.keys(graph)
    figure.legend(handles=keys, loc="outside upper right", frameon=False, ncols=len(keys), fontsize=6)
    past = study.reference.last < first_week(results, scenario)
    before = "first 28 days" if past else "reference window"
    style.caption(
        figure,
        f"Mean units a calendar day (before: {before}; after: last 28 days measured). "
        "Width shows volume, each unit of measure by itself.",
    )
    return figure


def _tallest(where: network_map.Places) -> int:
    columns = [x for x, _ in where.values()]
    return max(columns.count(x) for x in columns)


def _differences(
    results: Results, study: Study, measures: Sequence[Measure], pens: Mapping[str, style.Pen]
) -> "Figure | None":
    others = [name for name in pens if name != study.control]
    if not others:
        return None
    found = differences_of(results.runs, study.control, others, measures)
    if not found:
        return None
    figure = style.canvas(2.9 + 0.75 * len(others))
    panels = figure.subplots(1, len(found), sharey=True, squeeze=False)[0]
    for place, (axes, (measure, known)) in enumerate(zip(panels, found.items(), strict=True)):
        spread = max(float(np.nanmax(np.abs(one))) for one in known.values())
        size, word = scale(spread)
        drawn = [_difference(name, one / size) for name, one in known.items()]
        differences.draw(axes, drawn, pens, study.matters / size if study.matters and place == 0 else None)
        axes.set_xlabel(f"{measure.name.replace('_', ' ')} [{word}{measure.unit}]")
    zone = "" if study.matters is None else " Grey: differences that do not matter."
    style.caption(
        figure,
        f"Minus {study.control} in the same future. Marker and thick bar: mean and its 95 % interval; "
        f"thin: middle 80 % of futures.{zone}",
    )
    return figure


def differences_of(
    runs: "pd.DataFrame", control: str, others: Sequence[str], measures: Sequence[Measure]
) -> dict[Measure, dict[str, npt.NDArray[np.float64]]]:
    """What is drawn side by side: by measure and schedule the differences to the control, shape (replications,)."""
    most = MOST_DIFFERENCES - any(len(name) > LONG_NAME for name in others)
    found: dict[Measure, dict[str, npt.NDArray[np.float64]]] = {}
    for measure in (one for one in measures if one.unit != "day"):
        own = values_of(runs, control, measure.name)
        values = {name: values_of(runs, name, measure.name) - own for name in others}
        known = {name: one for name, one in values.items() if (~np.isnan(one)).sum() >= LEAST}
        if known and len(found) < most:
            found[measure] = known
    return found


def _difference(name: str, values: npt.NDArray[np.float64]) -> differences.Difference:
    mean = refused(mean_interval(values[~np.isnan(values)]))
    return differences.Difference(name, values, mean.estimate, mean.low, mean.high)
