"""Exit curve: by which day a schedule has left its supplier, in how many futures."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.inference import wilson
from backsource.report.numbers import month_ticks
from backsource.report.style import INK, QUIET, Pen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Values = npt.NDArray[np.float64]
TICKS = 10
MARGIN = 42
"""Days that are shown before the first exit and after the last."""


def share_left(days: Values, by: Values) -> Values:
    """Share of futures that have left by the close of each day of *by*; nan in *days* is a future that never does.

    Every future is watched to the same horizon, so the share is what Kaplan and Meier (1958) give.
    """
    left: Values = (days[None, :] <= by[:, None]).mean(axis=1)
    return left


def draw(
    axes: "Axes",
    exits: Mapping[str, Values],
    planned: Mapping[str, float],
    pens: Mapping[str, Pen],
    start: date,
    last: int,
) -> None:
    """Steps from no future to all of them, one line a schedule with its 95 % band (Wilson), up to day number *last*.

    *exits* are days of exit by schedule, nan where the supplier was never left; a mark stands at the *planned* day.
    """
    known = [float(np.nanmin(days)) for days in exits.values() if not np.isnan(days).all()]
    first = int(min([*known, *planned.values(), float(last)])) - MARGIN
    latest = max((float(np.nanmax(days)) for days in exits.values() if not np.isnan(days).all()), default=last)
    last = int(min(last, latest + MARGIN))
    by = np.arange(first, last + 1, dtype=np.float64)
    for name, days in exits.items():
        share, pen = share_left(days, by), pens[name]
        limits = [wilson(round(one * len(days)), len(days)) for one in share]
        low, high = [one.low for one in limits], [one.high for one in limits]
        axes.fill_between(by, low, high, color=pen.colour, alpha=0.18, linewidth=0, step="post")
        axes.step(by, share, where="post", color=pen.colour, linestyle=pen.dash, label=name)
        if name in planned:
            axes.plot([planned[name]], [0.0], marker=pen.marker, color=pen.colour, markersize=5, clip_on=False)
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0.0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ticks = month_ticks(start + timedelta(days=first), start + timedelta(days=last), TICKS)
    axes.set_xticks([(day - start).days for day, _ in ticks], [label for _, label in ticks])
    axes.set_ylabel("futures that have left")
    axes.grid(axis="y")
    axes.tick_params(labelcolor=INK, color=QUIET)
    axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.01, 0.5))
