"""The command as a process of its own: light to import, and gone at once on Ctrl-C with nothing half-written."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backsource.results import NAME, export_csv, read

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


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("jobs", "number"), [("1", signal.SIGTERM), ("2", signal.SIGINT), ("2", signal.SIGTERM)])
def test_an_interruption_ends_with_130_and_keeps_what_was_run(
    study: Path, tmp_path: Path, jobs: str, number: signal.Signals
) -> None:
    out = tmp_path / "results"
    command = [sys.executable, "-c", "from backsource.cli import main; main()", "compare", str(study)]
    command += ["--jobs", jobs, "--replications", "2000", "--out", str(out), "--no-figures"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    while " runs" not in process.stderr.readline():
        assert process.poll() is None
    # Ctrl-C reaches the whole group, SIGTERM only the process that was started.
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "Traceback" not in stderr
    assert "interrupted; what was done is kept, and the same command goes on" in stderr.splitlines()[-1]
    assert [path.name for path in out.iterdir()] == [NAME]
    assert sum(map(len, read(out).stored.values())) > 0


def test_two_workers_print_and_export_what_one_does(study: Path, tmp_path: Path) -> None:
    outputs, files = [], []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        command = [sys.executable, "-c", "from backsource.cli import main; main()", "compare", str(study)]
        command += ["--jobs", jobs, "--replications", "6", "--out", str(out), "--no-figures"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        outputs.append(done.stdout.replace(str(out), ""))
        files.append([path.read_bytes() for path in export_csv(read(out), tmp_path / f"csv {jobs}")])
    assert outputs[0] == outputs[1]
    assert files[0] == files[1]
