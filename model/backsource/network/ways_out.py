"""Ways out of a plan that goes wrong: what a schedule still lets one decide, until when, and from when it acts.

They follow from planned dates and contract terms alone; no run is looked at. What is closed on a day by plan is closed
here, also where a gate or a late task would leave it open longer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, inf

from backsource.config.scenario import Scenario
from backsource.config.schedule import Part, Schedule, Step
from backsource.config.sharing import as_is, sources_of
from backsource.config.sources import AnyTool, Lane, Line
from backsource.config.terms import Contract
from backsource.network.days import day_number
from backsource.network.timetable import Timetable, likely


@dataclass(frozen=True)
class WayOut:
    """One thing that can be decided; days are numbers since the start."""

    what: str
    """As one tells somebody to do it: `call the extension of s1-supply`."""
    one_of: str
    """Ways of one name follow each other: the next is open when the one before is closed."""
    last: float
    """Last day on which it can be decided; infinite where nothing ends that."""
    first: float = -inf
    """First day on which there is something to decide."""
    takes: float = 0.0
    """Days from the decision until it acts."""
    not_before: float = -inf
    """Day before which it does not act, however early it is decided."""

    def is_open(self, seen: float) -> bool:
        """Whether what is known at the close of a day can still lead to it: it is decided on the next day or later."""
        return self.first <= seen + 1 <= self.last

    def acts(self, seen: float) -> float:
        """First day on which it acts when it is decided the day after *seen*."""
        return max(seen + 1 + self.takes, self.not_before)


@dataclass(frozen=True)
class Facts:
    """What a status knows of the past, where there is one."""

    ends: Mapping[str, float] = field(default_factory=dict)
    """Last day under each contract under which notice was given, with what was extended."""
    called: Mapping[str, int] = field(default_factory=dict)
    """Extensions that were called, by contract."""
    back: Sequence[str] = ()
    """Stocks that have gone back."""


NOTHING = Facts()


def ways_out(scenario: Scenario, schedule: Schedule, facts: Facts = NOTHING) -> list[WayOut]:
    """All ways out of a schedule, the mildest first.

    An extension only keeps a door open; a larger bank or order costs capital; later notice, tools or steps put the plan
    off; going back ends it.
    """
    timetable = Timetable.of(scenario, schedule)
    ends = {**timetable.exits, **facts.ends}
    stocks = [stock for stock in schedule.stocks if stock not in facts.back]
    found = [
        *_extensions(scenario, schedule, ends, facts.called),
        *(way for stock in stocks for way in _more(scenario, schedule, stock)),
        *_notices(scenario, schedule, ends),
        *_moves(schedule, timetable),
        *(way for stock in stocks for way in _steps(scenario, schedule, timetable, stock)),
        *(way for stock in stocks for way in _returns(scenario, schedule, timetable, stock, ends)),
    ]
    return [way for way in found if way.last > -inf]


def open_on(ways: Sequence[WayOut], seen: float) -> list[WayOut]:
    """Those that are open after a day, the mildest first; of ways that follow each other the next."""
    found: dict[str, WayOut] = {}
    for way in ways:
        if way.is_open(seen):
            found.setdefault(way.one_of, way)
    return list(found.values())


def _extensions(
    scenario: Scenario, schedule: Schedule, ends: Mapping[str, float], called: Mapping[str, int]
) -> Iterator[WayOut]:
    """Calls of the option of each contract under notice; a further one where the schedule may call the one before."""
    for name, end in ends.items():
        contract = scenario.contracts[name]
        if contract.extension is None or not _delivers(scenario, schedule, contract):
            continue
        left = contract.extension.at_most - called.get(name, 0)
        for number in range(left if _may_call(scenario, schedule, contract) else min(left, 1)):
            runs_out = end + number * contract.extension.each.amount
            again = "" if number + called.get(name, 0) == 0 else " once more"
            yield WayOut(
                what=f"call the extension of {name}{again}",
                one_of=f"extension {name}",
                last=runs_out - ceil(contract.extension.call.amount),
                not_before=runs_out + 1,
            )


def _delivers(scenario: Scenario, schedule: Schedule, contract: Contract) -> bool:
    """Whether a supplier keeps the tools that its lines need."""
    own = [line for line in scenario.lines.values() if line.site == contract.with_]
    return not any(_loses(line, schedule.moved) for line in own)


def _loses(line: Line, moved: Mapping[str, Sequence[str]]) -> bool:
    """Whether a line stands without a tool once those that the schedule moves have gone."""
    if isinstance(line.tools, AnyTool):
        return all(tool in moved for tool in line.tools.any_of)
    return any(tool in moved for tool in line.tools)


def _may_call(scenario: Scenario, schedule: Schedule, contract: Contract) -> bool:
    """Whether the schedule itself may call the option of a contract."""
    parts = [
        part
        for stock, part in schedule.parts.items()
        if set(sources_of(scenario, stock)) & set(contract.lanes) or part.extension is not None
    ]
    return any(_calls(part) for part in parts)


def _calls(part: Part) -> bool:
    asked = part.if_not is not None and part.if_not.then == "extend"
    return part.extension is not None or asked or any(step.then == "extend" for step in part.share)


def _more(scenario: Scenario, schedule: Schedule, stock: str) -> Iterator[WayOut]:
    """A larger bank, as long as what is ordered comes in before it is used, and a larger last order."""
    part, lead = schedule.part(stock), _lead(scenario, stock)
    if part.bridge is not None:
        last = day_number(scenario, part.bridge.use_from) - 1 - lead
        yield WayOut(f"order a larger bank of {stock}", f"bank {stock}", last, takes=lead)
    if part.last_time_buy is not None:
        last = float(day_number(scenario, part.last_time_buy.date))
        yield WayOut(f"make the last-time buy of {stock} larger", f"last-time buy {stock}", last, takes=lead)


def _lead(scenario: Scenario, stock: str) -> float:
    """Days until goods come in that are ordered from the sources as they are: the longest of its lanes."""
    return max((lead_of(lane) for lane in _lanes(scenario, stock).values()), default=0.0)


def _lanes(scenario: Scenario, stock: str) -> dict[str, Lane]:
    """Lanes that feed a stock before the first step, by name."""
    shares = as_is(scenario, stock).items()
    return {name: scenario.lanes[name] for name, share in shares if share > 0 and name in scenario.lanes}


def lead_of(lane: Lane) -> float:
    """Planned days on the road of a lane: as promised, else at the likely value of its distribution."""
    span = lane.promised or (likely(lane.lead_time) if lane.lead_time is not None else None)
    return float(ceil(span.amount)) if span is not None else 0.0


def _notices(scenario: Scenario, schedule: Schedule, ends: Mapping[str, float]) -> Iterator[WayOut]:
    """Later notice, where the contract then ends later: not where it runs out by itself before the notice does."""
    for notice in schedule.notices:
        contract = scenario.contracts[notice.contract]
        by_itself = contract.ends is not None and contract.ends <= contract.notice.last_day(notice.date)
        if notice.contract in ends and not by_itself and _delivers(scenario, schedule, contract):
            last = day_number(scenario, notice.date) - 1.0
            what = f"put off notice of {notice.contract}"
            yield WayOut(what, f"notice {notice.contract}", last, not_before=ends[notice.contract] + 1)


def _moves(schedule: Schedule, timetable: Timetable) -> Iterator[WayOut]:
    for tool, tasks in schedule.moved.items():
        day = min(timetable.times[task, "S"] for task in tasks)
        if day < inf:
            yield WayOut(f"put off moving {tool}", f"move {tool}", day - 1, not_before=day)


def _steps(scenario: Scenario, schedule: Schedule, timetable: Timetable, stock: str) -> Iterator[WayOut]:
    for step, day in zip(schedule.part(stock).share, timetable.steps[stock], strict=True):
        what = "put off the step to" if step.gate is None else "put off opening the gate to"
        said = f"{what} {step_named(scenario, step)}{_of(schedule, stock)}"
        yield WayOut(said, f"step {stock}", day - 1, not_before=day)


def step_named(scenario: Scenario, step: Step) -> str:
    """A step by the shares of our own making, or by all where it names none: `make 60 %`."""
    own = {name: share for name, share in step.shares.items() if name in scenario.lines} or step.shares
    return ", ".join(f"{name} {share:.0%}".replace("%", " %") for name, share in own.items())


def _of(schedule: Schedule, stock: str) -> str:
    return f" of {stock}" if len(schedule.stocks) > 1 else ""


def _returns(
    scenario: Scenario, schedule: Schedule, timetable: Timetable, stock: str, ends: Mapping[str, float]
) -> Iterator[WayOut]:
    """Going back to the lanes as they were, from the first step on: as long as the rollback of the stock allows.

    Without a rollback on any day, and after the exit once the lanes are onboarded again. A tool that was moved has to
    come back first.
    """
    part, lanes = schedule.part(stock), _lanes(scenario, stock)
    if not lanes or not part.share:
        return
    leaves = min((end for name, end in ends.items() if set(lanes) & set(scenario.contracts[name].lanes)), default=inf)
    rollback = part.rollback
    last = leaves if rollback and rollback.until == "exit" else inf
    if rollback is not None and rollback.until != "exit":
        last = float(day_number(scenario, rollback.until))
    tasks = {task for tasks in schedule.moved.values() for task in tasks}
    away = [timetable.times[task, "F"] - timetable.times[task, "S"] for task in tasks]
    takes = _lead(scenario, stock) + ceil(max((days for days in away if days < inf), default=0.0))
    again = max((ceil(lane.onboard.amount) for lane in lanes.values() if lane.onboard is not None), default=0)
    way = WayOut(
        what=f"turn {stock} back to {' and '.join(sorted(lanes))}",
        one_of=f"return {stock}",
        last=min(last, leaves),
        first=timetable.steps[stock][0],
        takes=takes,
    )
    yield way
    if last > leaves:
        yield replace(way, last=last, takes=takes + again)
