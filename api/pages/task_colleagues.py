"""The part of a task's page that is about colleagues: who works on it, and their notes."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from engine.queries.absences import away_until
from engine.queries.comments import CommentRow, list_comments
from engine.queries.tasks import TaskDetails
from engine.vocabulary import CommentKind


@dataclass(frozen=True)
class TaskColleagues:
    """What a page of a task says about colleagues."""

    claimer_away_until: datetime | None
    notes: tuple[CommentRow, ...]
    """From one colleague to the next, the newest first."""


def task_colleagues(task: TaskDetails) -> TaskColleagues:
    """Return what the page of a task says about colleagues; a template asks for it."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        away = away_until(work, [task.claimed_by], engine.clock.now())
        comments = list_comments(engine, work, actor, task.reference)
    return TaskColleagues(away.get(task.claimed_by or 0), _notes(comments, task.id))


def _notes(comments: tuple[CommentRow, ...], task_id: uuid.UUID) -> tuple[CommentRow, ...]:
    return tuple(
        comment
        for comment in reversed(comments)
        if comment.kind == CommentKind.HAND_OVER and comment.user_task_id == task_id
    )
