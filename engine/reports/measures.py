"""What a cell of a report holds: a count, a share, or how long something took."""

import math
from collections.abc import Iterable
from datetime import timedelta
from statistics import median
from typing import Any, NamedTuple

SOON = 0.9


class Times(NamedTuple):
    """How long something took."""

    median: float
    """In seconds, like the next."""
    ninetieth: float
    """The shortest time within which nine of ten were done."""
    of: int
    """How many there are; without one, the times say nothing."""


class Share(NamedTuple):
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None: there is nothing to take a part of."""
        return 100 * self.part / self.whole if self.whole else None


Value = int | Times | Share


def times_of(spans: Iterable[timedelta]) -> Times:
    """Return the median and the 90th percentile (by nearest rank) of some lengths of time."""
    seconds = sorted(span.total_seconds() for span in spans)
    if not seconds:
        return Times(0.0, 0.0, 0)
    return Times(median(seconds), seconds[math.ceil(SOON * len(seconds)) - 1], len(seconds))


def pack(value: Value) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, Times):
        return {"times": list(value)}
    return {"share": list(value)} if isinstance(value, Share) else value


def unpack(kept: Any) -> Value:
    """Return what `pack` gave."""
    if isinstance(kept, int):
        return kept
    return Times(*kept["times"]) if "times" in kept else Share(*kept["share"])
