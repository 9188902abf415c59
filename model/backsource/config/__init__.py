"""What files may say: closed, frozen models with units in every field, and their one reader."""

from backsource.config.files import project_root
from backsource.config.history import History, load_history
from backsource.config.load import (
    as_file,
    load_scenario,
    load_schedule,
    load_status,
    scenario_from,
    schedule_from,
    status_from,
)
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.status import Status
from backsource.config.studies import load_study, read_study, study_from
from backsource.config.study import Study

__all__ = [
    "History",
    "Scenario",
    "Schedule",
    "Status",
    "Study",
    "as_file",
    "load_history",
    "load_scenario",
    "load_schedule",
    "load_status",
    "load_study",
    "project_root",
    "read_study",
    "scenario_from",
    "schedule_from",
    "status_from",
    "study_from",
]
