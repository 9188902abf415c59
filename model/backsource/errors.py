"""Everything that backsource raises on purpose.

    BacksourceError
    ├── ConfigError       faults of the files, all at once        (exit 2)
    ├── NetworkError      a graph that cannot be simulated        (exit 2)
    ├── SimulationError   a run that cannot do what it was asked
    ├── InvariantError    a law of conservation broken in a run, with the evidence
    ├── ResultsError      a results folder that cannot be read or written
    │   └── BusyError     another process writes to it
    └── StudyError        a study that cannot be run or compared as asked
        └── StoppedError  workers that went away in the middle; what came in is kept (exit 3)

`units.UnitError` is a ValueError of one text; config turns it into a `Fault` and it never gets further.
Libraries raise, only `cli/` prints. No error here is raised for a bug of ours, except InvariantError.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SHOWN = 50
"""Faults that the text of a ConfigError lists; `.faults` has all of them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: where it is, what was found there, what would do."""

    file: str
    """File as the user knows it, `<memory>` without one."""
    line: int | None
    """Line, from 1; none where there is no line."""
    path: str
    """Dotted path of the key inside the file, empty for the file itself."""
    found: str
    """What stands there."""
    would_do: str
    """What would be right, with the nearest known word where a word is unknown."""

    def __str__(self) -> str:
        """One line: `configs/line.yaml:12: sites.plant.ramp.tau: found -30 days; more than 0 would do`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        key = f" {self.path}:" if self.path else ""
        text = f"{place}:{key} found {self.found}; {self.would_do} would do"
        return " ".join(text.replace(", would do", " would do").split())


def _place(fault: Fault) -> tuple[str, int, str, str]:
    """By file and line; what stands on one line in one order, whatever the order of discovery."""
    return fault.file, fault.line or 0, fault.path, fault.found


class BacksourceError(Exception):
    """Base of every error raised on purpose."""


class ConfigError(BacksourceError):
    """What files say cannot be understood; `faults` holds every fault found, in the order of file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults), key=_place))
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            lines.append(f"... and {len(self.faults) - SHOWN} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type["ConfigError"], tuple[tuple[Fault, ...]]]:
        """Faults survive the way between processes."""
        return ConfigError, (self.faults,)


class NetworkError(BacksourceError):
    """A graph that cannot be simulated, as a cycle without lead time after an edge was added by hand."""


class SimulationError(BacksourceError):
    """A run was asked for what its scenario does not offer."""


class InvariantError(BacksourceError):
    """A law of conservation is broken in a run; `evidence` holds the terms of the law that do not balance."""

    def __init__(self, law: str, evidence: Mapping[str, object]) -> None:
        self.law = law
        self.evidence = dict(evidence)
        terms = ", ".join(f"{name}={value!r}" for name, value in self.evidence.items())
        super().__init__(f"{law} does not hold: {terms}")

    def __reduce__(self) -> tuple[type["InvariantError"], tuple[str, dict[str, object]]]:
        """The evidence survives the way between processes."""
        return InvariantError, (self.law, self.evidence)


class ResultsError(BacksourceError):
    """A results folder that is missing, incomplete, of another format, or cannot be written."""


class BusyError(ResultsError):
    """A results file that another process writes to."""


class StudyError(BacksourceError):
    """A study that cannot be run or compared as asked, though each of its files is sound."""


class StoppedError(StudyError):
    """Workers, or a cluster, that went away while a study ran: what came in is kept, and the same command goes on."""
