"""Bringing supply in-house, simulated: a network of suppliers, plants and feeds under dated transition schedules.

    scenario = load_scenario("scenario.yaml")
    plan = prepare(scenario, load_schedule("schedule.yaml", scenario=scenario))
    log = simulate(plan, seed=7, replication=12)        # same arguments, same bytes

The names below are the public ones; each is imported when it is first asked for.
"""

from importlib import import_module

TYPE_CHECKING = False  # as `typing` has it, which takes as long to load as all that the command needs to answer Ctrl-C
if TYPE_CHECKING:
    from backsource.config import (
        Scenario,
        Schedule,
        Study,
        load_history,
        load_scenario,
        load_schedule,
        load_study,
        scenario_from,
        schedule_from,
        study_from,
    )
    from backsource.errors import (
        BacksourceError,
        ConfigError,
        InvariantError,
        NetworkError,
        ResultsError,
        StudyError,
    )
    from backsource.experiment import Experiment, Progress, backcast, run_study
    from backsource.inference import Paired, against_control, paired
    from backsource.log import Log
    from backsource.measures import Incident, Measure, Sheet
    from backsource.measures.catalogue import catalogue
    from backsource.network.build import build
    from backsource.results import Results
    from backsource.results import read as read_results
    from backsource.simulation.prepare import prepare
    from backsource.simulation.run import simulate

_HOMES = {
    "config": (
        "Scenario", "Schedule", "Study", "load_history", "load_scenario", "load_schedule", "load_study",
        "scenario_from", "schedule_from", "study_from",
    ),
    "errors": ("BacksourceError", "ConfigError", "InvariantError", "NetworkError", "ResultsError", "StudyError"),
    "experiment": ("Experiment", "Progress", "backcast", "run_study"),
    "inference": ("Paired", "against_control", "paired"),
    "log": ("Log",),
    "measures": ("Incident", "Measure", "Sheet", "catalogue"),
    "network": ("build",),
    "results": ("Results", "read_results"),
    "simulation": ("prepare", "simulate"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_RENAMED = {"read_results": "read"}

__all__ = [
    "BacksourceError", "ConfigError", "Experiment", "Incident", "InvariantError", "Log", "Measure", "NetworkError",
    "Paired", "Progress", "Results", "ResultsError", "Scenario", "Schedule", "Sheet", "Study",
    "StudyError", "against_control", "backcast", "build", "catalogue", "load_history", "load_scenario",
    "load_schedule", "load_study", "paired", "prepare", "read_results", "run_study", "scenario_from",
    "schedule_from", "simulate", "study_from",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'backsource' has no attribute {name!r}")
    found = getattr(import_module(f"backsource.{_HOME[name]}"), _RENAMED.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Names that exist, imported or not."""
    return sorted({*globals(), *__all__})
