"""From logs to numbers: incidents, service, uptime, material, quality, money. Knows no SimPy and draws nothing."""

from backsource.measures.catalogue import Goal, Measure, catalogue
from backsource.measures.explained import COLUMNS as INCIDENT_COLUMNS
from backsource.measures.explained import Explained
from backsource.measures.incidents import Incident
from backsource.measures.pairs import bank_effectiveness, optimism_gap
from backsource.measures.proximate import FAMILIES, RESIDUAL, Cause
from backsource.measures.sheet import Sheet
from backsource.measures.twin import Futures, attributable, check_twins, futures
from backsource.measures.weekly_parts import LINES, OUTSIDE, SHORTAGE, STOCK_CHANGE, TASKS, WeeklyParts
from backsource.network.timetable import Timetable

__all__ = [
    "FAMILIES",
    "INCIDENT_COLUMNS",
    "LINES",
    "OUTSIDE",
    "RESIDUAL",
    "SHORTAGE",
    "STOCK_CHANGE",
    "TASKS",
    "Cause",
    "Explained",
    "Futures",
    "Goal",
    "Incident",
    "Measure",
    "Sheet",
    "Timetable",
    "WeeklyParts",
    "attributable",
    "bank_effectiveness",
    "catalogue",
    "check_twins",
    "futures",
    "optimism_gap",
]
