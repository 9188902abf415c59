"""Dependency drawn: the network before and after with its single points ringed, and a map of part against day."""

from math import isfinite
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from backsource.config.scenario import Scenario
from backsource.network.build import build
from backsource.network.dependency import Dependency, Picture
from backsource.network.dependency.parts import KINDS, kind_of, name_of
from backsource.report import network_map, style
from backsource.report.dependency import days, focus_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "dependency"
MOST_PARTS = 14
"""Rows of the map: the parts that are felt soonest."""
RING = "#D55E00"
LONGEST = 120.0
"""Days from which a time to survive is as pale as one that never ends."""


def draw_dependency(scenario: Scenario, found: Dependency, folder: Path) -> list[Path]:
    """Draw into *folder*; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    before, focus = found.pictures[0], focus_of(found)
    shown = [before] if focus is before else [before, focus]
    rows = _felt(found)
    with style.styled():
        graph = network_map.drawable(build(scenario), _centre(focus))
        where = network_map.places(graph)
        columns = [x for x, _ in where.values()]
        tall = max(4.2, 1.5 * max(columns.count(x) for x in columns))
        heights = [tall, 1.6 + 0.42 * len(rows)] if rows else [tall]
        figure = style.canvas(2.2 + sum(heights))
        grid = figure.add_gridspec(len(heights), len(shown), height_ratios=heights)
        for place, picture in enumerate(shown):
            _network(figure.add_subplot(grid[0, place]), scenario, graph, where, picture)
        if rows:
            _survival(figure.add_subplot(grid[1, :]), found, rows)
        keys = network_map.keys(graph)
        figure.legend(handles=keys, loc="outside upper right", frameon=False, ncols=len(keys), fontsize=6)
        figure.supxlabel(_caption(found, felt=bool(rows)), fontsize=6, color=style.QUIET, x=0.01, ha="left")
        return style.save(figure, folder, NAME)


def _centre(focus: Picture) -> str | None:
    return next((one.stock.partition("/")[0] for one in focus.sources), None)


def _network(
    axes: "Axes", scenario: Scenario, graph: "nx.MultiDiGraph[str]", where: network_map.Places, picture: Picture
) -> None:
    """The network of one day; sites that stop an output when lost alone are ringed."""
    lines = scenario.lines
    volumes = {f"{'line' if name in lines else 'lane'} {name}": each for name, each in picture.volumes.items()}
    fed = {stock: sum(picture.volumes.get(one.name, 0.0) for one in picture.sources if one.stock == stock)
           for stock in picture.outputs}  # fmt: skip
    for name, market in scenario.markets.items():
        stock = f"{market.origin}/{market.item}"
        volumes[f"market {name}"] = picture.outputs.get(stock, 0.0) if fed.get(stock, 1.0) > 0 else 0.0
    widest: dict[str, float] = {}
    for flow in network_map.flows(graph, volumes):
        widest[flow.unit] = max(widest.get(flow.unit, 0.0), flow.volume)
    axes.set_title(f"{picture.when}: {picture.day}", fontweight="bold")
    network_map.draw(axes, graph, where, volumes, widest)
    for loss in picture.single("site"):
        if name_of(loss.part) in where:
            axes.scatter(*where[name_of(loss.part)], s=330, facecolor="none", edgecolor=RING, linewidth=1.6, zorder=6)


def _felt(found: Dependency) -> list[str]:
    """Parts that are felt on some day, by kind and name; those felt soonest where there are too many."""
    soonest: dict[str, float] = {}
    for picture in found.pictures:
        for loss in picture.losses:
            if isfinite(loss.survives):
                soonest[loss.part] = min(loss.survives, soonest.get(loss.part, loss.survives))
    kept = sorted(soonest, key=lambda part: (soonest[part], part))[:MOST_PARTS]
    return sorted(kept, key=lambda part: (KINDS.index(kind_of(part)), part))


def _survival(axes: "Axes", found: Dependency, rows: list[str]) -> None:
    """How long all demand is met when a part is lost on a day; the darker, the sooner it is felt."""
    values = np.full((len(rows), len(found.pictures)), np.nan)
    for column, picture in enumerate(found.pictures):
        known = {loss.part: loss for loss in picture.losses}
        for row, part in enumerate(rows):
            if part not in known:
                continue
            loss = known[part]
            values[row, column] = min(loss.survives, LONGEST)
            late = loss.recovers is not None and loss.recovers > loss.survives
            axes.annotate(
                days(loss.survives) if isfinite(loss.survives) else "-", (column, row), ha="center", va="center",
                fontsize=6, color="white" if loss.survives < LONGEST / 3 else style.INK,
                fontweight="bold" if late else "normal",
            )  # fmt: skip
    axes.imshow(values, cmap="YlOrBr_r", vmin=0, vmax=1.15 * LONGEST, aspect="auto")
    axes.set_xticks(range(len(found.pictures)), [f"{picture.day}" for picture in found.pictures], fontsize=6)
    axes.set_yticks(range(len(rows)), rows, fontsize=6)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title("days until a loss on that day is felt", fontweight="bold")


def _caption(found: Dependency, *, felt: bool) -> str:
    said = [f"{found.scenario}{f' under {found.schedule}' if found.schedule else ''}, as planned."]
    said.append("Units a calendar day by the shares of the day; ringed: stops an output when lost alone.")
    if felt:
        said.append(
            "Below: blank, the outputs do not rest on it; -, all is met for good; bold, it lasts longer than that."
        )
    if any(picture.unseen for picture in found.pictures):
        said.append("What outside sites depend on is unseen where nobody says it: more may be ringed.")
    return fill(" ".join(said), 150)
