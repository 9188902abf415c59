"""JSON Schema of the files, for editors: what `backsource schema` writes."""

import json
from typing import Any, Literal

from backsource.config.closed import Closed
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule
from backsource.config.study import Study

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Kind = Literal["scenario", "schedule", "study"]

MODELS: dict[Kind, type[Closed]] = {"scenario": Scenario, "schedule": Schedule, "study": Study}


def schema_of(kind: Kind) -> dict[str, Any]:
    """The schema of one kind of file: a quantity is text with a pattern, a block knows its keys and their meaning."""
    schema = MODELS[kind].model_json_schema(by_alias=True)
    defined = schema.get("$defs", {})
    if "Unsure" in defined:
        defined["Unsure"] = {"anyOf": [{"const": "unknown"}, defined["Unsure"]]}
    if "Step" in defined:
        _shares_beside_date(defined["Step"])
    if kind == "scenario":
        # What a scenario extends, or the tables it names, may say the rest.
        schema["required"] = ["scenario"]
    return {"$schema": DIALECT, **schema, "title": f"backsource {kind}"}


def _shares_beside_date(step: dict[str, Any]) -> None:
    """A step is written `{date: .., make: 100 %, buy: 0 %}`: every key beside the date is a source."""
    shares = step["properties"].pop("shares")
    step["additionalProperties"] = shares["additionalProperties"]
    step["required"] = ["date"]


def schema_text(kind: Kind) -> str:
    """The schema of one kind of file as JSON text."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
