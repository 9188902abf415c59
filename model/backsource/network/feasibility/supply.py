"""The stocks of a scenario, and the lanes and lines that feed them; the same on all days."""

from functools import cached_property
from typing import TYPE_CHECKING

import networkx as nx

from backsource.config.scenario import Scenario
from backsource.config.sources import Line, YieldLearning
from backsource.network.build import build

if TYPE_CHECKING:
    Flow = nx.DiGraph[str]
else:
    Flow = nx.DiGraph


class Supply:
    """A scenario as stocks that are fed by sources."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.graph = build(scenario)
        self.lanes = {edge["name"]: edge["lane"] for _, _, edge in self.graph.edges(data=True)}
        self.lines = {name: line for _, site in self.graph.nodes(data=True) for name, line in site["lines"].items()}
        self.flow = self._flow()

    def _flow(self) -> Flow:
        """Stocks, and which of them feed which; a line's stock without a `Stock` is made to order."""
        flow: Flow = nx.DiGraph()
        flow.add_nodes_from(self.scenario.stocks)
        flow.add_nodes_from(self.product(name) for name in (*self.lanes, *self.lines))
        for name in (*self.lanes, *self.lines):
            flow.add_edges_from((stock, self.product(name)) for stock in self.takes(name) if stock in flow)
        return flow

    @cached_property
    def downwards(self) -> list[str]:
        """Stocks, each after what feeds it; by name where that leaves a choice."""
        return list(nx.lexicographical_topological_sort(self.flow))

    def product(self, source: str) -> str:
        """The stock that a lane or line feeds."""
        if source in self.lanes:
            lane = self.lanes[source]
            return f"{lane.to}/{lane.item}"
        line = self.lines[source]
        return f"{line.site}/{line.makes}"

    def takes(self, source: str) -> dict[str, float]:
        """Units of each stock that one good unit from a source uses, at mature yield."""
        if source in self.lanes:
            lane = self.lanes[source]
            return {f"{lane.origin}/{lane.item}": 1.0}
        line = self.lines[source]
        return {f"{line.site}/{item}": amount.number / mature_yield(line) for item, amount in line.bom.items()}

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """Lanes and lines that feed each stock, by name."""
        found: dict[str, list[str]] = {stock: [] for stock in self.flow}
        for name in sorted((*self.lanes, *self.lines)):
            found[self.product(name)].append(name)
        return found

    def outside(self, stock: str) -> bool:
        """Whether a lane draws here on a feed without stock or line, which gives all that is asked."""
        return stock not in self.flow


def mature_yield(line: Line) -> float:
    """Share of good units in the end."""
    return line.yield_.mature if isinstance(line.yield_, YieldLearning) else line.yield_
