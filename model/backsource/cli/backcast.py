"""`backsource backcast SCENARIO --history FOLDER`: the as-is model beside what really happened."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backsource.cli.app import CLAIM_FAILED
from backsource.cli.compare import Jobs
from backsource.cli.printing import AsJson, say, say_json

if TYPE_CHECKING:
    from backsource.results import Check

STEPS = 10
"""Lines that a run writes on standard error."""


def backcast(
    scenario: Annotated[Path, typer.Argument(help="Scenario file.")],
    history: Annotated[
        Path, typer.Option(help="Folder with demand.csv, stock.csv and, where known, receipts.csv, deliveries.csv.")
    ],
    replications: Annotated[int, typer.Option(min=40, help="Futures that make the bands.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Root of all random numbers.")] = 0,
    jobs: Jobs = -1,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the record; results/backcast/ of the project, where answers look.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run the model as it is over the past: does what happened lie in its bands? Until it does, answers say so."""
    from backsource.cli.history import checks_folder
    from backsource.config import load_history, load_scenario
    from backsource.experiment import backcast as run_backcast
    from backsource.report import backcast as report
    from backsource.results import check_writable, write_check

    network = load_scenario(scenario)
    past = load_history(history, network)
    folder = out or checks_folder(scenario)
    check_writable(folder)
    check = run_backcast(network, past, replications=replications, seed=seed, jobs=jobs, on_progress=_Plain())
    drawn = report.draw_all(check, folder)
    path = write_check(folder, check)
    if as_json:
        say_json(_as_json(check, path, drawn))
    else:
        say([*report.lines(check), f"Record {path}  ({len(drawn)} figures)"])
    if not check.passed:
        raise typer.Exit(CLAIM_FAILED)


def _as_json(check: "Check", path: Path, drawn: list[Path]) -> dict[str, Any]:
    from backsource.report import backcast as report

    return {
        **asdict(check),
        "answer": report.answer(check),
        "record": str(path),
        "figures": [str(one) for one in drawn],
    }


class _Plain:
    """Says now and then how far a run is."""

    def __init__(self) -> None:
        self.said = -1

    def __call__(self, done: int, total: int) -> None:
        step = STEPS * done // total
        if step > self.said:
            self.said = step
            typer.echo(f"{done} of {total} runs", err=True)
