"""Decisions are made in the decision step of a day, and nowhere else: what falls due at 10.37 is done at 11."""

from __future__ import annotations

from math import ceil

import simpy


def decision_on(env: simpy.Environment, day: float) -> simpy.Timeout:
    """The first decision step on or after a day; now where that is past."""
    return env.timeout(max(0.0, ceil(day) - env.now))
