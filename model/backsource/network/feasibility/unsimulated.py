"""What a scenario states and this version does not simulate, said once."""

from backsource.config.scenario import Scenario
from backsource.network.feasibility.finding import Finding


def unsimulated(scenario: Scenario) -> list[Finding]:
    """One note with all paths; none where nothing of it is stated."""
    paths = [f"sites.{name}.lets_go" for name, site in scenario.sites.items() if site.lets_go is not None]
    paths += [f"lanes.{name}.onboard" for name, lane in scenario.lanes.items() if lane.onboard is not None]
    paths += [f"lines.{name}.qualification" for name, line in scenario.lines.items() if line.qualification is not None]
    for name, contract in scenario.contracts.items():
        terms = ("minimum", "fee", "extension")
        paths += [f"contracts.{name}.{term}" for term in terms if getattr(contract, term) is not None]
    if not paths:
        return []
    said = f"stated but not simulated in this version: {', '.join(sorted(paths))}"
    return [Finding("note", "scenario", said, "read the answer as without them")]
