"""Decisions ahead of a plan as it stands: by when each has to be taken for the exit to keep its day, and what then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf

from backsource.config import Scenario, Schedule, Status
from backsource.config.tasks import Task
from backsource.experiment.forecast import Forecast, StepAhead, shares_named


@dataclass(frozen=True)
class Decision:
    """One decision that is still to be taken."""

    what: str
    planned: date
    """When it falls due if all goes on as planned from today."""
    latest: date | None
    """Last day on which the exit keeps its day; none where it does not depend on it."""
    later: str
    """What follows if it is taken later."""


def decisions(scenario: Scenario, schedule: Schedule, status: Status) -> list[Decision]:
    """All decisions ahead, the most urgent first; those without a last day at the end."""
    forecast = Forecast(scenario, schedule, status)
    found = [
        *_notices(forecast), *_tasks(forecast), *_steps(forecast), *_extensions(forecast), *_banks(forecast),
        *_last_orders(forecast), *_clauses(forecast), *_returns(forecast),
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.latest or date.max, one.planned, one.what))


def _notices(forecast: Forecast) -> Iterator[Decision]:
    for notice in forecast.schedule.notices:
        if notice.contract in forecast.status.notices:
            continue
        terms = forecast.scenario.contracts[notice.contract].notice
        planned = latest = max(notice.date, forecast.status.status)
        end = terms.last_day(planned)
        while terms.last_day(latest + timedelta(days=1)) == end:
            latest += timedelta(days=1)
        next_end = terms.last_day(latest + timedelta(days=1))
        yield Decision(f"give notice, {notice.contract}", planned, latest, f"exit {next_end} instead of {end}")


def _tasks(forecast: Forecast) -> Iterator[Decision]:
    for name in forecast.ahead:
        planned, latest = forecast.times[name, "S"], forecast.latest_start(name)
        if planned == inf:
            continue
        waiting = latest == inf
        later = "no step waits for it" if waiting else "its step comes later, and the exit with it"
        day = None if waiting else _date(forecast, latest)
        yield Decision(_work(name, forecast.schedule.tasks[name]), _date(forecast, planned), day, later)


def _work(name: str, task: Task) -> str:
    verbs = {"order": task.brings, "move": task.moves, "onboard": task.onboards}
    said = [f"{verb} {', '.join(things)}" for verb, things in verbs.items() if things]
    said += [f"qualify {task.qualifies}"] if task.qualifies else []
    return f"begin {name}" + (f" ({'; '.join(said)})" if said else "")


def _steps(forecast: Forecast) -> Iterator[Decision]:
    for ahead in forecast.steps:
        verb = "take the step" if ahead.step.gate is None else "open the gate"
        what = f"{verb} to {shares_named(ahead.step.shares)}"
        if len(forecast.schedule.parts) > 1:
            what += f" of {ahead.stock}"
        yield Decision(what, _date(forecast, ahead.day), _date(forecast, ahead.latest), _later(forecast, ahead))


def _later(forecast: Forecast, ahead: StepAhead) -> str:
    if ahead.step.gate is None:
        return "it has a date; the schedule has to be rewritten"
    if ahead.day > forecast.exit_of(ahead.stock):
        return "too late as it stands: the supplier leaves before it"
    return "the supplier leaves before the last step"


def _extensions(forecast: Forecast) -> Iterator[Decision]:
    for part in forecast.schedule.parts.values():
        if part.extension is None:
            continue
        name = part.extension.contract
        option, end = forecast.scenario.contracts[name].extension, forecast.exits.get(name)
        if option is None or end is None or forecast.status.extensions.get(name, 0) >= option.at_most:
            continue
        latest = _date(forecast, end - option.call.amount)
        planned = max(part.extension.decide_by, forecast.status.status)
        if latest >= forecast.status.status and part.extension.decide_by >= forecast.status.status:
            later = f"the option lapses: exit {_date(forecast, end)} for good"
            yield Decision(f"call the extension, {name}", planned, latest, later)


def _banks(forecast: Forecast) -> Iterator[Decision]:
    for stock, part in forecast.schedule.parts.items():
        if part.bridge is not None and part.bridge.start >= forecast.status.status:
            later = "the bank is smaller by what the supplier builds on top in a day"
            yield Decision(f"begin the bank of {stock}", part.bridge.start, None, later)


def _last_orders(forecast: Forecast) -> Iterator[Decision]:
    for stock, part in forecast.schedule.parts.items():
        buy = part.last_time_buy
        if buy is not None and buy.date >= forecast.status.status:
            end = forecast.exit_of(stock)
            latest = None if end == inf else _date(forecast, end)
            later = "no order at all" if latest else "it comes in later"
            yield Decision(f"last-time buy of {stock}", buy.date, latest, later)


def _clauses(forecast: Forecast) -> Iterator[Decision]:
    for stock, part in forecast.schedule.parts.items():
        if part.if_not is not None and part.if_not.by >= forecast.status.status:
            yield Decision(
                f"look at the clause of {stock}", part.if_not.by, part.if_not.by, f"then: {part.if_not.then}"
            )


def _returns(forecast: Forecast) -> Iterator[Decision]:
    for stock in forecast.schedule.parts:
        last = forecast.last_return(stock)
        if stock in forecast.status.rolled_back or last < forecast.today:
            continue
        today = forecast.status.status
        if last == inf:
            yield Decision(f"turn back {stock}", today, None, "possible on any day; a source that has left is taken up")
        else:
            yield Decision(f"turn back {stock}", today, _date(forecast, last), "no way back")


def _date(forecast: Forecast, day: float) -> date:
    """The day on which an instant lies."""
    return forecast.scenario.start + timedelta(days=int(day))
