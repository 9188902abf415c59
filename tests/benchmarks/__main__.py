"""`make bench`: speed as ratios, everything measured side by side in one run.

Each pair is timed in turn, A B A B ..., and the median of the ratios is printed, so that a machine whose
speed drifts does not decide. Absolute times are for orientation only.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

import bare_chain
import numpy as np
import simpy
from models import HERE, chains, knuckle
from stores import overhead, rows_written_and_read

from backsource.config import load_study
from backsource.experiment import load, run_study
from backsource.inference import Naming, choose, kn
from backsource.measures import Sheet
from backsource.network.dependency import depend
from backsource.simulation import prepare, simulate
from backsource.streams import stream

DAYS = 1000


def seconds(act: Callable[[], object]) -> float:
    """Time of one call."""
    begun = perf_counter()
    act()
    return perf_counter() - begun


def in_turn(first: Callable[[], object], second: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Median times of both [s] and the median of their ratios."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(times)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def chain_against_bare_simpy() -> None:
    """The chain with log, invariants and measures, beside the bare script."""
    scenario = chains(1, DAYS)
    plan, sheet = prepare(scenario), Sheet(scenario, None, window=(0, DAYS - 1), reference=(0, DAYS - 1))
    ours, bare, ratio = in_turn(lambda: sheet.measure(simulate(plan, 1, 0)), lambda: bare_chain.run(1, DAYS), 31)
    print(f"chain, {DAYS} days: ours {ours * 1e3:.1f} ms, bare SimPy {bare * 1e3:.1f} ms, "
          f"ratio {ratio:.2f} (bar 1.25)")  # fmt: skip


def time_per_row() -> None:
    """Microseconds a row of the day book as the network grows, each size beside the smallest."""
    plans = {sites: prepare(chains(sites // 3, 100)) for sites in (12, 120, 1200)}
    rows = {sites: sum(log_rows(plan)) for sites, plan in plans.items()}
    small = plans[12]
    repeats = {12: 40, 120: 10, 1200: 3}
    print(f"row of the day book at 12 sites: {seconds(lambda: simulate(small, 1, 0)) / rows[12] * 1e6:.2f} us")
    for sites in (120, 1200):
        plan, scale = plans[sites], sites // 12

        def many(scale: int = scale) -> None:
            for replication in range(scale):
                simulate(small, 1, replication)

        _, _, ratio = in_turn(lambda plan=plan: simulate(plan, 1, 0), many, repeats[sites])  # type: ignore[misc]
        per_row = ratio * rows[12] * scale / rows[sites]
        print(f"row of the day book at {sites} sites: {per_row:.2f} times that at 12 (bar 0.70 to 1.30)")


def log_rows(plan: object) -> list[int]:
    """Rows of the day book of a plan, by kind of thing."""
    return [plan.rows * len(getattr(plan, kind)) for kind in ("stocks", "lanes", "lines", "markets")]  # type: ignore[attr-defined]


def one_knuckle() -> None:
    """Milliseconds and megabytes of one replication of the knuckle study, measured and simulated."""
    scenario, schedule = knuckle()
    plan = prepare(scenario, schedule)
    sheet = Sheet(scenario, schedule, window=(182, 1088), reference=(56, 177))
    simulate(plan, 1, 0)
    times = [seconds(lambda: sheet.measure(simulate(plan, 1, 0))) for _ in range(9)]
    tracemalloc.start()
    simulate(plan, 1, 0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"knuckle, one replication of {plan.rows} days: {median(times) * 1e3:.0f} ms, {peak / 1e6:.1f} MB")


def changeovers() -> None:
    """What deciding adds to the flow under each schedule of the knuckle study.

    Every resumption of a process of the changeover is timed, levers and what they set off included; SimPy's own part in
    it is that of a process that only waits. A schedule also sets more of the flow in motion: that is the flow's time.
    """
    experiment = load("experiments/first-changeover/study.yaml")
    waiting = seconds(lambda: wait_only(20_000)) / 20_000
    ratios = {}
    for schedule in experiment.schedules:
        plan = prepare(experiment.scenario, schedule)
        simulate(plan, 1, 0)
        found = []
        for _ in range(7):
            with timed_decisions() as spent:
                total = seconds(lambda plan=plan: simulate(plan, 1, 0))  # type: ignore[misc]
            found.append(total / (total - sum(spent) - len(spent) * waiting))
        ratios[schedule.schedule] = median(found)
    name = max(ratios, key=ratios.__getitem__)
    print(f"flow with the changeover on the knuckle: at most {ratios[name]:.2f} times without, under {name} (bar 1.25)")


def wait_only(times: int) -> None:
    """A process that waits so many times."""
    env = simpy.Environment()

    def waits() -> Iterator[simpy.Event]:
        for _ in range(times):
            yield env.timeout(1)

    env.process(waits())  # type: ignore[arg-type]
    env.run()


@contextmanager
def timed_decisions() -> Iterator[list[float]]:
    """Time of each resumption of a process of the changeover [s]."""
    spent: list[float] = []
    plain = vars(simpy.Environment)["process"]

    def timed(generator: Any) -> Any:
        value = None
        while True:
            begun = perf_counter()
            try:
                event = generator.send(value)
            except StopIteration as stop:
                return stop.value
            finally:
                spent.append(perf_counter() - begun)
            value = yield event

    def process(env: simpy.Environment, generator: Any) -> Any:
        decides = "changeover" in generator.gi_code.co_filename
        return simpy.Process(env, timed(generator) if decides else generator)

    simpy.Environment.process = process  # type: ignore[assignment]
    try:
        yield spent
    finally:
        simpy.Environment.process = plain  # type: ignore[method-assign]


def workers() -> None:
    """Replications a second on one worker and on two, in turn, with the workers already running."""
    study = "experiments/first-changeover/study.yaml"
    counted = 40
    runs = counted * len(load_study(study).schedules)
    run_study(study, jobs=2, replications=counted)
    one, two, ratio = in_turn(
        lambda: run_study(study, jobs=1, replications=counted),
        lambda: run_study(study, jobs=2, replications=counted),
        3,
    )
    print(
        f"first-changeover: {runs / one:.1f} replications a second on 1 worker, {runs / two:.1f} on 2, "
        f"ratio {ratio:.2f} (bar 1.6)"
    )


def selection() -> None:
    """Seconds to choose among 200 arms after 2,000 replications of each, in a race and with a fixed number."""
    luck = stream(1, 0, "bench")
    arms = luck.normal(0, 1, (2000, 1)) + luck.normal(np.linspace(0, 4, 200), 2, (2000, 200))
    naming = Naming([f"arm {arm}" for arm in range(200)], "cost")
    race = median(seconds(lambda: kn(arms, 0.2, goal="min")) for _ in range(5))
    fixed = median(seconds(lambda: choose(arms, goal="min", matters=0.2, naming=naming)) for _ in range(5))
    print(f"selection among 200 arms: race {race:.2f} s, fixed number {fixed:.2f} s (bar 1)")


def dependency() -> None:
    """Seconds of the static dependency of 2,000 sites, and how far it was worked out."""
    sys.path.append(str(HERE / "tests" / "support"))
    from meshes import mesh

    scenario = mesh(2000)
    (picture,) = depend(scenario).pictures
    time = median(seconds(lambda: depend(scenario)) for _ in range(3))
    exact = sum(loss.exact for loss in picture.losses)
    print(f"dependency of {len(scenario.sites)} sites: {time:.1f} s (bar 30); cut sets to order {picture.order}, "
          f"{exact} of {len(picture.losses)} parts worked out")  # fmt: skip


def imports() -> None:
    """Heavy packages that `import backsource` loads: none."""
    heavy = ("pandas", "scipy.stats", "matplotlib", "seaborn")
    code = f"import sys, backsource; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    print(f"import backsource loads of {', '.join(heavy)}: {loaded} (bar [])")


if __name__ == "__main__":
    parts = (chain_against_bare_simpy, time_per_row, one_knuckle, changeovers, workers, selection, dependency)
    for part in (*parts, rows_written_and_read, overhead, imports):
        part()
