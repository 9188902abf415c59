"""Random networks of the peer's kind: serial, assembly, tree and two-supplier, with every policy and disruption."""

from typing import Any

from numpy.random import Generator

Case = dict[str, Any]


def policy(rng: Generator) -> Case:
    kind = rng.integers(3)
    if kind == 0:
        return {"type": "BS", "S": int(rng.integers(5, 45))}
    if kind == 1:
        return {"type": "sS", "s": int(rng.integers(2, 16)), "S": int(rng.integers(20, 46))}
    return {"type": "rQ", "r": int(rng.integers(3, 21)), "Q": int(rng.integers(5, 26))}


def disruption(rng: Generator, periods: int) -> Case | None:
    kinds = (None, None, "OP", "SP", "TP", "RP")
    kind = kinds[rng.integers(len(kinds))]
    if kind is None:
        return None
    found = set()
    for _ in range(rng.integers(1, 3)):
        start = int(rng.integers(0, periods - 2))
        found |= set(range(start, min(periods, start + int(rng.integers(1, 9)))))
    return {"type": kind, "periods": sorted(found)}


def node(rng: Generator, number: int, periods: int, *, outside: bool, customers: bool, product: int | None) -> Case:
    rule = policy(rng)
    return {
        "id": number, "policy": rule, "shipment_lead_time": int(rng.integers(0, 4)),
        "order_lead_time": int(rng.integers(0, 3)), "holding_cost": int(rng.integers(1, 6)),
        "stockout_cost": int(rng.integers(0, 30)), "external_supplier": outside,
        "demand": [int(x) for x in rng.integers(0, 10, periods)] if customers else None,
        "initial_inventory": None if rule["type"] != "rQ" and rng.random() < 0.3 else int(rng.integers(0, 31)),
        "disruption": disruption(rng, periods), "product": product,
        "order_capacity": int(rng.integers(5, 15)) if rng.random() < 0.3 else None,
    }  # fmt: skip


def random_case(rng: Generator, periods: int = 50) -> Case:
    """One network; inner nodes may have customers of their own."""
    shape = ("serial", "assembly", "tree", "mixed")[rng.integers(4)]

    def make(number: int, outside: bool, customers: bool, product: int | None = None) -> Case:
        return node(rng, number, periods, outside=outside, customers=customers, product=product)

    bom: dict[str, dict[str, int]] = {}
    if shape == "serial":
        length = int(rng.integers(2, 6))
        nodes = [make(i, i == 1, i == length or rng.random() < 0.4) for i in range(1, length + 1)]
        edges = [[i, i + 1] for i in range(1, length)]
    elif shape == "assembly":
        nodes = [make(1, True, rng.random() < 0.3, 10), make(2, True, False, 20), make(3, False, True, 30)]
        edges, bom = [[1, 3], [2, 3]], {"30": {"10": 2 ** int(rng.integers(0, 3)), "20": 1}}
    elif shape == "tree":
        nodes = [make(0, True, rng.random() < 0.5), *(make(i, False, True) for i in (1, 2, 3))]
        edges = [[0, 3], [0, 1], [0, 2]] if rng.random() < 0.5 else [[0, 1], [0, 2], [0, 3]]
    else:  # a stage that also buys outside, feeding two
        nodes = [make(1, True, False), make(2, True, rng.random() < 0.5), make(3, False, True), make(4, False, True)]
        edges = [[1, 2], [2, 3], [2, 4]]
    return {
        "name": shape, "periods": periods, "nodes": nodes, "edges": edges, "bom": bom,
        "order_override": None, "expected_total_cost": 0.0,
    }  # fmt: skip
