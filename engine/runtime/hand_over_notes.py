"""The note that goes with a task from one colleague to another: for their own agency alone."""

from collections.abc import Mapping

from engine.persistence.tasks import UserTask
from engine.runtime.act import Act
from engine.runtime.comments import NewComment, checked_comment, comment_row, written_before
from engine.vocabulary import CommentKind, Happening


def checked_note(
    act: Act, task: UserTask, text: str, kept_reasons: Mapping[str, str]
) -> NewComment | None:
    """Return the note once it has been asked about; None when nothing was written.

    Raises:
        AnswersInvalidError: the text is too long.
        AnswersQuestionedError: the text looks like personal data, and no reason says why it stays.
    """
    if not text.strip():
        return None
    note = NewComment(
        text=text,
        own_agency_only=True,
        user_task_id=task.id,
        kind=CommentKind.HAND_OVER,
        kept_reasons=kept_reasons,
    )
    return checked_comment(act, note)


def write_note(act: Act, note: NewComment, *, request: str | None = None) -> int:
    """Write the note of a request, and return its id."""
    row = comment_row(act, note, idempotency_key=request)
    act.work.session.add(row)
    act.work.session.flush()
    return row.id


def keep_note(act: Act, note: NewComment, request: str | None) -> None:
    """Keep a note although its task is closed: nothing typed is lost. The same request is one."""
    if written_before(act, request) is not None:
        return
    journal = act.open_journal()
    journal.note(
        Happening.COMMENT_WRITTEN,
        details={
            "comment": write_note(act, note, request=request),
            "task": str(note.user_task_id),
            "only_for_agency": act.group.agency_key,
        },
    )
    journal.write(act.work)
