"""Where no interval is told: below 5 futures Student's limits say more of the law assumed than of what was seen."""

from dataclasses import replace
from math import nan

from backsource.inference import Interval, Paired
from backsource.inference.choice import FEWEST


def refused(one: Interval) -> Interval:
    """The same without limits where it rests on fewer than 5 futures."""
    return one if one.count >= FEWEST else replace(one, low=nan, high=nan)


def refused_pair(one: Paired) -> Paired:
    """The same without limits and verdict where it rests on fewer than 5 futures."""
    if one.n >= FEWEST:
        return one
    return replace(one, low=nan, high=nan, p_value=nan, p_holm=nan, verdict="too few runs")
