"""The people who have acted in a case, by agency."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import literal, select, union_all

from engine.access import Actor
from engine.persistence.cases import Case, CaseAgency
from engine.persistence.directory import Agency, Person
from engine.persistence.tasks import UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import find_case
from engine.vocabulary import ParticipantSide, Role


@dataclass(frozen=True)
class ActedPerson:
    """Somebody who has acted in a case for an agency."""

    person_id: int
    name: str
    roles: tuple[str, ...]
    """The roles that were asked when they acted, in that order."""


@dataclass(frozen=True)
class ActedAgency:
    """An agency whose people have acted in a case; it need not be one of the disagreement."""

    agency_key: str
    agency_name: str
    people: tuple[ActedPerson, ...]


def list_people(work: UnitOfWork, actor: Actor, reference: str) -> tuple[ActedAgency, ...]:
    """Return who has raised a case or completed a step of it, agencies by name.

    Whom the case has only reached is left out: an agency may have told its own people of it, and
    that is nobody else's to know.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    raised = (
        select(
            Case.started_by.label("person_id"),
            CaseAgency.agency_key.label("agency_key"),
            literal(Role.PRACTITIONER.value).label("role"),
            Case.started_at.label("at"),
            literal(0).label("place"),
        )
        .join(CaseAgency, CaseAgency.case_id == Case.id)
        .where(Case.id == case.id, CaseAgency.side == ParticipantSide.RAISING)
    )
    done = select(
        UserTask.completed_by,
        UserTask.completed_for,
        UserTask.role,
        UserTask.closed_at,
        literal(1),
    ).where(UserTask.case_id == case.id, UserTask.completed_by.is_not(None))
    acts = union_all(raised, done).subquery()
    query = (
        select(Agency.key, Agency.name, Person.id, Person.name, acts.c.role)
        .join(acts, acts.c.agency_key == Agency.key)
        .join(Person, Person.id == acts.c.person_id)
        .order_by(Agency.name, acts.c.at, acts.c.place, Person.name)
    )
    agencies: defaultdict[tuple[str, str], dict[tuple[int, str], list[str]]] = defaultdict(dict)
    for key, agency, person_id, person, role in work.session.execute(query):
        agencies[key, agency].setdefault((person_id, person), []).append(role)
    return tuple(
        ActedAgency(key, agency, tuple(_person(one, roles) for one, roles in people.items()))
        for (key, agency), people in agencies.items()
    )


def _person(person: tuple[int, str], roles: list[str]) -> ActedPerson:
    return ActedPerson(*person, tuple(dict.fromkeys(roles)))
