"""Why a due time is what it is."""

from collections.abc import Mapping
from datetime import datetime

from api.pages.wording import instant_in_words, sentence
from engine.queries.limits import Counting

WHAT_COUNTS: Mapping[Counting | None, str] = {
    Counting.ELAPSED: "nights and weekends count",
    Counting.WORKING_DAYS: "weekends and bank holidays do not count",
}


def limit_in_words(label: str, counting: Counting | None, began_at: datetime, now: datetime) -> str:
    """Return “24 hours: nights and weekends count. Began Fri 28 Aug, 16:00.”.

    `label` is that of the timer in the diagram; what counts comes from the timer itself.
    """
    began = f"Began {instant_in_words(began_at, now)}."
    what_counts = WHAT_COUNTS.get(counting)
    limit = sentence(label)
    return f"{limit}: {what_counts}. {began}" if what_counts else f"{limit}. {began}"
