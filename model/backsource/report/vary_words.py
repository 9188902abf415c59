"""What `vary` says of corners and ends: the answer in plain words, then tables and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan
from typing import Any

from backsource.inference import Corners, Ends, Interval, Tornado
from backsource.measures import Measure
from backsource.report.numbers import figure, percent, scale
from backsource.report.refusal import refused

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
    """One variation in words and numbers."""

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
        """A mean with its limits; without them where they would rest on fewer than 5 futures."""
        if isnan(refused(found).low):
            return f"{self.signed(found.estimate)} [none]"
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
    notes += floor_notes(found)
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
        "floors": [
            {"name": one.name, "chance": one.chance, "broken_in": one.counts[:, 0].tolist(),
             "share": dict(zip(found.arms, one.shares.tolist(), strict=True))} for one in found.floors
        ],
        "each": [
            {"ends": dict(zip((one.path for one in found.inputs), row.tolist(), strict=True)), "loss": float(loss),
             "holds": bool(holds), "best": found.winner(number)}
            for number, (row, loss, holds) in enumerate(zip(found.design, found.losses, found.holding, strict=True))
        ],
    }  # fmt: skip
    return Told(corners_answer(found), notes, tables, numbers)


def floor_notes(found: Corners) -> list[str]:
    """Where the choice breaks each floor, and who breaks it too often to be a choice."""
    notes = []
    for floor in found.floors:
        breaks, most = floor.breaks(0), f"{floor.name} (at most {percent(floor.chance)})"
        total = f"{int(floor.counts[:, 0].sum())} of {found.count * found.futures} futures"
        if not len(breaks):
            notes.append(f"Floor {most}: {found.picked} breaks it in {total}, in no corner more often than it may.")
        else:
            first = breaks[0]
            notes.append(
                f"Floor {most}: {found.picked} breaks it in {len(breaks)} of {found.count} corners, {total} in all, "
                f"first where {found.words(int(first))} ({floor.counts[first, 0]} of {found.futures})."
            )
    barred = [found.arms[place] for place in range(1, len(found.arms)) if place not in found.rivals]
    if barred:
        notes.append(f"No choice, since over all corners floors are broken too often: {', '.join(barred)}.")
    if found.floors:
        notes.append(f"{found.futures} futures a corner show where floors break; how often they are too few to say.")
    return notes


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
        swing = refused(found.swing(number))
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
