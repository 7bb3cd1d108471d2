"""Texts of the directory as they are kept: keys, names, days."""

import re
from datetime import UTC, date, datetime, time, timedelta

from engine.clock import LONDON
from engine.errors import InputRefusedError

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_KEY = 60
MOST_NAME = 120
NO_NAME = re.compile("^[=+@-]|[\u202a-\u202e\u2066-\u2069]")
"""Formulas of spreadsheets, and characters that turn the order of others around."""


def checked_key(text: str, what: str) -> str:
    """Return a key as it is kept.

    Raises:
        InputRefusedError: it is not made of small letters, digits and hyphens.
    """
    key = text.strip()
    if not KEY.fullmatch(key) or len(key) > MOST_KEY:
        raise InputRefusedError(
            f"The key of {what} is made of small letters, digits and hyphens, like "
            f"reading-school, and has at most {MOST_KEY} characters."
        )
    return key


def checked_name(text: str, what: str) -> str:
    """Return a name without the spaces around it.

    Raises:
        InputRefusedError: there is none, it is too long, or it would do something elsewhere.
    """
    name = " ".join(text.replace("\0", "").split())
    if not name:
        raise InputRefusedError(f"Enter the name of {what}.")
    if len(name) > MOST_NAME:
        raise InputRefusedError(f"The name of {what} must be {MOST_NAME} characters or fewer.")
    if NO_NAME.search(name):
        raise InputRefusedError(f"“{name}” is no name of {what}: begin with a letter or a digit.")
    return name


def begin_of(day: date) -> datetime:
    """Return when a London day begins."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return when a London day is over."""
    return begin_of(day + timedelta(days=1))


def day_in_words(at: datetime) -> str:
    """Return the London day of an instant: “3 May 2027”."""
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"


def last_day_in_words(ends_at: datetime) -> str:
    """Return the last London day of what ends at an instant."""
    return day_in_words(ends_at - timedelta(microseconds=1))
