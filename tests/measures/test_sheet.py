"""The measuring sheet as a whole."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backsource.config import Scenario, Schedule, schedule_from
from backsource.errors import StudyError
from backsource.log import Book, Kind, Log
from backsource.measures import Sheet, catalogue

MakeScenario = Callable[..., Scenario]
WriteLog = Callable[..., Log]
Serve = Callable[..., dict[str, list[float]]]
Changeover = tuple[Scenario, Schedule, Log]

GO = {"schedule": "go", "stock": "plant/part", "opens": {"make": "2026-01-10"}}


@pytest.fixture
def changeover(scenario: MakeScenario, write: WriteLog, serve: Serve) -> Changeover:
    """Bought to day 9, made from day 10 on; two pieces short on day 12."""
    part = scenario(changes={"lines.make.cost": {"variable": "4 EUR/piece"}, "lanes.buy.faulty": "200 ppm"})
    supply = [10.0] * 20
    supply[12], supply[13] = 8, 12
    market = serve([10.0] * 20, supply)
    bought, made = [10.0] * 10 + [0.0] * 10, [0.0] * 10 + supply[10:]
    log = write(
        part,
        stocks={"plant/part": {"received": bought, "made": made, "shipped": market["served"], "on_hand": 0.0}},
        lanes={"buy": {"received": bought}, "blanks": {"received": made}},
        lines={
            "make": {
                "good": made,
                "started": made,
                "producing": [0.0] * 10 + [1.0] * 10,
                "closed": [1.0] * 10 + [0] * 10,
            }
        },
        markets={"oem": market},
        journal=[(10.0, Kind.SOURCE_CLOSED, "buy", 0.0)],
    )
    return part, schedule_from(GO), log


def test_the_wide_row_has_the_keys_of_the_catalogue_in_their_order(changeover: Changeover) -> None:
    part, schedule, log = changeover
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(log)
    assert list(row) == [measure.name for measure in catalogue()]
    assert all(isinstance(value, float) for value in row.values())


def test_the_wide_row_of_a_changeover_worked_by_hand(changeover: Changeover) -> None:
    part, schedule, log = changeover
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(log)
    expected = {
        "incidents": 1.0,
        "gap_days": 1.0,
        "units_short": 2.0,
        "unit_days_short": 2.0,
        "worst_backlog": 2.0,
        "beta": 1 - 2 / 200,
        "alpha": 19 / 20,
        "made_share": 0.5,
        "units_made": 100.0,
        "units_bought": 100.0,
        "last_receipt_bought": 9.0,
        # installed on day 5, closed to day 9
        "uptime_e10": 1.0,
        "availability_iso": 1.0,
        "faulty_ppm": 100.0,
        "faulty_ppm_made": 0.0,
        "faulty_ppm_reference": 200.0,
        "faulty_ratio": 0.0,
        "yield": 1.0,
        "purchase_cost": 100 * 20.0,
        "material_cost": 100 * 8.0,
        "variable_cost": 100 * 4.0,
        "total_cost": 3200.0,
        "cost_per_unit": 3200 / 200,
        "value_cost": 3200.0,
        "internal_unit_cost": 12.0,
        "external_unit_cost": 20.0,
        "unit_cost_ratio": 0.6,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_an_arm_without_a_plant_has_no_uptime(changeover: Changeover, write: WriteLog) -> None:
    part, _, _ = changeover
    row = Sheet(part, None, window=(0, 19), reference=(0, 4)).measure(write(part, lines={"make": {"closed": 1.0}}))
    for name in (
        "uptime_e10",
        "availability_iso_first90",
        "starved_share_mature",
        "material_there",
        "internal_unit_cost",
    ):
        assert np.isnan(row[name])


def test_incidents_of_the_sheet_add_up_to_its_row(changeover: Changeover) -> None:
    part, schedule, log = changeover
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    (gap,) = sheet.incidents(log)
    assert (gap.start, gap.end, gap.units_short) == (12, 13, 2.0)


def test_weekly_curves(changeover: Changeover) -> None:
    part, schedule, log = changeover
    weekly = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).weekly(log)
    assert weekly["day"].tolist() == [0.0, 7.0, 14.0]
    assert weekly["made_share"].tolist() == pytest.approx([0.0, 40 / 70, 1.0])
    assert weekly["short"].tolist() == [0.0, 2.0, 0.0]
    assert weekly["backlog"].tolist() == pytest.approx([0.0, 2 / 7, 0.0])
    assert weekly["served"].tolist() == [70.0, 70.0, 60.0]
    assert weekly["cost"].tolist() == pytest.approx([1400.0, 600 + 40 * 12, 60 * 12])


def test_costs_by_week_and_category_add_up_to_the_total(changeover: Changeover) -> None:
    part, schedule, log = changeover
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    assert sum(weeks.sum() for weeks in sheet.costs(log).values()) == pytest.approx(sheet.measure(log)["total_cost"])


def test_detail_names_markets_materials_and_lines(changeover: Changeover) -> None:
    part, schedule, log = changeover
    detail = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).detail(log)
    assert set(detail) == {"market oem", "material plant/blank", "line make", "source buy", "source blanks"}
    assert detail["market oem"]["beta"] == pytest.approx(0.99)


def test_a_larger_stock_at_the_end_is_no_cost(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario()
    stock = {"received": 15.0, "shipped": 10.0, "on_hand": [5.0 * (day + 1) for day in range(20)]}
    log = write(
        part,
        stocks={"plant/part": stock},
        lanes={"buy": {"received": 15.0}},
        markets={"oem": serve([10.0] * 20, [10.0] * 20)},
    )
    row = Sheet(part, None, window=(0, 19), reference=(0, 4)).measure(log)
    assert row["stock_change"] == pytest.approx(100 * 20.0)
    assert row["total_cost"] == pytest.approx(200 * 20.0)


def test_the_exit_is_not_complete_while_goods_are_on_the_way(changeover: Changeover) -> None:
    part, schedule, log = changeover
    log.lanes.of("buy", "on_order")[-1] = 3.0
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(log)
    assert np.isnan(row["last_receipt_bought"])


def test_a_drawn_price_costs_what_was_drawn(changeover: Changeover) -> None:
    part, schedule, log = changeover
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    plan = sheet.measure(log)["purchase_cost"]
    log.drawn["lanes.buy.price"] = 21.0
    assert sheet.measure(log)["purchase_cost"] == pytest.approx(plan + 100.0)
    log.drawn.clear()
    assert sheet.measure(log)["purchase_cost"] == plan


def test_a_warm_up_is_not_measured(scenario: MakeScenario, write: WriteLog, serve: Serve) -> None:
    part = scenario(changes={"warm_up": "5 days"})
    market = serve([10.0] * 25, [0.0] + [10.0] * 4 + [20.0] + [10.0] * 19)
    log = write(part, 25, markets={"oem": market}, lanes={"buy": {"received": 1.0}}, first_day=-5)
    row = Sheet(part, None, window=(0, 19), reference=(-5, -1)).measure(log)
    assert (row["demand"], row["units_late"], row["purchase_cost"]) == (200.0, 0.0, 400.0)


def test_a_sheet_survives_the_way_to_a_worker(changeover: Changeover) -> None:
    part, schedule, log = changeover
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    before = sheet.measure(log)
    assert pickle.loads(pickle.dumps(sheet)).measure(log) == pytest.approx(before, nan_ok=True)


def test_a_window_beyond_the_horizon_is_refused_at_once(scenario: MakeScenario) -> None:
    with pytest.raises(StudyError, match="measured window: days 0 to 20 asked for, days 0 to 19 are simulated"):
        Sheet(scenario(), None, window=(0, 20), reference=(0, 4))


def test_a_log_without_a_lane_that_was_cut_is_measured_all_the_same(changeover: Changeover) -> None:
    part, schedule, log = changeover
    left = [log.lanes.names.index("buy")]
    cut = replace(log, lanes=Book(("buy",), log.lanes.columns, log.lanes.data[left]))
    row = Sheet(part, schedule, window=(0, 19), reference=(0, 4)).measure(cut)
    assert (row["purchase_cost"], row["material_cost"]) == (2000.0, 0.0)
    assert np.isnan(row["material_on_time"])


def test_stocks_that_no_file_names_are_measured(changeover: Changeover) -> None:
    part, schedule, log = changeover
    data = np.concatenate([log.stocks.data, np.ones_like(log.stocks.data[:1])])
    more = replace(log, stocks=Book((*log.stocks.names, "s1/part"), log.stocks.columns, data))
    sheet = Sheet(part, schedule, window=(0, 19), reference=(0, 4))
    assert sheet.measure(more) == pytest.approx(sheet.measure(log), nan_ok=True)
