"""Random scenarios moved off the grid in part: continuous reviews, customers at instants, servers in place of rates."""

from copy import deepcopy
from typing import Any

from dice import Dice
from random_scenarios import scenario_of, schedule_of

Block = dict[str, Any]


def moved(dice: Dice) -> tuple[Block, Block]:
    """A random scenario with a schedule; every noun that can is moved off the grid now and then."""
    content = deepcopy(scenario_of(dice))
    schedule = schedule_of(dice, content)
    for stock in content["stocks"].values():
        if "listed" not in stock and "every_review" not in stock and dice.chance(50):
            stock["review"] = "continuous"
    for name, market in content["markets"].items():
        if dice.chance(50):
            market["demand"] = demand(dice, content["items"][market["item"]])
            forget(content, "markets", name)
            market.pop("calendar", None)
    for name in sorted(content["lines"]):
        line = content["lines"][name]
        if "rate" in line and dice.chance(60):
            content["lines"][name] = server(dice, line)
            forget(content, "lines", name)
    one_kind_a_centre(content)
    return content, schedule


def forget(content: Block, section: str, name: str) -> None:
    """What was unsure about a thing that is another one now."""
    unsure = content.get("unsure", {})
    for path in [path for path in unsure if path.startswith(f"{section}.{name}.")]:
        del unsure[path]


def demand(dice: Dice, item: Block) -> Block:
    """Customers at random, regular or listed instants."""
    whole = item.get("whole", True)
    few = [f"{dice.integer(1, 5) + (0 if whole else 0.37)} {item['unit']}" for _ in range(4)]
    ways: list[Block] = [
        {"every": "0.4 days", "mean": few[0]},
        {"every": {"mean": "0.6 days", "cv": 0.5}, "amount": {"values": few, "chances": [0.4, 0.3, 0.2, 0.1]}},
        {"per": "0.25 days", "mean": few[1]},
        {"per": "0.25 days", "mean": few[1], "weekdays": [1, 2, 0.5, 1, 1, 0, 0]},
        {"listed": few, "at": ["0 days", "2.5 days", "3 days", "7.25 days"]},
    ]
    return dice.pick(ways)


def server(dice: Dice, line: Block) -> Block:
    """The same line with servers; what only a daily rate can have is dropped."""
    kept = {key: value for key, value in line.items() if key not in ("rate", "surge", "ready")}
    if any("fails" in failure for failure in kept.get("failures", [])):
        del kept["failures"]
    kept["processing"] = dice.pick(("0.2 days", "1 day", {"family": "exponential", "mean": "0.5 days"}))
    if dice.chance(40):
        kept["blocking"] = "before"
    return kept


def one_kind_a_centre(content: Block) -> None:
    """A work centre is shared by lines of one kind."""
    sharing = [line for line in content["lines"].values() if "work_centre" in line]
    servers = [line for line in sharing if "processing" in line]
    for line in sharing:
        if servers and "rate" in line:
            line.pop("work_centre")
            line.pop("setup", None)
