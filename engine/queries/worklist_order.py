"""The order of everybody's inbox: danger, overdue, due today, due later, no time limit.

`TaskCandidate.sort_key` is danger, due time, opening time and id in one text. So each part of the
inbox is a range of keys, and reading or counting a part never passes by the tasks of another.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from engine.clock import LONDON
from engine.queries.task_rows import TaskRow

ORDINARY = "1|"
WITHOUT_LIMIT = f"{ORDINARY}9999"
AFTER_SEPARATOR = "}"
"""The character after `|`: a key that begins with this instant comes before it."""


class Due(StrEnum):
    """A part of the inbox, by how much it presses."""

    DANGER = "danger"
    OVERDUE = "overdue"
    TODAY = "today"
    """Still to come today, in London."""
    WEEK = "week"
    """Still to come until Sunday, today included."""
    LATER = "later"
    """After today."""
    NONE = "none"
    """No time limit."""


@dataclass(frozen=True)
class KeyRange:
    """The keys from `first` to before `end`; an empty end is open."""

    first: str = ""
    end: str = ""

    def covers(self, key: str) -> bool:
        """Tell whether a key is in the range."""
        return self.first <= key and (not self.end or key < self.end)


EVERYTHING = KeyRange()


def range_of(due: Due | None, now: datetime) -> KeyRange:
    """Return the keys of a part of the inbox; of all of it for None."""
    if due is None:
        return EVERYTHING
    passed = f"{ORDINARY}{now.isoformat()}{AFTER_SEPARATOR}"
    tomorrow, monday = _from(_midnight(now, 1)), _from(_midnight(now, 7 - _weekday(now)))
    return {
        Due.DANGER: KeyRange(end=ORDINARY),
        Due.OVERDUE: KeyRange(ORDINARY, passed),
        Due.TODAY: KeyRange(passed, tomorrow),
        Due.WEEK: KeyRange(passed, monday),
        Due.LATER: KeyRange(tomorrow, WITHOUT_LIMIT),
        Due.NONE: KeyRange(WITHOUT_LIMIT),
    }[due]


def part_of(task: TaskRow, now: datetime) -> Due:
    """Return the part of the inbox in which an open task stands."""
    if task.is_danger:
        return Due.DANGER
    if task.due_at is None:
        return Due.NONE
    if task.due_at <= now:
        return Due.OVERDUE
    return Due.TODAY if task.due_at < _midnight(now, 1) else Due.LATER


def _from(at: datetime) -> str:
    """Return where the keys of tasks begin that are due from this instant on."""
    return f"{ORDINARY}{at.astimezone(UTC).isoformat()}"


def _midnight(now: datetime, days: int) -> datetime:
    """Return the London midnight at which the day begins that comes so many days later."""
    day = now.astimezone(LONDON).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def _weekday(now: datetime) -> int:
    return now.astimezone(LONDON).weekday()
