"""Lines: what they make, of what, how fast, and how they fail."""

from backsource.config.checks.collect import Checks
from backsource.config.sources import AnyTool, Line, YieldLearning

OUTSIDE = ("supplier", "feed")
RAMP_KEYS = {"exponential": ("tau",), "logistic": ("tau", "middle"), "linear": ("over",)}


def check(checks: Checks) -> None:
    """Every line and work centre."""
    for name, line in checks.scenario.lines.items():
        _place(checks, name, line)
        _material(checks, name, line)
        _pace(checks, name, line)
        _needs(checks, name, line)
        _approval(checks, name, line)
        _costs(checks, name, line)
    for name, centre in checks.scenario.work_centres.items():
        checks.known(("work_centres", name, "site"), centre.site, "sites")


def _place(checks: Checks, name: str, line: Line) -> None:
    path = ("lines", name)
    site = checks.known((*path, "site"), line.site, "sites")
    item = checks.known((*path, "makes"), line.makes, "items")
    at = checks.scenario.sites.get(line.site)
    stock = f"{line.site}/{line.makes}"
    if site and item and at is not None and at.kind not in OUTSIDE and stock not in checks.names("stocks"):
        checks.fault((*path, "makes"), f"no stock `{stock}`", f"a stock of {line.makes} at {line.site}")
    if line.bom and at is not None and at.kind in OUTSIDE:
        would_do = "no bill of material at an outside site (make it a plant to simulate what it uses)"
        checks.fault((*path, "bom"), f"a bill of material at the {at.kind} {line.site}", would_do)


def _material(checks: Checks, name: str, line: Line) -> None:
    stocks = checks.names("stocks")
    at = checks.scenario.sites.get(line.site)
    for item, amount in line.bom.items():
        path = ("lines", name, "bom", item)
        if not checks.known(path, item, "items"):
            continue
        if item == line.makes:
            checks.fault(path, f"`{item}`, which the line makes,", "other items")
        checks.in_unit_of(path, amount, item)
        if at is not None and at.kind not in OUTSIDE and f"{line.site}/{item}" not in stocks:
            checks.fault(path, f"no stock `{line.site}/{item}`", f"a stock of {item} at {line.site}")


def _pace(checks: Checks, name: str, line: Line) -> None:
    path = ("lines", name)
    checks.exactly_one(path, line, "rate", "processing")
    checks.in_unit_of((*path, "rate"), line.rate, line.makes)
    checks.in_unit_of((*path, "lot"), line.lot, line.makes)
    if isinstance(line.yield_, YieldLearning):
        checks.in_unit_of((*path, "yield", "over"), line.yield_.over, line.makes)
    elif line.yield_ == 0:
        checks.fault((*path, "yield"), "0 %", "a share above 0")
    if line.ramp is not None:
        needed = RAMP_KEYS[line.ramp.shape]
        other = [key for key in ("tau", "middle", "over") if key not in needed]
        checks.only_keys((*path, "ramp"), line.ramp, needed, other, f"for a ramp that is {line.ramp.shape}")
    for i, failure in enumerate(line.failures):
        at = (*path, "failures") if _single(checks, name) else (*path, "failures", i)
        checks.exactly_one(at, failure, ("mtbf", "repair"), ("fails", "ends"))
        checks.takes_time((*at, "mtbf"), failure.mtbf)
    if line.staff is not None and line.staff > line.machines:
        checks.fault((*path, "staff"), line.staff, f"at most {line.machines}, the number of machines,")


def _single(checks: Checks, name: str) -> bool:
    """Whether the failures stand in the file as one block."""
    return 0 not in checks.place.of(("lines", name, "failures")).inside


def _needs(checks: Checks, name: str, line: Line) -> None:
    path = ("lines", name)
    if checks.known((*path, "work_centre"), line.work_centre, "work_centres") and line.work_centre is not None:
        centre = checks.scenario.work_centres.get(line.work_centre)
        if centre is not None and centre.site != line.site:
            found = f"`{line.work_centre}`, which stands at {centre.site}"
            checks.fault((*path, "work_centre"), found, f"a work centre at {line.site}")
    if line.setup is not None:
        if line.work_centre is None:
            checks.fault((*path, "setup"), "a set-up without a work centre", "`work_centre`, whose set-up it is,")
        for other in line.setup.after:
            checks.known((*path, "setup", "after", other), other, "lines")
    tools = line.tools.any_of if isinstance(line.tools, AnyTool) else line.tools
    at = (*path, "tools", "any_of") if isinstance(line.tools, AnyTool) else (*path, "tools")
    for i, tool in enumerate(tools):
        checks.known((*at, i), tool, "tools")


def _approval(checks: Checks, name: str, line: Line) -> None:
    """Trials count pieces of what the line makes, take time, and can be passed."""
    rules, path = line.qualification, ("lines", name, "qualification")
    if rules is None:
        return
    checks.in_unit_of((*path, "pieces"), rules.pieces, line.makes)
    for key in ("prepare", "trial", "approve"):
        if getattr(rules, key).clock == "operating":
            checks.fault((*path, key), "operating time", "days, or working days,")
    if rules.passes == 0:
        checks.fault((*path, "passes"), "0 %", "a chance above 0")
    if rules.passes == "from yield" and (rules.pieces is None or rules.pieces.number == 0):
        checks.fault((*path, "passes"), "`from yield` without pieces", "`pieces`, the number tried,")
    if rules.trial.amount == 0 and rules.passes != 1:
        checks.takes_time((*path, "again_after"), rules.again_after)


def _costs(checks: Checks, name: str, line: Line) -> None:
    path = ("lines", name, "cost")
    unit = checks.unit.get(line.makes)
    if unit is not None:
        checks.pays_for((*path, "variable"), line.cost.variable, (unit,))
    checks.pays_for((*path, "fixed"), line.cost.fixed, ("year",))
    checks.pays_for((*path, "capex"), line.cost.capex, ())
