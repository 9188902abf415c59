"""The network with width by volume: material flows from left to right."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from backsource.report.style import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

Places = dict[str, tuple[float, float]]

MOST_SITES = 40
"""Sites drawn at most; of a larger network those nearest to the one that changes."""
WIDEST = 5.5
"""Width of the largest volume [points]."""
GREYED = "#b5b5b5"
QUIETER = "#777777"
SWEEPS = 4
"""How often the rows are sorted by their neighbours, to the left and back."""
PORT = 0.07
"""Distance between arrows that touch the same site [share of the panel's height]."""
SHAPES = {"supplier": "s", "feed": "D", "plant": "o", "depot": "h", "market": ">"}
FILLS = {"supplier": "#d9d9d9", "feed": "white", "plant": "#56B4E9", "depot": "#F0E442", "market": "#E69F00"}


def drawable(graph: "nx.MultiDiGraph[str]", centre: str | None) -> "nx.MultiDiGraph[str]":
    """The graph with an edge to the site of every market, cut to the `MOST_SITES` sites nearest to *centre*."""
    drawn, items = graph.copy(), graph.graph["scenario"].items
    for _, _, facts in drawn.edges(data=True):
        facts.update(thing=f"lane {facts['name']}", unit=items[facts["item"]].unit)
    for site, here in graph.nodes(data=True):
        for name, market in here["markets"].items():
            if name != site:
                drawn.add_node(name, kind=graph.nodes[name]["kind"] if name in graph else "market")
                unit = items[market.item].unit
                drawn.add_edge(site, name, key=f"market {name}", thing=f"market {name}", item=market.item, unit=unit)
    if len(drawn) <= MOST_SITES:
        return drawn
    middle = (
        centre if centre is not None and centre in drawn else max(drawn, key=lambda site: (drawn.degree(site), site))
    )
    around: nx.Graph[str] = nx.Graph(drawn)
    distance = nx.single_source_shortest_path_length(around, middle)
    nearest = sorted(distance, key=lambda site: (distance[site], site))[:MOST_SITES]
    return drawn.subgraph(nearest).copy()


def places(graph: "nx.MultiDiGraph[str]") -> Places:
    """Where each site stands: columns by material flow, rows so that lanes cross little. x and y are in 0..1."""
    plain: nx.DiGraph[str] = nx.DiGraph(graph)
    simple = nx.condensation(plain)
    columns: list[list[str]] = [
        sorted(site for part in generation for site in simple.nodes[part]["members"])
        for generation in nx.topological_generations(simple)
    ]
    _move_next_to_customers(graph, columns)
    columns = [column for column in columns if column]
    last = len(columns) - 1
    to_the_left, to_the_right = [(x, x + 1) for x in reversed(range(last))], [(x + 1, x) for x in range(last)]
    for here, beside in SWEEPS * (to_the_left + to_the_right):
        near = columns[beside]
        _uncross(graph, columns[here], {site: row / len(near) for row, site in enumerate(near)})
    return {
        site: (x / max(last, 1), 1 - (row + 0.5) / len(column))
        for x, column in enumerate(columns)
        for row, site in enumerate(column)
    }


def _move_next_to_customers(graph: "nx.MultiDiGraph[str]", columns: list[list[str]]) -> None:
    """Push every site as far right as its customers allow, so that feeds stand beside whom they feed."""
    where = {site: x for x, column in enumerate(columns) for site in column}
    for x in range(len(columns) - 2, -1, -1):
        for site in list(columns[x]):
            customers = [where[customer] for customer in graph.successors(site) if where[customer] > x]
            if customers and min(customers) - 1 > x:
                columns[x].remove(site)
                columns[min(customers) - 1].append(site)
                where[site] = min(customers) - 1


def _uncross(graph: "nx.MultiDiGraph[str]", column: list[str], near: Mapping[str, float]) -> None:
    """Sort a column by the mean row of each site's neighbours in the column beside it (barycentre heuristic)."""
    own = {site: row / len(column) for row, site in enumerate(column)}

    def mean_row(site: str) -> tuple[float, str]:
        rows = [near[other] for other in nx.all_neighbors(graph, site) if other in near]
        return (sum(rows) / len(rows) if rows else own[site], site)

    column.sort(key=mean_row)


@dataclass(frozen=True)
class Flow:
    """What flows between two sites of one item, all its lanes together [units a day]."""

    origin: str
    target: str
    item: str
    unit: str
    volume: float


def flows(graph: "nx.MultiDiGraph[str]", volumes: Mapping[str, float]) -> list[Flow]:
    """The flows of a drawable graph; *volumes* by `lane <name>` and `market <name>`."""
    found: dict[tuple[str, str, str, str], float] = {}
    for origin, target, facts in graph.edges(data=True):
        key = (origin, target, facts["item"], facts["unit"])
        found[key] = found.get(key, 0.0) + volumes.get(facts["thing"], 0.0)
    return [Flow(*key, volume) for key, volume in found.items()]


def draw(
    axes: "Axes",
    graph: "nx.MultiDiGraph[str]",
    where: Places,
    volumes: Mapping[str, float],
    widest: Mapping[str, float],
) -> None:
    """Draw *graph* at the places *where*; *volumes* are units a day by `lane`, `line` and `market`.

    An arrow is as wide as its volume is large beside the *widest* of its unit of measure. Lanes that carry
    nothing are dotted. What a site makes stands under its name.
    """
    drawn = flows(graph, volumes)
    for flow in drawn:
        start = _port(where, flow.origin, [(one.target, one.item) for one in drawn if one.origin == flow.origin],
                      (flow.target, flow.item), side=1)  # fmt: skip
        end = _port(where, flow.target, [(one.origin, one.item) for one in drawn if one.target == flow.target],
                    (flow.origin, flow.item), side=-1)  # fmt: skip
        _arrow(axes, start, end, flow, widest.get(flow.unit, 0.0))
    used = {site for flow in drawn if flow.volume > 0 for site in (flow.origin, flow.target)}
    for site, facts in graph.nodes(data=True):
        made = sum(volumes.get(f"line {line}", 0.0) for line in facts.get("lines", {}))
        _site(axes, site, facts.get("kind", "depot"), where[site], made, active=made > 0 or site in used)
    axes.set_xlim(-0.16, 1.16)
    axes.set_ylim(-0.08, 1.06)
    axes.set_axis_off()


def _port(
    where: Places, site: str, others: list[tuple[str, str]], other: tuple[str, str], *, side: int
) -> tuple[float, float]:
    """Where an arrow touches *site*: its arrows lie one above the other, in the order of whom they join."""
    order = sorted(others, key=lambda one: (-where[one[0]][1], one))
    x, y = where[site]
    rows = Counter(column for column, _ in where.values())
    gap = min(PORT, min(2.4 * PORT, 1 / max(rows.values())) / len(order))
    return x + side * 0.05, y + gap * ((len(order) - 1) / 2 - order.index(other))


def _arrow(axes: "Axes", start: tuple[float, float], end: tuple[float, float], flow: Flow, widest: float) -> None:
    from matplotlib.patches import FancyArrowPatch

    carries = flow.volume > 0
    width = 0.8 + (WIDEST - 0.8) * flow.volume / widest if carries else 0.6
    style = {"color": "#4d4d4d"} if carries else {"color": GREYED, "linestyle": (0, (2, 2))}
    head = f"-|>,head_length={2.5 + 0.3 * width},head_width={1.2 + 0.35 * width}"
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle=head, linewidth=width, shrinkA=0, shrinkB=0, zorder=1, joinstyle="miter",
            capstyle="butt", mutation_scale=1.0, **style,
        )
    )  # fmt: skip
    if carries:
        middle = (0.6 * start[0] + 0.4 * end[0], 0.6 * start[1] + 0.4 * end[1])
        axes.annotate(
            f"{flow.item} {amount(flow.volume)}", middle, ha="center", va="center", fontsize=6, color=INK, zorder=4,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.9},
        )  # fmt: skip


def _site(axes: "Axes", site: str, kind: str, at: tuple[float, float], made: float, *, active: bool) -> None:
    axes.scatter(
        *at, marker=SHAPES.get(kind, "o"), s=130, color=FILLS.get(kind, "white") if active else "white",
        edgecolor=INK if active else GREYED, linewidth=0.9, zorder=3,
    )  # fmt: skip
    text = f"{site}\nmakes {amount(made)}" if made > 0 else site
    axes.annotate(
        text, at, xytext=(0, -8.5), textcoords="offset points", ha="center", va="top", fontsize=6.5, zorder=5,
        color=INK if active else QUIETER, linespacing=1.05,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )  # fmt: skip


def amount(volume: float) -> str:
    """A volume in three figures, as `1,190` or `0.42`."""
    return f"{volume:,.0f}" if volume >= 100 else f"{volume:.3g}"


def keys(graph: "nx.MultiDiGraph[str]") -> "list[Line2D]":
    """One entry of a legend for each kind of site in *graph*."""
    from matplotlib.lines import Line2D

    kinds = sorted({facts.get("kind", "depot") for _, facts in graph.nodes(data=True)})
    return [
        Line2D(
            [], [], linestyle="", marker=SHAPES[kind], markersize=6, markerfacecolor=FILLS[kind], markeredgecolor=INK,
            markeredgewidth=0.7, label=kind,
        )
        for kind in kinds
    ]  # fmt: skip
