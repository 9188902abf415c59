"""Dependency of the outputs of a scenario on what feeds them, without simulating, on any day of a schedule.

Simchi-Levi, Schmidt and Wei, Harvard Business Review 92 (2014), for times to survive and to recover and the risk
exposure; cut sets by `gates.py`, rates by `losing.py` and `sharing.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import inf, isfinite

import networkx as nx
import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.errors import NetworkError
from backsource.network.dependency.concentrating import concentrated
from backsource.network.dependency.gates import Cut, Remembered
from backsource.network.dependency.losing import Losing
from backsource.network.dependency.parts import KINDS, Parts, kind_of, name_of
from backsource.network.dependency.report import Dependency, Loss, Picture, When
from backsource.network.dependency.requirements import requirements
from backsource.network.dependency.sharing import Sharing
from backsource.network.dependency.standing import YEAR, Standing, ramps_of
from backsource.network.feasibility.dates import closes, opens
from backsource.network.feasibility.outlook import Outlook

MOST_DAYS = 12
"""Days of a changeover that are looked at beside those before and after."""
WALKS = 15_000
"""Sources times days of a changeover that are looked at."""
ORDER = 3
"""Largest order of cut sets."""
WORK = 600_000
"""Variables of linear programs that are solved for one day, all together."""
START = 3000
"""Variables that take as long as it takes to begin with a program."""


def depend(scenario: Scenario, schedule: Schedule | None = None, on: date | None = None) -> Dependency:
    """Dependency before, during and after a schedule, or before, on one day and after; as it is without a schedule.

    Raises NetworkError where no market asks for anything, or where the day is not in the run.
    """
    outlook = Outlook(scenario, schedule)
    if not any(asked.any() for asked in outlook.demand.values()):
        raise NetworkError(f"{scenario.scenario}: no market asks for anything; a market with demand would do")
    if on is not None and not 0 <= outlook.day(on) < outlook.days:
        last = outlook.date(outlook.days - 1)
        raise NetworkError(f"--on: found {on}; a date from {scenario.start} to {last} would do")
    parts, remembered = Parts(scenario), Remembered()
    days, left_out = _days(outlook, on)
    pictures = [_picture(standing, parts, when, remembered) for standing, when in days]
    units = {scenario.items[stock.partition("/")[2]].unit for picture in pictures for stock in picture.outputs}
    name = schedule.schedule if schedule is not None else None
    return Dependency(scenario.scenario, name, units.pop() if len(units) == 1 else "", pictures, left_out)


def _days(outlook: Outlook, on: date | None) -> tuple[list[tuple[Standing, When]], int]:
    """Days to look at: before anything changes, on each day that changes the structure, and after it all.

    With the number of days of a changeover that are left out.
    """
    ramps, changes = ramps_of(outlook), _changes(outlook)
    asked = None if on is None else outlook.day(on)
    if not changes:
        return [(Standing(outlook, asked or 0, ramps), "as it is" if asked is None else "on")], 0
    before = max(0, int(min(changes[0], outlook.timetable.begin)) - 1)
    after = max(min(changes[-1] + 1, outlook.days - 1), outlook.days - YEAR)
    if asked is not None:
        days: dict[int, When] = {before: "before", after: "after", asked: "on"}
        return [(Standing(outlook, day, ramps), when) for day, when in sorted(days.items())], 0
    most = min(MOST_DAYS, WALKS // (len(outlook.lanes) + len(outlook.lines)))
    first, number = Standing(outlook, before, ramps), 0
    found: list[tuple[Standing, When]] = [(first, "before")]
    known = _structure(first)
    for day in changes:
        standing = Standing(outlook, day, ramps)
        new = _structure(standing)
        if new != known and before < day < after:
            number += 1
            found += [(standing, "during")] if number <= most else []
        known = new
    return [*found, (Standing(outlook, after, ramps), "after")], max(0, number - most)


def _structure(standing: Standing) -> list[tuple[str, float, tuple[tuple[str, ...], ...]]]:
    """What makes a day differ from another: open sources of what the outputs draw on, their shares and tools."""
    stocks = standing.upstream(list(_outputs(standing)))
    return [(one.name, round(one.share, 9), one.tools) for stock in stocks for one in standing.open_at[stock]]


def _changes(outlook: Outlook) -> list[int]:
    """Days within the run on which a schedule opens, closes or moves something."""
    schedule, times = outlook.schedule, outlook.timetable.times
    days: list[float] = [*outlook.steps, *closes(outlook).values()]
    days += [opens(outlook, line) for line in (*schedule.opens, *schedule.qualified) if line in outlook.lines]
    days += [times[name, "S"] for name, task in schedule.tasks.items() if task.moves]
    days += [
        times[name, "F"]
        for name, task in schedule.tasks.items()
        if task.onboards or task.trains or task.brings or task.moves
    ]
    return sorted({int(np.ceil(day)) for day in days if isfinite(day) and 0 < day < outlook.days})


def _picture(standing: Standing, parts: Parts, when: When, remembered: Remembered) -> Picture:
    outputs = _outputs(standing)
    stocks = standing.upstream(list(outputs))
    sources = [source for stock in stocks for source in standing.open_at[stock]]
    needs = {source.name: parts.needs(source) for source in sources}
    spare = [f"tool {tool}" for source in sources for tools in source.tools for tool in tools]
    known = dict.fromkeys([part for needed in needs.values() for part in needed] + spare)
    names = sorted(known, key=lambda part: (KINDS.index(kind_of(part)), part))
    cuts = remembered.cuts(requirements(standing, stocks, needs), list(outputs), ORDER)
    losing, dark = Losing(standing, outputs, needs, names), set(parts.unseen(standing, stocks))
    families = {stock: sorted((tuple(sorted(cut)) for cut in cuts.of[stock]), key=lambda cut: (len(cut), cut))
                for stock in outputs}  # fmt: skip
    losses = _losses(losing, parts, {cut for family in cuts.of.values() for cut in family}, dark)
    shown = [source for stock in _shifting(standing, list(outputs)) for source in standing.sources.values()
             if source.stock == stock]  # fmt: skip
    sites = {site for source in sources for site in parts.behind(source.site)}
    met, lasts = _with_nothing_lost(losing)
    return Picture(
        when=when, day=standing.outlook.date(standing.day), outputs=outputs, sources=shown,
        volumes=standing.volumes(outputs), met=met, lasts=lasts, losses=losses, cuts=families, order=cuts.order,
        truncated=cuts.truncated, concentrated=concentrated(standing, parts, stocks), seen=len(sites),
        unseen=sorted(dark),
    )  # fmt: skip


def _outputs(standing: Standing) -> dict[str, float]:
    """Outputs downstream of what the schedule changes; all without a schedule that changes stocks."""
    changing = standing.outlook.schedule.stocks
    below = {stock for start in changing for stock in (start, *nx.descendants(standing.outlook.flow, start))}
    return {stock: asked for stock, asked in standing.outputs.items() if stock in below} or standing.outputs


def _shifting(standing: Standing, outputs: list[str]) -> list[str]:
    return standing.outlook.schedule.stocks or outputs


def _with_nothing_lost(losing: Losing) -> tuple[float, float]:
    """Share of the demand that is met for good, and days for which all of it is."""
    if not losing.shared:
        return float(losing.left[0]), float(losing.survives()[0])
    programs = Sharing(losing)
    met = programs.for_good(0).left
    return met, inf if met >= 1 - 1e-9 else programs.survives(0)


def _losses(losing: Losing, parts: Parts, cuts: set[Cut], dark: set[str]) -> list[Loss]:
    """Every part, worst first: what is left, then how long all is met."""
    single = {part for cut in cuts if len(cut) == 1 for part in cut}
    pairs: dict[str, int] = {}
    for cut in cuts:
        for part in cut if len(cut) == 2 else ():
            pairs[part] = pairs.get(part, 0) + 1
    recovers = [parts.recovers(part) for part in losing.parts]
    days = np.array([1.0, *(time or 1.0 for time in recovers)])
    left, survives, lost, exposed = losing.left, losing.survives(), losing.lost(days), losing.exposed()
    weights = losing.weights()
    daily = sum(weights[stock] * asked for stock, asked in losing.outputs.items())
    only = next(iter(losing.outputs)) if len(losing.outputs) == 1 else None
    found = []
    for place, part in enumerate(losing.parts, start=1):
        time = recovers[place - 1]
        short = None if time is None else max(0.0, float(lost[place])) * daily * time
        found.append(Loss(
            part, part in single, pairs.get(part, 0), float(left[place]),
            None if only is None else float(losing.rates[only][place]), float(exposed[place]), float(survives[place]),
            time, short, None if short is None else short / (daily * YEAR), None, not losing.shared,
            kind_of(part) == "site" and name_of(part) in dark,
        ))  # fmt: skip
    if losing.shared:
        found = _exactly(losing, found, daily)
    return _ranked(found)


def _exactly(losing: Losing, losses: Sequence[Loss], daily: float) -> list[Loss]:
    """The same by linear programs, those of the most exposed parts first, as far as the work goes."""
    programs, known, found = Sharing(losing), dict[bytes, tuple[float, float | None, float]](), list(losses)
    most = WORK // (programs.size + START)
    for place in sorted(range(len(losses)), key=lambda place: (-losses[place].exposed, losses[place].part)):
        loss, column = losses[place], place + 1
        key = np.array([losing.dead[source.name][column] for source in losing.sources]).tobytes()
        if key not in known:
            if programs.solved >= most:
                break
            answer = programs.for_good(column)
            known[key] = (answer.left, answer.rate, inf if answer.left >= 1 - 1e-9 else programs.survives(column))
        share, rate, survives = known[key]
        short = loss.short
        if loss.recovers is not None:
            over = loss.recovers > survives
            short = programs.lost(column, loss.recovers) * daily * loss.recovers if over else 0.0
        of_year = None if short is None else short / (daily * YEAR)
        found[place] = replace(loss, left=share, rate=rate, survives=survives, short=short, short_of_year=of_year,
                               exact=True)  # fmt: skip
    return found


def _ranked(losses: Sequence[Loss]) -> list[Loss]:
    """With the index of risk exposure; the worst first."""
    most = max((loss.short or 0.0 for loss in losses), default=0.0)
    indexed = [replace(loss, exposure=loss.short / most) if most > 0 and loss.short is not None else loss
               for loss in losses]  # fmt: skip
    return sorted(indexed, key=_badness)


def _badness(loss: Loss) -> tuple[object, ...]:
    """Rank: what stops an output first, then by what is left, how long all is met, and how much goes through it."""
    sizes = (round(loss.left, 9), round(loss.survives, 6), -round(loss.exposed, 9))
    return (not loss.stops, *sizes, KINDS.index(kind_of(loss.part)), loss.part)
