"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.bands import Band, pointwise_band, simultaneous_band
from backsource.inference.batches import batch_means
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.cvar import Cvar, cvar
from backsource.inference.holm import holm
from backsource.inference.interval import Interval
from backsource.inference.kaplan_meier import Survival, kaplan_meier, watched
from backsource.inference.mcb import WithBest, with_best
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.pairing import Pairing, replications_needed, replications_of_each, variance_ratio
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks
from backsource.inference.skewness import skewness_note
from backsource.inference.tolerance import tolerance_interval, wilks_size
from backsource.inference.trade_off import Beaten, Regret, beaten, hindsight, non_dominated, regret
from backsource.inference.variance import Components, components, share_of_mean
from backsource.inference.warm_up import WarmUp, warm_up
from backsource.inference.welch import welch_freedom, welch_interval

__all__ = [
    "Band",
    "Beaten",
    "Components",
    "Coverage",
    "Cvar",
    "Interval",
    "Paired",
    "Pairing",
    "Ranks",
    "Regret",
    "Survival",
    "WarmUp",
    "WithBest",
    "against_control",
    "as_bad_by_chance",
    "batch_means",
    "beaten",
    "chance",
    "components",
    "coverage",
    "cvar",
    "hindsight",
    "holm",
    "kaplan_meier",
    "mean_interval",
    "non_dominated",
    "paired",
    "pointwise_band",
    "quantile_interval",
    "quantile_ranks",
    "regret",
    "replications_needed",
    "replications_of_each",
    "share_of_mean",
    "simultaneous_band",
    "skewness_note",
    "swing",
    "tolerance_interval",
    "unseen_below",
    "variance_ratio",
    "warm_up",
    "watched",
    "welch_freedom",
    "welch_interval",
    "wilks_size",
    "wilson",
    "with_best",
]
