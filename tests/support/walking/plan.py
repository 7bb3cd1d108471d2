"""What a random walk is decided by: choices that hypothesis draws when asked, and shrinks."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Option = TypeVar("Option")

STEPS = 24
"""How many steps are drawn; then everybody works towards the end."""
VERBS = (
    "rest",  # what a step shrinks to
    *("complete",) * 12,
    *("wait",) * 4,
    *("compete",) * 2,
    "claim",
    "draft",
    "danger",
    "message",
    "restart",
)


class Dice:
    """Chooses at random; without a source of chance always the first."""

    def __init__(self, random: Random | None = None) -> None:
        """Take the source, which hypothesis controls."""
        self._random = random

    def number(self, below: int) -> int:
        """Return a number from 0 on."""
        return self._random.randrange(below) if self._random and below > 1 else 0

    def choose(self, options: Sequence[Option]) -> Option:
        """Return one of the options, of which there is at least one."""
        return options[self.number(len(options))]
