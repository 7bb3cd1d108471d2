"""A number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.answers import Answer, NumberAnswer, WrongAnswer
from forms.fields.field import Field, Limits
from forms.fields.field_type import FieldType, Posted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.fields.component import Component
    from forms.scope import Scope

_TYPED = re.compile(r"[-−]?\d{1,15}(\.\d{1,10})?")
_LARGEST = 10**15
_MOST_DECIMALS = 10


class Number(FieldType):
    """A number; whole unless the form allows decimals."""

    name: ClassVar[str] = "number"
    answer_class: ClassVar[type[Answer]] = NumberAnswer

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        validate = component.inside("validate")
        decimals = component.whole("decimalDigits", most=_MOST_DECIMALS)
        least, most = validate.number("min"), validate.number("max")
        if least is not None and most is not None and least > most:
            component.refuse("The smallest number is larger than the largest.", "Correct both.")
        return {"limits": Limits(minimum=least, maximum=most, decimals=decimals)}

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if value == "":
            return None
        problem = _problem(field, value)
        if problem:
            raise WrongAnswer(problem)
        return int(value) if float(value).is_integer() else value

    @override
    def read_posted(self, field: Field, posted: Posted) -> Any:
        """Return the number that was typed, or the text when it is none."""
        text = super().read_posted(field, posted)
        if text is None or not _TYPED.fullmatch(plain := text.replace(",", "")):
            return text
        plain = plain.replace("−", "-")
        return float(plain) if "." in plain else int(plain)

    @override
    def missing(self, field: Field) -> str:
        return field.ask("Enter")

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        limits = field.limits
        yield from (limit for limit in (limits.minimum, limits.maximum) if limit is not None)
        yield from (0, 1)

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        return {"value": "" if answer is None or isinstance(answer, bool) else str(answer)}


def _problem(field: Field, value: Any) -> str | None:
    subject, decimals = field.subject, field.limits.decimals
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{subject} must be a number"
    if not abs(value) <= _LARGEST:  # also true of what JSON calls NaN
        return f"{subject} must be a smaller number"
    if round(value, decimals) != value:
        return f"{subject} must {_whole_or_decimals(decimals)}"
    return _out_of_bounds(field, value)


def _out_of_bounds(field: Field, value: float) -> str | None:
    limits = field.limits
    if limits.minimum is not None and value < limits.minimum:
        return f"{field.subject} must be {limits.minimum:g} or more"
    if limits.maximum is not None and value > limits.maximum:
        return f"{field.subject} must be {limits.maximum:g} or fewer"
    return None


def _whole_or_decimals(decimals: int) -> str:
    return f"have {decimals} decimal places or fewer" if decimals else "be a whole number"
