"""Names of expected values that stand for one of several parameter values."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any


def by_each(values: Any) -> Iterator[tuple[Any, Callable[[str], str]]]:
    """Each of *values* with a function that gives the name of an expected value at it.

    Values of a list stand under their own name, "30.throughput" or "30"; those of a single number under
    none or under its name, as `words.by_each` writes both.
    """
    if isinstance(values, list | tuple):
        for value in values:
            yield value, partial(_under, str(value))
    else:
        yield values, partial(_plain, str(values))


def _under(value: str, name: str) -> str:
    return f"{value}.{name}" if name else value


def _plain(value: str, name: str) -> str:
    return name or value
