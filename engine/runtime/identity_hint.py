"""The one field that tells the other agency who the child is: sealed, and erased at the end."""

from collections.abc import Mapping
from typing import Any

from engine.context import Engine
from engine.persistence.cases import Case
from forms.definition import FormDefinition

HINT_LABEL = "case_file.identity_hint"
PROPERTY = "identityHint"


def take_identity_hint(
    engine: Engine, case: Case, form: FormDefinition, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Move the hint from the answers to the case; return the answers without it.

    So it is stored in one place only, which is emptied when the case ends.
    """
    for key in _hints(form) & answers.keys():
        case.identity_hint = engine.sealer.seal(str(answers[key]).encode(), HINT_LABEL)
    return without_identity_hint(form, answers)


def without_identity_hint(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers without the hint: a submission is kept for longer than a hint may be."""
    hints = _hints(form)
    return {key: answer for key, answer in answers.items() if key not in hints}


def identity_hint(engine: Engine, case: Case) -> str | None:
    """Return the hint of a case, while it has one. Only for participants of the case."""
    sealed = case.identity_hint
    return engine.sealer.open(sealed, HINT_LABEL).decode() if sealed else None


def _hints(form: FormDefinition) -> set[str]:
    return {field.key for field in form.all_fields() if field.properties.get(PROPERTY) == "yes"}
