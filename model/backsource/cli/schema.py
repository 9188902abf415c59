"""`backsource schema`: the JSON Schema that editors use."""

from enum import StrEnum
from typing import Annotated

import typer

from backsource.cli.printing import AsJson, say_json


class File(StrEnum):
    """Kinds of file."""

    scenario = "scenario"
    schedule = "schedule"
    status = "status"
    study = "study"


def schema(
    kind: Annotated[File | None, typer.Argument(help="Kind of file; one schema for all of them without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the JSON Schema of a kind of file, for editors (always JSON)."""
    from backsource.config.schema import DIALECT, schema_of

    if kind:
        say_json(schema_of(kind.value))
        return
    parts = {each.value: schema_of(each.value) for each in File}
    # Each part keeps its own definitions; an identifier of its own makes its references resolve inside it.
    for name, part in parts.items():
        part["$id"] = f"backsource:{name}"
    refs = [{"$ref": part["$id"]} for part in parts.values()]
    say_json({"$schema": DIALECT, "title": "backsource", "anyOf": refs, "$defs": parts})
