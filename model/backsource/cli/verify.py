"""`backsource verify`: numbers from print and theory, run live."""

from pathlib import Path
from typing import Annotated

import typer

from backsource.cli.printing import AsJson


def verify(
    cases: Annotated[
        Path | None, typer.Option(help="File or folder of cases; those inside the package otherwise.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="A kind that is not covered yet is a miss.")] = False,
    quick: Annotated[bool, typer.Option(help="Fewer periods: wider intervals, seconds instead of minutes.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check the simulation against published and exact numbers, case by case."""
    from backsource import verification

    rows = verification.run(cases, strict=strict, quick=quick)
