"""Rounds of a trial until its values are known as precisely as asked, then a verdict on each."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backsource.verification.estimates import Estimate, Value
from backsource.verification.rows import Row, Verdict
from backsource.verification.trials import Effort, Samples, Trial

ERRORS = 4.0
"""Standard errors by which an estimate may differ."""
REACH = 3e6
"""Periods within which the finer precision must come into reach to be asked for."""
CAP = 6e7
"""Periods after which a value that is still too rough stays unresolved."""
LEAST = 100
"""Samples below which a standard error is not trusted."""
COUNTED_RUNS = 100_000
"""Runs over which a small chance is counted."""
ROUNDING = 1e-9
"""Relative difference that rounding may make where nothing is random."""
SPARE = 1.15
"""More rounds than a pilot promises, so that few pilots have to be repeated."""
STEP = 12
"""Times as many rounds as so far that are run on the word of a pilot."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One expected value of a trial; *extra* is allowed beyond the standard errors.

    *doubt* is the standard error of the expected value itself, where it is an estimate.
    """

    name: str
    expected: float
    value: Value
    extra: float = 0.0
    doubt: float = 0.0


def settle(case: str, trial: Trial, claims: Sequence[Claim], effort: Effort) -> Iterator[Row]:
    """Run rounds of a trial until every claim is precise enough or the cap is reached; a row for each claim."""
    if not claims:
        return
    samples = Samples(trial, effort)
    samples.more(1)
    arrays = samples.arrays()
    per_round = len(arrays[0])
    counted = [claim.value.is_counted(claim.expected, trial.periods / per_round, CAP) for claim in claims]
    least = (COUNTED_RUNS / effort.coarser**2 if any(counted) else LEAST) / per_round
    cap = max(CAP / effort.coarser**2 / trial.periods, least)
    while True:
        estimates = [claim.value.statistic.of(arrays) for claim in claims]
        rounds = [
            0.0 if by_count else _rounds_needed(claim, estimate, samples)
            for claim, estimate, by_count in zip(claims, estimates, counted, strict=True)
        ]
        needed = max(least, *rounds)
        if needed <= samples.rounds or samples.rounds >= cap:
            break
        samples.more(math.ceil(min(needed, cap, STEP * samples.rounds) - samples.rounds))
        arrays = samples.arrays()
    runs = len(arrays[0])
    for claim, estimate, by_count, needed in zip(claims, estimates, counted, rounds, strict=True):
        if by_count:
            yield _judge_count(case, claim, estimate, runs)
        else:
            note = _note(trial, claim, estimate, runs)
            yield _judge(case, claim, estimate, note, resolved=needed <= samples.rounds)


def _rounds_needed(claim: Claim, estimate: Estimate, samples: Samples) -> float:
    """Rounds after which the value is known well enough, judged from the rounds so far."""
    relative = estimate.error / (abs(claim.expected) or 1.0)
    wanted, least = claim.value.asked(claim.expected)
    rounds = samples.rounds
    within_reach = relative * math.sqrt(rounds * samples.trial.periods / REACH) <= wanted
    asked = (wanted if within_reach else least) * samples.effort.coarser
    return rounds if relative <= asked else SPARE * rounds * (relative / asked) ** 2


def _note(trial: Trial, claim: Claim, estimate: Estimate, count: int) -> str:
    relative = estimate.error / abs(claim.expected) if claim.expected else estimate.error
    found = f"s.e. {estimate.error:.2g} ({relative:.2%}), {count} samples"
    return f"{found}; {trial.note}" if trial.note else found


def _judge(case: str, claim: Claim, estimate: Estimate, note: str, *, resolved: bool) -> Row:
    tolerance = ERRORS * math.hypot(estimate.error, claim.doubt) + claim.extra + ROUNDING * abs(claim.expected)
    if not abs(estimate.value - claim.expected) <= tolerance:
        return Row(case, claim.name, claim.expected, estimate.value, tolerance, "miss", note)
    verdict: Verdict = "pass" if resolved else "unresolved"
    why = "" if resolved else "too rough: "
    return Row(case, claim.name, claim.expected, estimate.value, tolerance, verdict, why + note)


def _judge_count(case: str, claim: Claim, estimate: Estimate, runs: int) -> Row:
    """A small chance passes when its count lies in the exact central 99.99 % interval of the Poisson law."""
    from scipy.stats import poisson

    count = round(estimate.value * runs)
    low, high = (int(poisson.ppf(share, claim.expected * runs)) for share in (0.00005, 0.99995))
    note = f"count {count} in {runs} runs, {low} to {high} would do"
    verdict: Verdict = "pass" if low <= count <= high else "miss"
    return Row(case, claim.name, claim.expected, estimate.value, None, verdict, note)
