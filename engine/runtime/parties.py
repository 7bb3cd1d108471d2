"""Which agencies, groups and people a task or a notice of a case is for.

The parties of a case are process variables, so that diagrams, forms and the engine read the same:
`raising_agency`, `receiving_agency`, `other_agencies`, `agencies`, `social_care_agency` (of the
child's area), `partnership_office`, `raised_by` (a person's id), and in a linked instance
`reporter_agency`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.access import Group, Opening
from engine.definitions.procedure import roles_in
from engine.definitions.recipients import Recipient
from engine.vocabulary import AgencySide, Role
from forms.feel import parse_text

ALL_SIDES = (AgencySide.BOTH, AgencySide.EITHER, AgencySide.EACH)


def involved_agencies(variables: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the agencies of the disagreement: raising, receiving, others; none twice."""
    named = [variables.get("raising_agency"), variables.get("receiving_agency")]
    named += variables.get("other_agencies") or []
    return tuple(dict.fromkeys(str(agency) for agency in named if agency))


def agencies_on_side(side: AgencySide | None, variables: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the agencies of a side; no side is the partnership's office."""
    if side in ALL_SIDES:
        return involved_agencies(variables)
    name = {
        AgencySide.RAISING: "raising_agency",
        AgencySide.RECEIVING: "receiving_agency",
        AgencySide.REPORTER: "reporter_agency",
        AgencySide.SOCIAL_CARE: "social_care_agency",
    }.get(side or AgencySide.PARTNERSHIP, "partnership_office")
    agency = variables.get(name)
    return (str(agency),) if agency else ()


def groups_of(recipients: Iterable[Recipient], variables: Mapping[str, Any]) -> tuple[Group, ...]:
    """Return the groups that a list of recipients stands for in this case, none twice."""
    return tuple(
        dict.fromkeys(
            Group(agency, recipient.role)
            for recipient in recipients
            for agency in agencies_on_side(recipient.side, variables)
        )
    )


def opening_of_group(group: Group, variables: Mapping[str, Any]) -> Opening:
    """Return who of a group is meant.

    The practitioner of the raising agency is the person who raised, not every colleague: the case
    is nobody else's to know (need to know).
    """
    raised_by = variables.get("raised_by")
    is_raiser = group.role == Role.PRACTITIONER and group.agency_key == variables.get(
        "raising_agency"
    )
    return Opening(group, int(raised_by)) if is_raiser and raised_by else Opening(group)


def roles_of_lane(
    lane_role: str, variables: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]
) -> tuple[str, ...]:
    """Return the roles of a lane: one, several parted by semicolons, or what its FEEL gives."""
    expression = parse_text(lane_role)
    text = lane_role if expression is None else expression.evaluate(variables, functions)
    return roles_in(str(text or ""))
