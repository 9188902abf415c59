"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.corners import Corners, Ends, two_level
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.holm import holm
from backsource.inference.information import Information, Worth, conditional_mean, information, perfect, variance_shares
from backsource.inference.interval import Interval
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks
from backsource.inference.screening import Screened, elementary_effects, morris_walks, screened
from backsource.inference.sensitivity import (
    Crossed,
    Indices,
    Share,
    SobolPoints,
    crossed_mean,
    crossed_variance,
    noise_share,
    sobol_indices,
    sobol_points,
)
from backsource.inference.tipping import Tipping, root_of, tipping
from backsource.inference.varied import Decomposed, Parted, Screening, Sweep, Tornado, Uncertainty, Worths, best_of

__all__ = [
    "Corners",
    "Coverage",
    "Crossed",
    "Decomposed",
    "Ends",
    "Indices",
    "Information",
    "Interval",
    "Paired",
    "Parted",
    "Ranks",
    "Screened",
    "Screening",
    "Share",
    "SobolPoints",
    "Sweep",
    "Tipping",
    "Tornado",
    "Uncertainty",
    "Worth",
    "Worths",
    "against_control",
    "as_bad_by_chance",
    "best_of",
    "chance",
    "conditional_mean",
    "coverage",
    "crossed_mean",
    "crossed_variance",
    "elementary_effects",
    "holm",
    "information",
    "mean_interval",
    "morris_walks",
    "noise_share",
    "paired",
    "perfect",
    "quantile_interval",
    "quantile_ranks",
    "root_of",
    "screened",
    "sobol_indices",
    "sobol_points",
    "swing",
    "tipping",
    "two_level",
    "unseen_below",
    "variance_shares",
    "wilson",
]
