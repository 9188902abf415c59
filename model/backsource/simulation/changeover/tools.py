"""Tools: each is in exactly one place; a line without its tool does not work."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from backsource.log import Kind
from backsource.simulation.changeover.steps import decision_on
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import ActPlan, LinePlan, Plan

NOWHERE = "none"
KINDS = {"tool_ordered": Kind.TOOL_ORDERED, "tool_pulled": Kind.TOOL_PULLED, "tool_installed": Kind.TOOL_INSTALLED}


class Toolroom:
    """Where each tool is, and which lines wait for one."""

    def __init__(self, levers: Levers, plan: Plan) -> None:
        self.levers = levers
        self.at = dict(plan.tools)
        self.lines = [line for line in plan.lines.values() if line.tools]
        self.waiting: set[str] = set()
        self.look()

    def equipped(self, line: LinePlan) -> bool:
        """Whether a line has all its tools, or any of them where one is enough."""
        there = [self.at.get(tool) == line.site for tool in line.tools]
        return any(there) if line.any_tool else all(there)

    def look(self) -> None:
        """Halt the lines that have lost their tool, free those that have got it."""
        for line in self.lines:
            equipped = self.equipped(line)
            if equipped and line.name in self.waiting:
                self.waiting.discard(line.name)
                self.levers.free_line(line.name)
            elif not equipped and line.name not in self.waiting:
                self.waiting.add(line.name)
                self.levers.halt_line(line.name)

    def story(self, env: simpy.Environment, acts: list[ActPlan]) -> Generator[simpy.Event, Any, None]:
        """Order, pull and install tools on their days."""
        for act in acts:
            yield decision_on(env, act.day)
            if act.kind != "tool_ordered":
                self.at[act.subject] = act.shares[0][0] if act.shares else NOWHERE
                self.look()
            self.levers.note(KINDS[act.kind], act.subject)


def begin(env: simpy.Environment, levers: Levers, plan: Plan) -> None:
    """Put the tools where they are and follow their story."""
    room = Toolroom(levers, plan)
    acts = [act for act in plan.acts if act.kind.startswith("tool_") and act.day < plan.until]
    if acts:
        env.process(room.story(env, acts))
