"""A stress test drawn: the dearest loss by date with the dangerous window, and below a map of thing against date."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backsource.inference.stressed import Stressed, Thing
from backsource.network.feasibility.finding import plural
from backsource.report import style
from backsource.report.dependency import days
from backsource.report.numbers import figure as number
from backsource.report.numbers import scale
from backsource.report.refusal import refused

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import Collection
    from matplotlib.colors import Colormap, Normalize

MOST_ROWS = 30
"""Things that are drawn: the dearest."""
MOST_NUMBERS = 20
"""Dates up to which cells carry their numbers."""
LABEL = 26
"""Letters of a thing's name."""
ROW = 0.52
"""Height of a row [cm]."""
TOP = 3.2
"""Height of the panel above [cm]."""
RAMP = ("#ffffff", "#fee2b8", "#f5a742", "#c9560c", "#7a2403", "#3b0f02")
"""From nothing to the dearest loss: lightness falls all the way, so that it survives colour blindness and grey."""
TICKS = (0.0, 0.05, 0.2, 0.5, 1.0)
"""Of the scale of colours [share of the dearest loss]."""
WINDOW = "#0072B2"
HEADROOM = 1.3
"""Height above all limits, for the name of the window."""


def draw_stress(found: Stressed, folder: Path, name: str) -> list[Path]:
    """Draw into *folder*; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    things = found.things[:MOST_ROWS]
    with style.styled():
        heights = [TOP, ROW * len(things) + 0.2]
        canvas = style.canvas(sum(heights) + 4.6)
        grid = canvas.add_gridspec(2, 2, height_ratios=heights, width_ratios=[45, 1])
        below = canvas.add_subplot(grid[1, 0])
        above = canvas.add_subplot(grid[0, 0], sharex=below)
        _dearest(above, found)
        mesh = _map(below, found, things)
        bar = canvas.colorbar(mesh, cax=canvas.add_subplot(grid[1, 1]))
        word, top = _scaled(found)[1], _top(found, things)
        bar.set_ticks([top * tick for tick in TICKS], labels=[_short(top * tick) for tick in TICKS])
        bar.ax.tick_params(labelsize=6)
        bar.set_label(f"{word}{_unit(found)} lost", fontsize=7)
        style.caption(canvas, *_caption(found, len(things)))
        return style.save(canvas, folder, name)


# ---- the dearest loss of each date
def _dearest(axes: "Axes", found: Stressed) -> None:
    """Mean and limits of the dearest loss of each date, the level before, and what the schedule plans."""
    size, word = _scaled(found)
    places = np.arange(len(found.dates)) + 0.5
    felt = [refused(found.felt(place).units) for place in range(len(found.dates))]
    means = np.array([one.estimate for one in felt]) / size
    before = found.dearest("before")
    if before is not None:
        level = found.felt(before).units.estimate / size
        axes.axhline(level, color=style.INK, linewidth=0.8, linestyle=(0, (4, 2)))
        axes.annotate("most\nbefore", (1, level), xycoords=("axes fraction", "data"), fontsize=6, va="center",
                      xytext=(4, 0), textcoords="offset points").set_in_layout(False)  # fmt: skip
    limits = [(max(0.0, one.estimate - one.low) / size, max(0.0, one.high - one.estimate) / size) if
              not isnan(one.low) else (0.0, 0.0) for one in felt]  # fmt: skip
    axes.errorbar(places, means, yerr=np.array(limits).T, fmt="o", color=style.INK, markersize=3.5, linewidth=0.8,
                  capsize=2)  # fmt: skip
    axes.set_ylim(bottom=min(0.0, float(means.min()) * 1.1))
    if found.window is not None:
        _window(axes, found)
    axes.set_ylabel(f"{word}{_unit(found)}")
    told = "mean and 95 %" if any(not isnan(one.low) for one in felt) else "mean"
    pad = 40 if found.events else 6  # room for what is planned
    axes.set_title(f"Dearest loss by the date on which it begins, {told}", fontweight="bold", pad=pad)
    axes.tick_params(labelbottom=False, bottom=False)
    axes.grid(visible=True, axis="y")
    for place, what in _marks(found):
        axes.axvline(place, color=style.QUIET, linewidth=0.8, linestyle=":")
        axes.annotate(what, (place, 1), xycoords=("data", "axes fraction"), xytext=(1, 3), textcoords="offset points",
                      fontsize=6, rotation=38, ha="left", va="bottom")  # fmt: skip


def _window(axes: "Axes", found: Stressed) -> None:
    """The dangerous window shaded, its name above all limits."""
    assert found.window is not None
    inside = [place for place, day in enumerate(found.dates) if found.window.first <= day <= found.window.last]
    ends = inside[0], inside[-1] + 1
    axes.set_ylim(top=HEADROOM * axes.get_ylim()[1])
    axes.axvspan(*ends, color=WINDOW, alpha=0.16, linewidth=0)
    said = "dangerous window" if found.window.closed else "dangerous window, no end seen"
    right = sum(ends) / 2 > len(found.dates) / 2
    axes.annotate(said, (ends[1] if right else ends[0], 1), xycoords=("data", "axes fraction"), fontsize=7,
                  xytext=(-3 if right else 3, -4), textcoords="offset points", va="top", color=WINDOW,
                  ha="right" if right else "left", fontweight="bold", zorder=5,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2})  # fmt: skip


def _marks(found: Stressed) -> list[tuple[float, str]]:
    """Left edge of the first date on or after each event, with all events there; those after all dates at the end."""
    at: dict[int, list[str]] = {}
    for when, what in found.events:
        at.setdefault(sum(day < when for day in found.dates), []).append(what)
    return [(float(place), ", ".join(words)) for place, words in at.items()]


# ---- the map
def _map(axes: "Axes", found: Stressed, things: Sequence[Thing]) -> "Collection":
    """Units lost by thing and date; hatched where the loss touches nothing in any future."""
    from matplotlib.colors import LinearSegmentedColormap, PowerNorm
    from seaborn import heatmap

    size, _ = _scaled(found)
    values = np.array([[felt.units.estimate / size for felt in thing.felt] for thing in things])
    untouched = np.array([[felt.touched == 0 for felt in thing.felt] for thing in things])
    colours = LinearSegmentedColormap.from_list("lost", RAMP)
    norm = PowerNorm(0.5, vmin=0.0, vmax=_top(found, things), clip=True)
    looks = {"cmap": colours, "norm": norm, "vmin": 0.0, "vmax": norm.vmax, "linewidths": 0.4, "linecolor": "#e4e4e4"}
    heatmap(values, ax=axes, mask=untouched, cbar=False, **looks)
    axes.set_facecolor("#f2f2f2")
    if untouched.any():
        rows, columns = np.nonzero(untouched)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            axes.fill([column, column + 1, column + 1, column], [row, row, row + 1, row + 1], facecolor="#f2f2f2",
                      edgecolor="#c4c4c4", hatch="/////", linewidth=0)  # fmt: skip
    _numbers(axes, values, untouched, colours, norm)
    for place, _ in _marks(found):
        axes.axvline(place, color=style.INK, linewidth=0.8, linestyle=":")
    _labels(axes, found, things)
    return axes.collections[0]


def _numbers(axes: "Axes", values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
             untouched: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]", colours: "Colormap",
             norm: "Normalize") -> None:  # fmt: skip
    """The number of each cell, where there is room."""
    if values.shape[1] > MOST_NUMBERS:
        return
    for (row, column), value in np.ndenumerate(values):
        if untouched[row, column]:
            continue
        said = _short(float(value))
        red, green, blue, _ = colours(float(norm(max(0.0, value))))
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.55
        ink = "white" if dark else style.QUIET if said == "0" else style.INK
        axes.text(column + 0.5, row + 0.5, said, ha="center", va="center", fontsize=6, color=ink)


def _labels(axes: "Axes", found: Stressed, things: Sequence[Thing]) -> None:
    names = [thing.part if len(thing.part) <= LABEL else f"{thing.part[: LABEL - 2]}.." for thing in things]
    rows = [f"{name} · {days(thing.recovers)}{'*' if thing.assumed else ''}"
            for name, thing in zip(names, things, strict=True)]  # fmt: skip
    step = 1 + (len(found.dates) - 1) // 40
    axes.set_yticks(np.arange(len(things)) + 0.5, rows, fontsize=6.5, rotation=0)
    axes.set_xticks(np.arange(0, len(found.dates), step) + 0.5, [f"{day}" for day in found.dates[::step]],
                    fontsize=6.5, rotation=45, ha="right", rotation_mode="anchor")  # fmt: skip
    window = found.window
    for label, day in zip(axes.get_xticklabels(), found.dates[::step], strict=True):
        if window is not None and window.first <= day <= window.last:
            label.set_fontweight("bold")
            label.set_color(WINDOW)
    axes.tick_params(length=0)
    axes.set_xlabel("date on which the loss begins")
    axes.set_title("Units lost when one thing is out for its time to recover", fontweight="bold")


# ---- words
def _caption(found: Stressed, shown: int) -> list[str]:
    under = f" under {found.schedule}" if found.schedule else ""
    said = [
        f"{found.scenario}{under}; each number a mean over the same {found.futures} futures, minus those without loss.",
        "Colour by the square root.",
    ]
    if found.events:
        said.append("Dotted: losses to the right of it begin on or after what is planned there.")
    if any(felt.touched == 0 for thing in found.things[:shown] for felt in thing.felt):
        said.append("Hatched: the loss touches nothing in any of these futures; not there, not in use, or without a "
                    "share.")  # fmt: skip
    if any(thing.assumed for thing in found.things[:shown]):
        said.append("* time to recover assumed, as the scenario says nothing of it.")
    left = len(found.things) - shown + found.left_out
    if left:
        said.append(f"The {shown} dearest of {shown + left} things.")
    return [" ".join(said)]


def _scaled(found: Stressed) -> tuple[float, str]:
    most = max((abs(felt.units.estimate) for thing in found.things for felt in thing.felt), default=0.0)
    return scale(most) if most >= 1e4 else (1.0, "")


def _top(found: Stressed, things: Sequence[Thing]) -> float:
    """The dearest loss, in the scale of the figure; more than 0."""
    most = max(felt.units.estimate for thing in things for felt in thing.felt)
    return max(most / _scaled(found)[0], 1e-9)


def _unit(found: Stressed) -> str:
    return plural(found.unit) if found.unit else "units"


def _short(value: float) -> str:
    """At most about four letters: 0, 0.4, 12, 196."""
    return number(round(value, 1) + 0.0) if abs(value) < 9.95 else f"{value:,.0f}"
