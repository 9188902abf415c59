"""Exact values of queues, lines and stores: the kinds Q and L."""

from collections.abc import Mapping
from typing import Any

from backsource.laws import flow_lines
from backsource.laws.availability import long_run
from backsource.laws.queues import Queue, erlang_b, erlang_c
from backsource.verification.words import by_each

Given = Mapping[str, Any]


def waiting_line(given: Given, expected: Given) -> dict[str, Any]:
    """M/M/c with rates per hour."""
    queue = Queue(given["arrivals_per_h"], given["services_per_h"], given.get("servers", 1))
    return {
        "erlang_c": erlang_c(queue.servers, queue.load),
        "Lq": queue.waiting,
        "L": queue.waiting + queue.load,
        "Wq": queue.wait,
        "W": queue.wait + 1 / queue.services,
        "utilisation": queue.utilisation,
    }


def lost_sales(given: Given, expected: Given) -> dict[str, Any]:
    """Base stock with lost sales as a loss system."""
    return {"fraction_lost": erlang_b(given["S"], given["demand_rate"] * given["mean_lead_time"])}


def two_stations(given: Given, expected: Given) -> dict[str, Any]:
    """Throughput for each number of waiting spaces in `b`."""
    return by_each(given["b"], lambda spaces: flow_lines.two_station_throughput(given["mu1"], given["mu2"], spaces))


def unbuffered(given: Given, expected: Given) -> dict[str, Any]:
    """Rigid line of any length."""
    return {"efficiency": flow_lines.unbuffered_efficiency(given["mtbf"], given["mttr"])}


def two_machines(given: Given, expected: Given) -> dict[str, Any]:
    """Gershwin's line for each buffer size in `N`."""
    fails, mends = (given["p1"], given["p2"]), (given["r1"], given["r2"])
    alone = {f"isolated_{i + 1}": long_run(1 / fails[i], 1 / mends[i]) for i in (0, 1)}

    def at_room(room: int) -> dict[str, float]:
        line = flow_lines.two_machine_line(fails, mends, room)
        return {"throughput": line.throughput, "throughput_check": line.throughput, "mean_buffer": line.buffer} | alone

    return by_each(given["N"], at_room)


def store(given: Given, expected: Given) -> dict[str, Any]:
    """Failing plant behind a finite store."""
    fluid = flow_lines.FluidStore(given["P"], given["d"], given["mtbf"], given["mttr"], given["K"])
    return {
        "plant_availability": long_run(fluid.mtbf, fluid.mttr),
        "stockout_fraction": fluid.empty,
        "store_full_fraction": fluid.full,
        "demand_served_fraction": 1 - fluid.empty,
        "gap_incidents_per_time": fluid.rate_of_gaps,
        "mean_gap_length": fluid.mttr,
        "mean_store": fluid.mean_store,
    }
