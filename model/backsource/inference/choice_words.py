"""The guarantee of a choice in words that are true: what holds, with which probability, and what does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Condition = Literal["met", "capped", "none"]


@dataclass(frozen=True)
class Guarantee:
    """What may be relied on."""

    state: Condition
    """`met`: the words hold with the stated probability · `capped`: stopped before that · `none`."""
    words: str


@dataclass(frozen=True)
class Naming:
    """How the reader calls things."""

    arms: Sequence[str]
    """The name of each arm."""
    measure: str
    """What is chosen by, as "total cost"."""
    unit: str = ""
    kind: str = "arms"
    """What arms are, in the plural."""


def guarantee(
    naming: Naming,
    states: Sequence[str],
    leader: int | None,
    ties: Sequence[int],
    matters: float | None,
    goal: str,
    confidence: float,
    floors: bool,
    *,
    because: str = "",
    cap: int | None = None,
    by: str = "",
) -> Guarantee:
    """What holds of a choice whose arms are in *states*.

    *matters* is none where the leader is the best without "or is within it". *ties* are arms between which and the
    leader no difference was seen. *because* takes any guarantee away; *cap* is the number of replications at which a
    rule had to stop before its end; *by* says which rule gave the guarantee.
    """
    if because:
        return Guarantee("none", f"none: {because}")
    open_ones = [naming.arms[arm] for arm, state in enumerate(states) if state in ("unresolved", "floor unresolved")]
    probable = f"with probability >= {_percent(confidence)}"
    stopped = "" if cap is None else f"stopped at {cap:,} replications before the end of the rule; "
    if leader is None and not open_ones:
        return Guarantee("met", f"none of the {naming.kind} keeps the floors, {probable}")
    if open_ones:
        open_words = f"{stopped}unresolved: {_unresolved(naming, states, leader, matters, goal)}"
        return Guarantee("none" if cap is None else "capped", open_words)
    assert leader is not None
    names = _either([naming.arms[arm] for arm in (leader, *ties)])
    most = "highest" if goal == "max" else "lowest"
    among = f"among the {naming.kind} that keep the floors" if floors else f"among the {naming.kind}"
    within = "" if matters is None else f", or is within {_amount(matters, naming.unit)} of it"
    if cap is not None:
        return Guarantee("capped", f"{stopped}{names} has the {most} mean {naming.measure} {among}")
    rule = f" ({by})" if by else ""
    return Guarantee("met", f"{names} has the {most} expected {naming.measure} {among}{within}, {probable}{rule}")


def _unresolved(naming: Naming, states: Sequence[str], leader: int | None, matters: float | None, goal: str) -> str:
    """What is not known yet."""
    better = "higher" if goal == "max" else "lower"
    close = [naming.arms[arm] for arm, state in enumerate(states) if state == "unresolved"]
    doubtful = [naming.arms[arm] for arm, state in enumerate(states) if state == "floor unresolved"]
    by = "" if matters is None else f" by more than {_amount(matters, naming.unit)}"
    if leader is None:
        return f"whether {_listed(doubtful)} {_verb(doubtful, 'keeps', 'keep')} the floors; no other is known to"
    parts = []
    if close:
        parts.append(f"{_listed(close)} may have a {better} expected {naming.measure} than {naming.arms[leader]}{by}")
    if doubtful:
        parts.append(
            f"whether {_listed(doubtful)} {_verb(doubtful, 'keeps', 'keep')} the floors, and the expected "
            f"{naming.measure} may be {better} than with {naming.arms[leader]}{by}"
        )
    return "; ".join(parts)


def _verb(names: Sequence[str], one: str, several: str) -> str:
    return one if len(names) == 1 else several


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" {word} {names[-1]}"


def _either(names: Sequence[str]) -> str:
    return _listed(names, "or")


def _amount(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if abs(number) >= 1000 or number == int(number) else f"{number:.4g}"
    return f"{text} {unit}".rstrip()


def _percent(share: float) -> str:
    return f"{round(100 * share, 6):g} %"
