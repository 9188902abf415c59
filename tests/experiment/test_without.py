"""Arms with families of chance off: runs of their own in the same futures."""

from hashlib import blake2b

import pytest
from tiny import jump, tiny

from backsource.errors import SimulationError
from backsource.experiment.arms import Arm
from backsource.experiment.cell import ready, run_cell
from backsource.experiment.contents import content_keys


def arm(*without: str) -> Arm:
    experiment = tiny()
    setting = experiment.settings[0]
    plain = experiment.arm(setting, "jump", setting.schedules["jump"])
    return Arm.of(
        "jump", plain.scenario, plain.schedule, seed=plain.seed, window=plain.window, reference=plain.reference,
        without=without,
    )  # fmt: skip


def test_an_arm_with_everything_on_is_known_by_its_files_alone() -> None:
    found = arm()
    text = found.scenario.model_dump_json(by_alias=True)
    assert found.schedule is not None
    text += found.schedule.model_dump_json(by_alias=True)
    assert found.digest == blake2b(text.encode(), digest_size=16).hexdigest()
    assert found.without == ()


def test_what_is_off_makes_another_arm_in_whatever_order_it_is_named() -> None:
    arms = {"on": arm(), "demand": arm("demand"), "both": arm("demand", "transport")}
    assert len({found.digest for found in arms.values()}) == 3
    assert arm("transport", "demand", "demand") == arms["both"]
    named = [Arm(**{**vars(found), "name": name}) for name, found in arms.items()]
    assert len(set(content_keys(named, {name: name for name in arms}).values())) == 3


def test_its_runs_have_these_families_off_in_the_same_futures() -> None:
    assert ready(arm("demand", "transport"))[0].without == ("demand", "transport")
    whole, off = (run_cell(one, 3, curves=False) for one in (arm(), arm("demand", "transport")))
    assert off.environment == whole.environment
    assert off.digest != whole.digest
    other = run_cell(arm("demand", "transport"), 4, curves=False)
    assert (other.measures, other.milestones) == (off.measures, off.milestones)  # nothing else is random there


def test_an_unknown_family_is_told_when_the_arm_is_prepared() -> None:
    with pytest.raises(SimulationError, match="without weather: no such family"):
        ready(arm("weather"))


def test_arms_of_a_study_have_everything_on() -> None:
    assert {found.without for found in tiny({"schedule": "stay"}, jump()).arms()} == {()}
