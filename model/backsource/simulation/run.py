"""One replication, a pure function: same arguments, same bytes."""

from __future__ import annotations

from dataclasses import dataclass

import simpy

from backsource.log import Log
from backsource.simulation import clock, invariants, prices, truth
from backsource.simulation.books import Shelf
from backsource.simulation.build import build
from backsource.simulation.changeover import story
from backsource.simulation.changeover.desk import Desk
from backsource.simulation.environment import Environment
from backsource.simulation.flow.day.line import RateLine
from backsource.simulation.flow.events.rolling import Rolling
from backsource.simulation.flow.gauges import Gauges
from backsource.simulation.flow.levers import Levers
from backsource.simulation.flow.things import Things
from backsource.simulation.openings import Openings, openings
from backsource.simulation.plan import Plan
from backsource.simulation.standing.takeover import take_over


@dataclass(frozen=True)
class Run:
    """One replication that is set up and has not begun."""

    plan: Plan
    """The truth."""
    environment: Environment
    env: simpy.Environment
    shelf: Shelf
    things: Things
    desk: Desk
    drawn: dict[str, float]
    opening: Openings


def set_up(plan: Plan, seed: int, replication: int) -> Run:
    """The decisions of the first day come first, then what stands off the grid, then the sweeps."""
    environment = Environment(plan, seed, replication)
    plan, drawn = truth.draw(plan, environment)
    env = simpy.Environment(initial_time=plan.first_day)
    shelf = Shelf(plan)
    things = build(plan, environment, env, shelf)
    take_over(plan, things, shelf)
    opening = openings(plan, things)
    desk = Desk(env, plan, environment, Levers(things, shelf), Gauges(things, shelf, plan.behind))
    story.begin(desk)
    env.process(clock.run(env, plan, things))
    return Run(plan, environment, env, shelf, things, desk, drawn, opening)


def simulate(plan: Plan, seed: int, replication: int) -> Log:
    """The log of one replication of a plan."""
    run = set_up(plan, seed, replication)
    plan, shelf = run.plan, run.shelf
    run.env.run(until=plan.until)
    finish(run.things, plan.until)
    log = Log(
        scenario=plan.scenario, schedule=plan.schedule, seed=seed, replication=replication,
        first_day=plan.first_day, days=plan.rows,
        stocks=shelf.book("stocks"), lanes=shelf.book("lanes"),
        lines=shelf.book("lines"), markets=shelf.book("markets"),
        subjects=plan.subjects, journal=shelf.journal(), prices=prices.paths(plan, run.environment),
        drawn=run.drawn, environment=run.environment.hash,
    )  # fmt: skip
    invariants.check(plan, log, run.opening)
    return log


def finish(things: Things, until: float) -> None:
    """Close the books of everything that closes its own days."""
    for group in (things.stocks, things.lanes, things.lines, things.markets):
        for thing in group.values():
            if isinstance(thing, Rolling | RateLine):
                thing.finish_at(until)
