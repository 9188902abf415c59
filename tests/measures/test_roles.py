"""Who is who in a scenario."""

from collections.abc import Callable

import pytest

from backsource.config import Scenario
from backsource.measures.frame import Frame
from backsource.measures.roles import Roles

MakeScenario = Callable[..., Scenario]


def roles(part: Scenario) -> Roles:
    return Roles.of(part, Frame.of(part, 0, 20, (0, 19), (0, 4)))


def test_the_stock_fed_from_outside_and_by_our_own_line_is_what_changes(scenario: MakeScenario) -> None:
    found = roles(scenario())
    assert found.stocks == ("plant/part",)
    assert found.lines == ("make",)
    assert found.outside == ("buy",)
    assert found.raw == {"plant/blank": ("make",)}


def test_a_plant_or_depot_without_an_owner_is_ours_and_a_supplier_is_not(scenario: MakeScenario) -> None:
    found = roles(scenario(changes={"sites.hub": {"kind": "depot"}}))
    assert found.share == {"s1": 0.0, "forge": 0.0, "plant": 1.0, "hub": 1.0}


def test_a_plant_whose_owner_is_named_is_theirs(scenario: MakeScenario) -> None:
    found = roles(scenario(changes={"sites.plant": {"kind": "plant", "owner": "outside"}}))
    assert found.share["plant"] == 0.0
    assert found.lines == ()


def test_an_owner_may_change_on_a_date(scenario: MakeScenario) -> None:
    owners = [{"owner": "outside"}, {"owner": "us", "since": "2026-01-15", "share": "40 %"}]
    found = roles(scenario(changes={"sites.s1.owner": owners}))
    assert found.share["s1"].tolist() == [0.0] * 10 + [0.4] * 10
    assert found.inside == ("buy",)


def test_without_a_plant_the_stocks_that_serve_markets_count(scenario: MakeScenario) -> None:
    changes = {
        "lines": {"cell": {"site": "s1", "makes": "part", "rate": "15 pieces/day"}},
        "stocks.plant/part.sources": {},
    }
    found = roles(scenario(changes=changes))
    assert found.stocks == ("plant/part",)
    assert (found.lines, found.outside) == ((), ("buy",))


@pytest.mark.parametrize("window", [(-1, 5), (5, 4), (0, 20)])
def test_a_window_outside_what_is_simulated_is_refused(scenario: MakeScenario, window: tuple[int, int]) -> None:
    from backsource.errors import StudyError

    with pytest.raises(StudyError, match="measured window"):
        Frame.of(scenario(), 0, 20, window, (0, 4))
