"""Turns values into what JSON keeps, so that a saved process goes on with the same values."""

import math
from collections.abc import Mapping
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
    if isinstance(value, str):
        return value if value.isascii() else _text(value)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    raise TypeError(f"a {type(value).__name__} cannot be a process variable")


def _text(value: str) -> str:
    # A lone surrogate (a broken emoji from a browser) is no text that can be saved.
    return value.encode("utf-8", "replace").decode("utf-8")


def _number(value: float | Decimal) -> int | float | None:
    try:
        if not math.isfinite(value):
            return None
        is_whole = not isinstance(value, float) and value == int(value)
        return int(value) if is_whole and abs(value) <= _BIGGEST else float(value)
    except OverflowError:
        return None


def _duration(value: timedelta) -> str:
    sign, seconds = ("-" if value < timedelta() else ""), abs(value)
    whole, rest = divmod(seconds, timedelta(seconds=1))
    return f"{sign}PT{whole}{f'.{rest.microseconds:06}' if rest else ''}S"
