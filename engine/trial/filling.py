"""Fills in what a scenario leaves out of the answers to a form."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.runtime.task_forms import TaskForm
from forms.suggestion import suggest_answers

CHAIR = "meeting-chair"
"""Who takes the chair where a scenario names nobody."""


def with_people(
    shown: TaskForm, overrides: Mapping[str, Any], person_of: Callable[[str], str]
) -> dict[str, Any]:
    """Return a scenario's answers with the ids of the people whom it names, or leaves out.

    `person_of` gives the id of whoever is meant by `ROLE of AGENCY`.
    """
    meant = dict(overrides)
    for field in shown.form.questions.values():
        if field.reference == "person" and (who := overrides.get(field.key, CHAIR)):
            meant[field.key] = person_of(str(who))
    return meant


def fill_in(
    shown: TaskForm, meant: Mapping[str, Any], parties: Mapping[str, str]
) -> dict[str, Any]:
    """Return valid answers: those of the parties, those that are meant, and else suggested ones.

    Raises:
        NoSuggestion: there are no valid answers with these.
    """
    questions = shown.form.questions
    given = {**meant, **{key: agency for key, agency in parties.items() if key in questions}}
    return suggest_answers(shown.form, given, shown.context, shown.functions)
