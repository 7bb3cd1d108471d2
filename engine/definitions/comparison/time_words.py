"""The time of a clock in words: “24 hours”, “1 working day”, “3 times, every 2 days”."""

from datetime import timedelta

from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.words import formula_words
from engine.english import counted, listed
from engine.spiff.timing import Cycle, TimingError, read_cycle, read_duration

_DEFINITION = "timerEventDefinition"
_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)
_HOURS_ARE_CLEARER = timedelta(hours=72)


def time_of(item: Item) -> tuple[str, str]:
    """Return the kind of a clock's time, such as `timeDuration`, and its text."""
    for kind in ("timeDuration", "timeDate", "timeCycle"):
        text = item.facts.get(f"{_DEFINITION}/{kind}", "")
        if text:
            return kind, text
    return "", ""


def time_in_words(item: Item, edition: Edition) -> str:
    """Return when a clock rings; what cannot be read stays as it is written."""
    kind, text = time_of(item)
    if text.startswith("="):
        return formula_words(text, edition)
    try:
        if kind == "timeDuration":
            return duration_in_words(read_duration(text))
        if kind == "timeCycle":
            return _cycle_in_words(read_cycle(text))
    except (TimingError, OverflowError):
        return text or "no time"
    return text or "no time"


def duration_in_words(length: timedelta) -> str:
    """Return a length as policies write it: hours up to three days, then days."""
    if timedelta(hours=1) <= length <= _HOURS_ARE_CLEARER and not length % timedelta(hours=1):
        return counted(length // timedelta(hours=1), "hour")
    parts = []
    for unit, name in _UNITS:
        number, length = divmod(length, unit)
        if number:
            parts.append(counted(number, name))
    if length:
        parts.append(counted(int(length.total_seconds()), "second"))
    return listed(parts) or "no time"


def _cycle_in_words(cycle: Cycle) -> str:
    every = f"every {duration_in_words(cycle.interval)}"
    return every if cycle.times is None else f"{counted(cycle.times, 'time')}, {every}"
