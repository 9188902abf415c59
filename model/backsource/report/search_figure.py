"""Trials of a search, one after the other, beside the schedules written by hand; and the schedule that came out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from backsource.report import style
from backsource.report.numbers import percent, scale
from backsource.report.search import Answer, said

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Values = npt.NDArray[Any]
NAME = "search"
FAR = 2.0
"""What lies farther beyond the worst schedule written by hand, or half of the trials, than this times the range up to
there is drawn at the edge."""
MOST_LINES = 6
"""Schedules written by hand that are drawn: the best ones."""


def draw_search(answer: Answer, folder: Path) -> list[Path]:
    """Draw the search into *folder*; gives the files."""
    changes = answer.rows[0].changes if answer.guarantee != "none" else ()
    with style.styled():
        canvas = style.canvas(7.5 + 0.5 * (len(changes) + 1 if changes else 0))
        heights = [7.0, 0.5 * (len(changes) + 1)] if changes else [7.0]
        panels = canvas.subplots(len(heights), 1, height_ratios=heights, squeeze=False)[:, 0]
        if len(answer.objectives) > 1:
            _front(panels[0], answer)
        else:
            _trials(panels[0], answer)
        if changes:
            _changes(panels[1], answer)
        return style.save(canvas, folder, NAME)


def _trials(axes: "Axes", answer: Answer) -> None:
    """Mean of each trial, best so far, and a line for each schedule written by hand."""
    values = np.array([np.nan if one is None else one[0] for one in answer.trials])
    known = sorted(answer.written.items(), key=lambda one: answer.sign * one[1][0])[:MOST_LINES]
    hand = [means[0] for _, means in known]
    size, word = scale(float(np.nanmax(np.abs([*values, *hand]))))
    low, high = _range(answer, values, hand)
    numbers = np.arange(1, len(values) + 1)
    near, holds = (values >= low) & (values <= high), np.array(answer.holds)
    edge, marker = (high, "^") if answer.sign > 0 else (low, "v")
    axes.plot(numbers[near & holds], values[near & holds] / size, "o", color=style.INK, markersize=2.5, label="trial")
    _if_any(axes, numbers[near & ~holds], values[near & ~holds] / size, "x", "breaks a floor")
    far = numbers[~near & ~np.isnan(values)]
    _if_any(axes, far, np.full(len(far), edge / size), marker, "beyond the edge")
    best = answer.sign * np.fmin.accumulate(np.where(holds, answer.sign * values, np.nan))
    axes.step(numbers, best / size, where="post", color=style.INK, label="best so far")
    for (name, means), pen in zip(known, style.pens([name for name, _ in known], "").values(), strict=True):
        line: dict[str, Any] = {"color": pen.colour, "linestyle": (0, (4, 2)), "linewidth": 0.9}
        if low <= means[0] <= high:
            axes.axhline(means[0] / size, **line, label=name)
        else:
            axes.plot([], [], **line, label=f"{name} (beyond)")
    refused = numbers[np.isnan(values)]
    _if_any(axes, refused, np.full(len(refused), (low if answer.sign > 0 else high) / size), "|", "no schedule")
    axes.set_xlabel("trial")
    axes.set_ylabel(f"mean {answer.objectives[0].name.replace('_', ' ')} [{word}{answer.objectives[0].unit}]")
    axes.set_title(f"{len(values)} trials in {answer.searched_in} futures; these values flatter the best of them")
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def _if_any(axes: "Axes", numbers: Values, values: Values, marker: str, label: str) -> None:
    """Marks, and their line in the legend, where there are any."""
    if len(numbers):
        axes.plot(numbers, values, marker, color=style.QUIET, markersize=4, label=label)


def _range(answer: Answer, values: Values, hand: Sequence[float]) -> tuple[float, float]:
    """What is shown: from the best to half of the trials and the best few schedules written by hand, and some room."""
    turned = answer.sign * values[~np.isnan(values)]
    best = float(np.min([*turned, *(answer.sign * np.array(hand))]))
    worst = max(float(np.median(turned)), answer.sign * hand[0])
    end = best + (1.0 + FAR) * max(worst - best, abs(best) * 1e-6)
    one, other = answer.sign * (best - 0.05 * (end - best)), answer.sign * end
    return min(one, other), max(one, other)


def _front(axes: "Axes", answer: Answer) -> None:
    """Trials by both measures, and the estimates of the finalists with their intervals."""
    points = np.array([one for one in answer.trials if one is not None])
    scales = [scale(float(np.abs(points[:, place]).max())) for place in (0, 1)]
    across, up = scales[0][0], scales[1][0]
    axes.plot(points[:, 0] / across, points[:, 1] / up, "o", color=style.QUIET, markersize=2, label="trials")
    for row, pen in zip(answer.rows, style.pens([row.name for row in answer.rows], "").values(), strict=True):
        one, other = row.estimates
        axes.errorbar(
            one.estimate / across, other.estimate / up,
            xerr=[[(one.estimate - one.low) / across], [(one.high - one.estimate) / across]],
            yerr=[[(other.estimate - other.low) / up], [(other.high - other.estimate) / up]],
            fmt=pen.marker, color=pen.colour, markersize=4, linewidth=0.8,
            label=f"{row.name} (not beaten: {row.non_dominated:.0%})".replace("%", " %"),
        )  # fmt: skip
    labels = [
        f"mean {measure.name.replace('_', ' ')} [{word}{measure.unit}]"
        for measure, (_, word) in zip(answer.objectives, scales, strict=True)
    ]
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    axes.set_title(
        f"Estimates with {percent(answer.confidence)} intervals in futures of their own; grey: trials, in those of the "
        "search"
    )
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def _changes(axes: "Axes", answer: Answer) -> None:
    """What was changed, as a small table."""
    axes.axis("off")
    cells = [[path, said(was), said(now)] for path, was, now in answer.rows[0].changes]
    table = axes.table(
        cellText=cells, colLabels=["what varies", answer.start, answer.rows[0].name], loc="center", cellLoc="left",
        edges="horizontal",
    )  # fmt: skip
    table.auto_set_font_size(False)
    table.set_fontsize(7)
    for cell in table.get_celld().values():
        cell.set(linewidth=0.4, edgecolor=style.QUIET)
        cell.get_text().set_horizontalalignment("left")
