"""What a line on the grid, its machines and a work centre tell of themselves, and how they take it over."""

from __future__ import annotations

from math import inf

from backsource.config.fine import FineCentre
from backsource.config.fine_lines import FineCrew, FineLine, FineMachine, FineMode
from backsource.laws.learning import learnt
from backsource.log import Floats
from backsource.simulation.flow.day.centre import Centre
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.events.crew import Crew
from backsource.simulation.flow.machines import Machine, Mode
from backsource.simulation.flow.making import Making


# ---- lines
def tell_line(line: Making, now: float) -> FineLine:
    """A line, but for its orders, what it has made and what is in process."""
    found = FineLine.model_validate(
        {"learnt": line.started_so_far, "yield": line.yield_now, "on_trial": line.on_trial, "locked": line.locked}
    )
    if not isinstance(line, RateLine):
        return found
    return found.model_copy(update={
        "planned": line.planned, "effort": line.effort, "carry": line.carry, "pace": line.pace, "manned": line.manned,
        "limit": line.limit, "setup": line.setup_days, "broken": sorted(line.broken),
        "stops": [(begin, None if end == inf else end) for begin, end in line.stops],
        "machines": [tell_machine(machine, now) for machine in line.machines],
        "crew": tell_crew(line.crew) if line.crew is not None else None,
    })  # fmt: skip


def take_line(line: Making, fine: FineLine, made: float, started: float) -> None:
    """A line takes over how it stands; its orders come apart."""
    line.made_so_far, line.wip = made, started
    line.started_so_far = fine.learnt if fine.learnt is not None else made
    law = line.plan.yield_
    line.yield_now = fine.yield_ if fine.yield_ is not None else learnt(
        line.started_so_far, first=law.first, mature=law.mature, over=law.over
    )  # fmt: skip
    line.on_trial, line.locked = fine.on_trial, fine.locked
    if isinstance(line, RateLine):
        take_rate(line, fine)


def take_rate(line: RateLine, fine: FineLine) -> None:
    """What the day before has left: its work is looked at this morning."""
    planned = max(0.0, line.wip - line.on_trial - line.locked)
    line.planned = planned if fine.planned is None else fine.planned
    line.effort = line.planned if fine.effort is None else fine.effort
    line.carry, line.manned, line.limit, line.setup_days = fine.carry, fine.manned, fine.limit, fine.setup
    line.pace = line.full() if fine.pace is None else fine.pace
    line.broken = set(fine.broken) & set(range(len(line.chances)))
    if fine.stops:
        last = inf if line.stopped else float(line.first_day)  # what stopped it may have ended with the status
        line.stops = [[begin, last if end is None else end] for begin, end in fine.stops]
    for machine, known in zip(line.machines, fine.machines, strict=False):
        take_machine(machine, known, float(line.first_day - 1))


def open_yesterday(line: RateLine, row: Floats) -> None:
    """The row of the day before, in which its machine time is booked this morning."""
    line.yesterday = row


# ---- machines
def tell_machine(machine: Machine, now: float) -> FineMachine:
    """A machine as it was looked at last, at the end of the day before yesterday."""
    looked = now - 1
    is_down = machine.up_at > looked and any(mode.number for mode in machine.modes)
    certain = bool(machine.modes) and machine.modes[machine.failed[0]].draws.certain()[1]
    return FineMachine(
        modes=[tell_mode(mode, looked) for mode in machine.modes], down=machine.failed if is_down else None,
        up_at=machine.up_at if is_down and certain else None,
    )  # fmt: skip


def tell_mode(mode: Mode, looked: float) -> FineMode:
    """One way to fail; what is left is known of a length that is always the same, and of a failure that has come."""
    known = mode.draws.certain()[0] or (not mode.operating and mode.life <= looked)
    return FineMode(lasted=mode.lasted(), left=mode.life if known else None, number=mode.number)


def take_machine(machine: Machine, fine: FineMachine, looked: float) -> None:
    """A machine takes over how it stood when it was looked at last."""
    for mode, known in zip(machine.modes, fine.modes, strict=True):
        mode.resume(looked, number=known.number, lasted=known.lasted, left=known.left)
    machine.resume(looked, fine.up_at, fine.down)


def tell_crew(crew: Crew) -> FineCrew:
    """Machines with spares and repairers."""
    return FineCrew(
        running=sorted(crew.up_since.items()), mending=sorted(crew.down_since.items()), ready=list(crew.ready),
        broken=list(crew.broken), turns=list(crew.turns), area=crew.area, counted=crew.last, looked=crew.begun,
    )  # fmt: skip


# ---- work centres
def tell_centre(centre: Centre) -> FineCentre:
    """What the servers of a work centre are set up for."""
    return FineCentre(ran=list(centre.ran), owing=dict(centre.owing))


def take_centre(centre: Centre, fine: FineCentre) -> None:
    """A work centre takes that over."""
    centre.ran, centre.owing = list(fine.ran), dict(fine.owing)
