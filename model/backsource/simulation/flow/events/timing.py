"""Acts at a later instant: a plain callback on a timeout, without a process or a closure.

What is to be acted on travels as the value of the event, so an act that is overtaken by events is told
from one that still holds by the identity of its event.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nextafter
from typing import Any, Protocol

import simpy


class Due(Protocol):
    """The event of an act that has fallen due; its value is the subject of the act."""

    @property
    def value(self) -> Any:
        """What is to be acted on."""


Act = Callable[[Any], None]
"""Takes what is `Due`."""


def after(env: simpy.Environment, delay: float, act: Act, subject: object = None) -> Due:
    """Call *act* with the event, whose value is *subject*, in *delay* days."""
    event = env.timeout(delay, subject)
    event.callbacks.append(act)
    return event


def at(env: simpy.Environment, instant: float, act: Act, subject: object = None) -> Due:
    """Call *act* at an instant; at once if it is past.

    `now + (instant - now)` may miss the instant by its last bit, which matters where the instant is the
    beginning of a day: such a delay is nudged by its own last bit.
    """
    now = env.now
    delay = max(0.0, instant - now)
    if delay and now + delay != instant:
        delay = nextafter(delay, inf if now + delay < instant else 0.0)
    return after(env, delay, act, subject)
