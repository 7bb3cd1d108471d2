"""Answers that a form cannot show: their question is gone, or what was chosen is no longer there.

A draft may be older than the form: a newer version of the procedure has other questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forms.fields import QUESTION_TYPES
from forms.fields.choices import Choice, options_of
from forms.fields.typed_text import TypedText
from forms.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.definition import FormDefinition
    from forms.fields.field import Field


def find_leftovers(
    form: FormDefinition, answers: Mapping[str, Any], context: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the answers, or the parts of them, for which the form has no place."""
    scope = Scope({}, context, {})
    found = {
        key: _without_place(form.questions.get(key), answer, scope)
        for key, answer in answers.items()
    }
    return {key: answer for key, answer in found.items() if answer not in (None, "", [])}


def _without_place(field: Field | None, answer: Any, scope: Scope) -> Any:
    """Return what of one answer the field cannot show; None when it shows all of it."""
    if field is None:
        return answer
    kind = QUESTION_TYPES[field.type]
    if isinstance(kind, TypedText):
        return None if isinstance(answer, str) else answer
    if isinstance(kind, Choice):
        known = {option.value for option in options_of(field, scope)}
        chosen = answer if isinstance(answer, list) else [answer]
        return [one for one in chosen if one not in known]
    return None
