"""What a loss costs, against calculation by hand; what it must not move; which losses are one; nothing twice."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.builders import MONDAY
from tests.support.lost import ASKED, COVER, brought_in, fed
from tests.support.tiny import SCENARIO, jump

from backsource.config import Scenario, Schedule, load_scenario, load_schedule, scenario_from, schedule_from
from backsource.errors import StudyError
from backsource.experiment.stress_test import stress_of, stress_test
from backsource.inference.stressed import Stressed, Thing
from backsource.log import Log
from backsource.network.dependency.stopping import Losable
from backsource.network.feasibility.outlook import Outlook
from backsource.simulation import prepare, simulate

CONFIGS = Path(__file__).parents[2] / "configs"
START = date.fromisoformat(MONDAY)


def on(day: int) -> date:
    return START + timedelta(days=day)


def stressed(scenario: Scenario, *days: int, schedule: Schedule | None = None, **asked: Any) -> Stressed:
    return stress_test(stress_of(scenario, schedule, dates=[on(day) for day in days], **{"futures": 2, **asked}))


def thing(found: Stressed, part: str) -> Thing:
    return next(one for one in found.things if part in (one.part, *one.also))


def units(found: Stressed, part: str) -> list[float]:
    return [felt.units.estimate for felt in thing(found, part).felt]


@pytest.mark.parametrize("lasts", [1, 2, 3, 5, 9, 2.5])
def test_without_its_only_source_a_stock_is_short_of_all_that_its_cover_does_not_carry(lasts: float) -> None:
    """Shipments of `lasts` mornings are held and arrive together: of so many days of demand the stock carries two."""
    found = stressed(fed(), 20, recovery=lasts)
    mornings = np.ceil(lasts)
    assert units(found, "site mill-a") == [ASKED * max(0.0, mornings - COVER)]
    assert found.without.estimate == 0


def test_a_site_and_its_only_lane_are_one_loss_that_is_run_once() -> None:
    found = stressed(fed(), 20)
    assert thing(found, "lane a") is thing(found, "site mill-a")


def test_a_second_source_that_is_asked_at_once_carries_all() -> None:
    halves = {"when_blocked": "divert", "sources": {"a": "50 %", "b": "50 %"}}
    found = stressed(fed(halves, {"in_outage": "block_orders"}), 20, recovery=9.0)
    assert units(found, "site mill-a") == [0]
    assert thing(found, "site mill-a").felt[0].touched > 0


def test_a_lane_that_is_not_in_use_costs_and_touches_nothing() -> None:
    felt = thing(stressed(fed(), 10, 30), "lane b").felt
    assert [(one.units.estimate, one.touched) for one in felt] == [(0, 0), (0, 0)]


def test_losing_half_of_the_supply_lets_the_stock_last_twice_as_long() -> None:
    """5 of 10 a day are missing: 20 on hand last four days, and five of the demand of the fifth day are late."""
    found = stressed(fed({"sources": {"a": "50 %", "b": "50 %"}}), 20, recovery=5.0)
    assert units(found, "site mill-a") == [5]


def test_a_common_cause_costs_what_its_members_cost_together() -> None:
    """Both halves for five days: 10 a day, three days beyond the cover; each alone as above."""
    storm = {"storm": {"hits": ["mill-a", "mill-b"], "listed": [{"from": "59 days", "lasts": "5 days"}]}}
    found = stressed(fed({"sources": {"a": "50 %", "b": "50 %"}}, outages=storm), 20)
    assert units(found, "cause storm") == [30]
    assert units(found, "site mill-a") == units(found, "site mill-b") == [5]
    assert not thing(found, "cause storm").assumed
    assert thing(found, "cause storm").recovers == 5


def test_a_loss_while_the_thing_is_out_anyway_costs_only_what_it_adds() -> None:
    """Out from day 20 to 25, lost from 22 to 27: seven days in all, of which five were out without the loss."""
    stop = {"stop": {"hits": ["mill-a"], "listed": [{"from": "20 days", "lasts": "5 days"}]}}
    found = stressed(fed(outages=stop), 22)
    assert found.without.estimate == ASKED * (5 - COVER)
    assert units(found, "site mill-a") == [ASKED * (7 - COVER) - ASKED * (5 - COVER)]


def test_a_loss_within_an_outage_changes_nothing() -> None:
    stop = {"stop": {"hits": ["mill-a"], "listed": [{"from": "20 days", "lasts": "9 days"},
                                                    {"from": "59 days", "lasts": "1 day"}]}}  # fmt: skip
    felt = thing(stressed(fed(outages=stop), 22), "site mill-a").felt[0]
    assert (felt.units.estimate, felt.touched) == (0, 0)


def test_the_plant_costs_more_after_the_exit_than_while_both_deliver() -> None:
    """Lost for five days: nothing while all is bought, half a day of each while both deliver, three days afterwards."""
    scenario, schedule = brought_in()
    found = stressed(scenario, 10, 30, 50, schedule=schedule, recovery=5.0)
    assert units(found, "line make") == [0, 5, 30]
    assert units(found, "site s") == [30, 5, 0]
    assert found.phases == ("before", "during", "after")


def test_the_window_is_where_the_dearest_loss_is_dearer_than_before() -> None:
    """Buying costs 30 before, making 30 after, so nothing stands out; with a supplier back in three days it does."""
    scenario, schedule = brought_in()
    assert stressed(scenario, 10, 30, 50, 55, schedule=schedule, recovery=5.0).window is None
    back = {"strike": {"hits": ["s", "buy", "cell"], "listed": [{"from": "69 days", "lasts": "3 days"}]}}
    quick, schedule = brought_in(outages=back)
    window = stressed(quick, 10, 30, 50, 55, schedule=schedule, recovery=5.0).window
    assert window is not None
    assert (window.first, window.last, window.closed) == (on(50), on(55), False)
    assert window.part in ("site p", "line make")


def before(log: Log, day: int) -> list[bytes]:
    """All that is in the books of the days before one, and in the journal."""
    books = (log.stocks, log.lanes, log.lines, log.markets)
    entries = [(float(one["time"]), int(one["kind"]), log.subjects[one["subject"]], float(one["quantity"]))
               for one in log.journal if one["time"] < day]  # fmt: skip
    return [*(book.data[:, : day - log.first_day].tobytes() for book in books), repr(entries).encode()]


def worlds() -> list[tuple[Scenario, Schedule, int]]:
    knuckle = load_scenario(CONFIGS / "scenarios/steering-knuckle.yaml")
    gated = load_schedule(CONFIGS / "schedules/gated.yaml", scenario=knuckle)
    tiny = scenario_from(SCENARIO)
    certain, way = brought_in()
    return [(knuckle, gated, 400), (tiny, schedule_from(jump(), scenario=tiny), 25), (certain, way, 30)]


@pytest.mark.parametrize(("scenario", "schedule", "day"), worlds(), ids=["knuckle", "tiny", "certain"])
def test_nobody_knows_of_a_loss_before_it_and_the_future_stays_the_same(
    scenario: Scenario, schedule: Schedule, day: int
) -> None:
    losable = Losable(Outlook(scenario, schedule))
    without = prepare(scenario, schedule)
    free = simulate(without, 3, 0)
    when = scenario.start + timedelta(days=day)
    for part in [one for one in losable.stopped() if one.startswith(("site", "tool"))]:
        outages = {**scenario.outages, **losable.lost(part, when, 10.0)}
        plan = prepare(scenario.model_copy(update={"outages": outages}), schedule)
        for name in ("stocks", "lines", "markets", "tools", "unsure", "environment", "upstream_first", "patterns"):
            assert getattr(plan, name) == getattr(without, name), (part, name)
        assert repr(plan.programme) == repr(without.programme)
        assert plan.planning.shares == without.planning.shares
        for name in ("expected_use", "expected_levels"):
            theirs = getattr(without.planning, name)
            assert all(np.array_equal(rows, theirs[stock]) for stock, rows in getattr(plan.planning, name).items())
        lost = simulate(plan, 3, 0)
        assert lost.environment == free.environment
        assert before(lost, day) == before(free, day), part


def test_a_loss_after_the_end_of_the_run_moves_no_byte() -> None:
    """Of lanes of which nothing can go wrong, too, which are run by a shorter way where no outage hits them."""
    scenario, schedule = brought_in()
    free = simulate(prepare(scenario, schedule), 3, 0)
    outages = Losable(Outlook(scenario, schedule)).lost("site s", on(90), 5.0)
    hit = prepare(scenario.model_copy(update={"outages": outages}), schedule)
    assert not hit.lanes["buy"].plain
    assert before(simulate(hit, 3, 0), 70) == before(free, 70)


def test_nothing_is_run_twice_and_more_dates_run_only_what_is_new(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def run(*days: int) -> Stressed:
        told.clear()
        asked = stress_of(fed(), dates=[on(day) for day in days], futures=2)
        return stress_test(asked, tmp_path, on_progress=lambda done, of: told.append((done, of)))

    first = run(20)
    assert told[0] == (0, 6)  # without loss, mill-a, mill-b; two futures each
    assert run(20) == first
    assert told == [(6, 6)]
    run(20, 30)
    assert told[0] == (6, 10)


def test_dates_without_being_asked_lie_before_during_and_after_with_every_step_and_exit() -> None:
    knuckle = load_scenario(CONFIGS / "scenarios/steering-knuckle.yaml")
    gated = load_schedule(CONFIGS / "schedules/gated.yaml", scenario=knuckle)
    days = [knuckle.start + timedelta(days=day) for day in stress_of(knuckle, gated).days]
    planned = {date(2026, 7, 6), date(2026, 8, 31), date(2026, 10, 12), date(2026, 10, 31)}
    assert planned <= set(days)
    assert 8 <= len(days) <= 16
    assert sum(day < date(2026, 1, 12) for day in days) == sum(day > date(2026, 10, 31) for day in days) == 2
    closer = [knuckle.start + timedelta(days=day) for day in stress_of(knuckle, gated, every=14.0).days]
    assert planned <= set(closer)
    assert max(late - early for early, late in pairwise(closer)) <= timedelta(days=14 + 4)


def test_a_scenario_in_which_nothing_changes_has_dates_and_no_window() -> None:
    found = stressed(fed(), 10, 40, schedule=None)
    assert found.phases == ("as it is", "as it is")
    assert found.changeover is None
    assert stress_of(fed()).days


def test_a_date_outside_the_run_is_refused() -> None:
    with pytest.raises(StudyError, match=r"found 2026-03-07; dates from 2026-01-05 to 2026-03-05 would do"):
        stress_of(fed(), dates=[on(61)])
