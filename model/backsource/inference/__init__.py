"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.corners import Corners, Ends, two_level
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.holm import holm
from backsource.inference.interval import Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks

__all__ = [
    "Corners",
    "Coverage",
    "Ends",
    "Interval",
    "Paired",
    "Ranks",
    "against_control",
    "as_bad_by_chance",
    "chance",
    "coverage",
    "holm",
    "mean_interval",
    "paired",
    "quantile_interval",
    "quantile_ranks",
    "swing",
    "two_level",
    "unseen_below",
    "wilson",
]
