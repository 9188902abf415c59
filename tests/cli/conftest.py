"""The command, run in this process, and a project to run it on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backsource.cli import app

Command = Callable[..., Result]


@pytest.fixture
def command() -> Command:
    """Call it as on a shell: `command("compare", path, "--jobs", 1)`."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], prog_name="backsource")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `backsource new` makes, in a folder with a space in its name."""
    folder = tmp_path_factory.mktemp("my projects") / "first project"
    assert CliRunner().invoke(app, ["new", str(folder)]).exit_code == 0
    return folder


@pytest.fixture(scope="session")
def study(project: Path) -> Path:
    """The study of that project."""
    return project / "experiments" / "first" / "study.yaml"
