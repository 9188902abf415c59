"""From the stored runs of a schedule to the answer to how large its bank must be, stock by stock.

A bank that is there hides the need: while it is used up, nothing else is ordered. Where the study also runs the same
schedule without its bank, the need is read there, and the two together say what a unit of the bank has avoided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan
from textwrap import wrap

import numpy as np

from backsource.config import Scenario, Schedule
from backsource.errors import StudyError
from backsource.measures import bank_effectiveness
from backsource.network.feasibility.building import build_up
from backsource.network.feasibility.finding import plural
from backsource.network.feasibility.outlook import Outlook
from backsource.report.bank_size import RISKS, SIGN, WHY, BankAnswer, bank_size, bank_text, had_text
from backsource.report.numbers import figure, percent
from backsource.report.samples import values_of
from backsource.results import Results

MOST_TOLD = 3
"""Banks that a remark tells of; the others are counted."""
COLUMNS = 79


@dataclass(frozen=True)
class BankNeed:
    """The bank of one stock under one schedule."""

    stock: str
    unit: str
    """Of the item, as one names many of it."""
    source: str
    """Who builds it."""
    read_from: str
    """Schedule in whose runs the need was read: the same without its bank, where the study has it."""
    futures: int
    """Futures in which the need shows: those in which the changeover begins."""
    answer: BankAnswer
    effectiveness: float
    """Units short avoided by a unit of bank; nan without the runs of the same schedule without its bank."""


def bank_needs(
    results: Results,
    scenario: Scenario,
    schedules: Mapping[str, Schedule],
    name: str,
    risks: Sequence[float] = RISKS,
) -> list[BankNeed]:
    """One answer a stock of the schedule. Raises `StudyError` where it shifts no shares, or no run of it begins to."""
    schedule = schedules[name]
    stocks = [stock for stock in schedule.stocks if schedule.part(stock).share]
    if not stocks:
        raise StudyError(
            f"schedule {name} shifts no shares, so there is nothing to bank for; one with `share` would do"
        )
    outlook = Outlook(scenario, schedule)
    return [_need(results, outlook, schedules, name, stock, risks) for stock in stocks]


def _need(
    results: Results, outlook: Outlook, schedules: Mapping[str, Schedule], name: str, stock: str, risks: Sequence[float]
) -> BankNeed:
    banked = outlook.schedule.part(stock).bridge is not None
    other = without_bank(schedules, name) if banked else None
    rows = results.banks.query("stock == @stock")
    own, read = (rows[rows["schedule"] == one] for one in (name, other or name))
    read = read[read["needed"].notna()]
    if read.empty:
        raise StudyError(
            f"schedule {other or name}: in no future does {stock} begin to change over in what is measured, so there "
            "is no need to read; a window that holds its first step, or the use of its bank, would do"
        )
    building, pace = build_up(outlook, stock), outlook.pace(stock, min(outlook.steps_of(stock)))
    answer = bank_size(
        read["needed"].to_numpy(),
        demand=pace,
        can_build=building.attainable,
        latest_start=building.latest_start,
        attained=read["attained"].to_numpy(),
        growing=read["grows"].to_numpy(),
        risks=risks,
    )
    return BankNeed(
        stock=stock,
        unit=plural(outlook.scenario.items[stock.partition("/")[2]].unit),
        source=building.source,
        read_from=other or name,
        futures=len(read),
        answer=_beside(answer, own["wanted"].to_numpy(), own["attained"].to_numpy()),
        effectiveness=_effect(results, name, other),
    )


def _beside(answer: BankAnswer, wanted: np.ndarray, attained: np.ndarray) -> BankAnswer:
    """The answer with what the schedule itself wanted and attained."""
    means = [float(np.nanmean(one)) if not np.isnan(one).all() else nan for one in (wanted, attained)]
    return BankAnswer(answer.sizes, answer.can_build, means[1], means[0], answer.demand)


def _effect(results: Results, name: str, other: str | None) -> float:
    if other is None:
        return nan
    short, attained = (values_of(results.runs, name, measure) for measure in ("units_short", "bank_attained"))
    return bank_effectiveness(short, attained, values_of(results.runs, other, "units_short"))


def without_bank(schedules: Mapping[str, Schedule], name: str) -> str | None:
    """The schedule that is the same but for its name and its banks, where there is one: without, or wanting nothing."""
    own = _unbanked(schedules[name])
    same = (other for other, schedule in schedules.items() if not _banks(schedule) and _unbanked(schedule) == own)
    return next((other for other in same if other != name), None)


def _banks(schedule: Schedule) -> bool:
    return any(part.bridge is not None and part.bridge.want.span.amount > 0 for part in schedule.parts.values())


def _unbanked(schedule: Schedule) -> Schedule:
    parts = {stock: part.model_copy(update={"bridge": None}) for stock, part in schedule.parts.items()}
    return schedule.model_copy(update={"parts": parts, "schedule": ""})


def _is_seen(results: Results, name: str, stock: str) -> bool:
    """Whether a bank came into use within the runs: not where it did before the day of a status."""
    rows = results.banks.query("schedule == @name and stock == @stock")
    return bool(rows["wanted"].notna().any())


def bank_remark(results: Results, scenario: Scenario, schedules: Mapping[str, Schedule], risk: float = RISKS[0]) -> str:
    """One sentence on the schedules with a bank: what was wanted and attained, and what was needed; empty without."""
    said = []
    for name, schedule in schedules.items():
        if not any(schedule.part(stock).bridge and schedule.part(stock).share for stock in schedule.stocks):
            continue
        outlook = Outlook(scenario, schedule)
        stocks = [stock for stock in schedule.stocks if schedule.part(stock).share and _is_seen(results, name, stock)]
        for need in (_need(results, outlook, schedules, name, stock, (risk,)) for stock in stocks):
            if isnan(need.answer.wanted):
                continue
            (size,), answer = need.answer.sizes, need.answer
            what = name if len(schedule.stocks) == 1 else f"{name} {need.stock}"
            had = f"wanted {figure(answer.wanted)}, attained {figure(answer.attained)}"
            said.append(f"{what} needs {SIGN[size.bound]}{figure(size.units.estimate)} ({had})")
    if len(said) > MOST_TOLD:
        said = [*said[:MOST_TOLD], f"and {len(said) - MOST_TOLD} more"]
    return f"with a risk of {percent(risk)} {'; '.join(said)}; `backsource bank` says more." if said else ""


def need_text(need: BankNeed, name: str, start: date) -> list[str]:
    """The answer as lines of text; *name* is the schedule that was asked for, *start* the day with number 0."""
    answer = need.answer
    bounds = dict.fromkeys(size.bound for size in answer.sizes)
    said = [had_text(answer, need.source), *(WHY[bound] for bound in bounds)]
    if need.read_from != name:
        said.append(f"The need is that of {need.read_from}, the same schedule without its bank.")
    elif {"at most", "open"} & set(bounds):
        said.append(
            f"To see the need itself, add a copy of {name} without `bridge` and with another name to the study and "
            "compare again; it is then read there."
        )
    if "at least" in bounds or "open" in bounds:
        said.append("A later end of the measured window would show all of it.")
    if not isnan(need.effectiveness):
        said.append(f"A unit of the bank avoided {figure(need.effectiveness)} units short.")
    said.append("build from: the last day on which building can begin, before time on the road.")
    text = [line for sentence in said if sentence for line in wrap(sentence, COLUMNS)]
    return [*bank_text(answer, start), *text]
