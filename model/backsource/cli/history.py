"""Whether the model behind an answer was checked against history."""

from pathlib import Path

from backsource.cli.places import results_folder
from backsource.config import Scenario
from backsource.experiment import as_is_hash
from backsource.report.history import Standing, standing
from backsource.results import FOLDER, read_check


def checks_folder(file: Path) -> Path:
    """Where the records of backcasts lie: `results/backcast/` of the project of a file."""
    return results_folder(file, FOLDER)


def standing_of(file: Path, scenario: Scenario) -> Standing:
    """Whether the scenario of this study or scenario file was checked against history, and is still the same."""
    return standing(read_check(checks_folder(file), scenario.scenario), as_is_hash(scenario))
