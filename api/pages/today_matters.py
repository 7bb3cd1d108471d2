"""What an administrator should look at today, the most urgent first, each with how old it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from api.pages.instance_list import list_url
from api.pages.wording import duration_in_words
from engine.english import counted
from engine.queries.attention import MOST_COUNTED, Attention, Tally
from engine.queries.background import Background
from engine.queries.instance_filters import InstanceFilter
from engine.queries.missing_roles import ProcedureGaps
from engine.settings import Settings
from engine.vocabulary import InstanceState

SLOW = timedelta(minutes=2)
"""What waits for longer is not only on its turn: the background work does not keep up."""
BACKUP_IS_OLD = timedelta(days=2)
NO_BACKUP = "No backup has been made with “concord backup”"
INCIDENTS = "/operations/incidents"


@dataclass(frozen=True)
class Matter:
    """One thing to look at."""

    text: str
    hint: str
    url: str | None = None
    is_urgent: bool = False
    """Whether a child may be in danger, or nobody may hear of it."""


def of_cases(attention: Attention, now: datetime) -> Iterator[Matter]:
    """Yield what waits in cases."""
    tallies = (
        (
            attention.danger_notices,
            "danger alert that did not reach somebody",
            "danger alerts that did not reach somebody",
            INCIDENTS,
        ),
        (attention.incidents, "step that failed", "steps that failed", INCIDENTS),
        (
            attention.waiting_for_nobody,
            "open task that nobody can do",
            "open tasks that nobody can do",
            None,
        ),
        (
            attention.notices,
            "notice that did not arrive",
            "notices that did not arrive",
            INCIDENTS,
        ),
        (
            attention.on_hold,
            "suspended process instance",
            "suspended process instances",
            list_url(InstanceFilter(InstanceState.SUSPENDED)),
        ),
    )
    for tally, one, several, url in tallies:
        if tally.count and tally.oldest is not None:
            age = duration_in_words(now - tally.oldest)
            is_urgent = tally is attention.danger_notices
            yield Matter(_counted(tally, one, several), f"the oldest for {age}", url, is_urgent)


def _counted(tally: Tally, one: str, several: str) -> str:
    if tally.count > MOST_COUNTED:
        return f"More than {MOST_COUNTED:,} {several}"
    return counted(tally.count, one, several)


def of_roles(gaps: tuple[ProcedureGaps, ...]) -> Iterator[Matter]:
    """Yield where nobody holds a role."""
    for gap in gaps:
        if gap.problems:
            count = counted(len(gap.problems), "place", "places")
            yield Matter(
                f"{count} in “{gap.name}” where nobody holds the role",
                f"new cases of {', '.join(gap.areas)} follow it",
                url_for(
                    "pages_procedures.show_procedure",
                    process_definition_id=gap.process_definition_id,
                ),
            )


def of_background(background: Background, now: datetime, *, is_working: bool) -> Iterator[Matter]:
    """Yield what the background work does not keep up with."""
    if not is_working:
        yield Matter(
            "No process does the background work",
            "time limits do not fire, and nobody is told of anything",
            is_urgent=True,
        )
    for name, since in waits(background):
        if since is not None and now - since > SLOW:
            yield Matter(f"{name} waits", f"for {duration_in_words(now - since)}")


def waits(background: Background) -> tuple[tuple[str, datetime | None], ...]:
    """Return what waits for the background, each with since when."""
    return (
        ("A time limit that has passed", background.timer),
        ("A notice for the lists", background.notice),
        ("An e-mail", background.delivery),
        ("An operation", background.operation),
    )


def of_care(settings: Settings, background: Background, real_now: datetime) -> Iterator[Matter]:
    """Yield what whoever runs the server should see to; nothing in a demonstration."""
    if settings.demo:
        return
    if not settings.smtp_url:
        yield Matter(
            "E-mail is not set up",
            "nobody is told by e-mail, not even of a child in danger (CONCORD_SMTP_URL)",
            is_urgent=True,
        )
    if background.last_backup is None:
        yield Matter(NO_BACKUP, "see that somebody makes one in another way, or by this command")
    elif real_now - background.last_backup.made_at > BACKUP_IS_OLD:
        age = duration_in_words(real_now - background.last_backup.made_at)
        yield Matter("The last backup is old", f"it was made {age} ago")
