"""What was so before the first simulated day of a run that begins in the middle: facts of a status, by day number.

Measures that speak of what is past read it here: which lines are open and since when, which tasks began, which steps
were taken, when contracts end. A run from the start has no past.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backsource.config.scenario import Scenario
from backsource.config.schedule import Part, Schedule, Step
from backsource.config.status import Status
from backsource.measures.diary import Event
from backsource.network.days import day_number


@dataclass(frozen=True)
class Past:
    """Facts; days are numbers since the start of the scenario."""

    begins: int | None = None
    """First simulated day; None for a run from the start."""
    started: Mapping[str, float] = field(default_factory=dict)
    """Day on which a task began."""
    done: Mapping[str, float] = field(default_factory=dict)
    """Morning after the last day of a task."""
    opened: Mapping[str, float] = field(default_factory=dict)
    """Lines that are open, with the day since when."""
    tried: frozenset[str] = frozenset()
    """Lines that stand: their qualification has begun, or the status says so."""
    failed: Mapping[str, int] = field(default_factory=dict)
    """Trials of a line that have failed."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """Steps of a stock that are taken."""
    back: frozenset[str] = frozenset()
    """Stocks that have gone back."""
    ends: Mapping[str, float] = field(default_factory=dict)
    """Last day under each contract under which notice was given, with what was extended."""
    gone: frozenset[str] = frozenset()
    """Lanes that had closed for good."""
    extended: tuple[Event, ...] = ()
    """Extensions that were called before the day."""
    learnt: Mapping[str, float] = field(default_factory=dict)
    """Units that a line has started so far."""
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Shares in force, where the status names them."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Site of each tool that is not where the scenario has it."""

    @classmethod
    def of(cls, scenario: Scenario, schedule: Schedule | None, status: Status | None) -> "Past":
        """The past that a status tells of, under its schedule."""
        if status is None:
            return NONE
        day = day_number(scenario, status.status)
        done = {name: day_number(scenario, last) + 1.0 for name, last in status.done.items()}
        ended = {name: task.ended for name, task in status.fine.tasks.items() if task.ended is not None}
        stands = frozenset(status.stands)
        begun = {name: float(day_number(scenario, run.began)) for name, run in status.running.items()}
        known = {name: task.began for name, task in status.fine.tasks.items() if task.began is not None}
        qualified = {} if schedule is None else schedule.qualified
        ends = contract_ends(scenario, status)
        over = [name for name, end in ends.items() if end < day and not status.rolled_back]
        return cls(
            begins=day,
            started=begun | known,
            done=done | ended,
            opened=open_lines(scenario, schedule, status),
            tried=stands | {line for line, task in qualified.items() if task in begun or task in done},
            failed={line: status.running[task].failed for line, task in qualified.items() if task in status.running},
            steps={stock: steps_taken(part, stock, status) for stock, part in schedule.parts.items()}
            if schedule
            else {},
            back=frozenset(status.rolled_back),
            ends=ends,
            gone=frozenset(lane for name in over for lane in scenario.contracts[name].lanes),
            extended=tuple(extensions(scenario, status, ends)),
            learnt=units_started(status),
            shares=status.shares,
            tools=tools_at(schedule, status),
        )


NONE = Past()


def open_lines(scenario: Scenario, schedule: Schedule | None, status: Status) -> dict[str, float]:
    """Lines that are open: as the status says, qualified by a task, open on a day of the schedule, or in use."""
    found = {name: float(day_number(scenario, since)) for name, since in status.opens.items()}
    if schedule is not None:
        for line, task in schedule.qualified.items():
            if task in status.done:
                found.setdefault(line, day_number(scenario, status.done[task]) + 1.0)
        for line, since in schedule.opens.items():
            if since < status.status and line not in schedule.qualified:
                found.setdefault(line, float(day_number(scenario, since)))
        for stock, part in schedule.parts.items():
            for step in part.share[: steps_taken(part, stock, status)]:
                for line in lines_used(scenario, schedule, step):
                    found.setdefault(line, float(day_number(scenario, min(step.day, status.status))))
    return found


def lines_used(scenario: Scenario, schedule: Schedule, step: Step) -> list[str]:
    """Lines that open with a step which gives them a share: no task qualifies them, and no day of their own is said."""
    said = {*schedule.qualified, *schedule.opens}
    return [
        name
        for name, share in step.shares.items()
        if share > 0 and name in scenario.lines and name not in said and scenario.lines[name].opens is None
    ]


def tools_at(schedule: Schedule | None, status: Status) -> dict[str, str]:
    """Where tasks that are done have left tools, and what the status says of them."""
    found: dict[str, str] = {}
    for name in sorted(status.done, key=lambda name: status.done[name]):
        task = schedule.tasks.get(name) if schedule else None
        found |= {**task.moves, **task.brings} if task else {}
    return found | status.tools


def units_started(status: Status) -> dict[str, float]:
    """Units that lines have started so far: completed (or else good ones), and those in work."""
    known = {name: line.learnt for name, line in status.fine.lines.items() if line.learnt is not None}
    completed = {name: amount.number for name, amount in status.made.items()} | known
    working = {name: amount.number for name, amount in status.started.items()}
    return {name: completed.get(name, 0.0) + working.get(name, 0.0) for name in {*completed, *working}}


def steps_taken(part: Part, stock: str, status: Status) -> int:
    """How many steps of a stock are taken: those dated before the day up to the first gate, where nothing is said."""
    if stock in status.steps:
        return status.steps[stock]
    dated = [step.gate is None and step.day < status.status for step in part.share]
    return dated.index(False) if False in dated else len(dated)


def extensions(scenario: Scenario, status: Status, ends: Mapping[str, float]) -> Iterator[Event]:
    """Extensions that were called under notice, as the journal would say them."""
    for name, times in sorted(status.extensions.items()):
        option = scenario.contracts[name].extension
        if option is None or name not in ends:
            continue
        each = option.each.amount
        for back in range(times, 0, -1):
            yield Event(float(day_number(scenario, status.status)), name, each, ends[name] + 1 - back * each)


def contract_ends(scenario: Scenario, status: Status) -> dict[str, float]:
    """Last day under each contract under which notice was given, with what was extended."""
    ends = {}
    for name, day in status.notices.items():
        contract = scenario.contracts[name]
        last = contract.notice.last_day(day)
        last = min(last, contract.ends) if contract.ends is not None else last
        each = contract.extension.each.amount if contract.extension is not None else 0.0
        ends[name] = day_number(scenario, last) + each * status.extensions.get(name, 0)
    return ends
