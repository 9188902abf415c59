"""Waiting lines, and processing times stretched by outages.

Rates per any one unit of time; load in erlangs (arrival rate times mean service). Kleinrock, Queueing
Systems 1 (1975), chapter 3; Hopp and Spearman, Factory Physics (3rd edition, 2008), chapter 8.
"""

from dataclasses import dataclass


def erlang_b(servers: int, load: float) -> float:
    """Share of arrivals lost by *servers* without a waiting room (Erlang, 1917).

    It holds for every law of service times (Sevastyanov, 1957). Recursion on the servers, stable for any
    number: b(n) = load b(n-1) / (n + load b(n-1)).
    """
    lost = 1.0
    for server in range(1, servers + 1):
        lost = load * lost / (server + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """Share of arrivals that wait, exponential service and unlimited waiting room; 1 when load >= servers."""
    if load >= servers:
        return 1.0
    lost = erlang_b(servers, load)
    return lost / (1 - load / servers * (1 - lost))


@dataclass(frozen=True, slots=True)
class Queue:
    """Poisson arrivals at `arrivals`, exponential service at `services` per server, `servers` of them (M/M/c)."""

    arrivals: float
    services: float
    servers: int = 1

    @property
    def load(self) -> float:
        """Mean number of busy servers [erlangs]."""
        return self.arrivals / self.services

    @property
    def utilisation(self) -> float:
        """Share of the servers that is busy; at 1 and above the queue has no long run."""
        return self.load / self.servers

    @property
    def waiting(self) -> float:
        """Mean number waiting: C rho / (1 - rho); infinite from full utilisation on."""
        if self.utilisation >= 1:
            return float("inf")
        return erlang_c(self.servers, self.load) * self.utilisation / (1 - self.utilisation)

    @property
    def wait(self) -> float:
        """Mean time before service, by Little's law [unit of time]."""
        return self.waiting / self.arrivals


@dataclass(frozen=True, slots=True)
class ProcessTime:
    """Effective processing time: mean, squared coefficient of variation, and the availability behind them."""

    mean: float
    cv2: float
    availability: float


def with_outages(mean: float, cv2: float, *, to_failure: float, repair: float, repair_cv2: float) -> ProcessTime:
    """Processing time with exponential outages in processing time, work resumed after repair.

    mean / A, and cv2 + (1 + repair_cv2) A (1 - A) repair / mean: Hopp and Spearman, equations 8.4 and 8.6.
    """
    up = to_failure / (to_failure + repair)
    return ProcessTime(mean / up, cv2 + (1 + repair_cv2) * up * (1 - up) * repair / mean, up)
