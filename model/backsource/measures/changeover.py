"""The changeover in the wide row: exit, gates, bank, approval, overlap, parity, plan against run.

Without a schedule nothing is counted and nothing is planned: counts and money are 0, days have no value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backsource.config.schedule import Schedule
from backsource.log import Kind
from backsource.measures.bank import Bank, bank, together
from backsource.measures.gates import GateRecord, gates
from backsource.measures.leaving import Exit, exits, kept
from backsource.measures.milestones import reached
from backsource.measures.overlap import SINGLE, Overlap, carrying, yearly_purchases
from backsource.measures.pairs import GAPS
from backsource.measures.quality import MILLION, ppm
from backsource.measures.reading import Reading
from backsource.measures.recovery import DAYS, Rolling, recovery_speed, since_opening, steady
from backsource.network.timetable import Timetable

Row = dict[str, float]
NONE = np.nan


@dataclass(frozen=True)
class Story:
    """What a schedule planned and what became of it."""

    schedule: Schedule
    timetable: Timetable
    left: list[Exit]
    days: Mapping[str, float]
    """Day of each event, as `milestones.reached` gives them."""

    @classmethod
    def of(cls, reading: Reading, schedule: Schedule, timetable: Timetable) -> "Story":
        """Read the journal of a run."""
        left = exits(reading.log, reading.diary, timetable, reading.frame, reading.bench.contracts, reading.bench.past)
        return cls(schedule, timetable, left, reached(reading.diary, schedule, timetable, left, reading.bench.past))


def story_of(reading: Reading) -> Story | None:
    """The story of a run; None without a schedule."""
    timetable, schedule = reading.bench.timetable, reading.schedule
    return Story.of(reading, schedule, timetable) if schedule and timetable else None


def changeover(reading: Reading) -> Row:
    """All measures of the changeover."""
    story = story_of(reading)
    left = _exit(reading, story)
    return {
        **left,
        **_gates(reading, story),
        **_bank(reading, story),
        **_approval(reading, story),
        **_overlap(reading, story, left["exit_day"]),
        **_parity(reading),
        **_plan(reading, story),
        **dict.fromkeys(GAPS, NONE),  # a log by itself does not know its plan: the study sets them
        **_service(reading),
    }


def _exit(reading: Reading, story: Story | None) -> Row:
    left, frame = story.left if story else [], reading.frame
    worked = _whole_worked(reading)
    on_time = [kept(one.planned + one.on_road, one.day, worked, frame) for one in left]
    return {
        "exit_day": _last([one.day for one in left]),
        "exit_planned": _last([one.planned for one in left]),
        "exit_slip": _last([one.slip for one in left]),
        "exit_on_schedule": float(np.min(on_time)) if on_time else NONE,
        "exit_censored": float(any(np.isnan(one.day) for one in left)) if left else NONE,
        "extensions": float(len(reading.diary.of(Kind.EXTENDED))),
        "rolled_back": float(bool(reading.diary.of(Kind.ROLLED_BACK))),
    }


def _gates(reading: Reading, story: Story | None) -> Row:
    found = GateRecord(0, 0.0, 0, 0)
    if story:
        found = gates(reading.diary, story.schedule, story.timetable, story.days, reading.frame, reading.bench.past)
    return {
        "gate_looks": float(found.looks),
        "gate_wait_days": found.held,
        "gate_forced": float(found.forced),
        "gate_shut": float(found.shut),
    }


def banks(reading: Reading, story: Story | None) -> dict[str, Bank]:
    """The bank of each stock that the schedule is about."""
    if story is None:
        return {}
    schedule = story.schedule
    log, past = reading.log, reading.bench.past
    return {stock: bank(log, reading.diary, schedule, stock, reading.frame, past) for stock in schedule.stocks}


def _bank(reading: Reading, story: Story | None) -> Row:
    own = banks(reading, story)
    found = together(list(own.values())) if own else Bank(NONE, NONE, NONE, grows=False)
    return {
        "bank_wanted": found.wanted,
        "bank_attained": found.attained,
        "bank_needed": found.needed,
        "bank_censored": NONE if np.isnan(found.needed) else float(found.grows),
    }


def _approval(reading: Reading, story: Story | None) -> Row:
    days = [
        story.days[f"line/{line} approved"] - story.days[f"task/{task} started"]
        for line, task in (story.schedule.qualified.items() if story else ())
        if story
    ]
    approved = [story.days[f"line/{line} approved"] for line in story.schedule.qualified] if story else []
    return {
        "trials": float(len(reading.diary.of(Kind.TRIAL))),
        "days_to_approval": _last(days),
        "unapproved": float(np.count_nonzero(np.isnan(approved))),
    }


def _overlap(reading: Reading, story: Story | None, left: float) -> Row:
    frame, ledger = reading.frame, reading.ledger
    both = Overlap.of(reading.opened, left, _last_bought(reading), frame)
    accountant, new = reading.pricing.accountant, [item for item in reading.openings.items() if item[1].new]
    rent = sum((accountant.rent(name, opening) for name, opening in new), start=np.zeros(frame.days))
    lumps = ledger.window()
    total = sum(lumps[name] for name in SINGLE) + float(rent[frame.zero : _changed(reading, story, both)].sum())
    total += carrying(reading.log, story.schedule, reading.pricing.carrying, frame) if story else 0.0
    yearly = yearly_purchases(ledger, frame)
    return {
        "overlap_days": float(both.rows.stop - both.rows.start),
        "overlap_cost": float((rent + ledger.of("extensions") + ledger.of("standby"))[both.rows].sum()),
        "transition_cost": total,
        "transition_share": total / yearly if yearly > 0 else NONE,
    }


def _changed(reading: Reading, story: Story | None, both: Overlap) -> int:
    """Row after the changeover: after the supplier was left or, where no notice is given, after the last step."""
    if story is None or story.left:
        return both.stop
    days = [day for name, day in story.days.items() if name.startswith("step/") and not np.isnan(day)]
    return min(reading.frame.row(max(days) + 1), reading.frame.window.stop) if days else reading.frame.zero


def _last_bought(reading: Reading) -> float:
    """Last day of the window on which something came in from outside; nan without any."""
    frame, roles = reading.frame, reading.bench.roles
    rows = [np.flatnonzero(reading.log.lanes.of(name, "received")[frame.window]) for name in roles.outside]
    days = [frame.first_day + frame.window.start + int(found[-1]) for found in rows if len(found)]
    return float(max(days)) if days else NONE


def _parity(reading: Reading) -> Row:
    frame, log, scenario = reading.frame, reading.log, reading.frame.scenario
    lines = [(name, scenario.lines[name]) for name in reading.bench.roles.lines]
    rolling = since_opening(frame, [line.site for _, line in lines], reading.opened)
    making, quality = reading.making, reading.quality
    good, scrap = rolling.of(making.good), rolling.of(quality.scrap)
    could = sum((log.lines.of(name, "could") for name, _ in lines), start=np.zeros(log.days))
    share = np.divide(good, good + scrap, out=np.zeros(len(good)), where=good + scrap > 0)
    bought = float(quality.bought[frame.reference].sum())
    days = np.count_nonzero(_worked(reading)[frame.reference])
    each = bought / days if days else NONE
    before = ppm(quality.bought_faulty, quality.bought, frame.reference) / MILLION
    some = good > 0
    owed = log.markets["owed"].sum(axis=0)
    return {
        "parity_days_rate": _since(reading, rolling, rolling.of(could) * share >= each * DAYS),
        "parity_days_quality": _since(reading, rolling, some & (rolling.of(quality.made_faulty) <= before * good)),
        "parity_days_cost": _since(
            reading, rolling, some & (rolling.of(making.variable + making.fixed) <= reading.external * good)
        ),
        "days_to_steady": NONE if reading.bench.past.opened else steady(log, lines, rolling, owed),
        "recovery_speed": recovery_speed(owed[frame.window]),
    }


def _since(reading: Reading, rolling: Rolling, holds: np.ndarray) -> float:
    row = rolling.lasting(holds)
    return NONE if row is None else float(row - max(reading.opened, reading.frame.window.start))


def _plan(reading: Reading, story: Story | None) -> Row:
    taken = reading.bench.past.steps
    unknown = {f"step/{stock}/{number}" for stock, count in taken.items() for number in range(count)}
    plan = [one for one in story.timetable.milestones if one.name not in unknown] if story else []
    if not story or not plan:
        return {"milestones_kept": NONE, "duration_ratio": NONE, "optimism_gap_days": NONE}
    frame, worked = reading.frame, _whole_worked(reading)
    on_time = [kept(one.day + one.allowed, story.days[one.name], worked, frame) for one in plan]
    known = [one for one in on_time if not np.isnan(one)]
    planned, simulated = max(one.day for one in plan), _last([story.days[one.name] for one in plan])
    begin = story.timetable.begin
    length = simulated - begin
    return {
        "milestones_kept": float(np.mean(known)) if known else NONE,
        "duration_ratio": (planned - begin) / length if length > 0 and planned < np.inf else NONE,
        "optimism_gap_days": planned - simulated if planned < np.inf else NONE,
    }


def _service(reading: Reading) -> Row:
    quality, window = reading.quality, reading.frame.window
    faulty = ppm(quality.bought_faulty + quality.made_faulty, quality.bought + quality.made, window) / MILLION
    return {"perfect_fulfilment": float(reading.service.alpha()[0]) * (1.0 - (0.0 if np.isnan(faulty) else faulty))}


def _worked(reading: Reading) -> np.ndarray:
    """Working days of the site of the first stock of the changeover."""
    stocks = reading.bench.roles.stocks
    return reading.frame.site_worked(stocks[0].split("/")[0]) if stocks else reading.frame.worked(None)


def _whole_worked(reading: Reading) -> np.ndarray:
    """The same from day 0 on, also where the run begins later: what was due before it is late by the days since."""
    stocks, frame = reading.bench.roles.stocks, reading.frame
    return frame.whole_worked(stocks[0].split("/")[0]) if stocks else np.ones(frame.last + 1 - frame.origin, dtype=bool)


def _last(days: list[float]) -> float:
    """The largest, nan where one has no value or there is none."""
    return float(np.max(days)) if days else NONE
