"""Tasks: each waits for what comes before, takes its time, and brings about what it is for.

A task tells its start and its end as soon as it can foresee them (its own length is drawn, those before it have told
theirs), so that a lag may be negative: `-5 working days` begins five days before the end of another task. Work goes on
at any instant; what it brings about acts on the next morning.
"""

from __future__ import annotations

from backsource.laws.lasting import lasting
from backsource.log import Kind
from backsource.network.worktime import morning
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.changeover.links import links_have_come, links_let_go
from backsource.simulation.changeover.qualification import qualify
from backsource.simulation.programme import TaskPlan


def task(desk: Desk, plan: TaskPlan) -> Process:
    """One task from its predecessors to its end; one that is running goes on from where it stands."""
    past = desk.past.tasks.get(plan.name)
    if past is not None and past.ended is not None:
        was_done(desk, plan, past.began, past.ended)
        return
    if past is not None:
        start = past.began
    else:
        start = max(plan.begin, (yield from links_let_go(desk, plan, "S")), desk.now())
        start = morning(start) if plan.moves else start
    desk.foresee(plan.name, "S", start)
    end = 0.0
    if plan.trials is None:
        desk.own_end[plan.name] = worked(desk, plan, start)
        end = max(desk.own_end[plan.name], (yield from links_let_go(desk, plan, "F")))
        desk.foresee(plan.name, "F", end)
    if past is None:
        yield from desk.until(start)
        yield from links_have_come(desk, plan, "S")
        if desk.is_given_up(plan.name):
            return
        begin_work(desk, plan)
    else:
        desk.started[plan.name].succeed()
    if plan.trials is not None:
        end = yield from qualify(desk, plan)
    yield from desk.until(end)
    yield from links_have_come(desk, plan, "F")
    desk.note(Kind.TASK_DONE, f"task/{plan.name}")
    desk.done[plan.name].succeed()
    yield from desk.until_morning(end)
    bring_about(desk, plan)


def was_done(desk: Desk, plan: TaskPlan, began: float, ended: float) -> None:
    """A task that is done; what it brings about may be still to come on the first morning."""
    desk.foresee(plan.name, "S", began)
    desk.foresee(plan.name, "F", ended)
    desk.started[plan.name].succeed()
    desk.done[plan.name].succeed()
    if desk.now() - 1 < ended < desk.now():
        bring_about(desk, plan)


def worked(desk: Desk, plan: TaskPlan, start: float) -> float:
    """End of a task by its own length, which is longer than what a running one has worked already."""
    uniform = float(desk.environment.block(f"turn/task/{plan.name}/0", 1)[0])
    past = desk.past.tasks.get(plan.name)
    if past is not None and past.idle:
        return desk.now()
    elapsed = 0.0 if past is None else plan.calendar.length(start, desk.now(), working=plan.working) / plan.factor
    return plan.calendar.after(start, lasting(plan.takes, uniform, elapsed) * plan.factor, working=plan.working)


def begin_work(desk: Desk, plan: TaskPlan) -> None:
    """The task begins: it is paid, its tools are ordered or pulled."""
    subject = f"task/{plan.name}"
    desk.note(Kind.TASK_STARTED, subject)
    desk.started[plan.name].succeed()
    if plan.cost:
        desk.note(Kind.PAYMENT, subject, plan.cost)
    for tool, _ in plan.brings:
        desk.note(Kind.TOOL_ORDERED, tool)
    for tool, _ in plan.moves:
        desk.tools.pull(tool)


def bring_about(desk: Desk, plan: TaskPlan) -> None:
    """What a task is for."""
    for tool, site in (*plan.brings, *plan.moves):
        desk.tools.install(tool, site)
    for line, machines in plan.trains:
        desk.levers.staff(line, machines)
    for lane in plan.onboards:
        desk.levers.open_source(lane)


def begin(desk: Desk) -> None:
    """Start all tasks; lanes that a task onboards are closed until it is done (a status says which are)."""
    for plan in desk.programme.tasks.values():
        for lane in () if desk.past.is_known else plan.onboards:
            desk.levers.close_source(lane)
        desk.env.process(task(desk, plan))
