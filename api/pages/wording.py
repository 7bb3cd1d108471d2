"""Instants and limits in words, always in London time and always with the weekday."""

import re
from datetime import date, datetime, timedelta

from engine.clock import LONDON
from engine.english import counted

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = timedelta(hours=4)
MOST_HOURS_IN_WORDS = timedelta(hours=72)
NEAR_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def instant_in_words(at: datetime, now: datetime) -> str:
    """Return “Fri 28 Aug, 16:00”; the year is added when it is not this one."""
    local = at.astimezone(LONDON)
    return f"{day_in_words(local.date(), now)}, {local:%H:%M}"


def day_in_words(day: date, now: datetime) -> str:
    """Return “Fri 28 Aug”; the year is added when it is not this one."""
    year = "" if day.year == now.astimezone(LONDON).year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def moment_in_words(at: datetime, now: datetime) -> str:
    """Return “today, Fri 28 Aug, 16:00”: the near days are named as well."""
    distance = (at.astimezone(LONDON).date() - now.astimezone(LONDON).date()).days
    near = NEAR_DAYS.get(distance)
    words = instant_in_words(at, now)
    return f"{near}, {words}" if near else words


def until_in_words(at: datetime, now: datetime) -> str:
    """Return “the end of Fri 28 Aug” for the midnight after it, else the instant."""
    local = at.astimezone(LONDON)
    if local.hour or local.minute:
        return instant_in_words(at, now)
    return f"the end of {day_in_words(local.date() - DAY, now)}"


def from_in_words(at: datetime, now: datetime) -> str:
    """Return “Fri 28 Aug” for the midnight at its beginning, else the instant."""
    local = at.astimezone(LONDON)
    if local.hour or local.minute:
        return instant_in_words(at, now)
    return day_in_words(local.date(), now)


def clock_in_words(now: datetime) -> str:
    """Return “Friday 28 August 2026, 16:00”, as the demonstration's clock shows it."""
    local = now.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def duration_in_words(length: timedelta) -> str:
    """Return the largest unit that says enough: “25 minutes”, “3 hours”, “4 days”."""
    if length < MINUTE:
        return "less than a minute"
    if length < HOUR:
        return counted(length // MINUTE, "minute")
    if length < MOST_HOURS_IN_WORDS:
        return counted(length // HOUR, "hour")
    return counted(length // DAY, "day")


def due_in_words(due_at: datetime, now: datetime) -> str:
    """Return “due tomorrow, Sat 29 Aug, 16:00” or “overdue by 3 hours”."""
    if due_at <= now:
        return f"overdue by {duration_in_words(now - due_at)}"
    if due_at - now < HOUR:
        return f"due in {duration_in_words(due_at - now)}, at {due_at.astimezone(LONDON):%H:%M}"
    return f"due {moment_in_words(due_at, now)}"


def due_state(due_at: datetime | None, now: datetime) -> str:
    """Return `overdue`, `soon` or `later`, the endings of the due time's class names."""
    if due_at is None:
        return "later"
    if due_at <= now:
        return "overdue"
    return "soon" if due_at - now <= SOON else "later"


def dialled(telephone: str) -> str:
    """Return a telephone number as a link wants it: no spaces, and no words after it."""
    return re.sub(r"[^\d+]", "", re.split("[A-Za-z]", telephone)[0])


def edition_in_words(edition: str) -> str:
    """Return “25 March 2026” for an edition that is named by its day; others stay as they are."""
    try:
        day = date.fromisoformat(edition)
    except ValueError:
        return edition
    return f"{day.day} {day:%B %Y}"


def named_edition(edition: str) -> str:
    """Return “edition of 25 March 2026”; one without a date is the “undated edition”."""
    words = edition_in_words(edition)
    return f"{edition} edition" if words == edition else f"edition of {words}"
