"""What all switches share: things of a plan replaced, and laws without their spread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from backsource.laws.distributions import Law, constant
from backsource.laws.lasting import is_certain
from backsource.simulation.plan import Plan


def switched(plan: Plan, section: str, off: Callable[[Any], Any]) -> Plan:
    """The plan with each thing of a section as *off* gives it; the very same plan where *off* leaves all as they are.

    *off* returns what it was given where there is nothing to switch off.
    """
    things = getattr(plan, section)
    found = {name: off(thing) for name, thing in things.items()}
    if all(found[name] is thing for name, thing in things.items()):
        return plan
    changed: dict[str, Any] = {section: found}
    return replace(plan, **changed)


def steady(law: Law) -> Law:
    """The mean of a law in the place of all its values; the law itself where nothing is random."""
    return law if is_certain(law) else constant(law.mean)
