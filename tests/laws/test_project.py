"""Critical paths by hand and by listing every path."""

from graphlib import CycleError
from math import ceil, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsource.laws.project import Activity, Link, critical_path, earliest, held_by, longest_path

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
    assert on_longest == set(found.critical)
    assert all(
        found.finish[name] == max(length for path, length in zip(every, lengths, strict=True) if path[-1] == name)
        for name in tasks
    )


def test_tasks_that_wait_for_each_other_are_no_project() -> None:
    with pytest.raises(CycleError):
        critical_path({"A": (1, ["B"]), "B": (1, ["A"])})
    with pytest.raises(KeyError):
        critical_path({"A": (1, ["Z"])})


def test_the_construction_project_of_the_textbook() -> None:
    # Hillier and Lieberman, Reliable Construction Co.: 44 weeks along A-B-C-E-F-J-L-N
    plan = "A2 B4A C10B D6C E4C F5E G7D H9EG I7C J8FI K4J L5J M2H N6KL"
    tasks = {}
    for word in plan.split():
        digits = "".join(letter for letter in word if letter.isdigit())
        tasks[word[0]] = (float(digits), list(word[1 + len(digits) :]))
    found = critical_path(tasks)
    assert (found.length, found.critical) == (44.0, tuple("ABCEFJLN"))
    finish = {"A": 2, "B": 6, "C": 16, "D": 22, "E": 20, "I": 23, "G": 29, "F": 25}
    finish |= {"H": 38, "J": 33, "M": 40, "K": 37, "L": 38, "N": 44}
    assert found.finish == finish


@pytest.mark.parametrize(
    ("relation", "start", "finish"), [("FS", 12.0, 16.0), ("SS", 2.0, 6.0), ("FF", 0.0, 12.0), ("SF", 0.0, 4.0)]
)
def test_the_four_kinds_of_precedence_with_a_lag_of_two(relation: str, start: float, finish: float) -> None:
    times = earliest({"A": Activity(10.0), "B": Activity(4.0, [Link("A", relation, 2.0)])})  # type: ignore[arg-type]
    assert (times["B", "S"], times["B", "F"]) == (start, finish)


def test_two_tasks_may_be_tied_start_to_start_and_finish_to_finish() -> None:
    # A begins after B has begun, B ends a day after A has: no circle, though each names the other
    tasks = {"A": Activity(5.0, [Link("B", "SS", 1.0)]), "B": Activity(2.0, [Link("A", "FF", 1.0)])}
    times = earliest(tasks)
    assert [times["A", "S"], times["A", "F"], times["B", "F"]] == [1.0, 6.0, 7.0]
    assert longest_path(tasks, times) == {"A", "B"}
    assert (held_by(tasks, times, ("B", "F")), held_by(tasks, times, ("B", "S"))) == (["A"], [])


def test_a_calendar_stands_still_where_it_is_given() -> None:
    def every_other_day(begin: float, length: float) -> float:
        return begin + 2 * length

    tasks = {"A": Activity(3.0, clock=every_other_day), "B": Activity(1.0, [Link("A", lag=0.5, clock=every_other_day)])}
    times = earliest(tasks, begin=10.0)
    assert (times["A", "F"], times["B", "S"], times["B", "F"]) == (16.0, 17.0, 18.0)


def test_a_date_may_hold_up_a_task_and_ends_the_longest_path() -> None:
    tasks = {"A": Activity(3.0), "B": Activity(2.0, [Link("A")], begin=7.0), "C": Activity(8.0)}
    times = earliest(tasks)
    assert (times["B", "S"], held_by(tasks, times, ("B", "S"))) == (7.0, [])
    assert longest_path(tasks, times) == {"B"}


def test_what_is_never_done_holds_up_all_that_waits_for_it() -> None:
    tasks = {"A": Activity(3.0), "B": Activity(2.0, [Link("A")]), "C": Activity(1.0, [Link("B"), Link("A")])}
    run = {("A", "S"): 0.0, ("A", "F"): 4.0, ("B", "S"): 4.0, ("B", "F"): inf, ("C", "S"): inf, ("C", "F"): inf}
    assert longest_path(tasks, run) == {"A", "B", "C"}  # type: ignore[arg-type]
    assert held_by(tasks, run, ("C", "S")) == ["B"]  # type: ignore[arg-type]


@given(tasks=projects(), lag=st.integers(0, 3))
def test_no_task_begins_before_its_links_let_go(tasks: Tasks, lag: int) -> None:
    kinds = ("FS", "SS", "FF", "SF")
    network = {
        name: Activity(length, [Link(other, kinds[ceil(length) % 4], lag) for other in before])
        for name, (length, before) in tasks.items()
    }
    times = earliest(network)
    for name, activity in network.items():
        assert times[name, "F"] >= times[name, "S"] + activity.duration
        for link in activity.after:
            assert times[name, link.relation[1]] >= times[link.task, link.relation[0]] + lag  # type: ignore[index]
