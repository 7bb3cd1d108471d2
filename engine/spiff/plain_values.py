"""Turns values into what JSON keeps, so that a saved process goes on with the same values."""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

_BIGGEST = 2**53


def plain(value: Any) -> Any:
    """Return a copy of a value made of text, numbers, booleans, lists and dictionaries.

    Dates become ISO 8601 text. Numbers that are not finite become None, whole numbers that JSON
    cannot hold exactly become the nearest float.

    Raises:
        TypeError: a value of another type.
    """
    if value is None or isinstance(value, bool):
        return value
    for kind, convert in _CONVERSIONS:
        if isinstance(value, kind):
            return convert(value)
    raise TypeError(f"a {type(value).__name__} cannot be a process variable")


def _text(value: str) -> str:
    if value.isascii():
        return value
    # A lone surrogate (a broken emoji from a browser) is no text that can be saved.
    return value.encode("utf-8", "replace").decode("utf-8")


def _number(value: float | Decimal) -> int | float | None:
    try:
        if not math.isfinite(value):
            return None
        is_whole = isinstance(value, int) or (isinstance(value, Decimal) and value % 1 == 0)
        return int(value) if is_whole and abs(int(value)) <= _BIGGEST else float(value)
    except OverflowError:
        return None


def _duration(value: timedelta) -> str:
    sign, seconds = ("-" if value < timedelta() else ""), abs(value)
    whole, rest = divmod(seconds, timedelta(seconds=1))
    return f"{sign}PT{whole}{f'.{rest.microseconds:06}' if rest else ''}S"


_CONVERSIONS: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (str, _text),
    ((int, float, Decimal), _number),
    (Mapping, lambda value: {str(key): plain(entry) for key, entry in value.items()}),
    ((list, tuple), lambda value: [plain(entry) for entry in value]),
    (date, lambda value: value.isoformat()),
    (timedelta, _duration),
)


def swapped(value: Any, old: str, new: str) -> Any:
    """Return a value with one text in the place of another, also inside lists and mappings."""
    if isinstance(value, list):
        return [swapped(one, old, new) for one in value]
    if isinstance(value, dict):
        return {key: swapped(one, old, new) for key, one in value.items()}
    return new if value == old else value
