"""The one field that tells the other agency who the child is: sealed, and erased at the end.

What an operation on the case has kept to be undone goes with it. Only the operation that has itself
ended the case keeps the hint, for the days in which it can be taken back
(`engine/operations/forgetting.py`).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.context import Engine
from engine.persistence.cases import HINT_LABEL, Case
from engine.persistence.instances import ProcessInstance
from engine.persistence.operations import OperationItem
from engine.persistence.tasks import DRAFT_LABEL, Draft, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from forms.definition import FormDefinition


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


def erase_identity_hint(engine: Engine, work: UnitOfWork, case: Case) -> None:
    """Erase the hint of a case that has ended, also from drafts that were never sent."""
    case.identity_hint = None
    instances = select(ProcessInstance.id).where(ProcessInstance.case_id == case.id)
    items = update(OperationItem).where(
        OperationItem.process_instance_id.in_(instances), OperationItem.before.is_not(None)
    )
    work.session.execute(
        items.values(before=None), execution_options={"synchronize_session": False}
    )
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    forms = {key: form for key, form in compiled.forms.items() if _hints(form)}
    query = (
        select(Draft, UserTask.form_key)
        .join(UserTask, UserTask.id == Draft.user_task_id)
        .where(UserTask.case_id == case.id, UserTask.form_key.in_(forms))
    )
    # A draft that this transaction has deleted must be gone before the others are read.
    work.send()
    for draft, form_key in work.session.execute(query).all():
        answers = engine.sealer.open_json(draft.answers, DRAFT_LABEL)
        kept = without_identity_hint(forms[form_key], answers)
        draft.answers = engine.sealer.seal_json(kept, DRAFT_LABEL)


def _hints(form: FormDefinition) -> set[str]:
    return {field.key for field in form.all_fields() if field.is_identity_hint}
