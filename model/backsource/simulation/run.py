"""One replication, a pure function: same arguments, same bytes."""

from __future__ import annotations

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
from backsource.simulation.plan import Plan


def simulate(plan: Plan, seed: int, replication: int) -> Log:
    """The log of one replication of a plan."""
    environment = Environment(plan, seed, replication)
    plan, drawn = truth.draw(plan, environment)
    env = simpy.Environment(initial_time=plan.first_day)
    shelf = Shelf(plan)
    things = build(plan, environment, env, shelf)
    begin(env, plan, environment, things, shelf)
    env.run(until=plan.until)
    finish(things, plan.until)
    log = Log(
        scenario=plan.scenario, schedule=plan.schedule, seed=seed, replication=replication,
        first_day=plan.first_day, days=plan.rows,
        stocks=shelf.book("stocks"), lanes=shelf.book("lanes"),
        lines=shelf.book("lines"), markets=shelf.book("markets"),
        subjects=plan.subjects, journal=shelf.journal(), prices=prices.paths(plan, environment),
        drawn=drawn, environment=environment.hash,
    )  # fmt: skip
    invariants.check(plan, log)
    return log


def begin(env: simpy.Environment, plan: Plan, environment: Environment, things: Things, shelf: Shelf) -> None:
    """The decisions of the first day come first, then what stands off the grid, then the sweeps."""
    story.begin(Desk(env, plan, environment, Levers(things, shelf), Gauges(things, shelf, plan.behind)))
    env.process(clock.run(env, plan, things))


def finish(things: Things, until: float) -> None:
    """Close the books of everything that closes its own days."""
    for group in (things.stocks, things.lanes, things.lines, things.markets):
        for thing in group.values():
            if isinstance(thing, Rolling | RateLine):
                thing.finish_at(until)
