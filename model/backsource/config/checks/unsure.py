"""What is unsure: paths that exist, ranges in the unit of the plan."""

from backsource.config.checks.collect import Checks
from backsource.config.faults import nearest
from backsource.config.paths import bounds, is_outside, plan_number
from backsource.config.terms import Unsure
from backsource.units import UnitError


def check(checks: Checks) -> None:
    """Every entry of `unsure`."""
    for path, unsure in checks.scenario.unsure.items():
        if is_outside(path):
            if unsure.times is None and not unsure.unknown:
                checks.fault(("unsure", path), "no `times`", "`times: {median: 1.1, p90: 1.5}` for a task, or for all")
            continue
        if _broken(checks, path):
            continue
        try:
            _value(checks, path, unsure)
        except UnitError as error:
            checks.fault(("unsure", path), error.found, error.would_do)


def _broken(checks: Checks, path: str) -> bool:
    """Whether the path leads to an entry that has faults of its own."""
    section, _, rest = path.partition(".")
    known = getattr(checks.scenario, section, None)
    names = checks.names(section) if isinstance(known, dict) else ()
    return any(rest == name or rest.startswith(f"{name}.") for name in names if name not in (known or {}))


def _value(checks: Checks, path: str, unsure: Unsure) -> None:
    number = plan_number(checks.scenario, path)
    if unsure.range is not None:
        bounds(checks.scenario, path, unsure.range)
    if unsure.seen is not None and not 0 <= number <= 1:
        raise UnitError(f"`seen` for a plan of {number:g}", nearest("range", ["range", "times"]))
