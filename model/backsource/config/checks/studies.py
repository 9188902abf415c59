"""Studies: what they ask for goes together, and fits the scenarios, the schedules and the measures that they name."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import prod
from typing import Any, Protocol

from backsource.config.checks.collect import Checks, Collector
from backsource.config.parsed import Dates
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.config.study import Study
from backsource.errors import Fault

EITHER = (("scenario", "scenarios"), ("replications", "rule"))
"""Pairs of keys of which a study has exactly one."""
FEWEST_KN = 10
"""Futures from which variances are good enough for KN."""


class Measured(Protocol):
    """What has to be known of a measure here."""

    @property
    def goal(self) -> str:
        """`min`, `max` or `none`: which way is better."""


def form_faults(data: Mapping[str, Any], place: Place) -> list[Fault]:
    """Pairs of keys of which a file has none or both."""
    faults = []
    for one, other in EITHER:
        given = [key for key in (one, other) if data.get(key) is not None]
        if len(given) != 1:
            found = f"`{one}` and `{other}`" if given else f"no `{one}` and no `{other}`"
            faults.append(place.fault(tuple(given[1:]), found, f"exactly one of `{one}` and `{other}`"))
    return faults


def study_faults(
    study: Study, scenarios: Sequence[Scenario], schedules: Sequence[str] | None, place: Place
) -> list[Fault]:
    """Everything in a study that does not fit together, or does not fit the files that it names and that were read."""
    collected = Collector(place)
    for key, files in (("schedules", study.schedules), ("scenarios", study.scenarios)):
        for i, path in enumerate(map(str, files)):
            if path in map(str, files[:i]):
                collected.fault((key, i), f"{path} twice", f"each {key.removesuffix('s')} once")
    _rule(collected, study)
    _design(collected, study)
    for name, floor in study.floors.items():
        collected.exactly_one(("floors", name), floor, "above", "below")
    if scenarios and schedules is not None:
        collected.among(("control",), study.control, schedules, "schedules")
    faults = collected.faults
    for scenario in scenarios:
        checks = Checks(scenario, place)
        _window(checks, "window", study.window, scenario.start)
        _window(checks, "reference", study.reference, scenario.start - timedelta(days=scenario.warm_up.amount))
        faults += [fault for fault in checks.faults if fault not in faults]
    return faults + _alike(scenarios, place)


def _window(checks: Checks, key: str, window: Dates, first: date) -> None:
    scenario = checks.scenario
    last = scenario.start + timedelta(days=scenario.horizon.amount - 1)
    if window.first < first or window.last > last:
        checks.fault((key,), f"{window.first}..{window.last}", f"dates from {first} to {last}")


def _alike(scenarios: Sequence[Scenario], place: Place) -> list[Fault]:
    """Scenarios of one study count days and money alike, or their numbers could not stand beside each other."""
    collected = Collector(place)
    for number, scenario in enumerate(scenarios):
        same = [one.scenario for one in scenarios[:number]]
        if scenario.scenario in same:
            collected.fault(("scenarios", number), f"`{scenario.scenario}` twice", "scenarios of different names")
        for key in ("currency", "start"):
            own, first = getattr(scenario, key), getattr(scenarios[0], key)
            if own != first:
                found = f"`{scenario.scenario}` with {key} {own}"
                collected.fault(("scenarios", number), found, f"{first}, as in `{scenarios[0].scenario}`,")
    return collected.faults


def _rule(collected: Collector, study: Study) -> None:
    """A rule has what it needs and nothing that belongs to another one."""
    rule = study.rule
    if rule is None:
        return
    if rule.by in ("kn", "rinott") and study.matters is None:
        would_do = (
            f"`matters: 250000` ({rule.by} needs the smallest difference that matters; `backsource budget` "
            "proposes one from a pilot)"
        )
        collected.fault(("rule", "by"), f"`{rule.by}` without `matters`", would_do)
    if rule.by == "precision" and not study.precision:
        collected.fault(("rule", "by"), "`precision` without half-widths", "`precision: {total_cost: 100000}`")
    if rule.by == "kn" and rule.first < FEWEST_KN:
        collected.fault(("rule", "first"), rule.first, f"{FEWEST_KN} or more, from which kn takes its variances,")
    if rule.most < rule.first:
        collected.fault(("rule", "most"), rule.most, f"{rule.first} or more, as `first` says,")
    if rule.by != "ocba" and rule.total is not None:
        collected.fault(("rule", "total"), f"`total` for {rule.by}", "`most` (`total` is for ocba)")
    if rule.by == "ocba" and rule.total is None:
        collected.fault(("rule", "by"), "`ocba` without `total`", "`total: 4000`, runs of all schedules together,")
    needed = rule.first * len(study.schedules)
    if rule.by == "ocba" and rule.total is not None and rule.total < needed:
        found = f"{rule.total} for {len(study.schedules)} schedules of {rule.first} futures to begin with"
        collected.fault(("rule", "total"), found, f"{needed} or more")
    own = any(path.partition(".")[0] == "schedules" for path in study.factors)
    if rule.by != "precision" and len(study.schedules) < 2 and not own:
        collected.fault(("rule", "by"), f"`{rule.by}` with one schedule", "two or more to choose from")


def _design(collected: Collector, study: Study) -> None:
    """Points are of factors that need them; a distribution needs points."""
    if study.design == "full":
        for path, given in study.factors.items():
            if isinstance(given, dict):
                would_do = "levels, or `design: {latin_hypercube: 40}`"
                collected.fault(("factors", path), "a distribution, of which `design: full` takes no values", would_do)
        return
    collected.exactly_one(("design",), study.design, "latin_hypercube", "sobol")
    count, sobol = study.design.count, study.design.sobol
    if sobol is not None and sobol & (sobol - 1):
        below = 1 << (sobol.bit_length() - 1)
        collected.fault(("design", "sobol"), sobol, f"a power of two as {below} or {2 * below} (else out of balance)")
    if not study.factors:
        collected.fault(("design",), "points without `factors`", "factors, or no `design`")
        return
    levels = [given for given in study.factors.values() if isinstance(given, list)]
    ways = prod(len(each) for each in levels)
    if len(levels) == len(study.factors) and count >= ways:
        found = f"{count} points of factors with levels only, which go together in {ways} ways"
        collected.fault(("design",), found, "`design: full`, fewer points or a distribution")


def measure_faults(study: Study, measures: Mapping[str, Measured], place: Place) -> list[Fault]:
    """Names of measures that do not exist, and objectives of which neither more nor less is better."""
    collected = Collector(place)
    objectives: dict[tuple[str, ...], str] = {("primary",): study.primary}
    if study.search is not None and study.search.also is not None:
        objectives["search", "also"] = study.search.also
    for path, name in objectives.items():
        if collected.among(path, name, measures, "measures") and measures[name].goal == "none":
            found = f"`{name}`, of which neither more nor less is better"
            collected.fault(path, found, "a measure with a goal, as `total_cost`,")
    for name, floor in study.floors.items():
        collected.among(("floors", name, "measure"), floor.measure, measures, "measures")
    for name in study.precision:
        collected.among(("precision", name), name, measures, "measures")
    for number, name in enumerate(study.measures):
        collected.among(("measures", number), name, measures, "measures")
    return collected.faults
