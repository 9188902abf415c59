"""One log with what is read from it once and used often."""

from dataclasses import dataclass
from functools import cached_property

from backsource.config.schedule import Schedule
from backsource.log import Floats, Log
from backsource.measures.accounts import Ledger
from backsource.measures.bench import Bench, Pricing
from backsource.measures.causes import Trace
from backsource.measures.diary import Diary
from backsource.measures.explained import Explained
from backsource.measures.frame import Frame
from backsource.measures.opening import Opening, seen
from backsource.measures.quality import Quality, quality
from backsource.measures.service import Service
from backsource.measures.unitcost import Making


@dataclass(frozen=True)
class Reading:
    """One log with what is read from it once and used often."""

    log: Log
    schedule: Schedule | None
    diary: Diary
    bench: Bench
    pricing: Pricing
    openings: dict[str, Opening]
    ledger: Ledger
    inflow: tuple[Floats, Floats]
    """Units that came into the stocks of the changeover, and those of our own, by day."""

    @classmethod
    def of(cls, bench: Bench, schedule: Schedule | None, log: Log) -> "Reading":
        """Read a log at a bench laid out for it."""
        diary = Diary(log)
        openings = seen(diary, bench.openings, bench.frame, schedule)
        pricing = bench.priced(schedule, log)
        ledger = pricing.accountant.ledger(log, diary, openings)
        return cls(log, schedule, diary, bench, pricing, openings, ledger, bench.inflow.by_day(log))

    @cached_property
    def trace(self) -> Trace:
        """Causes of the shortages, found as they are asked for."""
        return self.bench.tracer.trace(self.log)

    @cached_property
    def gaps(self) -> list[Explained]:
        """Incidents with their causes."""
        found = self.bench.watch.incidents(self.log.markets)
        return [Explained(incident, self.trace.of(incident)) for incident in found]

    @cached_property
    def quality(self) -> Quality:
        """Faulty units by day."""
        return quality(self.log, self.bench.roles, self.frame.scenario, self.log.drawn.get, self.bench.past)

    @cached_property
    def service(self) -> Service:
        """Service of all markets together."""
        return self.bench.counter.service(self.log.markets).together()

    @cached_property
    def making(self) -> Making:
        """Costs of the plant by day."""
        return self.pricing.calculator.making(self.log, self.ledger.of("fixed"))

    @cached_property
    def external(self) -> float:
        """Unit cost of buying in the reference window; nan where nothing was bought."""
        return self.pricing.calculator.external(self.log)

    @property
    def opened(self) -> int:
        """Row on which the first line of the plant opens; the number of rows where none does."""
        return min((opening.row for opening in self.openings.values()), default=self.frame.days)

    @property
    def frame(self) -> Frame:
        """Days and windows."""
        return self.bench.frame
