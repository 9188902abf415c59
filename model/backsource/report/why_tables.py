"""Why units are short, in tables, notes and numbers for machines."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import isnan
from typing import Any

from backsource.inference import unseen_below
from backsource.measures import FAMILIES
from backsource.report.numbers import percent
from backsource.report.vary_words import Columns, Told
from backsource.report.why import MATTERS, SEEN_AS, Findings, answer, plain, share
from backsource.simulation.chance import CHANCES

MOST_NOTES = 5
"""Disagreements that are told in words; all are marked and in the numbers for machines."""
WIDTH = 80
MARK = "*"
"""After a number that both ways of asking explain differently."""
FORMULA = (
    "Shapley value: mean, over all orders of the families, of the units short that switching one on adds to those "
    "before it"
)
SOURCE = (
    "Shapley (1953); random orders with their reverses: Castro, Gomez and Tejada (2009), Mitchell, Cooper, Frank and "
    "Holmes (2022); limits of shares: Fieller (1954)"
)


def told(findings: Findings) -> Told:
    """The answer, both tables, what must be said beside them, and the same for machines."""
    return Told(answer(findings), list(_notes(findings)), [_roots(findings), _crossed(findings)], _numbers(findings))


def _roots(findings: Findings) -> Columns:
    """Root families: units, limits, share of what all of them bring about, and in how many futures."""
    found, together = findings.found, findings.found.all_together
    portions = [(plain(name), found.portions[name]) for name in findings.order]
    rows = [[findings.rest, *_mean(findings, found.alone.estimate, found.alone.low, found.alone.high)]]
    rows += [
        [name, *_mean(findings, one.mean, one.low, one.high), share(one), f"{one.carried}"] for name, one in portions
    ]
    rows += [
        [f"by {findings.by}", *_mean(findings, together.mean, together.low, together.high), "", f"{together.carried}"],
        ["units short", *_mean(findings, found.whole.estimate, found.whole.low, found.whole.high)],
    ]
    full = [[*row, *[""] * (5 - len(row))] for row in rows]
    return Columns(("root family", "units a future", "95 %", "share", "in futures"), full)


def _mean(findings: Findings, mean: float, low: float, high: float) -> tuple[str, str]:
    return findings.amount(mean), _limits(findings, low, high)


def _crossed(findings: Findings) -> Columns:
    """Who is there because of what (rows), and as what it is seen (columns): sums of rows and of columns are means."""
    shown, rest = _widest(findings)
    rows = []
    for name, parts in findings.crossed.items():
        cells = [
            findings.amount(parts[part]) + (MARK if (name, part) in findings.disagreements else "") for part in shown
        ]
        if rest:
            other = any((name, part) in findings.disagreements for part in rest)
            cells.append(findings.amount(sum(parts[part] for part in rest)) + (MARK if other else ""))
        rows.append([plain(name), *cells])
    last = [findings.amount(findings.proximate[part]) for part in shown]
    rows.append(
        ["units short", *last, *([findings.amount(sum(findings.proximate[part] for part in rest))] if rest else [])]
    )
    return Columns(("root, seen as", *map(plain, shown), *(["other"] if rest else [])), rows)


def _widest(findings: Findings) -> tuple[list[str], list[str]]:
    """Proximate causes that fit into a line, the largest first, and those of the others that are not 0 throughout."""
    sizes = {part: max(abs(row[part]) for row in findings.crossed.values()) for part in findings.proximate}
    order = sorted((part for part, size in sizes.items() if size > 0.0), key=lambda part: -findings.proximate[part])
    room = WIDTH - max(map(len, (*findings.crossed, "units short"))) - len("  other")
    shown: list[str] = []
    for part in order:
        room -= 2 + max(len(part), len(findings.amount(sizes[part])) + 2)
        if room < 0:
            break
        shown.append(part)
    return shown, order[len(shown) :]


def _notes(findings: Findings) -> Iterator[str]:
    found = findings.found
    for (name, part), one in list(findings.disagreements.items())[:MOST_NOTES]:
        units = f"{findings.amount(one.estimate)} units {_limits(findings, one.low, one.high)}"
        yield f"{units} are seen as {plain(part)} and are there because {CHANCES[name].words}."
    more = len(findings.disagreements) - MOST_NOTES
    if more > 0:
        yield f"{more} more such are marked {MARK}; --json has all."
    for name in findings.order:
        if found.portions[name].high < 0.0:
            yield f"{plain(name)} helps: without it more units would be short."
    unseen = [plain(name) for name in findings.order if not found.portions[name].carried]
    if unseen:
        yield (
            f"{', '.join(unseen)} made no difference in any of {found.replications} futures; what is not seen in so "
            f"many comes in fewer than {percent(unseen_below(found.replications))} of futures (95 %)."
        )
    skewed = [name for name in findings.order if found.portions[name].wanted]
    if skewed:
        most = max(found.portions[name].wanted for name in skewed)
        yield (
            f"values of {', '.join(map(plain, skewed))} are so skewed that their limits hold the truth less often than "
            f"they say; about {most:,} futures would do."
        )
    if findings.left_on:
        yield f"{', '.join(map(plain, findings.left_on))} stayed on; what they bring about is in {findings.rest}."
    if found.players:
        yield (
            "limits of a column hold together (95 %); a family's units are what it adds when it is switched on, mean "
            f"over {'all' if found.exact else 'random'} orders; seen as: the proximate cause in the runs."
        )


def off(findings: Findings) -> list[str]:
    """What it means that a family is off, family by family."""
    return [f"{plain(name)}: {CHANCES[name].off}" for name in findings.order]


def _limits(findings: Findings, low: float, high: float) -> str:
    return "-" if isnan(low) else f"[{findings.amount(low)}, {findings.amount(high)}]"


def _numbers(findings: Findings) -> dict[str, Any]:
    found = findings.found
    return {
        "schedule": findings.schedule, "futures": found.replications, "exact": found.exact, "unit": "units",
        "level": found.level, "formula": FORMULA, "source": SOURCE, "units_short": asdict(found.whole),
        "rest": {"words": findings.rest, **asdict(found.alone), "seen_as": findings.crossed[findings.rest]},
        "chance": asdict(found.all_together), "shared": found.shared, "futures_wanted": found.wanted,
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


def _family(findings: Findings, name: str) -> dict[str, Any]:
    matching: Sequence[str] = SEEN_AS[name]
    return {
        "name": name, "words": CHANCES[name].words, "off": CHANCES[name].off, **asdict(findings.found.portions[name]),
        "seen_as": findings.crossed[name],
        "matching": {part: findings.proximate[part] for part in matching},
    }  # fmt: skip
