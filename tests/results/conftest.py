"""A results file of two arms with made-up runs."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from backsource.results import Asked, Inputs, Run, Store

INPUTS = Inputs("{}", "{}", {"a": "{}", "b": "{}"}, {}, 1, "question")
ARMS = [Asked("a", "key a", "b"), Asked("b", "key b", "b")]


def a_run(replication: int, schedule: str = "a", **measures: float) -> Run:
    return Run(
        schedule, replication, f"env{replication}", f"digest {schedule} {replication}",
        measures or {"cost": 10.0 + replication}, milestones={"exit/c": 3.5}, banks={"p/x": (1.0, 2.0, 3.0, False)},
        incidents=({"market": "m", "start": replication},), weekly={"stock": np.array([1.0, replication])},
        volumes={"lane buy": (1.0, 2.0)},
    )  # fmt: skip


def asked(folder: Path, *, inputs: Inputs = INPUTS, arms: list[Asked] = ARMS, whole: int = 100) -> Store:
    store = Store.open(folder)
    store.ask(inputs, arms, whole=whole)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with asked(tmp_path) as opened:
        yield opened
