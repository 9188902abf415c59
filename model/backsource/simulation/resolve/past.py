"""A status resolved: what has been done and decided before the first day of the run.

A status may leave most of it out. What the schedule under way dates before the day has then happened as it says; what
another schedule dates before the day has not, and falls on the day.
"""

from __future__ import annotations

from math import inf
from typing import Literal

from backsource.config.fine import FinePath
from backsource.config.status import Status
from backsource.network.worktime import morning
from backsource.simulation.past import NOTHING, Expected, Past, PathPast, TaskPast
from backsource.simulation.planning import Planning, Steps
from backsource.simulation.programme import PartPlan, Programme, Shares
from backsource.simulation.resolve.frame import Frame
from backsource.simulation.source_plans import LinePlan


def is_own(status: Status, schedule: str) -> bool:
    """Whether a status speaks of this schedule as the one under way."""
    return status.schedule in (None, schedule)


def past_of(frame: Frame, planning: Planning, programme: Programme, lines: dict[str, LinePlan]) -> Past:
    """Everything that is fact; frame and planning are those of the whole scenario."""
    if frame.status is None:
        return NOTHING
    return Resolving(frame, frame.status, planning, programme).past(lines)


class Resolving:
    """One status beside one programme."""

    def __init__(self, frame: Frame, status: Status, planning: Planning, programme: Programme) -> None:
        self.frame, self.status, self.planning, self.programme = frame, status, planning, programme
        self.today = frame.day(status.status)
        self.own = is_own(status, frame.schedule.schedule)

    def past(self, lines: dict[str, LinePlan]) -> Past:
        """All of it."""
        status, tasks = self.status, self.tasks()
        paths = {part.stock: self.path(part) for part in self.programme.parts}
        shares = {stock: tuple(sorted(given.items())) for stock, given in sorted(status.shares.items())}
        shares |= {stock: path.in_force for stock, path in paths.items()}
        used = {source for given in shares.values() for source, share in given if share > 0}
        opened = self.opened(lines, tasks, used)
        return Past(
            is_known=True, tasks=tasks, paths=paths, notices=frozenset(status.notices), extensions=status.extensions,
            opened=opened, ages={name: self.age(lines[name], day) for name, day in opened.items()},
            used=frozenset(used), staff=self.staff(tasks), closed=self.closed(tasks, paths), shares=shares,
            returning=status.fine.returning, taking_up=status.fine.taking_up, expected=self.expected(paths),
        )  # fmt: skip

    # ---- tasks and what they have brought about
    def tasks(self) -> dict[str, TaskPast]:
        """Tasks that are done or running."""
        found, status = dict[str, TaskPast](), self.status
        for name in self.programme.tasks:
            fine = status.fine.tasks.get(name)
            if (last := status.done.get(name)) is not None:
                ended = self.frame.day(last) + 1 if fine is None or fine.ended is None else fine.ended
                began = fine.began if fine is not None and fine.began is not None else -inf
                found[name] = TaskPast(began, ended)
            elif (run := status.running.get(name)) is not None:
                began = fine.began if fine is not None and fine.began is not None else self.frame.day(run.began)
                since = self.frame.day(run.since) if run.since is not None else began
                since = fine.since if fine is not None and fine.since is not None else since
                stands = run.stands or ("again" if run.failed else "prepare")
                found[name] = TaskPast(began, None, fine is not None and fine.idle, run.failed, stands, since)
        return found

    def staff(self, tasks: dict[str, TaskPast]) -> dict[str, int]:
        """Machines that people can run, where tasks that are done have changed that."""
        trained = [pair for name, task in tasks.items() if task.ended is not None
                   for pair in self.programme.tasks[name].trains]  # fmt: skip
        return {**dict(trained), **self.status.staff}

    def closed(self, tasks: dict[str, TaskPast], paths: dict[str, PathPast]) -> frozenset[str]:
        """Lanes that take no orders."""
        if self.status.closed is not None:
            return frozenset(self.status.closed)
        found = {lane for name, task in self.programme.tasks.items() for lane in task.onboards
                 if name not in tasks or tasks[name].ended is None}  # fmt: skip
        backs = (path.wanted for path in paths.values() if path.gone_back)
        staying = {source for shares in backs for source, share in shares if share > 0}
        for name, contract in self.programme.contracts.items():
            ends = contract.ends + self.status.extensions.get(name, 0) * contract.extension_days
            if name in self.status.notices and ends < self.today:
                found |= set(contract.lanes) - staying
        return frozenset(found)

    # ---- lines
    def opened(self, lines: dict[str, LinePlan], tasks: dict[str, TaskPast], used: set[str]) -> dict[str, float]:
        """Lines that are open, and since when; minus infinity where they always were."""
        found = {}
        for name, line in lines.items():
            task = self.programme.task_of(name)
            if name in self.status.opens:
                found[name] = self.frame.day(self.status.opens[name])
            elif task is not None:
                done = tasks.get(task.name)
                if done is not None and done.ended is not None:
                    found[name] = morning(done.ended)
            elif morning(line.opens) < self.today and (name not in self.programme.first_used or name in used):
                found[name] = morning(line.opens) if line.opens > self.frame.first_day else -inf
        return found

    def age(self, line: LinePlan, opened: float) -> float:
        """Days that its ramp has run, in the clock of the ramp."""
        first = max(0, int(max(opened, float(self.frame.first_day))) - self.frame.first_day)
        calendar = self.frame.scenario.sites[line.site].calendar
        if line.ramp is None or not line.ramp.working or calendar is None:
            return float(max(0.0, self.today - self.frame.first_day - first))
        return float(self.frame.mask(calendar)[first : int(self.today) - self.frame.first_day].sum())

    # ---- paths
    def path(self, part: PartPlan) -> PathPast:
        """What has happened to one stock."""
        status, stock = self.status, part.stock
        fine = status.fine.paths.get(stock, FinePath())
        taken = status.steps.get(stock, self.dated(part) if self.own else 0)
        gone_back = stock in status.rolled_back and self.own
        wanted = part.back.shares if gone_back else part.steps[taken - 1].shares if taken else part.as_is
        in_force = status.shares.get(stock)
        if in_force is not None:
            wanted = tuple(sorted(status.wanted.get(stock, in_force).items()))
        every = {source: 0.0 for source, _ in part.as_is}
        bank = self.bank(part)
        return PathPast(
            taken=taken, taken_on=self.last_step(part, taken), wanted=tuple(sorted({**every, **dict(wanted)}.items())),
            in_force=tuple(sorted({**every, **dict(in_force if in_force is not None else wanted)}.items())),
            gone_back=gone_back, not_before=-inf if self.own else self.today,
            wait_ends=inf if fine.waited else fine.wait_ends, stands=fine.stands, held=fine.held,
            judged=self.own and part.clause is not None and part.clause.day < self.today,
            tried=self.own and part.goes_back is not None and part.goes_back < self.today,
            called=self.own and part.extension is not None and part.extension.day < self.today,
            bank=bank, bought=(bought := self.own and part.last_buy is not None and part.last_buy.day < self.today),
            extra=self.extra_target(part, bank, bought=bought), left=tuple(fine.left),
        )  # fmt: skip

    def dated(self, part: PartPlan) -> int:
        """Dated steps before the day, up to the first gate."""
        count = 0
        for step in part.steps:
            if step.gate is not None or self.programme.steering.free_day(step.day) >= self.today:
                break
            count += 1
        return count

    def last_step(self, part: PartPlan, taken: int) -> float:
        """Day of the last step that is taken."""
        said = self.status.last_step.get(part.stock)
        if said is not None:
            return self.frame.day(said)
        return min(self.today - 1, part.steps[taken - 1].day) if taken else -inf

    def bank(self, part: PartPlan) -> Literal["begun", "over"] | None:
        """Whether the bank is being built, or is past."""
        plan = part.bridge
        if plan is None:
            return None
        if plan.use_from < self.today or (plan.use_from == self.today and not self.own):
            return "over"
        return "begun" if self.own and plan.begin < self.today else None

    def extra_target(self, part: PartPlan, bank: str | None, *, bought: bool) -> float:
        """Extra target of bank and last order."""
        fine = self.status.fine.stocks.get(part.stock)
        if fine is not None and fine.extra is not None:
            return fine.extra
        quantity = part.bridge.quantity if part.bridge is not None and bank == "begun" else 0.0
        return quantity + (part.last_buy.quantity if part.last_buy is not None and bought else 0.0)

    # ---- what the planner counts on
    def expected(self, paths: dict[str, PathPast]) -> Expected:
        """Shares from days on: those that were, those in force, and the steps still to come."""
        shares = dict(self.planning.shares)
        for stock, given in sorted(self.status.shares.items()):
            if stock in shares and stock not in paths:
                shares[stock] = ((0, tuple(sorted(given.items()))),)
        for part in self.programme.parts:
            shares[part.stock] = self.steps(part, paths[part.stock])
        if shares == self.planning.shares:
            return Expected(shares, self.planning.expected_use, self.planning.expected_levels)
        use = self.planning.use(shares)
        return Expected(shares, use, self.planning.levels(shares, use))

    def steps(self, part: PartPlan, path: PathPast) -> Steps:
        """Opening shares and steps of one stock, each with its row."""
        first = part.as_is if path.taken or path.gone_back else path.in_force
        past: list[Shares] = [first, *(step.shares for step in part.steps[: path.taken])]
        planned = [row for row, _ in self.planning.shares[part.stock]]
        today = int(self.today) - self.frame.first_day
        rows = [min(row, today - 1) if number else 0 for number, row in enumerate(planned[: len(past)])]
        if path.taken:
            rows[-1] = int(path.taken_on) - self.frame.first_day
        if path.gone_back:
            day = self.frame.day(self.status.rolled_back[part.stock])
            past, rows = [*past, path.wanted], [*rows, int(day) - self.frame.first_day]
        else:
            past += [step.shares for step in part.steps[path.taken :]]
            rows += [max(row, today) for row in planned[len(rows) :]]
        fine = self.status.fine.paths.get(part.stock)
        if fine is not None and fine.expected is not None and len(fine.expected) == len(rows):
            rows = [max(0, day - self.frame.first_day) for day in fine.expected]
        return tuple((row, tuple(sorted(shares))) for row, shares in zip(rows, past, strict=True))


def tools_of(frame: Frame) -> dict[str, str]:
    """Where each tool is: as the status says, else where tasks that are done have left it, else as at the start."""
    found, status = {name: tool.at for name, tool in sorted(frame.scenario.tools.items())}, frame.status
    if status is None:
        return found
    tasks = frame.schedule.tasks
    for name in sorted((name for name in status.done if name in tasks), key=lambda name: status.done[name]):
        found |= {**tasks[name].brings, **tasks[name].moves}
    for name in status.running:
        if name in tasks:
            found |= dict.fromkeys(tasks[name].moves, "none")
    return found | status.tools
