"""What a step leaves to the sources that it does not name."""

import pytest

from backsource.config import Scenario
from backsource.config.sharing import as_is, filled


@pytest.mark.parametrize(
    ("before", "named", "after"),
    [
        ({"buy": 1.0, "make": 0.0}, {"make": 0.25}, {"buy": 0.75, "make": 0.25}),
        ({"a": 0.6, "b": 0.2, "c": 0.2}, {"c": 0.6}, {"a": 0.3, "b": 0.1, "c": 0.6}),
        ({"a": 0.0, "b": 0.0, "c": 1.0}, {"c": 0.5}, {"a": 0.25, "b": 0.25, "c": 0.5}),
        ({"a": 1.0}, {"a": 1.0}, {"a": 1.0}),
    ],
)  # fmt: skip
def test_sources_that_a_step_does_not_name_share_the_rest_as_they_stood(
    before: dict[str, float], named: dict[str, float], after: dict[str, float]
) -> None:
    assert filled(before, named) == pytest.approx(after)


def test_shares_as_they_are_name_every_source(world: Scenario) -> None:
    assert as_is(world, "annex/gear") == {"cut": 0.0, "gears": 1.0, "hob": 0.0}
