"""The tables in the READMEs of the studies, written from their references."""

from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
MILLION = 1e6
DAY = 1200.0
"""Knuckles a working day."""


def first_changeover(rows: Sequence[Row]) -> list[str]:
    """Schedules, cheapest first."""
    lines = table("schedule", "futures with a gap", "pieces late", "total cost", "minus stay_external",
                  "the same without late pieces")  # fmt: skip
    for row in sorted(rows, key=lambda one: one["total"]):
        stays = row["arm"] == "stay_external"
        against = "-" if stays else signed(row, "total_difference")
        early = "-" if stays else signed(row, "early_difference")
        lines.append(
            cells(row["arm"], gaps(row), f"{row['late']:,.0f}", f"{row['total'] / MILLION:.2f}", against, early)
        )
    return lines


def gating(rows: Sequence[Row]) -> list[str]:
    """How slips and meetings matter; then how the sample does."""
    by_name = {row["arm"]: row for row in rows}

    def arm(weeks: str, days: int, passes: int, standby: int) -> Row:
        return by_name[f"gated [decided every {weeks}, over {days} working days, passes {passes} %, "
                       f"standby {standby} kEUR/week]"]  # fmt: skip

    lines = table("trials pass", "meeting every", "gated minus phased", "without late pieces",
                  "the same, standby 20 kEUR/week", "futures in which gated is dearer, standby 0 and 20",
                  "exit kept")  # fmt: skip
    for passes in (100, 70, 40):
        for weeks in ("1 week", "2 weeks", "4 weeks"):
            free, paid = (arm(weeks, 10, passes, standby) for standby in (0, 20))
            dearer = f"{percent(free['dearer'])}, {percent(paid['dearer'])}"
            lines.append(cells(
                f"{passes} %", weeks, signed(free, "total_difference"), signed(free, "early_difference"),
                signed(paid, "early_difference"), dearer, percent(free["kept"]),
            ))  # fmt: skip
    lines += ["", *table("trials pass", "sample of 5 working days", "of 10", "of 20")]
    for passes in (100, 70, 40):
        samples = [arm("2 weeks", days, passes, 0) for days in (5, 10, 20)]
        lines.append(cells(f"{passes} %", *(signed(row, "total_difference") for row in samples)))
    return lines


def bank_size(rows: Sequence[Row]) -> list[str]:
    """What the runs without a bank need; then what banks of several sizes leave."""
    by_name = {row["arm"]: row for row in rows}

    def arm(days: int, surge: str) -> Row:
        return by_name[f"bank_and_move [want {days} working days of cover, range [{surge}]]"]

    now, shift = "8 %, 20 %", "60 %, 60 %"
    bare = arm(0, now)
    lines = table("risk", "bank needed, pieces", "working days", "beside the normal stock, working days")
    for risk in ("20", "10", "5"):
        need, low, high = (bare[f"needed_{risk}{end}"] for end in ("", "_low", "_high"))
        lines.append(cells(f"{risk} %", f"{need:,.0f} [{low:,.0f}, {high:,.0f}]", f"{need / DAY:.0f}",
                           f"{need / DAY - 10:.0f}"))  # fmt: skip
    lines += ["", *table("bank wanted, working days", "attained as it is", "futures with a gap", "foretold",
                         "attained with a shift more", "futures with a gap", "foretold")]  # fmt: skip
    for days in (0, 30, 35, 40, 45):
        both = (arm(days, now), arm(days, shift))
        shown = [
            text for row in both for text in (f"{row['attained'] / DAY:.1f}", gaps(row), percent(row["foretold"], 1))
        ]
        lines.append(cells(str(days), *shown))
    return lines


def table(*heads: str) -> list[str]:
    """The head of a table."""
    return [cells(*heads), cells(*["---"] * len(heads))]


def cells(*texts: str) -> str:
    """A row."""
    return f"| {' | '.join(texts)} |"


def percent(share: float, digits: int = 0) -> str:
    """A share."""
    return f"{100 * share:.{digits}f} %"


def gaps(row: Row) -> str:
    """Share of futures with a gap, with its interval."""
    return f"{100 * row['gap']:.1f} % [{100 * row['gap_low']:.1f}, {100 * row['gap_high']:.1f}]"


def signed(row: Row, name: str) -> str:
    """A difference in millions, with its interval, to two digits behind the point or one."""
    mean, low, high = (row[f"{name}{end}"] / MILLION for end in ("", "_low", "_high"))
    digits = 2 if max(abs(low), abs(high)) < 10 else 1
    return f"{mean:+.{digits}f} [{low:+.{digits}f}, {high:+.{digits}f}]"


TABLES: dict[str, Callable[[Sequence[Row]], list[str]]] = {
    "first-changeover": first_changeover,
    "when-does-gating-lose": gating,
    "bank-size": bank_size,
}
