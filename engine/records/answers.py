"""Answers of people with their labels, and names instead of the directory's keys."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.names import agency_names, person_names
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
    form = file.compiled.forms.get(written.form_key)
    if form is None:
        return ()
    rows = labelled(file.work, form, _with_reasons(written))
    return tuple(rows)


def labelled(work: UnitOfWork, form: FormDefinition, answers: Mapping[str, Any]) -> Rows:
    """Return question and answer in the order of the form, without who the child is."""
    context: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    # Several questions may choose from the same list.
    for options_key, options in _options(work, form, answers):
        context[options_key] += options
    return tuple(
        (_label(label, field), text)
        for key, field in form.questions.items()
        if not field.is_identity_hint
        for label, text in render_answers(form, answers, context=context, visible=(key,))
    )


def _label(label: str, field: Field) -> str:
    return f"{label} {OWN_AGENCY}" if field.visible_to == "own agency" else label


def _with_reasons(written: WrittenText) -> dict[str, Any]:
    """Return the answers, each with the reason why it stays as it is."""
    reasons = written.kept_reasons
    return {
        key: f"{answer}\n\nWhy this stays: {reasons[key]}" if key in reasons else answer
        for key, answer in written.answers.items()
    }


def _options(
    work: UnitOfWork, form: FormDefinition, answers: Mapping[str, Any]
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield the lists from which the answers were chosen, as far as they are needed."""
    for field in form.all_fields():
        if field.options_key and field.key in answers:
            answer = answers[field.key]
            keys = [str(key) for key in (answer if isinstance(answer, list) else [answer])]
            names = _names(work, field, keys)
            yield field.options_key, [{"value": k, "label": name} for k, name in names.items()]


def _names(work: UnitOfWork, field: Field, keys: list[str]) -> dict[str, str]:
    if field.reference == "agency":
        return agency_names(work, keys)
    if field.reference == "person":
        people = person_names(work, [int(key) for key in keys if key.isdecimal()])
        return {str(key): name for key, name in people.items()}
    return {}
