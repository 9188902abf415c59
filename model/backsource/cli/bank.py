"""`backsource bank STUDY`: how large the bank must be for a chosen risk, from stored runs."""

from dataclasses import asdict
from typing import Annotated

import typer

from backsource.cli.printing import AsJson, say, say_json
from backsource.cli.stored import StudyOrResults, changed_note, opened


def bank(
    study: StudyOrResults,
    schedule: Annotated[str, typer.Option("--schedule", "-s", help="Name of the schedule.")],
    risk: Annotated[
        str | None, typer.Option(help="Share of futures that may run short, as 5 %; 5, 10 and 20 % without.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How large the bank must be for a chosen risk, and when building it has to begin."""
    from backsource.cli.history import standing_of
    from backsource.report.bank_need import bank_needs, need_text
    from backsource.report.bank_size import RISKS

    risks = RISKS if risk is None else (_share(risk),)
    own, fresh = opened(study)
    own.named(schedule)
    start, history = own.scenario.start, standing_of(study, own.scenario)
    needs = bank_needs(own.results, *own.setting_of(schedule), schedule, risks)
    if as_json:
        found = {"fresh": fresh, "history": asdict(history), "stocks": [asdict(one) for one in needs]}
        say_json({"study": own.study, "schedule": schedule, **found})
        return
    for need in needs:
        head = f"{schedule} · {need.stock} in {need.unit} · {need.futures} futures of {own.study}"
        say([head, *need_text(need, schedule, start), ""])
    say([f"Model {history.words}", *changed_note(fresh)])


def _share(text: str) -> float:
    """The chosen risk. Raises `StudyError` for anything but a share between 0 and 1."""
    from backsource.errors import StudyError
    from backsource.units import UnitError, parse_share

    try:
        share = parse_share(text)
    except UnitError as error:
        raise StudyError(f"--risk: found {error.found}; {error.would_do} would do") from None
    if not 0 < share < 1:
        raise StudyError(f"--risk: found {text}; more than 0 % and less than 100 % would do")
    return share
