"""Set-up times of a work centre."""

from backsource.simulation.source_plans import LinePlan


def setup_time(plan: LinePlan, before: str) -> float:
    """Set-up of a line on a server that last ran another line; none after itself [days]."""
    if before == plan.name:
        return 0.0
    return dict(plan.setup_after).get(before, plan.setup)
