"""Why units are short, in tables and notes."""

from collections.abc import Iterator
from math import isnan

from backsource.inference import Attribution, Interval, Portion, unseen_below
from backsource.report.numbers import percent
from backsource.report.vary_words import Columns, Told
from backsource.report.why import Findings, answer, nothing_short, plain, share
from backsource.report.why_numbers import none_of, numbers
from backsource.simulation.chance import CHANCES

MOST_NOTES = 5
"""Disagreements that are told in words; all are marked and in the numbers for machines."""
WIDTH = 80
MARK = "*"
"""After a number that both ways of asking explain differently."""


def told(findings: Findings) -> Told:
    """The answer, all tables, what must be said beside them, and the same for machines."""
    found, shared = findings.found, findings.attributable
    head = "attributable" if findings.twin else "root family"
    tables = [_shares(findings, shared, head), *([_both(findings)] if findings.twin else []), _crossed(findings)]
    if findings.twin and findings.told_of is found:
        tables.insert(1, _shares(findings, found, "units short"))
    return Told(answer(findings), list(_notes(findings)), tables, numbers(findings))


def told_nothing(schedule: str, futures: int) -> Told:
    """The same where nothing is short and no game was played."""
    return Told(nothing_short(schedule, futures), numbers=none_of(schedule, futures))


def _shares(findings: Findings, found: Attribution, head: str) -> Columns:
    """Root families: units, limits, share of what all of them bring about, and in how many futures."""
    whole = "attributable" if findings.twin and found is findings.attributable else "units short"
    rows = [
        [name, *_mean(findings, one), *_share(one, whole=one is found.all_together)]
        for name, one in _parts(findings, found, whole)
    ]
    return Columns((head, "a future", "95 %", "share", "in futures"), rows)


def _both(findings: Findings) -> Columns:
    """The same families under the schedule, and in the same futures staying external."""
    assert findings.twin
    sides = [_parts(findings, found, "units short") for found in (findings.found, findings.twin)]
    rows = [
        [name, *_mean(findings, own), *_mean(findings, staying)]
        for (name, own), (_, staying) in zip(*sides, strict=True)
    ]
    return Columns(("root family", "units short", "95 %", "staying", "95 %"), rows)


def _parts(findings: Findings, found: Attribution, whole: str) -> list[tuple[str, Portion | Interval]]:
    """The rest, the families, all of them, and the whole."""
    return [
        (findings.rest, found.alone),
        *((plain(name), found.portions[name]) for name in findings.order),
        (f"by {findings.by}", found.all_together),
        (whole, found.whole),
    ]


def _share(one: Portion | Interval, *, whole: bool) -> tuple[str, str]:
    """The share of what all bring about, and of futures in which it is there; no share of all of them together."""
    if isinstance(one, Interval):
        return "", ""
    return "" if whole else share(one), percent(one.seen)


def _mean(findings: Findings, one: Portion | Interval) -> tuple[str, str]:
    mean = one.mean if isinstance(one, Portion) else one.estimate
    return findings.amount(mean), _limits(findings, one.low, one.high)


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
            f"{', '.join(unseen)} made no difference in any of {found.played} futures played; what is not seen in "
            f"them comes in fewer than {percent(unseen_below(found.looks.unseen_in))} of futures (95 %)."
        )
    skewed = {name: max(one.portions[name].wanted for one in (found, findings.attributable)) for name in findings.order}
    skewed = {name: most for name, most in skewed.items() if most}
    if skewed:
        yield (
            f"values of {', '.join(map(plain, skewed))} are so skewed that their limits hold the truth less often than "
            f"they say; about {max(skewed.values()):,} futures would do."
        )
    if findings.left_on:
        yield f"{', '.join(map(plain, findings.left_on))} stayed on; what they bring about is in {findings.rest}."
    if found.players:
        yield (
            "limits of a column hold together (95 %); a family's units are what it adds when it is switched on, mean "
            f"over {'all' if found.exact else 'random'} orders; seen as: the proximate cause in the runs."
        )
    if findings.twin:
        yield (
            "attributable: minus the stay-external twin in the same futures. The last table is of all units short, not "
            "of the attributable ones alone."
        )
    if found.played < found.replications:
        yield (
            f"anything is short in {findings.short} of {found.replications} futures, under {findings.schedule}"
            f"{' or staying external' if findings.twin else ''}; games were played in {found.played} of all, chosen by "
            "lot among those and the others, and weighted."
        )


def off(findings: Findings) -> list[str]:
    """What it means that a family is off, family by family."""
    return [f"{plain(name)}: {CHANCES[name].off}" for name in findings.order]


def _limits(findings: Findings, low: float, high: float) -> str:
    return "-" if isnan(low) else f"[{findings.amount(low)}, {findings.amount(high)}]"
