"""From samples to statements: intervals, probabilities, paired differences. Knows no supply chain."""

from backsource.inference.attribution import Attribution, Portion, attribution
from backsource.inference.bands import Band, pointwise_band, simultaneous_band
from backsource.inference.batches import batch_means
from backsource.inference.choice import Choice, Floor, choose
from backsource.inference.choice_words import Guarantee, Naming
from backsource.inference.corners import CornerFloor, Corners, Ends, two_level
from backsource.inference.coverage import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.cvar import Cvar, cvar
from backsource.inference.effort import Effort, fixed_effort, floor_effort, proposed, race_effort, two_stage_effort
from backsource.inference.floors import Judged, judge, judge_in_looks, shared_error
from backsource.inference.foretelling import Foretold, Sign, Told, forewarn
from backsource.inference.holm import holm
from backsource.inference.information import (
    Information,
    Worth,
    conditional_mean,
    information,
    moments_share,
    perfect,
    variance_shares,
)
from backsource.inference.interval import Interval
from backsource.inference.kaplan_meier import Survival, kaplan_meier, watched
from backsource.inference.kn import Race, kn, kn_constants
from backsource.inference.mcb import WithBest, with_best
from backsource.inference.mean import mean_interval
from backsource.inference.newcombe import newcombe
from backsource.inference.ocba import ocba_next, ocba_shares
from backsource.inference.paired import Paired, against_control, paired
from backsource.inference.pairing import Pairing, replications_needed, replications_of_each, variance_ratio
from backsource.inference.proportion import chance, unseen_below, wilson
from backsource.inference.quantile import Ranks, quantile_interval, quantile_ranks
from backsource.inference.race_choice import MEANS_OF, Pace, Raced, choose_by_race, race_within_floors, wanted
from backsource.inference.rare import careful
from backsource.inference.ratio import mean_ratio
from backsource.inference.rinott import (
    dudewicz_dalal_h,
    dudewicz_dalal_means,
    dudewicz_dalal_sizes,
    dudewicz_dalal_weights,
    rinott_h,
    rinott_sizes,
)
from backsource.inference.screening import Screened, elementary_effects, morris_walks, screened
from backsource.inference.sensitivity import (
    Indices,
    Share,
    SobolPoints,
    crossed_mean,
    noise_share,
    sobol_indices,
    sobol_points,
)
from backsource.inference.shapley import Game, all_coalitions, exact, sampled_coalitions
from backsource.inference.skewness import skewness_need, skewness_note
from backsource.inference.stopping import Precise, Precision, fixed_precision
from backsource.inference.tipping import Tipping, root_of, tipping
from backsource.inference.tolerance import tolerance_interval, wilks_size
from backsource.inference.trade_off import Beaten, Regret, beaten, hindsight, non_dominated, regret
from backsource.inference.two_phase import TwoPhase, looked_closer
from backsource.inference.two_stage_choice import choose_by_rinott, rinott_needs
from backsource.inference.variance import Components, components, share_of_mean
from backsource.inference.varied import Decomposed, Parted, Screening, Sweep, Tornado, Uncertainty, Worths, best_of
from backsource.inference.warm_up import WarmUp, warm_up
from backsource.inference.welch import welch_freedom, welch_interval

__all__ = [
    "MEANS_OF",
    "Attribution",
    "Band",
    "Beaten",
    "Choice",
    "Components",
    "CornerFloor",
    "Corners",
    "Coverage",
    "Cvar",
    "Decomposed",
    "Effort",
    "Ends",
    "Floor",
    "Foretold",
    "Game",
    "Guarantee",
    "Indices",
    "Information",
    "Interval",
    "Judged",
    "Naming",
    "Pace",
    "Paired",
    "Pairing",
    "Parted",
    "Portion",
    "Precise",
    "Precision",
    "Race",
    "Raced",
    "Ranks",
    "Regret",
    "Screened",
    "Screening",
    "Share",
    "Sign",
    "SobolPoints",
    "Survival",
    "Sweep",
    "Tipping",
    "Told",
    "Tornado",
    "TwoPhase",
    "Uncertainty",
    "WarmUp",
    "WithBest",
    "Worth",
    "Worths",
    "against_control",
    "all_coalitions",
    "as_bad_by_chance",
    "attribution",
    "batch_means",
    "beaten",
    "best_of",
    "careful",
    "chance",
    "choose",
    "choose_by_race",
    "choose_by_rinott",
    "components",
    "conditional_mean",
    "coverage",
    "crossed_mean",
    "cvar",
    "dudewicz_dalal_h",
    "dudewicz_dalal_means",
    "dudewicz_dalal_sizes",
    "dudewicz_dalal_weights",
    "elementary_effects",
    "exact",
    "fixed_effort",
    "fixed_precision",
    "floor_effort",
    "forewarn",
    "hindsight",
    "holm",
    "information",
    "judge",
    "judge_in_looks",
    "kaplan_meier",
    "kn",
    "kn_constants",
    "looked_closer",
    "mean_interval",
    "mean_ratio",
    "moments_share",
    "morris_walks",
    "newcombe",
    "noise_share",
    "non_dominated",
    "ocba_next",
    "ocba_shares",
    "paired",
    "perfect",
    "pointwise_band",
    "proposed",
    "quantile_interval",
    "quantile_ranks",
    "race_effort",
    "race_within_floors",
    "regret",
    "replications_needed",
    "replications_of_each",
    "rinott_h",
    "rinott_needs",
    "rinott_sizes",
    "root_of",
    "sampled_coalitions",
    "screened",
    "share_of_mean",
    "shared_error",
    "simultaneous_band",
    "skewness_need",
    "skewness_note",
    "sobol_indices",
    "sobol_points",
    "swing",
    "tipping",
    "tolerance_interval",
    "two_level",
    "two_stage_effort",
    "unseen_below",
    "variance_ratio",
    "variance_shares",
    "wanted",
    "warm_up",
    "watched",
    "welch_freedom",
    "welch_interval",
    "wilks_size",
    "wilson",
    "with_best",
]
