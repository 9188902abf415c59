"""Early warnings from stored runs: signals chosen by a third of the futures, told by the others, ranked.

A warning is worth what it would still allow to change: P(seen) x (mean units short in the futures in which it is seen
- mean in the others), counted from the day on which the earliest way out that is then open could act.
"""

from collections.abc import Sequence

import numpy as np

from backsource.config import Scenario, Schedule, Status
from backsource.errors import StudyError
from backsource.inference import Told as Answered
from backsource.inference import forewarn
from backsource.inference.foretelling import FEWEST
from backsource.report.warning.risks import Risk
from backsource.report.warning.told import EarlyWarnings
from backsource.report.warning.watch import Watch
from backsource.results import Results


def early_warnings(
    results: Results,
    scenario: Scenario,
    schedule: Schedule,
    name: str,
    risks: Sequence[Risk],
    *,
    study: str,
    level: float = 0.95,
    status: Status | None = None,
    left_out: Sequence[str] = (),
) -> EarlyWarnings:
    """What the runs of one schedule say. Raises `StudyError` where they are too few to choose and to tell."""
    watch = Watch(results, scenario, schedule, name, status)
    if len(watch.replications) < 4 * FEWEST:
        raise StudyError(
            f"{results.path}: {len(watch.replications)} futures of {name} are too few to tell a warning from chance; "
            f"{4 * FEWEST} or more would do, as of `backsource compare STUDY --replications 200`"
        )
    families = watch.families()
    signs = [[watch.sign(signal, risk) for signal in family] for risk in risks for family in families.values()]
    answers = forewarn(signs, watch.chooses, level)
    count = len(families)
    told = [
        watch.told(risk, families, answers[place * count : (place + 1) * count], level)
        for place, risk in enumerate(risks)
    ]
    return EarlyWarnings(
        study=study,
        schedule=name,
        start=scenario.start,
        unit=watch.unit,
        futures=len(watch.replications),
        telling=int(np.count_nonzero(~watch.chooses)),
        curves=watch.curved,
        level=level,
        risks=tuple(told),
        tested=sum(isinstance(one, Answered) for one in answers),
        left_out=tuple(left_out),
    )
