"""The order of steps within a day is data."""

import pytest
from builders import first, run, shop

from backsource.errors import SimulationError

DEMAND = [4, 0, 3, 0, 0, 0, 0]


def test_under_plant_an_order_is_there_on_the_morning_when_its_lead_time_is_over() -> None:
    log = run(shop({"base_stock": "10 pieces"}, DEMAND))  # ordered on days 0 and 2, lead time 2
    assert first(log.stocks, "shop/x", "ordered", 7) == [4, 0, 3, 0, 0, 0, 0]
    assert first(log.stocks, "shop/x", "received", 7) == [0, 0, 4, 0, 3, 0, 0]
    assert first(log.stocks, "shop/x", "on_hand", 7) == [6, 6, 7, 7, 10, 10, 10]


@pytest.mark.parametrize("lead", [0, 1, 2, 5])
def test_a_textbook_lead_time_is_one_day_more_under_plant(lead: int) -> None:
    demand = [4, 0, 3, 9, 0, 2, 2, 7, 0, 1, 5, 5]
    textbook = run(shop({"base_stock": "10 pieces"}, demand, lane={"promised": f"{lead} days"}), timetable="textbook")
    plant = run(shop({"base_stock": "10 pieces"}, demand, lane={"promised": f"{lead + 1} days"}))
    for column in ("received", "on_hand", "owed", "shipped"):
        assert first(textbook.stocks, "shop/x", column, 20) == first(plant.stocks, "shop/x", column, 20)
    assert first(textbook.stocks, "shop/x", "ordered", 3) == [0, 4, 0]  # demand of the day is not yet known
    assert first(plant.stocks, "shop/x", "ordered", 3) == [4, 0, 3]


@pytest.mark.parametrize(("timetable", "served"), [("plant", [0, 4]), ("stockpyl", [0, 4]), ("textbook", [0, 0])])
def test_goods_without_lead_time_enter_the_next_site_in_the_same_sweep(timetable: str, served: list[float]) -> None:
    content = shop(
        {"base_stock": "0 pieces"}, [0, 4], lane={"from": "hub", "promised": "0 days"},
        sites={"hub": {"kind": "depot"}}, stocks={"hub/x": {"opening": "9 pieces"}},
    )  # fmt: skip
    assert first(run(content, timetable=timetable).markets, "m", "served", 2) == served


def test_an_unknown_timetable_is_refused() -> None:
    with pytest.raises(SimulationError, match="plant, stockpyl, textbook would do"):
        run(shop({"base_stock": "1 piece"}, [1]), timetable="noon")
