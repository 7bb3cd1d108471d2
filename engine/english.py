"""Small parts of English sentences, for pages, notices and records alike."""

from collections.abc import Sequence
from datetime import timedelta

_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
    (timedelta(seconds=1), "second"),
)
_HOURS_ARE_CLEARER = timedelta(hours=72)


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return “a, b and c”."""
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def counted(number: int, one: str, several: str = "") -> str:
    """Return “1 step” or “3 steps”; `several` where an s is not enough."""
    return f"{number} {one}" if number == 1 else f"{number} {several or one + 's'}"


def length_in_words(length: timedelta) -> str:
    """Return a length as policies write it: “24 hours”, “5 days”, “1 hour and 30 minutes”.

    Whole hours stay hours up to three days. What is below a second is not told.
    """
    if timedelta() < length <= _HOURS_ARE_CLEARER and not length % timedelta(hours=1):
        return counted(length // timedelta(hours=1), "hour")
    parts = []
    for unit, name in _UNITS:
        number, length = divmod(length, unit)
        if number:
            parts.append(counted(number, name))
    return listed(parts) or ("less than a second" if length else "no time")


def sentence(text: str) -> str:
    """Return the text with a capital at its start; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def holder_in_words(role: str | None, agency: str) -> str:
    """Return “the line manager of Reading School”; “somebody of …” without a role."""
    return f"the {role_in_words(role)} of {agency}" if role else f"somebody of {agency}"


def role_in_words(role: str) -> str:
    """Return “next-level manager” for `next-level-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")
