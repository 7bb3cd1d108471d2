"""Write a comment on a case: beside the forms, for everybody in it or for one's own agency."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import orjson
from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.application_forms import COMMENT, application_form
from engine.errors import AnswersInvalidError, InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.comments import COMMENT_LABEL, CaseComment
from engine.persistence.tasks import UserTask
from engine.runtime.act import Act
from engine.runtime.comment_place import place_of
from engine.runtime.comments_told import tell_of_comment
from engine.runtime.idempotency import request_key
from engine.runtime.journal import Journal
from engine.runtime.locking import lock_case
from engine.runtime.text_questions import TextAsker, questioned_texts
from engine.vocabulary import CommentKind, Happening
from forms.errors import AnswersRefused
from forms.validation import validate_answers

TEXT: Final = "comment_text"
"""The question of the form COMMENT."""
UNKEEPABLE: Final = "The comment holds a character that cannot be kept."


@dataclass(frozen=True)
class NewComment:
    """What somebody wants to write beside the forms."""

    text: str
    own_agency_only: bool = False
    """Nobody of another agency ever learns that it exists."""
    user_task_id: uuid.UUID | None = None
    """The task that it stands beside."""
    kind: CommentKind = CommentKind.COMMENT
    kept_reasons: Mapping[str, str] = field(default_factory=dict)
    """Why something stays that looks like personal data, under the key `comment_text`."""

    def document(self) -> dict[str, Any]:
        """Return what makes it the same comment when it is sent again."""
        return {
            "text": self.text,
            "own_agency_only": self.own_agency_only,
            "task": str(self.user_task_id),
            "kind": self.kind,
            "kept": dict(self.kept_reasons),
        }


def write_comment(
    engine: Engine,
    actor: Actor,
    reference: str,
    comment: NewComment,
    *,
    idempotency_key: str | None = None,
) -> int:
    """Write a comment on a case, tell those whom it is for, and return its id.

    It can be written until the case is closed outside its procedure, so also after the procedure
    has come to its end. The case's revision stays: a comment of one agency's own must not show in
    it. The same comment under the same `idempotency_key` is one.

    Raises:
        NotFoundError: there is no such case for this person, or no such task in it.
        NotAllowedError: the case is not raised yet, or it is closed.
        AnswersInvalidError: the text is empty or too long.
        AnswersQuestionedError: the text looks like personal data, and no reason says why it stays.
        InputRefusedError: something in it cannot be kept.
    """
    try:
        key = request_key(engine.settings, idempotency_key, comment.document())
    except orjson.JSONEncodeError as error:
        raise InputRefusedError(UNKEEPABLE) from error
    with engine.open_unit_of_work() as work:
        case = lock_case(work, reference)
        place = place_of(work, actor, case)
        now = engine.clock.now()
        act = Act(engine, work, actor, place.group, case, now, deputy_for=place.deputy_for)
        before = written_before(act, key)
        if before is not None:
            return before
        if place.refusal:
            raise NotAllowedError(place.refusal)
        _refuse_unknown_task(act, comment)
        row = comment_row(act, checked_comment(act, comment), idempotency_key=key)
        work.session.add(row)
        work.session.flush()
        journal = act.open_journal()
        _note(journal, row)
        tell_of_comment(act, journal, row)
        journal.write(work)
        work.commit()
        return row.id


def checked_comment(act: Act, comment: NewComment) -> NewComment:
    """Return a comment with its text tidied, and the reasons for what was asked about it.

    Raises:
        AnswersInvalidError: the text is empty or too long.
        AnswersQuestionedError: the text looks like personal data, and no reason says why it stays.
    """
    form = application_form(COMMENT)
    try:
        clean = validate_answers(form, {TEXT: comment.text}, {}, {})
    except AnswersRefused as refused:
        raise AnswersInvalidError(refused.errors) from refused
    compiled = act.engine.definitions.compiled(act.work, act.case.process_definition_id)
    asker = TextAsker(act.work, compiled, act.now)
    kept = asker.reasons_to_keep(questioned_texts(form, clean), comment.kept_reasons)
    return replace(comment, text=clean[TEXT], kept_reasons=kept)


def comment_row(
    act: Act, comment: NewComment, *, idempotency_key: str | None = None
) -> CaseComment:
    """Return the row of a comment that somebody writes in the course of an act, text sealed.

    The text has been checked. Whoever asks adds the row to the session.
    """
    body = {"text": comment.text, "kept": dict(comment.kept_reasons)}
    return CaseComment(
        case_id=act.case.id,
        user_task_id=comment.user_task_id,
        kind=comment.kind,
        only_for_agency=act.group.agency_key if comment.own_agency_only else None,
        person_id=act.actor.person_id,
        agency_key=act.group.agency_key,
        body=act.engine.sealer.seal(orjson.dumps(body), COMMENT_LABEL),
        written_at=act.now,
        idempotency_key=idempotency_key,
    )


def written_before(act: Act, key: str | None) -> int | None:
    """Return the id of the comment that the actor wrote under this key already, or None."""
    query = select(CaseComment.id).where(
        CaseComment.case_id == act.case.id,
        CaseComment.person_id == act.actor.person_id,
        CaseComment.idempotency_key == key,
    )
    return None if key is None else act.work.session.scalar(query)


def _refuse_unknown_task(act: Act, comment: NewComment) -> None:
    if comment.user_task_id is None:
        return
    task = act.work.session.get(UserTask, comment.user_task_id)
    if task is None or task.case_id != act.case.id:
        raise NotFoundError("task", comment.user_task_id)


def _note(journal: Journal, row: CaseComment) -> None:
    task = {} if row.user_task_id is None else {"task": str(row.user_task_id)}
    own = {} if row.only_for_agency is None else {"only_for_agency": row.only_for_agency}
    journal.note(Happening.COMMENT_WRITTEN, details={"comment": row.id, **task, **own})
