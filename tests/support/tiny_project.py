"""The tiny changeover as files, for the command line: JSON is YAML."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tiny import SCENARIO, STAY, jump

UNSURE = {
    "lanes.buy.price": {"range": ["5 EUR/piece", "12 EUR/piece"], "basis": "quoted"},
    "lines.make.rate": {"range": ["55 pieces/day", "65 pieces/day"], "basis": "judged"},
}
"""Where buying costs 5 and making 6, going over does not pay."""
BASE: dict[str, Any] = {
    "format": 1, "study": "tiny", "scenario": "configs/tiny.yaml", "control": "stay", "seed": 5,
    "schedules": ["configs/stay.yaml", "configs/jump.yaml"], "replications": 6, "window": "2026-01-12..2026-02-15",
    "reference": "2026-01-05..2026-01-11",
}  # fmt: skip
NEAR = [*BASE["schedules"], "configs/next.yaml"]
"""With a schedule that goes over one day later."""


def make_project(folder: Path) -> Path:
    """Write the scenario, as it is and with unsure inputs, and the schedules; gives the folder."""
    files = {
        "tiny": SCENARIO,
        "unsure": {**copy.deepcopy(SCENARIO), "scenario": "unsure", "unsure": UNSURE},
        "stay": STAY,
        "jump": jump(),
        "next": jump("2026-01-27", "next"),
        "late": jump("2026-02-02", "late"),
    }
    (folder / "configs").mkdir(parents=True)
    for name, content in files.items():
        (folder / "configs" / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder


def put_study(project: Path, **keys: Any) -> Path:
    """Write the study with other keys, a rule in place of its number of replications; None drops a key."""
    content: Mapping[str, Any] = {**BASE, **({"replications": None} if "rule" in keys else {}), **keys}
    path = project / "study.yaml"
    said = {key: value for key, value in content.items() if value is not None}
    path.write_text(json.dumps(said), encoding="utf-8")
    return path
