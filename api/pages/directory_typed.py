"""What somebody typed into a form of the directory: days, roles and keys."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.english import role_in_words, sentence
from engine.errors import InputRefusedError
from engine.vocabulary import Role

MOST_TYPED = 2000
NO_DAY = "“{label}” must be a day, like 27 9 2027"


def text_of(form: Mapping[str, str], name: str) -> str:
    """Return a text of a form, without what no database takes."""
    return form.get(name, "").replace("\0", "").strip()[:MOST_TYPED]


def required(form: Mapping[str, str], name: str, message: str) -> str:
    """Return a text of a form that has to be there.

    Raises:
        InputRefusedError: it is empty; the message says what to enter.
    """
    text = text_of(form, name)
    if not text:
        raise InputRefusedError(message)
    return text


def day_of(form: Mapping[str, str], name: str, label: str) -> date | None:
    """Return the day that was typed into three fields; None when all are empty.

    Raises:
        InputRefusedError: it is no day.
    """
    parts = [text_of(form, f"{name}-{part}") for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise InputRefusedError(NO_DAY.format(label=label)) from None


def choices(
    options: Mapping[str, str] | list[tuple[str, str]], chosen: str, empty: str = ""
) -> list[dict[str, Any]]:
    """Return the options of a select; `empty`: the words for none of them."""
    rows = list(options.items() if isinstance(options, Mapping) else options)
    every = [("", empty), *rows] if empty else rows
    return [{"value": key, "text": text, "selected": key == chosen} for key, text in every]


def role_choices(chosen: str, empty: str = "Choose a role") -> list[dict[str, Any]]:
    """Return every role, in words."""
    return choices([(role, sentence(role_in_words(role))) for role in Role], chosen, empty)
