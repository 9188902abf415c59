"""Searching for a better schedule: a space of points, trials, a selection among the best, an estimate of its own."""

from backsource.experiment.search.asked import Asked
from backsource.experiment.search.optimum import Found, Optimum, optimise

__all__ = ["Asked", "Found", "Optimum", "optimise"]
