"""Figures of `vary`: tornado bars, corners, mu* against sigma, shares of variance, worth."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backsource.inference import (
    Corners,
    Decomposed,
    Ends,
    Parted,
    Screening,
    Share,
    Tornado,
    Uncertainty,
    Worths,
)
from backsource.measures import Measure
from backsource.report.style import INK, PENS, QUIET, canvas, save, styled
from backsource.report.vary_words import Scaled, reach

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LOW, HIGH = PENS[2].colour, PENS[5].colour
ROW = 0.75
"""Height of a bar's row [cm]."""


def draw_tornado(found: Tornado, measure: Measure, folder: Path) -> list[Path]:
    """The choice, and its lead, with each input at its ends; the largest effect on the lead on top."""
    with styled():
        figure = canvas(3.2 + ROW * len(found.inputs))
        left, right = figure.subplots(1, 2, sharey=True)
        choice = found.arms[0]
        _bars(left, found, found.levels, found.base[0], measure, f"{measure.name.replace('_', ' ')} of {choice}", True)
        _bars(right, found, found.differences, found.base[1], measure, f"{choice} minus {found.against}", False)
        right.axvline(0, color=INK, linewidth=0.8)
        _key(figure, {"low end": LOW, "high end": HIGH})
        return save(figure, folder, "vary-tornado")


def _bars(
    axes: "Axes", found: Tornado, values: np.ndarray, base: float, measure: Measure, title: str, named: bool
) -> None:
    scaled = Scaled(measure, float(np.abs(values).max()))
    for place, number in enumerate(found.order):
        lengths = (values[number] - base) / scaled.size
        for length, colour in sorted(zip(lengths, (LOW, HIGH), strict=True), key=lambda bar: -abs(bar[0])):
            axes.barh(place, length, left=base / scaled.size, height=0.6, color=colour)
    axes.axvline(base / scaled.size, color=QUIET, linewidth=0.8, linestyle="--")
    axes.set_title(title)
    axes.set_xlabel(scaled.unit)
    if named:
        names = [f"{found.inputs[n].name}\n{reach(found.inputs[n])}" for n in found.order]
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.5, -0.5)
    _quiet(axes)


def draw_screening(found: Screening, measure: Measure, folder: Path) -> list[Path]:
    """Size of the effect on the lead against its spread, one point an input."""
    with styled():
        figure = canvas(8.5)
        axes = figure.subplots()
        scaled = Scaled(measure, max(one.size for one in found.difference))
        for number, one in enumerate(found.difference):
            x, y, pen = one.size / scaled.size, one.spread / scaled.size, PENS[1 + number % (len(PENS) - 1)]
            axes.plot((one.low / scaled.size, one.high / scaled.size), (y, y), color=pen.colour, linewidth=0.8)
            axes.plot(x, y, marker=pen.marker, color=pen.colour, markersize=6, linestyle="",
                      label=found.inputs[number].name)  # fmt: skip
        edge = max(axes.get_xlim()[1], 1e-9)
        axes.plot((0, edge), (0, edge), color=QUIET, linewidth=0.8, linestyle="--")
        axes.set_xlim(0, edge)
        axes.set_ylim(bottom=0)
        axes.set_title(f"What inputs do to {found.choice} minus {found.against}, from end to end")
        axes.set_xlabel(f"mean size of the effect, mu* [{scaled.unit}], with 95 %")
        axes.set_ylabel(f"spread of the effect, sigma [{scaled.unit}]")
        figure.legend(loc="outside right center", frameon=False,
                      title="above the dashed line:\nbends, or depends\non other inputs")  # fmt: skip
        axes.grid(visible=True)
        return save(figure, folder, "vary-morris")


def draw_decomposed(found: Decomposed, folder: Path) -> list[Path]:
    """First and total indices of the lead, with limits from points (thin) and from futures (thick)."""
    with styled():
        figure = canvas(3.4 + ROW * len(found.inputs))
        axes = figure.subplots()
        for shift, colour, label, shares in (
            (-0.18, LOW, "alone (first index)", found.difference.first),
            (0.18, HIGH, "in all (total index)", found.difference.total),
        ):
            _shares(axes, [shares[n] for n in found.order], shift, colour, label)
        axes.set_yticks(range(len(found.order)), [found.inputs[n].name for n in found.order])
        axes.set_ylim(len(found.order) - 0.5, -0.5)
        low, high = axes.get_xlim()
        axes.set_xlim(max(low, -0.3), min(high, 1.3))
        axes.set_title(f"Share of the variance of {found.choice} minus {found.against} over the inputs")
        axes.set_xlabel("share; thin line: 95 % from the points, thick: 2 standard errors from the futures")
        figure.legend(loc="outside lower right", frameon=False, ncols=2)
        _quiet(axes)
        return save(figure, folder, "vary-sobol")


def _shares(axes: "Axes", shares: Sequence[Share], shift: float, colour: str, label: str) -> None:
    places = np.arange(len(shares)) + shift
    axes.barh(places, [one.value for one in shares], height=0.32, color=colour, label=label)
    for place, one in zip(places, shares, strict=True):
        axes.plot((one.low, one.high), (place, place), color=INK, linewidth=0.8)
        if np.isfinite(one.noise):
            ends = (one.value - 2 * one.noise, one.value + 2 * one.noise)
            axes.plot(ends, (place, place), color=INK, linewidth=2.5, alpha=0.5, solid_capstyle="butt")


def draw_corners(found: Corners, measure: Measure, folder: Path) -> list[Path]:
    """Loss of the choice in every corner, each input by its end; beyond the zone that does not matter it breaks."""
    with styled():
        figure = canvas(6.5 + 0.55 * len(found.inputs))
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(4.5, 0.5 + 0.5 * len(found.inputs)))
        scaled, order = Scaled(measure, float(np.abs(found.losses).max())), np.argsort(found.losses)
        colours = [HIGH if not found.holding[corner] else LOW for corner in order]
        upper.bar(range(found.count), found.losses[order] / scaled.size, color=colours, width=0.7)
        upper.axhline(found.matters / scaled.size, color=INK, linewidth=0.8)
        upper.set_title(f"How much better the best other is than {found.picked}, corner by corner")
        upper.set_ylabel(scaled.unit)
        ends = found.design[order].T
        for row, one in enumerate(ends):
            for end, face in ((1, INK), (-1, "white")):
                at = np.nonzero(one == end)[0]
                lower.plot(at, np.full(len(at), row), "o", color=INK, markerfacecolor=face, markersize=4)
        lower.set_yticks(range(len(ends)), [_both_ends(one) for one in found.inputs])
        lower.set_ylim(len(ends) - 0.5, -0.5)
        lower.set_xticks([])
        for side in ("left", "bottom"):
            lower.spines[side].set_visible(False)
        lower.tick_params(axis="y", length=0)
        _key(figure, {"the choice holds": LOW, "it breaks": HIGH})
        return save(figure, folder, "vary-corners")


def _both_ends(one: Ends) -> str:
    low, _, high = reach(one).partition(" .. ")
    return f"{one.name}  ○ {low}  ● {high}"


def _key(figure: "Figure", colours: Mapping[str, str]) -> None:
    """What the colours of bars mean."""
    from matplotlib.patches import Patch

    patches = [Patch(color=colour, label=label) for label, colour in colours.items()]
    figure.legend(handles=patches, loc="outside lower right", frameon=False, ncols=2)


def draw_uncertainty(found: Uncertainty, folder: Path) -> list[Path]:
    """Of the variance of a single run: each input's share, what inputs do together, chance."""
    with styled():
        figure = canvas(4.6)
        axes = figure.subplots()
        for row, part in enumerate((found.level, found.difference)):
            left = 0.0
            for colour, hatch, _, share in _parts(found, part):
                axes.barh(
                    row, share, left=left, height=0.55, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5
                )
                left += share
        from matplotlib.patches import Patch

        names = [
            Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=label)
            for colour, hatch, label, _ in _parts(found, found.difference)
        ]
        axes.set_yticks((0, 1), (found.choice, f"{found.choice} minus\n{found.against}"))
        axes.set_ylim(1.5, -0.5)
        axes.set_xlim(0, 1)
        axes.set_title("Where the variance of a single future comes from")
        axes.set_xlabel("share")
        figure.legend(handles=names, loc="outside lower center", frameon=False, ncols=4)
        _quiet(axes)
        return save(figure, folder, "vary-uncertainty")


def _parts(found: Uncertainty, part: Parted) -> list[tuple[str, str, str, float]]:
    """Colour, hatch, name and share of each part of a bar."""
    own = [0.0 if np.isnan(share) else share for share in part.shares]
    whole = max(1.0, sum(own))
    inputs = 0.0 if np.isnan(part.input_share.estimate) else part.input_share.estimate
    parts = [
        (PENS[1 + n % (len(PENS) - 1)].colour, "", found.inputs[n].name, inputs * own[n] / whole) for n in found.order
    ]
    return [*parts, ("#bbbbbb", "///", "inputs together", inputs * max(0.0, 1 - sum(own) / whole)),
            ("#e6e6e6", "", "chance", 1.0 - inputs)]  # fmt: skip


def draw_worths(found: Worths, measure: Measure, folder: Path) -> list[Path]:
    """What knowing each input before the choice is worth."""
    with styled():
        figure = canvas(3.0 + ROW * len(found.inputs))
        axes = figure.subplots()
        scaled = Scaled(measure, max([1e-9, *(worth.high for worth in found.found.inputs)]))
        for place, number in enumerate(found.order):
            worth = found.found.inputs[number]
            axes.barh(place, worth.value / scaled.size, height=0.6, color=LOW)
            axes.plot((worth.low / scaled.size, worth.high / scaled.size), (place, place), color=INK, linewidth=0.8)
        axes.set_yticks(range(len(found.order)), [found.inputs[n].name for n in found.order])
        axes.set_ylim(len(found.order) - 0.5, -0.5)
        axes.set_title("What knowing an input before choosing is worth")
        axes.set_xlabel(f"{scaled.unit}, with 95 %")
        _quiet(axes)
        return save(figure, folder, "vary-information")


def _quiet(axes: "Axes") -> None:
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
