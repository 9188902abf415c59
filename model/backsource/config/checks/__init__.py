"""What one block alone cannot know: whether names exist, units agree, shares add up, and goods flow one way."""

from collections.abc import Mapping, Sequence
from typing import Any

from backsource.config.checks import flow, lanes, lines, markets, stocks, unsure, world
from backsource.config.checks.collect import Checks
from backsource.config.checks.plans import schedule_faults
from backsource.config.checks.standing import status_faults
from backsource.config.checks.studies import form_faults, measure_faults, study_faults
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.errors import Fault

__all__ = ["form_faults", "measure_faults", "scenario_faults", "schedule_faults", "status_faults", "study_faults"]


def scenario_faults(scenario: Scenario, place: Place, raw: Mapping[str, Any] | None = None) -> list[Fault]:
    """Everything in a scenario that does not fit together.

    `raw` is what the file says, given when some entries were left out of the scenario because they have faults of
    their own: names that lead to them are then no faults.
    """
    checks = Checks(scenario, place, raw)
    parts: Sequence[Any] = (world, lanes, lines, stocks, markets, flow, unsure)
    for part in parts:
        part.check(checks)
    return checks.faults
