"""Pages of long lists: a cursor says where the last page ended, so later pages cost no more."""

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from engine.errors import InputRefusedError

MOST_ROWS = 100
UNKNOWN_CURSOR = "The cursor is not one that Concord gave out for this list."

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list; `next_cursor` is empty on the last page."""

    rows: tuple[Row, ...]
    next_cursor: str | None


def checked_limit(limit: int) -> int:
    """Return the limit when it is sensible.

    Raises:
        InputRefusedError: it is below 1 or above 100.
    """
    if not 1 <= limit <= MOST_ROWS:
        message = f"The limit must be between 1 and {MOST_ROWS}."
        raise InputRefusedError(message)
    return limit


def make_cursor(*keys: str) -> str:
    """Return an opaque cursor for the sort keys of the last row of a page."""
    return base64.urlsafe_b64encode(orjson.dumps(keys)).decode().rstrip("=")


def read_cursor(cursor: str, count: int) -> Sequence[str]:
    """Return the `count` sort keys of a cursor.

    Raises:
        InputRefusedError: the cursor was not made by `make_cursor` for this list.
    """
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        keys = None
    texts = [key for key in keys if _is_text(key)] if isinstance(keys, list) else []
    if len(texts) != count or len(keys) != count:
        raise InputRefusedError(UNKNOWN_CURSOR)
    return texts


def _is_text(key: object) -> bool:
    """Tell whether a key could be ours; PostgreSQL takes no text with a null character."""
    return isinstance(key, str) and "\0" not in key


def newest_first_cursor(at: datetime, row_id: uuid.UUID) -> str:
    """Return the cursor after a row of a list that is sorted by time and id, the newest first."""
    return make_cursor(at.isoformat(), str(row_id))


def comes_after(
    cursor: str,
    at_column: InstrumentedAttribute[Any],
    id_column: InstrumentedAttribute[uuid.UUID],
) -> ColumnElement[bool]:
    """Return the condition that a row comes after a cursor of `newest_first_cursor`.

    Raises:
        InputRefusedError: the cursor is of another list.
    """
    time, row_id = read_cursor(cursor, 2)
    try:
        at, last = datetime.fromisoformat(time), uuid.UUID(row_id)
    except ValueError:
        raise InputRefusedError(UNKNOWN_CURSOR) from None
    # Ours are in UTC; another zone could lead beyond the years that there are.
    if at.tzinfo != UTC:
        raise InputRefusedError(UNKNOWN_CURSOR)
    # The first half is what an index can begin at; without it a page would read those before it.
    return and_(at_column <= at, or_(at_column < at, id_column < last))
