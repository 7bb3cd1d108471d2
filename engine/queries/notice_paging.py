"""Where a page of notices begins and in which direction it is read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_

from engine.errors import InputRefusedError
from engine.persistence.notifications import Delivery
from engine.queries.paging import UNKNOWN_CURSOR, make_cursor, read_cursor

OLDER, NEWER = "older", "newer"


@dataclass(frozen=True)
class Stretch:
    """From the newest notice on, or from beyond one that was shown."""

    is_newer: bool = False
    """Whether it is read towards the newest."""
    beyond: tuple[datetime, UUID] | None = None
    """Time and id of that notice."""

    @property
    def is_first(self) -> bool:
        """Tell whether it begins with the newest notice."""
        return self.beyond is None

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return the condition that a notice is in the stretch."""
        if self.beyond is None:
            return ()
        place = tuple_(Delivery.delivered_at, Delivery.id)
        return (place > self.beyond if self.is_newer else place < self.beyond,)

    def order(self) -> tuple[ColumnElement[Any], ...]:
        """Return the order in which the stretch is read."""
        columns = (Delivery.delivered_at, Delivery.id)
        return tuple(c.asc() if self.is_newer else c.desc() for c in columns)


def stretch_of(cursor: str | None) -> Stretch:
    """Return the stretch that a cursor of this list names.

    Raises:
        InputRefusedError: the cursor is not one of this list.
    """
    if cursor is None:
        return Stretch()
    direction, time, row_id = read_cursor(cursor, 3)
    try:
        at, last = datetime.fromisoformat(time), UUID(row_id)
    except ValueError:
        raise InputRefusedError(UNKNOWN_CURSOR) from None
    # Ours are in UTC; another zone could lead beyond the years that there are.
    if at.tzinfo != UTC or direction not in {OLDER, NEWER}:
        raise InputRefusedError(UNKNOWN_CURSOR)
    return Stretch(direction == NEWER, (at, last))


def older_cursor(last: Delivery) -> str:
    """Return the cursor to what is older than the last notice of a page."""
    return _cursor(OLDER, last)


def newer_cursor(first: Delivery) -> str:
    """Return the cursor to what is newer than the first notice of a page."""
    return _cursor(NEWER, first)


def _cursor(direction: str, notice: Delivery) -> str:
    at = notice.delivered_at
    return make_cursor(direction, at.isoformat() if at else "", str(notice.id))
