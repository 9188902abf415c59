"""A scenario as a NetworkX graph, its calendar, and its way out to other programs."""

from backsource.network.build import build
from backsource.network.export import graphml, node_link

__all__ = ["build", "graphml", "node_link"]
