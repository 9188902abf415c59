"""Every run keeps the laws of conservation, whatever stands on the grid; `simulate` raises where one is broken."""

import pytest
from builders import run
from hypothesis import given, settings
from hypothesis import strategies as st
from random_parts import Block
from random_scenarios import changeovers, thrown

from backsource.streams import stream

TIMETABLES = ("plant", "stockpyl", "textbook")


@settings(max_examples=80)
@given(changeovers(), st.sampled_from(TIMETABLES), st.integers(0, 1000))
def test_a_random_changeover_keeps_the_laws(changeover: tuple[Block, Block], timetable: str, seed: int) -> None:
    content, schedule = changeover
    run(content, schedule, seed=seed, timetable=timetable)


@pytest.mark.parametrize("batch", range(8))
def test_random_networks_keep_the_laws_under_every_timetable(batch: int) -> None:
    rng = stream(20260105, batch, "random scenarios")
    for number in range(30):
        content, schedule = thrown(rng)
        for given_schedule in (None, schedule):
            run(content, given_schedule, seed=batch, replication=number, timetable=TIMETABLES[number % 3])
