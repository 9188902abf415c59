"""Re-planning: continue, change or go back from today, and what it costs to turn back later.

Continue is the schedule that is under way, change each other schedule of the study, go back the schedule under way with
all its stocks going back today (`go_back`). The same again on later days shows what putting it off costs. All of them
meet the same futures.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf

from backsource.config import Scenario, Schedule, Status
from backsource.errors import StudyError
from backsource.experiment.arms import Experiment
from backsource.experiment.decisions import Decision, decisions
from backsource.experiment.forecast import Forecast

BACK = "go-back"
EVERY = 28
"""Days between the days on which turning back is tried where no steering meeting says more."""
MOST = 8
"""Days on which it is tried."""


@dataclass(frozen=True)
class Replan:
    """A study from a status on, with the ways to go on from there."""

    experiment: Experiment
    ways: tuple[str, ...]
    """Arms to choose from today: continue first, then the other schedules, then going back."""
    returns: tuple[tuple[date, str], ...]
    """Days on which turning back is tried, with their arms; the first is today."""
    ahead: tuple[Decision, ...]
    """Decisions ahead of the schedule under way."""
    last: date | None
    """Last day on which every stock can go back; none where nothing ends that."""


def replanned(experiment: Experiment) -> Replan:
    """All arms of a re-plan. Raises `StudyError` where there is no status, or no way back is left."""
    status = experiment.status
    if status is None:
        raise StudyError(f"study {experiment.study.study}: a re-plan goes on from a status; `--status FILE` would do")
    if experiment.study.factors:
        raise StudyError(
            f"study {experiment.study.study}: a re-plan goes on in one world; the study without `factors` would do"
        )
    own, scenario = experiment.under_way, experiment.scenario
    days, last = return_days(scenario, own, status)
    names = {day: BACK if day == status.status else f"{BACK} {day}" for day in days}
    taken = {schedule.schedule for schedule in experiment.schedules} & set(names.values())
    if taken:
        raise StudyError(f"study {experiment.study.study}: a schedule is called {min(taken)!r}; another name would do")
    later = tuple(returning(scenario, own, status, day, name) for day, name in names.items())
    others = [one.schedule for one in experiment.schedules if one is not own]
    return Replan(
        experiment=replace(
            experiment,
            schedules=(*experiment.schedules, *later),
            beside=tuple(name for name in names.values() if name != BACK),
        ),
        ways=(own.schedule, *others, *([BACK] if days else [])),
        returns=tuple(names.items()),
        ahead=tuple(decisions(scenario, own, status)),
        last=last,
    )


def returning(scenario: Scenario, own: Schedule, status: Status, day: date, name: str) -> Schedule:
    """The schedule with every stock going back on a day, or on the last day on which it can."""
    forecast = Forecast(scenario, own, status)
    parts = dict(own.parts)
    for stock in open_returns(forecast):
        last = forecast.last_return(stock)
        on = day if last == inf else min(day, scenario.start + timedelta(days=int(last)))
        parts[stock] = parts[stock].model_copy(update={"go_back": on})
    return own.model_copy(update={"schedule": name, "parts": parts})


def open_returns(forecast: Forecast) -> list[str]:
    """Stocks that have not gone back, and still can."""
    return [
        stock
        for stock in forecast.schedule.stocks
        if stock not in forecast.status.rolled_back and forecast.last_return(stock) >= forecast.today
    ]


def return_days(scenario: Scenario, own: Schedule, status: Status) -> tuple[list[date], date | None]:
    """Days on which turning back is tried, today first, and the last day on which all can; no day where none can.

    They are steering meetings at least four weeks apart where the path has gates ahead, else every four weeks, up to
    the last day; without a last day up to the exit, or the last step. Of many the first and last are kept, and others
    between them.
    """
    forecast = Forecast(scenario, own, status)
    stocks = open_returns(forecast)
    if not stocks:
        return [], None
    limits = [forecast.last_return(stock) for stock in stocks]
    end = min(limits)
    if end == inf:
        ahead = [max(step.day, step.latest) for step in forecast.steps]
        ends = [day for day in forecast.exits.values() if day >= forecast.today]
        end = max([*ahead, *ends, float(forecast.today)])
    end = min(end, scenario.horizon.amount - 1)
    gated = any(step.step.gate is not None for step in forecast.steps)
    day, days = float(forecast.today), [float(forecast.today)]
    while True:
        day = forecast.steering.meeting(day + EVERY) if gated else day + EVERY
        if day >= end:
            break
        days.append(day)
    days += [end] if end > days[-1] else []
    last = min(limits)
    found = [scenario.start + timedelta(days=int(one)) for one in thinned(days)]
    return found, None if last == inf else scenario.start + timedelta(days=int(last))


def thinned(days: list[float]) -> list[float]:
    """At most `MOST` of them, the first and the last among these, as evenly as may be."""
    if len(days) <= MOST:
        return days
    return [days[round(place * (len(days) - 1) / (MOST - 1))] for place in range(MOST)]
