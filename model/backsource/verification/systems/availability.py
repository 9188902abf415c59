"""Machines that fail in calendar time: the kinds A.

A line without orders stands ready; its machine fails and is mended all the same, and the day book says
how long it was down. A run watches many lines at once, each with failures of its own.
"""

import re
from collections.abc import Iterator
from functools import partial

import numpy as np

from backsource.log import Floats, Kind, Log
from backsource.simulation.plan import Plan
from backsource.verification.estimates import OfMeans, Quantile, Value, column
from backsource.verification.formats import AnalyticCase
from backsource.verification.trials import Runs, Trial
from backsource.verification.words import law_in_words
from backsource.verification.worlds import World, days, exponential, plan_of, time_in_words

COPIES = 500
"""Lines watched in one run."""
DOWN, SQUARE, FAILURES, NEVER, UP_AT_END = range(5)
"""Columns of the finite horizon."""
_QUANTILE = re.compile(r"downtime_q(\d+)")
_REPAIRS = re.compile(r"prob_downtime_at_most_(\d+)_repairs")
SAME_TIME = 1e-9
CYCLES = 400
"""Failures of a machine in a row of the day book of a long history."""


def ready_line(mtbf: World, repair: World) -> World:
    """A line that waits for orders while its machine fails and is mended."""
    return {"site": "plant", "makes": "x", "rate": "1 units/day", "failures": {"mtbf": mtbf, "repair": repair}}


def plant(length: float, lines: dict[str, World]) -> Plan:
    """A plant of lines without orders."""
    stocks = {"plant/x": {"base_stock": "0 units", "sources": dict.fromkeys(lines, 1 / len(lines))}}
    return plan_of(length, sites={"plant": {"kind": "plant"}}, stocks=stocks, lines=lines)


# ---- a finite horizon
def finite_horizon(case: AnalyticCase) -> Iterator[Trial]:
    """Exponential times up and down, up at 0, watched for T: one day is T."""
    given = case.parameters
    mtbf, mttr, horizon = given["mtbf"], given["mttr"], given["T"]
    values = {
        "mean_uptime": Value(OfMeans(lambda m: float(horizon - m[DOWN]))),
        "mean_uptime_fraction": Value(OfMeans(lambda m: float(1 - m[DOWN] / horizon)), "share"),
        "mean_downtime_check": Value(column(DOWN)),
        "sd_uptime": Value(OfMeans(spread), "moment"),
        "expected_failures": Value(column(FAILURES)),
        "prob_no_failure": Value(column(NEVER), "chance"),
        "availability_at_T": Value(column(UP_AT_END), "share"),
    }
    for name in case.expected:
        if found := _QUANTILE.fullmatch(name):
            values[name] = Value(Quantile(DOWN, float(f"0.{found[1]}")), "quantile")
    yield watched(exponential(mtbf / horizon), exponential(mttr / horizon), (mtbf + mttr, horizon), values)
    yield long_history(exponential(1.0), exponential(mttr / mtbf), 1 + mttr / mtbf)


def constant_repair(case: AnalyticCase) -> Iterator[Trial]:
    """Exponential times up, constant repair, up at 0, watched for T."""
    given = case.parameters
    mtbf, repair, horizon = given["mtbf"], given["repair"], given["T"]
    values = {
        "mean_uptime_fraction": Value(OfMeans(lambda m: float(1 - m[DOWN] / horizon)), "share"),
        "sd_downtime": Value(OfMeans(spread), "moment"),
        "prob_no_failure": Value(column(NEVER), "chance"),
    }
    few = {name: int(found[1]) for name in case.expected if (found := _REPAIRS.fullmatch(name))}
    for place, name in enumerate(few):
        values[name] = Value(column(UP_AT_END + 1 + place), "chance")
    repair_time = {"family": "constant", "mean": days(repair / horizon)}
    limits = tuple(most * repair for most in few.values())
    yield watched(exponential(mtbf / horizon), repair_time, (mtbf + repair, horizon), values, limits)
    yield long_history(exponential(1.0), {"family": "constant", "mean": days(repair / mtbf)}, 1 + repair / mtbf)


def spread(means: Floats) -> float:
    """Standard deviation of the time down."""
    return float(np.sqrt(max(0.0, means[SQUARE] - means[DOWN] ** 2)))


def watched(
    mtbf: World, repair: World, spans: tuple[float, float], values: dict[str, Value], limits: tuple[float, ...] = ()
) -> Trial:
    """Many lines watched for one day, which stands for the horizon; *spans* are a failure's cycle and the horizon."""
    cycle, horizon = spans
    plan = plant(1, {f"line{i:03d}": ready_line(mtbf, repair) for i in range(COPIES)})
    source = Runs(plan, partial(watch, horizon=horizon, limits=limits), runs=8)
    return Trial((source,), values, periods=8 * COPIES * max(1.0, horizon / cycle))


def watch(log: Log, horizon: float, limits: tuple[float, ...]) -> Floats:
    """A row for each line: time down, its square, failures, never failed, up at the end, down at most each limit."""
    down = log.lines["down"][:, 0] * horizon
    failures = events_before(log, Kind.FAILURE, 1.0)
    working = failures == events_before(log, Kind.REPAIRED, 1.0)
    most = [down <= limit + SAME_TIME * horizon for limit in limits]
    return np.column_stack([down, down**2, failures, failures == 0, working, *most]).astype(float)


def events_before(log: Log, kind: Kind, end: float) -> Floats:
    """Number of events of one kind before *end* for each line."""
    place = {name: subject for subject, name in enumerate(log.subjects)}
    entries = log.journal[(log.journal["kind"] == kind) & (log.journal["time"] < end)]
    counts = np.bincount(entries["subject"], minlength=len(log.subjects)).astype(float)
    return np.asarray(counts[[place[name] for name in log.lines.names]])


# ---- the long run
def renewal_reward(case: AnalyticCase) -> Iterator[Trial]:
    """Laws of times up and down in words."""
    up, down = case.parameters["up"], case.parameters["down"]
    day = law_in_words(up).law.mean
    cycle = 1 + law_in_words(down).law.mean / day
    yield long_history(time_in_words(up, day), time_in_words(down, day), cycle)


def long_history(mtbf: World, repair: World, cycle: float) -> Trial:
    """Long-run availability; the first row of each history is warm-up. Times in mean times to failure."""
    rows = 6
    day = CYCLES * cycle
    scaled = [{key: rescaled(value, day) for key, value in law.items()} for law in (mtbf, repair)]
    plan = plant(rows, {f"line{i:03d}": ready_line(scaled[0], scaled[1]) for i in range(10)})
    source = Runs(plan, partial(up_share, skip=1), runs=2)
    return Trial((source,), {"availability": Value(column(0), "share")}, periods=2 * 10 * rows * CYCLES)


def rescaled(value: object, day: float) -> object:
    """A time written in days of one unit, in days of *day* units."""
    if isinstance(value, str) and value.endswith(" days"):
        return days(float(value.removesuffix(" days")) / day)
    return value


def up_share(log: Log, skip: int) -> Floats:
    """Share of time up of each line."""
    return np.asarray(1 - log.lines["down"][:, skip:].mean(axis=1, keepdims=True))


# ---- spares and repairers
def repair_shop(case: AnalyticCase) -> Iterator[Trial]:
    """M machines wanted, S cold spares, R repairers: one day is a time to failure."""
    given = case.parameters
    wanted, spares, repairers = (int(given[name]) for name in ("M", "S", "R"))
    mtbf, mttr = 1.0, given["mttr"] / given["mtbf"]
    warm_up = max(2, round(5 * (mtbf + (wanted + spares) * mttr / repairers)))
    length = warm_up + 100
    line = ready_line(exponential(mtbf), exponential(mttr))
    line |= {"machines": wanted, "spares": spares, "repairers": repairers}
    observe = partial(shop_floor, warm_up=warm_up, wanted=wanted, spares=spares, repairers=repairers)
    source = Runs(plant(length, {"line": line}), observe, runs=20)
    values = {
        "mean_running": Value(column(0)),
        "availability_of_required": Value(OfMeans(lambda m: float(m[0] / wanted)), "share"),
        "prob_all_required_running": Value(column(1), "share"),
        "mean_failed": Value(column(2)),
        "repairer_utilisation": Value(column(3), "share"),
    }
    yield Trial((source,), values, periods=20 * length * wanted)


def shop_floor(log: Log, warm_up: int, wanted: int, spares: int, repairers: int) -> Floats:
    """Machines running by the day book; by the journal: share of time with all running, failed, repairers busy."""
    running = wanted - log.lines.of("line", "down")[warm_up:].mean()
    moves = log.journal[np.isin(log.journal["kind"], (Kind.FAILURE, Kind.REPAIRED))]
    failed = np.concatenate([[0], np.cumsum(np.where(moves["kind"] == Kind.FAILURE, 1, -1))])
    instants = np.clip(np.concatenate([[0.0], moves["time"], [float(log.days)]]), warm_up, log.days)
    weight = np.diff(instants) / (log.days - warm_up)
    busy = np.minimum(failed, repairers) / repairers
    return np.array([[running, weight @ (failed <= spares), weight @ failed, weight @ busy]])
