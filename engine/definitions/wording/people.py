"""Who does something and who is told, in words: “line managers of both agencies”."""

from collections.abc import Iterable, Mapping

from engine.definitions.procedure import roles_in
from engine.definitions.recipients import Recipient, parse_recipients
from engine.english import listed, role_in_words
from engine.vocabulary import AgencySide, Role

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
"""Which agency does a step."""
_OF_SIDES = {AgencySide.BOTH: "both agencies", AgencySide.EACH: "each agency"}
"""Whose people are told, where that is said otherwise."""
_PEOPLE: Mapping[str, str] = {
    Role.BUSINESS_MANAGER: "the Business Manager",
    Role.PROCEDURES_GROUP: "the procedures sub-group",
    Role.MANAGEMENT_COMMITTEE: "members of the management committee",
}
_MOST_JOINED = 2
"""Groups of people that “and” can join without being misread."""


def people_with(role: str) -> str:
    """Return the people with a role: “line managers”, “the Business Manager”."""
    return _PEOPLE.get(role) or f"{role_in_words(role)}s"


def roles_in_words(text: str) -> str:
    """Return “line managers or safeguarding leads” for roles parted by semicolons."""
    return listed([people_with(role) for role in roles_in(text)], "or")


def side_in_words(side: str) -> str:
    """Return which agency a side is; none is the partnership's office, an unknown one stays."""
    return SIDES.get(side or AgencySide.PARTNERSHIP, side)


def doers_in_words(roles: str, side: str) -> str:
    """Return “line managers, both agencies together”."""
    return ", ".join(filter(None, (roles_in_words(roles), side_in_words(side))))


def recipients_in_words(text: str) -> str:
    """Return “line managers and practitioners of both agencies and the Business Manager”.

    A list that cannot be read stands as it is written.
    """
    try:
        return people_in_words(parse_recipients(text))
    except ValueError:
        return text.strip()


def people_in_words(recipients: Iterable[Recipient]) -> str:
    """Return recipients in words, those of one side together."""
    by_side: dict[AgencySide | None, list[str]] = {}
    for one in recipients:
        by_side.setdefault(one.side, []).append(people_with(one.role))
    groups = [
        f"{listed(people)} of {_OF_SIDES.get(side) or SIDES[side]}" if side else listed(people)
        for side, people in by_side.items()
    ]
    return "; ".join(groups) if len(groups) > _MOST_JOINED else " and ".join(groups)
