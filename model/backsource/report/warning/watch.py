"""The runs of one schedule, ready to be asked what a signal says of a risk."""

from collections.abc import Sequence
from datetime import date
from math import inf, isnan, nan

import numpy as np
import numpy.typing as npt

from backsource.config import Scenario, Schedule, Status
from backsource.errors import StudyError
from backsource.inference import Sign, welch_interval, wilson
from backsource.inference import Told as Answered
from backsource.inference.foretelling import worth
from backsource.measures.past import contract_ends
from backsource.network.days import day_number
from backsource.network.feasibility.finding import plural
from backsource.network.timetable import Timetable
from backsource.network.ways_out import Facts, open_on, ways_out
from backsource.report.warning.risks import Incidents, Risk
from backsource.report.warning.signals import Families, Signal, bank_signals, gauge_signals, milestone_signals
from backsource.report.warning.told import Told, Warned, Way
from backsource.results import Results

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

CHOOSING = 3
"""Every third replication chooses what to look at. To choose among days takes fewer runs than to tell a risk."""
REACH = 0.9
"""Share of the units still to come that a milder way out has to reach to be named before a harder one."""
LONG = 56
"""Days beyond the last planned one up to which gauges are read."""


class Watch:
    """The runs of one schedule, ready to be asked."""

    def __init__(
        self, results: Results, scenario: Scenario, schedule: Schedule, name: str, status: Status | None
    ) -> None:
        self.scenario, self.schedule = scenario, schedule
        self.results, self.name = results, name
        runs = results.runs
        self.replications = sorted(int(one) for one in runs.loc[runs["schedule"] == name, "replication"])
        self.chooses: Bools = np.array([one % CHOOSING == 0 for one in self.replications], dtype=bool)
        self.curves = {
            key: padded(kept[name], len(self.replications))
            for key in ("day", "stock", "backlog", "made_share", "short")
            if name in (kept := results.curves(key))
        }
        self.incidents = Incidents(results.incidents, name, self.replications)
        twin = results.inputs.notes.get("twin", "")
        shared = twin if set(self.replications) <= set(runs.loc[runs["schedule"] == twin, "replication"]) else None
        self.twin = Incidents(results.incidents, twin, self.replications) if shared else None
        self.since = float(day_number(scenario, status.status)) if status else -inf
        first, last = _window(results, scenario)
        self.begins, self.until = max(first, self.since) - 1.0, last
        self.ways = ways_out(scenario, schedule, facts_of(scenario, status))
        self.timetable = Timetable.of(scenario, schedule)
        units = {plural(scenario.items[stock.partition("/")[2]].unit) for stock in schedule.stocks}
        self.unit = units.pop() if len(units) == 1 else "units"

    @property
    def curved(self) -> int:
        """Futures whose weekly curves are kept."""
        return int(np.count_nonzero(~np.isnan(self.short_from(-inf))))

    # ---- signals
    def families(self) -> Families:
        """All signals, each pattern of futures on a day once: a gate and the step behind it often say the same."""
        since, until = max(self.since, -float(self.scenario.warm_up.amount)), self.until
        own = self.results.milestones
        kept = own[(own["schedule"] == self.name) & own["replication"].isin(self.replications)]
        days = [dict(zip(rows["name"], rows["day"], strict=True)) for _, rows in kept.groupby("replication", sort=True)]
        begin = self.timetable.begin
        end = max((one.day for one in self.timetable.milestones if one.day < inf), default=0.0)
        found = {
            **milestone_signals(self.scenario, self.schedule, days, since, until),
            **gauge_signals(self.curves, self.unit, self.chooses, max(begin, since), end + LONG, until),
            **bank_signals(self._attained(), self.schedule, self.scenario, self.chooses, since, until),
        }
        return distinct(found)

    def _attained(self) -> dict[str, Floats]:
        """Bank of each stock that has one as a share of what was wanted, nan where it was not used."""
        rows = self.results.banks
        own = rows[(rows["schedule"] == self.name) & (rows["wanted"] > 0)]
        found = {}
        for stock, each in own.groupby("stock"):
            shares = dict(zip(each["replication"], each["attained"] / each["wanted"], strict=True))
            found[str(stock)] = np.array([shares.get(one, nan) for one in self.replications])
        return found

    # ---- risk and what is still to come
    def sign(self, signal: Signal, risk: Risk) -> Sign:
        """A signal as a sign of a risk after its day."""
        ways = open_on(self.ways, signal.day)
        earliest = min((way.acts(signal.day) for way in ways), default=inf)
        return Sign(signal.seen, self.after(risk, signal.day), self.short_from(earliest), signal.known)

    def after(self, risk: Risk, day: float) -> Bools:
        """Whether a risk comes about after a day. Raises `StudyError` where the twin that it asks for is not there."""
        if risk.base != risk.measure and self.twin is None:
            raise StudyError(f"{self.results.path}: no twin of {self.name} is stored; {risk.base} would do")
        return self.incidents.after(risk, day, self.twin)

    def short_from(self, day: float) -> Floats:
        """Units short in the weeks that begin on a day or later, within the window; nan in runs without curves."""
        if "short" not in self.curves:
            return np.full(len(self.replications), nan)
        weeks = self.curves["day"][0]
        total: Floats = self.curves["short"][:, (weeks >= day) & (weeks <= self.until)].sum(axis=1)
        return total

    # ---- answers
    def told(self, risk: Risk, families: Families, answers: Sequence[Answered | str], level: float) -> Told:
        """One risk with all its warnings."""
        happened = int(np.count_nonzero(self.after(risk, self.begins)))
        warned, silent = [], {}
        for (name, family), answer in zip(families.items(), answers, strict=True):
            if isinstance(answer, Answered):
                warned.append(self._warned(name, family[answer.place], answer, level))
            else:
                silent[name] = answer
        chance = wilson(happened, len(self.replications), level)
        return Told(risk, happened, chance, tuple(sorted(warned, key=_rank)), silent)

    def _warned(self, name: str, signal: Signal, answer: Answered, level: float) -> Warned:
        tells = ~self.chooses if signal.known is None else ~self.chooses & signal.known
        seen, later = signal.seen[tells], self.short_from(signal.day + 1)[tells]
        return Warned(
            name=name,
            words=signal.words,
            when=signal.when,
            day=signal.day,
            foretold=answer.foretold,
            adjusted=answer.adjusted,
            holds=answer.holds(level),
            seen_short=_mean(later[seen]),
            unseen_short=_mean(later[~seen]),
            short=welch_interval(later[seen], later[~seen], level),
            to_come=answer.worth,
            ways=self._ways(signal, tells),
        )

    def _ways(self, signal: Signal, tells: Bools) -> tuple[Way, ...]:
        """Ways out that are open: first the mildest that reaches nearly as much as any, then the others as they are."""
        seen = signal.seen[tells]
        found = [
            Way(way.what, way.last, way.acts(signal.day), worth(seen, self.short_from(way.acts(signal.day))[tells]))
            for way in open_on(self.ways, signal.day)
        ]
        most = max((way.units for way in found if not isnan(way.units)), default=nan)
        best = next((way for way in found if isnan(most) or way.units >= REACH * most), None)
        return tuple(sorted(found, key=lambda way: way is not best))


def _rank(one: Warned) -> tuple[bool, bool, float, float]:
    worth_ = -float(np.nan_to_num(one.to_come)) if one.holds else 0.0
    return not one.holds, one.holds and one.too_late, worth_, float(np.nan_to_num(one.adjusted, nan=1.0))


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else nan


def padded(curves: Floats, runs: int) -> Floats:
    """Curves of the first runs, shape (kept, weeks), with nan for all others: shape (runs, weeks)."""
    found = np.full((runs, curves.shape[1]), nan)
    found[: len(curves)] = curves
    return found


def distinct(families: Families) -> Families:
    """Families without signals that an earlier one has, which are seen in the same futures on the same day.

    What is seen in all futures or in none says nothing; it stays only where a family has nothing else.
    """
    known: set[tuple[int, bytes]] = set()
    found: Families = {}
    for name, family in families.items():
        own = {(one.day, one.seen.tobytes()): one for one in family if one.seen.any() and not one.seen.all()}
        new = [one for key, one in own.items() if key not in known]
        known |= own.keys()
        if new or not own:
            found[name] = new or family
    return found


def facts_of(scenario: Scenario, status: Status | None) -> Facts:
    """What a status knows of contracts and stocks."""
    if status is None:
        return Facts()
    return Facts(contract_ends(scenario, status), status.extensions, list(status.rolled_back))


def _window(results: Results, scenario: Scenario) -> tuple[float, float]:
    """First and last measured day."""
    first, _, last = results.inputs.notes.get("window", "").partition("..")
    if not last:
        return 0.0, scenario.horizon.amount - 1.0
    return float(day_number(scenario, date.fromisoformat(first))), float(day_number(scenario, date.fromisoformat(last)))
