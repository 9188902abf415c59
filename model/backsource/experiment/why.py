"""Why units are short: the same futures of one schedule again, with families of chance switched off."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backsource.errors import StudyError
from backsource.experiment.arms import Arm, Experiment
from backsource.experiment.probing import Told, probed
from backsource.experiment.provenance import inputs_of
from backsource.experiment.settings import Setting
from backsource.inference import Attribution, Game, all_coalitions, attribution, sampled_coalitions
from backsource.measures import FAMILIES, RESIDUAL
from backsource.simulation.chance import present

FILE = "coalitions.sqlite"
"""Runs with families switched off, in the folder of the answer."""
EXACT = 6
"""Families up to which all coalitions are run; beyond, those of random orders."""
RUNS = 1300
"""Runs that an answer takes where nobody asks for a number of futures, within these limits."""
LEAST, MOST = 20, 100
"""Futures."""
PARTS = (*FAMILIES, RESIDUAL)
"""Proximate causes that units short are told apart by."""


class Question:
    """One schedule of a study, and the families of chance whose part in its shortage is asked for."""

    def __init__(self, experiment: Experiment, schedule: str, causes: Sequence[str] = ()) -> None:
        """All families that the scenario has, where none is named; the others stay on.

        *schedule* is the name of an arm, or of a schedule, which stands for its first arm. Raises StudyError for a
        schedule or a family that is not there.
        """
        setting, name = _named(experiment, schedule)
        self.experiment, self.name = experiment, name
        self.arm = experiment.arm(setting, name, setting.schedules[name])
        there = present(self.arm.scenario, self.arm.schedule, self.arm.status)
        unknown = [cause for cause in causes if cause not in there]
        if unknown:
            known = ", ".join(there)
            found = f"study {experiment.study.study}: no chance of {', '.join(unknown)} under {name}"
            raise StudyError(f"{found}; {known} would do" if there else f"{found}, nor of anything else")
        self.causes = tuple(cause for cause in there if not causes or cause in causes)
        self.left_on = tuple(cause for cause in there if cause not in self.causes)

    def game(self, futures: int | None = None) -> Game:
        """What has to be run; as many futures as take about `RUNS` runs where no number is given."""
        players = len(self.causes)
        exact = players <= EXACT
        count = futures or min(MOST, max(LEAST, RUNS // (2**players if exact else 2 * players)))
        if exact:
            return all_coalitions(players, count)
        return sampled_coalitions(players, range(count), self.experiment.study.seed)

    def runs(self, futures: int | None = None) -> int:
        """How many runs that takes, those that are stored already among them."""
        return sum(len(set(tried)) for tried in self.game(futures).coalitions.tolist())

    def with_on(self, coalition: int) -> Arm:
        """The arm in which, of the causes, those of a coalition are on."""
        off = [cause for place, cause in enumerate(self.causes) if not coalition >> place & 1]
        whole = self.arm
        return Arm.of(
            f"{self.name} without {', '.join(off)}" if off else self.name, whole.scenario, whole.schedule,
            seed=whole.seed, window=whole.window, reference=whole.reference, status=whole.status, without=off,
        )  # fmt: skip


def _named(experiment: Experiment, name: str) -> tuple[Setting, str]:
    """The setting and the arm that a name stands for. Raises StudyError where there is none."""
    arms = [(setting, arm, way.schedule) for setting in experiment.settings for arm, way in setting.schedules.items()]
    found = [(setting, arm) for setting, arm, _ in arms if arm == name]
    found += [(setting, arm) for setting, arm, schedule in arms if schedule == name]
    if not found:
        known = ", ".join(arm for _, arm, _ in arms)
        raise StudyError(f"study {experiment.study.study}: no schedule {name!r}; one of {known} would do")
    return found[0]


def shared_out(
    question: Question,
    futures: int | None = None,
    *,
    folder: Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> Attribution:
    """Shapley values of the causes in units short, told apart by proximate cause.

    Futures are those of the study, from 0 on. Runs lie in *folder*, and those that are there already are not made
    again; without a folder they are gone. Numbers do not depend on *jobs* or *cluster*.
    """
    game = question.game(futures)
    cells = _cells(game)
    arms = {coalition: question.with_on(coalition) for coalition in cells}
    runs = probed(
        [(arms[coalition], numbers) for coalition, numbers in cells.items()],
        inputs_of(question.experiment), file=FILE, folder=folder, jobs=jobs, cluster=cluster, on_progress=on_progress,
    )  # fmt: skip
    worth = [
        [[runs[arms[coalition].name][number].measures[f"short_{part}"] for part in PARTS] for coalition in tried]
        for number, tried in enumerate(game.coalitions.tolist())
    ]
    return attribution(game, question.causes, PARTS, np.array(worth))


def _cells(game: Game) -> dict[int, list[int]]:
    """Replications in which each coalition is tried."""
    found: dict[int, list[int]] = {}
    for number, tried in enumerate(game.coalitions.tolist()):
        for coalition in sorted(set(tried)):
            found.setdefault(coalition, []).append(number)
    return found
