"""A schedule with what a search varies in it: its words, and everything wrong with a search before it runs."""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from backsource.config.factors import schedule_words, unfolded
from backsource.config.faults import nearest
from backsource.config.load import memory, parsed, schedule_from
from backsource.config.paths import way_to
from backsource.config.places import Place
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule, Step
from backsource.config.search import DateBounds, NumberBounds, Search
from backsource.config.study import Study
from backsource.errors import ConfigError, Fault
from backsource.units import UnitError, parse_share, shown

OWN = ("format", "schedule", "stock")
"""Keys that say which schedule it is, not what it does."""
COMPLETE = 1e-9
"""Named shares this close to 1 leave nothing for others."""


def schedule_at(start: Schedule, levels: Mapping[str, Any], scenario: Scenario, name: str) -> Schedule:
    """The schedule with levels at some paths, checked against the scenario, under another name.

    Raises ConfigError where levels do not go together, as steps that cross; UnitError for a path.
    """
    words = {**schedule_words(start, with_rest(start, levels)), "schedule": name}
    return schedule_from(words, scenario=scenario)


def value_at(start: Schedule, path: str, level: Any) -> Any:
    """What a level is once it is read, whatever stands around it; None where it cannot be read."""
    read, _ = parsed(Schedule, memory(schedule_words(start, with_rest(start, {path: level}))))
    return None if read is None else way_to(read, unfolded(read, path))[-1][1]


def with_rest(start: Schedule, levels: Mapping[str, Any]) -> dict[str, Any]:
    """The levels, and for each step in which a share varies those of its other named sources.

    They share the rest in proportion to what they had, equally where they had nothing. Where the step did not name
    shares that add up to all there is none to give: the schedule itself says who gets the rest.
    """
    found = dict(levels)
    for step, (folder, varied) in _steps(start, levels).items():
        named = way_to(start, unfolded(start, step))[-1][1].shares
        others = {source: share for source, share in named.items() if source not in varied}
        if not others or abs(sum(named.values()) - 1.0) > COMPLETE:
            continue
        rest = max(1 - sum(_exact(parse_share(levels[path])) for path in varied.values()), Fraction(0))
        total = sum(map(_exact, others.values()))
        for source, share in others.items():
            part = _exact(share) / total if total else Fraction(1, len(others))
            found[f"{folder}.{source}"] = _percent(rest * part)
    return found


def _exact(share: float) -> Fraction:
    """A share as it was written."""
    return Fraction(repr(share))


def _percent(share: Fraction) -> str:
    """A share in the words of a file, in at most 12 figures."""
    percent = Context(prec=12).divide(Decimal(100 * share.numerator), Decimal(share.denominator))
    return f"{format(percent.normalize(), 'f')} %"


def _steps(start: Schedule, levels: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, str]]]:
    """Steps in which shares vary: path of the step, folder of its shares, and path of each source that varies."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for path in levels:
        way = way_to(start, unfolded(start, path))
        if len(way) < 3 or way[-2][0] != "shares" or not isinstance(way[-3][1], Step):
            continue
        source = way[-1][0]
        folder = path.removesuffix(f".{source}")
        step = folder.removesuffix(".shares")
        found.setdefault(step, (folder, {}))[1][source] = path
    return found


def search_faults(
    study: Study, scenarios: Sequence[Scenario], schedules: Mapping[str, Schedule], place: Place
) -> list[Fault]:
    """Everything wrong with the search of a study, each level by itself; none where there is no search.

    Whether levels go together is seen point by point: steps that cross are no fault of their bounds.
    """
    search = study.search
    if search is None:
        return []
    faults = [place.fault(("search", *path), found, would_do) for path, found, would_do in _alone(study, search)]
    if search.start not in schedules:
        found = f"`{search.start}`, which is none of the schedules"
        return [*faults, place.fault(("search", "from"), found, nearest(search.start, schedules))]
    start = schedules[search.start]
    for path, levels in search.vary.items():
        at = ("search", "vary", path)
        faults += [place.fault((*at, *below), *halves) for below, halves in _wrong(start, path, levels)]
        around = [other for other in search.vary if path.startswith(f"{other}.")]
        faults += [place.fault(at, f"a path inside {other}, which varies too", "one of the two") for other in around]
        if isinstance(levels, DateBounds):
            faults += [place.fault(at, *halves) for scenario in scenarios for halves in _dates(levels, scenario)]
    return faults


def _alone(study: Study, search: Search) -> list[tuple[tuple[str, ...], str, str]]:
    """What is wrong with the search whatever the schedule says: path below `search`, what was found, what would do."""
    found: list[tuple[tuple[str, ...], str, str]] = []
    if search.also is None and study.matters is None:
        would_do = "`matters` beside it, the smallest difference of the primary measure that matters,"
        found.append(((), "a search without `matters`", would_do))
    if search.also == study.primary:
        found.append((("also",), f"{search.also}, the primary measure", "another measure"))
    return found


def _wrong(start: Schedule, path: str, levels: Any) -> list[tuple[tuple[int, ...], tuple[str, str]]]:
    """What cannot stand at a path: number of a listed level, found, would do."""
    if path.partition(".")[0] in OWN:
        return [((), (f"`{path}`, which says what schedule it is", "a path to what it does"))]
    try:
        way_to(start, unfolded(start, path))
    except UnitError as error:
        return [((), (error.found, error.would_do))]
    found: list[tuple[tuple[int, ...], tuple[str, str]]] = []
    for number, level in enumerate(_ends(levels)):
        below = (number,) if isinstance(levels, tuple) else ()
        found += [(below, halves) for halves in _unread(start, path, level)]
        if found and not below:
            break
    return found


def _ends(levels: Any) -> Sequence[Any]:
    """All listed levels; the first and the last within bounds."""
    match levels:
        case DateBounds():
            return (str(levels.first), str(levels.last))
        case NumberBounds():
            return (levels.levels[0], levels.levels[-1])
    return tuple(levels)


def _unread(start: Schedule, path: str, level: Any) -> list[tuple[str, str]]:
    """What is wrong with a level as the reader of the schedule sees it, whatever stands around."""
    try:
        words = schedule_words(start, with_rest(start, {path: level}))
        _, faults = parsed(Schedule, memory(words))
    except UnitError as error:
        return [(error.found, error.would_do)]
    except ConfigError as error:
        faults = list(error.faults)
    return [(f"{shown(str(level))}, with which {one.path} is {one.found}", one.would_do) for one in faults]


def _dates(levels: DateBounds, scenario: Scenario) -> list[tuple[str, str]]:
    """Dates beyond what is simulated."""
    last = scenario.horizon.amount
    days = [(day - scenario.start).days for day in (levels.first, levels.last)]
    if days[0] >= 0 and days[1] < last:
        return []
    return [(levels.text, f"dates from {scenario.start} on, within the {last:g} days that are simulated,")]
