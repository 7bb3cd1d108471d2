"""``in``: one value against a list, a range, or several tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forms.feel.budget import Budget
from forms.feel.values import Range, compare, equal, kind


@dataclass(frozen=True, slots=True)
class OrderTest:
    """The test ``< 5`` among the tests of ``in``."""

    operator: str
    bound: Any


def is_member(value: Any, tests: Any, budget: Budget) -> bool | None:
    """Say whether one test passes; null when none passes and one cannot be judged."""
    if tests is None:
        return None
    answer: bool | None = False
    for test in tests if kind(tests) == "list" else (tests,):
        budget.spend()
        passed = _passes(value, test, budget)
        if passed is True:
            return True
        answer = answer if passed is False else None
    return answer


def _passes(value: Any, test: Any, budget: Budget) -> bool | None:
    if isinstance(test, OrderTest):
        return compare(test.operator, value, test.bound)
    if isinstance(test, Range):
        return test.includes(value)
    if kind(test) == "list" and kind(value) != "list":
        return _is_in_list(value, test, budget)
    return equal(value, test, budget) is True


def _is_in_list(value: Any, items: Sequence[Any], budget: Budget) -> bool:
    budget.spend(len(items))
    return any(equal(value, item, budget) is True for item in items)
