"""The words of a record: whole dates, so that it can be read years later."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from engine.clock import LONDON
from engine.english import counted, sentence
from engine.vocabulary import AgencySide, NotificationState, ParticipantSide

NOTHING = "–"
DELIVERED = "delivered"
"""Of the list in Concord; of an e-mail nobody but its reader knows that."""
CHANNELS = {"in_app": "in Concord", "email": "by e-mail"}
DELIVERIES: Mapping[str, str] = {
    NotificationState.PENDING: "on its way",
    NotificationState.SENT: "sent",
    NotificationState.SHOWN: "not sent: no mail server was set, or it was the demonstration",
    NotificationState.FAILED: "failed",
}
PARTICIPANTS: Mapping[str, str] = {
    ParticipantSide.RAISING: "Raising agency",
    ParticipantSide.RECEIVING: "Receiving agency",
    ParticipantSide.OTHER: "Other agency",
}
SIDES: Mapping[str, str] = {
    AgencySide.RAISING: "raising agency",
    AgencySide.RECEIVING: "receiving agency",
    AgencySide.BOTH: "both agencies together",
    AgencySide.EITHER: "either agency",
    AgencySide.EACH: "each agency",
    AgencySide.REPORTER: "agency that reported or asked",
    AgencySide.SOCIAL_CARE: "Children’s Social Care",
    AgencySide.PARTNERSHIP: "the partnership’s office",
}


def moment(at: datetime | None) -> str:
    """Return “Mon 7 Sep 2026, 10:00”, in London time; a dash for a moment that never was.

    In the hour that comes twice in autumn, the kind of time is added.
    """
    if at is None:
        return NOTHING
    local = at.astimezone(LONDON)
    words = f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{words} {local:%Z}" if comes_twice else words


def length(span: timedelta) -> str:
    """Return “2 days 3 hours”: the two largest units; below a minute, “less than a minute”."""
    minutes = span // timedelta(minutes=1)
    units = (
        (minutes // 1440, "day"),
        (minutes % 1440 // 60, "hour"),
        (minutes % 60, "minute"),
    )
    words = [counted(count, unit) for count, unit in units if count]
    return " ".join(words[:2]) or "less than a minute"


def times(number: int) -> str:
    """Return “once”, “twice” or “3 times”."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def edition_in_words(edition: str) -> str:
    """Return “Edition of 25 March 2026”; one without a date gives “Undated edition” or its name."""
    try:
        day = date.fromisoformat(edition)
    except ValueError:
        return sentence(f"{edition} edition".strip())
    return f"Edition of {day.day} {day:%B %Y}"
