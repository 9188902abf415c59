"""Gates that can never open, and clauses that fire whatever happens: they ask for more than the plan can ever show.

Judged against the end state of the plan: mature yield, up-time in the long run, the policy's own target. What a small
sample shows by luck does not count as being able.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from backsource.config.gates import Condition, ShareLevel, SpanLevel
from backsource.config.scenario import Scenario
from backsource.config.schedule import Part, Schedule
from backsource.config.sharing import as_is, filled
from backsource.config.sources import Line, YieldLearning
from backsource.network.feasibility.ability import availability
from backsource.network.feasibility.finding import Finding, Level, number, percent
from backsource.network.feasibility.supply import mature_yield
from backsource.units import Span

TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of one stock, where it stands, and the shares in force when it is looked at."""

    stock: str
    part: Part
    where: str
    condition: Condition
    shares: dict[str, float]
    level: Level
    """How bad it is when it never holds: it refuses where the schedule would wait for ever."""


def impossible_gates(scenario: Scenario, schedule: Schedule) -> list[Finding]:
    """One finding for each thing that a gate or clause asks for and that can never be, in the order of the file."""
    found = []
    for asked in _asked(scenario, schedule):
        fate = "the gate can never open" if asked.where.endswith("gate") else "the clause fires whatever happens"
        for key, why, would_do in _reasons(scenario, schedule, asked):
            found.append(Finding(asked.level, f"{asked.where}.{key}", f"{why}: {fate}", would_do))
    return found


def _asked(scenario: Scenario, schedule: Schedule) -> Iterator[Asked]:
    for stock, part in schedule.parts.items():
        start = "schedule" if stock == schedule.stock else f"schedule.parts.{stock}"
        shares = as_is(scenario, stock)
        for i, step in enumerate(part.share):
            if step.gate is not None:
                level: Level = "warn" if step.wait_at_most is not None and step.then != "hold" else "refuse"
                yield Asked(stock, part, f"{start}.share[{i}].gate", step.gate, shares, level)
            shares = filled(shares, step.shares)
        if part.if_not is not None:
            yield Asked(stock, part, f"{start}.if_not", part.if_not.condition, shares, "warn")


def _reasons(scenario: Scenario, schedule: Schedule, asked: Asked) -> Iterator[tuple[str, str, str]]:
    """Key, what can never be, and what would help."""
    for name in asked.condition.qualified:
        line = scenario.lines[name]
        if line.qualification is not None and name not in schedule.qualified and name not in schedule.opens:
            yield name, f"no task qualifies {name}", f"a task with `qualifies: {name}`"
    ours = [name for name in asked.shares if name in scenario.lines]
    speaks_of = asked.condition.line or (ours[0] if ours else None)
    for word, level in asked.condition.levels.items():
        if isinstance(level, SpanLevel):
            yield from _cover(scenario, asked, level) if word == "cover" else ()
        elif word == "make_share":
            yield from _make_share(asked, level, sum(asked.shares[name] for name in ours))
        elif speaks_of is not None:
            yield from _of_line(word, level, speaks_of, _trained(scenario.lines[speaks_of], speaks_of, schedule))


def _trained(line: Line, name: str, schedule: Schedule) -> Line:
    """A line with the people that tasks train for it."""
    people = [task.trains[name] for task in schedule.tasks.values() if name in task.trains]
    return line.model_copy(update={"staff": max(people)}) if people else line


def _of_line(word: str, level: ShareLevel, name: str, line: Line) -> Iterator[tuple[str, str, str]]:
    """Yield, rate and up-time of a line against what it comes to in the end."""
    if word == "yield":
        most, what = mature_yield(line), "mature yield"
        reached = not isinstance(line.yield_, YieldLearning) or line.yield_.first >= most
    elif word == "uptime":
        most, what, reached = availability(line), "availability", True
    else:
        people = 1.0 if line.staff is None else min(1.0, line.staff / line.machines)
        most, what = availability(line) * people, "availability" if people == 1 else "availability and people"
        reached = line.ramp is None or line.ramp.shape == "linear" or line.ramp.start >= 1
    asked = level.at_least
    if asked is not None and (asked > most + TINY or (asked > most - TINY and not reached)):
        yield word, f"{percent(asked)} asked, and the {what} of {name} is {percent(most)}", f"less than {percent(most)}"


def _make_share(asked: Asked, level: ShareLevel, share: float) -> Iterator[tuple[str, str, str]]:
    if level.at_least is not None and level.at_least > share + TINY:
        why = f"{percent(level.at_least)} asked, and the steps before give our lines {percent(share)}"
        yield "make_share", why, f"at most {percent(share)}"


def _cover(scenario: Scenario, asked: Asked, level: SpanLevel) -> Iterator[tuple[str, str, str]]:
    """Cover against the target of the stock's own policy, and the bank on top of it where there is one."""
    wanted = level.at_least or level.above
    policy = scenario.stocks[asked.stock].cover
    if wanted is None or policy is None:
        return
    bank = asked.part.bridge
    target = _working(scenario, asked.stock, policy.span)
    target += _working(scenario, asked.stock, bank.want.span) if bank is not None else 0.0
    least = _working(scenario, asked.stock, wanted)
    if least > target + TINY:
        why = f"{number(least)} working days asked, and the stock's own target is {number(target)}"
        yield "cover", why, f"at most {number(target)} working days"


def _working(scenario: Scenario, stock: str, span: Span) -> float:
    """A length of time in working days of the stock's site, holidays left out."""
    if span.clock == "working":
        return span.amount
    calendar = scenario.sites[stock.partition("/")[0]].calendar
    week = scenario.calendars[calendar].week if calendar is not None else (True,) * 7
    return span.amount * sum(week) / 7
