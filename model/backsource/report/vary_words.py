"""What `vary` says of corners, ends and levels: the answer in plain words, then tables and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan
from typing import Any

from backsource.inference import Corners, Ends, Interval, Sweep, Tipping, Tornado
from backsource.measures import Measure
from backsource.report.numbers import figure, scale

MOST = 8
"""Corners that break the choice and are shown; the rest are counted."""


@dataclass(frozen=True)
class Columns:
    """A table: its head, its rows, how many of its columns are text."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    text: int = 1


@dataclass(frozen=True)
class Told:
    """One look in words and numbers."""

    answer: str
    notes: Sequence[str] = ()
    tables: Sequence[Columns] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
    """The same for machines."""


class Scaled:
    """Numbers of a measure in a scale that is easy to read."""

    def __init__(self, measure: Measure, largest: float) -> None:
        self.size, word = scale(largest if isfinite(largest) else 1.0)
        self.least = 1e-9 * largest if isfinite(largest) else 0.0
        self.unit = f"{word}{measure.unit}"

    def __call__(self, value: float) -> str:
        """The number alone; 0 for what is only rounding."""
        return figure(value / self.size if not abs(value) < self.least else 0.0)

    def signed(self, value: float) -> str:
        """The number alone, with its sign."""
        text = self(value)
        return f"+{text}" if value > 0 else text

    def span(self, low: float, high: float) -> str:
        """Both ends and the unit."""
        return f"{self(low)} to {self(high)} {self.unit}"

    def limits(self, found: Interval) -> str:
        """A mean with its limits."""
        return f"{self.signed(found.estimate)} [{self.signed(found.low)}, {self.signed(found.high)}]"


def corners_told(found: Corners, measure: Measure) -> Told:
    """Corners: in how many the choice holds, where it breaks, what to measure first."""
    if not found.count:
        return Told(f"nothing is unsure, so there is no corner in which the choice of {found.picked} could break.")
    name, small = measure.name.replace("_", " "), Scaled(measure, max(map(abs, found.losses)))
    notes = [
        f"{name} of {found.picked}: {Scaled(measure, max(map(abs, found.span))).span(*found.span)} over the corners."
    ]
    notes += [
        f"{found.picked} minus {arm}: {spanned(measure, *found.difference_span(arm))}." for arm in found.arms[1:4]
    ]
    if found.matters:
        notes.append(f"It holds where no other is better by more than {figure(found.matters)} {measure.unit}.")
    effects = dict(zip((one.path for one in found.inputs), found.effects, strict=True))
    rows = [[one.name, reach(one), one.planned, one.basis, small.signed(effects[one.path])] for one in found.first]
    tables = [Columns(("input", "from .. to", "plan", "basis", f"moves loss {small.unit}"), rows, 4)]
    broken = [corner for corner in range(found.count) if not found.holding[corner]]
    if broken:
        worst = sorted(broken, key=lambda corner: -found.losses[corner])
        shown = [(found.winner(c), small(found.losses[c]), _marks(found, c)) for c in worst[:MOST]]
        tables.append(Columns(("better there", f"by {small.unit}", "inputs as listed above, - low + high"), shown, 3))
        if len(broken) > MOST:
            notes.append(f"Of {len(broken)} corners that break it the {MOST} worst are shown; --json has all.")
    numbers = {
        "choice": found.picked, "holds": found.holds, "corners": found.count, "unclear": found.unclear,
        "futures": found.futures, "span": found.span, "matters": found.matters,
        "difference": {arm: found.difference_span(arm) for arm in found.arms[1:]},
        "measure_first": [one.path for one in found.first],
        "inputs": [{**vars(one), "effect_on_loss": effects[one.path]} for one in found.inputs],
        "each": [
            {"ends": dict(zip((one.path for one in found.inputs), row.tolist(), strict=True)), "loss": float(loss),
             "holds": bool(holds), "best": found.winner(number)}
            for number, (row, loss, holds) in enumerate(zip(found.design, found.losses, found.holding, strict=True))
        ],
    }  # fmt: skip
    return Told(corners_answer(found), notes, tables, numbers)


def corners_answer(found: Corners) -> str:
    """The sentence on corners."""
    told = f"the choice of {found.picked} holds in {found.holds} of {found.count} corners"
    if found.holds == found.count:
        told = f"the choice of {found.picked} holds in all {found.count} corners"
    ends = [f"{one.name} is {end} in {there} of the {breaks}" for one, end, there, breaks in found.breaking[:2]]
    told += f"; of those that break it, {' and '.join(ends)}" if ends else ""
    if found.unclear:
        told += f"; {found.futures} futures a corner leave {found.unclear} of them unclear"
    first = f"Measure {found.first[0].name} first." if found.effects.any() else "No input moves it."
    return f"{told}. {first}"


def _marks(found: Corners, corner: int) -> str:
    """The ends of a corner, in the order in which the inputs are listed."""
    places = [found.inputs.index(one) for one in found.first]
    return " ".join("+" if found.design[corner, place] > 0 else "-" for place in places)


def reach(one: Ends) -> str:
    """Both ends, with their unit once: `23.6 .. 46.2 working days`."""
    number, _, unit = one.low.partition(" ")
    return f"{number} .. {one.high}" if unit and one.high.endswith(f" {unit}") else f"{one.low} .. {one.high}"


def spanned(measure: Measure, low: float, high: float) -> str:
    """Two values of a measure in the scale that suits them."""
    return Scaled(measure, max(abs(low), abs(high))).span(low, high)


def tornado_told(found: Tornado, measure: Measure) -> Told:
    """Each input at both ends: what it does to the choice and to its lead, and who is picked there."""
    choice, name = found.arms[0], measure.name.replace("_", " ")
    level = Scaled(measure, abs(found.base[0]))
    small = Scaled(measure, max((abs(value) for value in found.differences.ravel()), default=1.0))
    rows, each = [], []
    for number in found.order:
        one, ends = found.inputs[number], [found.winner(number, end) for end in (0, 1)]
        swing = found.swing(number)
        leads = map(small.signed, found.differences[number])
        rows.append([one.name, reach(one), *leads, " | ".join(dict.fromkeys(ends))])
        each.append({
            **vars(one), "choice": found.levels[number].tolist(), "difference": found.differences[number].tolist(),
            "swing": [swing.estimate, swing.low, swing.high], "picked": ends,
        })  # fmt: skip
    head = ("input", "from .. to", f"lead {small.unit}", "to", "picked")
    planned = f"As planned {choice} has {name} {level(found.base[0])} {level.unit}, {small.signed(found.base[1])}"
    notes = [f"{planned} {small.unit} against {found.against}; lead: {choice} minus {found.against}, same futures."]
    numbers = {"choice": choice, "against": found.against, "planned": found.base, "inputs": each,
               "picked_as_planned": found.winner_as_planned}  # fmt: skip
    return Told(_tornado_answer(found, small), notes, [Columns(head, rows, 2)] if rows else [], numbers)


def _tornado_answer(found: Tornado, small: Scaled) -> str:
    choice, order = found.arms[0], found.order
    if not order:
        return "nothing is unsure and the study has no factors of its scenario: there is nothing to move."
    turned = [
        (found.inputs[n].name, _end(found.inputs[n], end), found.winner(n, end), found.sure(n, end))
        for n in order for end in (0, 1) if found.winner(n, end) != found.winner_as_planned
    ]  # fmt: skip
    first = found.inputs[order[0]]
    ends = found.differences[order[0]]
    most = f"{first.name} moves {choice} minus {found.against} most, from {small.span(*ends)}"
    other = "" if found.winner_as_planned == choice else f" (as planned {found.winner_as_planned} is best)"
    if not turned:
        return f"no input by itself changes who is best{other}; {most}."
    name, end, winner, sure = next((one for one in turned if one[3]), turned[0])
    chance = "" if sure else f", which {len(found.planned)} futures cannot tell from chance"
    more = f", and {len(turned) - 1} more such ends" if len(turned) > 1 else ""
    return f"{winner} is best where {name} is {end}{chance}{more}{other}; {most}. Measure {first.name} first."


def _end(one: Ends, end: int) -> str:
    return one.high if end else one.low


def sweep_told(found: Sweep, measure: Measure) -> Told:
    """One input over levels: who is best at each, and from where on it changes."""
    choice, arms = found.arms[0], found.arms
    level = Scaled(measure, float(abs(found.means).max()))
    shown = arms[:5]
    rows = [
        [words, found.winner(number), *(level(found.means[number, place]) for place in range(len(shown)))]
        for number, words in enumerate(found.words)
    ]
    tables = [Columns((found.input.name, "best", f"{shown[0]} {level.unit}", *shown[1:]), rows, 2)]
    told = [(arm, tip) for arm, tip in zip(arms[1:], found.tippings, strict=True)]
    tables.append(
        Columns((f"{choice} against", "changes at", "95 %", "below it"), [_tip(found, *one) for one in told], 4)
    )
    notes = [] if len(arms) == len(shown) else [f"{len(arms) - len(shown)} more schedules: see --json."]
    if any(tip.crossings > 1 for _, tip in told):
        notes.append("Some differences change sign more than once; their value is where a monotone fit does.")
    numbers = {
        "choice": choice, "path": found.input.path, "unit": found.unit,
        "levels": found.levels.tolist(), "words": found.words,
        "planned": found.planned, "means": {arm: found.means[:, place].tolist() for place, arm in enumerate(arms)},
        "best": [found.winner(number) for number in range(len(found.levels))],
        "tipping": {arm: vars(tip) for arm, tip in told},
    }  # fmt: skip
    return Told(sweep_answer(found), notes, tables, numbers)


def tipping_told(found: Sequence[Sweep], measure: Measure) -> Told:
    """Several inputs, each by itself: where the choice changes."""
    choice = found[0].arms[0]
    rows = []
    for one in found:
        rows += [[one.input.name, *_tip(one, arm, tip), one.words[0], one.words[-1]] for arm, tip in one.found]
        if not one.found:
            rows.append([one.input.name, "any", "nowhere", "", "", one.words[0], one.words[-1]])
    head = ("input", f"{choice} against", "changes at", "95 %", "below it", "looked at from", "to")
    changing = [one for one in found if one.found]
    numbers = {"choice": choice, "inputs": [sweep_told(one, measure).numbers for one in found]}
    none = f"{choice} is overtaken by none as any input by itself goes from end to end."
    answer = " ".join(sweep_answer(one) for one in changing[:2]) or none
    return Told(answer, [], [Columns(head, rows, 7)], numbers)


def sweep_answer(found: Sweep) -> str:
    """The sentence on one input."""
    choice, one = found.arms[0], found.input
    reach = f"from {found.words[0]} to {found.words[-1]}"
    if not found.found:
        never = f"{choice} is overtaken by none as {one.name} goes {reach}"
        if found.winner(0) != choice:
            never = (
                f"as {one.name} goes {reach} no choice changes: {found.winner(0)} is better than {choice} throughout"
            )
        return f"{never}."
    arm, tip = min(found.found, key=lambda pair: abs(pair[1].value - found.planned))
    near = f"{_at(found, tip.value)} [{_limit(found, tip.low)}, {_limit(found, tip.high)}]"
    better = (tip.sign < 0) == (_goal_sign(found) > 0)
    return f"{choice} is better than {arm} {'below' if better else 'above'} {one.name} {near}, {arm} on the other side."


def _goal_sign(found: Sweep) -> int:
    """1 where less is better: a difference below 0 is then a lead."""
    return -1 if found.goal == "max" else 1


def _tip(found: Sweep, arm: str, tip: Tipping) -> list[str]:
    lead = {0: "no difference", 1: "", -1: ""}[tip.sign]
    better = "better" if tip.sign * _goal_sign(found) < 0 else "worse"
    if isnan(tip.value):
        return [arm, "nowhere", "", lead or f"{better} throughout"]
    return [arm, _at(found, tip.value), f"{_limit(found, tip.low)} .. {_limit(found, tip.high)}", lead or better]


def _at(found: Sweep, value: float) -> str:
    return f"{found.lead}{figure(value)} {found.unit}".rstrip()


def _limit(found: Sweep, value: float) -> str:
    if isnan(value):
        return "-"
    return figure(value) if isfinite(value) else "below" if value < 0 else "beyond"
