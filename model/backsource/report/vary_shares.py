"""What `vary` says of shares: screening, Sobol' indices, inputs against chance, what knowing is worth."""

from collections.abc import Sequence

import numpy as np

from backsource.inference import Decomposed, Interval, Parted, Screened, Screening, Share, Uncertainty, Worths
from backsource.measures import Measure
from backsource.report.numbers import percent
from backsource.report.vary_words import Columns, Scaled, Told

LITTLE = 0.1
"""An input that moves less than this part of what the first one moves is said to move little."""


def screening_told(found: Screening, measure: Measure) -> Told:
    """Morris: how far each input moves the lead from end to end."""
    choice, against = found.choice, found.against
    lead = Scaled(measure, max(one.size for one in found.difference))
    level = Scaled(measure, max(one.size for one in found.level))
    rows = [
        [found.inputs[n].name, lead(found.difference[n].size), _limits(lead, found.difference[n]),
         lead.signed(found.difference[n].mean), lead(found.difference[n].spread), lead(found.difference[n].noise),
         level(found.level[n].size)]
        for n in found.order
    ]  # fmt: skip
    head = ("input", f"lead moves by {lead.unit}", "95 %", "on average", "sigma", "noise", f"{choice} by {level.unit}")
    explained = (
        f"lead: {choice} minus {against} in the same futures; moves by: mean size of what going from the low to the "
        "high end does (mu*); sigma: how much that depends on where the others are; noise: standard error from the "
        f"{found.futures} futures."
    )
    numbers = {
        "choice": choice, "against": against, "walks": found.walks, "futures": found.futures,
        "inputs": [
            {**vars(one), "difference": vars(found.difference[n]), "level": vars(found.level[n])}
            for n, one in enumerate(found.inputs)
        ],
    }  # fmt: skip
    return Told(_screening_answer(found, lead), [explained], [Columns(head, rows)], numbers)


def _screening_answer(found: Screening, lead: Scaled) -> str:
    sizes = [one.size for one in found.difference]
    largest = max(sizes)
    if largest == 0:
        return f"no input moves {found.choice} minus {found.against}."
    much = [found.inputs[n].name for n in found.order if sizes[n] >= LITTLE * largest]
    little = [found.inputs[n].name for n in found.order if sizes[n] < LITTLE * largest]
    first = found.order[0]
    rest = f"; {', '.join(little)} hardly" if little else ""
    also = f", then {', '.join(much[1:])}" if len(much) > 1 else ""
    return (
        f"{much[0]} moves {found.choice} minus {found.against} most, by {lead(sizes[first])} {lead.unit} from end to "
        f"end{also}{rest}."
    )


def _limits(scaled: Scaled, one: Screened) -> str:
    return f"[{scaled(one.low)}, {scaled(one.high)}]"


def decomposed_told(found: Decomposed) -> Told:
    """Sobol': shares of the variance of the lead."""
    rows = [
        [found.inputs[n].name, *_share(found.difference.first[n]), *_share(found.difference.total[n]),
         _number(found.level.total[n].value)]
        for n in found.order
    ]  # fmt: skip
    head = ("input", "alone", "95 %", "noise", "in all", "95 %", "noise", f"of {found.choice}")
    noise = found.difference.noise_share
    explained = (
        f"Shares of the variance of {found.choice} minus {found.against} over the inputs, {found.difference.points} "
        "points. alone: known by itself it would take away so much (first index); in all: with what it does together "
        "with others (total index). 95 %: from the choice of points; noise: standard error from the "
        f"{found.difference.futures} futures. Last column: total index of {found.choice} by itself."
    )
    notes = [
        explained,
        f"Of the variance of a single run's difference {percent(noise)} is chance, not the inputs.",
    ]
    numbers = {
        "choice": found.choice, "against": found.against,
        **{name: {
            "first": [vars(one) for one in kind.first], "total": [vars(one) for one in kind.total],
            "noise_share": kind.noise_share,
        } for name, kind in (("difference", found.difference), ("level", found.level))},
        "points": found.difference.points, "futures": found.difference.futures,
        "inputs": [vars(one) for one in found.inputs],
    }  # fmt: skip
    return Told(_decomposed_answer(found), notes, [Columns(head, rows)], numbers)


def _decomposed_answer(found: Decomposed) -> str:
    first, total = found.difference.first, found.difference.total
    order = found.order
    if np.isnan(total[order[0]].value):
        return f"no input moves {found.choice} minus {found.against}."
    top = total[order[0]]
    sure = "" if len(order) < 2 or top.low > total[order[1]].high else ", though its lead over the next is not sure"
    alone = sum(max(0.0, one.value) for one in first)
    surely = sum(one.high for one in first) < 1.0
    together = f" What inputs do only together is {percent(1 - alone)}." if surely else ""
    return (
        f"{found.inputs[order[0]].name} is behind {percent(min(1.0, top.value))} of how much {found.choice} minus "
        f"{found.against} depends on the inputs{sure}.{together}"
    )


def _share(one: Share) -> tuple[str, str, str]:
    return _number(one.value), f"[{_number(one.low)}, {_number(one.high)}]", _number(one.noise)


def _number(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.2f}".replace("-0.00", "0.00")


def uncertainty_told(found: Uncertainty, measure: Measure) -> Told:
    """Inputs against chance."""
    choice, against = found.choice, found.against
    one = found.difference
    small = Scaled(measure, max(map(abs, (*one.span, *one.spread))))
    holds = round(found.wins * found.draws)
    if np.isnan(one.input_share.estimate):
        answer = f"{choice} minus {against} is the same in all runs: neither inputs nor chance move it."
    else:
        share = one.input_share.estimate
        answer = (
            f"of what is open about {choice} minus {against} in a single future, {percent(share)} comes from the "
            f"{_what(found)} and {percent(1 - share)} from chance; on average over the futures "
            f"{choice} is at least as good in {holds} of {found.draws} draws of them."
        )
    rows = [
        [found.inputs[n].name, found.inputs[n].basis, percent(one.shares[n]), percent(found.level.shares[n])]
        for n in found.order
    ]
    head = ("input", "basis", f"of {choice} minus {against}"[:34], f"of {choice}")
    whole = Columns(
        ("", "mean [95 %]", "sd over inputs", "sd over futures", "inputs [90 %]"),
        [_parted_row(name, part, measure) for name, part in ((choice, found.level), (f"minus {against}", one))],
    )
    drawn = f"{found.draws} draws of the inputs, the same {found.futures} futures in each"
    notes = [
        f"{drawn}; over the draws {choice} minus {against} goes from {small.span(*one.span)} (5 to 95 %).",
        "Lower table: share of the variance over the inputs that goes with each input alone, by regression.",
        *_data_note(found),
    ]
    numbers = {
        "choice": choice, "against": against, "draws": found.draws, "futures": found.futures, "wins": found.wins,
        "difference": _plain(one), "level": _plain(found.level), "inputs": [vars(end) for end in found.inputs],
    }  # fmt: skip
    return Told(answer, notes, [whole, Columns(head, rows, 2)], numbers)


def _what(found: Uncertainty) -> str:
    unsure = len(found.inputs) > found.data
    return " and ".join([*(["unsure inputs"] if unsure else []), *(["data"] if found.data else [])])


def _data_note(found: Uncertainty) -> list[str]:
    """What was resampled; nothing where the scenario has no observations."""
    if not found.data:
        return []
    seen = [f"{one.name} ({one.basis})" for one in found.inputs[len(found.inputs) - found.data :]]
    return [
        (
            f"Data: {', '.join(seen)}; each draw takes as many from them with replacement, since others could have "
            "been seen. Their share is by the mean and the variance of what was taken. Laws without observations "
            "count as known."
        )
    ]


def _parted_row(name: str, part: Parted, measure: Measure) -> list[str]:
    own = Scaled(measure, abs(part.mean.estimate))
    spread = [f"{own(value)} {own.unit}" for value in part.spread]
    return [name, f"{own.limits(part.mean)} {own.unit}", *spread, _part(part.input_share)]


def _part(share: Interval) -> str:
    return f"{percent(share.estimate)} [{percent(share.low)}, {percent(share.high)}]"


def _plain(part: Parted) -> dict[str, object]:
    return {**vars(part), "mean": vars(part.mean), "input_share": vars(part.input_share)}


def worths_told(found: Worths, measure: Measure) -> Told:
    """What knowing is worth, and what to measure first."""
    each, order = found.found.inputs, found.order
    small = Scaled(measure, max(found.found.everything, found.found.all_high))
    choice = found.arms[found.found.choice]
    first = found.inputs[order[0]]
    if each[order[0]].value == 0:
        answer = f"knowing no input by itself would change the choice of {choice}: nothing to measure for this choice."
    else:
        answer = (
            f"measure {first.name} first: knowing it before choosing is worth "
            f"{small(each[order[0]].value)} {small.unit} [{small(each[order[0]].low)}, {small(each[order[0]].high)}]"
            f"{_second(found, small)}."
        )
    rows = [
        [
            found.inputs[n].name,
            found.inputs[n].basis,
            small(each[n].value),
            f"[{small(each[n].low)}, {small(each[n].high)}]",
        ]
        for n in order
    ]
    low = "" if np.isnan(found.found.all_low) else f"between {small(found.found.all_low)} and "
    whole = (
        f"Without knowing more, {choice} is chosen. Knowing all inputs is worth {low}at most "
        f"{small(found.found.all_high)} {small.unit}; knowing the future itself {small(found.found.everything)} "
        f"{small.unit}, and what lies between the two no measuring saves."
    )
    drawn = f"{found.draws} draws of the inputs, the same {found.futures} futures in each"
    notes = [whole, f"{drawn}; worth of one input by regression on it."]
    numbers = {
        "choice": choice, "draws": found.draws, "futures": found.futures, "everything": found.found.everything,
        "all_inputs": [found.found.all_low, found.found.all_high],
        "inputs": [{**vars(end), "worth": vars(worth)} for end, worth in zip(found.inputs, each, strict=True)],
        "measure_first": [found.inputs[n].path for n in order if each[n].value > 0],
    }  # fmt: skip
    return Told(answer, notes, [Columns(("input", "basis", f"worth {small.unit}", "95 %"), rows, 2)], numbers)


def _second(found: Worths, small: Scaled) -> str:
    order: Sequence[int] = found.order
    if len(order) < 2 or found.found.inputs[order[1]].value == 0:
        return ""
    return f", then {found.inputs[order[1]].name} ({small(found.found.inputs[order[1]].value)} {small.unit})"
