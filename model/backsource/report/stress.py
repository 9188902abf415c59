"""The checklist STRESS-DES, filled from the stored inputs of a study that has run.

Monks, Currie, Onggo, Robinson, Kunc and Taylor, Journal of Simulation 13 (2019), version for discrete-event
simulation: 20 items in 6 sections. The wording of the items is ours; `docs/reference/stress.md` has it. Only what
the inputs say is written; the rest stands as open, for the authors of a study to answer.
"""

import json
from collections.abc import Iterable

from backsource.measures import catalogue
from backsource.report import stress_model as model
from backsource.report.chances import shown
from backsource.report.stress_model import OPEN, Answer, Facts, counted, per_scenario
from backsource.results import Results

ALWAYS = ("units_short", "gap_days")
"""Measures shown beside those that a study names."""


def stress_lines(results: Results) -> list[str]:
    """The filled checklist in Markdown, one entry a line, sections and items as headings."""
    facts = Facts(results)
    lines = [
        f"# STRESS-DES: {facts.study['study']}",
        "",
        f"Filled from the stored inputs of the study (hash `{results.inputs.hash}`).",
    ]
    for section, items in SECTIONS.items():
        lines += ["", f"## {section}"]
        for title, answer in items.items():
            lines += ["", f"### {title}", "", *(list(answer(facts)) or [OPEN])]
    return lines


# ---- objectives
def _purpose(facts: Facts) -> Iterable[str]:
    return [facts.study["question"]] if facts.study["question"] else []


def _outputs(facts: Facts) -> Iterable[str]:
    known = {measure.name: measure for measure in catalogue()}
    primary = facts.study["primary"]
    for name in dict.fromkeys((primary, *ALWAYS, *facts.study["measures"])):
        measure = known[name]
        unit = facts.scenario["currency"] if measure.unit == "money" else measure.unit
        yield f"- `{name}` [{unit}]{' (primary)' if name == primary else ''}: {measure.formula}"
    yield f"- Confidence of intervals: {facts.study['confidence']:.4g}"


def _aims(facts: Facts) -> Iterable[str]:
    study, levels = facts.study, facts.results.inputs.levels
    for name, count in facts.results.replications.items():
        roles = [
            word for word, arm in (("control", study["control"]), ("twin", facts.notes.get("twin"))) if arm == name
        ]
        varied = [f"{path} = {shown(level)}" for path, level in levels.get(name, {}).items()]
        yield f"- `{name}`: {', '.join([f'{count} replications', *roles, *varied])}"
    if study["matters"] is not None:
        yield f"- Smallest difference of `{study['primary']}` that matters: {study['matters']:g}"
    for name, floor in study["floors"].items():
        limit = "above" if floor["above"] is not None else "below"
        yield f"- Floor `{name}`: P({floor['measure']} {limit} {floor[limit]:g}) at most {shown(floor['chance'])}"
    if study["overrides"]:
        yield f"- Overrides: {', '.join(study['overrides'])}"
    if study["factors"]:
        yield f"- Factors ({shown(study['design'])} design): {', '.join(study['factors'])}"


def _nothing(facts: Facts) -> Iterable[str]:
    return []


# ---- experimentation
def _initialisation(facts: Facts) -> Iterable[str]:
    scenario, status = facts.scenario, facts.results.inputs.status
    if status:
        yield f"Runs begin from the status of {json.loads(status)['status']}; nothing before it is simulated."
        return
    warm = scenario["warm_up"]
    yield f"Runs begin on {scenario['start']} with the opening state of the scenario" + (
        ", without warm-up." if float(warm.split()[0]) == 0 else f", after a warm-up of {warm}."
    )


def _run_length(facts: Facts) -> Iterable[str]:
    yield f"- Horizon: {facts.scenario['horizon']} from {facts.scenario['start']}"
    yield f"- Measured window: {facts.notes['window']}"
    yield f"- Reference window: {facts.notes['reference']}"
    if facts.scenario["value_until"]:
        yield f"- Valued until {facts.scenario['value_until']}, discounted at {facts.scenario['discount']}"


def _estimation(facts: Facts) -> Iterable[str]:
    yield f"- Rule: {facts.notes.get('rule', 'fixed')}"
    yield f"- Replications: {counted(facts.results.replications)}"
    yield "- All arms meet the same futures (common random numbers); differences are taken future by future"
    for name, width in facts.study["precision"].items():
        yield f"- Half-width asked of `{name}`: {shown(width)}"
    if facts.results.guarantee_lost:
        yield f"- Guarantee: {facts.results.guarantee_lost}"


# ---- implementation, access
def _software(facts: Facts) -> Iterable[str]:
    yield ", ".join(f"{name} {version}" for name, version in facts.results.inputs.versions.items())


def _sampling(facts: Facts) -> Iterable[str]:
    yield (
        f"Seed {facts.results.inputs.seed}. A PCG64 generator for each name and replication, keyed by a hash of the "
        "name; values by inversion of the distribution."
    )


def _execution(facts: Facts) -> Iterable[str]:
    yield "Events in order of time; on the grid one process a day, off it each event at its own instant (SimPy)."


SECTIONS: dict[str, dict[str, Answer]] = {
    "1 Objectives": {"1.1 Purpose": _purpose, "1.2 Outputs": _outputs, "1.3 Aims of the experiments": _aims},
    "2 Logic": {
        "2.1 Overview": per_scenario(model.overview),
        "2.2 Logic of the base model": model.base_logic,
        "2.3 Logic of the scenarios": model.scenario_logic,
        "2.4 Algorithms": per_scenario(model.algorithms),
        "2.5 Components": per_scenario(model.components),
    },
    "3 Data": {
        "3.1 Sources": per_scenario(model.sources),
        "3.2 Preparation": _nothing,
        "3.3 Parameters": model.parameters,
        "3.4 Assumptions": per_scenario(model.assumptions),
    },
    "4 Experimentation": {
        "4.1 Initial state": per_scenario(_initialisation),
        "4.2 Run length": per_scenario(_run_length),
        "4.3 Estimation": _estimation,
    },
    "5 Implementation": {
        "5.1 Software": _software,
        "5.2 Random numbers": _sampling,
        "5.3 Execution": _execution,
        "5.4 Machine": _nothing,
    },
    "6 Access": {"6.1 Sharing of the model": _nothing},
}
"""The 20 items, in their order."""
