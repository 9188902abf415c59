"""The project builds, says what it needs, and carries nothing that belongs to one machine."""

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNNING = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
EXTRAS = [Requirement(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
DEVELOPING = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PYTHONS = ("3.11", "3.12", "3.13")


def pinned(name: str, python: str) -> list[Version]:
    """Versions that the constraints give to a distribution on this Python."""
    return [
        Version(str(pin.specifier).removeprefix("=="))
        for pin in PINS
        if canonicalize_name(pin.name) == canonicalize_name(name)
        and (pin.marker is None or pin.marker.evaluate({"python_version": python}))
    ]


def run(*command: str | Path, folder: Path) -> str:
    """Output of a command that must succeed, run without the settings of this interpreter."""
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} gave {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ".", folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def committed() -> list[Path]:
    """Files that git knows or would add; empty outside a checkout."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return []
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("needed", RUNNING + DEVELOPING, ids=lambda needed: needed.name)
def test_every_dependency_has_one_pin_within_its_range(needed: Requirement, python: str) -> None:
    (version,) = pinned(needed.name, python)
    assert version in needed.specifier


@pytest.mark.parametrize("needed", RUNNING + DEVELOPING, ids=lambda needed: needed.name)
def test_every_dependency_has_a_cap(needed: Requirement) -> None:
    assert any(bound.operator == "<" for bound in needed.specifier), f"{needed} has no upper bound"


@pytest.mark.parametrize("python", PYTHONS)
def test_no_distribution_is_pinned_twice(python: str) -> None:
    assert [pin.name for pin in PINS if len(pinned(pin.name, python)) > 1] == []


@pytest.mark.parametrize("needed", RUNNING + DEVELOPING, ids=lambda needed: needed.name)
def test_the_page_on_dependencies_gives_a_reason_for_each(needed: Requirement) -> None:
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| {re.escape(needed.name)} \|", page, re.MULTILINE), f"{needed.name} is missing"


@pytest.mark.parametrize("needed", EXTRAS, ids=lambda needed: needed.name)
def test_every_extra_is_installed_for_developing_in_the_same_range(needed: Requirement) -> None:
    assert [one.specifier for one in DEVELOPING if one.name == needed.name] == [needed.specifier]


def test_the_constraints_name_no_index() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-", text, re.MULTILINE)


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8")[:400]
    assert "make demo" in opening
    assert "make test" in opening


def test_continuous_integration_runs_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "make" in line] == ["exec make test"]


def test_no_committed_file_names_an_index_or_a_path_of_one_machine() -> None:
    own = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w|(?:extra-)?index-url|\.org/simple")
    named = []
    for path in committed():
        if path == Path(__file__) or path.suffix in {".png", ".gz", ".db"}:
            continue
        named += [path for line in path.read_text(encoding="utf-8").splitlines() if own.search(line)]
    assert named == []


def test_links_between_pages_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
    dead = [
        (page.relative_to(ROOT).as_posix(), target)
        for page in committed()
        if page.suffix == ".md"
        for target in link.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "backsource",
        f"backsource-{PROJECT['project']['version']}.dist-info",
    }
    assert "backsource/py.typed" in names
    assert "backsource/cli/__init__.py" in names


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    """Templates of `new` and cases of `verify` are data files, which a build forgets easily."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "model"
    ours = {path.relative_to(source).as_posix() for path in committed() if source in path.parents}
    assert ours - inside == set()


@pytest.mark.prove
def test_the_wheel_works_in_an_empty_environment_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Needs the network: installs the wheel and its pinned dependencies, then runs every verb that has to work."""
    room = tmp_path / "a room with spaces"
    room.mkdir()
    venv.create(room / "env", with_pip=True)
    python, backsource = room / "env" / "bin" / "python", room / "env" / "bin" / "backsource"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, folder=room)
    assert str(ROOT) not in run(python, "-c", "import backsource; print(backsource.__file__)", folder=room)
    run(backsource, "new", "first", folder=room)
    (study,) = (room / "first").rglob("study.yaml")
    (scenario,) = (room / "first" / "configs" / "scenarios").glob("*.yaml")
    run(backsource, "check", study, folder=room)
    run(backsource, "run", scenario, folder=room)
    run(backsource, "compare", study, "--replications", "4", folder=room)
    run(backsource, "verify", "--quick", folder=room)
