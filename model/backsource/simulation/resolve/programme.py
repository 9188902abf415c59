"""A schedule resolved into tasks, parts and contracts."""

from __future__ import annotations

from math import ceil, inf

import numpy as np

from backsource.config.gates import Condition, Extension, Fallback, Gauge, IfNot, ShareLevel, SpanLevel
from backsource.config.random import Random
from backsource.config.schedule import Bridge, LastTimeBuy, Part, Step
from backsource.config.sharing import filled
from backsource.config.tasks import After, Task
from backsource.laws import distributions as laws
from backsource.laws.distributions import Law
from backsource.simulation import programme as plans
from backsource.simulation.planning import Planning
from backsource.simulation.resolve.frame import Frame, law_of
from backsource.simulation.resolve.planning import days_of_use
from backsource.simulation.resolve.shares import path, sources_of
from backsource.simulation.resolve.stocks import order_multiple
from backsource.units import Span

AHEAD = 2000
"""Rows beyond the horizon that calendars of tasks know; a task that takes longer never ends in the run."""


def programme_of(frame: Frame, planning: Planning) -> plans.Programme:
    """Everything a schedule does."""
    schedule = frame.schedule
    return plans.Programme(
        tasks={name: task_plan(frame, name, task) for name, task in sorted(schedule.tasks.items())},
        parts=tuple(part_plan(frame, planning, stock, part) for stock, part in sorted(schedule.parts.items())
                    if stock in planning.shares),
        contracts=contract_plans(frame), opens={line: frame.day(day) for line, day in sorted(schedule.opens.items())},
        steering=(first_steering(frame), max(1.0, schedule.decided)), frozen=frozen_rows(frame),
        payments=tuple(sorted((frame.day(payment.date), frame.money(payment.amount)) for payment in schedule.pays
                              if frame.day(payment.date) >= 0)),
    )  # fmt: skip


# ---- tasks
def task_plan(frame: Frame, name: str, task: Task) -> plans.TaskPlan:
    """One task; a duration that is not given follows from what the task does."""
    calendar = task.calendar or calendar_of(frame, name, task)
    takes, working, calendar = duration(frame, task, calendar)
    return plans.TaskPlan(
        name=name, begin=frame.day(task.begin) if task.begin else -inf,
        after=tuple(link(frame, after) for after in task.after), takes=takes, working=working,
        worked=tuple(frame.mask(calendar, AHEAD).tolist()), brings=tuple(sorted(task.brings.items())),
        moves=tuple(sorted(task.moves.items())), trains=tuple(sorted(task.trains.items())),
        onboards=tuple(lane for lane in sorted(task.onboards) if lane in frame.lanes), trials=trials(frame, task),
        cost=frame.money(task.cost) if task.cost else 0.0,
    )  # fmt: skip


def calendar_of(frame: Frame, name: str, task: Task) -> str | None:
    """The calendar of a task that names none: of the line it qualifies, else of the site of the first part."""
    if task.qualifies:
        return frame.scenario.sites[frame.scenario.lines[task.qualifies].site].calendar
    stock = frame.schedule.stock or next(iter(frame.schedule.stocks), None)
    return frame.scenario.sites[stock.split("/", 1)[0]].calendar if stock is not None else None


def duration(frame: Frame, task: Task, calendar: str | None) -> tuple[Law, bool, str | None]:
    """Law of a duration, whether it counts worked days, and of which calendar."""
    tools = frame.scenario.tools
    if task.takes is not None:
        return task_law(frame, task.takes), is_working(task.takes), calendar
    if task.brings:
        leads = [tools[tool].lead or Span(0.0) for tool in sorted(task.brings)]
        longest_lead = max(leads, key=lambda span: span.amount)
        return laws.constant(in_its_clock(frame, longest_lead)), longest_lead.clock == "working", calendar
    moves = [tools[tool].move for tool in sorted(task.moves)]
    if any(move is not None for move in moves):
        longest = max((move for move in moves if move is not None), key=lambda move: task_law(frame, move.takes).mean)
        return task_law(frame, longest.takes), longest.calendar is not None, longest.calendar or calendar
    if task.onboards:
        spans = [frame.scenario.lanes[lane].onboard or Span(0.0) for lane in task.onboards]
        longest_span = max(spans, key=lambda span: span.amount)
        return laws.constant(longest_span.amount), longest_span.clock == "working", calendar
    return laws.constant(0.0), True, calendar


def task_law(frame: Frame, takes: Random[Span]) -> Law:
    """A duration in its own clock: worked days stay worked days."""
    return law_of(takes, lambda span: in_its_clock(frame, span))


def in_its_clock(frame: Frame, span: Span) -> float:
    """A span in days; worked days stay worked days."""
    return span.amount if span.clock == "working" else frame.days(span)


def is_working(random: Random[Span]) -> bool:
    """Whether a duration is written in working days."""
    spans = (getattr(random, key, None) for key in ("mean", "median", "mode", "most", "least"))
    return any(span is not None and span.clock == "working" for span in spans)


def link(frame: Frame, after: str | After) -> plans.Link:
    """One predecessor."""
    if isinstance(after, str):
        return plans.Link(after, "FS", 0.0, False)
    lag = after.lag or Span(0.0)
    return plans.Link(after.task, after.kind, in_its_clock(frame, lag), lag.clock == "working")


def trials(frame: Frame, task: Task) -> plans.Trials | None:
    """How the line of a task is approved."""
    if task.qualifies is None:
        return None
    rule = frame.scenario.lines[task.qualifies].qualification
    if rule is None:
        return None
    passes = None if isinstance(rule.passes, str) else rule.passes
    pieces = rule.pieces.number if rule.pieces else 0.0
    return plans.Trials(task.qualifies, rule.prepare.amount, rule.trial.amount, rule.approve.amount, passes,
                        task_law(frame, rule.again_after), pieces, rule.trial_parts == "sell")  # fmt: skip


# ---- parts
def part_plan(frame: Frame, planning: Planning, stock: str, part: Part) -> plans.PartPlan:
    """What the schedule does with one stock."""
    site = stock.split("/", 1)[0]
    as_is, sources = dict(planning.shares[stock][0][1]), sources_of(frame)[stock]
    steps = [step_plan(frame, stock, step, shares) for step, shares in path(frame, stock, as_is, sources)]
    least = [(source, share, inf) for source, share in sorted(part.retain.items())]
    if part.overlap is not None:
        least += [
            (source, share, frame.day(part.overlap.until)) for source, share in sorted(part.overlap.least.items())
        ]
    rollback = None
    if part.rollback is not None:
        until = inf if part.rollback.until == "exit" else frame.day(part.rollback.until)
        back = filled({name: as_is.get(name, 0.0) for name in sources}, part.rollback.to)
        rollback = (condition(frame, stock, part.rollback.when), tuple(sorted(back.items())), until)
    return plans.PartPlan(
        stock=stock, worked=tuple(frame.mask(frame.scenario.sites[site].calendar, AHEAD).tolist()),
        as_is=tuple(sorted(as_is.items())), steps=tuple(steps), least=tuple(least), rollback=rollback,
        bridge=bridge_plan(frame, planning, stock, part.bridge, as_is),
        last_buy=last_buy(frame, part.last_time_buy, as_is),
        clause=clause(frame, stock, part.if_not), extension=extension(frame, stock, part.extension),
        contracts=tuple(name for name, contract in sorted(frame.scenario.contracts.items())
                        if any(lane in as_is for lane in contract.lanes)),
    )  # fmt: skip


def clause(frame: Frame, stock: str, given: IfNot | None) -> tuple[float, plans.ConditionPlan, Fallback] | None:
    """What should be so by a day, and what happens otherwise."""
    return None if given is None else (frame.day(given.by), condition(frame, stock, given.condition), given.then)


def extension(frame: Frame, stock: str, given: Extension | None) -> tuple[str, plans.ConditionPlan, float] | None:
    """When the option of a contract is called."""
    return (
        None if given is None else (given.contract, condition(frame, stock, given.call_if), frame.day(given.decide_by))
    )


def step_plan(frame: Frame, stock: str, step: Step, shares: dict[str, float]) -> plans.StepPlan:
    """One step with the shares of all sources."""
    wait = working_days(frame, stock, step.wait_at_most) if step.wait_at_most else -1
    gate = condition(frame, stock, step.gate) if step.gate else None
    return plans.StepPlan(frame.day(step.day), gate, wait, step.then, tuple(sorted(shares.items())))


def working_days(frame: Frame, stock: str, span: Span) -> int:
    """A span in worked days of the stock's site."""
    if span.clock == "working":
        return ceil(span.amount)
    calendar = frame.scenario.sites[stock.split("/", 1)[0]].calendar
    week = frame.scenario.calendars[calendar].week if calendar else (True,) * 7
    return ceil(frame.days(span) * sum(week) / 7)


def condition(frame: Frame, stock: str, given: Condition) -> plans.ConditionPlan:
    """What has to hold, as levels on gauges."""
    site, item = stock.split("/", 1)
    ours = [name for name, (at, line) in frame.lines.items() if at == site and line.makes == item]
    levels = tuple(level_plan(frame, stock, word, level) for word, level in given.levels.items())
    line = given.line or (ours[0] if ours else "")
    return plans.ConditionPlan(line, tuple(given.qualified), tuple(given.done), levels)


def level_plan(frame: Frame, stock: str, word: Gauge, level: ShareLevel | SpanLevel) -> plans.Level:
    """One threshold, its times in worked days of the stock's site."""
    limits = (level.at_least, level.above if isinstance(level, SpanLevel) else None, level.below)
    at_least, above, below = (number(frame, stock, limit) for limit in limits)
    return plans.Level(word, at_least, above, below, working_days(frame, stock, level.over) if level.over else 0)


def number(frame: Frame, stock: str, threshold: float | Span | None) -> float | None:
    """A threshold: a share, or a time in worked days."""
    if isinstance(threshold, Span):
        return float(working_days(frame, stock, threshold)) if threshold.clock != "working" else threshold.amount
    return threshold


def bridge_plan(
    frame: Frame, planning: Planning, stock: str, bridge: Bridge | None, as_is: dict[str, float]
) -> plans.BridgePlan | None:
    """A bank of so many days of use from the day on which it is used."""
    if bridge is None:
        return None
    use_from = frame.day(bridge.use_from)
    row = np.array([int(use_from) - frame.first_day - 1])
    wanted = float(days_of_use(frame, planning, stock, bridge.want, row)[0])
    multiple = order_multiple(frame, stock)
    wanted = ceil(wanted / multiple - 1e-9) * multiple if multiple else wanted
    return plans.BridgePlan(frame.day(bridge.start), use_from, wanted, bridge.source or largest(as_is))


def last_buy(frame: Frame, buy: LastTimeBuy | None, as_is: dict[str, float]) -> tuple[float, float, str] | None:
    """One last order."""
    if buy is None:
        return None
    return frame.day(buy.date), buy.quantity.number, buy.source or largest(as_is)


def largest(shares: dict[str, float]) -> str:
    """The source with the largest share; the first by name of equal ones."""
    return max(sorted(shares), key=lambda name: shares[name])


# ---- contracts and dates
def contract_plans(frame: Frame) -> dict[str, plans.ContractPlan]:
    """All contracts, with the notice that the schedule gives."""
    notices = {notice.contract: notice for notice in frame.schedule.notices}
    found = {}
    for name, contract in sorted(frame.scenario.contracts.items()):
        notice, option = notices.get(name), contract.extension
        given, ends = inf, inf
        if notice is not None:
            given = frame.day(notice.date)
            ends = frame.day(contract.notice.last_day(notice.date)) + 1
        found[name] = plans.ContractPlan(
            name=name, given=given, ends=ends,
            lanes=tuple(lane for lane in sorted(contract.lanes) if lane in frame.lanes),
            extension_days=frame.days(option.each) if option else 0.0, extensions=option.at_most if option else 0,
            retention=frame.money(notice.retention) if notice and notice.retention else 0.0,
        )  # fmt: skip
    return found


def first_steering(frame: Frame) -> float:
    """The first steering date: the first expected day of any gate."""
    days = [frame.day(step.expect) for part in frame.schedule.parts.values() for step in part.share if step.expect]
    return min(days, default=0.0)


def frozen_rows(frame: Frame) -> tuple[bool, ...]:
    """Rows on which no step starts."""
    if not frame.schedule.freeze:
        return ()
    rows = [False] * frame.rows
    for window in frame.schedule.freeze:
        first, last = (int(frame.day(day)) - frame.first_day for day in (window.first, window.last))
        for row in range(max(0, first), min(frame.rows, last + 1)):
            rows[row] = True
    return tuple(rows)
