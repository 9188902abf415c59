"""What a scenario states and a run does not simulate, said once."""

from backsource.network.feasibility.finding import Finding
from backsource.network.feasibility.outlook import Outlook


def unsimulated(outlook: Outlook) -> list[Finding]:
    """One note with all paths; none where nothing of it is stated.

    What takes time is simulated as a task: onboarding of a lane, qualification of a line that opens in the run.
    """
    scenario, schedule = outlook.scenario, outlook.schedule
    paths = [f"sites.{name}.lets_go" for name, site in scenario.sites.items() if site.lets_go is not None]
    paths += [
        f"lanes.{name}.onboard"
        for name, lane in scenario.lanes.items()
        if lane.onboard is not None and outlook.onboards(name) is None
    ]
    paths += [
        f"lines.{name}.qualification"
        for name, line in scenario.lines.items()
        if line.qualification is not None and name not in schedule.qualified
    ]
    for name, contract in scenario.contracts.items():
        paths += [f"contracts.{name}.{term}" for term in ("minimum", "fee") if getattr(contract, term) is not None]
    if not paths:
        return []
    said = f"stated but not simulated here: {', '.join(sorted(paths))}"
    return [Finding("note", "scenario", said, "a task of the schedule, or read the answer as without them")]
