"""A stress test in words of 80 columns; the checklist STRESS-DES is another thing (`stress.py`)."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

from backsource.inference.stressed import PEAK, Felt, Phase, Stressed, Thing
from backsource.measures import catalogue
from backsource.network.feasibility.finding import plural
from backsource.report.dependency import days
from backsource.report.numbers import figure, percent, scale
from backsource.report.refusal import refused
from backsource.report.stress_test_answer import PHASES, WIDTH, answer, wrapped

MOST_ROWS = 14
"""Things that are told; the others are counted."""
MOST_NAMES = 6
NAME = 19
"""Width of a thing's name in the table."""
NUMBERS = 21
"""Width of a mean with its limits."""
LOST = "units short with the loss - units short without it, in the same future; mean over futures"


def lines(found: Stressed, horizon: date) -> list[str]:
    """Everything, as lines of at most 80 columns; *horizon* is the first day that is not simulated."""
    blocks: list[list[str]] = [answer(found), _things(found), _dates(found), notes(found, horizon)]
    return [line for number, block in enumerate(blocks) for line in (["", *block] if number else block)]


def as_plain(found: Stressed, horizon: date) -> dict[str, Any]:
    """Everything as plain data, with unit and formula of what is measured."""
    known = {measure.name: measure for measure in catalogue()}
    short, gaps = known["units_short"], known["gap_days"]
    unit = plural(found.unit) if found.unit else "units"
    source = "Simchi-Levi et al. (2015)"
    return {
        "answer": " ".join(answer(found)),
        **asdict(found),
        "things": [{**asdict(thing), "worst_date": found.dates[thing.worst]} for thing in found.things],
        "dearest_unchosen": found.unchosen,
        "dangerous_window": None if found.window is None else asdict(found.window),
        "assumed": sum(thing.assumed for thing in found.things),
        "measures": {
            "units": {"unit": unit, "formula": f"{LOST}; units short: {short.formula}", "source": source},
            "days": {"unit": gaps.unit, "formula": f"gap days more, likewise; gap days: {gaps.formula}",
                     "source": source},
            "touched": {"unit": "futures", "formula": "futures in which anything measured differs", "source": "-"},
        },
        "notes": notes(found, horizon),
    }  # fmt: skip


# ---- tables
def _things(found: Stressed) -> list[str]:
    """One line a thing, the dearest first; those that cost nothing are named below."""
    dear = [thing for thing in found.things if any(felt.units.estimate > 0 for felt in thing.felt)]
    free = [thing.part for thing in found.things if thing not in dear]
    size, word = _scale(found)
    said = [phase for phase in PHASES if phase in found.phases]
    head = _row("lost", "back", "worst date", f"{word}{_unit(found)} lost [95 %]", said)
    rows = [head, *(_thing(found, thing, size, said) for thing in dear[:MOST_ROWS])] if dear else []
    more = len(dear) - MOST_ROWS
    rows += [f"... and {more} more in --json"] if more > 0 else []
    if free:
        names = ", ".join(free[:MOST_NAMES]) + (f" and {len(free) - MOST_NAMES} more" if len(free) > MOST_NAMES else "")
        rows += wrapped(f"Cost{'' if len(free) > 1 else 's'} nothing on these dates: {names}.")
    return rows


def _thing(found: Stressed, thing: Thing, size: float, said: Sequence[Phase]) -> str:
    levels = [
        max(felt.units.estimate for felt, each in zip(thing.felt, found.phases, strict=True) if each == phase)
        for phase in said
    ]
    back = days(thing.recovers) + ("*" if thing.assumed else "")
    lost = limits(thing.felt[thing.worst], size)
    return _row(
        thing.part, back, f"{found.dates[thing.worst]}", lost, [figure(_plain(level, size)) for level in levels]
    )


def _row(name: str, back: str, when: str, lost: str, levels: Sequence[str]) -> str:
    short = name if len(name) <= NAME else f"{name[: NAME - 2]}.."
    return " ".join([f"{short:{NAME}}", f"{back:>6}", f"{when:10}", f"{lost:>{NUMBERS}}",
                     *(f"{level:>6}" for level in levels)]).rstrip()  # fmt: skip


def _dates(found: Stressed) -> list[str]:
    """One line a date: the dearest loss, and what is planned around it."""
    size, word = _scale(found)
    head = f"{'date':10}   {'dearest loss':{NAME}} {word + _unit(found) + ' lost':>{NUMBERS}}  planned until next"
    rows = [head]
    for place, (day, thing) in enumerate(zip(found.dates, found.worst, strict=True)):
        felt = thing.felt[place]
        marked = found.window is not None and found.window.first <= day <= found.window.last
        lost = f"{thing.part[:NAME]:{NAME}} {limits(felt, size):>{NUMBERS}}" if felt.units.estimate > 0 else (
            f"{'-':{NAME}} {'0':>{NUMBERS}}"
        )  # fmt: skip
        start = f"{day} {'!' if marked else ' '} {lost}  "
        planned, *more = wrap(", ".join(_until_next(found, place)), WIDTH - len(start)) or [""]
        rows += [f"{start}{planned}".rstrip(), *(f"{'':{len(start)}}{line}" for line in more)]
    told = ["!: in the dangerous window"] if found.window is not None else []
    return [*rows, *told]


def _until_next(found: Stressed, place: int) -> Iterator[str]:
    """What is planned from a date until the next one."""
    day = found.dates[place]
    after = found.dates[place + 1] if place + 1 < len(found.dates) else date.max
    first = date.min if place == 0 else day
    yield from (what for when, what in found.events if first <= when < after)


def limits(felt: Felt, size: float) -> str:
    """A mean with its limits, divided by *size*; without them below 5 futures."""
    one = refused(felt.units)
    said = figure(_plain(one.estimate, size))
    return f"{said} [{figure(_plain(one.low, size))}, {figure(_plain(one.high, size))}]" if one.low == one.low else said


def _plain(value: float, size: float) -> float:
    """Divided, in at most three figures after the point; no negative zero."""
    return round(value / size, 1 if size > 1 else 0) + 0.0


def _scale(found: Stressed) -> tuple[float, str]:
    most = max((abs(felt.units.estimate) for thing in found.things for felt in thing.felt), default=0.0)
    return scale(most) if most >= 1e4 else (1.0, "")


def _unit(found: Stressed) -> str:
    return plural(found.unit) if found.unit else "units"


# ---- what it rests on
def notes(found: Stressed, horizon: date) -> list[str]:
    """What must be said beside the numbers."""
    assumed = [thing for thing in found.things if thing.assumed]
    said = [
        (
            "Lost: short because of the loss, once for each unit that comes late or never; negative where it helps. "
            "Nobody knows of a loss before; tasks and trials go on. Intervals are those of each number by itself."
        ),
        (
            f"{found.futures} futures are few where losses meet rare trouble; --futures asks for more, and nothing is "
            "run twice."
        ),
    ]
    if assumed:
        spans = sorted({thing.recovers for thing in assumed})
        said.append(
            f"* {len(assumed)} of {len(found.things)} things have an assumed time to recover of {days(spans[0])}, as "
            "the scenario says nothing of it; --recovery sets it."
        )
    if found.window is not None:
        calmest = "the dearest of the calmest date; no date before the changeover was looked at"
        than = "the dearest before the changeover" if "before" in found.phases else calmest
        said.append(
            f"Dangerous: dates around the dearest loss on which one costs at least {percent(PEAK)} of that, and surely "
            f"more than {than}."
        )
    cut = sum(day + timedelta(days=thing.recovers) > horizon for thing in found.things for day in found.dates)
    if cut:
        longer = "1 loss lasts" if cut == 1 else f"{cut} losses last"
        said.append(f"Nothing is counted beyond the end of the run, {horizon}; {longer} longer.")
    if found.left_out:
        said.append(f"{found.left_out} more things, on which fewest lanes and lines rest, were not taken out.")
    return [line for text in said for line in wrapped(text)]
