"""From results to what people read: the comparison as text, figures on given axes. Knows no simulation."""

from backsource.report.choice import chosen, compare_results
from backsource.report.comparison import Comparison, compare
from backsource.report.stress import stress_lines

__all__ = ["Comparison", "chosen", "compare", "compare_results", "stress_lines"]
