"""Complete a user task: the one road by which a person moves a case.

Whatever goes wrong, what the person sent is kept: as a draft when answers have to be changed, as a
submission when the task has moved on or the procedure could not go on.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import OperationalError

from engine.access import Actor
from engine.context import Engine
from engine.errors import (
    AnswersInvalidError,
    AnswersQuestionedError,
    EngineError,
    NotAllowedError,
    StepRefusedError,
    TaskClaimedError,
)
from engine.persistence.tasks import Draft, Submission, UserTask
from engine.persistence.writing import update_row
from engine.runtime.act import Act
from engine.runtime.claims import refuse_claimed_by_another
from engine.runtime.completion import Completion, completion_of
from engine.runtime.consequences import follow_answers, renew_case_data
from engine.runtime.drafts import keep_draft, keep_submission
from engine.runtime.execution import load_instance, save
from engine.runtime.idempotency import request_key
from engine.runtime.identity_hint import take_identity_hint
from engine.runtime.incidents import cause_of, record_failed_submit
from engine.runtime.limits import LimitsMet, judge_limits, note_earlier_limits
from engine.runtime.locking import TaskInCase, lock_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.movement import Movement
from engine.runtime.on_hold import KEPT_ON_HOLD
from engine.runtime.participants import rewrite_participants, with_agencies
from engine.runtime.permission import meet_task
from engine.runtime.questions import Asked, ask, is_never_held_up, keep_answered
from engine.runtime.remarks import NO_REMARKS, Remarks
from engine.runtime.task_forms import form_context
from engine.vocabulary import Happening, InstanceState, SubmissionState, TaskState
from forms.errors import AnswersRefused
from forms.validation import validate_answers, variables_of

log = structlog.get_logger(__name__)
_DELETE_DRAFT = delete(Draft.__table__).where(  # type: ignore[arg-type]
    Draft.user_task_id == bindparam("user_task_id"), Draft.person_id == bindparam("person_id")
)


@dataclass(frozen=True)
class _Submit:
    """One request to complete a task of a locked case."""

    act: Act
    found: TaskInCase
    answers: Mapping[str, Any]
    remarks: Remarks
    idempotency_key: str | None

    @property
    def task(self) -> UserTask:
        """The task that is to be completed."""
        return self.found.task

    @property
    def request_key(self) -> str | None:
        """What this request is remembered by."""
        sent = {"answers": self.answers, "remarks": self.remarks.document()}
        return request_key(self.act.engine.settings, self.idempotency_key, sent)


def complete_user_task(
    engine: Engine,
    actor: Actor,
    user_task_id: uuid.UUID,
    answers: Mapping[str, Any],
    *,
    remarks: Remarks = NO_REMARKS,
    idempotency_key: str | None = None,
) -> Completion:
    """Complete an open user task with the answers to its form.

    The same idempotency key sent twice is the same as once.

    Raises:
        NotFoundError, NotAllowedError: the task is not for this person.
        TaskMovedOnError: the task is closed, by somebody or by its limit; the text was kept.
        TaskClaimedError: somebody else has claimed the task; the text was kept as a draft.
        AnswersInvalidError: the form refuses answers; they were kept as a draft.
        AnswersQuestionedError: answers look like personal data, or like a case that is open; they
            were kept as a draft.
        StepRefusedError: the procedure could not go on; an incident holds the answers.
    """
    try:
        with engine.open_unit_of_work() as work:
            found = lock_task(work, user_task_id)
            now = engine.clock.now()
            meeting = meet_task(work, actor, found.task, staff_at=now)
            act = Act(
                engine,
                work,
                actor,
                meeting.group,
                found.case,
                now,
                meeting.staff,
                meeting.deputy_for,
                {found.instance.id: found.instance.process_definition_id},
            )
            return _complete(_Submit(act, found, answers, remarks, idempotency_key))
    except (EngineError, OperationalError):
        raise
    except Exception as failure:
        log.warning("submit_failed", user_task_id=str(user_task_id), cause=cause_of(failure))
        incident_id = record_failed_submit(engine, actor, user_task_id, answers, failure, remarks)
        raise StepRefusedError(incident_id) from failure


def _complete(submit: _Submit) -> Completion:
    if submit.task.state != TaskState.OPEN:
        return _answer_again(submit)
    if submit.found.instance.state == InstanceState.SUSPENDED:
        _keep_typed(submit)
        raise NotAllowedError(KEPT_ON_HOLD)
    movement = _advanced(submit)
    if submit.task.id not in movement.process.open_tasks:
        # The session wrote another copy of the row; this one is for the answer.
        submit.task.state, submit.task.closed_at = TaskState.CANCELLED, movement.now
        return _answer_again(submit)
    clean, limits = _accepted_answers(submit, movement)
    asked = _answered_questions(submit, movement, clean)
    opened = _move(submit, movement, clean, limits.with_kept(asked.reasons), asked)
    submit.act.work.commit()
    return completion_of(submit.found, opened)


def _advanced(submit: _Submit) -> Movement:
    """Return the instance after what is due has happened: it is nobody's act but the engine's.

    It comes first: a submit after the limit must not undo the escalation.
    """
    act, instance = submit.act, submit.found.instance
    movement = load_instance(act.engine, act.work, act.case, instance)
    _try_held_limits(movement, submit.task)
    movement.process.advance()
    if not movement.process.step.fired:
        return movement
    save(movement)
    act.work.send()
    if submit.task.id not in movement.process.open_tasks:
        return movement
    return load_instance(act.engine, act.work, act.case, instance)


def _try_held_limits(movement: Movement, task: UserTask) -> None:
    """Let the task's own limits fire that have failed: a submit never overtakes an escalation."""
    for timer in movement.process.timers.values():
        if timer.is_held and task.id in timer.attached_task_ids:
            movement.process.clocks.release(timer.id)


def _accepted_answers(submit: _Submit, movement: Movement) -> tuple[dict[str, Any], LimitsMet]:
    """Return the answers as the form takes them; refused ones are kept as a draft."""
    form = movement.compiled.forms[submit.task.form_key]
    context = form_context(movement, submit.task, submit.act.actor, submit.act.group)
    try:
        refuse_claimed_by_another(submit.act.work, submit.act.actor, submit.task)
        functions = movement.process.host.functions()
        clean = validate_answers(form, submit.answers, context, functions)
        return clean, judge_limits(movement, submit.task, clean, context, submit.remarks)
    except (TaskClaimedError, AnswersRefused) as refused:
        _keep_typed(submit)
        if isinstance(refused, AnswersRefused):
            raise AnswersInvalidError(refused.errors) from refused
        raise


def _answered_questions(submit: _Submit, movement: Movement, clean: dict[str, Any]) -> Asked:
    """Return what was asked about the answers; danger goes on, anything unanswered comes back."""
    asked = ask(movement, submit.task, submit.act.actor, clean, submit.remarks)
    form = movement.compiled.forms[submit.task.form_key]
    if asked.unanswered and not is_never_held_up(form, submit.task, clean):
        _keep_typed(submit)
        raise AnswersQuestionedError(asked.unanswered)
    return asked


def _keep_typed(submit: _Submit) -> None:
    keep_draft(submit.act, submit.task, {**submit.answers, **submit.remarks.late_answers()})
    submit.act.work.commit()


def _move(
    submit: _Submit, movement: Movement, clean: dict[str, Any], limits: LimitsMet, asked: Asked
) -> list[UserTask]:
    """Take the answers into the process, and write all that follows; return what opened."""
    act, task = submit.act, submit.task
    movement.journal, movement.staff = act.open_journal(), act.staff
    form = movement.compiled.forms[task.form_key]
    kept = take_identity_hint(act.engine, act.case, form, clean)
    variables = with_agencies(variables_of(form, kept), movement.process.variables)
    is_each = movement.process.open_tasks[task.id].agency is not None
    movement.journal.note(
        Happening.TASK_COMPLETED,
        process_instance_id=task.process_instance_id,
        element_id=task.element_id,
        details={
            "task": str(task.id),
            "variables": sorted(variables),
            **limits.details(),
            **asked.details(),
        },
    )
    renew_case_data(act, movement, task)
    movement.process.complete(task.id, variables, item_answers=variables if is_each else None)
    movement.completed.add(task.id)
    _close(submit, movement, kept, limits)
    rewrite_participants(movement, variables)
    keep_answered(movement, act.actor, asked)
    linked = follow_answers(act, movement, task, clean)
    save(movement)
    return [*movement.opened, *(task for other in linked for task in other.opened)]


def _close(submit: _Submit, movement: Movement, kept: Mapping[str, Any], limits: LimitsMet) -> None:
    act, task = submit.act, submit.task
    task.state, task.closed_at = TaskState.COMPLETED, movement.now
    task.completed_by, task.completed_for = act.actor.person_id, act.group.agency_key
    task.acted_for = task.completed_for
    task.met_at, task.late_reason = limits.met_at, limits.late_reason
    update_row(act.work, task)
    note_earlier_limits(act.work, task, limits.earlier)
    act.case.raised_at = act.case.raised_at or movement.now
    keep_submission(
        act,
        task,
        kept,
        SubmissionState.ACCEPTED,
        remarks=limits.remarks,
        idempotency_key=submit.request_key,
    )
    own_draft = {"user_task_id": task.id, "person_id": act.actor.person_id}
    act.work.write(_DELETE_DRAFT, [own_draft])


def _answer_again(submit: _Submit) -> Completion:
    """Answer a submit to a closed task: the same as before to the same request, else moved on."""
    act = submit.act
    before = _same_submission(submit)
    if before is not None:
        opened = select(UserTask).where(
            UserTask.case_id == act.case.id, UserTask.opened_at == before.submitted_at
        )
        return completion_of(submit.found, list(act.work.session.scalars(opened)))
    keep_submission(
        act, submit.task, submit.answers, SubmissionState.MOVED_ON, remarks=submit.remarks
    )
    journal = act.open_journal()
    journal.note(
        Happening.SUBMISSION_MISSED,
        process_instance_id=submit.task.process_instance_id,
        element_id=submit.task.element_id,
        details={"task": str(submit.task.id)},
    )
    journal.write(act.work)
    act.work.commit()
    raise moved_on_error(act.work, submit.task)


def _same_submission(submit: _Submit) -> Submission | None:
    key = submit.request_key
    if key is None:
        return None
    query = select(Submission).where(
        Submission.user_task_id == submit.task.id,
        Submission.person_id == submit.act.actor.person_id,
        Submission.idempotency_key == key,
        Submission.state == SubmissionState.ACCEPTED,
    )
    return submit.act.work.session.scalar(query)
