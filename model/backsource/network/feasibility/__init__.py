"""Whether a plan can work at all, by arithmetic and before any simulation."""

from backsource.network.feasibility.check import feasibility
from backsource.network.feasibility.finding import Finding, Level

__all__ = ["Finding", "Level", "feasibility"]
