"""JSON Schema of the files, for editors: what `backsource schema` writes."""

import json
from typing import Any, Literal

from backsource.config.closed import Closed
from backsource.config.gates import STATES, IfNot
from backsource.config.scenario import Scenario
from backsource.config.schedule import Schedule, Step
from backsource.config.status import Status
from backsource.config.study import Study

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Kind = Literal["scenario", "schedule", "status", "study"]

MODELS: dict[Kind, type[Closed]] = {
    "scenario": Scenario,
    "schedule": Schedule,
    "status": Status,
    "study": Study,
}


def schema_of(kind: Kind) -> dict[str, Any]:
    """The schema of one kind of file: a quantity is text with a pattern, a block knows its keys and their meaning."""
    schema = MODELS[kind].model_json_schema(by_alias=True)
    defined = schema.get("$defs", {})
    if "Unsure" in defined:
        defined["Unsure"] = {"anyOf": [{"const": "unknown"}, defined["Unsure"]]}
    for name, model in (("Step", Step), ("IfNot", IfNot)):
        if name in defined:
            _gathered(defined, defined[name], model)
    if "Condition" in defined:
        defined["Condition"]["additionalProperties"] = {"enum": list(STATES)}
    if kind == "schedule":
        schema["properties"].update(defined["Part"]["properties"])
    if kind == "scenario":
        # What a scenario extends, or the tables it names, may say the rest.
        schema["required"] = ["scenario"]
    return {"$schema": DIALECT, **schema, "title": f"backsource {kind}"}


def _gathered(defined: dict[str, Any], block: dict[str, Any], model: type[Closed]) -> None:
    """A block that gathers takes the keys of one field beside its own: `{date: .., make: 100 %, buy: 0 %}`."""
    gathered = block["properties"].pop(model.gathers)
    block["required"] = [key for key in block["required"] if key != model.gathers]
    if "$ref" in gathered:
        gathered = defined[gathered["$ref"].rpartition("/")[2]]
        block["properties"].update(gathered["properties"])
        block["additionalProperties"] = {"enum": list(STATES)}
    else:
        block["additionalProperties"] = gathered["additionalProperties"]


def schema_text(kind: Kind) -> str:
    """The schema of one kind of file as JSON text."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
