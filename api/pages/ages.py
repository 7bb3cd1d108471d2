"""How old a case is, and how often its step has come round, in words."""

from collections.abc import Iterable
from datetime import datetime

from engine.clock import LONDON
from engine.english import listed, role_in_words
from engine.queries.rounds import Round

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def age_in_words(raised_at: datetime, now: datetime) -> str:
    """Return “4 days”: London days from the day on which it was raised; empty on that day."""
    days = _days(raised_at, now)
    if not days:
        return ""
    return "1 day" if days == 1 else f"{days} days"


def raised_in_words(raised_at: datetime, rounds: Iterable[Round], now: datetime) -> str:
    """Return “Raised 4 days ago, second round of the line managers.”."""
    days = _days(raised_at, now)
    when = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    repeated = rounds_in_words(rounds)
    return f"Raised {when}, {repeated}." if repeated else f"Raised {when}."


def took_in_words(raised_at: datetime, ended_at: datetime) -> str:
    """Return “It took 4 days.”."""
    return f"It took {age_in_words(raised_at, ended_at) or 'less than a day'}."


def rounds_in_words(rounds: Iterable[Round]) -> str:
    """Return “second round of the line managers”; empty as long as nothing comes again."""
    words = [
        f"{_ordinal(one.number)} round of the {role_in_words(one.role)}s"
        for one in rounds
        if one.number > 1
    ]
    return listed(list(dict.fromkeys(words)))


def _days(earlier: datetime, later: datetime) -> int:
    return (later.astimezone(LONDON).date() - earlier.astimezone(LONDON).date()).days


def _ordinal(number: int) -> str:
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"
