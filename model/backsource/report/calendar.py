"""Gap calendar: in which weeks a schedule leaves the market short."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.report.numbers import month_ticks
from backsource.report.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MIDDLE_OF_WEEK = 0.5
TICKS = 12


def draw(axes: "Axes", shares: Mapping[str, npt.NDArray[np.float64]], start: date) -> None:
    """Heat map, schedule against week: *shares* of futures with a gap in each week, 0 to 1.

    Darker is worse, in colour and in grey; a mark points at each schedule's worst week.
    """
    import seaborn as sns

    table = np.array(list(shares.values()))
    top = max(0.05, float(np.nanmax(table, initial=0.0)))
    sns.heatmap(
        table, ax=axes, cmap="rocket_r", vmin=0, vmax=top, linewidths=0, yticklabels=False, xticklabels=False,
        cbar_kws={"label": "futures with a gap", "format": "{x:.0%}", "pad": 0.01, "aspect": 12},
    )  # fmt: skip
    axes.hlines(np.arange(1, len(table)), 0, table.shape[1], color="white", linewidth=2)
    words = [_worst(axes, place, row) for place, row in enumerate(table)]
    axes.set_yticks(np.arange(len(table)) + 0.5, [f"{name}\n{word}" for name, word in zip(shares, words, strict=True)])
    _months(axes, start, table.shape[1])
    axes.tick_params(axis="y", rotation=0, length=0)
    for spine in axes.spines.values():
        spine.set(visible=True, color=INK, linewidth=0.6)


def _worst(axes: "Axes", place: int, row: npt.NDArray[np.float64]) -> str:
    """Point at the worst week of a row; gives the words for it."""
    if not np.nanmax(row, initial=0.0) > 0:
        return "no gap"
    week = int(np.nanargmax(row))
    axes.plot(
        week + MIDDLE_OF_WEEK, place + 0.1, marker="v", markersize=5, color=INK, markeredgecolor="white", clip_on=False
    )
    return f"worst week {row[week]:.0%}"


def _months(axes: "Axes", start: date, weeks: int) -> None:
    """Ticks at first days of months, years written once."""
    ticks = month_ticks(start, start + timedelta(weeks=weeks, days=-1), TICKS)
    axes.set_xticks([(day - start) / timedelta(weeks=1) for day, _ in ticks], [label for _, label in ticks])
    axes.tick_params(axis="x", length=2, labelrotation=0)
