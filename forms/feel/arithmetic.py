"""``+ - * / **`` over numbers, texts, dates and durations; null for what makes no sense."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from forms.feel.errors import FeelError
from forms.feel.temporal import move_date, move_instant, move_time, time_between
from forms.feel.values import kind, number
from forms.london import in_utc

MAX_TEXT = 100_000
"""Characters of a text that an expression may build."""

_MOVES: Mapping[str, Callable[[Any, timedelta], Any]] = {
    "date": move_date,
    "date and time": move_instant,
    "time": move_time,
    "duration": lambda value, by: value + by,
}


def add(left: Any, right: Any) -> Any:
    """Return ``left + right``."""
    kinds = (kind(left), kind(right))
    if kinds == ("number", "number"):
        return _reckon(left, right, lambda a, b: a + b)
    if kinds == ("string", "string"):
        return _join(left, right)
    if kinds[1] == "duration" and kinds[0] in _MOVES:
        return _guard(_MOVES[kinds[0]], left, right)
    if kinds[0] == "duration" and kinds[1] in _MOVES:
        return _guard(_MOVES[kinds[1]], right, left)
    return None


def subtract(left: Any, right: Any) -> Any:
    """Return ``left - right``."""
    kinds = (kind(left), kind(right))
    if kinds == ("number", "number"):
        return _reckon(left, right, lambda a, b: a - b)
    if kinds[1] == "duration" and kinds[0] in _MOVES:
        return _guard(_MOVES[kinds[0]], left, -right)
    if kinds == ("date", "date"):
        return left - right
    if kinds == ("date and time", "date and time"):
        return in_utc(left) - in_utc(right)
    return time_between(left, right) if kinds == ("time", "time") else None


def multiply(left: Any, right: Any) -> Any:
    """Return ``left * right``; a duration may be multiplied by a number."""
    kinds = (kind(left), kind(right))
    if kinds in {("duration", "number"), ("number", "duration")}:
        return _guard(lambda a, b: a * b, left, right)
    return _reckon(left, right, lambda a, b: a * b)


def divide(left: Any, right: Any) -> Any:
    """Return ``left / right``; division by zero is null."""
    if kind(left) == "duration" and kind(right) in {"number", "duration"}:
        return _guard(lambda a, b: a / b, left, right)
    return _reckon(left, right, lambda a, b: a / b)


def power(left: Any, right: Any) -> Any:
    """Return ``left ** right``, in floating point, so that no power is large to work out."""
    return _reckon(left, right, lambda a, b: float(a) ** float(b))


def negate(value: Any) -> Any:
    """Return ``-value``."""
    return -value if kind(value) == "duration" else subtract(0, value)


def _reckon(left: Any, right: Any, operation: Callable[[Any, Any], Any]) -> int | float | None:
    one, other = number(left), number(right)
    if one is None or other is None:
        return None
    return number(_guard(operation, one, other))


def _guard(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    try:
        return operation(left, right)
    except (OverflowError, ZeroDivisionError):
        return None


def _join(left: str, right: str) -> str:
    if len(left) + len(right) > MAX_TEXT:
        message = "The expression builds a text that is too long."
        raise FeelError(message)
    return left + right


OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
"""What each sign does."""
