"""Why a due time is what it is."""

from datetime import datetime

from api.pages.wording import instant_in_words, sentence

ELAPSED = "nights and weekends count"
WORKING = "weekends and bank holidays do not count"


def limit_in_words(limit: str, began_at: datetime, now: datetime) -> str:
    """Return “24 hours: nights and weekends count. Began Fri 28 Aug, 16:00.”.

    `limit` is the label of the timer in the diagram.
    """
    began = f"Began {instant_in_words(began_at, now)}."
    counting = _counting(limit.lower())
    return f"{sentence(limit)}: {counting}. {began}" if counting else f"{sentence(limit)}. {began}"


def _counting(limit: str) -> str:
    if "working day" in limit:
        return WORKING
    return ELAPSED if "hour" in limit else ""
