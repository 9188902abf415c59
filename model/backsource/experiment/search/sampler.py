"""Which points are tried: optuna's tree-structured Parzen estimator, asked and told in batches of a fixed size.

Bergstra, Bardenet, Bengio and Kegl, Algorithms for hyper-parameter optimization (2011). What comes next depends on the
seed and on what was told, in its order, alone; so the same history gives the same points, however it was computed.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from backsource.errors import StudyError
from backsource.experiment.search.space import Point, Space

if TYPE_CHECKING:
    from optuna.trial import Trial

Goal = Literal["min", "max"]
BATCH = 8
"""Points asked for before any of them is told."""
REFUSED = 1.0
"""How much a point that cannot be breaks its one constraint."""


class Sampler:
    """Proposes points of a space. Raises `StudyError` without optuna."""

    def __init__(self, space: Space, goals: Sequence[Goal], seed: int, queued: Sequence[Point]) -> None:
        optuna = optuna_installed()
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        directions = ["minimize" if goal == "min" else "maximize" for goal in goals]
        self.space = space
        self._study = optuna.create_study(directions=directions, sampler=optuna.samplers.TPESampler(seed=seed))
        for point in dict.fromkeys(queued):
            self._study.enqueue_trial(dict(zip(space.levels, point, strict=True)))
        self._pruned = optuna.trial.TrialState.PRUNED
        self._asked: list[Trial] = []

    def ask(self) -> list[Point]:
        """The next batch of points; all of them are told before the next one is asked for."""
        self._asked = [self._study.ask() for _ in range(BATCH)]
        return [self._point(trial) for trial in self._asked]

    def tell(self, values: Sequence[Sequence[float] | None], breaches: Sequence[Mapping[str, float]]) -> None:
        """The means of each point of the batch, None for one that cannot be; and by how much each floor is broken.

        A floor that holds has 0 or less. Points beyond those given stay open.
        """
        for trial, means, broken in zip(self._asked, values, breaches, strict=False):
            for name, by in {**broken, "a schedule": 0.0 if means is not None else REFUSED}.items():
                trial.set_constraint(name, by)
            if means is None:
                self._study.tell(trial, state=self._pruned)
            else:
                self._study.tell(trial, list(means))

    def _point(self, trial: "Trial") -> Point:
        numbers = []
        for path, levels in self.space.levels.items():
            last = len(levels) - 1
            if path in self.space.listed:
                numbers.append(int(trial.suggest_categorical(path, list(range(last + 1)))))
            else:
                numbers.append(trial.suggest_int(path, 0, last))
        return tuple(numbers)


def optuna_installed() -> Any:
    """The package that proposes points. Raises `StudyError` where it is not installed."""
    try:
        import optuna
    except ImportError:
        found = "optimise searches with optuna, which is not installed"
        raise StudyError(f"{found}; installing backsource with the extra `optimise` would do") from None
    return optuna
