"""What a study was made from, so that its numbers can be made again, and what a check against history holds for."""

import json
from hashlib import blake2b

from backsource.config import Scenario
from backsource.experiment.arms import Experiment
from backsource.experiment.contents import versions
from backsource.experiment.rules import Fixed, Rule
from backsource.results import Inputs

LATER = {"horizon", "value_until", "discount"}
"""What a scenario says of the length and the value of what comes, not of the world as it is."""


def inputs_of(experiment: Experiment, rule: Rule | None = None, shard: str = "") -> Inputs:
    """Resolved texts, versions, seed and hash of an experiment, run under a rule, or one shard of it."""
    study = experiment.study
    if isinstance(rule, Fixed):
        study = study.model_copy(update={"replications": rule.replications, "rule": None})
    texts = {one.scenario: one.model_dump_json(by_alias=True) for one in experiment.scenarios}
    scenario = texts[experiment.scenario.scenario] if len(texts) == 1 else json.dumps({"scenarios": texts})
    schedules = {
        name: one.model_dump_json(by_alias=True)
        for setting in experiment.settings for name, one in setting.schedules.items()
    }  # fmt: skip
    facts = (experiment.study.seed, scenario, *sorted(schedules.items()), study.window, study.reference, study.factors)
    status = "" if experiment.status is None else experiment.status.model_dump_json(by_alias=True)
    facts = (*facts, status) if status else facts
    facts = (*facts, study.overrides) if study.overrides else facts
    facts = facts if study.design == "full" else (*facts, study.design)
    window = [date.isoformat() for date in (*experiment.measured.window, *study.reference)]
    return Inputs(
        study=study.model_dump_json(by_alias=True, exclude={"scenario", "scenarios", "schedules"}),
        scenario=scenario,
        schedules=schedules,
        status=status,
        versions=versions(),
        seed=study.seed,
        hash=blake2b(repr(facts).encode(), digest_size=16).hexdigest(),
        levels={name: dict(levels) for one in experiment.settings for name, levels in one.levels.items()},
        notes={
            "twin": experiment.twin,
            "window": "..".join(window[:2]),
            "reference": "..".join(window[2:]),
            **({"rule": rule.words} if rule else {}),
            **({"shard": shard} if shard else {}),
        },
    )


def as_is_hash(scenario: Scenario) -> str:
    """Hash of what a scenario says of the world; a backcast holds for as long as it stays the same."""
    text = scenario.model_dump_json(by_alias=True, exclude=LATER)
    return blake2b(text.encode(), digest_size=16).hexdigest()
