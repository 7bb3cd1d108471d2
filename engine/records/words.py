"""The words of a record: whole dates, so that it can be read years later."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from engine.clock import LONDON
from engine.vocabulary import (
    AgencySide,
    CaseLinkKind,
    LimitVerdict,
    NotificationState,
    ParticipantSide,
)

NOTHING = "–"
CHANNELS = {"in_app": "in Concord", "email": "by e-mail"}
DELIVERIES: Mapping[str, str] = {
    NotificationState.PENDING: "on its way",
    NotificationState.SENT: "delivered",
    NotificationState.SHOWN: "shown in the demonstration, not sent",
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
VERDICTS: Mapping[LimitVerdict | None, str] = {
    LimitVerdict.RUNNING: "Running",
    LimitVerdict.OVERDUE: "Overdue",
    LimitVerdict.KEPT: "Kept",
    LimitVerdict.RECORDED_LATE: "In time, recorded late",
    LimitVerdict.LATE: "Late",
    None: "No longer needed",
}
LINKS: Mapping[tuple[str, bool], str] = {
    (CaseLinkKind.DUPLICATE, True): "Dealt with in",
    (CaseLinkKind.DUPLICATE, False): "Duplicate of this case",
    (CaseLinkKind.MOVED, True): "Moved here from",
    (CaseLinkKind.MOVED, False): "Moved on to",
    (CaseLinkKind.RAISED_AGAIN, True): "Raised again after",
    (CaseLinkKind.RAISED_AGAIN, False): "Raised again as",
    (CaseLinkKind.SAME_CHILD, True): "Another case of the same child",
    (CaseLinkKind.SAME_CHILD, False): "Another case of the same child",
}
"""By kind, and whether the other case is the earlier one."""


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
    words = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in units if count]
    return " ".join(words[:2]) or "less than a minute"


def counted(number: int, one: str, several: str = "") -> str:
    """Return “1 step” or “3 steps”."""
    return f"{number} {one}" if number == 1 else f"{number} {several or one + 's'}"


def times(number: int) -> str:
    """Return “once”, “twice” or “3 times”."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listed(names: Sequence[str]) -> str:
    """Return “a, b and c”."""
    *first, last = names or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def role(key: str) -> str:
    """Return “line manager” for `line-manager`."""
    return key.replace("-", " ").replace("next level", "next-level")


def sentence(text: str) -> str:
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]
