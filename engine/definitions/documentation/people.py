"""Who does something and who is told, in words."""

from collections.abc import Iterable, Mapping

from engine.definitions import recipients
from engine.definitions.documentation.vocabulary import in_plain_words
from engine.definitions.procedure import roles_in
from engine.english import listed, role_in_words, sentence
from engine.vocabulary import AgencySide

SIDES: Mapping[str, str] = {
    AgencySide.RAISING: "the raising agency",
    AgencySide.RECEIVING: "the receiving agency",
    AgencySide.BOTH: "both agencies together",
    AgencySide.EITHER: "either agency",
    AgencySide.EACH: "each agency for itself",
    AgencySide.REPORTER: "the agency of the person who reported or asked",
    AgencySide.SOCIAL_CARE: "Children’s Social Care",
    AgencySide.PARTNERSHIP: "the partnership’s office",
}
OF_SIDES: Mapping[str, str] = {
    **SIDES,
    AgencySide.BOTH: "both agencies",
    AgencySide.EACH: "each agency",
}


def roles_in_words(text: str) -> str:
    """Return “line manager or safeguarding lead” for roles parted by semicolons."""
    return listed([role_in_words(role) for role in roles_in(text)], "or")


def doers_in_words(roles: str, side: str) -> str:
    """Return “Line manager, both agencies together”; an unknown side stands as it is written."""
    where = SIDES.get(side or AgencySide.PARTNERSHIP, in_plain_words(side))
    return sentence(", ".join(filter(None, (roles_in_words(roles), where))))


def recipients_in_words(text: str) -> str:
    """Return “line manager and practitioner of both agencies; business manager”.

    A list that cannot be read stands as it is written.
    """
    try:
        known = recipients.parse_recipients(text)
    except ValueError:
        return text.strip()
    groups: dict[str | None, list[str]] = {}
    for one in known:
        groups.setdefault(one.side, []).append(role_in_words(one.role))
    return "; ".join(
        f"{listed(roles)} of {OF_SIDES[side]}" if side else listed(roles)
        for side, roles in groups.items()
    )


def lines_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return lines without empty and repeated ones, in their order."""
    return tuple(dict.fromkeys(filter(None, words)))
