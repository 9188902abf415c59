"""What a model is and what it rests on, in words from the stored inputs: sections 2 and 3 of STRESS-DES."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from backsource.report.chances import random_inputs, shown
from backsource.results import Results

OPEN = "*Not in the inputs; the authors of the study answer it.*"
OTHERS = "Sources of the other inputs are not among what is stored; the authors of the study answer for them."
POLICIES = (
    "base_stock", "echelon_base_stock", "reorder", "every_review", "cover", "lot_for_lot", "dual_index", "base_surge",
    "listed",
)  # fmt: skip
NAMES = ("format", "schedule", "stock", "decided", "parts")
"""Keys of a schedule that only name it, or that are told apart."""


@dataclass(frozen=True)
class Facts:
    """The inputs of a study that has run, parsed."""

    results: Results
    chosen: str = ""
    """Scenario that is spoken of; the first where none is named."""

    @cached_property
    def study(self) -> Mapping[str, Any]:
        """The resolved study."""
        return dict(json.loads(self.results.inputs.study))

    @cached_property
    def scenarios(self) -> dict[str, Mapping[str, Any]]:
        """The resolved scenarios, by name, in the order of the study."""
        found = json.loads(self.results.inputs.scenario)
        if "scenarios" in found:
            return {name: json.loads(text) for name, text in found["scenarios"].items()}
        return {found["scenario"]: found}

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The scenario that is spoken of."""
        return self.scenarios[self.chosen or next(iter(self.scenarios))]

    @cached_property
    def schedules(self) -> dict[str, Mapping[str, Any]]:
        """The resolved schedules, by arm."""
        return {name: json.loads(text) for name, text in self.results.inputs.schedules.items()}

    @property
    def notes(self) -> Mapping[str, str]:
        """Further facts: the twin, windows, the rule."""
        return self.results.inputs.notes


Answer = Callable[[Facts], Iterable[str]]
"""Lines that answer one item; none where the inputs say nothing."""


# ---- logic
def overview(facts: Facts) -> Iterable[str]:
    """How large the network is, and where its map is."""
    counts = ", ".join(
        f"{len(facts.scenario[kind])} {kind}" for kind in ("sites", "stocks", "lanes", "lines", "markets")
    )
    yield f"Network of scenario `{facts.scenario['scenario']}`: {counts}. Its map is among the figures of `compare`."


def base_logic(facts: Facts) -> Iterable[str]:
    """What the schedules are compared with, and where the logic of a day stands."""
    yield f"Control: `{facts.study['control']}`. Order of events within a day: docs/explanation/physics-of-a-day.md."


def scenario_logic(facts: Facts) -> Iterable[str]:
    """Blocks of each schedule that say something."""
    for name, schedule in facts.schedules.items():
        said = [key for key, value in schedule.items() if value and key not in NAMES]
        for stock, part in schedule.get("parts", {}).items():
            steps = len(part.get("share") or [])
            keys = [key for key, value in part.items() if value and key != "share"]
            said.append(f"`{stock}` ({', '.join([*([f'{steps} share steps'] if steps else []), *keys])})")
        yield f"- `{name}`: {', '.join(said) or 'changes nothing'}"


def algorithms(facts: Facts) -> Iterable[str]:
    """How each stock orders and allocates."""
    for name, stock in facts.scenario["stocks"].items():
        policy = next((key for key in POLICIES if stock[key]), "no ordering")
        given = stock.get(policy)
        known = (
            {key: value for key, value in given.items() if value is not None} if isinstance(given, Mapping) else given
        )
        words = policy.replace("_", " ") + ("" if known in (None, True) else f" {shown(known)}")
        yield f"- `{name}`: {words}, reviewed {stock['review']}, allocation {stock['allocation']}"


def components(facts: Facts) -> Iterable[str]:
    """Entities, activities, resources, queues, entry and exit."""
    scenario = facts.scenario
    kinds = Counter(site["kind"] for site in scenario["sites"].values())
    yield f"- Entities: {listed(scenario['items'])}"
    yield f"- Activities: lanes {listed(scenario['lanes'])}; lines {listed(scenario['lines'])}"
    machines = [f"{name} ({line['machines']})" for name, line in scenario["lines"].items()]
    centres, tools = listed(scenario["work_centres"]), listed(scenario["tools"])
    yield f"- Resources: machines of lines {listed(machines)}; work centres {centres}; tools {tools}"
    queues = [f"{name} ({market['short']})" for name, market in scenario["markets"].items()]
    yield f"- Queues: what markets are owed, {listed(queues)}; orders at the stocks they were placed with"
    yield f"- Entry and exit: {', '.join(f'{count} {kind}' for kind, count in kinds.items())}"


# ---- data
def sources(facts: Facts) -> Iterable[str]:
    """On what the inputs that are unsure are based."""
    bases = Counter(unsure["basis"] for unsure in facts.scenario["unsure"].values())
    if bases:
        yield f"Basis of the {bases.total()} inputs that are unsure: {counted(bases)}. {OTHERS}"


def parameters(facts: Facts) -> Iterable[str]:
    """Everything that is drawn."""
    yield "The resolved scenario and schedules are stored with the results (table `inputs`). What is drawn:"
    drawn: list[tuple[str, str]] = []
    for name, scenario in facts.scenarios.items():
        blocks = {key: value for key, value in scenario.items() if key != "unsure"}
        drawn += random_inputs(blocks, name if len(facts.scenarios) > 1 else "")
    for name, schedule in facts.schedules.items():
        drawn += random_inputs(schedule, name)
    yield from (f"- `{path}`: {words}" for path, words in drawn)


def assumptions(facts: Facts) -> Iterable[str]:
    """How the truth may differ from the plan, and on what basis."""
    for path, unsure in facts.scenario["unsure"].items():
        form = {key: value for key, value in unsure.items() if value not in (None, False) and key != "basis"}
        words = "unknown: half to double the plan" if "unknown" in form else shown(form)
        yield f"- `{path}`: {words}; basis {unsure['basis']}"


def per_scenario(answer: Answer) -> Answer:
    """The answer for each scenario, under its name where there are several."""

    def answers(facts: Facts) -> Iterable[str]:
        for name in facts.scenarios:
            told = list(answer(replace(facts, chosen=name)))
            if told and len(facts.scenarios) > 1:
                yield f"Scenario `{name}`:"
            yield from told

    return answers


def counted(counts: Mapping[str, int]) -> str:
    """Names with their counts."""
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(names) or "none"
