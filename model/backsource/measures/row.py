"""The wide row: one number a measure, in the order of the catalogue."""

from math import isnan

import numpy as np

from backsource.measures.catalogue import catalogue
from backsource.measures.changeover import changeover
from backsource.measures.explained import by_family
from backsource.measures.frame import YEAR
from backsource.measures.incidents import gaps
from backsource.measures.leaving import last_receipt
from backsource.measures.quality import ppm
from backsource.measures.reading import Reading
from backsource.measures.tariff import LUMPS, RUNNING
from backsource.measures.uptime import PHASES

_ORDER = tuple(measure.name for measure in catalogue())


def measure(reading: Reading) -> dict[str, float]:
    """All measures of a log."""
    found = {
        **_gaps(reading),
        **_service(reading),
        **_flow(reading),
        **_uptime(reading),
        **_material(reading),
        **_quality(reading),
        **_money(reading),
        **changeover(reading),
        **by_family(reading.gaps),
        **_lived(reading),
    }
    return {name: found[name] for name in _ORDER}


def _gaps(reading: Reading) -> dict[str, float]:
    book, window = reading.log.markets, reading.frame.window
    watch = reading.bench.watch
    found = [gaps(shortage, watch.merge_gap) for shortage in watch.shortages(book)]
    return {
        "incidents": float(sum(len(gap.starts) for gap in found)),
        "gap_days": float(sum(gap.duration.sum() for gap in found)),
        "longest_gap": float(max((gap.duration.max() for gap in found), default=0.0)),
        "units_short": float(sum(gap.units_short.sum() for gap in found)),
        "unit_days_short": float(sum(gap.unit_days.sum() for gap in found)),
        "worst_backlog": float(book["owed"][:, window].sum(axis=0).max()),
        "censored_gaps": float(sum(np.count_nonzero(gap.censored) for gap in found)),
    }


def _service(reading: Reading) -> dict[str, float]:
    service = reading.service
    return {
        "units_late": float(service.short[0]),
        "demand": float(service.demand[0]),
        "served": float(service.served[0]),
        "alpha": float(service.alpha()[0]),
        "beta": float(service.beta()[0]),
        "gamma": float(service.gamma()[0]),
    }


def _flow(reading: Reading) -> dict[str, float]:
    log, window, bench = reading.log, reading.frame.window, reading.bench
    total, own = (float(units[window].sum()) for units in reading.inflow)
    on_hand = log.stocks["on_hand"][:, window].mean(axis=1)
    return {
        "made_share": own / total if total > 0 else np.nan,
        "mean_stock": float(on_hand[list(bench.inflow.stocks)].sum()),
        "mean_stock_value": float(reading.pricing.worth.stocks @ on_hand),
        "last_receipt_bought": last_receipt(log, reading.diary, bench.roles.outside, reading.frame),
    }


def _uptime(reading: Reading) -> dict[str, float]:
    phases = reading.bench.stopwatch.phases(reading.log.lines, reading.openings)
    found = {}
    for phase, times in zip(PHASES, phases, strict=True):
        found["uptime_e10" + phase] = times.e10
        found["availability_iso" + phase] = times.iso
        found["starved_share" + phase] = times.starved
        found["uptime_effective" + phase] = times.effective
        found["oee" + phase] = times.oee
    return found


def _lived(reading: Reading) -> dict[str, float]:
    survey = reading.bench.survey
    return survey.measures(reading.log, survey.lived(reading.trace, reading.openings), reading.gaps)


def _material(reading: Reading) -> dict[str, float]:
    supplies = reading.bench.storekeeper.supplies(reading.log, reading.openings).values()
    return {
        "material_on_time": _worst([supply.delivery for supply in supplies]),
        "material_there": _worst([supply.state for supply in supplies]),
        "material_effect": _worst([supply.effect for supply in supplies]),
    }


def _worst(shares: list[float]) -> float:
    """The smallest of those that have a value."""
    return min((share for share in shares if not isnan(share)), default=np.nan)


def _quality(reading: Reading) -> dict[str, float]:
    frame, found = reading.frame, reading.quality
    delivered, faulty = found.bought + found.made, found.bought_faulty + found.made_faulty
    made, scrap = float(found.made[frame.window].sum()), float(found.scrap[frame.window].sum())
    before = ppm(found.bought_faulty, found.bought, frame.reference)
    inside = ppm(found.made_faulty, found.made, frame.window)
    return {
        "units_made": made,
        "units_bought": float(found.bought[frame.window].sum()),
        "faulty_ppm": ppm(faulty, delivered, frame.window),
        "faulty_ppm_bought": ppm(found.bought_faulty, found.bought, frame.window),
        "faulty_ppm_made": inside,
        "faulty_ppm_reference": before,
        "faulty_ratio": inside / before if before > 0 else np.nan,
        "yield": made / (made + scrap) if made + scrap > 0 else np.nan,
        "scrap": scrap,
    }


def _money(reading: Reading) -> dict[str, float]:
    log, window, ledger = reading.log, reading.frame.window, reading.ledger
    worth = reading.pricing.worth
    totals = ledger.window()
    left = worth.at(log, window.stop - 1)
    change = left - worth.at(log, window.start - 1)
    total = sum(totals.values()) - change
    served = float(log.markets["served"][:, window].sum())
    named = {name if name.endswith("_cost") else f"{name}_cost": value for name, value in totals.items()}
    return {
        "total_cost": total,
        "cost_per_unit": total / served if served > 0 else np.nan,
        "value_cost": _value(reading),
        **named,
        "stock_change": change,
        **_unit_costs(reading),
    }


def _value(reading: Reading) -> float:
    """Present value at day 0 of all money to the value horizon, less what goods and new lines are worth then."""
    running, lumps, at_end = reading.bench.weights
    money = reading.ledger.money
    flows = running @ money[: len(RUNNING)].sum(axis=0) + lumps @ money[len(RUNNING) :].sum(axis=0)
    left = reading.pricing.worth.at(reading.log, reading.frame.days - 1)
    return float(flows - at_end * (left + reading.pricing.accountant.salvage(reading.openings)))


def _unit_costs(reading: Reading) -> dict[str, float]:
    calculator, frame, ledger = reading.pricing.calculator, reading.frame, reading.ledger
    opened, making = reading.opened, reading.making
    external = reading.external
    lumps = sum(float(ledger.of(name)[frame.zero :].sum()) for name in LUMPS)
    yearly = calculator.capital_charge(lumps, reading.pricing.accountant.salvage(reading.openings), reading.openings)
    installed = max(frame.window.stop - max(opened, frame.window.start), 0)
    full = making.unit_cost(frame.window)
    return {
        "internal_unit_cost_variable": making.unit_cost(frame.window, full=False),
        "internal_unit_cost": full,
        "internal_unit_cost_capital": making.unit_cost(frame.window, yearly * installed / YEAR),
        "external_unit_cost": external,
        "unit_cost_ratio": full / external if external > 0 else np.nan,
        "unit_cost_trend": calculator.trend(making, opened),
    }
