"""What outputs depend on, in words: the answer first, then days, losses, cut sets and concentration. 80 columns."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from math import isfinite
from textwrap import wrap
from typing import Any

from backsource.network.dependency import Dependency, Loss, Picture
from backsource.network.dependency.parts import KINDS, kind_of, name_of
from backsource.network.feasibility.finding import plural, units
from backsource.report.numbers import percent

WIDTH = 80
MOST_ROWS = 14
"""Losses and days that are told; the others are counted."""
MOST_NAMES = 4
UNSEEN = (
    "pictures.losses.stops", "pictures.losses.pairs", "pictures.cuts", "pictures.seen",
    "pictures.concentrated.by_parent",
)  # fmt: skip
"""What can only grow when somebody looks farther upstream."""


def lines(found: Dependency, figures: Sequence[object] = ()) -> list[str]:
    """Everything, as lines of at most 80 columns."""
    focus = focus_of(found)
    return [
        *answer(found), "", *_days(found), *(_in_full(found, focus) if focus.losses else []), "",
        *wrap("As planned, without simulating: planned dates kept, first trials passed, means over a year; in time to "
              "survive what is left is used in the best way from the first day on.", WIDTH),
        *[f"Figure {path}" for path in figures],
    ]  # fmt: skip


def _in_full(found: Dependency, focus: Picture) -> list[str]:
    return ["", *_losses(found, focus), "", *_pairs(focus), *_concentrated(focus)]


def as_plain(found: Dependency) -> dict[str, Any]:
    """Everything as plain data; `unseen` names what depends on how far upstream one can see."""
    return {"answer": answer(found), "unseen": list(UNSEEN), **asdict(found)}


def focus_of(found: Dependency) -> Picture:
    """The day that is told in full: the one asked for, else after the changeover."""
    return found.at("on") or found.at("after") or found.pictures[-1]


# ---- the answer
def answer(found: Dependency) -> list[str]:
    """What a planner wants to know first."""
    focus, before = focus_of(found), found.at("before")
    said = [_points(focus, before)]
    said += [text for text in (_partly(focus), _dearest(found, focus), _soonest(found), _dark(focus)) if text]
    under = f" under {found.schedule}" if found.schedule else ""
    said.append(f"Scenario {found.scenario}{under}; outputs: {_some(list(focus.outputs))}.")
    if found.left_out:
        said.append(f"{found.left_out} more days with another structure are not looked at; --on DATE shows one.")
    return [line for text in said for line in wrap(text, WIDTH)]


def _points(focus: Picture, before: Picture | None) -> str:
    if not focus.met:
        until = "" if not isfinite(focus.lasts) else f"; what is there lasts {days(focus.lasts)}"
        return f"{_when(focus)} nothing feeds {_some(list(focus.outputs))}{until}."
    count = len(focus.single())
    instead = "" if before is None or before is focus else _instead(count, len(before.single()))
    named = "; ".join(
        f"{_plural(kind, len(lost))} {_some([name_of(loss.part) for loss in lost])}"
        for kind in KINDS if (lost := focus.single(kind))
    )  # fmt: skip
    short = (
        f" Even with nothing lost only {percent(focus.met)} of the demand can be met." if focus.met < 1 - 1e-9 else ""
    )
    points = f"{count or 'no'} single {'points' if count > 1 else 'point'} of failure"
    beyond = " (more may be unseen)" if focus.unseen else ""
    return f"{_when(focus)} {points}{instead}{beyond}{': ' if named else ''}{named}.{short}"


def _instead(count: int, before: int) -> str:
    """How many there were before the changeover."""
    if count != before:
        return f" instead of {before or 'none'}"
    return ", as many as before" if count else ", as before"


def _partly(focus: Picture) -> str:
    """Losses that a second source covers in part only."""
    lost = sorted((loss for kind in ("site", "cause") for loss in focus.partly(kind)), key=lambda loss: loss.left)
    if not lost:
        return ""
    said = [f"losing {name_of(loss.part)} leaves {percent(loss.left)} of the demand" for loss in lost[:MOST_NAMES]]
    return f"A second source covers only in part: {'; '.join(said)}."


def _dearest(found: Dependency, focus: Picture) -> str:
    """The largest loss within its time to recover."""
    worst = max(focus.losses, key=lambda loss: loss.short or 0.0, default=None)
    if worst is None or not worst.short or worst.recovers is None:
        return "" if not focus.losses else f"{_when(focus)} stocks carry every single loss whose length is known."
    lost = f"{units(worst.short, found.unit)}, " if found.unit else ""
    return (
        f"The dearest loss of known length: {worst.part}, back after {days(worst.recovers)}, all met for "
        f"{days(worst.survives)}: {lost}{percent(worst.short_of_year or 0.0)} of a year's demand short."
    )


def _soonest(found: Dependency) -> str:
    """The day on which a loss is felt soonest."""
    felt = [(loss.survives, picture, loss) for picture in found.pictures for loss in picture.losses
            if isfinite(loss.survives)]  # fmt: skip
    bare = [picture for picture in found.pictures if picture.met < 1 - 1e-9 and picture is not focus_of(found)]
    said = ""
    if bare:
        worst = min(bare, key=lambda picture: (picture.met, picture.lasts))
        met = f"only {percent(worst.met)} of the demand can be" if worst.met else "nothing is"
        said = f"On {worst.day} {met} delivered for good with nothing lost; what is there lasts {days(worst.lasts)}. "
    if felt:
        lasts, picture, loss = min(felt, key=lambda one: one[0])
        said += f"Felt soonest: {loss.part} lost on {picture.day}, after {days(lasts)}."
    return said.strip()


def _dark(focus: Picture) -> str:
    if not focus.unseen:
        return ""
    count = len(focus.unseen)
    return (f"Unseen: nobody says what {_some(list(focus.unseen))} depend{'s' if count == 1 else ''} on ({count} of "
            f"{focus.seen} sites), so single points, cut sets and parents can only be more than told.")  # fmt: skip


# ---- tables
def _days(found: Dependency) -> list[str]:
    """One line a day."""
    rows: list[tuple[str, ...]] = [("day", "open sources", "sites", "causes", "other", "all met", "felt", "first lost")]
    for picture in found.pictures[: MOST_ROWS + 1]:
        counts = [len(picture.single("site")), len(picture.single("cause"))]
        first = min((loss for loss in picture.losses if isfinite(loss.survives)), key=lambda loss: loss.survives,
                    default=None)  # fmt: skip
        rows.append((
            f"{picture.day}", _open(picture), *(f"{count}" for count in counts),
            f"{len(picture.single()) - sum(counts)}", days(picture.lasts),
            days(first.survives) if first else "never", name_of(first.part) if first else "-",
        ))  # fmt: skip
    dark = "unseen beyond" if any(picture.unseen for picture in found.pictures) else "all that is known"
    return [f"Single points of failure by day ({dark}); days until one loss is felt", *_table(rows, (0, 1, 7), 80)]


def _losses(found: Dependency, focus: Picture) -> list[str]:
    """One line a part, the worst first."""
    rows: list[tuple[str, ...]] = [("lost", "alone", "left", "through", "all met", "back in", "short", "index")]
    felt = [loss for loss in focus.losses if loss.stops or loss.left < focus.met - 1e-9 or loss.exposed > 0]
    rows += [_row(loss) for loss in felt[:MOST_ROWS]]
    more = len(felt) - MOST_ROWS
    when = _when(focus) if focus.when == "on" else f"{_when(focus).rstrip(',')}, {focus.day}"
    head = f"{when}: when one part is lost" + (f", short in {plural(found.unit)}" if found.unit else "")
    rough = sum(not loss.exact for loss in focus.losses)
    tail = [f"... and {more} more in --json"] if more > 0 else []
    tail += [f"{rough} parts not worked out, as the network is large: left and all met at most."] if rough else []
    return [head, *_table(rows, (0, 1), WIDTH), *tail]


def _row(loss: Loss) -> tuple[str, ...]:
    unseen = " (unseen)" if loss.unseen else ""
    return (
        loss.part + unseen, "stops all" if loss.stops else "", percent(loss.left), percent(loss.exposed),
        days(loss.survives), "?" if loss.recovers is None else days(loss.recovers),
        "?" if loss.short is None else f"{loss.short:,.0f}",
        "-" if loss.exposure is None else f"{loss.exposure:.2f}",
    )  # fmt: skip


def _pairs(focus: Picture) -> list[str]:
    """Sites and causes that stop an output when lost together, and how many sets there are."""
    cuts = {cut for family in focus.cuts.values() for cut in family}
    pairs = sorted(cut for cut in cuts if len(cut) == 2 and all(kind_of(part) in ("site", "cause") for part in cut))
    said = [" + ".join(name_of(part) for part in cut) for cut in pairs]
    counts = ", ".join(
        f"{sum(len(cut) == order for cut in cuts)} of order {order}" for order in range(1, focus.order + 1)
    )
    unseen = ", unseen beyond" if focus.unseen else ""
    text = f"Cut sets of all parts{unseen}: {counts}."
    text += f" Truncated: larger than order {focus.order} left out, there are too many." if focus.truncated else ""
    text += f" Pairs of sites and causes: {_some(said)}." if said else ""
    return wrap(text, WIDTH)


def _concentrated(focus: Picture) -> list[str]:
    """Effective numbers of sources."""
    if not focus.concentrated:
        return []
    rows: list[tuple[str, ...]] = [("effective number of", "sources", "countries", "parents", "HHI", "largest")]
    for one in reversed(focus.concentrated[-MOST_ROWS:]):
        name, share = next(iter(one.by_source.shares.items()))
        numbers = [f"{spread.effective:.2f}" for spread in (one.by_source, one.by_country, one.by_parent)]
        numbers[2] += " unseen" if one.unseen else ""
        rows.append((one.stock, *numbers, f"{one.by_source.index:.2f}", f"{name} {percent(share)}"))
    more = len(focus.concentrated) - MOST_ROWS
    return ["", *_table(rows, (0, 5), WIDTH), *([f"... and {more} more in --json"] if more > 0 else [])]


def _table(rows: Sequence[Sequence[str]], left: Iterable[int], width: int) -> list[str]:
    """Columns under the first row; the first column gives way when a line is too long."""
    texts = set(left)
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    flexible = max(texts, key=lambda place: wide[place])
    wide[flexible] -= max(0, sum(wide) + 2 * (len(wide) - 1) - width)
    return [
        "  ".join(
            _cut(cell, room).ljust(room) if place in texts else cell.rjust(room)
            for place, (cell, room) in enumerate(zip(row, wide, strict=True))
        ).rstrip()
        for row in rows
    ]


# ---- words
def days(length: float) -> str:
    """A length of time: `16 d`, `0.1 d`, `for good`."""
    if not isfinite(length):
        return "for good"
    return f"{length:.0f} d" if length >= 2 or length == 0 else f"{length:.1f} d"


def _open(picture: Picture) -> str:
    said = [f"{one.name} {percent(one.share)}" for one in picture.sources if not one.closed]
    return ", ".join([*(one.removesuffix(" %") for one in said[:-1]), *said[-1:]]) or "none"


def _when(picture: Picture) -> str:
    words = {"as it is": "As it is,", "before": "Before the changeover", "after": "After the changeover"}
    return words.get(picture.when, f"On {picture.day}")


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _plural(kind: str, count: int) -> str:
    return kind if count == 1 else f"{kind}s"


def _cut(text: str, room: int) -> str:
    """What there is room for; of a list whole entries only, since half a number is another one."""
    if len(text) <= room:
        return text
    whole = text[: max(0, room - 3)].rpartition(",")[0]
    return f"{whole}, .." if whole else text[: max(0, room - 2)] + ".."
