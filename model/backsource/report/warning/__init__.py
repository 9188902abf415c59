"""Early warnings: how what is seen by a date changes what is still at risk, and what can then still be decided."""

from backsource.report.warning.figure import draw_warnings
from backsource.report.warning.finding import early_warnings
from backsource.report.warning.risks import Risk, asked_risk, risks_of
from backsource.report.warning.told import EarlyWarnings, Told, Warned
from backsource.report.warning.words import as_plain, lines

__all__ = [
    "EarlyWarnings",
    "Risk",
    "Told",
    "Warned",
    "as_plain",
    "asked_risk",
    "draw_warnings",
    "early_warnings",
    "lines",
    "risks_of",
]
