"""The as-is model beside what really happened, week by week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import isnan, nan

import numpy as np

from backsource.config import Scenario
from backsource.config.history import History
from backsource.errors import StudyError
from backsource.experiment.past import Past
from backsource.experiment.provenance import as_is_hash
from backsource.experiment.weeks import Series, Weeks
from backsource.experiment.workers import blocks, shared_out
from backsource.inference import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.coverage import FEWEST
from backsource.log import Floats
from backsource.results import Beside, Check
from backsource.results.checks import Curve
from backsource.simulation import simulate
from backsource.simulation.plan import Plan

PASSED, OUTSIDE, STEADY, WILD = "passed", "too often out", "too steady", "too unsteady"
"""Verdicts on a series. Demand that swings less than the model's fails too: answers would rest on too much chance."""
LEVEL = 0.05
"""Chance that a true model fails."""


@dataclass(frozen=True)
class View:
    """The model with some of its draws replaced by facts, and the series that are read from it."""

    plan: Plan
    series: tuple[Series, ...]


def backcast(
    scenario: Scenario,
    history: History,
    *,
    replications: int = 200,
    seed: int = 0,
    jobs: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Check:
    """Run the as-is model over the past. Numbers do not depend on *jobs*.

    Demand is compared as the model draws it. Stocks, OTIF, backlog and what is on order are compared under demand as
    it was and supply as the model draws it: these are judged. Under receipts as they were they are shown and not
    judged, for such a band has hardly any width, and the first miscount would reject any model.

    Raises `StudyError` with fewer than 40 replications, or where there is no week to compare.
    """
    if replications < FEWEST:
        raise StudyError(f"{replications} replication(s) asked for; {FEWEST} or more would do, for a band of 90 %")
    weeks = Weeks(scenario, history)
    drawn, asked, received = run_views(
        views(Past(scenario, history), weeks), weeks, replications, seed, jobs, on_progress
    )
    paths = {**drawn, **asked}
    if not any(np.isfinite(weeks.actual(series)).any() for series in paths):
        raise StudyError("the history has no week to compare; counts of stocks after the first ones would do")
    judged = side_by_side(paths, weeks, unanimous=False)
    known, told = sum(one.weeks for one in judged), {one.series for one in judged}
    return Check(
        scenario=scenario.scenario, scenario_hash=as_is_hash(scenario), history_hash=history.hash,
        first=history.first.isoformat(), last=history.last.isoformat(),
        passed=all(one.verdict == PASSED for one in judged),
        inside=sum(one.inside * one.weeks for one in judged) / known if known else 1.0,
        weeks=history.weeks, unused=history.unused, replications=replications, seed=seed,
        judged=judged, books=side_by_side(received, weeks, unanimous=True),
        silent=tuple(str(series) for series in paths if str(series) not in told),
    )  # fmt: skip


def views(past: Past, weeks: Weeks) -> tuple[View, View, View]:
    """Nothing listed: demand. Demand as it was: stock, OTIF and backlog. Receipts as they were: what these fed."""
    served, fed = weeks.served(), past.fed()
    reached = tuple(series for series in served if series.kind != "on order" and weeks.stock_of(series) in fed)
    return View(past.own(), tuple(weeks.drawn())), View(past.asked(), tuple(served)), View(past.received(), reached)


def run_views(
    views: tuple[View, ...],
    weeks: Weeks,
    replications: int,
    seed: int,
    jobs: int,
    on_progress: Callable[[int, int], None] | None,
) -> list[dict[Series, Floats]]:
    """For each view the futures of its series, each of shape (replications, weeks)."""
    used = [(number, view) for number, view in enumerate(views) if view.series]
    found: list[dict[Series, Floats]] = [
        {series: np.empty((replications, weeks.history.weeks)) for series in view.series} for view in views
    ]
    calls = [
        partial(run_block, number, view, weeks, seed, block)
        for (number, view), block in blocks(used, replications, jobs)
    ]
    done = 0
    for number, block, values in shared_out(calls, jobs):
        for series, column in zip(views[number].series, values, strict=True):
            found[number][series][block.start : block.stop] = column
        done += len(block)
        if on_progress:
            on_progress(done, replications * len(used))
    return found


def run_block(number: int, view: View, weeks: Weeks, seed: int, block: range) -> tuple[int, range, Floats]:
    """Consecutive futures of one view; values of shape (series, futures, weeks)."""
    values = np.empty((len(view.series), len(block), weeks.history.weeks))
    for place, replication in enumerate(block):
        log = simulate(view.plan, seed, replication)
        for row, series in enumerate(view.series):
            values[row, place] = weeks.of(log, series)
    return number, block, values


def side_by_side(futures: Mapping[Series, Floats], weeks: Weeks, *, unanimous: bool) -> tuple[Beside, ...]:
    """Every series that has a week to compare, beside its band, judged together; *unanimous* as in `coverage`."""
    every = {series: coverage(weeks.actual(series), paths, unanimous=unanimous) for series, paths in futures.items()}
    covers = {series: cover for series, cover in every.items() if cover.known.any()}
    statistics = [(series, OUTSIDE, cover.share.estimate, cover.futures) for series, cover in covers.items()]
    swings = {series: swing(weeks.actual(series), futures[series]) for series in covers if series.kind == "demand"}
    statistics += [(series, STEADY, own, others) for series, (own, others) in swings.items()]
    statistics += [(series, WILD, -own, -others) for series, (own, others) in swings.items()]
    if not statistics:
        return ()
    chances = as_bad_by_chance([own for _, _, own, _ in statistics], [others for *_, others in statistics])
    found = []
    for series, cover in covers.items():
        answers = zip(statistics, chances, strict=True)
        chance, word = min((chance, word) for (of, word, *_), chance in answers if of == series)
        verdict = word if chance <= LEVEL else PASSED
        found.append(beside(series, weeks, cover, swings[series][0] if series in swings else nan, chance, verdict))
    return tuple(found)


def beside(series: Series, weeks: Weeks, cover: Coverage, swings: float, chance: float, verdict: str) -> Beside:
    """The record of one series."""
    actual = weeks.actual(series)
    return Beside(
        series=str(series), unit=weeks.unit(series), weeks=cover.share.count, inside=cover.share.estimate,
        limits=(cover.share.low, cover.share.high), swing=None if isnan(swings) else swings,
        apart=float(np.abs(actual - cover.middle)[cover.known].max()), chance=chance, verdict=verdict,
        actual=plain(actual), low=plain(cover.low), middle=plain(cover.middle), high=plain(cover.high),
    )  # fmt: skip


def plain(values: Floats) -> Curve:
    """Numbers as a record keeps them: none in place of nan."""
    return tuple(None if isnan(value) else value for value in values.tolist())
