"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.choice import Choice, Floor, choose
from backsource.inference.choice_words import Guarantee, Naming
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.floors import Judged, judge, judge_in_looks, shared_error
from backsource.inference.holm import holm
from backsource.inference.interval import Interval
from backsource.inference.kn import Race, kn, kn_constants
from backsource.inference.mean import mean_interval
from backsource.inference.ocba import ocba_next, ocba_shares
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks
from backsource.inference.race_choice import MEANS_OF, Pace, Raced, choose_by_race, race_within_floors, wanted
from backsource.inference.rare import careful
from backsource.inference.rinott import (
    dudewicz_dalal_h,
    dudewicz_dalal_means,
    dudewicz_dalal_sizes,
    dudewicz_dalal_weights,
    rinott_h,
    rinott_sizes,
)
from backsource.inference.stopping import Precise, Precision, fixed_precision
from backsource.inference.two_stage_choice import choose_by_rinott, rinott_needs

__all__ = [
    "MEANS_OF",
    "Choice",
    "Coverage",
    "Floor",
    "Guarantee",
    "Interval",
    "Judged",
    "Naming",
    "Pace",
    "Paired",
    "Precise",
    "Precision",
    "Race",
    "Raced",
    "Ranks",
    "against_control",
    "as_bad_by_chance",
    "careful",
    "chance",
    "choose",
    "choose_by_race",
    "choose_by_rinott",
    "coverage",
    "dudewicz_dalal_h",
    "dudewicz_dalal_means",
    "dudewicz_dalal_sizes",
    "dudewicz_dalal_weights",
    "fixed_precision",
    "holm",
    "judge",
    "judge_in_looks",
    "kn",
    "kn_constants",
    "mean_interval",
    "ocba_next",
    "ocba_shares",
    "paired",
    "quantile_interval",
    "quantile_ranks",
    "race_within_floors",
    "rinott_h",
    "rinott_needs",
    "rinott_sizes",
    "shared_error",
    "swing",
    "unseen_below",
    "wanted",
    "wilson",
]
