"""Paired differences against the control: mean with interval, and the spread over futures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.report.style import INK, QUIET, Pen

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Difference:
    """A schedule minus the control, one value a future, with the interval of its mean."""

    schedule: str
    values: npt.NDArray[np.float64]
    mean: float
    low: float
    high: float


def draw(
    axes: "Axes", differences: Sequence[Difference], pens: Mapping[str, Pen], matters: float | None = None
) -> None:
    """One line a schedule: thin bar = middle 80 % of futures, thick bar and marker = mean and its interval.

    A grey zone shows differences smaller than *matters*.
    """
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    if matters:
        axes.axvspan(-matters, matters, color="#e6e6e6", linewidth=0)
    axes.axvline(0, color=INK, linewidth=0.8)
    for place, one in enumerate(differences):
        pen = pens[one.schedule]
        low, high = np.nanquantile(one.values, (0.1, 0.9))
        axes.plot((low, high), (place, place), color=pen.colour, linewidth=0.8, solid_capstyle="butt")
        for end in (low, high):
            axes.plot(end, place, marker="|", color=pen.colour, markersize=5, markeredgewidth=0.8)
        axes.plot((one.low, one.high), (place, place), color=pen.colour, linewidth=4, solid_capstyle="butt", alpha=0.55)
        axes.plot(one.mean, place, marker=pen.marker, color=pen.colour, markersize=5, markeredgecolor="white", mew=0.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.set_yticks(range(len(differences)), [one.schedule for one in differences])
    axes.set_ylim(len(differences) - 0.5, -0.5)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", color=QUIET)
