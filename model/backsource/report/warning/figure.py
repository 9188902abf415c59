"""Early warnings drawn: the risk where a signal is not seen and where it is, one line a signal."""

from math import inf
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

from backsource.report import style
from backsource.report.numbers import dated, percent
from backsource.report.warning.told import EarlyWarnings, Told, Warned
from backsource.report.warning.words import AT_ONCE, TOO_LATE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "early-warnings"
MOST = 8
"""Signals of one risk that are drawn."""
WIDE = 44
"""Letters in a line of a signal."""
UNSEEN, SEEN = style.PENS[2], style.PENS[1]


def draw_warnings(found: EarlyWarnings, folder: Path, name: str = NAME) -> list[Path]:
    """Draw what holds into *folder*, in the order of the table; gives the files, none where nothing holds."""
    risks = [one for one in found.risks if one.holding]
    if not risks:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    counts = [len(one.holding[:MOST]) for one in risks]
    with style.styled():
        canvas = style.canvas(2.6 + sum(1.1 + 1.05 * count for count in counts))
        axes = canvas.subplots(
            len(risks), 1, squeeze=False, sharex=True, height_ratios=[count + 0.6 for count in counts]
        )
        for place, one in enumerate(risks):
            _risk(axes[place, 0], found, one)
        axes[-1, 0].set_xlabel("chance of it after that day")
        handles, labels = axes[0, 0].get_legend_handles_labels()
        canvas.legend(handles, labels, loc="outside upper right", frameon=False, ncols=2)
        style.caption(
            canvas,
            f"{found.schedule}, {found.telling} of {found.futures} futures of {found.study} (the others chose the "
            f"signals). Bars: Wilson, {percent(found.level)}. Signals by what they would still allow to change; to the "
            "right what can then still be decided.",
        )
        return style.save(canvas, folder, name)


def _risk(axes: "Axes", found: EarlyWarnings, told: Told) -> None:
    shown = told.holding[:MOST]
    for place, one in enumerate(shown):
        _dumbbell(axes, place, one)
        axes.annotate(
            fill(_decide(found, one), 34), (1.02, place), xycoords=("axes fraction", "data"), va="center", fontsize=6.5,
            color=style.QUIET if one.too_late else style.INK, annotation_clip=False,
        )  # fmt: skip
    labels = [f"{fill(one.words, WIDE)}\n{_seen(found, one)}" for one in shown]
    axes.set_yticks(range(len(shown)), labels)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_title(told.risk.heading, fontweight="bold")


def _seen(found: EarlyWarnings, one: Warned) -> str:
    return f"{one.when} {dated(one.day, found.start)} · seen in {percent(one.foretold.chance.estimate)}"


def _dumbbell(axes: "Axes", place: int, one: Warned) -> None:
    """The risk without and with the signal, joined, each with its limits."""
    unseen, seen = one.foretold.unseen, one.foretold.seen
    axes.plot([unseen.estimate, seen.estimate], [place, place], color=style.QUIET, linewidth=1.0, zorder=1)
    for shift, each, pen, label in (
        (-0.12, unseen, UNSEEN, "where it is not seen"),
        (0.12, seen, SEEN, "where it is seen"),
    ):
        axes.plot([each.low, each.high], [place + shift] * 2, color=pen.colour, linewidth=1.0, alpha=0.8, zorder=2)
        axes.plot(
            [each.estimate], [place], marker=pen.marker, markersize=6, color=pen.colour, linestyle="none", zorder=3,
            clip_on=False, label=label if place == 0 else None,
        )  # fmt: skip


def _decide(found: EarlyWarnings, one: Warned) -> str:
    if one.too_late:
        return f"{TOO_LATE} for every option"
    way = one.ways[0]
    return f"{AT_ONCE if way.last == inf else f'by {dated(way.last, found.start)}'}: {way.what}"
