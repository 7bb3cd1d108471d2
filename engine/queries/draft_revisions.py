"""What was saved in a procedure draft: its revisions by pages, and where Undo and Redo go."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access import Actor
from engine.errors import InputRefusedError
from engine.persistence.directory import Person
from engine.persistence.procedure_drafts import DraftRevision
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.paging import UNKNOWN_CURSOR, Page, checked_limit, make_cursor, read_cursor
from engine.queries.procedure_drafts import load_draft

PAUSE = timedelta(minutes=10)
"""After so long without saving, what somebody saves begins a stretch of its own."""
MOST_REVISIONS = 100
_MOST_DIGITS = 9

Move = tuple[int, int | None]
"""The number of a revision, and the one whose files it brought back."""


@dataclass(frozen=True)
class RevisionRow:
    """One saved state of a draft."""

    number: int
    saved_by: int
    saved_by_name: str
    saved_at: datetime
    summary: str
    goes_back_to: int | None


@dataclass(frozen=True)
class Stretch:
    """What one person saved in a row without a long pause, the newest first: at least one."""

    revisions: tuple[RevisionRow, ...]

    @property
    def newest(self) -> RevisionRow:
        """The revision with which it ended."""
        return self.revisions[0]

    @property
    def oldest(self) -> RevisionRow:
        """The revision with which it began."""
        return self.revisions[-1]

    @property
    def summaries(self) -> tuple[str, ...]:
        """What was done, each once, the latest first."""
        return tuple(dict.fromkeys(revision.summary for revision in self.revisions))


def list_revisions(
    work: UnitOfWork,
    actor: Actor,
    draft_id: uuid.UUID,
    *,
    limit: int = MOST_REVISIONS,
    cursor: str | None = None,
) -> Page[RevisionRow]:
    """Return a page of the revisions of a draft, the newest first.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        InputRefusedError: the limit or the cursor cannot be used.
    """
    size = checked_limit(limit)
    load_draft(work, actor, draft_id)
    query = (
        select(
            DraftRevision.number,
            DraftRevision.saved_by,
            Person.name,
            DraftRevision.saved_at,
            DraftRevision.summary,
            DraftRevision.goes_back_to,
        )
        .join(Person, Person.id == DraftRevision.saved_by)
        .where(DraftRevision.draft_id == draft_id)
        .order_by(DraftRevision.number.desc())
        .limit(size + 1)
    )
    if cursor is not None:
        query = query.where(DraftRevision.number < _number_in(cursor))
    rows = [RevisionRow(*row) for row in work.session.execute(query)]
    return _page_of(rows[:size], is_last=len(rows) <= size)


def list_stretches(
    work: UnitOfWork,
    actor: Actor,
    draft_id: uuid.UUID,
    *,
    limit: int = MOST_REVISIONS,
    cursor: str | None = None,
) -> Page[Stretch]:
    """Return a page of what was saved, the newest first, for people to read.

    A page has at most `limit` revisions. A stretch is not torn by the end of a page, unless it
    fills one alone.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
        InputRefusedError: the limit or the cursor cannot be used.
    """
    page = list_revisions(work, actor, draft_id, limit=limit, cursor=cursor)
    stretches = tuple(_stretches(page.rows))
    if page.next_cursor is None or len(stretches) == 1:
        return Page(stretches, page.next_cursor)
    whole = stretches[:-1]
    return Page(whole, make_cursor(str(whole[-1].oldest.number)))


def ways_back(work: UnitOfWork, actor: Actor, draft_id: uuid.UUID) -> tuple[int | None, int | None]:
    """Return the revisions to which Undo and Redo go; empty: there is none.

    Raises:
        NotFoundError: there is no such draft, or the actor may not see it.
    """
    load_draft(work, actor, draft_id)
    query = (
        select(DraftRevision.number, DraftRevision.goes_back_to)
        .where(DraftRevision.draft_id == draft_id)
        .order_by(DraftRevision.number)
    )
    return undo_and_redo([(number, origin) for number, origin in work.session.execute(query)])


def undo_and_redo(moves: Iterable[Move]) -> tuple[int | None, int | None]:
    """Return the revisions to which Undo and Redo go, as in any editor; empty: there is none.

    `moves` with the oldest first. Going back moves along what was saved; saving something new
    from there drops what lay ahead.
    """
    line: list[int] = []
    place = -1
    for number, origin in moves:
        if origin in line:
            place = line.index(origin)
        else:
            line[place + 1 :] = [origin or number]
            place = len(line) - 1
    undo = line[place - 1] if place > 0 else None
    redo = line[place + 1] if place + 1 < len(line) else None
    return undo, redo


def _page_of(rows: Sequence[RevisionRow], *, is_last: bool) -> Page[RevisionRow]:
    return Page(tuple(rows), None if is_last else make_cursor(str(rows[-1].number)))


def _number_in(cursor: str) -> int:
    (number,) = read_cursor(cursor, 1)
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        raise InputRefusedError(UNKNOWN_CURSOR)
    return int(number)


def _stretches(revisions: Iterable[RevisionRow]) -> Iterator[Stretch]:
    """Group revisions, the newest first, by who saved them and when."""
    own: list[RevisionRow] = []
    for revision in revisions:
        if own and not _goes_on(revision, own[-1]):
            yield Stretch(tuple(own))
            own = []
        own.append(revision)
    if own:
        yield Stretch(tuple(own))


def _goes_on(earlier: RevisionRow, later: RevisionRow) -> bool:
    is_soon = later.saved_at - earlier.saved_at <= PAUSE
    return is_soon and earlier.saved_by == later.saved_by
