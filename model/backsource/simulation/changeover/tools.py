"""Tools: each is in exactly one place; a line without its tool does not work."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from backsource.log import Kind
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import Plan
from backsource.simulation.source_plans import LinePlan

NOWHERE = "none"


class Toolroom:
    """Where each tool is, and which lines wait for one."""

    def __init__(self, env: simpy.Environment, levers: Levers, plan: Plan) -> None:
        self.env, self.levers = env, levers
        self.at = dict(plan.tools)
        self.lines = [line for line in plan.lines.values() if line.tools]
        self.waiting: set[str] = set()
        self.arrived = env.event()
        self.look()

    def equipped(self, line: LinePlan) -> bool:
        """Whether a line has all its tools, or any of them where one is enough."""
        there = [self.at.get(tool) == line.site for tool in line.tools]
        return not there or (any(there) if line.any_tool else all(there))

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

    def pull(self, tool: str) -> None:
        """A tool leaves its place."""
        self.at[tool] = NOWHERE
        self.levers.note(Kind.TOOL_PULLED, tool)
        self.look()

    def install(self, tool: str, site: str) -> None:
        """A tool is ready for work at a site."""
        self.at[tool] = site
        self.levers.note(Kind.TOOL_INSTALLED, tool, detail=self.levers.shelf.subjects[site])
        self.look()
        self.arrived.succeed()
        self.arrived = self.env.event()

    def on_line(self, line: LinePlan) -> Generator[simpy.Event, Any, None]:
        """Wait until a line has its tools."""
        while not self.equipped(line):
            yield self.arrived

    def off_the_road(self, tool: str) -> Generator[simpy.Event, Any, None]:
        """Wait until a tool that is on its way is installed."""
        while self.at[tool] == NOWHERE:
            yield self.arrived
