"""Fixed times in diagrams: ISO 8601 as the engine reads it, without what people do not mean."""

from datetime import datetime, timedelta

from engine.spiff.timing import READERS, Cycle, TimingError


def fault_in_time(kind: str, text: str) -> str | None:
    """Say what is wrong with the text of a `timeDate`, `timeDuration` or `timeCycle`."""
    if text.startswith(('"', "'")):
        return "a fixed time has no quotation marks"
    if text.startswith(("-", "+")):
        return "a fixed time has no sign"
    try:
        value = READERS[kind](text)
    except (TimingError, OverflowError) as error:
        return f"{str(error).rstrip('.')}"
    if value == timedelta():
        return "it is no time at all"
    if isinstance(value, Cycle) and not value.times:
        return "it does not say how many times"
    return _fault_in_date(text) if kind == "timeDate" else None


def _fault_in_date(text: str) -> str | None:
    moment = datetime.fromisoformat(text)
    # Whoever means noon in London writes +01:00 or Z: half the year they differ.
    return None if moment.tzinfo else "it does not say which time zone it means"
