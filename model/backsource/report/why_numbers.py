"""Why units are short, for machines."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from backsource.inference import Attribution, unseen_below
from backsource.measures import FAMILIES
from backsource.report.why import MATTERS, SEEN_AS, Findings
from backsource.simulation.chance import CHANCES

FORMULA = (
    "Shapley value: mean, over all orders of the families, of the units short that switching one on adds to those "
    "before it; attributable: minus the same of the stay-external twin in the same futures"
)
SOURCE = (
    "Shapley (1953); random orders with their reverses: Castro, Gomez and Tejada (2009), Mitchell, Cooper, Frank and "
    "Holmes (2022); limits of shares: Fieller (1954); futures played by lot: Cochran (1977), section 12.2"
)


def numbers(findings: Findings) -> dict[str, Any]:
    """The schedule's own at the top; `staying` and `attributable` are the twin's and the difference, None without."""
    found, twin = findings.found, findings.twin
    return {
        "schedule": findings.schedule, "futures": found.replications, "futures_short": findings.short,
        "played": found.played, "exact": found.exact, "unit": "units",
        "level": found.level, "formula": FORMULA, "source": SOURCE,
        **_whole(found), "rest": {
            "words": findings.rest, **asdict(found.alone), "seen_as": findings.crossed[findings.rest],
        },
        "staying": _whole(twin) if twin else None,
        "attributable": _whole(findings.attributable) if twin else None,
        "left_on": list(findings.left_on),
        "families": [_family(findings, name) for name in findings.order],
        "proximate": [
            {"name": part, "words": FAMILIES.get(part, "no cause was found"), "units": units}
            for part, units in findings.proximate.items()
        ],
        "disagreements": [
            {"root": name, "proximate": part, "units": one.estimate, "low": one.low, "high": one.high}
            for (name, part), one in findings.disagreements.items()
        ],
        "disagreement": f"limits that hold together above 0, and at least {MATTERS:.0%} of units_short",
    }  # fmt: skip


def none_of(schedule: str, futures: int) -> dict[str, Any]:
    """What there is to tell where nothing was short in any of so many futures."""
    return {
        "schedule": schedule, "futures": futures, "futures_short": 0, "played": 0, "unit": "units",
        "rarer_than": unseen_below(futures),
    }  # fmt: skip


def _whole(found: Attribution) -> dict[str, Any]:
    return {
        "units_short": asdict(found.whole), "rest": asdict(found.alone), "chance": asdict(found.all_together),
        "shared": found.shared, "futures_wanted": found.wanted,
    }  # fmt: skip


def _family(findings: Findings, name: str) -> dict[str, Any]:
    matching: Sequence[str] = SEEN_AS[name]
    twin = findings.twin
    return {
        "name": name, "words": CHANCES[name].words, "off": CHANCES[name].off, **asdict(findings.found.portions[name]),
        "staying": asdict(twin.portions[name]) if twin else None,
        "attributable": asdict(findings.attributable.portions[name]) if twin else None,
        "seen_as": findings.crossed[name],
        "matching": {part: findings.proximate[part] for part in matching},
    }  # fmt: skip
