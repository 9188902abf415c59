"""Critical paths by hand and by listing every path."""

from graphlib import CycleError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.project import critical_path

Tasks = dict[str, tuple[float, list[str]]]


@st.composite
def projects(draw: st.DrawFn) -> Tasks:
    names = "ABCDEFG"[: draw(st.integers(1, 7))]
    return {
        name: (draw(st.integers(0, 9)), [other for other in names[:place] if draw(st.booleans())])
        for place, name in enumerate(names)
    }


def paths(tasks: Tasks, name: str) -> list[list[str]]:
    before = tasks[name][1]
    return [[*path, name] for other in before for path in paths(tasks, other)] if before else [[name]]


@given(tasks=projects())
def test_the_longest_of_all_paths_decides(tasks: Tasks) -> None:
    every = [path for name in tasks for path in paths(tasks, name)]
    lengths = [sum(tasks[name][0] for name in path) for path in every]
    found = critical_path(tasks)
    assert found.length == max(lengths)
    on_longest = {name for path, length in zip(every, lengths, strict=True) if length == max(lengths) for name in path}
    assert on_longest <= set(found.critical)
    assert all(
        found.finish[name] == max(length for path, length in zip(every, lengths, strict=True) if path[-1] == name)
        for name in tasks
    )


def test_tasks_that_wait_for_each_other_are_no_project() -> None:
    with pytest.raises(CycleError):
        critical_path({"A": (1, ["B"]), "B": (1, ["A"])})
    with pytest.raises(KeyError):
        critical_path({"A": (1, ["Z"])})
