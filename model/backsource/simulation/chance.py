"""Families of chance that can be switched off: all that there are, and those that a scenario has.

`prepare(scenario, schedule, without=("feed_outages",))` makes the same replications without one of them.
"""

from __future__ import annotations

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.simulation.off.families import CHANCES, Chance
from backsource.simulation.prepare import prepare
from backsource.simulation.truth import at_the_middle

__all__ = ["CHANCES", "Chance", "present"]


def present(scenario: Scenario, schedule: Schedule | None = None, status: Status | None = None) -> tuple[str, ...]:
    """Families of which there is something in a scenario under a schedule, in the order of `CHANCES`.

    A family may be there in truth only, where the plan says 0 and is unsure: the middle of all draws is looked at, too.
    """
    plan = prepare(scenario, schedule, status=status)
    worlds = (plan, at_the_middle(plan))
    return tuple(name for name, chance in CHANCES.items() if any(chance.switch(world) is not world for world in worlds))
