"""The as-is model beside what really happened, week by week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

import numpy as np

from backsource.config import Scenario
from backsource.config.history import History
from backsource.errors import StudyError
from backsource.experiment.past import Past
from backsource.experiment.weeks import Series, Weeks
from backsource.experiment.workers import blocks, shared_out
from backsource.inference import Coverage, as_bad_by_chance, coverage, swing
from backsource.inference.coverage import FEWEST
from backsource.log import Floats
from backsource.simulation import simulate
from backsource.simulation.plan import Plan

Verdict = Literal["passed", "outside too often", "too steady"]
LEVEL = 0.05
"""Chance that a true model fails."""


@dataclass(frozen=True)
class View:
    """The model with some of its draws replaced by facts, and the series that are read from it."""

    plan: Plan
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Finding:
    """One series beside its band."""

    series: Series
    actual: Floats
    """What happened, shape (weeks,); nan in weeks without a value."""
    coverage: Coverage
    swing: float
    """Of demand: how far it swings, in what the model says; nan for the others."""
    chance: float
    """How often a future of the model does as badly in any series."""
    verdict: Verdict

    @property
    def apart(self) -> float:
        """Largest difference from the middle of the band; nan without a value."""
        found = np.abs(self.actual - self.coverage.middle)[self.coverage.known]
        return float(found.max()) if len(found) else float("nan")


@dataclass(frozen=True)
class Backcast:
    """The verdict and what it rests on."""

    scenario: str
    history: History
    replications: int
    seed: int
    judged: tuple[Finding, ...]
    """Supply as the model draws it; demand of the market as it draws it too, everything else under demand as it was."""
    books: tuple[Finding, ...]
    """Receipts as they were: what stock and service logic make of them. Shown, not judged: such a band has hardly any
    width, and the first miscount would reject any model."""

    @cached_property
    def passed(self) -> bool:
        """Whether no series speaks against the model."""
        return all(finding.verdict == "passed" for finding in self.judged)

    @cached_property
    def inside(self) -> float:
        """Share of weeks inside, over all series that are judged."""
        known = sum(finding.coverage.share.count for finding in self.judged)
        return sum(int(finding.coverage.inside.sum()) for finding in self.judged) / known if known else float("nan")


def backcast(
    scenario: Scenario,
    history: History,
    *,
    replications: int = 200,
    seed: int = 0,
    jobs: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Backcast:
    """Run the as-is model over the past. Numbers do not depend on *jobs*.

    Raises `StudyError` with fewer than 40 replications, or where the history has nothing to compare.
    """
    if replications < FEWEST:
        raise StudyError(f"{replications} replication(s) asked for; {FEWEST} or more would do, for a band of 90 %")
    past, weeks = Past(scenario, history), Weeks(history)
    own, asked, received = views(past, weeks)
    futures = run_views((own, asked, received), weeks, replications, seed, jobs, on_progress)
    judged = findings({**futures[0], **futures[1]}, weeks)
    return Backcast(scenario.scenario, history, replications, seed, judged, findings(futures[2], weeks))


def views(past: Past, weeks: Weeks) -> tuple[View, View, View]:
    """Nothing listed: demand. Demand as it was: stock, OTIF and backlog. Receipts as they were: what these fed."""
    scenario, served = past.given, weeks.served()
    drawn = tuple(Series("demand", name) for name, market in scenario.markets.items() if market.demand.listed is None)
    fed = past.fed()
    stock_of = {name: f"{market.origin}/{market.item}" for name, market in scenario.markets.items()}
    reached = tuple(series for series in served if stock_of.get(series.of, series.of) in fed)
    return View(past.own(), drawn), View(past.asked(), tuple(served)), View(past.received(), reached)


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
        for block in blocks(replications, jobs) for number, view in used
    ]  # fmt: skip
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


def findings(futures: Mapping[Series, Floats], weeks: Weeks) -> tuple[Finding, ...]:
    """Every series that has a week to compare, beside its band; judged together."""
    statistics: list[tuple[Series, Verdict, float, Floats]] = []
    every = {series: coverage(weeks.actual(series), paths) for series, paths in futures.items()}
    covers = {series: cover for series, cover in every.items() if cover.known.any()}
    swings: dict[Series, float] = {}
    for series, cover in covers.items():
        statistics.append((series, "outside too often", cover.share.estimate, cover.futures))
        if series.kind == "demand":
            swings[series], others = swing(weeks.actual(series), futures[series])
            statistics.append((series, "too steady", swings[series], others))
    if not statistics:
        return ()
    chances = as_bad_by_chance([own for _, _, own, _ in statistics], [others for *_, others in statistics])
    answers = [(series, word, chance) for (series, word, *_), chance in zip(statistics, chances, strict=True)]
    return tuple(_finding(series, weeks, cover, swings, answers) for series, cover in covers.items())


def _finding(
    series: Series,
    weeks: Weeks,
    cover: Coverage,
    swings: Mapping[Series, float],
    answers: list[tuple[Series, Verdict, float]],
) -> Finding:
    chance, word = min((chance, word) for own, word, chance in answers if own == series)
    return Finding(
        series=series, actual=weeks.actual(series), coverage=cover, swing=swings.get(series, float("nan")),
        chance=chance, verdict=word if chance <= LEVEL else "passed",
    )  # fmt: skip
