"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.holm import holm
from backsource.inference.interval import Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks

__all__ = [
    "Interval",
    "Paired",
    "Ranks",
    "against_control",
    "chance",
    "holm",
    "mean_interval",
    "paired",
    "quantile_interval",
    "quantile_ranks",
    "unseen_below",
    "wilson",
]
