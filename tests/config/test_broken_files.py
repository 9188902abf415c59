"""Files that have no form: missing, folders, binary, too large, bombs; and files that lie where they may not."""

import os
from pathlib import Path

import pytest

from backsource.config import load_scenario, load_schedule, read_study
from backsource.errors import ConfigError

BOMB = "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

FORMS = [
    ("empty", b"", None, "an empty file"),
    ("only a comment", b"# nothing here\n", None, "an empty file"),
    ("a list at the top", b"- a\n- b\n", None, "found a list at the top"),
    ("a word at the top", b"hello\n", None, "found hello at the top"),
    ("binary", bytes(range(256)), None, "no UTF-8 text"),
    ("zeros", b"scenario: a\x00b\n", None, "binary data"),
    ("UTF-16", "scenario: a".encode("utf-16"), None, "no UTF-8 text"),
    ("a control character", b"scenario: a\nstart: \x07\n", 2, "a control character"),
    ("an open bracket", b"scenario: a\nsites: {a: [1, 2}\n", 2, "well-formed YAML"),
    ("a tab", b"scenario: a\n\tstart: 1\n", 2, "well-formed YAML"),
    ("wrong indentation", b"scenario: a\n  start: b\n", 2, "well-formed YAML"),
    ("two documents", b"scenario: a\n---\nscenario: b\n", 2, "a second document"),
    ("a tag that runs code", b"scenario: !!python/object/apply:os.system [ls]\n", 1, "the tag"),
    ("a tag on a number", b"scenario: a\nformat: !!int 1\n", 2, "plain data without tags"),
    ("a tag on a key", b"!!str scenario: a\n", 1, "plain data without tags"),
    ("an alias of nothing", b"scenario: *name\n", 1, "without an anchor"),
    ("an alias of itself", b"sites: &s {a: *s}\n", 1, "without an anchor"),
    ("an alias bomb", BOMB.encode(), 6, "aliases that blow the file up"),
    ("a well of brackets", b"a: " + b"[" * 3000 + b"]" * 3000, 1, "more than 32 levels"),
    ("a well of blocks", b"".join(b" " * i + b"a:\n" for i in range(100)), 34, "more than 32 levels"),
]


@pytest.mark.parametrize(("raw", "line", "fragment"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_a_file_without_form_is_refused(tmp_path: Path, raw: bytes, line: int | None, fragment: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError) as raised:
        load_scenario(path)
    assert any(f.line == line and fragment in str(f) for f in raised.value.faults), str(raised.value)
    assert all(Path(fault.file).name == "broken.yaml" for fault in raised.value.faults)


def test_a_missing_file_is_named_with_its_nearest_neighbour(project: Path) -> None:
    with pytest.raises(ConfigError, match=r"smal\.yaml: found no such file; .*small\.yaml` would do"):
        load_scenario(project / "configs" / "smal.yaml")


def test_a_folder_is_no_file(project: Path) -> None:
    with pytest.raises(ConfigError, match="configs: found a folder; a YAML file would do"):
        load_scenario(project / "configs")


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ConfigError, match=r"large\.yaml: found 50\.0 MB; .* at most 5 MB"):
        load_scenario(path)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ConfigError, match="no plain file"):
        load_scenario(tmp_path / "pipe.yaml")


SCHEDULES = [
    ("unknown stock", "stock: plant/part", "stock: plant/prt", 3, "`plant/part` would do"),
    ("unknown source", "make: 50 %, buy: 50 %", "mak: 50 %, buy: 50 %", 9, "`make` would do"),
    ("shares of 90 %", "make: 50 %, buy: 50 %", "make: 40 %, buy: 50 %", 9, "add up to 0.9"),
    ("steps that go back", "{date: 2026-07-01, make", "{date: 2026-05-01, make", 10, "a date after 2026-06-01"),
    ("a step after the end", "{date: 2026-07-01, make", "{date: 2028-07-01, make", 10, "before 2027-01-04"),
    ("a step before the start", "{date: 2026-06-01, make", "{date: 2025-06-01, make", 9, "from 2026-01-05"),
    ("a step without a date", "{date: 2026-06-01, make", "{make", 9, "none of `date`, `expect` and `gate`"),
    ("unknown contract", "contract: supply", "contract: suply", 4, "`supply` would do"),
    ("a key that nobody knows", "opens:", "task: {}\nopens:", 7, "task: found an unknown key; `tasks`"),
    ("unknown tool", "moves: {T1", "moves: {T7", 6, "none of the tools"),
    ("a tool bought that is there", "moves: {T1", "brings: {T1", 6, "stands at seller already"),
    ("unknown line", "opens: {make", "opens: {mak", 7, "`make` would do"),
    ("a bridge the wrong way", "use_from: 2026-06-01", "use_from: 2026-01-06", 5, "when building begins"),
    ("shares of no stock", "stock: plant/part\n", "", 7, "share: found `share` without a stock"),
    ("money without a currency", "opens:", "pays: [{date: 2026-03-02, amount: 5000}]\nopens:", 7, "without a unit"),
]


@pytest.mark.parametrize(("old", "new", "line", "fragment"), [s[1:] for s in SCHEDULES], ids=[s[0] for s in SCHEDULES])
def test_a_broken_schedule_is_refused_at_its_line(
    project: Path, old: str, new: str, line: int | None, fragment: str
) -> None:
    path = project / "configs" / "move.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    scenario = load_scenario(project / "configs" / "small.yaml")
    with pytest.raises(ConfigError) as raised:
        load_schedule(path, scenario=scenario)
    assert any(f.line == line and fragment in str(f) for f in raised.value.faults), str(raised.value)
    assert all(Path(fault.file).name == "move.yaml" for fault in raised.value.faults)


STUDIES = [
    ("no schedules", "[configs/stay.yaml, configs/move.yaml]", "[]", 4, "at least 1 entries"),
    ("a schedule twice", "configs/stay.yaml, configs/move.yaml", "configs/stay.yaml, configs/stay.yaml", 4, "twice"),
    ("an unknown control", "control: stay", "control: sty", 5, "`stay` would do"),
    ("one replication", "replications: 10", "replications: 1", 7, "2 or more"),
    ("half a replication", "replications: 10", "replications: 2.5", 7, "a whole number"),
    ("a negative seed", "seed: 1", "seed: -1", 6, "0 or more"),
    (
        "a window after the end",
        "2026-03-02..2026-12-27",
        "2026-03-02..2028-01-01",
        8,
        "dates from 2026-01-05 to 2027-01-03",
    ),
    ("a window of one word", "2026-03-02..2026-12-27", "always", 8, "a range as"),
    ("a file outside", "configs/small.yaml", "../../etc/passwd", 3, "a file under the project"),
    ("an absolute file outside", "configs/small.yaml", "/etc/passwd", 3, "a file under the project"),
]


@pytest.mark.parametrize(("old", "new", "line", "fragment"), [s[1:] for s in STUDIES], ids=[s[0] for s in STUDIES])
def test_a_broken_study_is_refused_at_its_line(
    project: Path, old: str, new: str, line: int | None, fragment: str
) -> None:
    path = project / "study.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(ConfigError) as raised:
        read_study(path)
    assert any(f.line == line and fragment in str(f) for f in raised.value.faults), str(raised.value)
    assert all(Path(fault.file).name == "study.yaml" for fault in raised.value.faults)


def test_an_empty_study_says_what_it_lacks(project: Path) -> None:
    (project / "study.yaml").write_text("study: empty\n")
    with pytest.raises(ConfigError, match="no `schedules` and no `control`") as raised:
        read_study(project / "study.yaml")
    said = str(raised.value)
    assert "found no `scenario` and no `scenarios`; exactly one of `scenario` and `scenarios` would do" in said
    assert "found no `replications` and no `rule`; exactly one of `replications` and `rule` would do" in said


def test_a_study_reports_the_faults_of_all_its_files(project: Path) -> None:
    small, move = project / "configs" / "small.yaml", project / "configs" / "move.yaml"
    small.write_text(small.read_text().replace("opening: 500 pieces", "opening: 500"))
    move.write_text(move.read_text().replace("make: 50 %", "make: half"))
    with pytest.raises(ConfigError) as raised:
        read_study(project / "study.yaml")
    assert [Path(fault.file).name for fault in raised.value.faults] == ["move.yaml", "small.yaml"]
