"""With whom a case is: the agencies of both sides, who has acted for each, and who is asked now."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.english import listed, role_in_words
from engine.queries.case_details import CaseDetails
from engine.queries.doers import TaskDoer
from engine.queries.people import ActedAgency, ActedPerson

OTHERS = "also asked in this case"


@dataclass(frozen=True)
class AgencyInCase:
    """One agency as the page shows it."""

    key: str
    name: str
    side: str
    """Its part in the case, in words."""
    asked: str
    """Who of it is asked now; empty: nobody."""
    acted: tuple[str, ...]
    """Who has acted for it, each with the role in which they were asked."""


def agencies_in_case(
    case: CaseDetails, acted: Iterable[ActedAgency], reader: int
) -> tuple[AgencyInCase, ...]:
    """Return the agencies: raising, receiving, others of the disagreement, then whoever acts.

    `reader`: the id of “you”.
    """
    people = {agency.agency_key: agency for agency in acted}
    doers = [doer for found in case.doers.values() for doer in found]
    names = {one.agency_key: (one.agency_name, f"{one.side} agency") for one in case.participants}
    for key, name in [
        *((one.agency_key, one.agency_name) for one in people.values()),
        *((doer.agency_key, doer.agency_name) for doer in doers),
    ]:
        names.setdefault(key, (name, OTHERS))
    return tuple(
        AgencyInCase(
            key=key,
            name=name,
            side=side,
            asked=_asked([doer for doer in doers if doer.agency_key == key], reader),
            acted=tuple(_acted(one, reader) for one in people[key].people) if key in people else (),
        )
        for key, (name, side) in names.items()
    )


def _asked(doers: list[TaskDoer], reader: int) -> str:
    named = [
        "you" if doer.person_id == reader else doer.person_name
        for doer in doers
        if doer.person_name
    ]
    groups = [f"the {role_in_words(doer.role)}s" for doer in doers if not doer.person_name]
    return listed(list(dict.fromkeys([*named, *groups])), "or")


def _acted(person: ActedPerson, reader: int) -> str:
    name = "You" if person.person_id == reader else person.name
    return f"{name}: {listed([role_in_words(role) for role in person.roles])}"
