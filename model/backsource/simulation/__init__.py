"""The only floor that knows SimPy: from a plan to the log of one replication."""

from backsource.simulation.photograph import photograph
from backsource.simulation.prepare import prepare
from backsource.simulation.run import simulate

__all__ = ["photograph", "prepare", "simulate"]
