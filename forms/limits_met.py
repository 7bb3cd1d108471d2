"""Which time limits of the diagram a moment in a form meets: the property `meetsLimit`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from forms.definition import FormDefinition
    from forms.fields.field import Field

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def words_of(field: Field) -> frozenset[str]:
    """Return every word in quotation marks by which a field names limits."""
    source = field.limits_met.source if field.limits_met else ""
    return frozenset(word for quoted in _QUOTED.findall(source) for word in quoted.split())


def field_for(form: FormDefinition, limit: str) -> Field | None:
    """Return the first question whose answer may meet a limit, if there is one."""
    return next((field for field in form.all_fields() if limit in words_of(field)), None)


def limits_met(
    form: FormDefinition,
    answers: Mapping[str, Any],
    context: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Any]],
) -> dict[str, str]:
    """Return by id of each limit the moment that meets it, the earliest of several.

    `answers` are tidy: date-times are ISO texts in UTC, which sort as they follow one another.
    """
    scope = Scope(answers, context, functions)
    found: dict[str, str] = {}
    for field in form.questions.values():
        if field.limits_met is not None and answers.get(field.key):
            for limit in _ids(scope.evaluate(field.limits_met)):
                found[limit] = min(answers[field.key], found.get(limit, answers[field.key]))
    return found


def _ids(value: Any) -> Iterator[str]:
    for part in value if isinstance(value, list) else [value]:
        yield from part.split() if isinstance(part, str) else ()
