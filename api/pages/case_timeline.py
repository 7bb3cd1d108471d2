"""The timeline of a case: its parts to choose from, and one page of what happened."""

from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from engine.access import Actor
from engine.context import Engine
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.timeline import Excerpt, TimelineEntry, load_timeline_page
from engine.queries.timeline_words import STEPS

PART: Final = "timeline"
PAGE: Final = "page"
PARTS: Final = (
    ("", "All"),
    (STEPS, "Steps"),
    ("limits", "Limits"),
    ("notices", "Notices"),
    ("comments", "Comments"),
    ("administrators", "Administrators"),
)
ROWS: Final = 30
MOST_PAGES: Final = 10_000


@dataclass(frozen=True)
class TimelineLink:
    """A link to another part of the timeline."""

    text: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ShownTimeline:
    """One page of one part of the timeline, the newest first."""

    entries: tuple[TimelineEntry, ...]
    parts: tuple[TimelineLink, ...]
    summary: str
    newer_url: str | None
    older_url: str | None


def timeline_of(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> ShownTimeline:
    """Return the page of the timeline that the address asks for."""
    part, number = _asked_part(), _asked_page()
    page = load_timeline_page(engine, work, actor, reference, Excerpt(part or None, number, ROWS))
    last = max(1, -(-page.count // ROWS))
    return ShownTimeline(
        entries=page.entries,
        parts=tuple(TimelineLink(text, _url(reference, key), key == part) for key, text in PARTS),
        summary=_summary(page.count, number),
        newer_url=_url(reference, part, min(number - 1, last)) if number > 1 else None,
        older_url=_url(reference, part, number + 1) if number < last else None,
    )


def _asked_part() -> str:
    asked = request.args.get(PART, "")
    return asked if asked in dict(PARTS) else ""


def _asked_page() -> int:
    asked = request.args.get(PAGE, "")
    return min(int(asked), MOST_PAGES) if asked.isdecimal() and int(asked) else 1


def _url(reference: str, part: str, page: int = 1) -> str:
    return url_for(
        "pages_cases.show_case",
        reference=reference,
        timeline=part or None,
        page=page if page > 1 else None,
        _anchor="timeline",
    )


def _summary(count: int, page: int) -> str:
    first, last = (page - 1) * ROWS + 1, min(page * ROWS, count)
    if count <= ROWS and page == 1:
        return ""
    return f"{first} to {last} of {count}, the newest first" if first <= last else ""
