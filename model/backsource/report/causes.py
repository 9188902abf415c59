"""Why units were short: mean units short a future by proximate cause, schedule by schedule."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from backsource.measures import FAMILIES, RESIDUAL
from backsource.report.samples import values_of
from backsource.report.style import INK, QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from backsource.results import Results

LEAST = 0.005
"""Share of the largest bar below which a cause is joined with the other small ones."""
OTHER = "other causes"
COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#5D3A9B", "#999933", "#882255",
    "#44AA99", "#661100",
)  # fmt: skip
HATCHES = ("", "//", "", "xx", "", "\\\\", "", "..", "", "--", "", "++")


def short_by_cause(results: "Results", names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Mean units short a future of each schedule by family, the residual last; they add up to its mean units short."""
    runs = results.runs
    return {
        name: {family: float(np.mean(values_of(runs, name, f"short_{family}"))) for family in (*FAMILIES, RESIDUAL)}
        for name in names
    }


def draw(axes: "Axes", short: Mapping[str, Mapping[str, float]]) -> None:
    """One bar a schedule, as long as its mean units short and cut by cause; what has no cause is white."""
    totals = {name: sum(parts.values()) for name, parts in short.items()}
    top = max(totals.values(), default=0.0)
    shown = [family for family in FAMILIES if any(parts[family] > LEAST * top for parts in short.values())]
    rest = {name: totals[name] - parts[RESIDUAL] - sum(parts[f] for f in shown) for name, parts in short.items()}
    places = np.arange(len(short))
    left = np.zeros(len(short))
    for family in shown:
        units, words = [short[name][family] for name in short], family.replace("_", " ")
        left = _bar(axes, places, units, left, words, list(FAMILIES).index(family))
    if any(units > 1e-6 * top for units in rest.values()):
        left = _bar(axes, places, list(rest.values()), left, OTHER, None)
    left = _bar(axes, places, [parts[RESIDUAL] for parts in short.values()], left, "no cause found", None, "white")
    for place, total in enumerate(totals.values()):
        axes.text(total + 0.01 * top, place, f"{total:,.0f}", va="center", fontsize=7, color=INK)
    axes.set_yticks(places, list(short))
    axes.invert_yaxis()
    axes.set_xlim(0, 1.12 * top if top > 0 else 1.0)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel("units short, mean of futures")
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.figure.legend(loc="outside upper left", ncols=4, frameon=False)


def _bar(
    axes: "Axes", places: "np.typing.NDArray[np.int_]", units: Sequence[float], left: "np.typing.NDArray[np.float64]",
    label: str, place: int | None, colour: str = QUIET,
) -> "np.typing.NDArray[np.float64]":  # fmt: skip
    hatch = HATCHES[place % len(HATCHES)] if place is not None else ""
    fill = COLOURS[place % len(COLOURS)] if place is not None else colour
    axes.barh(places, units, left=left, height=0.7, label=label, color=fill, hatch=hatch, edgecolor=INK, linewidth=0.4)
    ends: np.typing.NDArray[np.float64] = left + np.array(units)
    return ends
