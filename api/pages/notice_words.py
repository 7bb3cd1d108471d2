"""Notices in words: the day that they belong to, their text, and how the e-mail went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from api.pages.wording import NEAR_DAYS, day_in_words, moment_in_words
from engine.clock import LONDON
from engine.english import sentence
from engine.notifications.letter import is_link
from engine.queries.notice_emails import NoticeEmail
from engine.queries.notices import NoticeRow
from engine.vocabulary import NotificationState

SOON = timedelta(minutes=5)
"""Within this time an e-mail is simply on its way, or went out at once."""


@dataclass(frozen=True)
class ShownNotice:
    """A notice with its text, without the link that only an e-mail needs."""

    row: NoticeRow
    paragraphs: tuple[str, ...]
    """Of danger each by itself; others are one paragraph, so that a long list stays readable."""
    email: str
    time: str
    """On its London day."""


@dataclass(frozen=True)
class NoticeDay:
    """The notices of one London day."""

    name: str
    notices: tuple[ShownNotice, ...]


def present_notices(rows: Iterable[NoticeRow], now: datetime) -> tuple[ShownNotice, ...]:
    """Return notices as a page shows them."""
    return tuple(
        ShownNotice(
            row,
            _paragraphs(row),
            email=email_in_words(row, now),
            time=f"{row.delivered_at.astimezone(LONDON):%H:%M}",
        )
        for row in rows
    )


def group_by_day(notices: Sequence[ShownNotice], now: datetime) -> tuple[NoticeDay, ...]:
    """Return the notices under their days, in the order given."""
    days = groupby(notices, lambda notice: notice.row.delivered_at.astimezone(LONDON).date())
    return tuple(NoticeDay(_day(day, now), tuple(of_day)) for day, of_day in days)


def email_in_words(row: NoticeRow, now: datetime) -> str:
    """Return how a notice went by e-mail as well; empty when no e-mail was made."""
    email = row.email
    if email is None:
        return ""
    if email.state == NotificationState.PENDING:
        return _waiting(email, now)
    if email.state == NotificationState.SENT and email.delivered_at:
        is_later = email.delivered_at > row.delivered_at + SOON
        when = f" {moment_in_words(email.delivered_at, now)}" if is_later else ""
        return f"Also sent by e-mail{when}."
    if email.state == NotificationState.FAILED:
        words = "The e-mail did not reach you; ask your administrator about your address."
        return f"{words} {email.failure or ''}".strip()
    return "No e-mail: it is shown only here."


def _waiting(email: NoticeEmail, now: datetime) -> str:
    if email.attempts:
        words = "The e-mail has not got through yet, and is tried again."
        return f"{words} {email.failure or ''}".strip()
    if email.next_attempt_at and email.next_attempt_at > now + SOON:
        until = moment_in_words(email.next_attempt_at, now)
        return f"The e-mail waits until {until}: your agency has quiet hours."
    return "The e-mail is on its way."


def _paragraphs(row: NoticeRow) -> tuple[str, ...]:
    paragraphs = tuple(text for text in row.body.split("\n\n") if not is_link(text))
    return paragraphs if row.is_danger else (" ".join(paragraphs),)


def _day(day: date, now: datetime) -> str:
    near = NEAR_DAYS.get((day - now.astimezone(LONDON).date()).days)
    words = day_in_words(day, now)
    return sentence(f"{near}, {words}") if near else words
