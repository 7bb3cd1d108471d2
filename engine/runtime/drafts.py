"""What a person has typed and not yet submitted, kept for each person and task."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from engine.access import Actor
from engine.context import Engine
from engine.errors import DraftChangedError, InputRefusedError
from engine.persistence.instances import ProcessInstance
from engine.persistence.tasks import (
    DRAFT_LABEL,
    SUBMISSION_LABEL,
    Draft,
    Submission,
    UserTask,
)
from engine.persistence.writing import conflict_insert, insert_rows
from engine.queries.task_versions import version_of_task
from engine.runtime.act import Act
from engine.runtime.identity_hint import without_identity_hint
from engine.runtime.locking import lock_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.permission import acting_group
from engine.runtime.remarks import LATE_KEYS, NO_REMARKS, Remarks, seal_remarks
from engine.vocabulary import SubmissionState, TaskState

MOST_BYTES = 1024 * 1024
NO_DRAFT: Final = datetime.min.replace(tzinfo=UTC)
"""What somebody has seen who opened the form before there was a draft."""


def save_draft(
    engine: Engine,
    actor: Actor,
    user_task_id: uuid.UUID,
    answers: Mapping[str, Any],
    *,
    seen: datetime | None = None,
) -> datetime:
    """Keep what the actor has typed into an open task; return when it was saved.

    `seen`: when the draft was saved that the actor goes on from, or `NO_DRAFT`; a newer one, from
    another tab, is then not overwritten.

    Raises:
        NotFoundError, NotAllowedError: as for completing the task.
        TaskMovedOnError: the task is closed; the text was kept as a submission.
        DraftChangedError: the actor has saved other text since.
        InputRefusedError: more than 1 MB.
    """
    with engine.open_unit_of_work() as work:
        found = lock_task(work, user_task_id)
        group = acting_group(work, actor, found.task)
        act = Act(engine, work, actor, group, found.case, engine.clock.now())
        if found.task.state != TaskState.OPEN:
            keep_submission(act, found.task, answers, SubmissionState.MOVED_ON)
            work.commit()
            raise moved_on_error(work, found.task)
        _refuse_newer(act, found.task, seen)
        keep_draft(act, found.task, answers)
        work.commit()
        return act.now


def keep_draft(act: Act, task: UserTask, answers: Mapping[str, Any]) -> None:
    """Write the actor's draft of a task; the newest one stands.

    What stood there for questions that the form no longer has stays: no page could send it again.
    """
    values = {
        "answers": _sealed(act, {**_left_over(act, task), **answers}, DRAFT_LABEL),
        "saved_at": act.now,
        "agency_key": act.group.agency_key,
    }
    keys = {"user_task_id": task.id, "person_id": act.actor.person_id}
    draft = conflict_insert(act.work, Draft).values(**keys, **values)
    act.work.session.execute(
        draft.on_conflict_do_update(index_elements=["user_task_id", "person_id"], set_=values)
    )


def keep_submission(
    act: Act,
    task: UserTask,
    answers: Mapping[str, Any],
    state: SubmissionState,
    *,
    remarks: Remarks = NO_REMARKS,
    idempotency_key: str | None = None,
) -> None:
    """Write what the actor sent, whatever became of it."""
    is_late = state == SubmissionState.MOVED_ON
    version = version_of_task(act.work, task) if is_late else _version_of(act, task)
    form = act.engine.definitions.compiled(act.work, version).forms[task.form_key]
    kept = without_identity_hint(form, answers)
    row = {
        "case_id": task.case_id,
        "user_task_id": task.id,
        "element_id": task.element_id,
        "form_key": task.form_key,
        "state": state,
        "answers": _sealed(act, kept, SUBMISSION_LABEL),
        "person_id": act.actor.person_id,
        "agency_key": act.group.agency_key,
        "remarks": seal_remarks(act.engine.sealer, remarks),
        "submitted_at": act.now,
        "idempotency_key": idempotency_key,
        "process_definition_id": version,
    }
    insert_rows(act.work, Submission, [row])


def _version_of(act: Act, task: UserTask) -> int:
    if task.process_instance_id in act.versions:
        return act.versions[task.process_instance_id]
    instance = act.work.session.get_one(ProcessInstance, task.process_instance_id)
    return instance.process_definition_id


def _refuse_newer(act: Act, task: UserTask, seen: datetime | None) -> None:
    before = act.work.session.get(Draft, (task.id, act.actor.person_id))
    if seen is not None and before is not None and before.saved_at > seen:
        raise DraftChangedError(at=before.saved_at)


def _left_over(act: Act, task: UserTask) -> dict[str, Any]:
    before = act.work.session.get(Draft, (task.id, act.actor.person_id))
    if before is None:
        return {}
    typed: Mapping[str, Any] = act.engine.sealer.open_json(before.answers, DRAFT_LABEL)
    compiled = act.engine.definitions.compiled(act.work, _version_of(act, task))
    known = {*compiled.forms[task.form_key].questions, *LATE_KEYS}
    return {key: answer for key, answer in typed.items() if key not in known}


def _sealed(act: Act, answers: Mapping[str, Any], label: str) -> bytes:
    try:
        plain = orjson.dumps(dict(answers))
    except orjson.JSONEncodeError as error:
        message = "These answers hold a number or a character that cannot be kept."
        raise InputRefusedError(message) from error
    if len(plain) > MOST_BYTES:
        message = "This is more text than a form can hold."
        raise InputRefusedError(message)
    return act.engine.sealer.seal(plain, label)
