"""Who waits for whom among tasks, and who waits for himself."""

from typing import Any

from backsource.config.checks.order import cycle
from backsource.config.tasks import Task


def tasks_of(**after: list[Any]) -> dict[str, Task]:
    """Tasks with these predecessors."""
    return {name: Task.model_validate({"after": before, "takes": "1 day"}) for name, before in after.items()}


def test_a_long_cycle_is_told_in_the_order_of_time() -> None:
    around = cycle(tasks_of(a=["c"], b=["a"], c=["b"], d=["a"]))
    assert around in (["a", "b", "c", "a"], ["b", "c", "a", "b"], ["c", "a", "b", "c"])


def test_a_ladder_of_starts_and_ends_is_no_cycle() -> None:
    ladder = tasks_of(a=[{"task": "b", "kind": "FF"}], b=[{"task": "a", "kind": "SS"}])
    assert cycle(ladder) == []
    assert cycle(tasks_of(a=[{"task": "b", "kind": "FF"}], b=[{"task": "a", "kind": "FF"}])) in (
        ["a", "b", "a"],
        ["b", "a", "b"],
    )


def test_a_thousand_tasks_in_a_row_are_no_cycle() -> None:
    assert cycle(tasks_of(**{f"t{i}": [f"t{i - 1}"] if i else [] for i in range(1000)})) == []
