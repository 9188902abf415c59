"""A difference between two schedules drawn: bridges from one to the other, and in which weeks it arises."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import isfinite
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from backsource.report.causes import COLOURS as CAUSE_COLOURS
from backsource.report.explain import GROUPS, Explanation, Part, words
from backsource.report.explain_steps import MOSTLY
from backsource.report.numbers import figure as in_figures
from backsource.report.numbers import month_ticks, scale
from backsource.report.style import INK, QUIET, canvas, caption, clear_named, save, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES = ("explain-cost", "explain-units", "explain-weeks")
ROW = 0.62
"""Height of a bar's row [cm]."""
MORE, LESS = "#D55E00", "#0072B2"
COLOURS = dict(zip(GROUPS, CAUSE_COLOURS, strict=False))
HATCHES = dict(zip(GROUPS, ("", "////", "", "xxxx", "", "...."), strict=True))
LETTERS, TITLE = 26, 100
"""Letters in a line of a name at the side, and of a title."""
ROOM = 0.14
"""Free space beyond the bars of a bridge, as a share of what they span."""
TICKS = 12


def draw(found: Explanation, folder: Path) -> list[Path]:
    """Draw into *folder* in place of what an earlier look has drawn there; gives the files.

    Nothing is drawn of units where neither schedule leaves any short.
    """
    clear_named(folder, *NAMES)
    with styled():
        size, word = scale(max(abs(found.cost.own), abs(found.cost.other)))
        drawn = [(NAMES[0], _bridge(found, found.cost, found.groups, size, f"total cost [{word}{found.currency}]"))]
        if found.causes:
            drawn.append((NAMES[1], _bridge(found, found.short, found.causes, 1.0, f"units short [{found.unit}]")))
        drawn.append((NAMES[2], _weeks(found)))
        return [path for name, one in drawn for path in save(one, folder, name)]


def _bridge(found: Explanation, whole: Part, every: Sequence[Part], size: float, what: str) -> "Figure":
    """From the second schedule down to the first, one bar for each part that differs, with its limits."""
    parts = [part for part in every if part.difference.better or part.difference.worse]
    figure = canvas(3.1 + ROW * (len(parts) + 2))
    axes = figure.subplots()
    ends = whole.other + np.cumsum([0.0, *(part.difference.mean for part in parts)])
    low, high = _ends(_reach(ends, parts), size)
    _total(axes, 0, whole.other / size, low)
    for place, (part, left) in enumerate(zip(parts, ends, strict=False), start=1):
        _part(axes, place, part, float(left), size)
    _total(axes, len(parts) + 1, whole.own / size, low)
    for place, end in enumerate(ends):
        axes.plot((end / size, end / size), (place - 0.3, place + 1.3), color=QUIET, linewidth=0.6, zorder=0)
    own, other = (fill(name, LETTERS) for name in found.names)
    axes.set_yticks(range(len(parts) + 2), [other, *(words(part.name) for part in parts), own])
    axes.set_ylim(len(parts) + 1.6, -0.6)
    axes.set_xlim(low, high)
    axes.set_xlabel(f"{what}, mean of {found.futures} futures")
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_title(fill(f"{found.heading}, part by part", TITLE))
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    cut = "The axis does not begin at 0. " if low > 0 else ""
    limits = "Thin lines: 95 % limits of each part by itself." if isfinite(whole.difference.low) else ""
    caption(figure, f"{cut}Orange: {found.names[0]} has more of it; blue: less. {limits}")
    return figure


def _reach(ends: "np.typing.NDArray[np.float64]", parts: Sequence[Part]) -> tuple[float, float]:
    """The least and the largest number that bars or limits come to."""
    points = [*ends]
    for part, left in zip(parts, ends, strict=False):
        one = part.difference
        points += [left + limit for limit in (one.low, one.high) if isfinite(limit)]
    return min(points), max(points)


def _ends(reach: tuple[float, float], size: float) -> tuple[float, float]:
    """Ends of the axis: from 0 where that lets the parts be seen, else a little below the smallest bar."""
    low, high = reach[0] / size, reach[1] / size
    room = ROOM * max(high - low, 1e-9, 1e-3 * abs(high))
    begin = low - room if low > 2 * (high - low) else min(0.0, low - room if low < 0 else 0.0)
    return begin, high + room


def _total(axes: "Axes", place: int, value: float, low: float) -> None:
    """The whole of one schedule, from 0 or from where the axis begins."""
    left = max(low, 0.0)
    axes.barh(place, value - left, left=left, height=0.6, color=QUIET)
    axes.annotate(
        in_figures(float(f"{value:.4g}")), (value, place), xytext=(4, 0), textcoords="offset points",
        va="center", fontsize=7, fontweight="bold",
    )  # fmt: skip


def _part(axes: "Axes", place: int, part: Part, left: float, size: float) -> None:
    one = part.difference
    axes.barh(place, one.mean / size, left=left / size, height=0.6, color=MORE if one.mean > 0 else LESS)
    right = max(left, left + one.mean)
    if isfinite(one.low):
        ends = (left + one.low) / size, (left + one.high) / size
        axes.plot(ends, (place, place), color=INK, linewidth=0.9, solid_capstyle="butt")
        right = max(right, left + one.high)
    scaled, word = scale(max(abs(one.mean), 1e-12))
    told = f"{one.mean / scaled:+.3g}{' ' + word.strip() if word else ''}" if one.mean else "0"
    axes.annotate(
        told, (right / size, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=7, color=INK
    )


def _weeks(found: Explanation) -> "Figure":
    """Mean difference in cost of each week by group, and below it summed up from the first week on."""
    means = {group: _group(found, lines) for group, lines in GROUPS.items()}
    means = {group: values for group, values in means.items() if values.any()}
    weekly = np.sum(list(means.values()), axis=0) if means else np.zeros(len(found.weeks))
    figure = canvas(10.5)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    places = np.arange(len(found.weeks)) + 0.5
    up, down = np.zeros(len(places)), np.zeros(len(places))
    size, word = scale(_tallest(means))
    for group, values in means.items():
        scaled = values / size
        bottom = np.where(scaled > 0, up, down)
        upper.bar(places, scaled, bottom=bottom, width=1.0, color=COLOURS[group], hatch=HATCHES[group], label=group,
                  edgecolor=INK, linewidth=0.2)  # fmt: skip
        up += np.maximum(scaled, 0.0)
        down += np.minimum(scaled, 0.0)
    room = ROOM / 2 * max(float((up - down).max()), 1e-9)
    upper.set_ylim(float(down.min()) - room, float(up.max()) + room)
    upper.set_ylabel(f"difference of the week\n[{word}{found.currency}]")
    upper.set_title(fill(f"Cost of {found.heading}, week by week: mean of {found.futures} futures", TITLE))
    total, summed = scale(max(float(np.abs(np.cumsum(weekly)).max()), 1e-12))
    lower.plot(np.append(0.0, places + 0.5), np.append(0.0, np.cumsum(weekly)) / total, color=INK)
    lower.set_ylabel(f"summed up\n[{summed}{found.currency}]")
    for axes in (upper, lower):
        axes.axhline(0, color=INK, linewidth=0.6)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
    _spans(upper, lower, found)
    start, count = found.weeks[0].day, len(found.weeks)
    shown = [week.day for week in found.weeks[_first(found, weekly) :]]
    ticks = month_ticks(shown[0], shown[-1] + timedelta(days=6), TICKS)
    if len(shown) <= TICKS:
        ticks = [(day, f"{day.day} {day:%b}") for day in shown]
    lower.set_xticks([(day - start) / timedelta(weeks=1) for day, _ in ticks], [label for _, label in ticks])
    lower.set_xlim(count - len(shown), count)
    if means:
        figure.legend(*upper.get_legend_handles_labels(), loc="outside upper right", ncols=6, frameon=False)
    caption(
        figure,
        f"Grey: the weeks in which {100 * MOSTLY:g} % of the difference, or of what differs one way, arises. Goods "
        "that are bought or made go into stock first: there they count against stock until they leave it.",
    )
    return figure


def _first(found: Explanation, weekly: "np.typing.NDArray[np.float64]") -> int:
    """The week of the window with which the axis begins, or an earlier one that differs."""
    inside = next(n for n, week in enumerate(found.weeks) if week.day + timedelta(days=6) >= found.window[0])
    return min([inside, *np.flatnonzero(weekly).tolist()])


def _spans(upper: "Axes", lower: "Axes", found: Explanation) -> None:
    """Grey behind the weeks in which most of the difference arises."""
    start = found.weeks[0].day
    for span in found.spans:
        first, last = ((day - start) / timedelta(weeks=1) for day in (span.first, span.last + timedelta(days=1)))
        for axes in (upper, lower):
            axes.axvspan(first, last, color="#e6e6e6", linewidth=0, zorder=0)


def _group(found: Explanation, lines: Sequence[str]) -> "np.typing.NDArray[np.float64]":
    return np.array([sum(week.cost[line] for line in lines) for week in found.weeks])


def _tallest(means: Mapping[str, "np.typing.NDArray[np.float64]"]) -> float:
    """Height of the tallest stack."""
    if not means:
        return 1.0
    values = np.array(list(means.values()))
    return max(float(np.maximum(values, 0).sum(axis=0).max()), float(-np.minimum(values, 0).sum(axis=0).min()))
