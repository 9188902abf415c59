"""What would change the answer: the unsure inputs of a scenario, and its factors, moved about on purpose."""

from backsource.experiment.vary.base import Base, base_of
from backsource.experiment.vary.corners import corners, stored_corners
from backsource.experiment.vary.draws import uncertainty, worths
from backsource.experiment.vary.inputs import Input
from backsource.experiment.vary.pair import Pair, pair_of
from backsource.experiment.vary.points import Point
from backsource.experiment.vary.variations import check_points, decompose, levels_of, screen, sweep, tornado

__all__ = [
    "Base",
    "Input",
    "Pair",
    "Point",
    "base_of",
    "check_points",
    "corners",
    "decompose",
    "levels_of",
    "pair_of",
    "screen",
    "stored_corners",
    "sweep",
    "tornado",
    "uncertainty",
    "worths",
]  # fmt: skip
