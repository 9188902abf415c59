"""How far a stock has been drawn down, and by what: a pile of days on which less came in than went out.

A day on which less came in than was needed puts its lack on top of the pile; a day on which more came in takes from
the top, so that what goes up and down again cancels itself. A shortage is charged to the pile from the top: to the
latest lack, for what was lacking before had been met from the stock. Lack without a cause (between two deliveries) is
passed over: it is what the stock is for.
"""

from collections.abc import Sequence

SMALL = 1e-9
Charges = dict[int, list[tuple[int, float]]]


def charged(lack: Sequence[float], short: Sequence[float], gone: Sequence[float], caused: Sequence[float]) -> Charges:
    """For each day that is short the days to which its shortage is charged, with units.

    *lack*: needed less come in, by day; *short*: units wanting at the close; *gone*: of these, those that will not be
    asked for again; *caused*: share of a day's lack that has a cause, 0 to 1. What a day is charged for adds up to at
    most what it is short of.
    """
    pile: list[list[float]] = []
    found: Charges = {}
    for day, less in enumerate(lack):
        if less > SMALL:
            if pile and not caused[day] and not pile[-1][2]:
                pile[-1][1] += less
            else:
                pile.append([day, less, caused[day]])
        elif less < -SMALL:
            _take(pile, -less)
        if short[day] > SMALL:
            found[day] = _charge(pile, short[day])
        if gone[day] > SMALL:
            _take(pile, gone[day])
    return found


def _take(pile: list[list[float]], units: float) -> None:
    while pile and units > 0:
        top = pile[-1]
        if top[1] > units + SMALL:
            top[1] -= units
            return
        units -= top[1]
        pile.pop()


def _charge(pile: list[list[float]], units: float) -> list[tuple[int, float]]:
    charges = []
    for day, lack, share in reversed(pile):
        part = min(units, lack * share)
        if part > 0:
            charges.append((int(day), part))
            units -= part
            if units <= SMALL:
                break
    return charges
