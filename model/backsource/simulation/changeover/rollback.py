"""Going back: to earlier shares, and of moved tools to where they came from.

Going back ends the path. It takes notice back for the lanes that are needed again: they stay, or are taken up again
where they have closed. Tools that tasks have moved to lines which get nothing now return; a move that has not begun
never does, and a tool that a line of another stock works with, or is to, stays. A path that has not led as far as the
shares to go back to ends where it is: going back never leads on. A rule with `until: exit` holds only while nobody has
left whom it would need; with a date it holds until then. A trigger acts only where the shares have moved on beyond
those it goes back to: a rollback to the same shares changes nothing.
"""

from __future__ import annotations

from backsource.laws.lasting import lasting
from backsource.log import Kind
from backsource.simulation.changeover.conditions import holds
from backsource.simulation.changeover.desk import Desk, Process
from backsource.simulation.programme import PartPlan, ReturnPlan, Time


def go_back(desk: Desk, part: PartPlan) -> bool:
    """Go back, if that is possible; the path ends then."""
    if desk.has_gone_back(part) or not is_possible(desk, part):
        return False
    shares, now = earlier(desk, part), desk.now()
    desk.gone_back[part.stock].succeed()
    desk.back_on[part.stock] = now
    desk.note(Kind.ROLLED_BACK, part.stock)
    for tool in part.back.returns:
        if not is_needed_elsewhere(desk, part, tool):
            desk.forsaken.add(tool.tool)
            desk.env.process(bring_back(desk, tool))
    keep_sources(desk, part, shares)
    desk.wanted[part.stock] = shares
    desk.put_in_force(part)
    taken = desk.outlook.shares[part.stock][: desk.taken[part.stock] + 1]
    past = [(float(row + desk.origin), dict(step)) for row, step in taken]
    desk.outlook.expect(part.stock, [*past, (now, shares)])
    return True


def is_needed_elsewhere(desk: Desk, part: PartPlan, plan: ReturnPlan) -> bool:
    """Whether a line of another stock works with the tool where it was moved, and has a share now or is to get one."""
    site = dict(desk.programme.tasks[plan.task].moves)[plan.tool]
    for line in desk.plan.lines.values():
        if line.product == part.stock or line.site != site or plan.tool not in line.tools:
            continue
        other = next((one for one in desk.programme.parts if one.stock == line.product), None)
        if other is None or desk.has_gone_back(other):
            ahead = [desk.wanted.get(line.product) or dict(desk.plan.stocks[line.product].shares)]
        else:
            ahead = [desk.wanted[line.product], *(dict(step.shares) for step in other.steps)]
        if any(shares.get(line.name, 0.0) > 0 for shares in ahead):
            return True
    return False


def is_possible(desk: Desk, part: PartPlan) -> bool:
    """Whether the day has not passed, and nobody has left who would be needed again."""
    now = desk.now()
    if now > part.back.until:
        return False
    needed = (source for source, share in earlier(desk, part).items() if share > 0)
    return not part.back.before_exit or not any(desk.is_let_go(source) for source in needed)


def earlier(desk: Desk, part: PartPlan) -> dict[str, float]:
    """Shares to go back to; a path that has not led as far as these stays where it is."""
    first, back, present = dict(part.as_is), dict(part.back.shares), desk.wanted[part.stock]
    return dict(present) if distance(present, first) < distance(back, first) - 1e-9 else back


def is_further(desk: Desk, part: PartPlan) -> bool:
    """Whether the path has led further from the first shares than those to go back to."""
    first, back, present = dict(part.as_is), dict(part.back.shares), desk.wanted[part.stock]
    return distance(present, first) > distance(back, first) + 1e-9


def distance(one: dict[str, float], other: dict[str, float]) -> float:
    """How much of the volume lies elsewhere, twice."""
    return sum(abs(one.get(source, 0.0) - other.get(source, 0.0)) for source in {*one, *other})


def keep_sources(desk: Desk, part: PartPlan, shares: dict[str, float]) -> None:
    """Sources that get a share again stay, or are taken up again: at once, or after the time that onboarding takes."""
    again = dict(part.back.taking_back)
    for source, share in sorted(shares.items()):
        if share > 0:
            desk.staying.add(source)
            if not desk.is_let_go(source):
                continue
            if source in again:
                desk.levers.close_source(source)  # it leaves this very morning
                desk.env.process(take_up(desk, part, source, again[source]))
            else:
                desk.levers.open_source(source)


def take_up(desk: Desk, part: PartPlan, source: str, time: Time) -> Process:
    """Onboard a source again that had been let go."""
    began = desk.past.taking_up.get(source, desk.now())
    desk.taking_up[source] = began
    yield from desk.until_morning(part.calendar.after(began, time.length, working=time.working))
    desk.levers.open_source(source)
    del desk.taking_up[source]


def go_on(desk: Desk, part: PartPlan) -> None:
    """What going back has begun before the first day goes on: tools on their way, sources to be taken up again."""
    again = dict(part.back.taking_back)
    for tool in part.back.returns:
        if desk.tools.at[tool.tool] != tool.to:
            desk.env.process(bring_back(desk, tool))
    for source in sorted(again.keys() & desk.past.taking_up.keys()):
        desk.env.process(take_up(desk, part, source, again[source]))


def trigger(desk: Desk, part: PartPlan) -> Process:
    """Look every morning from the first step on, while going back is possible."""
    yield from desk.until(min((step.day for step in part.steps), default=desk.plan.until))
    while not desk.has_gone_back(part) and is_possible(desk, part):
        look(desk, part)
        yield from desk.morrow()


def look(desk: Desk, part: PartPlan) -> None:
    """Go back if the trigger says so this morning: a worked one, and before a step that is taken on it."""
    condition = part.back.when
    if condition is None or desk.has_gone_back(part) or not is_possible(desk, part):
        return
    if not desk.further[part.stock] or desk.taken_on[part.stock] >= desk.now():
        return
    if part.calendar.is_worked(desk.row()) and holds(desk, part, condition):
        go_back(desk, part)


def bring_back(desk: Desk, plan: ReturnPlan) -> Process:
    """A tool returns; one that is on its way arrives first."""
    began = desk.past.returning.get(plan.tool)
    if began is None:
        yield from desk.tools.off_the_road(plan.tool)
        if desk.tools.at[plan.tool] == plan.to:
            return
        desk.tools.pull(plan.tool)
        began = desk.now()
    desk.returning[plan.tool] = began
    uniform = float(desk.environment.block(f"turn/return/{plan.tool}/0", 1)[0])
    factor = desk.programme.tasks[plan.task].factor
    elapsed = plan.calendar.length(began, desk.now(), working=plan.working) / factor
    length = lasting(plan.takes, uniform, elapsed) * factor
    yield from desk.until_morning(plan.calendar.after(began, length, working=plan.working))
    desk.tools.install(plan.tool, plan.to)
    del desk.returning[plan.tool]
