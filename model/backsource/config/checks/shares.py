"""Steps of a share path: their form and order, and what they leave to each source."""

from collections.abc import Mapping
from itertools import pairwise

from backsource.config.checks.collect import Checks, Collector
from backsource.config.checks.dates import inside, next_free
from backsource.config.checks.notices import exit_of_source
from backsource.config.places import Key
from backsource.config.schedule import Part, Schedule, Step
from backsource.config.sharing import as_is, filled

TINY = 1e-9
AN_EXTENSION = "`extension: {contract: .., call_if: .., decide_by: ..}` for this stock"
A_ROLLBACK = "`rollback: {when: .., to: ..}` for this stock"


def check_alone(faults: Collector, schedule: Schedule, stock: str, part: Part) -> None:
    """Form and order of the steps, and shares of at most 1; needs no scenario."""
    path = ("parts", stock)
    for i, step in enumerate(part.share):
        at = (*path, "share", i)
        _form(faults, at, step, part)
        _whole(faults, at, step.shares)
        if step.date is not None and (free := next_free(step.date, schedule.freeze)) != step.date:
            faults.fault((*at, "date"), f"{step.date}, inside a freeze", f"{free}, the next free day,")
    sound = [(i, step) for i, step in enumerate(part.share) if step.date or step.expect]
    for (_, earlier), (i, step) in pairwise(sound):
        if step.day <= earlier.day:
            key = "expect" if step.date is None else "date"
            faults.fault((*path, "share", i, key), step.day, f"a date after {earlier.day}")
    _whole(faults, (*path, "retain"), part.retain)
    if part.overlap is not None:
        _whole(faults, (*path, "overlap", "least"), part.overlap.least)
    if part.rollback is not None:
        _whole(faults, (*path, "rollback", "to"), part.rollback.to)


def _form(faults: Collector, at: tuple[Key, ...], step: Step, part: Part) -> None:
    """A step has a date, or a gate with the day on which it is expected; only a gate can be waited for."""
    if step.gate is not None and step.date is None and step.expect is None:
        faults.fault(at, "a gate without `expect`", "`expect: 2026-07-06`, for raw-material planning,")
    else:
        faults.exactly_one(at, step, "date", ("expect", "gate"))
    if step.wait_at_most is not None and step.gate is None:
        faults.fault((*at, "wait_at_most"), "`wait_at_most` without a gate", "a `gate` to wait for")
    if step.then != "hold" and step.wait_at_most is None:
        faults.fault((*at, "then"), f"`{step.then}` without `wait_at_most`", "`wait_at_most: 30 working days`")
    if step.then == "extend" and part.extension is None:
        faults.fault((*at, "then"), "`extend` without an `extension`", AN_EXTENSION)
    if step.then == "rollback" and part.rollback is None:
        faults.fault((*at, "then"), "`rollback` without a rule", A_ROLLBACK)
    if step.wait_at_most is not None and step.wait_at_most.clock == "operating":
        faults.fault((*at, "wait_at_most"), "operating time", "days, or working days,")


def _whole(faults: Collector, at: tuple[Key, ...], shares: Mapping[str, float]) -> None:
    total = sum(shares.values())
    if total > 1 + TINY:
        faults.fault(at, f"shares that add up to {total:.6g}", "shares that add up to at most 1 (the rest stays)")


def check(checks: Checks, schedule: Schedule, stock: str, part: Part) -> None:
    """Sources exist, days lie inside the run, and every source keeps what it was promised."""
    sources, path = checks.feeding[stock], ("parts", stock)
    blocks: dict[tuple[Key, ...], Mapping[str, float]] = {
        ("retain",): part.retain,
        ("overlap", "least"): part.overlap.least if part.overlap else {},
        ("rollback", "to"): part.rollback.to if part.rollback else {},
        **{("share", i): step.shares for i, step in enumerate(part.share)},
    }
    for inner, block in blocks.items():
        for source in block:
            checks.among((*path, *inner, source), source, sources, f"sources of {stock}")
        if inner[0] in ("share", "rollback") and len(set(block) & set(sources)) == len(sources):
            _complete(checks, (*path, *inner), block)
    for i, step in enumerate(part.share):
        for key in ("date", "expect"):
            if getattr(step, key) is not None:
                inside(checks, (*path, "share", i, key), getattr(step, key))
    _kept(checks, stock, part)
    _retained(checks, schedule, stock, part)


def _complete(checks: Checks, at: tuple[Key, ...], shares: Mapping[str, float]) -> None:
    """Where every source is named nothing is left that could take the rest."""
    total = sum(shares.values())
    if total < 1 - TINY:
        checks.fault(at, f"shares that add up to {total:.6g}, and no other source", "shares that add up to 1")


def largest(checks: Checks, stock: str) -> str:
    """The source with the largest as-is share; the first by name of equal ones."""
    shares = as_is(checks.scenario, stock)
    return max(shares, key=lambda name: shares[name])


def _kept(checks: Checks, stock: str, part: Part) -> None:
    """No step gives a source less than what is kept for it."""
    shares = as_is(checks.scenario, stock)
    for i, step in enumerate(part.share):
        shares = filled(shares, step.shares)
        if step.date is None and step.expect is None:
            continue
        kept = [(source, least, "retain", "for good") for source, least in part.retain.items()]
        if part.overlap is not None and step.day <= part.overlap.until:
            until = f"until {part.overlap.until}"
            kept += [(source, least, "overlap", until) for source, least in part.overlap.least.items()]
        for source, least, word, until in kept:
            if source in shares and shares[source] < least - TINY:
                found = f"{100 * shares[source]:g} % for `{source}` while `{word}` keeps {100 * least:g} % {until}"
                checks.fault(("parts", stock, "share", i), found, f"{100 * least:g} % or more for `{source}`")


def _retained(checks: Checks, schedule: Schedule, stock: str, part: Part) -> None:
    """What is kept for good does not come from a source that closes when notice has run out."""
    for source, least in part.retain.items():
        last = exit_of_source(checks, schedule, source) if least > 0 else None
        if last is not None:
            found = f"{100 * least:g} % of `{source}`, whose contract ends on {last} by the notice given"
            checks.fault(("parts", stock, "retain", source), found, "no notice under that contract, or 0 %")
