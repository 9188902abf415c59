"""What is at risk: events that are dated by the beginnings of incidents, so that only what comes after a day counts."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from backsource.errors import StudyError
from backsource.measures import catalogue
from backsource.report.numbers import figure
from backsource.results import Inputs

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

SUMS = {
    "incidents": "", "gap_days": "duration", "units_short": "units_short", "unit_days_short": "unit_days",
    "censored_gaps": "censored",
}  # fmt: skip
"""Measures that add up over incidents, with the fact of an incident that they add up (nothing: they count)."""
LONGEST = "longest_gap"
"""The measure that is the largest of its incidents."""
DATED = (*SUMS, LONGEST)
"""Measures that incidents date."""
TOLD_BY_NAME = ("count", "units", "unit-days")
"""Units that the name of a measure says already."""
OURS = "attributable_"
"""What a measure begins with where that of the twin in the same future is taken off."""


@dataclass(frozen=True)
class Risk:
    """An event: a measure of the incidents that begin after a day, less that of the twin if asked, is above a value."""

    name: str
    """`line stop`, `floor stops`, `units_short > 500`."""
    measure: str
    above: float

    @property
    def usual(self) -> str:
        """What everybody calls it; nothing where there is no such word."""
        return next((one.name for one in USUAL if (one.measure, one.above) == (self.measure, self.above)), "")

    @property
    def said(self) -> str:
        """As the object of *the chance of*."""
        return f"a {self.usual}" if self.usual else self._passed

    @property
    def base(self) -> str:
        """The measure of one run."""
        return self.measure.removeprefix(OURS)

    @property
    def heading(self) -> str:
        """Its name and what it counts."""
        return self.meaning if self.name.startswith(self.measure) else f"{self.name}: {self.meaning}"

    @property
    def meaning(self) -> str:
        """What it counts, with its unit."""
        return f"{self._passed}, gaps that begin later"

    @property
    def _passed(self) -> str:
        """The measure in words and what it is above: `longest gap > 1 working day`."""
        unit = next(one.unit for one in catalogue() if one.name == self.base)
        said = "" if unit in TOLD_BY_NAME else f" {unit.removesuffix('s') if self.above == 1 else unit}"
        return f"{self.measure.replace('_', ' ')} > {figure(self.above)}{said}"


GAP = Risk("supply gap", "incidents", 0.0)
STOP = Risk("line stop", LONGEST, 1.0)
USUAL = (GAP, STOP)
"""What is at risk where a study has no floors: an incident in the window, and one of more than a working day."""


def risks_of(inputs: Inputs) -> tuple[list[Risk], list[str]]:
    """The floors of the stored study as risks, and why others are left out; the usual ones where none can be told."""
    found, left_out = [], []
    for name, floor in json.loads(inputs.study).get("floors", {}).items():
        if floor["measure"].removeprefix(OURS) in DATED and floor.get("above") is not None:
            found.append(Risk(f"floor {name}", floor["measure"], float(floor["above"])))
        else:
            side = "below" if floor.get("above") is None else "above"
            left_out.append(f"floor {name} ({floor['measure']} {side} a value): incidents do not date it")
    return found or list(USUAL), left_out


def asked_risk(text: str) -> Risk:
    """A risk in words, `units_short > 500`. Raises `StudyError` for anything that incidents do not date."""
    match = re.fullmatch(r"\s*(\w+)\s*>\s*(\d+(?:\.\d*)?|\.\d+)\s*", text)
    if match is None:
        raise StudyError(
            f"--risk: found {text!r}; a measure and what it must not pass, as 'units_short > 500', would do"
        )
    measure, above = match[1], float(match[2])
    if measure.removeprefix(OURS) not in DATED:
        known = f"one of {', '.join(DATED)}, also as {OURS}*"
        raise StudyError(f"--risk: {measure} has no days in stored runs; {known}, would do")
    own = Risk(f"{measure} > {figure(above)}", measure, above)
    return next((one for one in USUAL if (one.measure, one.above) == (measure, above)), own)


class Incidents:
    """Incidents of one schedule, by run."""

    def __init__(self, frame: "pd.DataFrame", schedule: str, replications: Sequence[int]) -> None:
        """*frame* as `Results.incidents` gives it; runs are those of *replications*, in that order."""
        own = frame[(frame["schedule"] == schedule) & frame["replication"].isin(replications)]
        places = {replication: place for place, replication in enumerate(replications)}
        self.count = len(replications)
        self.run = np.array([places[one] for one in own["replication"]], dtype=np.int64)
        facts = ["duration", *(fact for fact in SUMS.values() if fact)]
        self.facts: Mapping[str, Floats] = {
            name: own[name].to_numpy(dtype=np.float64) if len(own) else np.zeros(0) for name in facts
        }
        self.start = own["start"].to_numpy(dtype=np.float64) if len(own) else np.zeros(0)

    def measured(self, risk: Risk, day: float) -> Floats:
        """The measure of incidents that begin after a day, shape (runs,)."""
        later = self.start > day
        run, found = self.run[later], np.zeros(self.count)
        if risk.base == LONGEST:
            np.maximum.at(found, run, self.facts["duration"][later])
        else:
            fact = SUMS[risk.base]
            np.add.at(found, run, self.facts[fact][later] if fact else 1.0)
        return found

    def after(self, risk: Risk, day: float, twin: "Incidents | None" = None) -> Bools:
        """Whether the event comes about in incidents that begin after a day, shape (runs,); *twin* has these runs."""
        own = self.measured(risk, day)
        if twin is not None and risk.base != risk.measure:
            own = own - twin.measured(risk, day)
        return np.asarray(own > risk.above)
