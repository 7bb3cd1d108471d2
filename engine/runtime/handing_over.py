"""Hand a user task over to a colleague, with a note that their own agency alone can read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select

from engine.access import Actor, Opening
from engine.context import Engine
from engine.errors import AnswersInvalidError, InputRefusedError
from engine.persistence.history import HistoryEvent
from engine.persistence.writing import update_row
from engine.runtime.act import Act
from engine.runtime.application_notices import ApplicationNotice, Sender, queue_application_notice
from engine.runtime.comments import NewComment
from engine.runtime.hand_over_notes import checked_note, keep_note, write_note
from engine.runtime.idempotency import request_key
from engine.runtime.journal import Journal
from engine.runtime.locking import TaskInCase, lock_task
from engine.runtime.moved_on import moved_on_error
from engine.runtime.permission import meet_task
from engine.runtime.task_colleagues import TaskColleague, list_task_colleagues
from engine.vocabulary import Happening, TaskState
from forms.errors import FieldError

TO = "to"
NOBODY = 0
CHOOSE = "Select who goes on with it"
NOT_ANY_MORE = "This colleague cannot do this step, or can no longer. Choose somebody else"
IS_AWAY = "{name} is away. Choose somebody who is here"
UNKEEPABLE = "The note holds a character that cannot be kept."
TO_ONESELF = "You have this step already if you work on it. Choose a colleague"


@dataclass(frozen=True)
class HandOver:
    """To whom somebody hands a task over, and what they write to them."""

    to: int
    """The colleague's id; `NOBODY` when none was chosen."""
    note: str = ""
    kept_reasons: Mapping[str, str] = field(default_factory=dict)
    """Why something stays that looks like personal data, under the key `comment_text`."""

    def document(self) -> dict[str, Any]:
        """Return what makes it the same when it is sent again."""
        return {"to": self.to, "note": self.note, "kept": dict(self.kept_reasons)}


@dataclass(frozen=True)
class _HandingOver:
    """One request to hand a task of a locked case over."""

    act: Act
    found: TaskInCase
    hand_over: HandOver
    request: str | None


def hand_over_user_task(
    engine: Engine,
    actor: Actor,
    user_task_id: uuid.UUID,
    hand_over: HandOver,
    *,
    idempotency_key: str | None = None,
) -> None:
    """Let a colleague work on an open task in the actor's place, or in that of who claimed it.

    The colleague is told, and reads the note with the task and the case; nobody of another agency
    does. Draft and due time stay. The same request under the same `idempotency_key` is one.

    Raises:
        NotFoundError, NotAllowedError: the task is not for this person.
        TaskMovedOnError: the task is closed; the note was kept with the case, for the own agency.
        AnswersInvalidError: this colleague cannot be chosen (`to`), or the note is too long.
        AnswersQuestionedError: the note looks like personal data, and no reason says why it stays.
        InputRefusedError: something in it cannot be kept.
    """
    try:
        request = request_key(engine.settings, idempotency_key, hand_over.document())
    except orjson.JSONEncodeError as error:
        raise InputRefusedError(UNKEEPABLE) from error
    with engine.open_unit_of_work() as work:
        found = lock_task(work, user_task_id)
        meeting = meet_task(work, actor, found.task)
        act = Act(
            engine,
            work,
            actor,
            meeting.group,
            found.case,
            engine.clock.now(),
            deputy_for=meeting.deputy_for,
        )
        handing_over = _HandingOver(act, found, hand_over, request)
        if _was_done_before(handing_over):
            return
        note = checked_note(act, found.task, hand_over.note, hand_over.kept_reasons)
        if found.task.state != TaskState.OPEN:
            if note is not None:
                keep_note(act, note, request)
                work.commit()
            raise moved_on_error(work, found.task)
        _hand_over(handing_over, _colleague(handing_over), note)
        work.commit()


def _was_done_before(handing_over: _HandingOver) -> bool:
    act = handing_over.act
    if handing_over.request is None:
        return False
    query = select(HistoryEvent.id).where(
        HistoryEvent.case_id == act.case.id,
        HistoryEvent.kind == Happening.TASK_HANDED_OVER,
        HistoryEvent.person_id == act.actor.person_id,
        HistoryEvent.details["request"].as_string() == handing_over.request,
    )
    return act.work.session.scalars(query).first() is not None


def _colleague(handing_over: _HandingOver) -> TaskColleague:
    """Return the colleague who was chosen."""
    act, to = handing_over.act, handing_over.hand_over.to
    if to == NOBODY:
        raise AnswersInvalidError([FieldError(TO, CHOOSE, TO)])
    if to == act.actor.person_id:
        raise AnswersInvalidError([FieldError(TO, TO_ONESELF, TO)])
    colleagues = list_task_colleagues(
        act.work,
        handing_over.found.task,
        act.group.agency_key,
        act.now,
        without=act.actor.person_id,
    )
    for colleague in colleagues:
        if colleague.person_id == to:
            if colleague.away_until is not None:
                message = IS_AWAY.format(name=colleague.name)
                raise AnswersInvalidError([FieldError(TO, message, TO)])
            return colleague
    raise AnswersInvalidError([FieldError(TO, NOT_ANY_MORE, TO)])


def _hand_over(
    handing_over: _HandingOver, colleague: TaskColleague, note: NewComment | None
) -> None:
    act, task = handing_over.act, handing_over.found.task
    journal = act.open_journal()
    details = {"task": str(task.id), "to": colleague.person_id, **_taken_from(handing_over)}
    if note is not None:
        details["comment"] = write_note(act, note)
    if handing_over.request is not None:
        details["request"] = handing_over.request
    journal.note(
        Happening.TASK_HANDED_OVER,
        process_instance_id=task.process_instance_id,
        element_id=task.element_id,
        details=details,
    )
    task.claimed_by, task.claimed_at = colleague.person_id, act.now
    _tell(handing_over, colleague, journal)
    act.case.revision += 1
    update_row(act.work, task)
    journal.write(act.work)


def _taken_from(handing_over: _HandingOver) -> dict[str, Any]:
    """Return from whom it was taken, when somebody else had claimed it."""
    claimed_by = handing_over.found.task.claimed_by
    others = {None, handing_over.act.actor.person_id, handing_over.hand_over.to}
    return {} if claimed_by in others else {"taken_over_from": claimed_by}


def _tell(handing_over: _HandingOver, colleague: TaskColleague, journal: Journal) -> None:
    act, task = handing_over.act, handing_over.found.task
    compiled = act.engine.definitions.compiled(act.work, act.case.process_definition_id)
    queue_application_notice(
        Sender(act.work, act.case, compiled, task.process_instance_id, journal),
        ApplicationNotice(
            "HANDED_OVER",
            task.name,
            (Opening(colleague.group, colleague.person_id),),
            element_id=task.element_id,
            stage=task.stage,
            only_for_agency=act.group.agency_key,
        ),
    )
