"""A study that stops goes on: what is there is not run again, and the end is that of a study that never stopped."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_runs import ran
from tiny import STAY, jump, tiny

from backsource.errors import ResultsError, StudyError
from backsource.experiment import Experiment, Progress, Shard, contents, course, merge_study, run_study
from backsource.experiment import study as module
from backsource.results import NAME, Results, Store, export_csv, read


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """What is exported of the tiny study when nothing disturbs it."""
    folder = tmp_path_factory.mktemp("expected")
    return folder, exported(run_study(tiny()), folder)


def exported(results: Results, folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in export_csv(results, folder)]


def stop_after(count: int) -> Any:
    """A callback that interrupts when so many runs are there."""

    def told(progress: Progress) -> None:
        if progress.done >= count:
            raise KeyboardInterrupt

    return told


def made(experiment: Experiment, folder: Path, **how: Any) -> list[str]:
    """Names of the arms of the runs that are made, not found."""
    names: list[str] = []

    def told(progress: Progress) -> None:
        if progress.made > len(names):
            names.extend(run.schedule for run in progress.runs)

    run_study(experiment, folder, on_progress=told, **how)
    return names


@settings(max_examples=5)
@given(stops=st.lists(st.integers(1, 15), max_size=3))
def test_interruptions_change_no_byte(
    tmp_path_factory: pytest.TempPathFactory, expected: tuple[Path, list[bytes]], stops: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("stopped")
    there = 0
    for stop in sorted(stops):
        if stop > there:
            with pytest.raises(KeyboardInterrupt):
                run_study(tiny(), folder, on_progress=stop_after(stop))
            there = sum(map(len, read(folder).stored.values()))
            assert there >= stop
    assert len(made(tiny(), folder)) == 16 - there
    assert exported(read(folder), folder / "csv") == expected[1]


def test_nothing_is_run_twice(tmp_path: Path) -> None:
    assert len(made(tiny(), tmp_path)) == 16
    assert made(tiny(), tmp_path) == []
    assert made(tiny(), tmp_path, replications=5) == []
    assert len(read(tmp_path).runs) == 10
    assert sorted(made(tiny(), tmp_path, replications=9)) == ["jump", "stay"]


def test_an_answer_from_the_store_is_that_of_a_fresh_study(tmp_path: Path, expected: tuple[Path, list[bytes]]) -> None:
    """Rows of other studies and of more replications are there and are not seen."""
    run_study(tiny(seed=6), tmp_path)
    run_study(tiny(replications=12), tmp_path)
    assert exported(run_study(tiny(), tmp_path), tmp_path / "csv") == expected[1]


def test_only_the_schedule_that_was_edited_is_run_again(tmp_path: Path) -> None:
    both = (STAY, jump(), jump("2026-02-02", "late"))
    made(tiny(*both), tmp_path)
    edited = (STAY, jump("2026-01-27"), jump("2026-02-02", "late"))
    assert made(tiny(*edited), tmp_path) == ["jump"] * 8
    alone = ran(tiny(*edited))
    assert [one.plain for one in ran(tiny(*edited), tmp_path).runs] == [one.plain for one in alone.runs]


def test_another_twin_runs_all_again_that_are_measured_against_it(tmp_path: Path) -> None:
    made(tiny(), tmp_path)
    again = made(tiny({"schedule": "idle"}, jump(), control="idle"), tmp_path)
    assert sorted(again) == ["idle"] * 8 + ["jump"] * 8


def test_an_edit_of_the_physics_meets_no_old_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tiny(), tmp_path)
    monkeypatch.setattr(contents, "sources", lambda: "edited")
    assert len(made(tiny(), tmp_path)) == 16


def test_the_hash_of_the_sources_covers_what_makes_numbers() -> None:
    names = {path.split("/")[0].split(".")[0] for path in contents.NUMBERS_FROM}
    assert {"config", "laws", "network", "simulation", "measures", "log", "streams", "units"} <= names


def test_a_run_waits_for_its_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twins last: nothing of the others is stored before."""
    counts = []

    def last(missing: Any, _: int) -> Any:
        for arm, numbers in sorted(missing, key=lambda one: one[0].name):
            for number in numbers:
                yield arm, [number]

    monkeypatch.setattr(course, "pieces", last)
    run_study(tiny(), tmp_path, on_progress=lambda one: counts.append(len(one.runs)))
    assert counts == [2] * 8
    assert [one.plain for one in ran(tiny(), tmp_path).runs] == [one.plain for one in ran(tiny()).runs]


def test_one_store_has_one_writer(tmp_path: Path) -> None:
    with Store.open(tmp_path), pytest.raises(ResultsError, match="another process writes to it"):
        run_study(tiny(), tmp_path)


class Doubling:
    """A rule that goes on until the last values of an arm are the ones that it waits for."""

    words = "doubling"

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen: list[Mapping[str, int]] = []

    def ask(self, known: Any) -> Mapping[str, int]:
        count = known.count("jump")
        self.seen.append({name: len(known.values(name, "total_cost")) for name in ("stay", "jump")})
        return {"jump": min(max(2 * count, 2), self.most)}


def test_a_rule_sees_what_it_asked_for_and_nothing_that_lies_there_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_study(tiny(), tmp_path)
    rule = Doubling(6)
    monkeypatch.setattr(module, "rule_of", lambda *_: rule)
    results = run_study(tiny(), tmp_path)
    assert rule.seen == [{"stay": count, "jump": count} for count in (0, 2, 4, 6)]
    assert results.replications == {"stay": 6, "jump": 6}
    assert len(results.runs) == 12
    assert results.inputs.notes["rule"] == "doubling"


def test_more_shards_than_replications_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="shard 1/9 of 8 replications; at most 8 shards would do"):
        run_study(tiny(), tmp_path, shard=Shard(1, 9))
    assert list(tmp_path.iterdir()) == []


def test_a_rule_that_looks_is_not_run_in_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "rule_of", lambda *_: Doubling(4))
    with pytest.raises(StudyError, match="a fixed number"):
        run_study(tiny(), tmp_path, shard=Shard(1, 2))


@pytest.mark.parametrize("of", [1, 3])
def test_merged_shards_are_the_study(tmp_path: Path, expected: tuple[Path, list[bytes]], of: int) -> None:
    for number in reversed(range(1, of + 1)):
        part = run_study(tiny(), tmp_path, shard=Shard(number, of))
        assert set(part.runs["replication"]) == {one for one in range(8) if one % of == number - 1}
    assert exported(merge_study(tiny(), tmp_path), tmp_path / "csv") == expected[1]
    assert made(tiny(), tmp_path) == []
    assert exported(merge_study(tiny(), tmp_path), tmp_path / "csv") == expected[1]


def test_counted_curves_of_shards_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_CURVES", 6)
    monkeypatch.setattr("backsource.experiment.shards.KEPT_CURVES", 6)
    whole = run_study(tiny(), tmp_path / "whole")
    for number in (1, 2):
        run_study(tiny(), tmp_path, shard=Shard(number, 2))
    merged = merge_study(tiny(), tmp_path)
    assert {name: len(curves) for name, curves in merged.curves("stock").items()} == {"stay": 3, "jump": 3}
    for name, bands in whole.quantiles("stock", [0.1, 0.5, 0.9]).items():
        assert merged.quantiles("stock", [0.1, 0.5, 0.9])[name].tobytes() == bands.tobytes()


def test_shards_that_do_not_make_a_study_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no shards here"):
        merge_study(tiny(), tmp_path)
    run_study(tiny(), tmp_path, shard=Shard(1, 3))
    with pytest.raises(StudyError, match="no shard 2/3, 3/3 of 3 here"):
        merge_study(tiny(), tmp_path)
    run_study(tiny(), tmp_path, shard=Shard(2, 3))
    with pytest.raises(KeyboardInterrupt):
        run_study(tiny(), tmp_path, shard=Shard(3, 3), on_progress=stop_after(2))
    with pytest.raises(StudyError, match=r"shard-3-of-3.sqlite: missing stay 5, jump 5; .* --shard 3/3"):
        merge_study(tiny(), tmp_path)
    run_study(tiny(), tmp_path, shard=Shard(3, 3), replications=9)
    with pytest.raises(StudyError, match="different numbers of replications"):
        merge_study(tiny(), tmp_path)
    run_study(tiny(), tmp_path, shard=Shard(3, 3))
    with pytest.raises(ResultsError, match="made from other files"):
        merge_study(tiny(seed=6), tmp_path)
    assert not (tmp_path / NAME).exists()
    assert len(merge_study(tiny(), tmp_path).runs) == 16


def test_shards_left_over_from_another_division_are_named(tmp_path: Path) -> None:
    for file in ("shard-1-of-2.sqlite", "shard-1-of-3.sqlite", "shard-3-of-3.sqlite"):
        (tmp_path / file).touch()
    told = r"several divisions \(shard-1-of-2.sqlite; shard-1-of-3.sqlite, shard-3-of-3.sqlite\)"
    with pytest.raises(StudyError, match=told):
        merge_study(tiny(), tmp_path)
    (tmp_path / "shard-2-of-2.sqlite").touch()
    told = ": shard-1-of-3.sqlite, shard-3-of-3.sqlite left over beside all 2 shards of another division; removing"
    with pytest.raises(StudyError, match=told):
        merge_study(tiny(), tmp_path)


def test_a_shard_of_other_sources_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_study(tiny(), tmp_path, shard=Shard(1, 2))
    monkeypatch.setattr(contents, "sources", lambda: "edited")
    run_study(tiny(), tmp_path, shard=Shard(2, 2))
    with pytest.raises(ResultsError, match=r"shard-1-of-2.sqlite: made by other versions"):
        merge_study(tiny(), tmp_path)


def test_a_run_that_is_there_twice_must_be_the_same(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    run_study(tiny(), tmp_path)
    run_study(tiny(), tmp_path, shard=Shard(1, 1))
    with closing(sqlite3.connect(tmp_path / Shard(1, 1).file)) as connection, connection:
        query = "UPDATE runs SET digest = 'x' WHERE replication = 3 AND content = (SELECT content FROM arms "
        connection.execute(query + "WHERE name = 'jump')")
    with pytest.raises(ResultsError, match="jump, replication 3, is not the run that was joined before"):
        merge_study(tiny(), tmp_path)


@pytest.mark.parametrize("text", ["2", "0/3", "4/3", "1/0", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(StudyError, match="would do"):
        Shard.parsed(text)
