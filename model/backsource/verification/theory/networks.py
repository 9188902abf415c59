"""Longest path and cost roll-up of the real chains of Willems (2008), read from the folder of public data."""

import csv
import os
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

Given = Mapping[str, Any]
FOLDER = "BACKSOURCE_DATA"
"""Environment variable that names the folder of public data."""
Rows = tuple[dict[str, str], ...]


def tables() -> tuple[Path, Path] | None:
    """The tables of stages and arcs, where the folder of public data is known and holds them."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return None
    stages, arcs = (Path(folder) / "willems2008" / name for name in ("stages.csv", "arcs.csv"))
    return (stages, arcs) if stages.is_file() and arcs.is_file() else None


def real_chains(given: Given, expected: Given) -> dict[str, Any]:
    """Counts, longest path by mean stage time, and demand-weighted cost of each chain in `chains`."""
    found = tables()
    if found is None:
        return {}
    stages, arcs = (_by_chain(path) for path in found)
    return {str(chain): _measures(stages[str(chain)], arcs.get(str(chain), ())) for chain in given["chains"]}


@lru_cache(maxsize=2)
def _by_chain(path: Path) -> dict[str, Rows]:
    chains: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            chains[row["chain"]].append(row)
    return {chain: tuple(rows) for chain, rows in chains.items()}


def _measures(stages: Rows, arcs: Rows) -> dict[str, Any]:
    stage = {row["stage"]: row for row in stages}
    before: dict[str, set[str]] = {name: set() for name in stage}
    for arc in arcs:
        before[arc["destination"]].add(arc["source"])
    length, cost = dict[str, float](), dict[str, float]()
    for name in TopologicalSorter(before).static_order():
        length[name] = float(stage[name]["stageTime"]) + max((length[other] for other in before[name]), default=0.0)
        cost[name] = float(stage[name]["stageCost"]) + sum(cost[other] for other in before[name])
    depths = Counter(int(row["relDepth"]) for row in stages)
    longest, average = max(length.values()), _weighted(cost, stages)
    return {
        "stages": len(stages),
        "arcs": len(arcs),
        "depth_counts": [depths[depth] for depth in range(max(10, max(depths) + 1))],
        "max_length": longest,
        "average_cost": average,
        "computed_max_length": longest,
        "computed_cost": average,
    }


def _weighted(cost: Mapping[str, float], stages: Rows) -> float:
    """Mean cost over the stages with demand, weighted with it."""
    demand = {row["stage"]: float(row["avgDemand"]) for row in stages if row["avgDemand"]}
    return sum(cost[name] * mean for name, mean in demand.items()) / sum(demand.values())
