"""Probes: runs made beside those of a study to answer one question about it, kept in a file of their own."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from backsource.experiment.arms import Arm
from backsource.experiment.contents import content_keys
from backsource.experiment.pieces import Cells, run_piece, whole_arms
from backsource.experiment.study import INCIDENT, asked_arms
from backsource.experiment.workers import shared_out
from backsource.results import Inputs, Run, Store

Told = Callable[[int, int], None]
"""How far it is: runs done, runs in all; called once before the first."""
Runner = Callable[[Arm, Sequence[int]], list[Run]]
"""What makes some replications of an arm; a function at the top of a module, since it travels to workers."""
Probed = Mapping[str, Mapping[int, Run]]
"""Runs by name of the arm and replication, with measures and hashes only."""

measures_only: Runner = partial(run_piece, curves=False)
"""Runs without curves."""


def probed(
    cells: Cells,
    inputs: Inputs,
    *,
    file: str,
    folder: Path | None = None,
    made_by: Runner = measures_only,
    whole: int = 0,
    jobs: int = 1,
    cluster: str | None = None,
    on_progress: Told | None = None,
) -> Probed:
    """These replications of these arms, each without twin or plan.

    They lie in *file* in *folder*, and those that are there already are not made again; without a folder they are gone.
    Of replications below *whole* curves are kept, if *made_by* makes any. Arms have names of their own. Numbers do not
    depend on *jobs* or *cluster*, nor on interruptions. Raises `ResultsError`, or what a replication raised.
    """
    arms = [arm for arm, _ in cells]
    keys = keys_of(arms)
    total = sum(len(set(numbers)) for _, numbers in cells)
    with (
        tempfile.TemporaryDirectory(prefix="backsource-") as scratch,
        Store.open(folder or Path(scratch), file) as store,
    ):
        store.ask(inputs, asked_arms(arms, _own(arms), keys), whole=whole, incident=INCIDENT)
        store.want({arm.name: max(numbers, default=-1) + 1 for arm, numbers in cells})
        missing = [(arm, sorted(set(numbers) - store.have(keys[arm.name]))) for arm, numbers in cells]
        done = total - sum(len(numbers) for _, numbers in missing)
        if on_progress:
            on_progress(done, total)
        calls = [partial(made_by, arm, piece) for arm, piece in whole_arms(missing, jobs)]
        for runs in shared_out(calls, jobs, cluster):
            store.add(keys[runs[0].schedule], runs)
            done += len(runs)
            if on_progress:
                on_progress(done, total)
        return {
            arm.name: {number: _found(store, keys[arm.name], number) for number in numbers} for arm, numbers in cells
        }


def are_there(cells: Cells, inputs: Inputs, *, file: str, folder: Path) -> bool:
    """Whether all of these runs are stored already."""
    if not (folder / file).exists():
        return False
    arms = [arm for arm, _ in cells]
    keys = keys_of(arms)
    with Store.open(folder, file) as store:
        store.ask(inputs, asked_arms(arms, _own(arms), keys), whole=0, incident=INCIDENT)
        return all(store.have(keys[arm.name]) >= set(numbers) for arm, numbers in cells)


def keys_of(arms: Sequence[Arm]) -> dict[str, str]:
    """Key of the content of each arm by name; nothing is taken from a twin."""
    return content_keys(arms, _own(arms))


def _own(arms: Sequence[Arm]) -> dict[str, str]:
    return {arm.name: arm.name for arm in arms}


def _found(store: Store, key: str, number: int) -> Run:
    run = store.run(key, number)
    assert run is not None
    return run
