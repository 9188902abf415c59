"""Whether a run goes on from a day in the middle as if nobody had looked."""

import numpy as np

from backsource.config import as_file, status_from
from backsource.log import Kind, Log
from backsource.simulation import photograph, prepare, simulate
from backsource.simulation.plan import Plan


def gone_on(plan: Plan, day: int, *, seed: int = 1, replication: int = 0, anew: int | None = None) -> Log:
    """The rest of a run from a day on: photographed, written as a file says it, read again, restarted.

    With *anew* the rest draws from another seed.
    """
    scenario, schedule = plan.graph.graph["scenario"], plan.changeover
    told = photograph(plan, seed, replication, day)
    status = status_from(as_file(told), scenario, schedule)
    assert status == told, "a status says its own file and reads it back"
    rest = prepare(scenario, schedule, status=status, timetable=plan.timetable)
    return simulate(rest, seed if anew is None else anew, replication)


def entries(log: Log, day: int) -> list[tuple[float, str, str, float, float]]:
    """The journal from a day on; entries of one instant by kind and subject."""
    found = [
        (float(e["time"]), Kind(e["kind"]).name, log.subjects[e["subject"]], float(e["quantity"]), float(e["detail"]))
        for e in log.journal if e["time"] >= day
    ]  # fmt: skip
    return sorted(found)


def difference(whole: Log, rest: Log) -> str | None:
    """The first thing in which the rest of a run differs from the whole one; None: same bytes."""
    day = rest.first_day
    if entries(whole, day) != entries(rest, day):
        missing = [entry for entry in entries(whole, day) if entry not in entries(rest, day)]
        added = [entry for entry in entries(rest, day) if entry not in entries(whole, day)]
        return f"from day {day}: not journalled {missing[:3]}, journalled {added[:3]}"
    for kind in ("stocks", "lanes", "lines", "markets"):
        book, other = getattr(whole, kind), getattr(rest, kind)
        old, new = book.data[:, day - whole.first_day :], other.data
        if np.ascontiguousarray(old).tobytes() != new.tobytes() and not np.array_equal(old, new):
            thing, row, column = np.argwhere(old != new)[0]
            place = f"{book.names[thing]}, {book.columns[column]} on day {day + row}"
            return f"from day {day}: {place} is {new[thing, row, column]}, was {old[thing, row, column]}"
    same = (whole.subjects, whole.environment) == (rest.subjects, rest.environment)
    return None if same else f"from day {day}: other subjects"
