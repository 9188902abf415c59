"""Money from quantities and prices, worked by hand."""

from collections.abc import Callable

import numpy as np
import pytest

from backsource.config import Scenario, Schedule, schedule_from
from backsource.errors import InvariantError
from backsource.log import Kind, Log
from backsource.measures import Sheet
from backsource.measures.accounts import Accountant, Ledger, value_weights
from backsource.measures.diary import Diary
from backsource.measures.frame import Frame
from backsource.measures.inventory import Worth
from backsource.measures.opening import Opening, planned, seen
from backsource.measures.roles import Roles
from backsource.measures.tariff import CATEGORIES, Tariff, unit_values

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Changeover = tuple[Scenario, Schedule, Log]

COSTS = {
    "lanes.buy.freight": "1 EUR/piece",
    "lanes.buy.order_cost": "50 EUR",
    "lines.make.cost": {"variable": "5 EUR/piece", "fixed": "3650 EUR/year", "capex": "1 kEUR", "salvage": "25 %"},
    "stocks.plant/part.holding": "36.5 %/year",
    "stocks.plant/blank.holding": "0.02 EUR/piece/day",
    "markets.oem.late_cost": "3 EUR/piece",
    "markets.oem.late_cost_daily": "0.5 EUR/piece/day",
    "tools": {
        "T2": {"at": "none", "lead": "2 weeks", "price": "600 EUR", "move": {"takes": "2 days", "cost": "70 EUR"}}
    },
}
OPENS = {
    "schedule": "go",
    "stock": "plant/part",
    "opens": {"make": "2026-01-15"},
    "tasks": {"order": {"begin": "2026-01-06", "brings": {"T2": "plant"}, "cost": "40 EUR"}},
    "pays": [{"date": "2026-01-12", "amount": "70 EUR"}],
}
BEGUN = (1.0, Kind.TASK_STARTED, "task/order", 0.0)
ORDERED = (1.0, Kind.TOOL_ORDERED, "T2", 0.0)
PAID = [(1.0, Kind.PAYMENT, "task/order", 40.0), (7.0, Kind.PAYMENT, "go", 70.0)]


def books(
    part: Scenario,
    log: Log,
    schedule: Schedule | None = None,
    window: tuple[int, int] = (0, 19),
    drawn: dict[str, float] | None = None,
) -> tuple[Accountant, Ledger, dict[str, Opening]]:
    frame = Frame.of(part, log.first_day, log.days, window, (0, 4))
    roles = Roles.of(part, frame)
    tariff = Tariff(part, roles, drawn or {})
    diary = Diary(log)
    openings = seen(diary, planned(part, schedule, roles, frame), frame, schedule)
    accountant = Accountant(tariff, frame, schedule, log)
    return accountant, accountant.ledger(log, diary, openings), openings


@pytest.fixture
def year_of_ten(scenario: MakeScenario, write: WriteLog) -> Changeover:
    part = scenario(changes=COSTS)
    log = write(
        part,
        lanes={"buy": {"received": 10.0, "orders": 1.0}, "blanks": {"received": 2.0}},
        lines={"make": {"good": 4.0, "started": 5.0}},
        stocks={"plant/part": {"on_hand_time": 30.0}, "plant/blank": {"on_hand_time": 100.0}},
        markets={"oem": {"short": 1.0, "owed_time": 6.0}},
        journal=[BEGUN, ORDERED, (4.5, Kind.TOOL_PULLED, "T2", 1.0), *PAID],
    )
    return part, log, schedule_from(OPENS)


def test_every_category_is_quantity_times_price(year_of_ten: Changeover) -> None:
    part, log, schedule = year_of_ten
    _, ledger, _ = books(part, log, schedule)
    assert ledger.window() == pytest.approx(
        {
            "purchase": 20 * 10 * 20.0,
            "material": 20 * 2 * 8.0,
            "freight": 20 * 10 * 1.0,
            "order_cost": 20 * 50.0,
            "variable": 20 * 4 * 5.0,
            "fixed": 10 * 10.0,  # 10 EUR a day from day 10 to day 19
            "holding": 20 * (30 * 0.365 * 21.0 / 365 + 100 * 0.02),
            "shortage": 20 * (1 * 3.0 + 6 * 0.5),
            "capex": 1000.0,
            "tools": 600.0,
            "moves": 70.0,
            "payments": 110.0,
            "extensions": 0.0,
            "standby": 0.0,
        }
    )


def test_weeks_and_categories_add_up_to_the_same_sum(year_of_ten: Changeover) -> None:
    part, log, schedule = year_of_ten
    _, ledger, _ = books(part, log, schedule)
    weeks = ledger.weekly()
    assert weeks.shape == (len(CATEGORIES), 3)
    assert weeks.sum() == pytest.approx(sum(ledger.window().values()))
    assert weeks[CATEGORIES.index("purchase")].tolist() == pytest.approx([1400.0, 1400.0, 1200.0])


def test_a_window_that_begins_after_the_cheque_does_not_hide_it(year_of_ten: Changeover) -> None:
    part, log, schedule = year_of_ten
    _, ledger, _ = books(part, log, schedule, window=(15, 16))
    found = ledger.window()
    assert (found["purchase"], found["tools"], found["capex"]) == pytest.approx((400.0, 600.0, 1000.0))
    _, early, _ = books(part, log, schedule, window=(0, 3))
    assert (early.window()["tools"], early.window()["moves"], early.window()["capex"]) == pytest.approx((600.0, 0, 0))


def test_a_payment_of_the_schedule_that_the_journal_lacks_is_an_error(scenario: MakeScenario, write: WriteLog) -> None:
    part, schedule = scenario(changes=COSTS), schedule_from(OPENS)
    with pytest.raises(InvariantError, match="payments of the schedule are in the journal"):
        books(part, write(part), schedule)
    with pytest.raises(InvariantError, match="tools of the schedule are in the journal"):
        books(part, write(part, journal=[BEGUN, *PAID]), schedule)
    with pytest.raises(InvariantError, match="payments of the schedule are in the journal"):
        books(part, write(part, journal=[BEGUN, ORDERED, PAID[1]]), schedule)


def test_a_task_that_never_began_costs_nothing(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    _, ledger, _ = books(part, write(part, journal=[PAID[1]]), schedule_from(OPENS))
    assert (ledger.window()["tools"], ledger.window()["payments"]) == (0.0, 70.0)


def test_goods_of_an_extension_cost_its_step_more(scenario: MakeScenario, write: WriteLog) -> None:
    contract = {
        "with": "s1",
        "lanes": ["buy"],
        "notice": {"period": "3 days"},
        "extension": {"at_most": 2, "each": "4 days", "price": "+15 %", "call": "1 day before end"},
    }
    part = scenario(changes={"contracts": {"c": contract}, "lanes.buy.freight": "1 EUR/piece"})
    schedule = schedule_from(
        {
            "schedule": "go",
            "stock": "plant/part",
            "notice": {"contract": "c", "date": "2026-01-07"},
            "extension": {"contract": "c", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": "2026-01-08"},
        }
    )
    journal = [(4.0, Kind.EXTENDED, "c", 4.0, 6.0), (9.0, Kind.EXTENDED, "c", 4.0, 10.0)]
    log = write(part, lanes={"buy": {"received": 10.0}}, journal=journal)
    _, ledger, _ = books(part, log, schedule)
    assert ledger.of("extensions").tolist() == pytest.approx([0.0] * 6 + [0.15 * 10 * 20.0] * 8 + [0.0] * 6)
    _, ledger, _ = books(part, log, schedule, drawn={"lanes.buy.price": 30.0})
    assert ledger.window()["extensions"] == pytest.approx(8 * 0.15 * 10 * 30.0)


def test_standby_is_paid_for_each_day_of_an_extension(scenario: MakeScenario, write: WriteLog) -> None:
    """Notice runs out with day 5; two extensions keep the supplier to day 13, at 700 EUR a week: 8 days of 100."""
    contract = {
        "with": "s1",
        "lanes": ["buy"],
        "notice": {"period": "3 days"},
        "extension": {"at_most": 2, "each": "4 days", "price": "+0 %", "call": "1 day before end"},
        "standby": "700 EUR/week",
    }
    part = scenario(changes={"contracts": {"c": contract}})
    schedule = schedule_from(
        {
            "schedule": "go",
            "stock": "plant/part",
            "notice": {"contract": "c", "date": "2026-01-07"},
            "extension": {"contract": "c", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": "2026-01-08"},
        }
    )
    journal = [(4.0, Kind.EXTENDED, "c", 4.0, 6.0), (9.0, Kind.EXTENDED, "c", 4.0, 10.0)]
    log = write(part, journal=journal)
    _, ledger, _ = books(part, log, schedule)
    assert ledger.of("standby").tolist() == pytest.approx([0.0] * 6 + [100.0] * 8 + [0.0] * 6)
    _, ledger, _ = books(part, log, schedule, drawn={"contracts.c.standby": 1400.0})
    assert ledger.window()["standby"] == pytest.approx(8 * 200.0)
    _, ledger, _ = books(part, write(part), schedule)
    assert ledger.window()["standby"] == 0
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(log)
    assert (row["standby_cost"], row["total_cost"], row["transition_cost"]) == pytest.approx((800.0, 800.0, 800.0))


def test_a_line_is_paid_for_from_when_its_qualification_begins(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    tasks = {"ppap": {"begin": "2026-01-09", "qualifies": "make"}}
    schedule = schedule_from({"schedule": "go", "stock": "plant/part", "tasks": tasks})
    log = write(part, journal=[(4.0, Kind.TASK_STARTED, "task/ppap", 0.0)])
    accountant, ledger, openings = books(part, log, schedule)
    assert openings["make"].row == 20  # never approved, and yet it had to be bought
    assert (ledger.window()["capex"], ledger.window()["fixed"]) == pytest.approx((1000.0, 16 * 10.0))
    assert accountant.salvage(openings) == 250.0


def test_moving_prices_and_currencies_multiply_what_they_name(scenario: MakeScenario, write: WriteLog) -> None:
    changes = {
        "lanes.buy.price": "20 USD/piece",
        "lanes.buy.freight": "1 EUR/piece",
        "currencies": {"USD": {"rate": 0.5}},
        "prices": {"dollar": {"moves": ["USD"]}, "steel": {"moves": ["buy"]}, "pay": {"moves": ["wages"]}},
        "lines.make.cost": {"variable": "5 EUR/piece"},
    }
    part = scenario(changes=changes)
    prices = {"dollar": [2.0] * 20, "steel": [1.0] * 10 + [3.0] * 10, "pay": [1.1] * 20}
    log = write(part, lanes={"buy": {"received": 1.0}}, lines={"make": {"good": 1.0}}, prices=prices)
    _, ledger, _ = books(part, log)
    totals = ledger.window()
    assert totals["purchase"] == pytest.approx(20 * 0.5 * 2 * (10 + 30))
    assert totals["freight"] == pytest.approx(20.0)
    assert totals["variable"] == pytest.approx(20 * 5.5)


def test_a_drawn_price_replaces_the_plan(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario()
    log = write(part, lanes={"buy": {"received": 1.0}})
    _, ledger, _ = books(part, log, drawn={"lanes.buy.price": 23.0})
    assert ledger.window()["purchase"] == pytest.approx(20 * 23.0)


def test_after_an_acquisition_its_price_is_a_transfer(scenario: MakeScenario, write: WriteLog) -> None:
    owners = [{"owner": "outside"}, {"owner": "us", "since": "2026-01-15"}]
    part = scenario(changes={"sites.s1.owner": owners, "lines.cell.cost": {"variable": "12 EUR/piece"}})
    log = write(part, lanes={"buy": {"received": 1.0}}, lines={"cell": {"good": 1.0}})
    _, ledger, _ = books(part, log)
    assert ledger.window()["purchase"] == pytest.approx(10 * 20.0)
    assert ledger.window()["variable"] == pytest.approx(10 * 12.0)


def test_goods_are_worth_what_their_as_is_sources_cost(scenario: MakeScenario) -> None:
    part = scenario(changes={**COSTS, "stocks.plant/part.sources": {"buy": "75 %", "make": "25 %"}})
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    values = unit_values(Tariff(part, Roles.of(part, frame)))
    assert values == pytest.approx({"plant/blank": 8.0, "plant/part": 0.75 * 21 + 0.25 * (5 + 8), "s1/part": 0.0})


def test_the_worth_of_goods_counts_work_and_what_is_owed(scenario: MakeScenario, write: WriteLog) -> None:
    part = scenario(changes=COSTS)
    log = write(
        part,
        stocks={"plant/part": {"on_hand": 7.0, "received": 3.0}, "plant/blank": {"on_hand": 4.0}},
        lines={"make": {"wip": 2.0}},
        markets={"oem": {"owed": 1.0}},
    )
    frame = Frame.of(part, 0, 20, (0, 19), (0, 4))
    worth = Worth.of(Tariff(part, Roles.of(part, frame)), frame, log)
    assert worth.at(log, 19) == pytest.approx(7 * 21 + 4 * 8 + 2 * 8 - 1 * 21)
    # before the first day three pieces of day 0 had not come in
    assert worth.at(log, -1) == pytest.approx(4 * 21 + 4 * 8 + 2 * 8 - 1 * 21)


def test_the_last_year_stands_for_the_years_to_the_value_horizon(scenario: MakeScenario) -> None:
    changes = {"horizon": "400 days", "value_until": "2028-01-04", "discount": "0 %/year"}  # day 729 is the last
    part = scenario(changes=changes)
    running, lumps, at_end = value_weights(Frame.of(part, 0, 400, (0, 399), (0, 4)))
    assert running.sum() == pytest.approx(730.0)
    assert running[:35].tolist() == [1.0] * 35  # before the last year: counted once
    assert (running[35 : 35 + 330] == 2.0).all()  # days 400 to 729 repeat days 35 to 364
    assert (running[365:] == 1.0).all()
    assert lumps.sum() == 400.0
    assert at_end == 1.0


def test_value_is_discounted_by_the_day(scenario: MakeScenario) -> None:
    part = scenario(changes={"discount": "10 %/year"})
    running, lumps, at_end = value_weights(Frame.of(part, 0, 20, (0, 19), (0, 4)))
    assert running == pytest.approx(1.1 ** (-np.arange(20) / 365))
    assert (lumps == running).all()
    assert at_end == pytest.approx(1.1 ** (-20 / 365))


def test_salvage_belongs_to_new_lines_that_were_installed(
    year_of_ten: Changeover, scenario: MakeScenario, write: WriteLog
) -> None:
    part, log, schedule = year_of_ten
    accountant, _, openings = books(part, log, schedule)
    assert accountant.salvage(openings) == 250.0
    stay = scenario(changes=COSTS)
    accountant, ledger, openings = books(stay, write(stay))
    assert accountant.salvage(openings) == 0.0
    assert (ledger.window()["fixed"], ledger.window()["capex"]) == (0.0, 0.0)
