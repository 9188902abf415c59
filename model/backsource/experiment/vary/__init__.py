"""What would change the answer: the unsure inputs of a scenario, and its factors, moved about on purpose."""

from backsource.experiment.vary.base import Base, Input, base_of
from backsource.experiment.vary.corners import corners
from backsource.experiment.vary.points import Point

__all__ = ["Base", "Input", "Point", "base_of", "corners"]
