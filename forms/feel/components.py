"""What stands behind a dot: entries of contexts, and the parts of dates and durations."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from forms.feel.values import kind
from forms.london import wall_time

_DATE: Mapping[str, Callable[[Any], int]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_TIME: Mapping[str, Callable[[Any], int]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: value.second,
}
_DURATION: Mapping[str, Callable[[Any], int]] = {
    "days": lambda value: abs(value).days,
    "hours": lambda value: abs(value).seconds // 3600,
    "minutes": lambda value: abs(value).seconds // 60 % 60,
    "seconds": lambda value: abs(value).seconds % 60,
}

_PARTS = {"date": _DATE, "time": _TIME, "duration": _DURATION}


def component(value: Any, name: str) -> Any:
    """Return the named entry or part of a value, or None; never an attribute of an object."""
    kinds = kind(value)
    if kinds == "context":
        return value.get(name)
    if kinds == "date and time":
        return _of_date_time(value, name)
    parts = _PARTS.get(kinds, {})
    return parts[name](value) if name in parts else None


def _of_date_time(value: datetime, name: str) -> int | None:
    """Return a part of the London wall time, which is what people mean by the day and the hour."""
    wall = wall_time(value)
    if name in _DATE:
        return _DATE[name](wall.date())
    return _TIME[name](wall.time()) if name in _TIME else None
