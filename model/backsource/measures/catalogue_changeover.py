"""Measures of the changeover, as the catalogue lists them: name, unit, formula, goal."""

_EXIT = (
    ("exit_day", "day", "later of the contract's end and the last receipt on its closed lanes; nan if never", "none"),
    ("exit_planned", "day", "last day under the contract as first given notice", "none"),
    ("exit_slip", "days", "exit_day - exit_planned; nan if never within the run", "min"),
    ("exit_on_schedule", "0 or 1", "exit at most 5 working days after the last goods on the road were promised", "max"),
    ("exit_censored", "0 or 1", "notice was given and the exit lies beyond the run, or never comes", "min"),
    ("extensions", "count", "extensions of contracts that were called", "min"),
    ("rolled_back", "0 or 1", "shares went back", "min"),
)
_GATES = (
    ("gate_looks", "count", "steering meetings that looked at a gate", "none"),
    ("gate_wait_days", "days", "sum over gates of opening - later of expected day and step before", "min"),
    ("gate_forced", "count", "gates opened by the end of the longest wait", "min"),
    ("gate_shut", "count", "gates that could have opened within the run and did not", "min"),
)
_BANK = (
    ("bank_wanted", "units", "size of the bank that the schedule wants", "none"),
    ("bank_attained", "units", "stock above the normal one when the bank is first used, at most wanted", "none"),
    (
        "bank_needed",
        "units",
        "max over t of sum(demand - made - received) from the bank's use or the first step",
        "none",
    ),
    ("bank_censored", "0 or 1", "bank_needed is still growing at the end of the window", "none"),
)
_APPROVAL = (
    ("trials", "count", "trial runs of lines that are to be qualified", "none"),
    ("days_to_approval", "days", "approval - begin of the task that qualifies the line, of the slowest line", "min"),
    ("unapproved", "count", "lines that a task qualifies and that are not approved within the run", "min"),
)
_OVERLAP = (
    ("overlap_days", "days", "days of the window with the plant open and the supplier not yet left", "none"),
    ("overlap_cost", "money", "fixed cost of new lines, step of the price and standby on these days", "none"),
    (
        "transition_cost",
        "money",
        "tools, moves, payments, extensions, standby + fixed cost of new lines until the exit + carrying of the bank",
        "min",
    ),
    ("transition_share", "ratio", "transition_cost / purchases a year in the reference window", "min"),
)
_PARITY = (
    (
        "parity_days_rate",
        "days",
        "from opening until what the plant can make in 30 working days equals what was bought before, for 30 of them",
        "min",
    ),
    ("parity_days_quality", "days", "the same for the faulty share delivered", "min"),
    ("parity_days_cost", "days", "the same for unit cost against external_unit_cost", "min"),
    (
        "days_to_steady",
        "days",
        "from the first good unit to the end of 30 working days at mature rate and yield, fed, without backlog",
        "min",
    ),
    ("recovery_speed", "units/day", "fall of the largest backlog / days until it was gone or the window over", "max"),
)
_PLAN = (
    ("milestones_kept", "share", "tasks, steps, exits at most 5 working days late / those the run can tell of", "max"),
    ("duration_ratio", "ratio", "planned / actual time from the first planned day to the last milestone", "max"),
    ("optimism_gap_days", "days", "planned - actual day of the last milestone; negative when it came later", "max"),
    ("optimism_gap_cost", "money", "total_cost of the run in which all goes as planned - total_cost", "max"),
    ("optimism_gap_units", "units", "units_short of the run in which all goes as planned - units_short", "max"),
)
_PERFECT = (
    ("perfect_fulfilment", "share", "days served in full x conforming share delivered / days with demand", "max"),
)

CHANGEOVER = (
    (_EXIT, "measures.leaving"),
    (_GATES, "measures.gates"),
    (_BANK, "measures.bank; laws.bridge"),
    (_APPROVAL, "measures.milestones"),
    (_OVERLAP, "measures.overlap"),
    (_PARITY, "measures.recovery"),
    (_PLAN, "network.timetable; measures.pairs; network.as_planned"),
    (_PERFECT, "Schneider (1981); measures.quality"),
)
"""Groups of measures, each with where it comes from, in the order of the wide row."""
