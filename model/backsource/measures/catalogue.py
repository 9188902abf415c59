"""Every measure of a run: name, unit, formula, where it comes from, and which way is better.

The names are the columns of a study's table and the words of its report. Measures of money are in the reporting
currency. A measure has no value (nan) where its denominator is empty, as uptime without a plant.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from backsource.measures.catalogue_causes import CAUSES
from backsource.measures.catalogue_changeover import CHANGEOVER

Goal = Literal["min", "max", "none"]


@dataclass(frozen=True)
class Measure:
    """One column of the wide row."""

    name: str
    unit: str
    formula: str
    source: str
    """Standard, paper, or the module that defines it."""
    goal: Goal
    """Which way is better."""


_GAPS = (
    ("incidents", "count", "supply-gap incidents in the window", "min"),
    ("gap_days", "working days", "sum of the durations of incidents", "min"),
    ("longest_gap", "working days", "longest incident; 0 without any", "min"),
    ("units_short", "units", "demand due in an incident and not served on its day, each unit once", "min"),
    ("unit_days_short", "unit-days", "backlog over time within incidents", "min"),
    ("worst_backlog", "units", "largest backlog of all markets together at the close of a day", "min"),
    ("censored_gaps", "count", "incidents still open at the end of the window", "min"),
    ("units_late", "units", "demand not served on its day, in an incident or not", "min"),
)
_SERVICE = (
    ("demand", "units", "demand of all markets in the window", "none"),
    ("served", "units", "units served to all markets in the window, old orders and new", "none"),
    ("alpha", "share", "days with demand, all of it served on the day / days with demand", "max"),
    ("beta", "share", "1 - units not served on their day / demand", "max"),
    ("gamma", "share", "1 - backlog at the close of working days / demand", "max"),
)
_FLOW = (
    ("made_share", "share", "good units made or received from our own / units received and made", "none"),
    ("units_made", "units", "good units of the plant", "none"),
    ("units_bought", "units", "units received from outside into the stocks of the changeover", "none"),
    ("mean_stock", "units", "mean stock on hand of the stocks of the changeover", "none"),
    ("mean_stock_value", "money", "mean worth of all our stocks on hand, at what their as-is sources cost", "min"),
    ("last_receipt_bought", "day", "day of the last receipt on closed lanes; nan until all has arrived", "none"),
)
_UPTIME = (
    ("uptime_e10", "share", "(producing + starved + blocked + idle) / (all - closed) machine time", "max"),
    ("availability_iso", "share", "producing / (all - closed) machine time", "max"),
    ("starved_share", "share", "starved / (all - closed) machine time", "min"),
    ("uptime_effective", "share", "(producing + blocked + idle) / (all - closed) machine time: able and fed", "max"),
    ("oee", "share", "time of the good units at the planned rate / (all - closed) machine time", "max"),
)
_PHASES = {
    "": "from installation to the end of the window",
    "_first90": "first 90 working days after installation",
    "_mature": "after the first 90 working days",
}
_MATERIAL = (
    (
        "material_on_time",
        "share",
        "promised days on which all came in / promised days, of the worst raw material",
        "max",
    ),
    ("material_there", "share", "days without a line waiting for it / days since installation, of the worst", "max"),
    ("material_effect", "share", "1 - machine time starved for it / machine time not closed, of the worst", "max"),
)
_QUALITY = (
    ("faulty_ppm", "ppm", "faulty units delivered, bought and made / units delivered", "min"),
    ("faulty_ppm_bought", "ppm", "faulty units bought / units bought in the window", "min"),
    ("faulty_ppm_made", "ppm", "faulty units made / good units made in the window", "min"),
    ("faulty_ppm_reference", "ppm", "faulty units bought / units bought in the reference window", "none"),
    ("faulty_ratio", "ratio", "faulty_ppm_made / faulty_ppm_reference", "min"),
    ("yield", "share", "good units / (good units + scrap) of the plant", "max"),
    ("scrap", "units", "units found bad inside the plant", "min"),
)
_MONEY = (
    ("total_cost", "all categories in the window (lump sums from day 0), less the change in worth of goods", "min"),
    ("cost_per_unit", "total_cost / units served in the window", "min"),
    ("value_cost", "present value at day 0 up to the value horizon, less goods and salvage at its end", "min"),
    ("purchase_cost", "price x units received of what is not raw material", "none"),
    ("material_cost", "price x units of raw material received", "none"),
    ("freight_cost", "freight x units received", "none"),
    ("order_cost", "fixed cost x orders", "none"),
    ("variable_cost", "variable cost x good units", "none"),
    ("fixed_cost", "fixed cost of the plant's lines since they opened", "none"),
    ("holding_cost", "holding rate x stock on hand over time", "none"),
    ("shortage_cost", "late cost x units late + late cost a day x backlog over time", "min"),
    ("capex_cost", "investment in lines that the schedule brings into use", "none"),
    ("tools_cost", "price of tools ordered", "none"),
    ("moves_cost", "cost of moves begun", "none"),
    ("payments_cost", "other lump sums: of tasks, for retention, listed ones", "none"),
    ("extensions_cost", "step of the price on goods received while an extension of their contract runs", "none"),
    ("standby_cost", "price of keeping a supplier open x days of its extensions", "none"),
    ("stock_change", "worth of goods at the end of the window less that at its beginning", "none"),
    ("internal_unit_cost_variable", "material and variable cost of the plant / good units", "min"),
    ("internal_unit_cost", "material, variable and fixed cost of the plant / good units", "min"),
    ("internal_unit_cost_capital", "the same with the yearly charge of investment and all other lump sums", "min"),
    ("external_unit_cost", "price, freight and order cost / units received in the reference window", "none"),
)
_RATIOS = (
    ("unit_cost_ratio", "ratio", "internal_unit_cost / external_unit_cost", "min"),
    ("unit_cost_trend", "per month", "slope of ln(internal_unit_cost) over whole months since opening", "min"),
)


@lru_cache(maxsize=1)
def _all() -> tuple[Measure, ...]:
    phased = [
        (name + phase, unit, f"{formula}, {when}", goal)
        for phase, when in _PHASES.items()
        for name, unit, formula, goal in _UPTIME
    ]
    money = [(name, "money", formula, goal) for name, formula, goal in _MONEY]
    groups: list[tuple[Iterable[tuple[str, str, str, str]], str]] = [
        (_GAPS, "measures.incidents"),
        (_SERVICE, "Schneider (1981)"),
        (_FLOW, "measures.sheet"),
        (phased, "SEMI E10; ISO 22400-2"),
        (_MATERIAL, "measures.materials"),
        (_QUALITY, "measures.quality"),
        (money, "measures.accounts"),
        (_RATIOS, "measures.unitcost"),
        *CHANGEOVER,
        *CAUSES,
    ]
    return tuple(_measure(*row, source) for rows, source in groups for row in rows)


def _measure(name: str, unit: str, formula: str, goal: str, source: str) -> Measure:
    assert goal in ("min", "max", "none")
    return Measure(name, unit, formula, source, goal)  # type: ignore[arg-type]


def catalogue() -> list[Measure]:
    """All measures, in the order of the wide row."""
    return list(_all())
