"""The figure of causes: bars as long as the units short, and parts that add up."""

import pytest

from backsource.measures import FAMILIES, RESIDUAL
from backsource.report import causes, style

NOTHING = dict.fromkeys((*FAMILIES, RESIDUAL), 0.0)
SHORT = {"gated": {**NOTHING, "ramp": 60.0, "starved": 30.0, RESIDUAL: 10.0}, "big_bang": {**NOTHING, "people": 40.0}}


def test_the_parts_of_each_bar_reach_as_far_as_its_units_short() -> None:
    with style.styled():
        axes = style.canvas(6).subplots()
        causes.draw(axes, SHORT)
    widths = [[bar.get_width() for bar in bars] for bars in axes.containers]
    assert [sum(column) for column in zip(*widths, strict=True)] == pytest.approx([100.0, 40.0])
    assert [text.get_text() for text in axes.texts] == ["100", "40"]


def test_only_causes_that_matter_are_named_and_the_residual_always() -> None:
    with style.styled():
        axes = style.canvas(6).subplots()
        causes.draw(axes, SHORT)
    assert [bars.get_label() for bars in axes.containers] == ["ramp", "people", "starved", "no cause found"]
