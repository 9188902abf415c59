"""Events of Law's (s,S) program, from the table beside a case."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backsource.errors import ConfigError, Fault
from backsource.verification.formats import Event
from backsource.verification.tables import Cell, read_table

_COLUMNS = ("time_months", "event", "quantity", "inventory_level_after", "delivery_lag_months")
_EVENT = TypeAdapter(Event)


def law_events(case: Path) -> tuple[Event, ...]:
    """Events of the case file *case*, in the order of time; raises ConfigError with every fault."""
    file = case.with_name(f"{case.stem}_events.csv")
    faults: list[Fault] = []
    events: list[Event] = []
    for place, row in enumerate(read_table(file, _COLUMNS, words=("event", "delivery_lag_months"))):
        try:
            events.append(_EVENT.validate_python(_named(row)))
        except ValidationError as error:
            faults.extend(
                Fault(str(file), place + 2, str(each["loc"][-1]), repr(each["input"]), each["msg"])
                for each in error.errors()
            )
        if len(events) > 1 and events[-1].time < events[-2].time:
            earlier = f"the time {events[-1].time} after {events[-2].time}"
            faults.append(Fault(str(file), place + 2, "time_months", earlier, "events in the order of time"))
    if faults:
        raise ConfigError(faults)
    return tuple(events)


def _named(row: dict[str, Cell]) -> dict[str, Any]:
    time, event, quantity, level, lag = (row[name] for name in _COLUMNS)
    return {
        "time": time,
        "event": event,
        "quantity": quantity,
        "level_after": level,
        "delivery_lag": None if lag == "" else lag,
    }
