"""The JSON Schema that editors use agrees with the models."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backsource.config import load_scenario, load_schedule, load_status
from backsource.config.reading import read_page
from backsource.config.schema import Kind, schema_of, schema_text


def fits(schema: dict[str, Any], root: dict[str, Any], value: Any) -> bool:  # noqa: PLR0911 - one return for each word of the schema
    """Whether a value fits a schema: the few words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return fits(root["$defs"][schema["$ref"].rpartition("/")[2]], root, value)
    if "anyOf" in schema:
        return any(fits(choice, root, value) for choice in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    kinds = {"string": str, "object": dict, "array": list, "boolean": bool, "null": type(None), "integer": int}
    kind = schema.get("type")
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind in kinds and not isinstance(value, kinds[kind]):
        return False
    if kind == "string":
        return re.search(schema.get("pattern", ""), value) is not None
    if kind == "array":
        return all(fits(schema.get("items", {}), root, inner) for inner in value)
    if kind == "object":
        known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
        if set(schema.get("required", [])) - set(value):
            return False
        return all(
            fits(known[key], root, inner) if key in known else other is not False and fits(other, root, inner)
            for key, inner in value.items()
        )
    return True


def page(path: Path) -> Any:
    return read_page(path).data


@pytest.mark.parametrize(
    ("kind", "file"),
    [("scenario", "configs/small.yaml"), ("schedule", "configs/move.yaml"), ("study", "study.yaml")],
)
def test_sound_files_fit_their_schema(project: Path, kind: Kind, file: str) -> None:
    schema = schema_of(kind)
    assert fits(schema, schema, page(project / file))


ASKED = """\
study: asked
scenarios: [configs/small.yaml, configs/other.yaml]
overrides: {slow: {lines.make.ramp.tau: 45 working days}}
schedules: [configs/stay.yaml]
control: stay
seed: 1
rule: {by: kn, first: 20, batch: 20, most: 2000}
window: 2026-03-02..2026-12-27
reference: 2026-01-05..2026-03-01
matters: 250000
floors: {stop: {measure: longest_gap, above: 1, chance: 5 %}}
confidence: 95 %
precision: {total_cost: 100000, beta: 5 %}
design: {sobol: 64}
factors:
  lines.make.ramp.tau: [20 working days, null]
  lanes.buy.price: {least: 16 EUR/piece, mode: 18 EUR/piece, most: 25 EUR/piece}
  lanes.buy.promised: {csv: seen.csv, column: lead, unit: days}
"""


def test_a_study_that_asks_for_everything_fits_the_schema(tmp_path: Path) -> None:
    schema, file = schema_of("study"), tmp_path / "study.yaml"
    file.write_text(ASKED)
    assert fits(schema, schema, page(file))
    for wrong in ("by: nk", "by: kn, frist: 2"):
        file.write_text(ASKED.replace("by: kn", wrong))
        assert not fits(schema, schema, page(file))


CONFIGS = Path(__file__).parents[2] / "configs"


@pytest.mark.parametrize("file", sorted(CONFIGS.glob("s*/*.yaml")), ids=lambda path: str(path.stem))
def test_the_files_of_the_project_are_sound_and_fit_their_schema(file: Path) -> None:
    kinds: dict[str, Kind] = {"scenarios": "scenario", "schedules": "schedule", "statuses": "status"}
    kind = kinds[file.parent.name]
    if kind == "status":
        load_status(file, load_scenario(CONFIGS / "scenarios" / "steering-knuckle.yaml"),
                    load_schedule(CONFIGS / "schedules" / f"{file.stem.split('-')[0]}.yaml"))  # fmt: skip
    else:
        (load_scenario if kind == "scenario" else load_schedule)(file)
    schema = schema_of(kind)
    assert fits(schema, schema, page(file))


def test_the_bare_word_unknown_and_shorter_forms_fit(scenario_file: Callable[..., Path]) -> None:
    path = scenario_file("{times: {median: 1.1, p90: 1.5}}", "unknown")
    load_scenario(path)
    schema = schema_of("scenario")
    assert fits(schema, schema, page(path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("horizon: 52 weeks", "horizon: 52"),
        ("kind: feed", "kind: fed"),
        ("surge: 15 %", "surge: many"),
        ("cv: 0.1", "xv: 1"),
    ],
)
def test_broken_files_do_not_fit(scenario_file: Callable[..., Path], old: str, new: str) -> None:
    schema = schema_of("scenario")
    assert not fits(schema, schema, page(scenario_file(old, new)))


def test_the_schema_says_what_every_key_of_a_noun_means() -> None:
    defined = json.loads(schema_text("scenario"))["$defs"]
    for noun in ("Site", "Stock", "Lane", "Line", "Market", "Outage"):
        assert all("description" in field or "$ref" in str(field) for field in defined[noun]["properties"].values())
    assert defined["Lane"]["properties"].keys() >= {"from", "to", "item"}
