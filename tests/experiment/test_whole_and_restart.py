"""The measures of a run from the middle on are those of the whole run in the window that is left.

Nothing is random here, so a run photographed on a day and gone on with is the whole run's second part. What differs is
named below: money that was paid before, what needs the reference window, and what counts from an opening, a trial or a
gate that lies before the day.
"""

from math import isnan
from typing import Any

import pytest
from changeovers import QUALIFICATION, day, made, with_steel

from backsource.config import schedule_from
from backsource.measures import Sheet
from backsource.simulation import photograph, prepare, simulate

SCENARIO = with_steel(
    **{
        "currency": "EUR", "horizon": "200 days", "lanes.buy.price": "10 EUR/piece", "lanes.buy.faulty": "100 ppm",
        "lines.make.cost": {"variable": "8 EUR/piece", "fixed": "365 kEUR/year", "capex": "100 kEUR"},
        "lines.make.qualification": QUALIFICATION, "lines.make.ramp": {"from": "30 %", "tau": "10 days"},
        "lines.make.yield": {"first": "80 %", "mature": "99 %", "over": "300 pieces"},
        "lines.make.faulty": {"first": "900 ppm", "mature": "100 ppm"}, "stocks.plant/part.holding": "20 %/year",
        "markets.customer.late_cost": "5 EUR/piece",
    }
)  # fmt: skip
WORDS: dict[str, Any] = {
    "schedule": "test", "stock": "plant/part", "notice": {"contract": "supply", "date": day(40)},
    "tasks": {"ppap": {"begin": day(10), "qualifies": "make", "cost": "1 kEUR"}}, "decided": "every 7 days",
    "share": [{**made(50), "expect": day(25), "gate": {"make": "qualified"}},
              {**made(100), "expect": day(46), "gate": {"cover": {"at_least": "1 day"}}}],
    "pays": [{"date": day(5), "amount": "2 kEUR"}, {"date": day(80), "amount": "3 kEUR"}],
}  # fmt: skip
"""Qualified from day 10 to 20, half from day 25, all from day 46; notice runs out on day 70."""

PAID = {"capex_cost", "payments_cost", "total_cost", "cost_per_unit", "value_cost", "transition_cost"}
REFERENCE = {"faulty_ppm_reference", "faulty_ratio", "external_unit_cost", "unit_cost_ratio", "transition_share",
             "parity_days_rate", "internal_unit_cost_capital"}  # fmt: skip
SINCE_OPENING = {
    "availability_iso",
    "availability_iso_first90",
    "oee",
    "oee_first90",
    "unit_cost_trend",
    "days_to_steady",
}
COUNTED = {"gate_looks", "trials"}
NEED = {"bank_needed"}
"""The first step lies before the day: what is still needed counts from there."""
BEFORE = {"last_receipt_bought"}
"""The last receipt lies before the day."""


@pytest.mark.parametrize(
    ("on", "paid", "differ"),
    [
        (15, 103_000, PAID | REFERENCE),
        (35, 103_000, PAID | REFERENCE | SINCE_OPENING | COUNTED | NEED),
        (50, 103_000, PAID | REFERENCE | SINCE_OPENING | COUNTED | BEFORE | NEED),
        (90, 106_000, PAID | REFERENCE | SINCE_OPENING | COUNTED | BEFORE),
    ],
)
def test_only_what_lies_before_the_day_differs(on: int, paid: float, differ: set[str]) -> None:
    """100 kEUR for the line and 1 kEUR for its trials on day 10, 2 kEUR on day 5 and 3 kEUR on day 80."""
    schedule = schedule_from(WORDS, scenario=SCENARIO)
    plan = prepare(SCENARIO, schedule)
    status = photograph(plan, 1, 0, on)
    rest = simulate(prepare(SCENARIO, schedule, status=status), 1, 0)
    whole = Sheet(SCENARIO, schedule, window=(on, 199), reference=(0, 5)).measure(simulate(plan, 1, 0))
    part = Sheet(SCENARIO, schedule, window=(0, 199), reference=(0, 5), status=status).measure(rest)
    other = {
        name
        for name, value in whole.items()
        if not (isnan(value) and isnan(part[name])) and part[name] != pytest.approx(value, rel=1e-9, abs=1e-9)
    }
    assert other == differ
    assert whole["total_cost"] - part["total_cost"] == pytest.approx(paid)
    assert whole["days_to_approval"] == part["days_to_approval"] == 10


def test_planners_words_alone_give_the_facts_of_the_measures() -> None:
    """Without what only a run knows, the days of tasks come from the dates: begun unknown, done on day 19."""
    schedule = schedule_from(WORDS, scenario=SCENARIO)
    status = photograph(prepare(SCENARIO, schedule), 1, 0, 35)
    plain = status.model_copy(update={"fine": type(status.fine)()})
    sheet = Sheet(SCENARIO, schedule, window=(0, 199), reference=(0, 5), status=plain)
    assert (sheet.past.done, sheet.past.started, sheet.past.opened) == ({"ppap": 20.0}, {}, {"make": 20.0})
