"""What is unsure: paths that exist, ranges in the unit of the plan."""

from backsource.config.checks.collect import Checks
from backsource.config.faults import nearest
from backsource.config.paths import aspect, bounds, is_outside, plan_number
from backsource.config.reference import KNOWS, ReferenceClass
from backsource.config.terms import Unsure
from backsource.units import UnitError


def check(checks: Checks) -> None:
    """Every entry of `unsure`."""
    for path, unsure in checks.scenario.unsure.items():
        if is_outside(path):
            if unsure.times is None and unsure.reference_class is None and not unsure.unknown:
                would_do = "`times: {median: 1.1, p90: 1.5}` or `reference_class: equipment` for a task, or for all"
                checks.fault(("unsure", path), "no `times`", would_do)
            elif unsure.reference_class is not None:
                _class(checks, path, unsure.reference_class)
            continue
        if _broken(checks, path):
            continue
        try:
            _value(checks, path, unsure)
        except UnitError as error:
            checks.fault(("unsure", path), error.found, error.would_do)


def _class(checks: Checks, path: str, name: ReferenceClass) -> None:
    """A class knows the kind of figure that a path leads to."""
    kind, known = aspect(checks.scenario, path), KNOWS[name]
    if kind not in known:
        found = f"`{name}`, which knows {' and '.join(known)}, not {kind}"
        able = " or ".join(f"`{other}`" for other, kinds in KNOWS.items() if kind in kinds)
        checks.fault(("unsure", path, "reference_class"), found, able)


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
    if unsure.reference_class is not None:
        _class(checks, path, unsure.reference_class)
    if unsure.seen is not None and not 0 <= number <= 1:
        raise UnitError(f"`seen` for a plan of {number:g}", nearest("range", ["range", "times"]))
