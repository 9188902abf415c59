"""Parts of a schedule, resolved: steps, gates, banks and clauses of one stock each."""

from __future__ import annotations

from math import ceil, inf

import numpy as np

from backsource.config.gates import Condition, Gauge, ShareLevel, SpanLevel
from backsource.config.schedule import Part, Step
from backsource.config.sharing import filled
from backsource.config.sources import AnyTool
from backsource.simulation import programme as plans
from backsource.simulation.planning import Planning
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.resolve.pipeline import normal_stock
from backsource.simulation.resolve.planning import days_of_use
from backsource.simulation.resolve.shares import path, sources_of
from backsource.simulation.resolve.stocks import order_multiple
from backsource.simulation.resolve.tasks import Calendars, duration, home_of, move_time, time
from backsource.units import Span


class Parts:
    """All parts of one schedule."""

    def __init__(self, frame: Frame, planning: Planning, calendars: Calendars) -> None:
        self.frame, self.planning, self.calendars = frame, planning, calendars

    def all(self) -> tuple[plans.PartPlan, ...]:
        """By the name of the stock; a stock that is cut from the graph has none."""
        parts = self.frame.schedule.parts
        return tuple(self.part(stock, part) for stock, part in sorted(parts.items()) if stock in self.planning.shares)

    def part(self, stock: str, part: Part) -> plans.PartPlan:
        """What the schedule does with one stock."""
        sources, given = sources_of(self.frame)[stock], dict(self.planning.shares[stock][0][1])
        as_is = {name: given.get(name, 0.0) for name in sorted(sources)}
        steps = [self.step(stock, step, shares) for step, shares in path(self.frame, stock, as_is, sources)]
        least = [(source, share, inf) for source, share in sorted(part.retain.items())]
        if part.overlap is not None:
            until = self.frame.day(part.overlap.until)
            least += [(source, share, until) for source, share in sorted(part.overlap.least.items())]
        return plans.PartPlan(
            stock=stock, calendar=self.calendars.of_site(stock.split("/", 1)[0]), as_is=tuple(sorted(as_is.items())),
            steps=tuple(steps), bridge=self.bridge(stock, part, as_is), last_buy=self.last_buy(part, as_is),
            least=tuple(least), back=self.back(stock, as_is),
            clause=self.clause(stock, part), extension=self.extension(stock, part),
            goes_back=self.frame.day(part.go_back) if part.go_back is not None else None,
        )  # fmt: skip

    # ---- the share path
    def step(self, stock: str, step: Step, shares: dict[str, float]) -> plans.StepPlan:
        """One step with the shares of all sources."""
        gate = self.condition(stock, step.gate) if step.gate else None
        wait = time(self.frame, step.wait_at_most) if step.wait_at_most else None
        return plans.StepPlan(self.frame.day(step.day), gate, wait, step.then, tuple(sorted(shares.items())))

    def condition(self, stock: str, given: Condition) -> plans.ConditionPlan:
        """What has to hold, as levels on gauges."""
        site, item = stock.split("/", 1)
        ours = [name for name, (at, line) in self.frame.lines.items() if at == site and line.makes == item]
        line = given.line or (ours[0] if ours else "")
        levels = tuple(self.level(stock, gauge, level) for gauge, level in given.levels.items())
        return plans.ConditionPlan(line, tuple(sorted(given.qualified)), tuple(sorted(given.done)), levels)

    def level(self, stock: str, gauge: Gauge, level: ShareLevel | SpanLevel) -> plans.Level:
        """One threshold, its times in worked days of the stock's site."""
        limits = (level.at_least, level.above if isinstance(level, SpanLevel) else None, level.below)
        at_least, above, below = (self.number(stock, limit) for limit in limits)
        window = ceil(self.working_days(stock, level.over)) if level.over else 0
        return plans.Level(gauge, at_least, above, below, window)

    def number(self, stock: str, threshold: Span | float | None) -> float | None:
        """A threshold: a share, or a time in worked days."""
        return self.working_days(stock, threshold) if isinstance(threshold, Span) else threshold

    def working_days(self, stock: str, span: Span) -> float:
        """A span in worked days of the stock's site, at their mean frequency."""
        if span.clock == "working":
            return span.amount
        calendar = self.frame.scenario.sites[stock.split("/", 1)[0]].calendar
        week = self.frame.scenario.calendars[calendar].week if calendar else (True,) * 7
        return self.frame.days(span) * sum(week) / 7

    # ---- banks
    def bridge(self, stock: str, part: Part, as_is: dict[str, float]) -> plans.BridgePlan | None:
        """A bank of so many days of use from the day on which it is used."""
        bridge = part.bridge
        if bridge is None:
            return None
        use_from = self.frame.day(bridge.use_from)
        row = np.array([int(use_from) - self.frame.first_day - 1])
        wanted = float(days_of_use(self.frame, self.planning, stock, bridge.want, row)[0])
        multiple = order_multiple(self.frame, stock)
        wanted = ceil(wanted / multiple - 1e-9) * multiple if multiple else wanted
        source, eve = bridge.source or largest(as_is), min(max(0, int(row[0])), self.frame.rows - 1)
        normal = normal_stock(self.frame, self.planning, stock, eve)
        return plans.BridgePlan(self.frame.day(bridge.start), use_from, wanted, source, normal)

    def last_buy(self, part: Part, as_is: dict[str, float]) -> plans.LastBuyPlan | None:
        """One last order."""
        buy = part.last_time_buy
        if buy is None:
            return None
        return plans.LastBuyPlan(self.frame.day(buy.date), buy.quantity.number, buy.source or largest(as_is))

    # ---- clauses
    def back(self, stock: str, as_is: dict[str, float]) -> plans.RollbackPlan:
        """How the stock goes back: as its rule says, else to the shares as they were, at any time."""
        rule = self.frame.schedule.part(stock).rollback
        shares = filled(as_is, rule.to) if rule is not None else as_is
        until = self.frame.day(rule.until) if rule is not None and rule.until != "exit" else inf
        lanes = self.frame.scenario.lanes
        return plans.RollbackPlan(
            when=self.condition(stock, rule.when) if rule is not None else None,
            shares=tuple(sorted(shares.items())), until=until, before_exit=rule is not None and rule.until == "exit",
            returns=self.returns(stock, shares),
            taking_back=tuple((source, time(self.frame, span)) for source, share in sorted(shares.items())
                              if share > 0 and source in lanes and (span := lanes[source].onboard) is not None),
        )  # fmt: skip

    def returns(self, stock: str, shares: dict[str, float]) -> tuple[plans.ReturnPlan, ...]:
        """Tools that tasks move to lines of the stock which get nothing after going back."""
        found = []
        for task_name, task in sorted(self.frame.schedule.tasks.items()):
            for tool, site in sorted(task.moves.items()):
                given = self.frame.scenario.tools[tool]
                if given.at == "none" or not self.is_idle(stock, shares, tool, site):
                    continue
                home = task.calendar or home_of(self.frame, task)
                law, working, calendar = (
                    move_time(self.frame, given.move.takes, given.move.calendar, home)
                    if given.move is not None else duration(self.frame, task, home)
                )  # fmt: skip
                found.append(plans.ReturnPlan(tool, given.at, law, working, self.calendars.of(calendar), task_name))
        return tuple({plan.tool: plan for plan in found}.values())

    def is_idle(self, stock: str, shares: dict[str, float], tool: str, site: str) -> bool:
        """Whether the lines of a stock that use a tool at a site get nothing of these shares."""
        users = [name for name, (at, line) in self.frame.lines.items()
                 if at == site and f"{at}/{line.makes}" == stock and tool in tools_of(line.tools)]  # fmt: skip
        return bool(users) and all(not shares.get(name) for name in users)

    def clause(self, stock: str, part: Part) -> plans.ClausePlan | None:
        """If not by a day, then."""
        given = part.if_not
        if given is None:
            return None
        return plans.ClausePlan(self.frame.day(given.by), self.condition(stock, given.condition), given.then)

    def extension(self, stock: str, part: Part) -> plans.ExtensionPlan | None:
        """When to call a contract's option."""
        given = part.extension
        if given is None:
            return None
        call_if = self.condition(stock, given.call_if)
        return plans.ExtensionPlan(given.contract, call_if, self.frame.day(given.decide_by))


def tools_of(tools: AnyTool | list[str]) -> list[str]:
    """Tools that a line needs, all or any of them."""
    return tools.any_of if isinstance(tools, AnyTool) else tools


def largest(shares: dict[str, float]) -> str:
    """The source with the largest share; the first by name of equal ones."""
    return max(sorted(shares), key=lambda name: shares[name])
