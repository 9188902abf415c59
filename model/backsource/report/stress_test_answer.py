"""What a stress test answers, in sentences of at most 80 columns."""

from datetime import date
from textwrap import wrap

from backsource.inference.choice import FEWEST
from backsource.inference.stressed import Felt, Phase, Stressed, Thing
from backsource.network.feasibility.finding import units
from backsource.report.dependency import days
from backsource.report.numbers import figure
from backsource.report.refusal import refused

WIDTH = 80
PHASES: tuple[Phase, ...] = ("before", "during", "after")


def answer(found: Stressed) -> list[str]:
    """What a planner wants to know first."""
    said = [_window(found), _unchosen(found), _known(found)]
    under = f" under {found.schedule}" if found.schedule else ""
    said.append(
        f"Scenario {found.scenario}{under}: {units(len(found.things), 'thing')} lost on "
        f"{units(len(found.dates), 'date')}, each number from the same {found.futures} futures."
    )
    return [line for text in said if text for line in wrapped(text)]


def _window(found: Stressed) -> str:
    if found.peak is None:
        return "No loss costs a unit on any of these dates: stocks and other sources carry them all."
    window, thing = found.window, found.worst[found.peak]
    lost = f"{_loss(thing, found.dates[found.peak])} {_costs(found, thing.felt[found.peak])}"
    if found.changeover is None:
        return f"Nothing changes, so no window stands out. The dearest loss: {lost}."
    if window is None:
        return f"No dangerous window stands out. The dearest loss: {lost}{_beside(found)}."
    if not window.closed:
        span = f"begins on {window.first}, and no end of it is seen by {window.last}"
    else:
        span = f"is {window.first} to {window.last}" if window.first < window.last else f"is around {window.first}"
    return f"The dangerous window {span}: {lost}{_beside(found)}."


def _beside(found: Stressed) -> str:
    """What the dearest losses of the other phases cost."""
    assert found.peak is not None
    said: list[str] = []
    for phase in PHASES:
        place = found.dearest(phase)
        if place is not None and phase != found.phases[found.peak]:
            when = f"{phase} {'it' if said else 'the changeover'}"
            cost = found.felt(place).units.estimate
            named = f" ({name_of(found.worst[place])})" if cost > 0 else ""
            said.append(f"{when} at most {_number(found, cost)}{named}")
    return f"; {', '.join(said)}" if said else ""


def _unchosen(found: Stressed) -> str:
    """What futures that did not choose the dearest loss say of it, where that is another number."""
    if found.peak is None or found.futures < FEWEST:
        return ""
    own, chosen = (_number(found, value) for value in (found.unchosen, found.felt(found.peak).units.estimate))
    if own == chosen:
        return ""
    return (
        f"As the dearest of {len(found.things) * len(found.dates)} it looks dearer than it is; each future told what "
        f"all others find dearest, it is {own}."
    )


def _known(found: Stressed) -> str:
    """The dearest loss of known length, where the dearest of all is assumed."""
    if found.peak is None or not found.worst[found.peak].assumed:
        return ""
    thing = next((thing for thing in found.things if not thing.assumed), None)
    if thing is None:
        return ""
    if thing.felt[thing.worst].units.estimate <= 0:
        return "No loss whose time to recover is given costs anything."
    lost = f"{_loss(thing, found.dates[thing.worst])} {_costs(found, thing.felt[thing.worst])}"
    return f"The dearest whose time to recover is given: {lost}."


def _loss(thing: Thing, day: date) -> str:
    assumed = ", assumed" if thing.assumed else ""
    return f"without {name_of(thing)} from {day} on (back after {days(thing.recovers)}{assumed})"


def _costs(found: Stressed, felt: Felt) -> str:
    one = refused(felt.units)
    limits = f" [{figure(one.low)} to {figure(one.high)}]" if one.low == one.low else ""
    return f"{_number(found, one.estimate)} more are short{limits}"


def _number(found: Stressed, value: float) -> str:
    return units(round(value), found.unit or "unit")


def name_of(thing: Thing) -> str:
    """A thing as it is called: a site by its name, others with their kind."""
    return thing.name if thing.kind == "site" else thing.part


def wrapped(text: str) -> list[str]:
    """Lines that break no name."""
    return wrap(text, WIDTH, break_on_hyphens=False)
