"""Answers of people with their labels, and names instead of the directory's keys."""

from collections.abc import Mapping
from typing import Any

from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.chosen_names import chosen_names
from engine.queries.submissions import WrittenText
from engine.records.case_file import CaseFile
from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.rendering import render_answers

Rows = tuple[tuple[str, str], ...]
OWN_AGENCY = "(for the writer’s own agency only)"
"""Stands beside a question whose answer only one agency reads: look before you pass it on."""


def answers_in_words(file: CaseFile, written: WrittenText) -> Rows:
    """Return question and answer of all that the reader may see, in the order of the form."""
    form = written.form
    if form is None:
        return ()
    rows = labelled(file.work, form, written.reasoned_answers)
    return tuple(rows)


def labelled(work: UnitOfWork, form: FormDefinition, answers: Mapping[str, Any]) -> Rows:
    """Return question and answer in the order of the form, without who the child is."""
    context = chosen_names(work, form, answers)
    return tuple(
        (_label(label, field), text)
        for key, field in form.questions.items()
        if not field.is_identity_hint
        for label, text in render_answers(form, answers, context=context, visible=(key,))
    )


def _label(label: str, field: Field) -> str:
    return f"{label} {OWN_AGENCY}" if field.visible_to == "own agency" else label
