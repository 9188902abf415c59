"""What a results file holds, as plain records; they know neither SimPy nor a supply chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Scalar = str | int | float | None


@dataclass(frozen=True)
class Run:
    """One replication of one schedule: its wide row of measures, and what proves that it is the same run again."""

    schedule: str
    replication: int
    environment: str
    """Hash of everything drawn before the first event; equal for twins."""
    digest: str
    """Hash of the whole log."""
    measures: Mapping[str, float]
    """One value a measure; nan where it has none."""
    incidents: tuple[Mapping[str, Scalar], ...] = ()
    """Supply-gap incidents, in order of time; all rows of a file have the same keys."""
    weekly: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    """Curves by name, one value a week."""
    milestones: Mapping[str, float] = field(default_factory=dict)
    """Day of each event of the schedule by name; nan where it did not come about within the run."""
    banks: Mapping[str, tuple[float, float, float, bool]] = field(default_factory=dict)
    """By stock: bank wanted, attained and needed [units, nan = none], and whether the need still grows at the end."""
    volumes: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Mean units a day before and after the changeover, by `lane <name>`, `line <name>`, `market <name>`."""


@dataclass(frozen=True)
class Inputs:
    """What the runs were made from: enough to make them again."""

    study: str
    """Resolved study, as JSON."""
    scenario: str
    """Resolved scenario, as JSON."""
    schedules: Mapping[str, str]
    """Resolved schedules by name of the arm, as JSON, in the order of the study."""
    versions: Mapping[str, str]
    """Versions of the packages that numbers depend on."""
    seed: int
    hash: str
    """Hash of study, scenario, schedules and status."""
    levels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Levels of each arm as the study writes them, by the path of the factor; empty for an arm without factors."""
    status: str = ""
    """Status from which the runs began, as JSON; empty for runs from the start."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Further facts by name: the twin's name, the measured window."""


@dataclass(frozen=True)
class Asked:
    """One arm that a study asks for."""

    name: str
    key: str
    """Hash of all that its runs depend on: runs of one key and replication are the same run."""
    twin: str
    """Name of the arm from which its attributable values are taken."""
