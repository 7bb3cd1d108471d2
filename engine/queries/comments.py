"""Comments on a case, as far as the reader may read them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.comments import COMMENT_LABEL, CaseComment
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.cases import find_case
from engine.queries.own_agencies import own_agencies


@dataclass(frozen=True)
class CommentRow:
    """One comment, opened for somebody who may read it."""

    id: int
    kind: str
    """A `CommentKind`."""
    text: str
    kept_reason: str | None
    """Why something stays that looks like personal data; empty when nothing was asked."""
    only_for_agency: str | None
    """Key of the one agency whose people may read it; empty: all agencies of the case."""
    person_id: int
    person_name: str
    agency_key: str
    agency_name: str
    written_at: datetime
    user_task_id: uuid.UUID | None
    user_task_name: str | None
    """The task that it stands beside."""


def list_comments(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[CommentRow, ...]:
    """Return the comments on a case that the actor may read, the oldest first.

    What is for one agency is for its people and for its writer. The partnership's office reads
    what its own people wrote, and nothing of what the agencies write to each other.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    query = (
        select(CaseComment, Person.name, Agency.name, UserTask.name)
        .join(Person, Person.id == CaseComment.person_id)
        .join(Agency, Agency.key == CaseComment.agency_key)
        .outerjoin(UserTask, UserTask.id == CaseComment.user_task_id)
        .where(CaseComment.case_id == case.id, _is_readable(Reader(engine, work, actor, case)))
        .order_by(CaseComment.id)
    )
    return tuple(
        _row(engine, comment, (person, agency, task))
        for comment, person, agency, task in work.session.execute(query)
    )


def _is_readable(reader: Reader) -> ColumnElement[bool]:
    own = CaseComment.agency_key.in_(reader.actor.agencies)
    read_for = own_agencies(reader.work, reader.actor, reader.case.id)
    for_all = CaseComment.only_for_agency.is_(None)
    return or_(
        and_(for_all, own) if reader.is_office_only else for_all,
        CaseComment.only_for_agency.in_(read_for),
        CaseComment.person_id == reader.actor.person_id,
    )


def _row(engine: Engine, comment: CaseComment, names: tuple[str, str, str | None]) -> CommentRow:
    body: Mapping[str, Any] = engine.sealer.open_json(comment.body, COMMENT_LABEL)
    person, agency, task = names
    return CommentRow(
        id=comment.id,
        kind=comment.kind,
        text=body["text"],
        kept_reason=next(iter(body["kept"].values()), None),
        only_for_agency=comment.only_for_agency,
        person_id=comment.person_id,
        person_name=person,
        agency_key=comment.agency_key,
        agency_name=agency,
        written_at=comment.written_at,
        user_task_id=comment.user_task_id,
        user_task_name=task,
    )
