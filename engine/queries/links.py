"""Cases that belong to a case, for those who may see them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from engine.access import Actor
from engine.persistence.cases import Case, CaseLink
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.queries.visibility import case_is_open_to


@dataclass(frozen=True)
class LinkedCase:
    """Another case that belongs to this one."""

    reference: str
    kind: str
    is_earlier: bool
    """The other case came first."""
    started_at: datetime
    ended_at: datetime | None
    linked_at: datetime


def list_links(work: UnitOfWork, actor: Actor, reference: str) -> tuple[LinkedCase, ...]:
    """Return the cases linked to a case that the actor may see too, the newest link first.

    Of one that they may not see they learn nothing, not even that it is there.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    links = union_all(
        _links(CaseLink.case_id == case.id, CaseLink.other_case_id, is_earlier=True),
        _links(CaseLink.other_case_id == case.id, CaseLink.case_id, is_earlier=False),
    ).subquery()
    query = (
        select(
            Case.reference,
            links.c.kind,
            links.c.is_earlier,
            Case.started_at,
            Case.ended_at,
            links.c.linked_at,
        )
        .join(links, links.c.case_id == Case.id)
        .where(case_is_open_to(actor))
        .order_by(links.c.linked_at.desc())
    )
    return tuple(LinkedCase(*row) for row in work.session.execute(query))


def _links(
    condition: ColumnElement[bool], other: InstrumentedAttribute[uuid.UUID], *, is_earlier: bool
) -> Select[uuid.UUID, str, bool, datetime]:
    return select(
        other.label("case_id"),
        CaseLink.kind.label("kind"),
        literal(is_earlier).label("is_earlier"),
        CaseLink.linked_at.label("linked_at"),
    ).where(condition)
