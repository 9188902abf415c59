"""A difference between two schedules in parts: each a mean of paired differences with its interval; they add up.

Every part is the first schedule minus the second in the same future. Its limits are Student's at 95 % for itself, wider
where fewer than 10 futures differ (`inference.rare`), none below 5 futures. A part is *sure* where its sign holds
together with those of all other parts of its table: Holm's p-value below 5 %, limits that do not hold 0, and no tail of
differences of the other sign so long that a few futures more may turn it (`inference.skewness`), as of a schedule that
costs a little less in nearly all futures and in rare ones very much more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from backsource.inference import Paired, careful, holm
from backsource.inference.skewness import skewness_note, turns_on_few
from backsource.measures import FAMILIES, LINES, OUTSIDE, RESIDUAL, SHORTAGE, STOCK_CHANGE, TASKS, WeeklyParts
from backsource.report.explain_steps import Span, Stretch, spans_of, stretches
from backsource.report.refusal import refused_pair

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
GROUPS = {
    "shortage": ("shortage",),
    "buying": ("purchase", "freight", "order_cost"),
    "making": ("material", "variable", "fixed"),
    "building up": ("capex", "tools", "moves", TASKS),
    "leaving": ("payments", "extensions", "standby"),
    "stock": ("holding", STOCK_CHANGE),
}
"""What was decided, and the lines of the ledger that it costs; each line belongs to one."""
WORDS = {
    STOCK_CHANGE: "less stock change", TASKS: "tasks begun", "payments": "other payments",
    OUTSIDE: "shorter than a gap", RESIDUAL: "no cause found",
}  # fmt: skip
"""Parts that are called otherwise than in the wide row."""


@dataclass(frozen=True)
class Part:
    """One part of money or of units, the mean over futures."""

    name: str
    own: float
    """Of the first schedule."""
    other: float
    """Of the second."""
    difference: Paired
    sure: bool = False
    """Whether its sign holds together with those of its table."""
    turns: bool = False
    """Whether differences are so skewed against its sign that few futures more may turn it."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing of it in any future of either."""
        return self.own == self.other == 0.0 == self.difference.better == self.difference.worse


@dataclass(frozen=True)
class Step:
    """A stretch of weeks."""

    stretch: Stretch
    cost: Part
    short: Part
    main: str
    """Group that most of its difference in cost comes from, in the direction of it; empty where there is none."""


@dataclass(frozen=True)
class Week:
    """Mean differences of one week: money by line of the ledger, units short by cause."""

    day: date
    cost: Mapping[str, float]
    short: Mapping[str, float]


@dataclass(frozen=True)
class Explanation:
    """What makes the difference between two schedules."""

    study: str
    names: tuple[str, str]
    currency: str
    unit: str
    futures: int
    window: tuple[date, date]
    cost: Part
    short: Part
    lines: tuple[Part, ...]
    """Cost by line of the ledger."""
    groups: tuple[Part, ...]
    """Cost by what was decided."""
    late: tuple[Part, ...]
    """Shortage cost by cause."""
    causes: tuple[Part, ...]
    """Units short by cause."""
    steps: tuple[Step, ...]
    weeks: tuple[Week, ...]
    spans: tuple[Span, ...]
    """Weeks in which most of the difference in cost arises."""
    left_out: tuple[str, ...]
    """Lines and causes of which there is nothing in either schedule."""

    @property
    def heading(self) -> str:
        """Which way the difference is taken."""
        return f"{self.names[0]} minus {self.names[1]}"


def explanation(
    study: str,
    names: tuple[str, str],
    own: WeeklyParts,
    other: WeeklyParts,
    *,
    start: date,
    window: tuple[date, date],
    events: Sequence[date] = (),
    currency: str,
    unit: str,
) -> Explanation:
    """All parts of the difference *own* minus *other*, each with a row for each future.

    *start* is day 0, *events* are dates of the two schedules, between which weeks are joined.
    """
    lines = _table({line: (own.cost[line].sum(axis=1), other.cost[line].sum(axis=1)) for line in LINES})
    money = {group: (_together(own.cost, parts), _together(other.cost, parts)) for group, parts in GROUPS.items()}
    decided = {f"{group} cost": _sums(pair) for group, pair in money.items() if group != "shortage"}
    families = (*FAMILIES, RESIDUAL)
    late = {f"late {name}": (own.shortage[name], other.shortage[name]) for name in SHORTAGE}
    short = {f"short {name}": (own.short[name].sum(axis=1), other.short[name].sum(axis=1)) for name in families}
    causes = _table({**short, **late, **decided})
    whole = _pair("total cost", *_sums((_together(own.cost, LINES), _together(other.cost, LINES))))
    units = _pair("units short", *_sums((_together(own.short, families), _together(other.short, families))))
    shortage = next(part for part in lines if part.name == "shortage")
    groups = [shortage, *(_called(causes, f"{group} cost", group) for group in GROUPS if group != "shortage")]
    parts = [_called(causes, f"late {name}", name) for name in SHORTAGE]
    mixes = [_called(causes, f"short {name}", name) for name in families]
    days = stretches(own.day, start, window, events)
    weekly = (_together(own.cost, LINES) - _together(other.cost, LINES)).mean(axis=0)
    return Explanation(
        study, names, currency, unit, whole.difference.n, window, whole, units,
        lines=_present(lines), groups=_present(groups), late=_present(parts), causes=_present(mixes),
        steps=_steps(own, other, money, days), weeks=_weeks(own, other, start),
        spans=spans_of(weekly, own.day, start, window),
        left_out=tuple(words(part.name) for part in (*lines, *mixes) if part.nothing),
    )  # fmt: skip


def words(name: str) -> str:
    """A part as a person reads it."""
    return WORDS.get(name, name.replace("_", " "))


def _together(parts: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    """Some parts in one, shape (replications, weeks)."""
    found: Floats = np.stack([parts[name] for name in names]).sum(axis=0)
    return found


def _sums(pair: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    return pair[0].sum(axis=1), pair[1].sum(axis=1)


def _pair(name: str, own: Floats, other: Floats) -> Part:
    found, turns = refused_pair(careful(own, other, level=LEVEL, goal="min")), turns_on_few(own - other)
    found = replace(found, note=found.note or skewness_note(own - other) * turns)
    return Part(name, float(own.mean()), float(other.mean()), found, turns=turns)


def _table(columns: Mapping[str, tuple[Floats, Floats]]) -> list[Part]:
    """Parts that are claimed together."""
    parts = [_pair(name, *pair) for name, pair in columns.items()]
    there = [part for part in parts if not part.nothing]
    adjusted = dict(zip((part.name for part in there), holm([part.difference.p_value for part in there]), strict=True))
    return [_claimed(part, adjusted.get(part.name, np.nan)) for part in parts]


def _claimed(part: Part, p_holm: float) -> Part:
    found = replace(part.difference, p_holm=p_holm)
    return replace(
        part, difference=found, sure=p_holm < 1 - LEVEL and not part.turns and (found.low > 0 or found.high < 0)
    )


def _called(parts: Sequence[Part], name: str, short: str) -> Part:
    """The part of a table under a shorter name."""
    return replace(next(part for part in parts if part.name == name), name=short)


def _present(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if not part.nothing)


def _steps(
    own: WeeklyParts, other: WeeklyParts, money: Mapping[str, tuple[Floats, Floats]], days: Sequence[Stretch]
) -> tuple[Step, ...]:
    """Money and units of each stretch, all of them claimed together."""
    columns = {}
    for one in days:
        for what, mine, theirs in (("cost", own.cost, other.cost), ("short", own.short, other.short)):
            pair = _together(mine, list(mine))[:, one.weeks], _together(theirs, list(theirs))[:, one.weeks]
            columns[f"{what} {one.name}"] = _sums(pair)
    table = _table(columns)
    found = []
    for one in days:
        cost, short = (_called(table, f"{what} {one.name}", one.name) for what in ("cost", "short"))
        if cost.nothing and short.nothing:
            continue
        way = np.sign(cost.difference.mean)
        sizes = {
            group: way * float((mine - theirs)[:, one.weeks].sum(axis=1).mean())
            for group, (mine, theirs) in money.items()
        }
        main = max(sizes, key=sizes.__getitem__)
        found.append(Step(one, cost, short, main if sizes[main] > 0 else ""))
    return tuple(found)


def _weeks(own: WeeklyParts, other: WeeklyParts, start: date) -> tuple[Week, ...]:
    cost = {line: (own.cost[line] - other.cost[line]).mean(axis=0) for line in LINES}
    short = {family: (own.short[family] - other.short[family]).mean(axis=0) for family in own.short}
    return tuple(
        Week(
            date.fromordinal(start.toordinal() + int(day)),
            {line: float(means[week]) for line, means in cost.items()},
            {family: float(means[week]) for family, means in short.items()},
        )
        for week, day in enumerate(own.day)
    )
