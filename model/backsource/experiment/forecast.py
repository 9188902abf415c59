"""The plan as it stands, forecast from a day in the middle: tasks, steps and exits if all goes as planned from there.

Tasks that are done are facts, those under way go on with what is left of them as planned, the others begin today at the
earliest. A step waits for the tasks that its gate asks for, a gate opens at a steering meeting. The latest days are
those on which the exit still keeps the day that it has now: the path is followed back from the last day under the
contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import floor, inf

from backsource.config import Scenario, Schedule, Status
from backsource.config.schedule import Step
from backsource.config.sharing import sources_of
from backsource.config.status import Running
from backsource.laws.project import Activity, Event, earliest, latest_start
from backsource.measures.past import contract_ends, steps_taken
from backsource.network.days import day_number
from backsource.network.timetable import Calendars, Timetable, durations, home_of, likely
from backsource.simulation.steering import Steering
from backsource.units import Span

AHEAD = 2000
"""Days beyond the horizon that calendars know."""


@dataclass(frozen=True)
class StepAhead:
    """A step that is not taken; days are numbers since the start."""

    stock: str
    number: int
    step: Step
    needs: tuple[str, ...]
    """Tasks that its gate asks for, or that qualify a line which it gives a share."""
    day: float
    """Day on which it is taken if all goes on as planned."""
    latest: float
    """Last day on which it may be taken with the exit as it stands; not before `day`."""


class Forecast:
    """One schedule from the day of its status on."""

    def __init__(self, scenario: Scenario, schedule: Schedule, status: Status) -> None:
        self.scenario, self.schedule, self.status = scenario, schedule, status
        self.today = day_number(scenario, status.status)
        self.last = int(scenario.horizon.amount) + AHEAD

    @cached_property
    def exits(self) -> dict[str, float]:
        """Last day under each contract under which notice is given, or still to be given."""
        found = {}
        for notice in self.schedule.notices:
            contract = self.scenario.contracts[notice.contract]
            last = contract.notice.last_day(max(notice.date, self.status.status))
            last = min(last, contract.ends) if contract.ends is not None else last
            found[notice.contract] = float(day_number(self.scenario, last))
        return found | contract_ends(self.scenario, self.status)

    def exit_of(self, stock: str) -> float:
        """Last day under the contracts of the lanes that feed a stock; infinite where none ends."""
        lanes = set(sources_of(self.scenario, stock))
        ends = [end for name, end in self.exits.items() if lanes & set(self.scenario.contracts[name].lanes)]
        return min(ends, default=inf)

    # ---- tasks
    @cached_property
    def activities(self) -> dict[str, Activity]:
        """Tasks with their facts: what is done, what is left of those under way, no other one before today."""
        planned = Timetable.of(self.scenario, self.schedule).activities
        return {name: self._activity(name, activity) for name, activity in planned.items()}

    def _activity(self, name: str, plan: Activity) -> Activity:
        status = self.status
        if name in status.done:
            end = day_number(self.scenario, status.done[name]) + 1.0
            return Activity(0.0, clock=lambda *_: end)
        if name in status.running:
            begun = float(day_number(self.scenario, status.running[name].began))
            end = max(self._left(name, plan, status.running[name]), float(self.today))
            return Activity(0.0, begin=begun, clock=lambda *_: end)
        return replace(plan, begin=max(plan.begin, float(self.today)))

    def _left(self, name: str, plan: Activity, run: Running) -> float:
        """When a task under way is done as planned: a qualification goes on from where it stands."""
        since = float(day_number(self.scenario, run.since or run.began))
        task = self.schedule.tasks[name]
        rule = self.scenario.lines[task.qualifies].qualification if task.qualifies else None
        stands = run.stands or ("again" if run.failed else "prepare")
        if rule is None or stands == "prepare":
            return plan.clock(since, plan.duration)
        spans: list[Span] = {
            "again": [likely(rule.again_after), rule.trial, rule.approve],
            "wait": [rule.trial, rule.approve],
            "trial": [rule.trial, rule.approve],
            "approve": [rule.approve],
        }[stands]
        home = task.calendar or home_of(self.scenario, self.schedule, task)
        _, calendar = durations(self.scenario, task, home)
        calendars = Calendars(self.scenario, 0, self.last)
        day = max(since, float(self.today)) if stands == "wait" else since
        for span in spans:
            day = calendars.clock(calendar, working=span.clock == "working")(day, span.amount)
        return day

    @cached_property
    def times(self) -> dict[Event, float]:
        """Start and finish of each task."""
        return earliest(self.activities, -inf)

    @property
    def ahead(self) -> list[str]:
        """Tasks that have not begun."""
        return [name for name in self.activities if name not in self.status.done and name not in self.status.running]

    @cached_property
    def kept(self) -> dict[Event, float]:
        """By when tasks have to be done so that steps can be taken on their latest days."""
        found: dict[Event, float] = {}
        for ahead in self.steps:
            for name in ahead.needs:
                limit = max(ahead.latest, self.times[name, "F"])
                found[name, "F"] = min(limit, found.get((name, "F"), inf))
        return found

    def latest_start(self, task: str) -> float:
        """Last day on which a task may begin with all steps on their latest days; infinite where no step waits."""
        if not self.kept:
            return inf
        found = latest_start(self.activities, task, self.kept, self.last, -inf)
        return inf if found >= self.last else found

    # ---- steps
    @cached_property
    def steering(self) -> Steering:
        """Meetings from the first expected day of any gate on, and freezes."""
        parts = self.schedule.parts.values()
        gates = [day_number(self.scenario, step.expect) for part in parts for step in part.share if step.expect]
        freezes = [
            (float(day_number(self.scenario, one.first)), float(day_number(self.scenario, one.last)))
            for one in self.schedule.freeze
        ]
        return Steering(float(min(gates, default=0)), max(1.0, self.schedule.decided), tuple(sorted(freezes)))

    @cached_property
    def steps(self) -> list[StepAhead]:
        """Steps that are not taken, by stock and in order."""
        return [
            step for stock in self.schedule.stocks if stock not in self.status.rolled_back for step in self._path(stock)
        ]

    def _path(self, stock: str) -> list[StepAhead]:
        part = self.schedule.part(stock)
        taken = steps_taken(part, stock, self.status)
        left = list(enumerate(part.share))[taken:]
        needs = [self.needs(step) for _, step in left]
        own = [
            (max(float(day_number(self.scenario, step.day)), float(self.today), *(self.times[n, "F"] for n in names)),
             step.gate is not None)
            for (_, step), names in zip(left, needs, strict=True)
        ]  # fmt: skip
        days = self.steering.earliest(own) if own else []
        latest = self._latest(stock, [step for _, step in left], days)
        rows = zip(left, needs, days, latest, strict=True)
        return [StepAhead(stock, number, step, names, day, last) for (number, step), names, day, last in rows]

    def needs(self, step: Step) -> tuple[str, ...]:
        """Tasks that a step waits for."""
        qualified = self.schedule.qualified
        if step.gate is None:
            return tuple(qualified[line] for line, share in step.shares.items() if share > 0 and line in qualified)
        lines = (qualified[line] for line in step.gate.qualified if line in qualified)
        return tuple(dict.fromkeys((*lines, *(name for name in step.gate.done if name in self.schedule.tasks))))

    def _latest(self, stock: str, steps: list[Step], days: list[float]) -> list[float]:
        """Latest day of each step, followed back from the exit: a gate opens at a meeting, a dated step on its date."""
        limit, found = self.exit_of(stock), list[float]()
        limit = limit if limit < inf else max(days, default=inf)
        for step, day in zip(reversed(steps), reversed(days), strict=True):
            own = day if step.gate is None else self.meeting_up_to(limit)
            found.append(max(own, day))
            limit = min(limit, own) - (1 if step.gate is not None else 0)
        return found[::-1]

    def meeting_up_to(self, day: float) -> float:
        """The last steering date on or before a day that lies in no freeze."""
        steering = self.steering
        meeting = steering.first + steering.every * floor((day - steering.first) / steering.every + 1e-9)
        while steering.free_day(meeting) != meeting:
            meeting -= steering.every
        return meeting

    # ---- going back
    def last_return(self, stock: str) -> float:
        """Last day on which a stock can go back; infinite where nothing ends that.

        With `until: exit` it is the last day under a contract of a lane that would be needed again.
        """
        part = self.schedule.part(stock)
        if part.rollback is None:
            return inf
        if part.rollback.until != "exit":
            return float(day_number(self.scenario, part.rollback.until))
        return self.exit_of(stock)


def shares_named(shares: Mapping[str, float]) -> str:
    """Shares in words: `make 25 %, buy 75 %`."""
    return ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in shares.items())
