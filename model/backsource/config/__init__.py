"""What files may say: closed, frozen models with units in every field, and their one reader."""

from backsource.config.files import project_root
from backsource.config.load import (
    as_file,
    load_scenario,
    load_schedule,
    load_study,
    read_study,
    scenario_from,
    schedule_from,
    study_from,
)
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.study import Study

__all__ = [
    "Scenario",
    "Schedule",
    "Study",
    "as_file",
    "load_scenario",
    "load_schedule",
    "load_study",
    "project_root",
    "read_study",
    "scenario_from",
    "schedule_from",
    "study_from",
]
