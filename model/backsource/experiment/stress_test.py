"""Stress: each site, lane, line, tool and common cause taken out on several dates, in the same futures.

A loss is an outage more, from the morning of a date for the time to recover. Nobody knows of it before: what is planned
and decided beforehand stays, and all that the scenario draws stays drawn. Time to recover and risk exposure after
Simchi-Levi et al., Interfaces 45 (2015).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from math import ceil, isnan
from pathlib import Path

import numpy as np

from backsource.config import Scenario, Schedule, Status
from backsource.errors import StudyError
from backsource.experiment.arms import TWIN, Arm
from backsource.experiment.contents import versions
from backsource.experiment.probing import Probed, Told, probed
from backsource.experiment.single import REFERENCE_DAYS
from backsource.experiment.stress_dates import Course, course_of, stress_days
from backsource.inference import mean_interval
from backsource.inference.stressed import Felt, Stressed, Thing
from backsource.measures import catalogue
from backsource.network.dependency.parts import kind_of, name_of
from backsource.network.dependency.stopping import Losable, Outages
from backsource.network.feasibility.outlook import Outlook
from backsource.results import Inputs, Run

FILE = "stress.sqlite"
"""Runs of a stress test, in its folder."""
RECOVERY = 28.0
"""Days for which a thing is lost of which the scenario does not say how long it takes to recover."""
FUTURES = 8
MOST_THINGS = 60
"""Things that are taken out: of more, those that most lanes and lines rest on, kind by kind."""
WITHOUT = "without loss"
"""Name of the arm in which nothing is lost."""
JUDGING = ("short_", "gap_days_", "gap_given_", "feed_down_days", "survival_least", "exposed_days")
"""Measures that speak of outages themselves; the others say what happened."""
TOLD = frozenset(measure.name for measure in catalogue() if not measure.name.startswith(JUDGING))


@dataclass(frozen=True)
class Stress:
    """What is taken out, when and for how long."""

    scenario: Scenario
    schedule: Schedule | None
    status: Status | None
    days: tuple[int, ...]
    """Ascending days since the start."""
    recovery: float = RECOVERY
    """Days, where the scenario does not say."""
    futures: int = FUTURES
    seed: int = 0


@dataclass(frozen=True)
class Lost:
    """A thing with its arm on each date; things of which all losses are the same share their arms."""

    part: str
    recovers: float
    assumed: bool
    arms: tuple[str, ...]


def stress_of(
    scenario: Scenario,
    schedule: Schedule | None = None,
    *,
    status: Status | None = None,
    dates: Sequence[date] = (),
    every: float | None = None,
    recovery: float = RECOVERY,
    futures: int = FUTURES,
    seed: int = 0,
) -> Stress:
    """A stress test, with the dates of `stress_days`. Raises `StudyError` where there is nothing to take out."""
    days = stress_days(scenario, schedule, status=status, dates=dates, every=every)
    if not days:
        raise StudyError(f"{scenario.scenario}: no date of the schedule lies in the run; --dates would do")
    if not Losable(Outlook(scenario, schedule)).stopped():
        raise StudyError(f"{scenario.scenario}: no market draws on a lane or line; a market with demand would do")
    return Stress(scenario, schedule, status, tuple(days), recovery, futures, seed)


def stress_test(
    stress: Stress,
    folder: Path | None = None,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> Stressed:
    """Run it. Runs are stored in *folder*, and those that are there already are not made again.

    Measured from the start of the scenario, or the status, to its horizon, as one replication is. Numbers depend
    neither on *jobs* and *cluster* nor on interruptions. Raises what `probed` raises.
    """
    losable = Losable(Outlook(stress.scenario, stress.schedule))
    stopped = losable.stopped()
    chosen = _chosen(stopped)
    base = _arm(stress, WITHOUT, {})
    arms, lost = _lost(stress, losable, chosen)
    runs = probed(
        [(arm, range(stress.futures)) for arm in (base, *arms.values())],
        _inputs(stress, base, list(arms)), file=FILE, folder=folder, jobs=jobs, cluster=cluster,
        on_progress=on_progress,
    )  # fmt: skip
    things = sorted(_merged(stress, lost, runs), key=lambda thing: thing.rank)
    course, start = course_of(stress.scenario, stress.schedule), stress.scenario.start
    units = {stress.scenario.items[market.item].unit for market in stress.scenario.markets.values()}
    return Stressed(
        scenario=stress.scenario.scenario,
        schedule=stress.schedule.schedule if stress.schedule is not None else None,
        unit=units.pop() if len(units) == 1 else "",
        seed=stress.seed, futures=stress.futures,
        dates=tuple(start + timedelta(days=day) for day in stress.days),
        phases=tuple(course.phase(day) for day in stress.days),
        events=tuple((start + timedelta(days=day), what) for day, what in course.events),
        changeover=_ends(course, start),
        without=mean_interval(_values(runs[WITHOUT], "units_short")),
        things=tuple(things), left_out=len(stopped) - len(chosen),
        horizon=start + timedelta(days=ceil(stress.scenario.horizon.amount)),
    )  # fmt: skip


def _chosen(stopped: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The things that are taken out."""
    if len(stopped) <= MOST_THINGS:
        return list(stopped)
    most = sorted(stopped, key=lambda part: -len(stopped[part]))[:MOST_THINGS]
    return [part for part in stopped if part in most]


def _lost(stress: Stress, losable: Losable, parts: Sequence[str]) -> tuple[dict[str, Arm], list[Lost]]:
    """The arms by name, and each thing with the names of its arms; what stops the very same is one arm."""
    arms, known, found = dict[str, Arm](), dict[object, str](), list[Lost]()
    for part in parts:
        said = losable.parts.recovers(part)
        lasts = said or stress.recovery
        names = []
        for day in stress.days:
            on = stress.scenario.start + timedelta(days=day)
            outages = losable.lost(part, on, lasts)
            key = (day, losable.stops(outages))
            if key not in known:
                known[key] = f"loss of {part} on {on}"
                arms[known[key]] = _arm(stress, known[key], outages)
            names.append(known[key])
        found.append(Lost(part, lasts, not said, tuple(names)))
    return arms, found


def _arm(stress: Stress, name: str, outages: Outages) -> Arm:
    """One arm: the scenario with outages more."""
    scenario = stress.scenario.model_copy(update={"outages": {**stress.scenario.outages, **outages}})
    last = ceil(scenario.horizon.amount) - 1
    return Arm.of(
        name, scenario, stress.schedule, seed=stress.seed, window=(0, last),
        reference=(0, min(REFERENCE_DAYS - 1, last)), status=stress.status,
    )  # fmt: skip


def _merged(stress: Stress, lost: Sequence[Lost], runs: Probed) -> list[Thing]:
    """Things with what their losses cost; of those with the same arms the first, which names the others."""
    together: dict[tuple[str, ...], list[Lost]] = {}
    for one in lost:
        together.setdefault(one.arms, []).append(one)
    return [
        Thing(
            part=first.part, kind=kind_of(first.part), name=name_of(first.part), recovers=first.recovers,
            assumed=first.assumed and all(one.assumed for one in others),
            also=tuple(one.part for one in others),
            felt=tuple(_felt(runs[name], runs[WITHOUT], stress.futures) for name in first.arms),
        )
        for first, *others in together.values()
    ]  # fmt: skip


def _felt(own: Mapping[int, Run], without: Mapping[int, Run], futures: int) -> Felt:
    """The difference, future by future. Raises `StudyError` where these are not the same futures."""
    for number in range(futures):
        if own[number].environment != without[number].environment:
            raise StudyError(f"future {number}: what was drawn differs with a loss; it must be the same")
    short, days = (_values(own, name) - _values(without, name) for name in ("units_short", "gap_days"))
    touched = sum(_differs(own[number], without[number]) for number in range(futures))
    return Felt(tuple(short.tolist()), mean_interval(short), mean_interval(days), touched)


def _differs(one: Run, other: Run) -> bool:
    """Whether anything that is measured of what happened differs."""
    pairs = ((one.measures[name], other.measures[name]) for name in one.measures if name in TOLD)
    return any(own != its and not (isnan(own) and isnan(its)) for own, its in pairs)


def _values(runs: Mapping[int, Run], measure: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A measure of all futures, in their order."""
    return np.array([runs[number].measures[measure] for number in sorted(runs)])


def _ends(course: Course, start: date) -> tuple[date, date] | None:
    if course.first is None or course.last is None:
        return None
    return start + timedelta(days=course.first), start + timedelta(days=course.last)


def _inputs(stress: Stress, base: Arm, names: Sequence[str]) -> Inputs:
    """What the runs were made from."""
    scenario, schedule, status = (
        "" if one is None else one.model_dump_json(by_alias=True)
        for one in (stress.scenario, stress.schedule, stress.status)
    )
    way = stress.schedule.schedule if stress.schedule is not None else TWIN
    facts = (stress.seed, scenario, schedule, status, tuple(names))
    return Inputs(
        study="{}", scenario=scenario, schedules={way: schedule} if schedule else {}, versions=versions(),
        seed=stress.seed, hash=blake2b(repr(facts).encode(), digest_size=16).hexdigest(), status=status,
        notes={"twin": base.name, "window_days": f"{base.window[0]}..{base.window[1]}"},
    )  # fmt: skip
