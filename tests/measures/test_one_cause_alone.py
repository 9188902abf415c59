"""A scenario with one cause alone gives it all units short, asked either way: by what was the limit, and without it."""

import pytest
from causes_alone import ALL, Alone

from backsource.measures import Sheet
from backsource.simulation import prepare, simulate
from backsource.simulation.chance import CHANCES, present

FUTURES = range(8)


@pytest.fixture(params=ALL, ids=lambda alone: f"{alone.family}-{'-'.join(alone.proximate)}")
def alone(request: pytest.FixtureRequest) -> Alone:
    found: Alone = request.param
    return found


@pytest.fixture
def sheet(alone: Alone) -> Sheet:
    last = int(alone.scenario.horizon.amount) - 1
    return Sheet(alone.scenario, alone.schedule, window=(0, last), reference=(0, 9))


def test_it_is_the_only_family_there(alone: Alone) -> None:
    assert present(alone.scenario, alone.schedule) == (alone.family,)


def test_without_it_nothing_is_short(alone: Alone, sheet: Sheet) -> None:
    plan = prepare(alone.scenario, alone.schedule, without=(alone.family,))
    assert [sheet.measure(simulate(plan, 1, future))["units_short"] for future in FUTURES] == [0] * len(FUTURES)


def test_without_all_others_as_much_is_short_as_with_them(alone: Alone, sheet: Sheet) -> None:
    others = set(CHANCES) - {alone.family}
    plans = (prepare(alone.scenario, alone.schedule), prepare(alone.scenario, alone.schedule, without=others))
    whole, left = (sheet.measure(simulate(plan, 1, 3)) for plan in plans)
    assert left["units_short"] == whole["units_short"]


def test_with_it_all_that_is_short_has_its_proximate_causes(alone: Alone, sheet: Sheet) -> None:
    plan = prepare(alone.scenario, alone.schedule)
    rows = [sheet.measure(simulate(plan, 1, future)) for future in FUTURES]
    short = [row["units_short"] for row in rows]
    assert sum(short) > 0
    assert [sum(row[f"short_{family}"] for family in alone.proximate) for row in rows] == pytest.approx(short)
