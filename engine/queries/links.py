"""Cases that belong to a case, for those who may see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

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
    found = []
    for own, other, is_earlier in (
        (CaseLink.case_id, CaseLink.other_case_id, True),
        (CaseLink.other_case_id, CaseLink.case_id, False),
    ):
        query = (
            select(Case, CaseLink)
            .join(CaseLink, other == Case.id)
            .where(own == case.id, case_is_open_to(actor))
        )
        found += [
            LinkedCase(
                reference=linked.reference,
                kind=link.kind,
                is_earlier=is_earlier,
                started_at=linked.started_at,
                ended_at=linked.ended_at,
                linked_at=link.linked_at,
            )
            for linked, link in work.session.execute(query)
        ]
    return tuple(sorted(found, key=lambda one: one.linked_at, reverse=True))
