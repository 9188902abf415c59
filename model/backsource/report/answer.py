"""Which schedule to pick and how sure that is, in sentences."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, isnan

from backsource.inference import Paired, unseen_below
from backsource.inference.rare import never_differs
from backsource.report.arm_names import has_levels
from backsource.report.comparison import Comparison, Row
from backsource.report.numbers import figure, percent, scale

MOST_NAMES = 3
HOPELESS = 1e6
"""Futures beyond which nobody parts two schedules."""


def answer(comparison: Comparison) -> str:
    """What to do, in a sentence or two."""
    choice, best = comparison.choice, comparison.best
    if len(comparison.rows) == 1 and (choice is None or choice.picked is not None):
        return f"only {best} was run; there is nothing to compare it with."
    if choice is None:
        return f"{comparison.replications} futures are too few to choose by; 5 or more would do."
    if comparison.picked:
        return f"pick {best}{_ties(comparison)}.{_often(comparison)}{_left_out(comparison)}"
    if choice.leader is None:
        doubtful = [row.schedule for row in comparison.rows if row.state == "floor unresolved"]
        if not doubtful:
            return "none of the schedules keeps the floors."
        return f"unresolved: no schedule is known to keep the floors; {listed(doubtful)} may.{_left_out(comparison)}"
    return (
        f"unresolved after {comparison.replications:,} futures: {best} leads, but {_open(comparison)}; "
        f"{best} is at most {_regret(comparison)} worse than any.{_left_out(comparison)}{_more(comparison)}"
    )


def sure(comparison: Comparison) -> str:
    """The state of the guarantee, and what it says."""
    choice = comparison.choice
    if choice is None:
        return "guarantee none: no interval is given below 5 futures."
    if len(comparison.rows) == 1 and choice.picked is not None:
        return "nothing was chosen, so nothing is guaranteed."
    state, words = choice.guarantee.state, choice.guarantee.words
    if state == "met":
        doubts = [arm.against.note for arm in choice.arms if arm.against and arm.against.note]
        but = f" But {doubts[0]}." if doubts and not comparison.looked else ""
        return f"guarantee met: {words}.{but}"
    because = words.removeprefix("none: ")
    if state == "capped":
        because = words.partition("; unresolved")[0]
    elif because.startswith("unresolved"):
        because = "these runs do not decide; `backsource budget` says how many would"
    return f"guarantee {state}: {because}."


def spans(comparison: Comparison) -> str:
    """The two spans of the headline number: over runs, and over what is unsure.

    Empty where there is no such number, since nothing is compared or no schedule is known to keep the floors.
    """
    against = comparison.beside_best
    if against is None or comparison.choice is None or comparison.choice.leader is None:
        return ""
    best, primary = comparison.best, comparison.primary
    found = _best_minus(comparison, against)
    largest = max(abs(one) for one in (found.low, found.high, found.mean) if isfinite(one))
    outer = _corner_span(comparison, against)
    size, word = scale(max([largest, *(abs(one) for one in outer or ())]))
    unit = f"{word}{primary.unit}"
    said = (
        f"{primary.name.replace('_', ' ')} of {best} minus {against}: {_signed(found.mean / size)} {unit}; "
        f"{_range(found.low / size, found.high / size)} over runs (95 % for all pairs)"
    )
    corners = comparison.corners
    if corners is None or outer is None:
        return f"{said}; over what is unsure: not run."
    if not corners.count:
        return f"{said}; the scenario calls nothing unsure."
    first = corners.first[0].name
    unclear = f" ({corners.unclear} too close to call)" if corners.unclear else ""
    return (
        f"{said}; {_range(outer[0] / size, outer[1] / size)} over the corners of "
        f"{len(corners.inputs)} unsure inputs (means of {corners.futures} futures each), where {best} holds in "
        f"{corners.holds} of {corners.count}{unclear}; "
        f"measure {first} first."
    )


def floors(comparison: Comparison) -> list[str]:
    """How each floor stands, one sentence a floor."""
    return [
        f"{held.name}: {held.text}: " + "; ".join(_standings(comparison.rows, place)) + "."
        for place, held in enumerate(comparison.floors)
    ]


def _standings(rows: Sequence[Row], place: int) -> list[str]:
    judged = [(row.schedule, row.floors[place]) for row in rows if row.floors]
    if not judged:
        return ["too few futures to judge"]
    told = []
    for standing, words in (("kept", "kept by"), ("open", "open for"), ("broken", "broken by")):
        own = [
            f"{name} {percent(one.share.estimate)} [{percent(one.share.low)}, {percent(one.share.high)}]"
            for name, one in judged if one.standing == standing
        ]  # fmt: skip
        if own:
            told.append(f"{words} {', '.join(own)}")
    return told


def risk(comparison: Comparison) -> str:
    """The mean of the worst twentieth of futures, of the best and of what it is told against."""
    names = [comparison.best, *(one for one in [comparison.beside_best] if one)]
    rows = [comparison.row(name) for name in names]
    if any(isnan(row.tail.interval.estimate) for row in rows):
        return ""
    size, word = scale(max(abs(row.tail.interval.estimate) for row in rows))
    told = ", ".join(f"{row.schedule} {figure(row.tail.interval.estimate / size)}" for row in rows)
    warning = rows[0].tail.warning
    more = f" ({warning})" if warning else ""
    name = comparison.primary.name.replace("_", " ")
    return f"mean {name} of the worst 5 % of futures: {told} {word}{comparison.primary.unit}{more}."


def listed(names: Sequence[str]) -> str:
    """Names in a row, the first three of them; of arms with levels, whose names are long, the first."""
    most = 1 if any(map(has_levels, names)) else MOST_NAMES
    if len(names) > most + 1:
        names = [*names[:most], f"{len(names) - most} others"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"


def _ties(comparison: Comparison) -> str:
    """Who is as good, and from whom no difference was seen yet, which is not the same."""
    alike = {row.schedule: comparison.against_best(row.schedule) for row in comparison.rows if row.state == "same"}
    same = [name for name, found in alike.items() if not never_differs(found)]
    unseen = {name: found for name, found in alike.items() if found is not None and name not in same}
    said = f"; {listed(same)} {'is' if len(same) == 1 else 'are'} the same for your purposes" if same else ""
    if unseen:
        count = min(found.n for found in unseen.values())
        said += (
            f"; no difference from {listed(list(unseen))} was seen in {count:,} futures: there may be one in up to "
            f"{percent(unseen_below(count))} of them"
        )
    return said


def _often(comparison: Comparison) -> str:
    """In how many futures the best one beats the control."""
    found = comparison.row(comparison.best).difference
    return "" if found is None else f" It beats {comparison.control} in {percent(found.better)} of futures."


def _left_out(comparison: Comparison) -> str:
    """Who is surely not the one, and why."""
    behind = [row.schedule for row in comparison.rows if row.state in ("behind", "no better")]
    broken = [row.schedule for row in comparison.rows if row.state == "breaks a floor"]
    said = ""
    if behind and comparison.picked is None:
        said = f" {listed(behind)} {'is' if len(behind) == 1 else 'are'} behind."
    if broken:
        said += f" {listed(broken)} {'breaks' if len(broken) == 1 else 'break'} a floor."
    return said


def _open(comparison: Comparison) -> str:
    """Who may yet be better, and whose floors are open."""
    by = "" if comparison.matters is None else f" by more than {_matters(comparison)}"
    close = [row.schedule for row in comparison.rows if row.state == "unresolved"]
    doubtful = [row.schedule for row in comparison.rows if row.state == "floor unresolved"]
    said = [f"{listed(close)} may be better{by}"] if close else []
    if doubtful:
        said.append(f"{listed(doubtful)} may be better{by} and may keep the floors")
    return "; ".join(said)


def _matters(comparison: Comparison) -> str:
    return f"{figure(comparison.matters or 0.0)} {comparison.primary.unit}"


def _regret(comparison: Comparison) -> str:
    """By how much the leader may be worse than another one, at most."""
    assert comparison.choice is not None
    most = comparison.choice.regret
    size, word = scale(most)
    return f"{figure(float(f'{most / size:.3g}'))} {word}{comparison.primary.unit}"


def _more(comparison: Comparison) -> str:
    """How many futures would part the closest ones, if the differences are what they seem."""
    if any(comparison.row(name).state == "floor unresolved" for name in comparison.rivals):
        return ""
    room = comparison.matters or 0.0
    sign = -1.0 if comparison.primary.goal == "max" else 1.0
    needed = []
    for name in comparison.rivals:
        found = comparison.against_best(name)
        if found is None or not isfinite(found.high):
            return ""
        distance = sign * found.mean + room
        half = (found.high - found.low) / 2
        needed.append(comparison.replications * (half / distance) ** 2 if distance > 0 else HOPELESS)
    most = max(needed, default=HOPELESS)
    if most >= HOPELESS:
        return " More futures will hardly part them."
    return f" About {float(f'{most:.2g}'):,.0f} futures would part them."


def _best_minus(comparison: Comparison, against: str) -> Paired:
    """The best minus another one, with an interval that holds together with those of all pairs.

    Student's interval by itself would miss the truth too often, since the best was found by looking: among ten equal
    schedules in 15 % of studies.
    """
    found = comparison.against_best(against)
    assert found is not None, "there is a choice, and another one than its leader"
    return replace(found, mean=0.0 - found.mean, low=0.0 - found.high, high=0.0 - found.low)


def _corner_span(comparison: Comparison, against: str) -> tuple[float, float] | None:
    corners = comparison.corners
    if corners is None:
        return None
    if not corners.count:
        return 0.0, 0.0
    low, high = corners.difference_span(against)
    return low + comparison.shift, high + comparison.shift


def _signed(value: float) -> str:
    return f"{value:+.3g}"


def _range(low: float, high: float) -> str:
    return "[none]" if isnan(low) else f"[{low:+.3g}, {high:+.3g}]"
