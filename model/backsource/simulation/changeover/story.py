"""The dated story of a schedule: each part a process that waits for its days and pulls its levers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy

from backsource.log import Kind
from backsource.simulation.changeover.steps import decision_on
from backsource.simulation.flow.levers import Levers
from backsource.simulation.plan import ActPlan, Plan

Process = Generator[simpy.Event, Any, None]


def share_path(env: simpy.Environment, levers: Levers, steps: list[ActPlan]) -> Process:
    """Shift the shares on the dated steps."""
    for step in steps:
        yield decision_on(env, step.day)
        levers.share(step.subject, dict(step.shares))


def notice(env: simpy.Environment, levers: Levers, given: list[ActPlan], ends: list[ActPlan]) -> Process:
    """Give notice; when it has run out, the contract's lanes close."""
    for act in given:
        yield decision_on(env, act.day)
        levers.note(Kind.NOTICE, act.subject, act.quantity)
    for act in ends:
        yield decision_on(env, act.day)
        levers.close_source(act.subject)


def bridge(env: simpy.Environment, levers: Levers, changes: list[ActPlan]) -> Process:
    """Build the bank from one source, then let it be used."""
    for act in changes:
        yield decision_on(env, act.day)
        levers.extra(stock=act.subject, quantity=act.quantity, source=act.shares[0][0])


def payments(env: simpy.Environment, levers: Levers, sums: list[ActPlan]) -> Process:
    """Post lump sums on their days."""
    for act in sums:
        yield decision_on(env, act.day)
        levers.note(Kind.PAYMENT, act.subject, act.quantity)


def begin(env: simpy.Environment, levers: Levers, plan: Plan) -> None:
    """Start the processes of a schedule, in an order that the file does not decide."""
    acts: dict[str, list[ActPlan]] = {}
    for act in plan.acts:
        if act.day < plan.until:
            acts.setdefault(act.kind, []).append(act)
    parts: list[tuple[str, Callable[..., Process]]] = [("share", share_path), ("extra", bridge), ("payment", payments)]
    for kind, process in parts:
        if kind in acts:
            env.process(process(env, levers, acts[kind]))
    if "notice" in acts:
        env.process(notice(env, levers, acts["notice"], acts.get("close", [])))
