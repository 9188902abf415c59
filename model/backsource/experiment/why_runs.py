"""The runs of `why`: a look at many futures with everything on, then games in those that tell most."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from backsource.experiment.arms import Arm
from backsource.experiment.probing import Probed, Told, probed
from backsource.experiment.provenance import inputs_of
from backsource.experiment.why import FUTURES, Question, Reasons
from backsource.inference import Attribution, Game, TwoPhase, attribution, looked_closer
from backsource.measures import FAMILIES, RESIDUAL, check_twins
from backsource.results import Run
from backsource.streams import stream

FILE = "coalitions.sqlite"
"""Runs with families switched off, in the folder of the answer."""
PARTS = (*FAMILIES, RESIDUAL)
"""Proximate causes that units short are told apart by."""


def shared_out(
    question: Question,
    futures: int | None = None,
    *,
    folder: Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> Reasons:
    """Shapley values of the causes in units short, told apart by proximate cause, of the schedule and its twin.

    Futures are those of the study, from 0 on. All are looked at with everything on; games are played in those in which
    anything is short and in some of the others, by lot (`looked_closer`), and not at all where nothing is. Runs lie in
    *folder*, and those that are there already are not made again; without a folder they are gone. Numbers do not
    depend on *jobs* or *cluster*. Raises StudyError where schedule and twin met other futures.
    """
    count = futures or FUTURES
    total = question.runs(count)
    inputs = inputs_of(question.experiment)

    def told(done: int, _: int) -> None:
        if on_progress:
            on_progress(done, total)

    looks = probed(
        [(arm, range(count)) for arm in question.arms], inputs, file=FILE, folder=folder, jobs=jobs, cluster=cluster,
        on_progress=told,
    )  # fmt: skip
    plain = [looks[arm.name] for arm in question.arms]
    for number in range(count):
        check_twins(plain[0][number].environment, plain[-1][number].environment)
    short = np.array([any(_units(runs[number]).any() for runs in plain) for number in range(count)])
    if not short.any():
        return Reasons(count, 0, None, None)
    lots = stream(question.experiment.study.seed, 0, "why/quiet").random(count)
    played = looked_closer(short, lots, question.games(count))
    game = question.game(played.tolist())
    cells = [cell for arm in question.arms for cell in _cells(question, arm, game, played.tolist())]
    runs = {} if not cells else probed(
        cells, inputs, file=FILE, folder=folder, jobs=jobs, cluster=cluster,
        on_progress=lambda done, _: told(done + len(question.arms) * count, 0),
    )  # fmt: skip
    found = [
        _shared(question, arm, game, played.tolist(), {**runs, arm.name: looks[arm.name]}, TwoPhase.of(short, played))
        for arm in question.arms
    ]
    return Reasons(count, int(short.sum()), found[0], found[1] if question.twin else None)


def _cells(question: Question, arm: Arm, game: Game, played: list[int]) -> list[tuple[Arm, list[int]]]:
    """Futures in which each coalition is tried under one arm; those with everything on have been run."""
    found: dict[int, list[int]] = {}
    for number, tried in zip(played, game.coalitions.tolist(), strict=True):
        on = {question.on_in(arm, coalition) for coalition in tried}
        for coalition in sorted(on - {question.on_in(arm, question.everybody)}):
            found.setdefault(coalition, []).append(number)
    return [(question.with_on(coalition, arm), numbers) for coalition, numbers in found.items()]


def _shared(question: Question, arm: Arm, game: Game, played: list[int], runs: Probed, phases: TwoPhase) -> Attribution:
    """Values under one arm."""
    names = {int(one): question.with_on(int(one), arm).name for one in np.unique(game.coalitions)}
    worth = [
        [_units(runs[names[coalition]][number]) for coalition in tried]
        for number, tried in zip(played, game.coalitions.tolist(), strict=True)
    ]
    return attribution(game, question.causes, PARTS, np.array(worth), phases=phases)


def _units(run: Run) -> npt.NDArray[np.float64]:
    """Units short by proximate cause."""
    return np.array([run.measures[f"short_{part}"] for part in PARTS])
