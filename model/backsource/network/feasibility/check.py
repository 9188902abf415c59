"""The static feasibility check: whether a plan can work at all, by arithmetic, before any simulation."""

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.network.feasibility.ability import curve
from backsource.network.feasibility.bank import Changeover, bank
from backsource.network.feasibility.dates import opens
from backsource.network.feasibility.finding import LEVELS, Finding
from backsource.network.feasibility.gates import impossible_gates
from backsource.network.feasibility.late import late
from backsource.network.feasibility.outlook import Outlook
from backsource.network.feasibility.reach import cycle, reach
from backsource.network.feasibility.stocks import keeping, stocks
from backsource.network.feasibility.unsimulated import unsimulated
from backsource.network.feasibility.utilisation import utilisation

MATURE = 0.95
"""Share of the mature rate at which a ramp counts as over."""


def feasibility(scenario: Scenario, schedule: Schedule | None = None) -> list[Finding]:
    """Everything that speaks against a plan before it is simulated, the gravest first, then by place.

    Means only: planned dates kept, mature yield, up-time of failures but no outages. What passes here can still fail
    by chance; what is refused here cannot work.
    """
    outlook = Outlook(scenario, schedule)
    circle = cycle(outlook)
    if circle:
        return circle
    changes = [Changeover(outlook, stock) for stock in outlook.schedule.stocks]
    found = [*reach(outlook), *utilisation(outlook), *late(outlook, changes), *stocks(outlook)]
    for change in changes:
        found += [*bank(change), *keeping(change)]
    found += [*impossible_gates(scenario, outlook.schedule), *_horizon(outlook), *unsimulated(outlook)]
    return sorted(found, key=lambda finding: (LEVELS.index(finding.level), finding.where, finding.found))


def _horizon(outlook: Outlook) -> list[Finding]:
    """A run that ends before two ramps have passed after the last step says little about the time after it."""
    if not outlook.steps:
        return []
    lengths = [_ramp_days(outlook, name) for name in (*outlook.schedule.opens, *outlook.schedule.qualified)]
    end = outlook.steps[-1] + 2 * max(lengths, default=0)
    if end <= outlook.days:
        return []
    said = f"the run ends on {outlook.date(outlook.days)}, two ramps after the last step end on {outlook.date(end)}"
    weeks = -(-end // 7)
    return [Finding("warn", "horizon", said, f"{weeks} weeks would do")]


def _ramp_days(outlook: Outlook, name: str) -> int:
    """Days from the opening of a line until its rate is 95 % of the mature one."""
    line = outlook.lines[name]
    if line.ramp is None:
        return 0
    shape, age = curve(line.ramp), 0
    while shape.share(age) < MATURE and age < outlook.days:
        age += 1
    spans = (line.ramp.tau, line.ramp.middle, line.ramp.over)
    working = any(span is not None and span.clock == "working" for span in spans)
    opened = int(min(opens(outlook, name), outlook.days))
    calendar = outlook.scenario.sites[line.site].calendar if working else None
    return outlook.after(opened, age, calendar) - opened
