"""Every shape of a schedule reads back what it says, and programmes of several stocks fit together."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backsource.config import Scenario, as_file, load_scenario, load_schedule, scenario_from, schedule_from
from backsource.config.terms import NoticePeriod
from backsource.errors import ConfigError
from backsource.units import Span

TASKS = {
    "order": {"begin": "2026-01-12", "brings": {"T2": "plant"}, "cost": "5 kEUR"},
    "train": {"takes": {"least": "5 days", "mode": "8 days", "most": "20 days"}, "trains": {"make": 2}},
    "fit": {
        "after": ["order", {"task": "train", "kind": "FF", "lag": "-3 working days"}],
        "takes": {"median": "25 working days", "cv": 0.3},
        "calendar": "works",
    },
    "feed": {"takes": "10 working days", "onboards": ["steel"]},
    "ppap": {"after": ["fit", "feed"], "qualifies": "make"},
}
NOTICE = {"contract": "supply", "date": "2026-06-29", "retention": "60 kEUR"}
BANK = {"from": "2026-03-02", "want": "10 working days of cover", "use_from": "2026-07-01", "source": "buy"}
ALL = {"date": "2026-09-01", "make": "100 %", "buy": 0}
GATES = [
    {"make": "25 %", "expect": "2026-07-06", "gate": {"make": "qualified", "fit": "done"}},
    {
        "make": "60 %",
        "expect": "2026-08-31",
        "gate": {
            "yield": {"at_least": "98 %", "over": "10 working days"},
            "cover": {"above": "4 days"},
            "line": "make",
        },
        "wait_at_most": "30 working days",
        "then": "extend",
    },
]

SHAPES: dict[str, dict[str, Any]] = {
    "stay_external": {},
    "big_bang": {"stock": "plant/part", "tasks": TASKS, "notice": NOTICE, "share": [ALL]},
    "bank_and_move": {
        "stock": "plant/part",
        "tasks": {
            "move": {"begin": "2026-07-31", "moves": {"T1": "plant"}},
            "ppap": {"after": ["move"], "qualifies": "make"},
        },
        "notice": NOTICE,
        "bridge": BANK,
        "share": [ALL],
        "if_not": {"by": "2026-10-15", "make": "qualified", "then": "rollback"},
    },
    "phased": {
        "stock": "plant/part",
        "tasks": TASKS,
        "share": [{"date": "2026-07-06", "make": "25 %"}, {"date": "2026-08-31", "make": "60 %"}, ALL],
        "pays": [{"date": "2026-02-02", "amount": "5 kEUR", "note": "freight"}],
    },
    "pilot": {
        "stock": "plant/part",
        "opens": {"make": "2026-06-01"},
        "share": [{"date": "2026-07-06", "make": 0.1}, ALL],
    },
    "parallel": {
        "stock": "plant/part",
        "share": [{"date": "2026-05-01", "make": "50 %", "buy": "50 %"}, ALL],
        "overlap": {"until": "2026-08-31", "least": {"buy": "50 %"}},
    },
    "gated": {
        "stock": "plant/part",
        "tasks": TASKS,
        "notice": NOTICE,
        "decided": "every 2 weeks",
        "share": GATES,
        "extension": {"contract": "supply", "call_if": {"make_share": {"below": "60 %"}}, "decide_by": "2026-09-16"},
        "rollback": {
            "when": {"backlog": {"above": "1 day", "over": "5 days"}},
            "to": {"make": "25 %"},
            "until": "2026-10-01",
        },
        "freeze": ["2026-07-27..2026-08-30", "2026-12-24"],
    },
    "last_time_buy": {
        "stock": "plant/part",
        "notice": NOTICE,
        "last_time_buy": {"date": "2026-10-01", "quantity": "500 pieces", "source": "buy"},
        "share": [ALL],
    },
    "retained_share": {
        "stock": "plant/part",
        "share": [{"date": "2026-07-06", "make": "90 %"}],
        "retain": {"buy": "10 %"},
    },
    "several_parts": {
        "notice": [NOTICE, {"contract": "gear-supply", "date": "2026-07-01"}],
        "tasks": TASKS,
        "parts": {
            "plant/part": {"bridge": BANK, "share": GATES[:1]},
            "annex/gear": {"share": [{"date": "2026-08-03", "cut": "40 %", "hob": "20 %"}]},
        },
    },
    "one_part_beside_others": {
        "stock": "plant/part",
        "share": [ALL],
        "parts": {"annex/gear": {"share": [{"date": "2026-08-03", "cut": "100 %"}]}},
    },
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_says_its_own_file_and_reads_it_back(world: Scenario, name: str) -> None:
    schedule = schedule_from({"schedule": name, **SHAPES[name]}, scenario=world)
    assert schedule_from(as_file(schedule), scenario=world) == schedule


@pytest.mark.parametrize("name", SHAPES)
def test_the_order_of_entries_means_nothing(world: Scenario, name: str) -> None:
    schedule = schedule_from({"schedule": name, **SHAPES[name]}, scenario=world)
    assert schedule_from({**turned(SHAPES[name]), "schedule": name}, scenario=world) == schedule


def turned(block: Any) -> Any:
    """The same block with the keys of every mapping in the opposite order."""
    if isinstance(block, dict):
        return {key: turned(value) for key, value in reversed(block.items())}
    return [turned(value) for value in block] if isinstance(block, list) else block


def test_the_keys_beside_a_stock_are_its_part(world: Scenario) -> None:
    beside = schedule_from({"schedule": "s", "stock": "plant/part", "share": [ALL]}, scenario=world)
    below = schedule_from({"schedule": "s", "parts": {"plant/part": {"share": [ALL]}}}, scenario=world)
    assert beside.parts == below.parts
    assert beside.part("plant/part").share[0].day == date(2026, 9, 1)
    assert beside.part("annex/gear").share == []


def test_a_schedule_knows_what_its_tasks_do_to_tools_and_lines(world: Scenario) -> None:
    schedule = schedule_from({"schedule": "gated", **SHAPES["gated"]}, scenario=world)
    assert (schedule.brought, schedule.moved, schedule.qualified) == ({"T2": "order"}, {}, {"make": "ppap"})
    assert schedule.tasks["fit"].after[1].lag == Span(-3.0, "working")
    takes = {name: schedule.tasks[name].takes.family for name in ("train", "fit", "feed")}
    assert takes == {"train": "pert", "fit": "lognormal", "feed": "constant"}


def test_a_plan_of_two_stocks_may_use_one_tool_after_the_other(world: Scenario) -> None:
    parts = {"plant/part": {"share": [ALL]}, "annex/gear": {"share": [{"date": "2026-10-01", "cut": "100 %"}]}}
    tasks = {"first": {"moves": {"T1": "plant"}}, "second": {"moves": {"T1": "annex"}, "after": ["first"]}}
    schedule = schedule_from({"schedule": "two", "parts": parts, "tasks": tasks}, scenario=world)
    assert sorted(schedule.moved["T1"]) == ["first", "second"]
    del tasks["second"]["after"]
    with pytest.raises(ConfigError, match="`T1` at two places at once, as first moves it too"):
        schedule_from({"schedule": "two", "parts": parts, "tasks": tasks}, scenario=world)


def test_a_tool_is_bought_once_and_moved_when_it_is_there(world: Scenario) -> None:
    tasks = {"one": {"brings": {"T2": "plant"}}, "two": {"brings": {"T2": "annex"}}}
    with pytest.raises(ConfigError, match="`T2` brought to annex here and to plant by one"):
        schedule_from({"schedule": "s", "tasks": tasks}, scenario=world)
    tasks = {"one": {"brings": {"T2": "plant"}}, "two": {"moves": {"T2": "annex"}, "takes": "3 days"}}
    with pytest.raises(ConfigError, match=r"`T2`, which one brings at any time; `after: \[one\]`"):
        schedule_from({"schedule": "s", "tasks": tasks}, scenario=world)
    tasks["two"]["after"] = ["one"]
    schedule_from({"schedule": "s", "tasks": tasks}, scenario=world)


IN_PARTS = [
    (
        {"annex/gear": {"share": [{"date": "2026-08-03", "ct": "40 %"}]}},
        r"parts\.annex/gear\.share\[0\]\.ct: found `ct`",
    ),
    ({"annex/geer": {"share": []}}, "parts.annex/geer: found `annex/geer`, which is none of the stocks; `annex/gear`"),
    ({"plant/care": {"bridge": BANK}}, "plant/care.bridge: found a bank of care, which cannot be stored"),
    (
        {"plant/care": {"last_time_buy": {"date": "2026-03-02", "quantity": "5 calls"}}},
        "last_time_buy: found a last-time buy of care, which cannot be stored",
    ),
    (
        {"annex/gear": {"share": [{"cut": 1, "expect": "2026-08-03", "gate": {"yield": {"at_least": 0.9}}}]}},
        "gate.yield: found `yield` of one of cut and hob; `line: ..`",
    ),
    ({"plant/part": {"shares": []}}, "parts.plant/part.shares: found an unknown key; `share`"),
]


@pytest.mark.parametrize(("parts", "fragment"), IN_PARTS, ids=[text for _, text in IN_PARTS])
def test_a_fault_below_parts_says_so(world: Scenario, parts: dict[str, Any], fragment: str) -> None:
    with pytest.raises(ConfigError, match=fragment):
        schedule_from({"schedule": "s", "parts": parts}, scenario=world)


CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.fixture(scope="module")
def knuckle() -> Scenario:
    return load_scenario(CONFIGS / "scenarios" / "steering-knuckle.yaml")


@pytest.mark.parametrize("file", sorted((CONFIGS / "schedules").glob("*.yaml")), ids=lambda path: str(path.stem))
def test_the_schedules_of_the_project_fit_its_scenario_and_read_back(knuckle: Scenario, file: Path) -> None:
    schedule = load_schedule(file, scenario=knuckle)
    assert schedule_from(as_file(schedule), scenario=knuckle) == schedule


@pytest.mark.parametrize("name", ["big-bang", "gated", "parallel", "phased", "pilot"])
def test_a_plan_that_leaves_the_first_tool_in_place_pays_for_a_second(knuckle: Scenario, name: str) -> None:
    schedule = load_schedule(CONFIGS / "schedules" / f"{name}.yaml", scenario=knuckle)
    assert schedule.brought == {"T2": "order"}
    assert knuckle.tools["T2"].price is not None
    assert schedule.moved == {}


@pytest.mark.parametrize(
    ("price", "call", "fragment"),
    [
        ("15 %", "45 days before end", r"found 15 %; a step of the price as `\+15 %`"),
        ("+15 %", "45 days", "found 45 days; a time as `45 days before end`"),
        ("+15 %", "45 working days before end", "in calendar time"),
    ],
)
def test_an_option_says_its_price_and_when_it_is_called(world: Scenario, price: str, call: str, fragment: str) -> None:
    data = as_file(world)
    data["contracts"]["supply"]["extension"] = {"at_most": 2, "each": "60 days", "price": price, "call": call}
    with pytest.raises(ConfigError, match=fragment):
        scenario_from(data)


@pytest.mark.parametrize(
    ("to", "last"),
    [
        ("any day", date(2026, 6, 28)),
        ("month end", date(2026, 6, 30)),
        ("quarter end", date(2026, 6, 30)),
        ("year end", date(2026, 12, 31)),
    ],
)
def test_notice_runs_its_period_and_then_to_its_end(to: Any, last: date) -> None:
    assert NoticePeriod(period=Span(120.0), to=to).last_day(date(2026, 2, 28)) == last
