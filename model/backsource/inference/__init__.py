"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.choice import Choice, Floor, choose
from backsource.inference.choice_words import Guarantee, Naming
from backsource.inference.corners import Corners, Ends, two_level
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.floors import Judged, judge, shared_error
from backsource.inference.holm import holm
from backsource.inference.interval import Interval
from backsource.inference.kn import Race, kn, kn_constants
from backsource.inference.mean import mean_interval
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks
from backsource.inference.race_choice import Pace, Raced, choose_by_race, race_within_floors, wanted

__all__ = [
    "Choice",
    "Corners",
    "Coverage",
    "Ends",
    "Floor",
    "Guarantee",
    "Interval",
    "Judged",
    "Naming",
    "Pace",
    "Paired",
    "Race",
    "Raced",
    "Ranks",
    "against_control",
    "as_bad_by_chance",
    "chance",
    "choose",
    "choose_by_race",
    "coverage",
    "holm",
    "judge",
    "kn",
    "kn_constants",
    "mean_interval",
    "paired",
    "quantile_interval",
    "quantile_ranks",
    "race_within_floors",
    "shared_error",
    "swing",
    "two_level",
    "unseen_below",
    "wanted",
    "wilson",
]
