"""What one invented case is like: how quick and how ready to agree its people are."""

from dataclasses import dataclass
from random import Random

DANGER, CLOSED_EARLY, FORGOTTEN, NEVER_SENT = 0.07, 0.12, 0.02, 0.02
"""Of all cases, those in which danger is reported, that are closed outside the procedure, that
everybody forgets at some step, and that were begun and never sent."""
AGREES, PACE = (0.1, 0.65), (0.6, 2.4)


@dataclass(frozen=True)
class Character:
    """Drawn once for a case. All figures are guesses: nobody has counted real ones."""

    agrees: float
    """The chance that the two sides agree at a step that asks for the outcome."""
    pace: float
    """1: people need somewhat less than half of a limit. 2: twice as long."""
    danger_after: int | None
    """After how many steps somebody reports danger; None: nobody does."""
    closed_after: int | None
    """After how many steps the raising side closes the case itself; None: never."""
    forgotten_after: int | None
    """After how many steps nobody does anything any more; None: never."""


def draw_character(random: Random) -> Character:
    """Return a case's character by chance."""
    agrees, pace = random.uniform(*AGREES), random.uniform(*PACE)
    danger = _maybe(random, DANGER, 1, 5)
    closed = _maybe(random, CLOSED_EARLY, 1, 4)
    forgotten = _maybe(random, FORGOTTEN, 1, 8)
    unsent = _maybe(random, NEVER_SENT, 0, 0)
    return Character(agrees, pace, danger, closed, forgotten if unsent is None else unsent)


def _maybe(random: Random, chance: float, least: int, most: int) -> int | None:
    happens, after = random.random() < chance, random.randint(least, most)
    return after if happens else None
