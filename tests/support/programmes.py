"""A world with two plants for schedules to change, and one schedule of every clause to be broken in one place."""

from pathlib import Path
from typing import Any

import pytest

from backsource.config import Scenario, load_schedule
from backsource.errors import ConfigError

WORLD: dict[str, Any] = {
    "scenario": "world",
    "start": "2026-01-05",
    "horizon": "104 weeks",
    "calendars": {"works": {"week": "mon-fri"}, "movers": {"week": "mon-sat"}},
    "items": {
        "part": {"unit": "piece"},
        "gear": {"unit": "piece"},
        "care": {"unit": "call", "storable": False},
        "steel": {"unit": "kg", "whole": False},
    },
    "sites": {
        "seller": {"kind": "supplier"},
        "mill": {"kind": "feed"},
        "plant": {"kind": "plant", "calendar": "works"},
        "annex": {"kind": "plant", "calendar": "works"},
    },
    "stocks": {
        "plant/part": {"cover": "5 working days", "sources": {"buy": "100 %", "make": 0}},
        "plant/steel": {"base_stock": "900 kg"},
        "annex/gear": {"cover": "5 working days", "sources": {"gears": "100 %", "cut": 0, "hob": 0}},
        "plant/care": {"cover": "0 working days", "sources": {"calls": "100 %", "desk": 0}},
    },
    "lanes": {
        "buy": {"item": "part", "from": "seller", "to": "plant", "promised": "10 days"},
        "gears": {"item": "gear", "from": "seller", "to": "annex", "promised": "10 days"},
        "calls": {"item": "care", "from": "seller", "to": "plant", "promised": "0 days"},
        "steel": {"item": "steel", "from": "mill", "to": "plant", "promised": "20 days"},
    },
    "lines": {
        "cell": {"site": "seller", "makes": "part", "rate": "100 pieces/working day"},
        "gear-cell": {"site": "seller", "makes": "gear", "rate": "100 pieces/working day"},
        "answer": {"site": "seller", "makes": "care", "rate": "100 calls/day", "ready": "same_day"},
        "make": {
            "site": "plant",
            "makes": "part",
            "bom": {"steel": "1 kg"},
            "rate": "120 pieces/working day",
            "machines": 2,
            "qualification": {
                "prepare": "15 working days",
                "trial": "1 working day",
                "approve": "10 working days",
                "passes": "70 %",
                "again_after": "10 working days",
            },
        },
        "cut": {"site": "annex", "makes": "gear", "rate": "80 pieces/working day"},
        "hob": {"site": "annex", "makes": "gear", "rate": "80 pieces/working day"},
        "desk": {"site": "plant", "makes": "care", "rate": "90 calls/day", "ready": "same_day"},
    },
    "tools": {
        "T1": {"at": "seller", "move": {"takes": "10 days", "calendar": "movers"}},
        "T2": {"at": "none", "lead": "14 weeks"},
        "T3": {"at": "seller"},
    },
    "contracts": {
        "supply": {
            "with": "seller",
            "lanes": ["buy"],
            "ends": "2027-06-30",
            "notice": {"period": "120 days", "to": "month end"},
            "extension": {"at_most": 2, "each": "60 days", "price": "+15 %", "call": "45 days before end"},
        },
        "gear-supply": {"with": "seller", "lanes": ["gears"], "notice": {"period": "90 days"}},
    },
}
"""A world for programmes: two plants, four items, tools and contracts of every kind."""

FIRST = (
    "{make: 25 %, expect: 2026-07-06, gate: {make: qualified, fit: done}, wait_at_most: 60 working days, then: hold}"
)
EXTENSION = "extension: {contract: supply, call_if: {make_share: {below: 60 %}}, decide_by: 2026-09-16}\n"
ROLLBACK = "rollback: {when: {backlog: {above: 1 working day, over: 5 working days}}, to: {make: 25 %}, until: exit}\n"

GATED = """\
schedule: gated
stock: plant/part
tasks:
  order: {begin: 2026-01-12, brings: {T2: plant}}
  train: {takes: {least: 5 working days, mode: 8 working days, most: 20 working days}, trains: {make: 2}}
  fit: {after: [order, {task: train, kind: SS, lag: -3 working days}], takes: 25 working days, calendar: works}
  steel: {takes: 20 working days, onboards: [steel]}
  ppap: {after: [fit], qualifies: make}
notice: {contract: supply, date: 2026-06-29, retention: 60 kEUR}
bridge: {from: 2026-03-02, want: 10 working days of cover, use_from: 2026-07-01}
last_time_buy: {date: 2026-10-01, quantity: 500 pieces}
decided: every 2 weeks
share:
  - {make: 25 %, expect: 2026-07-06, gate: {make: qualified, fit: done}, wait_at_most: 60 working days, then: hold}
  - {make: 60 %, expect: 2026-08-31, gate: {yield: {at_least: 98 %, over: 10 working days}},
     wait_at_most: 30 working days, then: rollback}
  - {make: 100 %, expect: 2026-10-12, gate: {cover: {at_least: 4 working days}},
     wait_at_most: 45 working days, then: extend}
extension: {contract: supply, call_if: {make_share: {below: 60 %}}, decide_by: 2026-09-16}
rollback: {when: {backlog: {above: 1 working day, over: 5 working days}}, to: {make: 25 %}, until: exit}
overlap: {until: 2026-08-01, least: {buy: 50 %}}
retain: {buy: 0 %}
if_not: {by: 2026-11-30, make: qualified, then: rollback}
freeze: [2026-07-27..2026-08-30]
pays: [{date: 2026-02-02, amount: 5 kEUR}]
"""


def refused(world: Scenario, folder: Path, case: tuple[str, ...]) -> None:
    """Assert that the schedule, broken in one place, is refused at its line in the words in which it is written.

    A case: what is wrong; a text of the schedule; what stands there instead; a telling fragment of the message; a text
    on the line at which the fault must be, where it is not the new text.
    """
    _, old, new, fragment, *marker = case
    assert GATED.count(old) == 1, f"{old!r} must stand in the schedule once"
    text = GATED.replace(old, new)
    path = folder / "gated.yaml"
    path.write_text(text)
    at = marker[0] if marker else new.rpartition("\n")[2]
    line = text[: text.index(at)].count("\n") + 1 if at else GATED[: GATED.index(old)].count("\n") + 1
    with pytest.raises(ConfigError) as raised:
        load_schedule(path, scenario=world)
    faults = raised.value.faults
    assert any(fault.line == line and fragment in str(fault) for fault in faults), f"line {line}:\n{raised.value}"
    assert all(fault.file == str(path) and "parts.plant/part" not in fault.path for fault in faults)
