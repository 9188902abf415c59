"""A second implementation of the peer's period convention, written from its description and nothing else.

It shares no code and no idea with the flow: arrays of pipelines per pair of nodes, no lanes, no lines.
`run(case)` gives {(node, column): values} and {(from, to, column): values} of the whole trajectory.
"""

from collections import defaultdict
from typing import Any

OUT = "EXT"
Case = dict[str, Any]
Columns = dict[tuple[Any, ...], list[float]]


class Oracle:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.nodes = {node["id"]: node for node in case["nodes"]}
        self.edges = [tuple(edge) for edge in case["edges"]]
        self.bom = {int(k): {int(r): q for r, q in v.items()} for k, v in case["bom"].items()}
        self.level = {i: self.opening(n) for i, n in self.nodes.items()}
        self.customers = {i: [b for a, b in self.edges if a == i] for i in self.nodes}
        self.suppliers = {
            i: [a for a, b in self.edges if b == i] + ([OUT] if n["external_supplier"] else [])
            for i, n in self.nodes.items()
        }
        self.zeros()
        self.node_columns: Columns = defaultdict(list)
        self.link_columns: Columns = defaultdict(list)
        self.total = 0.0

    @staticmethod
    def opening(node: Case) -> float:
        return node["policy"]["S"] if node["initial_inventory"] is None else node["initial_inventory"]

    def zeros(self) -> None:
        pairs = [(a, i) for i in self.nodes for a in self.suppliers[i]]
        self.on_order = dict.fromkeys(pairs, 0.0)
        self.gate = dict.fromkeys(pairs, 0.0)
        self.owed = {(i, b): 0.0 for i in self.nodes for b in [*self.customers[i], OUT]}
        self.held = dict.fromkeys(self.edges, 0.0)
        self.road = {(a, i): [0.0] * (self.lead(a, i) + 1) for a, i in pairs}
        self.post = {(a, i): [0.0] * (self.nodes[i]["order_lead_time"] + 1) for a, i in pairs if a != OUT}
        self.raw = {i: {self.item(a, i)[0]: 0.0 for a in self.suppliers[i]} for i in self.nodes}
        self.met = dict.fromkeys(self.nodes, 0.0)
        self.asked = dict.fromkeys(self.nodes, 0.0)

    def lead(self, a: Any, i: int) -> int:
        node = self.nodes[i]
        return node["shipment_lead_time"] + (node["order_lead_time"] if a == OUT else 0)

    def item(self, a: Any, i: int) -> tuple[Any, float]:
        """What a delivers to i, and how much of it one unit needs."""
        if a == OUT or not self.bom:
            return ("from", a), 1
        product = self.nodes[a]["product"]
        return ("product", product), self.bom[self.nodes[i]["product"]][product]

    def upstream_first(self) -> list[int]:
        order: list[int] = []
        while len(order) < len(self.nodes):
            order += [i for i in self.nodes if i not in order and all(a in order for a, b in self.edges if b == i)]
        return order

    def disruption(self, i: int, t: int) -> str:
        found = self.nodes[i]["disruption"]
        return found["type"] if found and t in found["periods"] else ""

    def run(self) -> tuple[Columns, Columns, float]:
        order = self.upstream_first()
        for t in range(self.case["periods"]):
            self.t = t
            self.came = {}
            self.placed = dict.fromkeys(self.on_order, 0.0)
            self.wanted = dict.fromkeys(self.nodes, 0.0)
            for i in reversed(order):
                self.orders(i)
            self.received, self.shipped, self.from_stock = {}, {}, {}
            for i in order:
                self.goods(i)
            for i in self.nodes:
                self.book_node(i)
            self.book_links()
            self.advance()
        return self.node_columns, self.link_columns, self.total

    def orders(self, i: int) -> None:
        node, t = self.nodes[i], self.t
        for b in self.customers[i]:
            self.came[i, b], self.post[i, b][0] = self.post[i, b][0], 0.0
        if node["demand"] is not None:
            self.came[i, OUT] = node["demand"][t]
        got = sum(quantity for (a, _), quantity in self.came.items() if a == i)
        self.asked[i] += got
        if self.disruption(i, t) == "OP":
            return
        supply: dict[Any, float] = dict(self.raw[i])
        for a in self.suppliers[i]:
            supply[self.item(a, i)[0]] += self.on_order[a, i] + self.gate[a, i]
        needs = dict(self.item(a, i) for a in self.suppliers[i])
        self.wanted[i] = self.quantity(node, self.level[i] + min(supply[k] / q for k, q in needs.items()) - got)
        self.place(i)

    @staticmethod
    def quantity(node: Case, position: float) -> float:
        policy = node["policy"]
        if policy["type"] == "BS":
            wanted = max(0, policy["S"] - position)
        elif policy["type"] == "sS":
            wanted = policy["S"] - position if position <= policy["s"] else 0
        else:
            wanted = policy["Q"] if position <= policy["r"] else 0
        return min(wanted, node["order_capacity"]) if node["order_capacity"] else wanted

    def place(self, i: int) -> None:
        override, seen = self.case["order_override"], set()
        for a in self.suppliers[i]:
            key, need = self.item(a, i)
            amount = 0 if key in seen else self.wanted[i] * need
            seen.add(key)
            if override and override["node"] == i and key == ("product", override["product"]):
                amount = override["orders"][self.t][str(a)]
            self.placed[a, i] = amount
            self.on_order[a, i] += amount
            if a == OUT:
                self.road[a, i][-1] += amount
            else:
                self.post[a, i][-1] += amount

    def goods(self, i: int) -> None:
        start = max(0, self.level[i])
        for a in self.suppliers[i]:
            ready, self.road[a, i][0] = self.road[a, i][0], 0.0
            self.on_order[a, i] -= ready
            self.gate[a, i] += ready
            self.received[a, i] = 0.0
            if self.disruption(i, self.t) != "RP":
                self.received[a, i], self.gate[a, i] = self.gate[a, i], 0.0
                self.raw[i][self.item(a, i)[0]] += self.received[a, i]
        needs = dict(self.item(a, i) for a in self.suppliers[i])
        made = min(self.raw[i][k] / q for k, q in needs.items())
        for k, q in needs.items():
            self.raw[i][k] -= made * q
        self.level[i] += made
        self.serve(i, start + made)

    def serve(self, i: int, hand: float) -> None:
        self.from_stock[i] = 0.0
        for b in self.customers[i] + ([OUT] if self.nodes[i]["demand"] is not None else []):
            want = self.owed[i, b] + self.came[i, b]
            ready = min(hand, want)
            hand -= ready
            out = ready
            if b != OUT:
                self.held[i, b] += ready
                out = 0.0 if self.disruption(b, self.t) == "SP" else self.held[i, b]
                self.held[i, b] -= out
                self.road[i, b][self.nodes[b]["shipment_lead_time"]] += out
            self.from_stock[i] += max(0, out - self.owed[i, b])
            self.owed[i, b] = want - ready
            self.level[i] -= self.came[i, b]
            self.shipped[i, b] = out
        self.met[i] += self.from_stock[i]

    def book_node(self, i: int) -> None:
        node, level = self.nodes[i], self.level[i]
        held = sum(self.held[i, b] for b in self.customers[i])
        holding = node["holding_cost"] * (max(0, level) + held)
        first: set[Any] = set()
        for a in self.suppliers[i]:
            key = self.item(a, i)[0]
            if a != OUT:
                rate = self.nodes[a]["holding_cost"]
                holding += rate * self.gate[a, i] + (rate * self.raw[i][key] if key not in first else 0.0)
                first.add(key)
        stockout = node["stockout_cost"] * max(0, -level)
        transit = node["holding_cost"] * sum(sum(self.road[i, b]) for b in self.customers[i])
        self.total += holding + stockout + transit
        own = {
            "disrupted": float(bool(self.disruption(i, self.t))),
            "external_demand": self.came.get((i, OUT), 0),
            "orders_received": sum(q for (a, _), q in self.came.items() if a == i),
            "order_placed_fg_units": self.wanted[i],
            "orders_placed_rm_units": sum(self.placed[a, i] for a in self.suppliers[i]),
            "received": sum(self.received[a, i] for a in self.suppliers[i]),
            "shipped": sum(q for (a, _), q in self.shipped.items() if a == i),
            "inventory_level": level, "on_hand": max(0, level),
            "backorders": sum(self.owed[i, b] for b in [*self.customers[i], OUT]),
            "on_order_rm_units": sum(self.on_order[a, i] for a in self.suppliers[i]),
            "raw_material": sum(self.raw[i].values()), "outbound_held": held,
            "inbound_held": sum(self.gate[a, i] for a in self.suppliers[i]),
            "demand_met_from_stock": self.from_stock[i],
            "fill_rate_to_date": self.met[i] / self.asked[i] if self.asked[i] else 1.0,
            "holding_cost": holding, "stockout_cost": stockout, "in_transit_cost": transit,
            "total_cost": holding + stockout + transit,
        }  # fmt: skip
        for name, value in own.items():
            self.node_columns[i, name].append(value)

    def book_links(self) -> None:
        for a, b in self.edges:
            self.link(a, b, (self.placed[a, b], self.came[a, b], self.shipped[a, b], self.received[a, b],
                             self.owed[a, b], self.on_order[a, b]))  # fmt: skip
        for i, node in self.nodes.items():
            if node["external_supplier"]:
                placed = self.placed[OUT, i]
                self.link(OUT, i, (placed, placed, placed, self.received[OUT, i], 0, self.on_order[OUT, i]))
            if node["demand"] is not None:
                came, shipped = self.came[i, OUT], self.shipped[i, OUT]
                self.link(i, OUT, (came, came, shipped, shipped, self.owed[i, OUT], 0))

    def link(self, a: Any, b: Any, values: tuple[float, ...]) -> None:
        names = ("ordered_by_to", "order_arrived_at_from", "shipped", "received_by_to", "backorders", "on_order")
        for name, value in zip(names, values, strict=True):
            self.link_columns[a, b, name].append(value)

    def advance(self) -> None:
        for (_, i), goods in self.road.items():
            if self.disruption(i, self.t) != "TP":
                goods.append(0.0)
                goods.pop(0)
        for letters in self.post.values():
            letters.append(0.0)
            letters.pop(0)


def run(case: Case) -> tuple[Columns, Columns, float]:
    """The trajectory of a case: columns of nodes, columns of links, total cost."""
    return Oracle(case).run()
