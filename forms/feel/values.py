"""What FEEL values are, when they are equal, and which comes first."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from types import NoneType
from typing import Any

from forms.feel.budget import Budget
from forms.feel.errors import FeelError
from forms.feel.temporal import write_date_time, write_duration
from forms.london import in_utc

MAX_DEPTH = 50
"""How deep lists and contexts may nest inside one another."""

_KINDS: Mapping[type, str] = {
    NoneType: "null",
    bool: "boolean",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "string",
    list: "list",
    tuple: "list",
    dict: "context",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "duration",
}
_ORDERED = frozenset({"number", "string", "date", "date and time", "time", "duration"})
_EXACT = 2**53

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
"""The operators that need an order."""


@dataclass(frozen=True, slots=True)
class Range:
    """The values between two ends, for example ``[1..5)``."""

    start: Any
    end: Any
    start_included: bool
    end_included: bool

    def includes(self, value: Any) -> bool | None:
        """Say whether a value lies in the range; None when it cannot be compared with the ends."""
        after = compare(">=" if self.start_included else ">", value, self.start)
        before = compare("<=" if self.end_included else "<", value, self.end)
        return both(after, before)


def kind(value: Any) -> str:
    """Return the FEEL type of a value; ``other`` for what FEEL does not know."""
    found = _KINDS.get(type(value))
    if found is not None:
        return found
    if isinstance(value, Range):
        return "range"
    if isinstance(value, str):
        return "string"
    return "context" if isinstance(value, Mapping) else "other"


def both(left: Any, right: Any) -> bool | None:
    """Return ``left and right`` in FEEL's three values."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Any, right: Any) -> bool | None:
    """Return ``left or right`` in FEEL's three values."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def equal(left: Any, right: Any, budget: Budget, depth: int = 0) -> bool | None:
    """Say whether two values are equal; None when their types differ. Null equals only null."""
    if left is None or right is None:
        return left is right
    kinds = kind(left)
    if kinds != kind(right) or kinds == "other":
        return None
    if kinds == "list":
        return _equal_lists(left, right, budget, depth)
    if kinds == "context":
        return _equal_contexts(left, right, budget, depth)
    if kinds == "date and time":
        return in_utc(left) == in_utc(right)
    return bool(left == right)


def _equal_lists(left: Any, right: Any, budget: Budget, depth: int) -> bool:
    _walk(left, budget, depth)
    return len(left) == len(right) and all(
        equal(one, other, budget, depth + 1) is True for one, other in zip(left, right, strict=True)
    )


def _equal_contexts(left: Any, right: Any, budget: Budget, depth: int) -> bool:
    _walk(left, budget, depth)
    return left.keys() == right.keys() and all(
        equal(left[key], right[key], budget, depth + 1) is True for key in left
    )


def _walk(value: Any, budget: Budget, depth: int) -> None:
    if depth > MAX_DEPTH:
        message = "The values are nested too deeply to work with."
        raise FeelError(message)
    budget.spend(1 + len(value))


def compare(operator: str, left: Any, right: Any) -> bool | None:
    """Return ``left operator right`` for an ordering operator; None for values without an order."""
    kinds = kind(left)
    if kinds not in _ORDERED or kinds != kind(right):
        return None
    if kinds == "date and time":
        left, right = in_utc(left), in_utc(right)
    return COMPARISONS[operator](left, right)


def number(value: Any) -> int | float | None:
    """Return a number in the form we reckon with: whole where exact, never infinite; else None."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) <= _EXACT else value
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def measure(value: Any, budget: Budget, depth: int = 0) -> None:
    """Count the items of a result, which may hold the same list many times over.

    Raises:
        FeelError: it is too large or too deep to hand on.
    """
    if kind(value) not in {"list", "context"}:
        return
    _walk(value, budget, depth)
    for item in value.values() if isinstance(value, Mapping) else value:
        measure(item, budget, depth + 1)


def write(value: Any, budget: Budget, depth: int = 0) -> str:
    """Return the text of a value as FEEL's ``string()`` gives it; inner strings are quoted."""
    kinds = kind(value)
    if isinstance(value, str):
        return value if depth == 0 else '"' + value.replace('"', '\\"') + '"'
    if kinds in {"list", "context"}:
        _walk(value, budget, depth)
        return _write_items(value, budget, depth)
    return _write_scalar(kinds, value)


def _write_items(value: Any, budget: Budget, depth: int) -> str:
    if isinstance(value, Mapping):
        entries = (f"{key}: {write(item, budget, depth + 1)}" for key, item in value.items())
        text = "{" + ", ".join(entries) + "}"
    else:
        text = "[" + ", ".join(write(item, budget, depth + 1) for item in value) + "]"
    budget.spend(len(text) // 100)
    return text


def _write_scalar(kinds: str, value: Any) -> str:
    if kinds in {"null", "boolean"}:
        return {None: "null", True: "true", False: "false"}[value]
    if kinds == "number":
        return str(number(value))
    if kinds == "date and time":
        return write_date_time(value)
    if kinds == "duration":
        return write_duration(value)
    if kinds in {"date", "time"}:
        return str(value.isoformat())
    return f"<{kinds}>"
