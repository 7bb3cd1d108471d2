"""The log of the directory: who changed which role, agency or area, when and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.directory import Partnership, Person
from engine.persistence.directory_changes import DirectoryChange
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import UNKNOWN_CURSOR, Page, checked_limit, make_cursor, read_cursor
from engine.queries.partnerships import administered_partnerships


@dataclass(frozen=True)
class ChangeRow:
    """One change of the directory."""

    id: int
    changed_at: datetime
    changed_by_name: str | None
    """None: whoever runs the server, by a command."""
    partnership_name: str
    kind: str
    words: str
    reason: str
    person_id: int | None
    agency_key: str | None


def list_directory_changes(
    work: UnitOfWork,
    actor: Actor,
    *,
    person_id: int | None = None,
    agency_key: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[ChangeRow]:
    """Return a page of changes in the partnerships that the actor administers, the newest first.

    Raises:
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    by = aliased(Person)
    query = (
        select(DirectoryChange, by.name, Partnership.name)
        .join(Partnership, Partnership.key == DirectoryChange.partnership_key)
        .outerjoin(by, by.id == DirectoryChange.changed_by)
        .where(DirectoryChange.partnership_key.in_(administered_partnerships(work, actor)))
    )
    if person_id is not None:
        query = query.where(DirectoryChange.person_id == person_id)
    if agency_key is not None:
        query = query.where(DirectoryChange.agency_key == agency_key)
    if cursor is not None:
        (last,) = read_cursor(cursor, 1)
        if not last.isdecimal():
            raise InputRefusedError(UNKNOWN_CURSOR)
        query = query.where(DirectoryChange.id < int(last))
    found = work.session.execute(query.order_by(DirectoryChange.id.desc()).limit(size + 1)).all()
    rows = tuple(
        ChangeRow(
            id=row.id,
            changed_at=row.changed_at,
            changed_by_name=name,
            partnership_name=partnership,
            kind=row.kind,
            words=row.words,
            reason=row.reason,
            person_id=row.person_id,
            agency_key=row.agency_key,
        )
        for row, name, partnership in found[:size]
    )
    return Page(rows, make_cursor(str(rows[-1].id)) if len(found) > size else None)
