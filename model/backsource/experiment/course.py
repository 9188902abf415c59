"""A study on its way: runs what is asked for and not there yet, and stores it beside twin and plan."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from backsource.experiment.arms import Arm
from backsource.experiment.pieces import Cells, pieces, run_piece
from backsource.experiment.plans import beside_plan, planned_row
from backsource.experiment.rules import Rule
from backsource.experiment.shard import Shard
from backsource.experiment.twins import beside_twin
from backsource.experiment.workers import shared_out
from backsource.results import Run, Store


@dataclass(frozen=True)
class Progress:
    """How far a study is."""

    done: int
    """Runs that are there, twins among them, whether made now or before."""
    total: int
    """Runs asked for so far."""
    runs: Sequence[Run]
    """The runs that have come in since the last report; those made before are told once, with their measures only."""
    made: int
    """Runs that were made, not found."""
    wanted: Mapping[str, int]
    """Replications asked for so far, by arm; of arms of one content, one is named."""


Told = Callable[[Progress], None]


@dataclass(frozen=True)
class Seen:
    """What a rule may look at: what it has asked for."""

    store: Store
    keys: Mapping[str, str]
    asked: Mapping[str, int]

    def count(self, arm: str) -> int:
        """Replications of an arm."""
        return self.asked[arm]

    def values(self, arm: str, measure: str) -> npt.NDArray[np.float64]:
        """A measure of them."""
        return self.store.values(self.keys[arm], measure, self.asked[arm])


class Course:
    """One study running into a store that was asked for its arms.

    Every run is stored with its attributable values, so a run that comes before its twin waits for it.
    """

    def __init__(
        self,
        store: Store,
        arms: Sequence[Arm],
        twins: Mapping[str, str],
        keys: Mapping[str, str],
        *,
        shard: Shard | None = None,
        jobs: int = 1,
        cluster: str | None = None,
    ) -> None:
        self.store, self.twins, self.keys = store, twins, keys
        self.shard, self.jobs, self.cluster = shard, jobs, cluster
        self.arms = {arm.name: arm for arm in arms}
        own_twins = set(twins.values())
        first = {keys[arm.name]: arm for arm in reversed(arms)}  # arms of one content are run once
        self._runners = sorted(first.values(), key=lambda arm: arm.name not in own_twins)  # twins first, else in order
        self._plans: dict[str, Mapping[str, float]] = {}
        self._told: dict[str, set[int]] = defaultdict(set)
        self._made = 0
        self._waiting: dict[tuple[str, int], list[Run]] = defaultdict(list)

    def follow(self, rule: Rule, on_progress: Told | None = None) -> None:
        """Run what the rule asks for until it asks for no more."""
        asked = dict.fromkeys(self.arms, 0)
        while more := self._more(rule, asked):
            for name, count in more.items():
                for one in (name, self.twins[name]):
                    asked[one] = max(asked[one], count)
            self.store.want(asked)
            self._run(asked, on_progress)

    def _more(self, rule: Rule, asked: Mapping[str, int]) -> dict[str, int]:
        wanted = rule.ask(Seen(self.store, self.keys, dict(asked)))
        return {name: count for name, count in wanted.items() if count > asked[name]}

    def _run(self, asked: Mapping[str, int], on_progress: Told | None) -> None:
        """Run what is missing of so many replications of each arm."""
        counts: dict[str, int] = {}
        for name, count in asked.items():
            counts[self.keys[name]] = max(count, counts.get(self.keys[name], 0))
        own = [(arm, self._own(counts[self.keys[arm.name]])) for arm in self._runners]
        missing = [(arm, self._missing(arm, numbers)) for arm, numbers in own]
        total = sum(len(numbers) for _, numbers in own)
        done = total - sum(len(numbers) for _, numbers in missing)
        calls = [partial(run_piece, arm, piece, curves=True) for arm, piece in pieces(missing, self.jobs)]
        wanted = {arm.name: len(numbers) for arm, numbers in own}
        if on_progress and calls:
            found = self._found(own)
            if done:
                on_progress(Progress(done, total, found, self._made, wanted))
        for runs in shared_out(calls, self.jobs, self.cluster):
            stored = self._take(runs)
            done += len(stored)
            self._made += len(stored)
            if on_progress and stored:
                on_progress(Progress(done, total, stored, self._made, wanted))

    def _found(self, own: Cells) -> list[Run]:
        """Runs that were there before they were asked for; each is given once."""
        found = []
        for arm, numbers in own:
            key = self.keys[arm.name]
            fresh = set(numbers) - self._told[arm.name]
            found += [
                replace(run, schedule=arm.name) for number in sorted(fresh) if (run := self.store.run(key, number))
            ]
            self._told[arm.name] |= fresh
        return found

    def _own(self, count: int) -> list[int]:
        """Replications of the shard among the first *count*."""
        return [number for number in range(count) if self.shard is None or self.shard.has(number)]

    def _missing(self, arm: Arm, numbers: Sequence[int]) -> list[int]:
        there = self.store.have(self.keys[arm.name])
        return [number for number in numbers if number not in there]

    def _take(self, runs: Sequence[Run]) -> list[Run]:
        """Store the runs of one arm whose twins are there, and those that have waited for them; gives all of these."""
        name = runs[0].schedule
        twin = self.twins[name]
        ready = []
        for run in self._beside_plan(name, runs):
            beside = run if twin == name else self.store.run(self.keys[twin], run.replication)
            if beside is None:
                self._waiting[twin, run.replication].append(run)
            else:
                ready.append(beside_twin(run, beside))
        if ready:
            self.store.add(self.keys[name], ready)
        waited = [one for run in ready for one in self._waiting.pop((name, run.replication), ())]
        return ready + self._release(waited)

    def _release(self, waited: Sequence[Run]) -> list[Run]:
        """Store runs that have waited for their twins."""
        by_arm: dict[str, list[Run]] = defaultdict(list)
        for run in waited:
            twin = self.store.run(self.keys[self.twins[run.schedule]], run.replication)
            assert twin is not None
            by_arm[run.schedule].append(beside_twin(run, twin))
        for name, runs in by_arm.items():
            self.store.add(self.keys[name], runs)
        return [run for runs in by_arm.values() for run in runs]

    def _beside_plan(self, name: str, runs: Sequence[Run]) -> list[Run]:
        if name not in self._plans:
            self._plans[name] = planned_row(self.arms[name])
        return beside_plan(runs, self._plans)
