"""What `vary` says of levels: who is best at each, and from which value on the choice changes."""

from collections.abc import Sequence
from math import isfinite, isnan

from backsource.inference import Sweep, Tipping
from backsource.measures import Measure
from backsource.report.numbers import figure
from backsource.report.vary_words import Columns, Scaled, Told


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
    unsure = "" if isfinite(tip.low) or isfinite(tip.high) else ", though the futures cannot tell that it changes"
    side = "below" if better else "above"
    return f"{choice} is better than {arm} {side} {one.name} {near}, {arm} on the other side{unsure}."


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
