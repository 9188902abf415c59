"""Words for reference classes, and which figures each of them knows; `laws.reference_classes` has the factors."""

from typing import Literal

ReferenceClass = Literal[
    "equipment", "non-standard buildings", "standard buildings", "outsourcing", "manufacturing", "IT"
]
Aspect = Literal["duration", "investment", "running cost"]

KNOWS: dict[ReferenceClass, tuple[Aspect, ...]] = {
    "equipment": ("duration", "investment"),
    "non-standard buildings": ("duration", "investment"),
    "standard buildings": ("duration", "investment"),
    "outsourcing": ("running cost",),
    "manufacturing": ("duration", "investment", "running cost"),
    "IT": ("duration", "investment", "running cost"),
}
"""Figures that plans of each class were seen to miss."""
