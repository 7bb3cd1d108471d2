"""Compares two versions of a procedure, and says in words what differs."""

from engine.definitions.comparison.comparing import compare_bundles
from engine.definitions.comparison.difference import (
    KIND_TITLES,
    Change,
    Comparison,
    Difference,
    Kind,
    Place,
    Weight,
)

__all__ = [
    "KIND_TITLES",
    "Change",
    "Comparison",
    "Difference",
    "Kind",
    "Place",
    "Weight",
    "compare_bundles",
]
