"""Factors: paths into the scenario and into schedules, levels as they would stand in the file, faults all at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backsource.config import load_scenario, load_schedule, read_study
from backsource.config.factors import Factor, factor_at, scenario_with, schedule_with
from backsource.errors import ConfigError
from backsource.units import Span, UnitError

Write = Callable[..., Path]
GATED = """\
format: 1
schedule: gated
stock: plant/part
notice: {contract: supply, date: 2026-03-02}
tasks:
  bring: {begin: 2026-01-05, takes: 10 days, brings: {T2: plant}}
opens: {make: 2026-06-01}
decided: every 2 weeks
share:
  - {date: 2026-06-01, make: 25 %}
  - make: 100 %
    expect: 2026-07-01
    gate: {yield: {at_least: 95 %, over: 10 working days}}
"""


@pytest.fixture
def study_file(project: Path) -> Write:
    """Writes the study with these factors; gives its path."""

    def write(factors: str) -> Path:
        path = project / "study.yaml"
        path.write_text(path.read_text() + "factors:\n" + factors)
        return path

    return write


def faults(path: Path) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        read_study(path)
    return sorted(str(fault).partition("study.yaml")[2] for fault in raised.value.faults)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("lines.make.ramp.tau", Factor("lines.make.ramp.tau", None, "lines.make.ramp.tau")),
        ("schedules.move.decided", Factor("schedules.move.decided", "move", "decided")),
        ("schedules.v2.1.decided", Factor("schedules.v2.1.decided", "v2.1", "decided")),
    ],
)
def test_a_factor_lies_in_the_scenario_or_in_a_schedule(path: str, found: Factor) -> None:
    assert factor_at(path, ["move", "v2", "v2.1"]) == found


def test_a_level_in_the_scenario_is_the_file_edited_by_hand(scenario_file: Write) -> None:
    scenario = load_scenario(scenario_file())
    edited = load_scenario(scenario_file("promised: 20 days", "promised: 45 days"))
    assert scenario_with(scenario, {"lanes.steel.promised": "45 days"}) == edited
    edited = load_scenario(scenario_file("lasts: {mean: 5 days, cv: 1.0}", "lasts: 4 days"))
    assert scenario_with(scenario, {"outages.stop.lasts": "4 days"}) == edited
    edited = load_scenario(scenario_file("period: 120 days, to: month end", "period: 90 days"))
    assert scenario_with(scenario, {"contracts.supply.notice": {"period": "90 days"}}) == edited
    edited = load_scenario(scenario_file("ramp.tau: {times: {median: 1.1, p90", "ramp.tau: {times: {median: 1.2, p90"))
    assert scenario_with(scenario, {"unsure.lines.make.ramp.tau.times.median": 1.2}) == edited


@pytest.mark.parametrize(
    ("path", "level", "old", "new"),
    [
        ("decided", "every 4 weeks", "every 2 weeks", "every 4 weeks"),
        ("share.1.gate.yield.over", "5 working days", "over: 10 working", "over: 5 working"),
        ("share.0.make", "30 %", "make: 25 %", "make: 30 %"),
        ("opens.make", "2026-06-08", "{make: 2026-06-01}", "{make: 2026-06-08}"),
        ("share.1.gate", {"rate": {"at_least": "80 %"}}, "{yield: {at_least: 95 %, over: 10 working days}}",
         "{rate: {at_least: 80 %}}"),
        ("freeze", ["2026-07-01..2026-07-31"], "decided:", "freeze: [2026-07-01..2026-07-31]\ndecided:"),
        ("overlap", {"until": "2026-06-30", "least": {"buy": "20 %"}}, "decided:",
         "overlap: {until: 2026-06-30, least: {buy: 20 %}}\ndecided:"),
        ("tasks.bring.takes", "12 days", "takes: 10 days", "takes: 12 days"),
    ],
)  # fmt: skip
def test_a_level_in_a_schedule_is_the_file_edited_by_hand(
    project: Path, path: str, level: Any, old: str, new: str
) -> None:
    scenario = load_scenario(project / "configs" / "small.yaml")
    file = project / "configs" / "gated.yaml"
    file.write_text(GATED)
    schedule = load_schedule(file, scenario=scenario)
    assert GATED.count(old) == 1
    file.write_text(GATED.replace(old, new))
    assert schedule_with(schedule, {path: level}, scenario) == load_schedule(file, scenario=scenario)


def test_nothing_as_a_level_takes_a_block_away(project: Path) -> None:
    scenario = load_scenario(project / "configs" / "small.yaml")
    schedule = load_schedule(project / "configs" / "move.yaml", scenario=scenario)
    assert schedule.part("plant/part").bridge is not None
    assert schedule_with(schedule, {"bridge": None}, scenario).part("plant/part").bridge is None
    wanted = schedule_with(schedule, {"bridge.want": "3 working days"}, scenario).part("plant/part").bridge
    assert wanted is not None
    assert wanted.want.span == Span(3.0, "working")


def test_all_faults_of_factors_come_at_once_with_their_lines(study_file: Write) -> None:
    found = faults(
        study_file(
            "  lines.mkae.ramp.tau: [20 working days]\n"
            "  lines.make.ramp.taw: [20 working days]\n"
            "  schedules.mvoe.decided: [every 2 weeks]\n"
            "  schedules.move.notices.date: [2026-03-30]\n"
            "  schedules.stay: [1]\n"
            "  lines.make.rate: [120 pieces/working day, 140 kg/working day]\n"
            "  schedules.move.bridge.want: []\n"
            "  lines.make.ramp.from: [20 %, 20 %]\n"
            "  schedules.stay.freeze: [[]]\n"
        )
    )
    assert found == [
        ":11: factors.lines.mkae.ramp.tau: found `mkae` in lines.mkae.ramp.tau; `make` would do",
        ":12: factors.lines.make.ramp.taw: found `taw` in lines.make.ramp.taw; `tau` would do",
        ":13: factors.schedules.mvoe.decided: found `mvoe`, which is none of the schedules; `move` would do",
        ":14: factors.schedules.move.notices.date: found `notices` in notices.date; `notice` would do",
        (
            ":15: factors.schedules.stay: found the whole of schedule stay; a path inside it, as "
            "`schedules.stay.decided` would do"
        ),
        (
            ":16: factors.lines.make.rate[1]: found 140 kg/working day, with which lines.make.rate is `kg`; `piece`, "
            "the unit of part would do"
        ),
        ":17: factors.schedules.move.bridge.want: found no level; a list of levels would do",
        ":18: factors.lines.make.ramp.from[1]: found 20 % twice; each level once would do",
        ":19: factors.schedules.stay.freeze: found a factor of the control stay; one of another schedule would do",
        (
            ":19: factors.schedules.stay.freeze: found a path inside schedules.stay, which varies too; one of the two "
            "would do"
        ),
    ]


def test_a_level_that_breaks_a_schedule_is_a_fault_of_the_study(study_file: Write) -> None:
    (found,) = faults(study_file("  contracts.supply.notice.period: [120 days, 90 working days]\n"))
    assert found.startswith(":11: factors.contracts.supply.notice.period[1]: found 90 working days, with which ")


def test_a_level_is_checked_like_the_file(study_file: Write) -> None:
    (found,) = faults(study_file("  schedules.move.opens.make: [2029-01-01]\n"))
    assert "found 2029-01-01, with which opens.make is 2029-01-01" in found


def test_a_factor_inside_another_one_is_refused(study_file: Write) -> None:
    (found,) = faults(study_file("  schedules.move.bridge: [null]\n  schedules.move.bridge.want: [5 working days]\n"))
    assert "a path inside schedules.move.bridge, which varies too; one of the two would do" in found


def test_a_path_beside_nothing_is_refused(project: Path) -> None:
    scenario = load_scenario(project / "configs" / "small.yaml")
    with pytest.raises(UnitError, match="`price`"):
        scenario_with(scenario, {"contracts.supply.extension.price": "+5 %"})
