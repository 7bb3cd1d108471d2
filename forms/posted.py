"""Reads an HTML form post into answers that can be checked, or shown again as they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forms.fields import QUESTION_TYPES
from forms.fields.moments import DATE_PARTS, TIME_PARTS

if TYPE_CHECKING:
    from forms.definition import FormDefinition
    from forms.fields.field_type import Posted


def read_posted(form: FormDefinition, posted: Posted) -> dict[str, Any]:
    """Return what was typed and chosen, by key, without what was left empty.

    A number or a date that is none stays as it was typed; ``validate_answers`` refuses it.
    """
    answers = {
        key: QUESTION_TYPES[field.type].read_posted(field, posted)
        for key, field in form.questions.items()
    }
    return {key: answer for key, answer in answers.items() if answer is not None}


def names_of(form: FormDefinition) -> frozenset[str]:
    """Return the names of the inputs that a form can have; a date has one for each part."""
    parts = DATE_PARTS + TIME_PARTS
    dates = (key for key, field in form.questions.items() if field.type == "datetime")
    return frozenset(form.questions) | {f"{key}-{part}" for key in dates for part in parts}
