"""The sentences that answer why one schedule costs less, or leaves fewer units short, than another."""

from collections.abc import Sequence
from math import isnan

from backsource.inference import Paired
from backsource.report.explain import Explanation, Part, words
from backsource.report.numbers import figure, percent, scale

TOLD = 4
"""Groups that a sentence names at most."""
ENOUGH = 0.9
"""Share of all that groups differ by, from which on no further one is named."""
LITTLE = 1e-6
"""Share of what differs in a span below which the rest is rounding."""
SAID = {"leaving": "leaving the supplier"}
"""Groups that a sentence calls otherwise than a table."""


def answer(found: Explanation) -> str:
    """What the difference in cost is, what it is made of, and where it falls."""
    head = _whole(found, found.cost, "costs", found.currency, ("more", "less"))
    reasons = _reasons(found)
    return f"{head}{': ' + ', '.join(reasons) if reasons else ''}."


def short_answer(found: Explanation) -> str:
    """The same of units short."""
    if found.short.nothing:
        return "neither schedule leaves a unit short."
    head = _whole(found, found.short, "leaves", "units", ("more short", "fewer short"))
    known = found.short.difference.low > 0 or found.short.difference.high < 0
    mixes = [
        f"{_amount(part.difference.mean, '', ('more', 'fewer'))} {words(part.name)}"
        f"{_in_brackets(_doubt(part)) if known else ''}"
        for part in _most(found.causes)
    ]
    return f"{head}{': ' + ', '.join(mixes) if mixes else ''}."


def when(found: Explanation) -> str:
    """In which weeks the difference in cost arises."""
    if not found.spans:
        return "no week differs in cost."
    own, other = found.names
    ways = ("more", "less")
    if found.spans[0].one_way:
        one = found.spans[0]
        rest = found.cost.difference.mean - one.difference
        told = f"most of it falls into {one.first} to {one.last}: {_amount(one.difference, found.currency, ways)}"
        beside = f", and {_amount(rest, found.currency, ways)} in all other weeks"
        return f"{told}{beside if abs(rest) > LITTLE * abs(one.difference) else ''}."
    told = ", ".join(
        f"from {one.first} to {one.last} {own} costs {_amount(one.difference, found.currency, ways)}"
        for one in found.spans
    )
    return f"weeks differ either way: {told} than {other}."


def notes(found: Explanation) -> list[str]:
    """What has to be known to read the tables."""
    way = f"every difference is {found.heading}, future by future"
    limits = (
        "with Student's limits at 95 % each by itself; * marks those whose sign holds together with all others of "
        "their table (Holm)"
    )
    few = isnan(found.cost.difference.low)
    said = [f"{way}; {found.futures} futures are too few for limits" if few else f"{way}, {limits}"]
    rare, skewed = _noted(found)
    if rare:
        said.append(f"? marks parts that differ in fewer than 10 futures: limits are wider there ({_listed(rare)})")
    if skewed:
        said.append(f"few futures for values this skewed, limits cover less than they say: {_listed(skewed)}")
    if found.left_out:
        said.append(f"left out, 0 in both: {', '.join(found.left_out)}")
    return said


def rarely(part: Part) -> bool:
    """Whether a part differs in so few futures that its limits rest on them."""
    return part.difference.note.startswith("differs in only")


def _noted(found: Explanation) -> tuple[list[str], list[str]]:
    """Parts that differ rarely, and parts whose values are too skewed; each once."""
    steps = [part for step in found.steps for part in (step.cost, step.short)]
    parts = [*found.lines, *found.groups, *found.causes, *steps]
    rare = [words(part.name) for part in parts if rarely(part)]
    skewed = [words(part.name) for part in (found.cost, found.short, *parts) if "skewed" in part.difference.note]
    return list(dict.fromkeys(rare)), list(dict.fromkeys(skewed))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - TOLD
    return ", ".join(names[:TOLD]) + (f" and {more} more" if more > 0 else "")


def _whole(found: Explanation, part: Part, verb: str, unit: str, ways: tuple[str, str]) -> str:
    """The difference as a whole, with its limits in the direction that is told."""
    own, other = found.names
    one = part.difference
    if one.better == one.worse == 0.0:
        return f"{own} {verb} as much as {other} in all {found.futures} futures"
    said = f"{own} {verb} {_amount(one.mean, unit, ways)} than {other}"
    if isnan(one.low):
        return f"{said} ({found.futures} futures are too few for limits)"
    if not (one.low > 0 or one.high < 0):
        return f"{said} on average of {found.futures} futures, which may be chance {_limits(one)}"
    return f"{said} {_limits(one)}, and {_agree(one)}"


def _agree(one: Paired) -> str:
    """In how many futures the difference has the sign of its mean."""
    less = one.mean < 0
    return f"{'less' if less else 'more'} in {percent(one.better if less else one.worse)} of {one.n} futures"


def _limits(one: Paired) -> str:
    """Limits in the scale of the mean; as sizes where both lie on its side."""
    size, _ = scale(max(abs(one.mean), 1e-12))
    ends = sorted((one.low / size, one.high / size), key=abs)
    if one.low > 0 or one.high < 0:
        return f"[{_three(abs(ends[0]))} to {_three(abs(ends[1]))}]"
    low, high = (f"{'+' if end > 0 else ''}{_three(end)}" for end in (one.low / size, one.high / size))
    return f"[{low} to {high}]"


def _reasons(found: Explanation) -> list[str]:
    """The groups that make most of the difference."""
    told: list[str] = []
    for part in _most(found.groups):
        amount = _amount(part.difference.mean, found.currency if not told else "", ("more", "less"))
        remarks = [_main(found) if part.name == "shortage" else "", _doubt(part)]
        said = _in_brackets("; ".join(filter(None, remarks)))
        told.append(f"{amount} for {SAID.get(part.name, words(part.name))}{said}")
    return told


def _main(found: Explanation) -> str:
    """Of the shortage cost the cause that makes most of its difference."""
    whole = next(part for part in found.groups if part.name == "shortage").difference.mean
    largest = _largest(found.late)[0]
    share = largest.difference.mean / whole
    if 0.0 < share <= 1.0:
        return f"of it {percent(share)} {words(largest.name)}"
    return f"{words(largest.name)} alone {_amount(largest.difference.mean, '', ('more', 'less'))}"


def _doubt(part: Part) -> str:
    return "" if part.sure or isnan(part.difference.low) else "may be chance"


def _in_brackets(remark: str) -> str:
    return f" ({remark})" if remark else ""


def _most(parts: Sequence[Part]) -> list[Part]:
    """The parts that make most of what parts differ by, the largest first."""
    found = [part for part in _largest(parts) if part.difference.mean]
    gross = sum(abs(part.difference.mean) for part in found)
    told: list[Part] = []
    for part in found[:TOLD]:
        if sum(abs(one.difference.mean) for one in told) >= ENOUGH * gross:
            break
        told.append(part)
    return told


def _largest(parts: Sequence[Part]) -> list[Part]:
    """Parts by the size of their difference."""
    return sorted(parts, key=lambda part: -abs(part.difference.mean))


def _amount(mean: float, unit: str, ways: tuple[str, str]) -> str:
    """A size and its direction: `1.24 m EUR less`."""
    size, word = scale(max(abs(mean), 1e-12))
    told = f"{_three(abs(mean) / size)} {word}{unit}".strip()
    return f"{told} {ways[0] if mean > 0 else ways[1]}"


def _three(value: float) -> str:
    """About three figures."""
    return figure(float(f"{value:.3g}"))
