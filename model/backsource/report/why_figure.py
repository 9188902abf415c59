"""Both ways of asking why units are short, drawn on one scale: what was the limit, and what it is there for."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from backsource.inference import Portion
from backsource.measures import FAMILIES, RESIDUAL
from backsource.report import style
from backsource.report.causes import COLOURS, HATCHES
from backsource.report.numbers import percent
from backsource.report.why import Findings, plain, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.72
"""Height of a bar's row [cm]."""
LEAST = 0.005
"""Part of the units short below which a proximate cause is joined with the other small ones."""
OTHER = "other_causes"


def draw_why(findings: Findings, folder: Path, name: str) -> list[Path]:
    """Draw into *folder* as `<name>.svg` and `<name>.png`; gives the files, none where nothing is short.

    Bars are of all units short, for what was the limit is not told of a difference; attributable shares stand beside
    the names.
    """
    found = findings.found
    if not (found.everybody.any() or found.nobody.any()):
        return []
    folder.mkdir(parents=True, exist_ok=True)
    with style.styled():
        figure = style.canvas(4.6 + ROW * (2 + len(findings.order)))
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, 1.0 + len(findings.order)))
        kept = _kept(findings)
        _bar(above, 0, findings.proximate, kept, labelled=True)
        _rows(above, ["units short"], f"Proximate: what was the limit when units of {findings.schedule} became short")
        for place, parts in enumerate(findings.crossed.values()):
            _bar(below, place, parts, kept, labelled=False)
        for place, family in enumerate(findings.order, start=1):
            _limits(below, place - (0.14 if findings.twin else 0.0), found.portions[family], "D")
            if findings.twin:
                _limits(below, place + 0.17, findings.attributable.portions[family], "o")
        told = findings.told_of
        names = [f"{plain(one)}\n{share(told.portions[one])}" if told.shared else plain(one)
                 for one in findings.order]  # fmt: skip
        _rows(below, [findings.rest, *names], "Root: what they are there for, by the limit as which it was seen")
        below.axvline(0, color=style.INK, linewidth=0.6)
        below.xaxis.set_major_formatter("{x:,.0f}")
        below.set_xlabel("units short, mean of futures")
        handles, labels = above.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=4, frameon=False)
        style.caption(figure, _caption(findings))
        return style.save(figure, folder, name)


def _limits(axes: "Axes", place: float, one: Portion, marker: str) -> None:
    axes.plot((one.low, one.high), (place, place), color=style.INK, linewidth=0.9)
    axes.plot(one.mean, place, marker=marker, markersize=3.2, color="white", markeredgecolor=style.INK)


def _caption(findings: Findings) -> str:
    found, twin = findings.found, findings.twin
    own = findings.told_of is findings.attributable
    of = f"what is {'attributable' if twin and own else 'there'} by {findings.by}"
    marks = f"diamond {'and circle: all, and attributable,' if twin else 'and line:'}"
    return (
        f"{found.replications} futures. Root: Shapley value of each family of chance (bars: all units short), its "
        f"share of {of}; {marks} mean with limits that hold together ({percent(found.level)})."
    )


def _kept(findings: Findings) -> list[str]:
    """Proximate causes that have a colour of their own; the small ones are joined."""
    rows = (findings.proximate, *findings.crossed.values())
    top = max(sum(map(abs, row.values())) for row in rows)
    return [part for part in (*FAMILIES, RESIDUAL) if max(abs(row[part]) for row in rows) > LEAST * top]


def _bar(axes: "Axes", place: int, parts: Mapping[str, float], kept: list[str], *, labelled: bool) -> None:
    """One bar, cut by proximate cause; what is taken away goes to the left of 0."""
    cells = [(part, parts[part]) for part in kept]
    joined = sum(units for part, units in parts.items() if part not in kept)
    cells += [(OTHER, joined)] if joined else []
    ends = {True: 0.0, False: 0.0}
    for part, units in cells:
        label = plain(part) if labelled else None
        colour, hatch = _look(part)
        axes.barh(place, units, left=ends[units >= 0], height=0.66, label=label, color=colour, hatch=hatch,
                  edgecolor=style.INK, linewidth=0.4)  # fmt: skip
        ends[units >= 0] += units


def _look(part: str) -> tuple[str, str]:
    """Colour and hatch of a proximate cause, as `compare` draws them."""
    if part in FAMILIES:
        place = list(FAMILIES).index(part)
        return COLOURS[place % len(COLOURS)], HATCHES[place % len(HATCHES)]
    return ("white" if part == RESIDUAL else style.QUIET), ""


def _rows(axes: "Axes", names: list[str], title: str) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_title(title)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
