"""The functions that an expression may call, in one table; and those that the host gives."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from forms.feel.arithmetic import add
from forms.feel.budget import Budget
from forms.feel.temporal import (
    combine,
    date_of,
    read_date,
    read_date_time,
    read_duration,
    read_time,
    time_of,
)
from forms.feel.values import compare, equal, kind, number, write

HOST_FUNCTIONS: tuple[str, ...] = ("now", "today", "working day deadline", "agency of")
"""Functions that need a clock, a calendar or a directory; the caller gives them to each
evaluation."""

_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?")


@dataclass(frozen=True)
class Function:
    """A built-in function: how many arguments it takes and what it does with them."""

    name: str
    least: int
    most: int
    call: Callable[[Budget, Sequence[Any]], Any]
    literal: str = ""
    """What a text argument must be; a wrong literal is refused when the expression is read."""


def _texts(operation: Callable[..., Any]) -> Callable[[Budget, Sequence[Any]], Any]:
    """Make a function that is null unless every argument is a text."""

    def call(_budget: Budget, arguments: Sequence[Any]) -> Any:
        if any(kind(argument) != "string" for argument in arguments):
            return None
        return operation(*arguments)

    return call


def _as_list(value: Any) -> Sequence[Any] | None:
    """Return a list argument; FEEL takes a lone value for a list of one, and null for none."""
    if kind(value) == "list":
        items: Sequence[Any] = value
        return items
    return None if value is None else [value]


def _list_or_arguments(budget: Budget, arguments: Sequence[Any]) -> Sequence[Any]:
    lone = len(arguments) == 1 and kind(arguments[0]) == "list"
    items: Sequence[Any] = arguments[0] if lone else arguments
    budget.spend(len(items))
    return items


def _not(_budget: Budget, arguments: Sequence[Any]) -> bool | None:
    return not arguments[0] if isinstance(arguments[0], bool) else None


def _is_defined(_budget: Budget, arguments: Sequence[Any]) -> bool:
    return arguments[0] is not None


def _count(_budget: Budget, arguments: Sequence[Any]) -> int | None:
    items = _as_list(arguments[0])
    return None if items is None else len(items)


def _list_contains(budget: Budget, arguments: Sequence[Any]) -> bool | None:
    items = _as_list(arguments[0])
    if items is None:
        return None
    budget.spend(len(items))
    return any(equal(item, arguments[1], budget) is True for item in items)


def _append(budget: Budget, arguments: Sequence[Any]) -> list[Any] | None:
    items = _as_list(arguments[0])
    if items is None:
        return None
    budget.spend(len(items) + len(arguments))
    return [*items, *arguments[1:]]


def _concatenate(budget: Budget, arguments: Sequence[Any]) -> list[Any]:
    joined: list[Any] = []
    for argument in arguments:
        items = argument if kind(argument) == "list" else [argument]
        budget.spend(1 + len(items))
        joined.extend(items)
    return joined


def _sum(budget: Budget, arguments: Sequence[Any]) -> Any:
    items = _list_or_arguments(budget, arguments)
    if not items or any(kind(item) not in {"number", "duration"} for item in items):
        return None
    total = items[0]
    for item in items[1:]:
        total = add(total, item)
    return total


def _extreme(operator: str) -> Callable[[Budget, Sequence[Any]], Any]:
    def call(budget: Budget, arguments: Sequence[Any]) -> Any:
        items = _list_or_arguments(budget, arguments)
        if not items:
            return None
        found = items[0]
        for item in items:
            if compare("<=", item, found) is None:
                return None
            found = item if compare(operator, item, found) else found
        return found

    return call


def _string(budget: Budget, arguments: Sequence[Any]) -> str | None:
    return None if arguments[0] is None else write(arguments[0], budget)


def _number(_budget: Budget, arguments: Sequence[Any]) -> int | float | None:
    value = arguments[0]
    if not isinstance(value, str):
        return number(value)
    if not _NUMBER.fullmatch(value):
        return None
    return number(float(value)) if "." in value else int(value)


def _date(_budget: Budget, arguments: Sequence[Any]) -> date | None:
    if len(arguments) == 1:
        return _date_from(arguments[0])
    try:
        return date(*arguments) if all(type(part) is int for part in arguments) else None
    except (TypeError, ValueError, OverflowError):
        return None


def _date_from(value: Any) -> date | None:
    if isinstance(value, str):
        return read_date(value)
    if isinstance(value, datetime):
        return date_of(value)
    return value if isinstance(value, date) else None


def _date_and_time(_budget: Budget, arguments: Sequence[Any]) -> datetime | None:
    value = arguments[0]
    if len(arguments) == 1:
        if isinstance(value, str):
            return read_date_time(value)
        return value if isinstance(value, datetime) else None
    day, at = _date_from(value) if not isinstance(value, str) else None, arguments[1]
    return combine(day, at) if day is not None and isinstance(at, time) else None


def _time(_budget: Budget, arguments: Sequence[Any]) -> time | None:
    value = arguments[0]
    if isinstance(value, str) and len(arguments) == 1:
        return read_time(value)
    if isinstance(value, datetime) and len(arguments) == 1:
        return time_of(value)
    try:
        return time(*arguments) if all(type(part) is int for part in arguments) else None
    except (TypeError, ValueError, OverflowError):
        return None


_MANY = 50

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for function in (
        Function("not", 1, 1, _not),
        Function("is defined", 1, 1, _is_defined),
        Function("count", 1, 1, _count),
        Function("list contains", 2, 2, _list_contains),
        Function("append", 2, _MANY, _append),
        Function("concatenate", 1, _MANY, _concatenate),
        Function("sum", 1, _MANY, _sum),
        Function("min", 1, _MANY, _extreme("<")),
        Function("max", 1, _MANY, _extreme(">")),
        Function("contains", 2, 2, _texts(lambda text, part: part in text)),
        Function("starts with", 2, 2, _texts(str.startswith)),
        Function("ends with", 2, 2, _texts(str.endswith)),
        Function("string length", 1, 1, _texts(len)),
        Function("lower case", 1, 1, _texts(str.lower)),
        Function("upper case", 1, 1, _texts(str.upper)),
        Function("string", 1, 1, _string),
        Function("number", 1, 1, _number),
        Function("date", 1, 3, _date, "a date such as 2026-03-25"),
        Function("date and time", 1, 2, _date_and_time, "a time such as 2026-03-25T16:00:00Z"),
        Function("time", 1, 3, _time, "a time of day such as 16:00:00"),
        Function("duration", 1, 1, _texts(read_duration), "days or hours, such as P2D or PT24H"),
    )
}
"""The built-in functions by name."""
