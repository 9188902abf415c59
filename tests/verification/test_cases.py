"""Files of known numbers: any name, any folder, and every fault at once."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from backsource.errors import ConfigError
from backsource.verification.cases import open_cases, read_cases
from backsource.verification.formats import AnalyticCase, LawCase, PeerCase, StatisticsCase


def faults(path: Path) -> list[tuple[str, str]]:
    """Key and text of every fault of a path."""
    with pytest.raises(ConfigError) as caught:
        read_cases(path)
    return [(fault.path, f"{fault.found}|{fault.would_do}") for fault in caught.value.faults]


def copied(folder: str, stem: str, to: Path, name: str = "renamed") -> Path:
    """A case of the package with its tables under another name."""
    for file in (open_cases() / folder).glob(f"{stem}*"):
        shutil.copy(file, to / file.name.replace(stem, name))
    return to / f"{name}.json"


def edited(file: Path, edit: Callable[[dict], object]) -> Path:
    document = json.loads(file.read_text())
    edit(document)
    file.write_text(json.dumps(document))
    return file


def test_the_cases_of_the_package_are_all_sound() -> None:
    kinds = Counter(type(case) for case in read_cases(open_cases()))
    assert kinds.pop(StatisticsCase) > 0
    assert kinds == {AnalyticCase: 40 + 5, LawCase: 5, PeerCase: 5}


def test_names_and_folders_do_not_matter(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b c"
    deep.mkdir(parents=True)
    peer = copied("stockpyl", "O1_serial3", deep, "something")
    copied("law_inventory", "s20_S40", tmp_path, "else")
    shutil.copy(open_cases() / "analytic" / "cases.json", deep / "numbers.json")
    read = read_cases(tmp_path)
    assert Counter(type(case).__name__ for case in read) == {"AnalyticCase": 40, "LawCase": 1, "PeerCase": 1}
    assert {case.file for case in read} == {peer, tmp_path / "else.json", deep / "numbers.json"}
    (alone,) = read_cases(peer)
    assert alone.id == "O1_serial3"


def test_a_run_of_the_program_keeps_its_events_and_its_rule(tmp_path: Path) -> None:
    file = copied("law_inventory", "s20_S40", tmp_path)
    (case,) = read_cases(file)
    assert isinstance(case, LawCase)
    assert (case.reorder_level, case.order_up_to, case.below, case.printed.total) == (20, 40, "<", 126.61)
    order = next(event for event in case.events if event.event == "order")
    assert (order.time, order.quantity, order.level_after, order.delivery_lag) == (2, 24, 16, 0.82792604)
    assert all(event.delivery_lag is None for event in case.events if event.event != "order")
    edited(file, lambda document: document.update(review="order S-I if I <= s"))
    (case,) = read_cases(file)
    assert isinstance(case, LawCase)
    assert case.below == "<="


def test_a_network_keeps_its_tables(tmp_path: Path) -> None:
    (case,) = read_cases(copied("stockpyl", "O5_changeover", tmp_path))
    assert isinstance(case, PeerCase)
    assert len(case.node_rows) == 3 * case.periods
    assert case.node_rows[0]["on_hand"] == 20
    assert {row["from"] for row in case.link_rows} == {1, 2, 3, "EXT"}
    assert case.order_override is not None
    assert case.order_override.orders[20] == {"1": 2, "2": 2}


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("", "", "JSON"),
        ("{", "", "JSON"),
        ('{"a": 1}', "", "known formats"),
        ("7", "", "known formats"),
        ('[{"id": 1, "kind": "M/M/1", "parameters": {}, "expected": {}}]', "0.id", "string"),
        ('[{"id": "a", "kind": "M/M/1", "parameters": {}}]', "0.expected", "this key"),
        ('[{"id": "a", "id": "b"}]', "", "twice"),
        ('[{"id": "a", "kind": "k", "parameters": {"x": NaN}, "expected": {}}]', "", "NaN"),
        ('[{"id": "a", "kind": "k", "parameters": {"x": 1e999}, "expected": {}}]', "", "1e999"),
        ("[" * 100_000, "", "JSON"),
    ],
)
def test_broken_json_is_refused(tmp_path: Path, text: str, key: str, said: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text)
    assert any(path == key and said in fault for path, fault in faults(file))


def test_what_is_no_text_no_file_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    assert "UTF-8" in faults(binary)[0][1]
    assert "no file" in faults(tmp_path / "missing.json")[0][1]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no JSON" in faults(empty)[0][1]
    monkeypatch.setattr("backsource.verification.cases.LARGEST", 3)
    assert "MB" in faults(binary)[0][1]


def broken_network(document: dict) -> None:
    document["edges"].append([1, 77])
    document["nodes"][0]["policy"] = {"type": "sS", "S": 20}
    document["nodes"][2]["demand"] = [1, 2, 3]
    document["nodes"][1]["policy"] = {"type": "rQ", "r": 4, "Q": 9}


def test_a_network_that_does_not_hold_together_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    file = edited(copied("stockpyl", "O1_serial3", tmp_path), broken_network)
    assert [path for path, _ in faults(file)] == [
        "edges.2",
        "nodes.0.policy.s",
        "nodes.1.initial_inventory",
        "nodes.2.demand",
    ]


def test_tables_are_checked_too(tmp_path: Path) -> None:
    file = copied("stockpyl", "O1_serial3", tmp_path)
    nodes = tmp_path / "renamed_nodes.csv"
    lines = nodes.read_text().splitlines()
    nodes.write_text("\n".join([lines[0], lines[1].replace("0,1,", "0,one,", 1), lines[2] + ",5", *lines[3:]]))
    with pytest.raises(ConfigError) as caught:
        read_cases(file)
    assert [(fault.line, fault.path) for fault in caught.value.faults] == [(2, "node"), (3, "")]
    nodes.write_text("\n".join(lines[:50]))
    assert "49 rows" in faults(file)[0][1]
    nodes.unlink()
    assert "No such file" in faults(file)[0][1]


def test_events_are_checked_too(tmp_path: Path) -> None:
    file = copied("law_inventory", "s20_S40", tmp_path)
    events = tmp_path / "renamed_events.csv"
    events.write_text(
        "time_months,event,quantity,inventory_level_after,delivery_lag_months\n"
        "1,demand,3,57,\n0.5,strike,2,55,\n0.7,demand,2,55,soon\n0.4,demand,nan,3,\n"
    )
    assert faults(file)[0][0] == "quantity"
    events.write_text(events.read_text().replace("nan", "1"))
    assert sorted(path for path, _ in faults(file)) == ["delivery_lag", "event", "time_months"]


def test_faults_of_several_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text("[")
    assert len(faults(tmp_path)) == 2
