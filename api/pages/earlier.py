"""What was said before a task: both positions, the steps before, the comments beside it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.positions import ShownPosition, present_positions
from api.pages.said import Said, SaidPresenter, latest_first, lead_first
from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.comments import CommentRow, list_comments
from engine.queries.positions import Position, positions_in
from engine.queries.submissions import WrittenText, list_kept_texts, list_submissions
from engine.queries.tasks import TaskDetails
from engine.runtime.comment_place import find_comment_place
from engine.vocabulary import CommentKind


@dataclass(frozen=True)
class Earlier:
    """What a task's page shows above its form."""

    positions: tuple[ShownPosition, ...]
    said: Sequence[Said]
    """The steps, the newest first, without what stands in the positions."""
    comments: Sequence[CommentRow]
    """Those beside this task."""
    other_comments: int
    can_comment: bool


def said_before(
    engine: Engine, work: UnitOfWork, actor: Actor, task: TaskDetails, presenter: SaidPresenter
) -> Earlier:
    """Return what was said before a task; in danger nothing stands above the form."""
    comments = [
        comment
        for comment in list_comments(engine, work, actor, task.reference)
        if comment.kind == CommentKind.COMMENT
    ]
    beside = [comment for comment in comments if comment.user_task_id == task.id]
    can_comment = not find_comment_place(work, actor, task.reference).refusal
    if task.is_danger:
        return Earlier((), (), beside, len(comments) - len(beside), can_comment)
    sent = list_submissions(engine, work, actor, task.reference)
    kept = list_kept_texts(engine, work, actor, task.reference)
    positions = positions_in(presenter.compiled, presenter.participants, sent)
    columns = present_positions(positions, actor, presenter.now)
    written = sorted([*sent, *kept], key=lambda text: text.written_at)
    said = _said(presenter, written, positions if columns else ())
    return Earlier(columns, said, beside, len(comments) - len(beside), can_comment)


def _said(
    presenter: SaidPresenter, written: Sequence[WrittenText], positions: Sequence[Position]
) -> Sequence[Said]:
    """Return what was written, the newest first, without what the positions show."""
    above: dict[tuple[uuid.UUID, datetime], set[str]] = {}
    for statement in (one for position in positions for one in position.statements):
        place = above.setdefault((statement.task_id, statement.written_at), set())
        place.update(text.key for text in statement.texts)
    shown = [
        presenter.present(text, without=above.get((text.task_id, text.written_at), ()))
        for text in latest_first(written)
    ]
    return lead_first([said for said in shown if said.positions or said.texts or said.facts])
