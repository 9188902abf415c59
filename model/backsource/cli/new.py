"""`backsource new DIR`: a small project that runs as it stands."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from backsource.cli.app import BAD_INPUT, fail
from backsource.cli.printing import AsJson, say, say_json


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; must be missing or empty.")],
    as_json: AsJson = False,
) -> None:
    """Begin a project: a scenario, three schedules and a study that run as they stand."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        fail(f"{folder}: exists and is not an empty folder; name another one", BAD_INPUT)
    with as_file(files("backsource") / "templates" / "project") as template:
        written = sorted(path.relative_to(template) for path in template.rglob("*") if path.is_file())
        for path in written:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(template / path, folder / path)
    study = folder / "experiments" / "first" / "study.yaml"
    if as_json:
        say_json({"folder": str(folder), "files": [str(path) for path in written], "study": str(study)})
        return
    say([f"{folder / path}" for path in written])
    say(["", "Next:", f"  backsource check {quote(str(study))}", f"  backsource compare {quote(str(study))}"])
