"""The block `search` of a study: bounds in the words of the file, and every fault at its line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backsource.config import as_file, load_scenario, load_schedule, load_study, schedule_from
from backsource.config.schema import schema_of
from backsource.config.search import DateBounds, NumberBounds, Search, parse_levels
from backsource.config.search_words import word_at, words_with
from backsource.config.searched import schedule_at, value_at, with_rest
from backsource.errors import ConfigError
from backsource.units import Span, UnitError

SEARCH = """\
matters: 1000
search:
  from: move
  vary:
    share.0.date: 2026-05-04..2026-06-22 by 5 working days
    share.0.make: 20 %..80 % by 10 %
    bridge.want: 5 working days..20 working days
    notice.date: [2026-02-02, 2026-03-02]
"""
FAULTS = [
    ("no start", "from: move", "form: move", "no `from`"),
    ("a start that is no schedule", "from: move", "from: moved", "`moved`, which is none of the schedules; `move`"),
    ("an unknown key", "  from: move", "  varies: {}\n  from: move", "search.varies: found an unknown key"),
    ("a path that leads nowhere", "share.0.make:", "share.0.mak:", "found `mak`"),
    ("a step that is not there", "share.0.date:", "share.7.date:", "found `7`"),
    ("a name that varies", "share.0.make:", "schedule:", "which says what schedule"),
    ("no bounds", "20 %..80 % by 10 %", "20 %", "found 20 %; bounds as `20 %..80 % by 5 %`"),
    ("the most before the least", "20 %..80 %", "80 %..20 %", "the least first, then the most"),
    ("two units", "5 working days..20", "5 days..20", "both ends in the same unit"),
    ("a step in another unit", "by 10 %", "by 10 days", "found by 10 days; a step in the unit of the bounds"),
    ("no step at all", "by 10 %", "by 0 %", "found by 0 %; a step above 0"),
    ("more than all", "20 %..80 % by", "20 %..180 % by", "from 0 to 1 (0 % to 100 %)"),
    ("a date at one end", "2026-05-04..", "3 days..", "a date at both ends"),
    ("a date that is none", "2026-05-04..", "2026-05-44..", "an ISO date"),
    ("steps of half days", "by 5 working days", "by 0.5 days", "a step of whole days"),
    ("a quantity where a date stands", "2026-05-04..2026-06-22 by 5 working days", "1 day..5 days", "an ISO date"),
    ("dates that are not simulated", "2026-06-22", "2028-06-19", "within the 364 days that are simulated"),
    ("one level", "[2026-02-02, 2026-03-02]", "[2026-02-02]", "two levels or more"),
    ("a level twice", "[2026-02-02, 2026-03-02]", "[2026-02-02, 2026-02-02]", "each level once"),
    ("a level that cannot be read", "[2026-02-02, 2026-03-02]", "[2026-02-02, soon]", "soon, with which notice.date"),
    ("a place inside another", "notice.date: [2026-02-02, 2026-03-02]", "share.0: [{}, 1]", "which varies too"),
    ("no difference that matters", "matters: 1000\n", "", "a search without `matters`"),
    ("the primary measure twice", "  from: move", "  also: total_cost\n  from: move", "the primary measure"),
    ("too few trials", "  from: move", "  trials: 2\n  from: move", "search.trials: found 2; 8 or more"),
]  # fmt: skip


@pytest.fixture
def study_with(project: Path) -> Callable[[str, str], Path]:
    """The study with a search in which one text is replaced by another."""

    def write(old: str, new: str) -> Path:
        assert SEARCH.count(old) == 1, old
        path = project / "study.yaml"
        path.write_text(path.read_text() + SEARCH.replace(old, new))
        return path

    return write


@pytest.mark.parametrize(("old", "new", "message"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_a_search_that_cannot_be_is_refused_at_its_line(
    study_with: Callable[[str, str], Path], old: str, new: str, message: str
) -> None:
    path = study_with(old, new)
    with pytest.raises(ConfigError) as raised:
        load_study(path)
    found = [fault for fault in raised.value.faults if message in str(fault)]
    assert found, str(raised.value)
    assert all(fault.line and fault.line > 9 and Path(fault.file).name == "study.yaml" for fault in found)


def test_all_faults_of_a_search_come_at_once(study_with: Callable[[str, str], Path]) -> None:
    path = study_with("from: move", "from: move\n  also: total_cost")
    path.write_text(path.read_text().replace("by 10 %", "by 0 %").replace("5 working days..", "5 days.."))
    with pytest.raises(ConfigError) as raised:
        load_study(path)
    assert len(raised.value.faults) == 2
    path.write_text(path.read_text().replace("by 0 %", "by 10 %").replace("5 days..", "5 working days.."))
    path.write_text(path.read_text().replace("share.0.make:", "share.0.mak:"))
    with pytest.raises(ConfigError) as raised:
        load_study(path)
    assert {fault.path for fault in raised.value.faults} == {"search.also", "search.vary.share.0.mak"}


def test_a_sound_search_is_read(study_with: Callable[[str, str], Path]) -> None:
    search = load_study(study_with("from: move", "from: move")).search
    assert search is not None
    assert search.start == "move"
    assert search.vary["share.0.date"] == DateBounds(
        "2026-05-04..2026-06-22 by 5 working days", date(2026, 5, 4), date(2026, 6, 22), Span(5.0, "working")
    )
    assert search.vary["notice.date"] == ("2026-02-02", "2026-03-02")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("20 %..80 % by 20 %", ("20 %", "40 %", "60 %", "80 %")),
        ("20 %..75 % by 20 %", ("20 %", "40 %", "60 %")),
        ("5 working days of cover..7 working days of cover", tuple(f"{n} working days of cover" for n in (5, 6, 7))),
        ("every 1 week..every 3 weeks", ("every 1 weeks", "every 2 weeks", "every 3 weeks")),
        ("0.5..0.6 by 0.05", ("0.5", "0.55", "0.6")),
        ("1.0 day..2 days by 0.25 days", ("1 days", "1.25 days", "1.5 days", "1.75 days", "2 days")),
    ],
)
def test_bounds_are_levels_in_the_words_of_the_file(text: str, levels: tuple[str, ...]) -> None:
    found = parse_levels(text)
    assert isinstance(found, NumberBounds)
    assert found.levels == levels


def test_bounds_of_too_many_levels_are_refused() -> None:
    for text in ("0 pieces..1000000 pieces", "1 day..2 days by 0.00001 days", "1990-01-01..2020-01-01"):
        with pytest.raises(UnitError):
            parse_levels(text)


MOVE: dict[str, Any] = {
    "schedule": "move", "stock": "plant/part",
    "share": [
        {"date": "2026-06-01", "make": "20 %", "buy": "60 %", "far": "20 %"}, {"date": "2026-07-01", "make": "50 %"},
    ],
}  # fmt: skip


def test_the_other_sources_of_a_step_share_the_rest_as_they_stood() -> None:
    """60 and 20 of 80 left: of 40 they get 30 and 10."""
    start = schedule_from(MOVE)
    rest = with_rest(start, {"share.0.make": "60 %"})
    assert rest == {"share.0.make": "60 %", "share.0.buy": "30 %", "share.0.far": "10 %"}
    both = with_rest(start, {"share.0.make": "60 %", "share.0.buy": "25 %"})
    assert both["share.0.far"] == "15 %"


def test_a_step_that_leaves_the_rest_unnamed_stays_so() -> None:
    assert with_rest(schedule_from(MOVE), {"share.1.make": "70 %"}) == {"share.1.make": "70 %"}


def test_what_is_found_is_written_in_the_words_of_the_file_it_began_with(world: Any) -> None:
    """Folded or not, in short or in full: reading what is written gives the schedule that was tried."""
    share = [{"date": "2026-06-01", "make": "25 %", "buy": "75 %"}]
    words: dict[str, Any] = {"schedule": "move", "stock": "plant/part", "opens": {"make": "2026-05-04"}, "share": share}
    levels = {"share.0.make": "40 %", "share.0.date": "2026-06-08", "opens.make": "2026-05-11"}
    for said in (words, {"schedule": "move", "opens": words["opens"], "parts": {"plant/part": {"share": share}}}):
        start = schedule_from(said)
        paths = {
            path if "stock" in said or path.startswith("opens") else f"parts.plant/part.{path}": level
            for path, level in levels.items()
        }
        found = words_with(said, start, paths, world, "better")
        assert schedule_from(found, scenario=world) == schedule_at(start, paths, world, "better")
        assert set(found) == set(said)
        steps = found["share"] if "stock" in said else found["parts"]["plant/part"]["share"]
        assert steps == [{"date": "2026-06-08", "make": "40 %", "buy": "60 %"}]
        assert [word_at(said, start, path) for path in paths] == ["25 %", "2026-06-01", "2026-05-04"]


def test_a_search_reads_back_from_its_own_words() -> None:
    given = {"from": "a", "vary": {"share.0.make": "20 %..80 % by 20 %", "decided": ["daily", "every 2 days"]}}
    search = Search.model_validate(given)
    assert Search.model_validate(search.model_dump(mode="json", by_alias=True)) == search


def test_the_schema_of_a_study_knows_the_search() -> None:
    assert "search" in schema_of("study")["properties"]


KINDS = {
    "a date behind a gate": ("share.1.expect", "2026-08-31..2026-09-14 by 7 days", "2026-09-07"),
    "a threshold": ("share.1.gate.yield.at_least", "90 %..96 % by 3 %", "93 %"),
    "a window": ("share.1.gate.yield.over", "5 working days..15 working days by 5 working days", "10 working days"),
    "a wait": ("share.0.wait_at_most", "40 working days..80 working days by 20 working days", "60 working days"),
    "what happens then": ("share.0.then", ["hold", "force"], "force"),
    "steering dates": ("decided", "every 1 week..every 3 weeks", "every 2 weeks"),
    "a bank": ("bridge.want", "5 working days of cover..15 working days of cover by 5 working days", "10 working days"),
    "an overlap": ("overlap.least.buy", "20 %..40 % by 10 %", "30 %"),
    "a task": ("tasks.train.begin", "2026-03-16..2026-03-30 by 1 week", "2026-03-23"),
    "money": ("notice.retention", "40 kEUR..80 kEUR by 20 kEUR", "60 kEUR"),
}


@pytest.mark.parametrize(("path", "given", "level"), list(KINDS.values()), ids=list(KINDS))
def test_everything_that_a_schedule_says_can_vary(path: str, given: Any, level: str) -> None:
    root = Path(__file__).parents[2] / "configs"
    scenario = load_scenario(root / "scenarios" / "steering-knuckle.yaml")
    words = as_file(load_schedule(root / "schedules" / "gated.yaml"))
    words["parts"]["plant/knuckle"]["overlap"] = {"until": "2026-09-30", "least": {"buy": "20 %"}}
    start = schedule_from(words, scenario=scenario)
    levels = parse_levels(given)
    if isinstance(levels, DateBounds):
        middle = str(levels.first + (levels.last - levels.first) / 2)
    else:
        middle = levels.levels[1] if isinstance(levels, NumberBounds) else levels[1]
    found = schedule_at(start, {path: middle}, scenario, "found")
    assert middle.startswith(level)
    assert value_at(start, path, middle) == value_at(found, path, level)
    words = words_with(as_file(start), start, {path: middle}, scenario, "found")
    assert schedule_from(words, scenario=scenario) == found
