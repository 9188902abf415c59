"""`make bench`: speed as ratios, everything measured side by side in one run.

Each pair is timed in turn, A B A B ..., and the median of the ratios is printed, so that a machine whose
speed drifts does not decide. Absolute times are for orientation only.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from statistics import median
from time import perf_counter

import bare_chain
from models import chains, knuckle

from backsource.config import load_study
from backsource.experiment import load, run_study
from backsource.measures import Sheet
from backsource.simulation import prepare, simulate

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
    """Each schedule of the knuckle study beside staying external: what decisions and the second source add."""
    experiment = load("experiments/first-changeover/study.yaml")
    stay = prepare(experiment.scenario)
    ratios = {}
    for schedule in experiment.schedules:
        plan = prepare(experiment.scenario, schedule)
        _, _, ratios[schedule.schedule] = in_turn(lambda: simulate(plan, 1, 0), lambda: simulate(stay, 1, 0), 11)  # noqa: B023
    name = max(ratios, key=ratios.__getitem__)
    print(f"changeover on the knuckle: at most {ratios[name]:.2f} times staying external, under {name} (bar 1.25)")


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


def imports() -> None:
    """Heavy packages that `import backsource` loads: none."""
    heavy = ("pandas", "scipy.stats", "matplotlib", "seaborn")
    code = f"import sys, backsource; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    print(f"import backsource loads of {', '.join(heavy)}: {loaded} (bar [])")


if __name__ == "__main__":
    for part in (chain_against_bare_simpy, time_per_row, one_knuckle, changeovers, workers, imports):
        part()
