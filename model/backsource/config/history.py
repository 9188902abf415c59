"""What happened: demand, counts, receipts and deliveries of the past, as CSV files in one folder.

Quantities are bare numbers in the unit that the scenario gives the item, days are ISO dates, and rows of the same day
add up, except counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from backsource.config.history_tables import Deed, read_folder
from backsource.config.reading import shown_path
from backsource.config.scenario import Scenario
from backsource.errors import ConfigError, Fault

WEEK = 7
LEAST_WEEKS = 8
"""Fewer weeks say next to nothing: of 8 weeks a band that promises 90 % may well miss two."""

MOST_WEEKS = 1044
"""Twenty years; more is a slip of the keyboard in a date."""

Days = Mapping[date, float]


@dataclass(frozen=True)
class Receipt:
    """Goods that came in."""

    day: date
    quantity: float
    ordered: date | None
    """Day of the order, where it is known."""


@dataclass(frozen=True)
class Count:
    """A stock at the close of a day."""

    on_hand: float
    backlog: float | None
    """Owed to its markets, where it was written down."""


@dataclass(frozen=True)
class History:
    """The past of one scenario, whole weeks of it: from the day after the first counts on."""

    counted: date
    """Day of the first counts: at its close the simulated past begins."""
    weeks: int
    demand: Mapping[str, Days]
    """By market; a day without a row had none."""
    counts: Mapping[str, Mapping[date, Count]]
    """By stock."""
    receipts: Mapping[str, tuple[Receipt, ...]]
    """By lane; empty without receipts.csv."""
    deliveries: Mapping[str, tuple[Days, Days]]
    """By market: what was due on a day, and what of it was delivered on time and in full."""
    hash: str
    """Hash of the files."""
    unused: int
    """Rows before the first counts or after the last week."""

    @property
    def first(self) -> date:
        """First day that is simulated."""
        return self.counted + timedelta(days=1)

    @property
    def last(self) -> date:
        """Last day that is simulated."""
        return self.counted + timedelta(days=self.days)

    @property
    def days(self) -> int:
        """Days that are simulated."""
        return WEEK * self.weeks

    def number(self, day: date) -> int | None:
        """The number of a day, 0 for the first; none outside the past that is simulated."""
        number = (day - self.first).days
        return number if 0 <= number < self.days else None


def load_history(folder: str | Path, scenario: Scenario) -> History:
    """The history in a folder, checked against the scenario. Raises ConfigError with every fault of all its files.

    It ends with the week in which the shorter of demand and counts ends.
    """
    folder = Path(folder)
    deeds, digest, faults = read_folder(folder, scenario)
    faults += _uncounted(deeds) + _unasked(deeds, scenario, shown_path(folder / "demand.csv"))
    if faults:
        raise ConfigError(faults)
    counted = min(deed.day for deed in deeds["stock.csv"])
    end = min(max(deed.day for deed in deeds[name]) for name in ("demand.csv", "stock.csv"))
    weeks = -(-(end - counted).days // WEEK)
    if not LEAST_WEEKS <= weeks <= MOST_WEEKS:
        found = f"{max(weeks, 0)} week(s) in which both demand and counts are known, from {counted} on"
        raise ConfigError([Fault(shown_path(folder), None, "", found, f"{LEAST_WEEKS} to {MOST_WEEKS}")])
    last = counted + timedelta(days=WEEK * weeks)
    return History(
        counted=counted, weeks=weeks,
        demand=_summed(deeds["demand.csv"], "quantity"),
        counts={
            stock: {deed.day: Count(deed.numbers["on_hand"], deed.numbers.get("backlog")) for deed in rows}
            for stock, rows in _by_name(deeds["stock.csv"]).items()
        },
        receipts={
            lane: tuple(Receipt(deed.day, deed.numbers["quantity"], deed.ordered) for deed in rows)
            for lane, rows in _by_name(deeds.get("receipts.csv", [])).items()
        },
        deliveries=_deliveries(deeds.get("deliveries.csv", [])),
        hash=digest, unused=sum(_unused(deed, counted, last) for rows in deeds.values() for deed in rows),
    )  # fmt: skip


def _unused(deed: Deed, counted: date, last: date) -> bool:
    """Whether a row lies outside the past that is simulated; the first counts are where it begins."""
    return deed.day > last or (deed.day <= counted and deed.file != "stock.csv")


def _by_name(deeds: list[Deed]) -> dict[str, list[Deed]]:
    """Rows of each thing, in the order of their days."""
    found: dict[str, list[Deed]] = {}
    for deed in sorted(deeds, key=lambda deed: deed.day):
        found.setdefault(deed.name, []).append(deed)
    return found


def _summed(deeds: list[Deed], column: str) -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = {}
    for name, rows in _by_name(deeds).items():
        days = found.setdefault(name, {})
        for deed in rows:
            days[deed.day] = days.get(deed.day, 0.0) + deed.numbers[column]
    return found


def _deliveries(deeds: list[Deed]) -> dict[str, tuple[Days, Days]]:
    due, on_time = _summed(deeds, "due"), _summed(deeds, "on_time")
    return {market: (due[market], on_time[market]) for market in due}


def _uncounted(deeds: Mapping[str, list[Deed]]) -> list[Fault]:
    """Stocks that were first counted later than others: nobody knows what they opened with; and counts twice."""
    stocks = _by_name(deeds.get("stock.csv", []))
    first = min((rows[0].day for rows in stocks.values()), default=None)
    faults = []
    for stock, rows in stocks.items():
        if rows[0].day != first:
            would_do = f"a count of {stock} on {first}, the day of the first counts,"
            faults.append(rows[0].fault("date", f"{stock} first counted on {rows[0].day}", would_do))
        seen: set[date] = set()
        for deed in rows:
            if deed.day in seen:
                faults.append(deed.fault("date", f"a second count of {stock} on {deed.day}", "one count a day"))
            seen.add(deed.day)
    return faults


def _unasked(deeds: Mapping[str, list[Deed]], scenario: Scenario, file: str) -> list[Fault]:
    """Markets of which the history says nothing."""
    rows = deeds.get("demand.csv")
    if rows is None:
        return []
    asked = {deed.name for deed in rows}
    return [
        Fault(file, None, "market", f"no demand of `{market}`", "rows of every market of the scenario")
        for market in scenario.markets if market not in asked
    ]  # fmt: skip
