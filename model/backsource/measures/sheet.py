"""The measuring sheet: a log in, numbers out."""

from math import ceil

import numpy as np

from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.log import Floats, Log
from backsource.measures import row
from backsource.measures.bank import Bank
from backsource.measures.bench import Bench, names
from backsource.measures.changeover import banks, story_of
from backsource.measures.diary import Diary
from backsource.measures.explained import Explained
from backsource.measures.frame import Frame
from backsource.measures.incidents import Incident
from backsource.measures.opening import seen
from backsource.measures.past import Past
from backsource.measures.reading import Reading
from backsource.measures.service import ratio
from backsource.measures.tariff import CATEGORIES
from backsource.measures.uptime import uptime
from backsource.measures.weekly_parts import WeeklyParts, weekly_parts
from backsource.network.timetable import Timetable


class Sheet:
    """Measures the logs of one scenario and schedule; picklable, and quick from the second log on."""

    def __init__(
        self,
        scenario: Scenario,
        schedule: Schedule | None,
        *,
        window: tuple[int, int],
        reference: tuple[int, int],
        status: Status | None = None,
    ) -> None:
        """Windows are (first day, last day), both included [days since the start].

        With a status the run begins on its day: the measured window is cut to what is simulated, and what needs a
        reference window that lies in the past has no value. Raises `StudyError` where a window is empty or leaves what
        is simulated.
        """
        self.scenario, self.schedule = scenario, schedule
        self.window, self.reference = window, reference
        self.past = Past.of(scenario, schedule, status)
        first = -ceil(scenario.warm_up.amount) if self.past.begins is None else self.past.begins
        self._frame(scenario, first, ceil(scenario.horizon.amount) - first)
        self._bench: Bench | None = None

    def measure(self, log: Log) -> dict[str, float]:
        """One wide row, keys as in the catalogue; nan where a measure has no value.

        Raises `InvariantError` where money does not agree with the schedule.
        """
        return row.measure(self._read(log))

    def incidents(self, log: Log) -> list[Incident]:
        """Supply-gap incidents in the window, in order of time."""
        return self._ready(log).watch.incidents(log.markets)

    def explained(self, log: Log) -> list[Explained]:
        """The same with their causes: units short by proximate cause, which add up to those of the incident."""
        bench = self._ready(log)
        trace = bench.tracer.trace(log)
        return [Explained(incident, trace.of(incident)) for incident in bench.watch.incidents(log.markets)]

    def weekly(self, log: Log) -> dict[str, Floats]:
        """Curves from day 0 on, one value a week, each of shape (weeks,); the last week may be short.

        A run that begins later has them from its first day on.
        day: first day of the week; made_share: share of what came in that is our own, nan where nothing came; stock and
        backlog: means of the closing levels; demand, served, short: sums; cost: money of the week, lump sums in it.
        """
        reading = self._read(log)
        weeks = reading.frame.weeks()
        lengths = np.diff(np.append(weeks, reading.frame.days))
        total, own = (np.add.reduceat(units, weeks) for units in reading.inflow)
        stock = log.stocks["on_hand"][list(reading.bench.inflow.stocks)].sum(axis=0)
        market = {name: np.add.reduceat(log.markets[name].sum(axis=0), weeks) for name in log.markets.columns}
        return {
            "day": (weeks + reading.frame.first_day).astype(np.float64),
            "made_share": ratio(own, total),
            "stock": np.add.reduceat(stock, weeks) / lengths,
            "backlog": market["owed"] / lengths,
            "demand": market["demand"],
            "served": market["served"],
            "short": market["short"],
            "cost": reading.ledger.weekly().sum(axis=0),
        }

    def costs(self, log: Log) -> dict[str, Floats]:
        """Money of each week from day 0 on by category, each of shape (weeks,)."""
        ledger = self._read(log).ledger
        return dict(zip(CATEGORIES, ledger.weekly(), strict=True))

    def weekly_parts(self, log: Log) -> WeeklyParts:
        """Total cost and units short in parts: by week and line of the ledger, by week and family of causes.

        Raises `InvariantError` where they do not add up to the wide row.
        """
        reading = self._read(log)
        parts = weekly_parts(reading)
        parts.check(row.measure(reading))
        return parts

    def detail(self, log: Log) -> dict[str, dict[str, float]]:
        """Measures by market, raw material, line and source: `market oem`, `material plant/blank`, `line make`, .."""
        bench = self._ready(log)
        openings = seen(Diary(log), bench.openings, bench.frame, self.schedule)
        service = bench.counter.service(log.markets)
        found: dict[str, dict[str, float]] = {}
        levels = zip(log.markets.names, service.alpha(), service.beta(), service.gamma(), strict=True)
        for market, alpha, beta, gamma in levels:
            found[f"market {market}"] = {"alpha": float(alpha), "beta": float(beta), "gamma": float(gamma)}
        for stock, supply in bench.storekeeper.supplies(log, openings).items():
            found[f"material {stock}"] = {
                "material_on_time": supply.delivery,
                "material_there": supply.state,
                "material_effect": supply.effect,
            }
        for line in bench.roles.lines:
            early, mature = bench.stopwatch.times(log.lines, line, openings[line].row, openings[line].aged)
            up = uptime(early + mature)
            found[f"line {line}"] = {
                "uptime_e10": up.e10,
                "availability_iso": up.iso,
                "starved_share": up.starved,
                "uptime_effective": up.effective,
                "oee": up.oee,
            }
        gaps = self.explained(log)
        for one in bench.survey.lived(bench.tracer.trace(log), openings):
            found[f"source {one.lane}"] = bench.survey.detail(one, gaps)
        return found

    def milestones(self, log: Log) -> dict[str, float]:
        """Day of each event of the schedule, nan where it did not come about; keys as in `milestones.reached`."""
        story = story_of(self._read(log))
        return dict(story.days) if story else {}

    def banks(self, log: Log) -> dict[str, Bank]:
        """The bank of each stock of the schedule: wanted, attained, needed."""
        reading = self._read(log)
        return banks(reading, story_of(reading))

    def timetable(self) -> Timetable | None:
        """What the schedule plans; None without a schedule."""
        return Timetable.of(self.scenario, self.schedule) if self.schedule else None

    def _read(self, log: Log) -> Reading:
        return Reading.of(self._ready(log), self.schedule, log)

    def _ready(self, log: Log) -> Bench:
        bench = self._bench
        shape = (log.first_day, log.days)
        if bench is None or (bench.frame.first_day, bench.frame.days) != shape or bench.names != names(log):
            scenario = simulated(self.scenario, log)
            self._bench = bench = Bench.of(scenario, self.schedule, self._frame(scenario, *shape), log, self.past)
        return bench

    def _frame(self, scenario: Scenario, first_day: int, days: int) -> Frame:
        return Frame.of(scenario, first_day, days, self.window, self.reference, begins=self.past.begins)


def simulated(scenario: Scenario, log: Log) -> Scenario:
    """The scenario without the lanes, lines and markets that a log lacks, as after an edge of the graph was cut."""
    books = {"lanes": log.lanes, "lines": log.lines, "markets": log.markets}
    kept = {
        kind: {name: thing for name, thing in getattr(scenario, kind).items() if name in book.names}
        for kind, book in books.items()
    }
    return scenario.model_copy(update=kept)
