"""Choices that random scenarios are made of, thrown by a generator or drawn (and shrunk) by hypothesis."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st
from numpy.random import Generator

Option = TypeVar("Option")


class Dice(Protocol):
    """What a random scenario asks for; small numbers, first options and `False` are the simple choices."""

    def integer(self, least: int, most: int) -> int: ...

    def pick(self, options: Sequence[Option]) -> Option: ...

    def chance(self, percent: int) -> bool: ...


class Thrown:
    """Dice of a generator."""

    def __init__(self, rng: Generator) -> None:
        self.rng = rng

    def integer(self, least: int, most: int) -> int:
        return int(self.rng.integers(least, most + 1))

    def pick(self, options: Sequence[Option]) -> Option:
        return options[int(self.rng.integers(len(options)))]

    def chance(self, percent: int) -> bool:
        return bool(self.rng.integers(100) >= 100 - percent)


class Drawn:
    """Dice of a hypothesis strategy."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def integer(self, least: int, most: int) -> int:
        return int(self.draw(st.integers(least, most)))

    def pick(self, options: Sequence[Option]) -> Option:
        return options[int(self.draw(st.integers(0, len(options) - 1)))]

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)
