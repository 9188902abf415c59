"""Random lanes, lines, stocks, markets and outages in the words of files, for random scenarios."""

from typing import Any

from dice import Dice

Block = dict[str, Any]

MODES = ("hold_at_origin", "block_orders", "stop_in_transit", "hold_at_gate")
ITEMS: Block = {
    "part": {"unit": "piece"},
    "ore": {"unit": "kg", "whole": False},
    "bolt": {"unit": "box", "lot": "5 boxes"},
    "paste": {"unit": "litre", "whole": False, "shelf_life": "9 days"},
    "help": {"unit": "hour", "storable": False},
}
"""Items; whether parts are whole, come in lots or spoil is chosen by the scenario."""


class Parts:
    """Makes blocks of a scenario; knows the items, so that quantities have their units."""

    def __init__(self, dice: Dice, items: Block, *, mixed: bool = False) -> None:
        self.dice, self.items, self.mixed = dice, items, mixed

    def amount(self, item: str, number: float) -> str:
        """A quantity in the unit of an item, whole where the item is."""
        whole = self.items[item].get("whole", True)
        return f"{round(number) if whole else round(number, 2)} {self.items[item]['unit']}"

    def some(self, item: str, least: int, most: int) -> str:
        """A random quantity."""
        cents = 0 if self.items[item].get("whole", True) else self.dice.integer(0, 99)
        return self.amount(item, self.dice.integer(least, most) + cents / 100)

    def span(self, least: int, most: int) -> str:
        """A random number of days, now and then with a fraction."""
        return f"{self.dice.integer(least, most)}{'.5' if self.dice.chance(10) else ''} days"

    def random_span(self, mean: int) -> Block | str:
        """A random time with this mean, of any family."""
        families: list[Block | str] = [
            f"{mean} days",
            {"mean": f"{mean} days", "cv": 0.7},
            {"family": "exponential", "mean": f"{mean} days"},
            {"family": "geometric", "mean": f"{max(1, mean)} days"},
            {"family": "lognormal", "mean": f"{mean} days", "cv": 0.5},
            {"least": "0 days", "most": f"{2 * mean} days"},
            {"quantiles": {"0 %": "0 days", "50 %": f"{mean} days", "100 %": f"{3 * mean} days"}},
            {"listed": [f"{mean} days", "1 day", f"{2 * mean} days"]},
            {"values": ["0 days", f"{mean} days"], "chances": ["30 %", "70 %"]},
        ]
        return self.dice.pick(families)

    # ---- sources
    def lane(self, item: str, origin: str, to: str) -> Block:
        """A lane with anything that a lane can have."""
        dice = self.dice
        lane: Block = {"item": item, "from": origin, "to": to, "in_outage": dice.pick(MODES), "price": self.price(item)}
        if dice.chance(25):
            lane["lead_time"] = self.random_span(dice.integer(1, 5))
        else:
            lane["promised"] = self.span(0, 6)
            if dice.chance(25):
                lane["late"] = {"chance": "30 %", "by": self.random_span(dice.integer(1, 6))}
        if dice.chance(30):
            lane["order_delay"] = self.span(0, 3)
        if dice.chance(30):
            lane["cross"] = False
        if dice.chance(20):
            lane["minimum_order"] = self.some(item, 1, 30)
        if dice.chance(25):
            lane["capacity"] = self.some(item, 3, 25) + dice.pick(("/day", "/working day"))
        return lane

    def price(self, item: str) -> str:
        """A price per unit."""
        return f"{self.dice.integer(1, 9)} EUR/{self.items[item]['unit']}"

    def line(self, item: str, site: str, bom: list[str], names: Block) -> Block:
        """A line that works by the day, or takes no time."""
        dice = self.dice
        line: Block = {"site": site, "makes": item, "bom": {raw: self.need(raw) for raw in bom}}
        if dice.chance(15):
            line["processing"] = "0 days"
        elif self.mixed and not names["centre"] and dice.chance(40):
            self.server(line, item)
        else:
            self.daily(line, item, names)
        if dice.chance(30):
            first = f"{dice.integer(50, 95)} %"
            grown = {"first": first, "mature": "98 %", "over": self.some(item, 20, 300)}
            line["yield"] = grown if dice.chance(50) else first
        if dice.chance(15):
            line["opens"] = f"{dice.integer(0, 30)} days"
        if names["tools"] and dice.chance(50):
            line["tools"] = names["tools"] if dice.chance(50) else {"any_of": names["tools"]}
        return line

    def need(self, raw: str) -> str:
        """Material per unit."""
        whole = self.items[raw].get("whole", True)
        return self.amount(raw, self.dice.integer(1, 3) if whole else self.dice.integer(1, 300) / 100)

    def daily(self, line: Block, item: str, names: Block) -> None:
        """Rate, failures, ramp and staff of a daily-rate line."""
        dice = self.dice
        line["rate"] = self.some(item, 4, 40) + dice.pick(("/day", "/working day"))
        line["machines"] = dice.integer(1, 3)
        if not self.items[item].get("storable", True) or dice.chance(15):
            line["ready"] = "same_day"
        if dice.chance(15):
            line["surge"] = "20 %"
        if dice.chance(15):
            line["lot"] = self.some(item, 2, 12)
        if dice.chance(15):
            line["staff"] = dice.integer(0, line["machines"])
        if dice.chance(40):
            line["failures"] = [self.failure() for _ in range(dice.integer(1, 2))]
            if len(line["failures"]) == 1 and "mtbf" in line["failures"][0] and dice.chance(30):
                line |= {"spares": dice.integer(0, 2), "repairers": dice.integer(1, 2)}
        if dice.chance(20):
            shapes = ({"tau": "6 working days"}, {"shape": "logistic", "tau": "3 days", "middle": "8 days"},
                      {"shape": "linear", "over": "12 days"})  # fmt: skip
            line["ramp"] = {"from": f"{dice.integer(0, 60)} %", **dice.pick(shapes)}
        if names["centre"] and dice.chance(60):
            line["work_centre"] = names["centre"]
            if dice.chance(60):
                line["setup"] = {"takes": dice.pick(("2 hours", "0.5 days", "1.5 days"))}

    def server(self, line: Block, item: str) -> None:
        """Servers off the grid."""
        dice = self.dice
        line |= {"processing": dice.pick(("2 hours", {"mean": "0.3 days", "cv": 1.0})), "machines": dice.integer(1, 3)}
        line["blocking"] = dice.pick(("after", "before"))
        if dice.chance(40):
            line["lot"] = self.some(item, 2, 9)
        if dice.chance(40):
            line["failures"] = {"mtbf": "60 operating hours", "repair": {"mean": "9 hours", "cv": 0.8}}

    def failure(self) -> Block:
        """One way to fail."""
        ways: list[Block] = [
            {"mtbf": "60 operating hours", "repair": {"mean": "9 hours", "cv": 0.8}},
            {"mtbf": {"family": "weibull", "mean": "5 days", "shape": 2.0}, "repair": "1.3 days"},
            {"fails": "10 %", "ends": "40 %"},
        ]
        return self.dice.pick(ways)

    # ---- stocks
    def stock(self, item: str, lanes: list[str], lines: list[str], customers: list[str], *, echelon: bool) -> Block:
        """A stock with these sources and customers."""
        dice, sources = self.dice, sorted(lanes + lines)
        stock: Block = self.policy(item, lanes, lines, echelon=echelon) if sources else {}
        if len(sources) > 1 and not {"dual_index", "base_surge", "listed"} & set(stock):
            cuts = sorted(dice.integer(0, 10) for _ in sources[1:])
            shares = [high - low for low, high in zip([0, *cuts], [*cuts, 10], strict=True)]
            stock["sources"] = {source: f"{10 * share} %" for source, share in zip(sources, shares, strict=True)}
        if dice.chance(60) or not sources:
            stock["opening"] = self.some(item, 0, 60)
        if dice.chance(20) and (len(sources) == 1 or "sources" in stock):
            stock["on_order"] = self.some(item, 0, 30)
        if lanes and dice.chance(20):
            shipments = [(dice.pick(lanes), self.some(item, 1, 20), self.span(0, 9)) for _ in range(2)]
            stock["arriving"] = [{"source": a, "quantity": b, "due": c} for a, b, c in shipments]
        if dice.chance(25):
            stock["review"] = dice.pick(("every 3 days", "every 7 days", "continuous")[: 2 + self.mixed])
        if dice.chance(15):
            stock["order_capacity"] = self.some(item, 5, 30)
        if dice.chance(15):
            stock["order_multiple"] = self.some(item, 2, 8)
        if dice.chance(15):
            stock["capacity"] = self.some(item, 60, 90)
        if dice.chance(30):
            stock["when_blocked"] = "divert"
        if dice.chance(15):
            stock["short"] = "lost"
        if dice.chance(10):
            stock["keep_lots"] = True
        if len(sources) > 1 and dice.chance(20):
            stock["emergency"] = {"source": dice.pick(sources), "below": self.span(1, 5)}
        stock["allocation"] = dice.pick(("fifo", "listed", "proportional", "priority"))
        if customers and dice.chance(50):
            stock["customers"] = list(reversed(customers))
        return stock

    def policy(self, item: str, lanes: list[str], lines: list[str], *, echelon: bool) -> Block:
        """Any ordering policy that these sources allow."""
        dice, level = self.dice, self.dice.integer(5, 90)
        policies: list[Block] = [
            {"base_stock": self.amount(item, level)},
            {"reorder": {"at": self.amount(item, level), "up_to": self.amount(item, level + dice.integer(0, 40))}},
            {"reorder": {"at": self.amount(item, level), "quantity": self.some(item, 1, 40), "when": "<"}},
            {"cover": f"{dice.integer(0, 9)} {dice.pick(('days', 'working days'))} of planned use"},
            {"lot_for_lot": True},
            {"every_review": self.some(item, 0, 20)},
            {"listed": {source: [self.some(item, 0, 12) for _ in range(8)] for source in sorted(lanes + lines)[:2]}},
        ]
        if echelon:
            policies.append({"echelon_base_stock": self.amount(item, 2 * level)})
        if len(lanes + lines) > 1:
            slow, fast = (lanes + lines)[:2]
            policies += [
                {"dual_index": {"express": fast, "express_to": self.amount(item, level), "regular": slow,
                                "regular_to": self.amount(item, level + 20)}},
                {"base_surge": {"base": slow, "quantity": self.some(item, 1, 9), "surge": fast,
                                "surge_to": self.amount(item, level)}},
            ]  # fmt: skip
        return dice.pick(policies)

    # ---- the world
    def market(self, item: str, origin: str, days: int, calendars: list[str]) -> Block:
        """A market that asks once a day."""
        dice, unit = self.dice, self.items[item]["unit"]
        mean = dice.integer(1, 14)
        demands: list[Block] = [
            {"listed": [self.some(item, 0, 2 * mean) for _ in range(dice.integer(1, days))]},
            {"per": "day", "mean": f"{mean} {unit}", "cv": 0.4},
            {"per": "working day", "mean": f"{mean} {unit}", "trend": "30 %/year"},
            {
                "per": "day",
                "amount": {"family": "poisson", "mean": f"{mean} {unit}"},
                "weekdays": [1, 1, 2, 1, 1, 0, 0],
            },
            {"per": "day", "amount": {"values": [f"0 {unit}", f"{3 * mean} {unit}"], "chances": [0.6, 0.4]}},
        ]
        if self.mixed:
            demands += [
                {"every": "0.4 days", "mean": self.amount(item, 2)},
                {"per": "0.25 days", "amount": {"family": "poisson", "mean": f"1 {unit}"}},
                {"listed": [self.some(item, 0, 9) for _ in range(3)], "at": ["0.5 days", "2 days", "7.25 days"]},
            ]
        short = dice.pick(("backorder", "lost", "3 days", "0 days"))
        market: Block = {"item": item, "from": origin, "demand": dice.pick(demands), "short": short}
        if calendars and dice.chance(40):
            market["calendar"] = dice.pick(calendars)
        return market

    def outage(self, hits: list[str], days: int) -> Block:
        """An outage: a renewal, a chain by day, or a list."""
        dice = self.dice
        first, last = sorted((dice.integer(0, days - 1), dice.integer(0, days - 1)))
        kinds: list[Block] = [
            {"every": self.span(3, 30), "lasts": self.random_span(dice.integer(1, 6))},
            {"begins": "10 %", "ends": "30 %"},
            {
                "listed": [
                    {"from": f"{first} days", "lasts": self.span(0, 7)},
                    {"from": f"{last} days", "lasts": "2 days"},
                ]
            },
        ]
        stops = dice.pick((["lines", "lanes"], ["lanes"], ["lines"], ["reviews"], ["lines", "lanes", "reviews"]))
        return {"hits": hits, "stops": stops, **dice.pick(kinds)}
