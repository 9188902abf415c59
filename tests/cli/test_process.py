"""The command as a process of its own: light to import, and gone at once on Ctrl-C with what was run."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from backsource.results import NAME, export_csv, read

Command = Callable[..., Result]
HEAVY = (
    "pandas", "scipy.stats", "matplotlib", "seaborn", "joblib", "dask", "distributed", "optuna", "SALib", "duckdb",
)  # fmt: skip


def modules_after(code: str) -> set[str]:
    listing = f"{code}\nimport sys\nprint(' '.join(sys.modules))"
    return set(
        subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.split()
    )


def test_import_is_light() -> None:
    assert not modules_after("import backsource") & {*HEAVY, "numpy", "simpy", "pydantic"}


def test_public_names_are_all_there() -> None:
    code = "import backsource\nassert all(getattr(backsource, name) for name in backsource.__all__)"
    assert not modules_after(code) & set(HEAVY)


def test_help_is_light() -> None:
    code = "from backsource.cli import app\ntry:\n    app(['--help'])\nexcept SystemExit:\n    pass"
    assert not modules_after(code) & {*HEAVY, "simpy"}


CODE = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
os.write(2, b'begun\\n')
from backsource.__main__ import main
main()
"""
COMMAND = [sys.executable, "-c", CODE]
"""The command; its first line on standard error says that Python itself is up.

It hears Ctrl-C even where these tests run in the background of a shell, whose children do not.
"""
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and pipes")


def begun(*words: str | Path) -> subprocess.Popen[str]:
    """The command in a process group of its own, begun."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == "begun\n"
    return process


def interrupted(process: subprocess.Popen[str], number: signal.Signals = signal.SIGINT) -> str:
    """What the command says of it: Ctrl-C reaches the whole group, SIGTERM only the process that was started."""
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    return stderr.splitlines()[-1]


@posix
@pytest.mark.parametrize(("jobs", "number"), [("1", signal.SIGTERM), ("2", signal.SIGINT), ("2", signal.SIGTERM)])
def test_an_interruption_ends_with_130_and_keeps_what_was_run(
    study: Path, tmp_path: Path, jobs: str, number: signal.Signals
) -> None:
    out = tmp_path / "results"
    process = begun("compare", study, "--jobs", jobs, "--replications", "2000", "--out", out, "--no-figures")
    assert process.stderr is not None
    while " runs" not in process.stderr.readline():
        assert process.poll() is None
    last = interrupted(process, number)
    said = re.fullmatch(r"interrupted; (\d+) runs are kept, and the same command goes on", last)
    assert said, last
    assert [path.name for path in out.iterdir()] == [NAME]
    # Runs that were stored and not told yet may be there too.
    assert 0 < int(said[1]) <= sum(map(len, read(out).stored.values()))


@posix
@pytest.mark.parametrize("milliseconds", [50, 300, 700])
def test_ctrl_c_while_modules_load_ends_without_a_traceback(study: Path, tmp_path: Path, milliseconds: int) -> None:
    process = begun("compare", study, "--replications", "100000", "--no-figures", "--jobs", "1", "--out", tmp_path)
    time.sleep(milliseconds / 1000)
    assert interrupted(process).startswith("interrupted; ")


def test_a_verb_that_keeps_no_runs_counts_none(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backsource.config.schema.schema_of", stop)
    done = command("schema", "study")
    assert (done.exit_code, done.stderr) == (
        130,
        "interrupted; nothing is half-written, and the same command goes on from what is kept\n",
    )


@posix
@pytest.mark.parametrize("words", [["--help"], ["compare", "--help"], ["check", "STUDY"]])
def test_output_that_nobody_reads_ends_quietly_as_with_other_tools(study: Path, words: list[str]) -> None:
    """A shell reports 141 of a tool that SIGPIPE ended; `head` is gone here before the first line."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, *(str(study) if word == "STUDY" else word for word in words)],
        stdout=writer, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "begun\n")


def test_two_workers_print_and_export_what_one_does(study: Path, tmp_path: Path) -> None:
    outputs, files = [], []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        words = ["compare", str(study), "--jobs", jobs, "--replications", "6", "--out", str(out), "--no-figures"]
        words.append("--no-corners")  # these have tests of their own
        done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=True)
        outputs.append(done.stdout.replace(str(out), ""))
        files.append([path.read_bytes() for path in export_csv(read(out), tmp_path / f"csv {jobs}")])
    assert outputs[0] == outputs[1]
    assert files[0] == files[1]
