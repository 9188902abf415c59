"""What an answer would cost, in words: futures and minutes by rule, and the smallest difference that may matter."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from backsource.inference import Effort
from backsource.inference.pairing import MOST
from backsource.measures import Measure
from backsource.report.numbers import figure
from backsource.report.terminal import wrapped

WORDS = {
    "fixed": "a fixed number for all",
    "kn": "KN: drop who is beaten",
    "rinott": "Rinott: two stages",
}
NAMES = {"fixed": "a fixed number", "kn": "KN", "rinott": "Rinott"}
NEVER = "never"


class Contested(Protocol):
    """What is chosen among, as `experiment.contest` gives it."""

    @property
    def measure(self) -> Measure:
        """The primary one."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Schedules."""


class Settled(Protocol):
    """When the as-is regime has settled, as `experiment.settling` gives it; days of a run from its beginning on."""

    @property
    def days(self) -> int | None:
        """Until it has; none where that cannot be said."""

    @property
    def watched(self) -> int:
        """That were looked at."""

    @property
    def series(self) -> str:
        """What settles last."""

    @property
    def warm_up(self) -> int:
        """Before the start of the scenario."""

    @property
    def lead(self) -> int:
        """Before the reference window."""

    @property
    def late(self) -> bool:
        """Whether the reference window begins too early."""

    @property
    def words(self) -> str:
        """Why it cannot be said."""


class Foretold(Protocol):
    """A forecast, as `experiment.piloting` gives it."""

    @property
    def contest(self) -> Contested:
        """What is chosen among."""

    @property
    def futures(self) -> int:
        """Of the pilot."""

    @property
    def matters(self) -> float:
        """Smallest difference that matters."""

    @property
    def proposed(self) -> bool:
        """Whether it is the pilot's proposal."""

    @property
    def rules(self) -> Mapping[str, Effort]:
        """Replications by rule."""

    @property
    def precision(self) -> Mapping[str, int]:
        """Replications by measure."""

    @property
    def floors(self) -> Mapping[str, int]:
        """Replications by floor."""

    @property
    def pairing(self) -> float:
        """What common random numbers bring."""

    @property
    def workers(self) -> int:
        """Processes."""

    @property
    def settled(self) -> Settled | None:
        """When the as-is regime has settled; none under a status."""

    @property
    def skewed(self) -> int:
        """Replications below which intervals cover less than they say."""

    def minutes(self, effort: Effort) -> float:
        """Time of a rule."""


def lines(study: str, found: Foretold) -> list[str]:
    """The forecast as text, at most 80 columns."""
    measure = found.contest.measure
    amount = f"{figure(found.matters)} {measure.unit}"
    head = f"{study} · pilot of {found.futures} futures of {len(found.contest.arms)} schedules, with a seed of its own"
    return [
        *wrapped(head, ""),
        *wrapped(_answer(found, amount), "Answer  "),
        *(_table(found) if found.rules else []),
        *wrapped(_warm_up(found.settled), "Warm-up "),
        *wrapped(_note(found), "Note    "),
    ]


def _answer(found: Foretold, amount: str) -> str:
    name = found.contest.measure.name.replace("_", " ")
    if not found.rules:
        return f"{name} is the same under all schedules in every future of the pilot; another primary measure would do."
    if found.proposed:
        return (
            f"the study names no smallest difference that matters; `matters: {found.matters:g}` ({amount} of {name}) "
            "is proposed: 1 % of what the control comes to, or what 1,000 futures part, whichever is larger."
        )
    best = min(found.rules, key=lambda rule: found.minutes(found.rules[rule]))
    if found.rules[best].runs >= MOST:
        return f"differences of {amount} of {name} would never be told; a larger one would do."
    effort, longest = found.rules[best], max(found.floors.values(), default=0)
    floors = f"; the floors take up to {_count(longest)} futures each" if longest > min(effort.each.values()) else ""
    return (
        f"to tell differences of {amount} of {name} takes about {_count(effort.runs)} runs by {NAMES[best]}, "
        f"{_time(found.minutes(effort))} with {found.workers} worker(s){floors}."
    )


def _table(found: Foretold) -> list[str]:
    rows = [f"  {'rule':26} {'futures each':>16} {'runs in all':>14} {'time':>12}"]
    for rule, effort in found.rules.items():
        counts = sorted(effort.each.values())
        each = _count(counts[0]) if counts[0] == counts[-1] else f"{_count(counts[0])} to {_count(counts[-1])}"
        time = NEVER if effort.runs >= MOST else _time(found.minutes(effort))
        rows.append(f"  {WORDS[rule]:26} {each:>16} {_count(effort.runs):>14} {time:>12}")
    for name, count in found.precision.items():
        rows.append(f"  {('precision of ' + name)[:26]:26} {_count(count):>16}")
    for name, count in found.floors.items():
        rows.append(f"  {('floor ' + name)[:26]:26} {_count(count):>16}")
    return rows


def _warm_up(found: Settled | None) -> str:
    if found is None:
        return "none needed: all runs go on from a status, which is where things stand."
    if found.days is None:
        last = f" ({found.series})" if found.series else ""
        return f"not known, {found.words}{last}."
    said = (
        f"as it is the model has settled {found.days} days after a run begins ({found.series} last, MSER-5 over the "
        f"{found.watched} days before anything changes)"
    )
    own = f"`warm_up` is {found.warm_up} days, and the reference window begins {found.lead} days after the run"
    if not found.late:
        return f"{said}; {own}: enough."
    return f"{said}, but {own}: `warm_up: {found.warm_up + found.days - found.lead} days` would do."


def _note(found: Foretold) -> str:
    said = ["forecasts: means and variances of the pilot are taken for the true ones"]
    if "kn" in found.rules:
        said.append(f"KN ends after {_count(found.rules['kn'].most)} futures at the latest")
    if found.pairing == found.pairing:
        verb = "cut" if found.pairing >= 1.0 else "raise"
        factor = found.pairing if found.pairing >= 1.0 else 1.0 / found.pairing
        said.append(f"common random numbers {verb} the futures by {factor:.1f}x")
    if found.skewed:
        said.append(
            f"differences are skewed: intervals cover less than they say below about {_count(found.skewed)} futures"
        )
    return "; ".join(said) + "."


def _count(count: int) -> str:
    if count >= MOST:
        return NEVER
    return f"{count:,}" if count < 10_000 else f"{float(f'{count:.2g}'):,.0f}"


def _time(minutes: float) -> str:
    if minutes < 1.0:
        return f"{max(1, round(minutes * 60))} s"
    for size, word in ((60.0 * 24 * 365, "years"), (60.0 * 24, "days"), (60.0, "hours")):
        if minutes >= size:
            return f"{minutes / size:,.1f} {word}"
    return f"{minutes:,.0f} min"


def as_plain(study: str, found: Foretold) -> dict[str, object]:
    """The forecast as plain data."""
    arms: Sequence[str] = found.contest.arms
    return {
        "study": study,
        "pilot": found.futures,
        "measure": found.contest.measure.name,
        "matters": found.matters,
        "proposed": found.proposed,
        "rules": {
            rule: {
                "futures": {arms[arm]: count for arm, count in effort.each.items()},
                "runs": effort.runs,
                "at_most": effort.most,
                "minutes": found.minutes(effort),
            }
            for rule, effort in found.rules.items()
        },
        "precision": dict(found.precision),
        "floors": dict(found.floors),
        "pairing": found.pairing,
        "workers": found.workers,
        "futures_for_skewness": found.skewed,
        "warm_up": _plain_warm_up(found.settled),
    }


def _plain_warm_up(found: Settled | None) -> dict[str, object]:
    if found is None:
        return {"needed": False}
    return {
        "needed": True,
        "settled_after": found.days,
        "watched": found.watched,
        "series": found.series,
        "scenario": found.warm_up,
        "before_reference": found.lead,
        "enough": None if found.days is None else not found.late,
        "words": found.words,
    }
