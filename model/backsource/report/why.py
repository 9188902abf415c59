"""Why units are short: what chance brings about by root family, held against what was the limit (proximate cause)."""

from dataclasses import dataclass
from functools import cached_property
from math import isnan

from backsource.inference import Attribution, Interval, Portion, unseen_below
from backsource.measures import FAMILIES
from backsource.report.numbers import figure, percent
from backsource.simulation.chance import CHANCES

SEEN_AS = {
    "wrong_plan": ("not_qualified", "ramp", "tool_absent", "people", "supplier_closed", "quality_reject",
                   "share_below_need"),
    "qualification": ("not_qualified",),
    "own_failures": ("machine_down",),
    "processing": ("share_below_need",),
    "scrap": ("quality_reject",),
    "feed_outages": ("starved", "supplier_down"),
    "supplier_outages": ("supplier_down",),
    "common_causes": ("supplier_down", "starved", "machine_down", "transport"),
    "transport": ("transport", "starved"),
    "demand": ("demand_surge",),
}  # fmt: skip
"""Proximate causes as which each root family is seen where nothing stands between it and the shortage. What it brings
about as others is a disagreement of the two."""
MATTERS = 0.05
"""Part of the units short from which on a disagreement is told."""
MOST_NAMED, WORTH_NAMING = 3, 0.01
"""Families named in the answer, and the share from which on."""
FARTHEST = 9.99
"""Limits of a share are not told beyond this."""
COARSE = 100.0
"""Units short from which on whole units are told."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What came out about one schedule of a study."""

    schedule: str
    found: Attribution
    """Players are families of chance, parts proximate causes, worth is units short in a future."""
    left_on: tuple[str, ...] = ()
    """Families that are there and stayed on."""
    twin: Attribution | None = None
    """The same of the stay-external twin in the same futures; None where the schedule is the twin."""
    short: int = 0
    """Futures looked at in which anything is short, under the schedule or staying external."""

    @cached_property
    def attributable(self) -> Attribution:
        """What the schedule has and its twin has not; the schedule's own where it is the twin."""
        return self.found.less(self.twin) if self.twin else self.found

    @property
    def told_of(self) -> Attribution:
        """What is shared out in the answer: what is attributable, or all where that is not told from 0."""
        return self.attributable if self.attributable.shared else self.found

    @property
    def rest(self) -> str:
        """What is short with all players off."""
        return "all that stayed on" if self.left_on else "the plan itself"

    @property
    def by(self) -> str:
        """What all players together are called."""
        return "these families" if self.left_on else "chance"

    def amount(self, units: float) -> str:
        """Units as they are told: whole ones where many are short."""
        if isnan(units) or self.found.whole.estimate < COARSE:
            return figure(units)
        return f"{round(units):,}"

    @property
    def wanted(self) -> int:
        """Futures that would do, for what all bring about and for each family; 0 where these do."""
        return max(self.told_of.wanted, *(one.wanted for one in self.told_of.portions.values()), 0)

    @cached_property
    def order(self) -> list[str]:
        """Families, the largest first, in what is attributable."""
        return sorted(self.found.players, key=lambda name: -self.told_of.portions[name].mean)

    @cached_property
    def proximate(self) -> dict[str, float]:
        """Mean units short a future by proximate cause, with all families on."""
        return dict(zip(self.found.parts, self.found.by_part(self.found.everybody).tolist(), strict=True))

    @cached_property
    def crossed(self) -> dict[str, dict[str, float]]:
        """Mean units a future of the rest and of each family, by the proximate cause as which they are seen."""
        found = self.found
        own = (found.values[:, found.players.index(name)] for name in self.order)
        means = [found.by_part(worth) for worth in (found.nobody, *own)]
        rows = (dict(zip(self.found.parts, row.tolist(), strict=True)) for row in means)
        return dict(zip((self.rest, *self.order), rows, strict=True))

    @cached_property
    def disagreements(self) -> dict[tuple[str, str], Interval]:
        """Units that a family brings about and that are seen as something else, by family and proximate cause.

        Those above 0 by limits that hold together over all such pairs, and not less than `MATTERS` of what is short;
        the largest first.
        """
        apart = [(name, part) for name in self.found.players for part in FAMILIES if part not in SEEN_AS[name]]
        least = MATTERS * self.found.whole.estimate
        told = [(pair, one) for pair, one in self.found.cells(apart).items() if one.low > 0 and one.estimate >= least]
        return dict(sorted(told, key=lambda pair: -pair[1].estimate))


def answer(findings: Findings) -> str:
    """Where the units short come from, and how many of them are attributable, in one or two sentences."""
    found, schedule, rest = findings.found, findings.schedule, findings.rest
    futures, chance = f"{found.replications} futures", findings.told_of.all_together
    if not (found.everybody.any() or found.nobody.any() or findings.twin):
        return nothing_short(schedule, found.replications)
    if not found.everybody.any() and findings.twin:
        one = findings.attributable.whole
        return (
            f"No unit is short under {schedule} in {futures}; staying external "
            f"{findings.amount(findings.twin.whole.estimate)} are short a future, so "
            f"{_with_limits(findings, one)} are attributable."
        )
    head, alone = _head(findings), findings.told_of.alone.estimate
    leaves = f"{rest} leaves {findings.amount(alone) if alone else 'none'} {_kind(findings)}"
    if findings.told_of.shared:
        sure = [plain(name) for name in findings.order if findings.told_of.portions[name].low > 0.0]
        if not sure:
            return f"{head} {leaves}; {_undecided(findings)}"
        return f"{head} {_shares(findings)}; {leaves}. Above 0 beyond doubt: {', '.join(sure)}."
    if not chance.carried:
        return f"{head} {rest} leaves all: none of it is there by {findings.by} in {futures}."
    if chance.high < 0.0:
        less = findings.amount(-chance.mean)
        return f"{head} {rest} leaves {findings.amount(alone)}, and {less} of it is taken away by {findings.by}."
    enough = f" About {findings.wanted:,} futures would do." if findings.told_of.wanted else ""
    carry = f"what is there by {findings.by} lies in {round(chance.seen * found.replications)} of {futures}"
    return f"{head} {leaves}; {carry}, too few or too unlike to share it out.{enough}"


def nothing_short(schedule: str, futures: int) -> str:
    """The answer where no future that was looked at has a unit short."""
    rare = percent(unseen_below(futures))
    return (
        f"No unit is short under {schedule} in {futures} futures, so there is nothing to explain: what is not seen in "
        f"so many comes in fewer than {rare} of futures (95 %)."
    )


def _head(findings: Findings) -> str:
    """Units short, and how many of them staying external would not have; with limits where these are not shared out."""
    whole = findings.attributable.whole
    units = f"Of {findings.amount(findings.found.whole.estimate)} units short a future under {findings.schedule},"
    if not findings.twin:
        return units
    if not (findings.twin.everybody.any() or findings.twin.nobody.any()):
        return f"{units} all are attributable:"
    if findings.attributable.shared:
        return f"{units} {findings.amount(whole.estimate)} are attributable:"
    limits = _with_limits(findings, whole)
    if whole.low <= 0.0 <= whole.high:
        return f"{units} how many are attributable is not told from 0 ({limits});"
    if whole.high < 0.0:
        return f"{units} none are attributable, for staying external has more ({limits});"
    return f"{units} {limits} are attributable;"


def _with_limits(findings: Findings, one: Interval) -> str:
    return f"{findings.amount(one.estimate)} [{findings.amount(one.low)}, {findings.amount(one.high)}]"


def _kind(findings: Findings) -> str:
    """What the shares of the answer are shares of."""
    return "attributable" if findings.twin and findings.told_of is findings.attributable else "short"


def _shares(findings: Findings) -> str:
    """The largest families with their shares of what chance brings about."""
    found = findings.told_of
    of = f" of the {findings.amount(found.all_together.mean)} by {findings.by}" if found.alone.estimate else ""
    if findings.twin and not of and found is not findings.attributable:
        of = " of all"
    named = [name for name in findings.order if found.portions[name].share >= WORTH_NAMING][:MOST_NAMED]
    first, *others = [(share(found.portions[name]), CHANCES[name].words) for name in named]
    return ", ".join(
        [f"{first[0]}{of} are there because {first[1]}", *(f"{part} because {words}" for part, words in others)]
    )


def _undecided(findings: Findings) -> str:
    """Where all families together are above 0, and none is by itself."""
    enough = f"; about {findings.wanted:,} futures would do" if findings.wanted else ""
    largest = CHANCES[findings.order[0]].words
    return f"the largest part by its estimate is there because {largest}, but no single family is told from 0{enough}."


def share(portion: Portion) -> str:
    """A share with its limits in whole percent, as far as there are any."""
    if isnan(portion.share_low):
        return percent(portion.share)
    low, high = (_whole_percent(limit) for limit in (portion.share_low, portion.share_high))
    return f"{percent(portion.share)} [{low}, {high}]"


def _whole_percent(limit: float) -> str:
    """A limit of a share; how far it lies beyond ten times the whole says nothing."""
    return "<-999" if limit < -FARTHEST else ">999" if limit > FARTHEST else f"{round(100 * limit)}"


def plain(name: str) -> str:
    """A family in words."""
    return name.replace("_", " ")
