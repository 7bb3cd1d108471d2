"""Puts a morning's summary into words: what is open for one person, and by when."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.clock import LONDON
from engine.notifications.letter import Letter, time_in_words

DANGER, OVERDUE, DUE_TODAY, OPEN = "Child in danger", "Overdue", "Due today", "Open"
RING_999 = "If a child may be harmed now, ring 999 first."
SHORT: Mapping[str, str] = {
    DANGER: "danger",
    OVERDUE: "overdue",
    DUE_TODAY: "due today",
    OPEN: "open",
}
"""The parts in their order, by heading, with their words in the subject."""


@dataclass(frozen=True)
class DigestTask:
    """One step in a summary. Never child data, never what somebody typed."""

    id: uuid.UUID
    reference: str
    name: str
    due_at: datetime | None
    is_danger: bool


@dataclass(frozen=True)
class Digest:
    """What is open for somebody at one moment."""

    tasks: tuple[DigestTask, ...]
    """As in the inbox: danger first, then what is due first."""
    more: str
    """How many more there are than are listed, in words; empty: none."""
    unread: str
    """How many notices were not read, in words; empty: none."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.tasks and not self.unread


def write_digest(digest: Digest, now: datetime, base_url: str) -> Letter:
    """Return the text of a summary; a step and the way to it stand in one paragraph."""
    day = now.astimezone(LONDON)
    parts = list(_parts(digest.tasks, now))
    paragraphs = [f"What is open for you on {day:%A} {day.day} {day:%B %Y}."]
    for heading, tasks in parts:
        first = f" {RING_999}" if heading == DANGER else ""
        paragraphs.append(f"{heading}: {len(tasks)}.{first}")
        paragraphs += [_step(task, base_url) for task in tasks]
    if digest.more:
        paragraphs.append(f"And {digest.more} more in your inbox.")
    if digest.unread:
        paragraphs.append(f"Notices that you have not read: {digest.unread}.")
    paragraphs.append(f"{base_url}/{'inbox' if digest.tasks else 'notices'}")
    counts = [f"{SHORT[heading]} {len(tasks)}" for heading, tasks in parts]
    counts += [f"unread notices {digest.unread}"] if digest.unread else []
    return Letter(f"Concord: {', '.join(counts)}", "\n\n".join(paragraphs))


def _parts(
    tasks: Sequence[DigestTask], now: datetime
) -> Iterator[tuple[str, Sequence[DigestTask]]]:
    """Yield the parts that hold something, with their headings."""
    found: dict[str, list[DigestTask]] = {heading: [] for heading in SHORT}
    for task in tasks:
        found[_part(task, now)].append(task)
    yield from ((heading, part) for heading, part in found.items() if part)


def _part(task: DigestTask, now: datetime) -> str:
    if task.is_danger:
        return DANGER
    if task.due_at is None:
        return OPEN
    if task.due_at <= now:
        return OVERDUE
    is_today = task.due_at.astimezone(LONDON).date() == now.astimezone(LONDON).date()
    return DUE_TODAY if is_today else OPEN


def _step(task: DigestTask, base_url: str) -> str:
    name = " ".join(task.name.split())
    due = f", due {time_in_words(task.due_at)}" if task.due_at else ""
    return f"{task.reference}: {name}{due}\n{base_url}/tasks/{task.id}"
