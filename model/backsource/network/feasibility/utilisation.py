"""How full every line, supplier, lane and work centre is when mature, step by step and month by month.

Above 90 % queues and recovery times grow like one over the part left free; above 100 % no backlog ever clears.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np

from backsource.network.feasibility.ability import UNLIMITED, availability, mature
from backsource.network.feasibility.finding import Finding, number, percent, plural, units
from backsource.network.feasibility.outlook import Floats, Outlook
from backsource.network.feasibility.supply import mature_yield

FULL = 0.90
SHORTEST = 20
"""Days of a part of the path that is judged by itself; what is shorter is a matter for stocks."""
ROUNDING, UNEVEN = 1.001, 1.10
"""A month stands out when it is fuller than its step by one of these factors; up to the second comes of how the
weekends and holidays of one site fall that the other works."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Days `first` to `end` (excluded), and the share `used` of what could be made that is needed."""

    first: int
    end: int
    used: float
    whole: bool
    """A whole step of the path, and not one month of it."""
    excess: float
    """Most that piles up in the step when all that cannot be made on its day waits [units]."""


def utilisation(outlook: Outlook) -> list[Finding]:
    """What is nearly full or too full."""
    found = [_judge(outlook, source) for source in outlook.need if outlook.need[source].any()]
    found += [_centre(outlook, name) for name in outlook.scenario.work_centres]
    return [finding for finding in found if finding is not None]


def spells(outlook: Outlook, need: Floats, could: Floats) -> list[Spell]:
    """The steps of the path in which something is needed, and the months that stand out of them."""
    turns = (np.flatnonzero(np.diff(outlook.months)) + 1).tolist()
    ends = sorted({0, outlook.days, *(day for day in outlook.steps if 0 < day < outlook.days)})
    found = []
    for first, end in pairwise(ends):
        excess = carried(need[first:end], could[first:end])
        found.append(Spell(first, end, _used(need, could, first, end), True, excess))
        usual = found[-1].used * _stands_out(need[first:end], could[first:end])
        months = pairwise(sorted({first, end, *(turn for turn in turns if first < turn < end)}))
        parts = (Spell(a, b, _used(need, could, a, b), False, excess) for a, b in months if b - a >= SHORTEST)
        found += [part for part in parts if part.used > usual]
    return [spell for spell in found if spell.used > 0]


def _stands_out(need: Floats, could: Floats) -> float:
    """By what factor a month has to be fuller than its step: more where both do not rest on the same days."""
    return ROUNDING if np.array_equal(need > 0, could > 0) else UNEVEN


def _used(need: Floats, could: Floats, first: int, end: int) -> float:
    asked, most = float(need[first:end].sum()), float(could[first:end].sum())
    return asked / most if most > 0 else inf if asked > 0 else 0.0


def carried(need: Floats, could: Floats) -> float:
    """Most that piles up when all that is needed and cannot be made on its day waits [units]: Lindley's recursion."""
    slack = np.cumsum(need - could)
    return float(np.max(slack - np.minimum.accumulate(np.minimum(slack, 0.0)), initial=0.0))


def too_full(outlook: Outlook, spell: Spell, usual: float) -> bool:
    """Whether no stock can carry a spell above 1: a long step of the path, or more than the stock usually holds."""
    if spell.used <= 1 + 1e-9:
        return False
    long = spell.whole and (spell.end == outlook.days or spell.end - spell.first >= 2 * SHORTEST)
    return long or spell.excess > usual


def _judge(outlook: Outlook, source: str) -> Finding | None:
    need, could = outlook.need[source], mature(outlook, source)
    if could.max(initial=0.0) >= UNLIMITED:
        return None
    return judged(outlook, source, need, could)


def judged(outlook: Outlook, source: str, need: Floats, could: Floats) -> Finding | None:
    """The worst spell of one source; none when it is at most 90 % full."""
    stock = outlook.product(source)
    found = [spell for spell in spells(outlook, need, could) if spell.used > FULL + 1e-9]
    refused = [spell for spell in found if too_full(outlook, spell, carried_by(outlook, stock, spell.first))]
    worst = max(refused or found, key=lambda spell: spell.used, default=None)
    if worst is None:
        return None
    unit = outlook.scenario.items[stock.partition("/")[2]].unit
    part = slice(worst.first, worst.end)
    said = "closed" if worst.used == inf else f"{percent(worst.used)} used"
    needed, could_be = units(float(need[part].sum()), unit), number(float(could[part].sum()))
    said += f" {days(outlook, worst.first, worst.end)}: {needed} needed of {could_be} {_made(outlook, source)}"
    if worst.used > 1:
        usual = number(carried_by(outlook, stock, worst.first))
        said += f"; {units(worst.excess, unit)} pile up, the stock behind it usually holds {usual}"
    return Finding("refuse" if refused else "warn", where(outlook, source), said, _advice(outlook, source, worst))


def carried_by(outlook: Outlook, stock: str, day: int) -> float:
    """What usually stands by when a source falls behind; outside us, also in the stocks that its goods go to."""
    kind = outlook.scenario.sites[stock.partition("/")[0]].kind
    fed = outlook.flow.successors(stock) if kind in ("supplier", "feed") else ()
    return outlook.usual(stock, day) + sum(outlook.usual(each, day) for each in fed)


def days(outlook: Outlook, first: int, end: int) -> str:
    """`from 2026-08-01 to 2026-08-31`."""
    return f"from {outlook.date(first)} to {outlook.date(end - 1)}"


def where(outlook: Outlook, source: str) -> str:
    """The path of a source in the scenario."""
    return f"lines.{source}" if source in outlook.lines else f"lanes.{source}"


def _made(outlook: Outlook, source: str) -> str:
    """Where the capacity comes from, in words."""
    if source in outlook.lanes:
        return "it can carry"
    line = outlook.lines[source]
    parts = []
    if line.rate is not None:
        parts.append(f"rate {number(line.rate.number)} a {line.rate.per}")
    if line.surge:
        parts.append(f"surge {percent(line.surge)}")
    if line.failures:
        parts.append(f"up {percent(availability(line))}")
    if mature_yield(line) < 1:
        parts.append(f"yield {percent(mature_yield(line))}")
    return f"it can make ({', '.join(parts)})" if parts else "it can make"


def _advice(outlook: Outlook, source: str, spell: Spell) -> str:
    if spell.used == inf:
        return "open days in that time, or another source for it, would do"
    factor = spell.used / FULL
    if source in outlook.lanes:
        capacity = outlook.lanes[source].capacity
        assert capacity is not None
        return f"{number(capacity.number * factor)} {plural(capacity.unit)}/{capacity.per} would leave 10 % free"
    line = outlook.lines[source]
    if line.rate is None:
        return f"{number(np.ceil(line.machines * factor))} machines would leave 10 % free"
    return f"{number(line.rate.number * factor)} {plural(line.rate.unit)}/{line.rate.per} would leave 10 % free"


def _centre(outlook: Outlook, name: str) -> Finding | None:
    """Server-days that the lines of a work centre need, set-ups not counted, of those that it has."""
    centre = outlook.scenario.work_centres[name]
    lines = [line for line in sorted(outlook.lines) if outlook.lines[line].work_centre == name]
    could = centre.servers * outlook.open(centre.site).astype(float)
    need = np.zeros(outlook.days)
    for line in lines:
        need += outlook.need[line] * outlook.lines[line].machines / float(mature(outlook, line).max())
    worst = max(spells(outlook, need, could), key=lambda spell: spell.used, default=None)
    if worst is None or worst.used <= FULL + 1e-9:
        return None
    part = slice(worst.first, worst.end)
    said = (
        f"{percent(worst.used)} used {days(outlook, worst.first, worst.end)}, set-ups not counted: "
        f"{', '.join(lines)} need {number(float(need[part].sum()))} server-days of {number(float(could[part].sum()))}"
    )
    servers = units(float(np.ceil(centre.servers * worst.used / FULL)), "server")
    full = worst.whole and worst.used > 1
    return Finding("refuse" if full else "warn", f"work_centres.{name}", said, f"{servers} would leave 10 % free")
