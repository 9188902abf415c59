"""Gates: how often they were looked at, how long they held, and which were forced or never opened.

A gate holds from the day on which it could have opened (its expected day, or the step before it if that came later) to
the day on which it did; one that never opened holds up to a rollback or the end of the run.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Kind
from backsource.measures.diary import Diary
from backsource.measures.frame import Frame
from backsource.measures.past import NONE, Past
from backsource.network.timetable import Timetable


@dataclass(frozen=True)
class GateRecord:
    """All gates of a schedule together."""

    looks: int
    held: float
    """Calendar days, summed over the gates."""
    forced: int
    shut: int
    """Gates that could have opened within the run and did not."""


def gates(
    diary: Diary,
    schedule: Schedule,
    timetable: Timetable,
    days: Mapping[str, float],
    frame: Frame,
    past: Past = NONE,
) -> GateRecord:
    """What became of the gates; *days* as `milestones.reached` gives them.

    Gates of steps that were taken before the run are left out, and no gate holds before the run begins.
    """
    held, shut = 0.0, 0
    for stock in schedule.stocks:
        back = diary.first(Kind.ROLLED_BACK, stock)
        end = back.time if back else float(frame.last + 1)
        before = -np.inf if past.begins is None else float(past.begins)
        for number, step in enumerate(schedule.part(stock).share):
            if number < past.steps.get(stock, 0) or stock in past.back:
                continue
            if step.gate is not None:
                could = max(timetable.steps[stock][number], before)
                opened = days[f"gate/{stock}/{number}"]
                shut += bool(np.isnan(opened) and could < end)
                held += max(0.0, (end if np.isnan(opened) else opened) - could)
            before = days[f"step/{stock}/{number}"]
            before = np.inf if np.isnan(before) else before
    return GateRecord(
        looks=len(diary.of(Kind.GATE_LOOKED)),
        held=held,
        forced=sum(event.detail == 1.0 for event in diary.of(Kind.GATE_OPENED)),
        shut=shut,
    )
