"""The bank: what the path needs, what is wanted, and what can be built in its window.

Needed is the deepest sum, over days, of what sources owe: max over t of the sum of demand less output (Bank formulas:
`laws.bridge`, which this day-by-day sum meets where there is no calendar). Attainable is what the building source can
give above what is asked of it.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from backsource.config.schedule import Bridge
from backsource.network.feasibility.ability import UNLIMITED, able, backlog, behind
from backsource.network.feasibility.finding import Finding, Level, number, percent, units
from backsource.network.feasibility.outlook import Floats, Outlook

NEVER = 0.999
"""A backlog whose peak lies in the last thousandth of the run has not begun to fall."""
