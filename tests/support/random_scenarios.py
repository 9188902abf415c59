"""Random scenarios and schedules, much wider than the peer's networks: whatever stands on the grid.

A plant makes parts of raw materials and buys them from suppliers; depots are served from both, one assembles a kit;
a service is made and used on the day. `scenarios()` is the strategy, `thrown(rng)` the same from a generator.
"""

from collections.abc import Callable
from typing import Any

from dice import Dice, Drawn, Thrown
from hypothesis import strategies as st
from numpy.random import Generator
from random_parts import ITEMS, Block, Parts

CALENDARS: Block = {
    "works": {"week": "mon-fri", "closed": ["2026-01-14..2026-01-20"], "hours": 16},
    "six": {"week": "mon-sat", "holidays": "DE-BY"},
    "odd": {"week": "mon,wed,fri"},
}


class Maker:
    """Makes one scenario, from upstream to downstream."""

    def __init__(self, dice: Dice, *, mixed: bool) -> None:
        self.dice = dice
        self.days = dice.integer(12, 60)
        items = {name: dict(item) for name, item in ITEMS.items()}
        items["part"] |= dice.pick(({}, {"whole": False}, {"lot": "4 pieces"}, {"shelf_life": "12 days"}))
        items["kit"] = {"unit": "set", "whole": items["part"].get("whole", True)}
        self.parts = Parts(dice, items, mixed=mixed)
        self.content: Block = {
            "scenario": "random", "start": dice.pick(("2026-01-05", "2026-04-01", "2026-12-19")),
            "horizon": f"{self.days}{dice.pick(('', '', '.25'))} days",
            "warm_up": dice.pick(("0 days", "0 days", "9 days")),
            "calendars": CALENDARS, "items": items, "sites": {}, "stocks": {}, "lanes": {}, "lines": {},
            "markets": {}, "outages": {}, "tools": {}, "work_centres": {}, "contracts": {}, "prices": {},
            "unsure": {},
        }  # fmt: skip
        self.feeding: dict[str, tuple[list[str], list[str]]] = {}
        self.asking: dict[str, list[str]] = {}

    def site(self, name: str, kind: str) -> str:
        """A site, with a calendar now and then."""
        calendar = {"calendar": self.dice.pick(sorted(CALENDARS))} if self.dice.chance(30) else {}
        self.content["sites"][name] = {"kind": kind, **calendar}
        return name

    def lane(self, name: str, item: str, origin: str, to: str) -> None:
        """A lane that feeds one stock and asks another (a feed has none)."""
        self.content["lanes"][name] = self.parts.lane(item, origin, to)
        self.feeding.setdefault(f"{to}/{item}", ([], []))[0].append(name)
        self.asking.setdefault(f"{origin}/{item}", []).append(name)

    def line(self, name: str, item: str, site: str, bom: list[str]) -> None:
        """A line that feeds a stock."""
        tools, centre = sorted(self.content["tools"]), "centre" if site == "plant" else ""
        self.content["lines"][name] = self.parts.line(item, site, bom, {"tools": tools, "centre": centre})
        self.feeding.setdefault(f"{site}/{item}", ([], []))[1].append(name)

    def market(self, name: str, item: str, origin: str) -> None:
        """A market."""
        self.content["markets"][name] = self.parts.market(item, origin, self.days, sorted(CALENDARS))
        self.asking.setdefault(f"{origin}/{item}", []).append(name)

    def make(self) -> Block:
        """The whole scenario."""
        self.plant()
        self.suppliers()
        self.depots()
        for stock in sorted(set(self.feeding) | {f"{m['from']}/{m['item']}" for m in self.content["markets"].values()}):
            site, item = stock.split("/")
            if self.content["sites"][site]["kind"] in ("supplier", "feed") and self.dice.chance(50):
                continue  # made to order
            lanes, lines = self.feeding.get(stock, ([], []))
            customers = self.asking.get(stock, [])
            echelon = all(customer in self.content["lanes"] for customer in customers)
            self.content["stocks"][stock] = self.parts.stock(item, lanes, lines, customers, echelon=echelon)
            if self.dice.chance(15) and any(customer in self.content["markets"] for customer in customers):
                self.content["stocks"][stock]["backlog"] = self.parts.some(item, 1, 9)
        self.trouble()
        return self.content

    def plant(self) -> None:
        """Feeds, raw materials, and lines that make parts of them."""
        dice = self.dice
        self.site("plant", "plant")
        if dice.chance(30):
            move = {"takes": {"mean": "4 days", "cv": 0.5}, "calendar": "six"}
            self.content["tools"] = {"jig": {"at": "other", "move": move}, "die": {"at": "none", "lead": "9 days"}}
            self.site("other", "depot")
        self.content["work_centres"] = {"centre": {"site": "plant", "servers": dice.integer(1, 2)}}
        raws = ["ore", "bolt", "paste"][: dice.integer(0, 3)]
        for raw in raws:
            for number in range(dice.integer(1, 3)):
                feed = self.site(f"feed-{raw}-{number}", "feed")
                self.lane(f"{raw}-{number}", raw, feed, "plant")
        for number in range(dice.integer(0, 2)):
            self.line(f"make-{number}", "part", "plant", [raw for raw in raws if dice.chance(70)])
        if dice.chance(30):
            self.line("helper", "help", "plant", [])
            self.market("caller", "help", "plant")

    def suppliers(self) -> None:
        """Outside suppliers of parts, with a line of their own or not."""
        made_here = "plant/part" in self.feeding
        for number in range(self.dice.integer(0 if made_here else 1, 2)):
            unlimited = self.dice.chance(30)
            name = self.site(f"seller-{number}", "feed" if unlimited else "supplier")
            self.lane(f"buy-{number}", "part", name, "plant")
            if not unlimited:
                self.line(f"cell-{number}", "part", name, [])
            self.content["contracts"][f"deal-{number}"] = {
                "with": name, "lanes": [f"buy-{number}"], "notice": {"period": "9 days"},
            }  # fmt: skip

    def depots(self) -> None:
        """Depots and markets downstream; one may assemble a kit."""
        dice = self.dice
        if dice.chance(70):
            self.market("home", "part", "plant")
        for number in range(dice.integer(0, 2)):
            depot = self.site(f"depot-{number}", "depot")
            self.lane(f"out-{number}", "part", "plant", depot)
            if dice.chance(25) and "seller-0" in self.content["sites"]:
                self.lane(f"direct-{number}", "part", "seller-0", depot)
            if dice.chance(30):
                self.line(f"pack-{number}", "kit", depot, ["part"])
                self.market(f"kits-{number}", "kit", depot)
            for shop in range(dice.integer(0 if f"pack-{number}" in self.content["lines"] else 1, 2)):
                self.market(f"shop-{number}-{shop}", "part", depot)
        if not self.content["markets"]:
            self.market("home", "part", "plant")

    def trouble(self) -> None:
        """Outages, some of which hit several things, and prices that move."""
        dice, content = self.dice, self.content
        things = [*content["sites"], *content["lanes"], *content["lines"]]
        for number in range(dice.integer(0, 3)):
            hits = sorted({dice.pick(things) for _ in range(dice.integer(1, 3))})
            content["outages"][f"stop-{number}"] = self.parts.outage(hits, self.days)
        if content["lanes"] and dice.chance(30):
            content["prices"]["market"] = {"moves": sorted(content["lanes"])[:1], "volatility": "20 %/year"}
        rates = [f"lines.{name}.rate" for name, line in content["lines"].items() if "rate" in line]
        leads = [f"lanes.{name}.promised" for name, lane in content["lanes"].items() if "promised" in lane]
        means = [f"markets.{n}.demand.mean" for n, market in content["markets"].items() if "mean" in market["demand"]]
        for path in (*rates, *leads, *means):
            if dice.chance(10):
                content["unsure"][path] = dice.pick(({"times": {"median": 1.1, "p90": 1.6}}, "unknown"))


def schedule_of(dice: Dice, content: Block) -> Block:
    """A random schedule for the parts of the plant."""
    lanes = [name for name, lane in content["lanes"].items() if (lane["item"], lane["to"]) == ("part", "plant")]
    lines = [n for n, line in content["lines"].items() if (line["makes"], line["site"]) == ("part", "plant")]
    schedule: Block = {"schedule": "random", "stock": "plant/part"}
    sources, first = lanes + lines, int(content["start"][-2:])
    days = sorted({dice.integer(0, 11) for _ in range(dice.integer(0, 3))})
    for day in days:
        part = dice.integer(0, 10)
        shares = (
            {sources[0]: f"{10 * part} %", sources[-1]: f"{100 - 10 * part} %"} if sources[1:] else {sources[0]: 1.0}
        )
        schedule.setdefault("share", []).append({"date": date(content, first, day), **shares})
    if dice.chance(40) and content["contracts"]:
        schedule["notice"] = {"contract": dice.pick(sorted(content["contracts"])), "date": date(content, first, 1)}
    if dice.chance(40):
        bank = {"from": date(content, first, 0), "use_from": date(content, first, 9), "source": dice.pick(sources)}
        schedule["bridge"] = {**bank, "want": "4 days of cover"}
    if lines and dice.chance(60):
        schedule["opens"] = {name: date(content, first, dice.integer(0, 11)) for name in lines}
    if content["tools"] and dice.chance(50):
        begin = [date(content, first, dice.integer(0, 9)) for _ in range(2)]
        schedule["tasks"] = {
            "buy": {"begin": begin[0], "brings": {"die": "plant"}},
            "move": {"begin": begin[1], "moves": {"jig": "plant"}},
        }
    return schedule


def date(content: Block, first: int, day: int) -> str:
    """The date some days after the start (the starts lie early enough in their months)."""
    return f"{content['start'][:8]}{first + day:02d}"


def scenario_of(dice: Dice, *, mixed: bool = False) -> Block:
    """One random scenario, on the grid or *mixed* with what stands off it."""
    return Maker(dice, mixed=mixed).make()


def changeover_of(dice: Dice, *, mixed: bool = False) -> tuple[Block, Block]:
    """One random scenario and a schedule for it."""
    content = scenario_of(dice, mixed=mixed)
    return content, schedule_of(dice, content)


def thrown(rng: Generator, *, mixed: bool = False) -> tuple[Block, Block]:
    """A scenario and a schedule from a generator."""
    return changeover_of(Thrown(rng), mixed=mixed)


def drawn(make: Callable[[Dice], Any]) -> st.SearchStrategy[Any]:
    """A strategy of what is made from dice."""
    return st.composite(lambda draw: make(Drawn(draw)))()


def scenarios() -> st.SearchStrategy[Block]:
    """Random scenarios."""
    return drawn(scenario_of)


def changeovers(*, mixed: bool = False) -> st.SearchStrategy[tuple[Block, Block]]:
    """Random scenarios, each with a schedule."""
    return drawn(lambda dice: changeover_of(dice, mixed=mixed))
