"""Another schedule from a day in the middle: what is so stays so, and what it dates before the day falls on it.

Facts of the world stay: stocks, orders, tools, people, open lines, shares in force, notice where both schedules give
it. Tasks of the same name are the same work. Notice under a contract of which the other schedule says nothing is taken
back, unless it has run out. The path of the other schedule is taken from its first step on, those before the day all on
the day; its gates wait from then on.
"""

from datetime import date, timedelta

from backsource.config import Scenario, Schedule
from backsource.config.schedule import Notice, Part
from backsource.config.sharing import as_is, filled
from backsource.config.status import Status
from backsource.measures.past import Past, contract_ends, open_lines, steps_taken
from backsource.network.days import day_number

Pair = tuple[Schedule, Status]
NO_BANK = {"extra": None, "extra_due": 0.0, "extra_source": None}
"""What was to be banked under one schedule is not wanted under another."""


def carried(scenario: Scenario, own: Schedule, other: Schedule, status: Status) -> Pair:
    """The other schedule as it goes on from the day of a status of *own*, and the status as it reads under it."""
    day, ends = status.status, contract_ends(scenario, status)
    over = {name for name, end in ends.items() if end < day_number(scenario, day)}
    named = {notice.contract for notice in other.notices}
    standing = {name: given for name, given in status.notices.items() if name in named | over}
    open_already = open_lines(scenario, own, status)
    tasks = {
        name: task.model_copy(update={"begin": max(task.begin, day)}) if task.begin else task
        for name, task in other.tasks.items()
    }
    changed = other.model_copy(
        update={
            "notice": _notices(other, standing, day),
            "tasks": tasks,
            "opens": {line: max(since, day) for line, since in other.opens.items() if line not in open_already},
            "pays": [one.model_copy(update={"date": max(one.date, day)}) for one in other.pays],
            "parts": {stock: _part(part, day) for stock, part in other.parts.items()},
        }
    )
    return changed, _status(scenario, own, other, status, standing)


def _notices(other: Schedule, standing: dict[str, date], day: date) -> list[Notice]:
    """Notice stands where it was given; else it is given on its day, or today."""
    dated = [
        notice.model_copy(update={"date": standing.get(notice.contract, max(notice.date, day))})
        for notice in other.notices
    ]
    named = {notice.contract for notice in dated}
    return dated + [Notice(contract=name, date=given) for name, given in standing.items() if name not in named]


def _part(part: Part, day: date) -> Part:
    """The part with its dates on the day or after it."""
    dated: dict[str, tuple[str, ...]] = {
        "bridge": ("start", "use_from"),
        "last_time_buy": ("date",),
        "if_not": ("by",),
        "extension": ("decide_by",),
    }
    changes: dict[str, object] = {}
    for key, dates in dated.items():
        block = getattr(part, key)
        if block is not None:
            changes[key] = block.model_copy(update={name: max(getattr(block, name), day) for name in dates})
    steps = []
    for step in part.share:
        key = "expect" if step.date is None else "date"
        steps.append(step.model_copy(update={key: max(step.day, day)}))
    return part.model_copy(update={**changes, "share": steps})


def _status(scenario: Scenario, own: Schedule, other: Schedule, status: Status, standing: dict[str, date]) -> Status:
    """The status as it reads under the other schedule: facts that followed from the own one are said in full."""
    done = [own.tasks[name] for name in status.done if name in own.tasks]
    tools = {tool: site for task in done for tool, site in {**task.brings, **task.moves}.items()}
    staff = {line: count for task in done for line, count in task.trains.items()}
    return status.model_copy(
        update={
            "schedule": other.schedule,
            "done": {name: last for name, last in status.done.items() if name in other.tasks},
            "running": {name: run for name, run in status.running.items() if name in other.tasks},
            "notices": standing,
            "extensions": {name: calls for name, calls in status.extensions.items() if name in standing},
            "opens": {line: _date(scenario, since) for line, since in open_lines(scenario, own, status).items()},
            "stands": sorted(Past.of(scenario, own, status).tried),
            "tools": tools | status.tools,
            "staff": staff | status.staff,
            "shares": {stock: shares_in_force(scenario, own, stock, status) for stock in own.parts} | status.shares,
            "wanted": {},
            "steps": dict.fromkeys(other.parts, 0),
            "last_step": {},
            "rolled_back": {},
            "closed": _closed(scenario, own, other, status),
            "paid": [],
            "fine": status.fine.model_copy(
                update={
                    "stocks": {name: fine.model_copy(update=NO_BANK) for name, fine in status.fine.stocks.items()},
                    "tasks": {name: fine for name, fine in status.fine.tasks.items() if name in other.tasks},
                    "paths": {},
                }
            ),
        }
    )


def _date(scenario: Scenario, day: float) -> date:
    return scenario.start + timedelta(days=int(day))


def shares_in_force(scenario: Scenario, own: Schedule, stock: str, status: Status) -> dict[str, float]:
    """Shares of a stock that follow from the steps that are taken, or from having gone back."""
    part, shares = own.part(stock), as_is(scenario, stock)
    if stock in status.rolled_back:
        return filled(shares, part.rollback.to) if part.rollback is not None else shares
    for step in part.share[: steps_taken(part, stock, status)]:
        shares = filled(shares, step.shares)
    return shares


def _closed(scenario: Scenario, own: Schedule, other: Schedule, status: Status) -> list[str]:
    """Lanes that take no orders: as the status says, or still to be onboarded, or under a contract that has run out."""
    day = day_number(scenario, status.status)
    onboarded = {lane for name in status.done if name in own.tasks for lane in own.tasks[name].onboards}
    waiting = {
        lane
        for schedule in (own, other)
        for name, task in schedule.tasks.items()
        if name not in status.done
        for lane in task.onboards
    }
    over = [name for name, end in contract_ends(scenario, status).items() if end < day]
    gone = {lane for name in over for lane in scenario.contracts[name].lanes}
    known = gone if status.closed is None else set(status.closed)
    return sorted(known | (waiting - onboarded))
