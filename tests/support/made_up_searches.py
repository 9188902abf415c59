"""Searches of which the best is known: values are made up by formula, and nothing is simulated."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import changeovers
import numpy as np

from backsource.config import Schedule, schedule_from, study_from
from backsource.config.parsed import Cover
from backsource.experiment import Experiment
from backsource.experiment.search.futures import Floats
from backsource.streams import stream

CUT: dict[str, Any] = {
    "schedule": "cut", "stock": "plant/part", "opens": {"make": changeovers.day(60)},
    "bridge": {"from": changeovers.day(10), "want": "5 days of cover", "use_from": changeovers.day(40)},
    "share": [{"date": changeovers.day(40), "make": "100 %", "buy": "0 %"}],
}  # fmt: skip
WANT = "bridge.want"
BANKS = "0 days of cover..30 days of cover"
Factory = Callable[..., Experiment]


def searched(vary: dict[str, Any], *, study: dict[str, Any] | None = None, **search: Any) -> Experiment:
    """A study that searches around CUT, ten parts a day, everything known."""
    scenario = changeovers.world(
        **{
            "currency": "EUR", "lanes.buy.price": "10 EUR/piece", "stocks.plant/part.holding": "20 %/year",
            "lines.make.cost": {"variable": "10 EUR/piece"}, "markets.customer.late_cost": "50 EUR/piece",
        }
    )  # fmt: skip
    block = {"from": "cut", "vary": vary, "trials": 32, "futures": 8, "finalists": 3, "most": 200, "estimate": 40}
    words = {
        "study": "small", "scenario": "x.yaml", "schedules": ["y.yaml"], "control": "cut", "seed": 5, "matters": 5.0,
        "replications": 4, "window": f"{changeovers.day(5)}..{changeovers.day(115)}",
        "reference": f"{changeovers.day(0)}..{changeovers.day(4)}", "search": {**block, **search}, **(study or {}),
    }  # fmt: skip
    return Experiment(study_from(words), scenario, (schedule_from(CUT, scenario=scenario),))


def bank(schedule: Schedule) -> float:
    """Days of cover that a schedule wants."""
    bridge = schedule.part("plant/part").bridge
    assert bridge is not None
    assert isinstance(bridge.want, Cover)
    return bridge.want.span.amount


def made_up(value: Callable[[Schedule, int, int], Floats]) -> Any:
    """Values that are calculated: *value* gives those of one schedule with a seed in the first so many futures."""

    def values(schedules: Mapping[str, Schedule], seed: int, futures: range) -> dict[str, Floats]:
        return {
            name: value(schedule, seed, futures.stop)[futures.start :].reshape(len(futures), -1)
            for name, schedule in schedules.items()
        }

    return values


@lru_cache
def demands(seed: int, mean: float, count: int) -> Floats:
    """Poisson demands of the first futures of a seed: the same for all who ask."""
    return stream(seed, 0, "demand").poisson(mean, 2000)[:count].astype(float)


def newsvendor(schedule: Schedule, seed: int, count: int) -> Floats:
    """A bank of so many days against a Poisson need of 12: 1 for each day too many, 4 for each day too few."""
    gap = bank(schedule) - demands(seed, 12.0, count)
    return np.maximum(gap, 0.0) + 4.0 * np.maximum(-gap, 0.0)


def equal(schedule: Schedule, seed: int, count: int) -> Floats:
    """All schedules are worth the same in the mean; each future treats each of them a little differently."""
    common = stream(seed, 0, "common").normal(0.0, 5.0, 200)
    return (100.0 + common + stream(seed, 0, f"own/{bank(schedule)}").normal(0.0, 1.0, 200))[:count]


class PulledError(Exception):
    """The plug is pulled."""


def pulled_after(calls: int, value: Callable[[Schedule, int, int], Floats]) -> Any:
    """Values of which only so many calls are answered."""
    values, left = made_up(value), iter(range(calls))

    def answer(*given: Any) -> dict[str, Floats]:
        if next(left, None) is None:
            raise PulledError
        return values(*given)  # type: ignore[no-any-return]

    return answer


TWO = {WANT: BANKS, "share.0.date": f"{changeovers.day(30)}..{changeovers.day(50)} by 5 days"}
