"""Measures of why gaps happened and of dependency as it was lived: name, unit, formula, goal."""

from backsource.measures.proximate import FAMILIES, RESIDUAL

_WORDS = {**FAMILIES, RESIDUAL: "no cause was found"}
_SHORT = tuple(
    (f"short_{name}", "units", f"units short in incidents because {words}", "min") for name, words in _WORDS.items()
)
_DAYS = tuple(
    (f"gap_days_{name}", "working days", f"duration of incidents short mainly because {words}", "min")
    for name, words in _WORDS.items()
)
_LIVED = (
    ("supply_concentration", "share", "sum of squared shares in units received and made, by source", "none"),
    (
        "feed_concentration",
        "share",
        "sum of squared shares in units received, by feed, of the worst material",
        "min",
    ),
    ("feed_down_days", "days", "days since installation on which goods of a feed were missing for an outage", "min"),
    ("gap_given_feed_down", "share", "days in an incident / days, of feed_down_days", "min"),
    ("gap_given_feeds_up", "share", "days in an incident / days since installation, of all other days", "min"),
    ("starved_by_worst_feed", "machine-days", "starved for want of goods of one feed, of the feed with most", "min"),
    (
        "survival_least",
        "days",
        "least (on hand + on the road) / (mean use x share) over days and sources in use that an outage can hit",
        "max",
    ),
    (
        "exposed_days",
        "days",
        "days on which mean outage + lead time of a source in use > (on hand + on the road) / (mean use x share)",
        "min",
    ),
)
CAUSES = ((_SHORT, "measures.causes"), (_DAYS, "measures.causes"), (_LIVED, "measures.lived; Simchi-Levi (2015)"))
"""Groups of measures, each with where it comes from, in the order of the wide row."""
