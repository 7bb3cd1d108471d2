"""The demonstration's people in a trial run: who may do what is open, who may begin."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from engine.access import EVERY_MEMBER
from engine.context import Engine
from engine.persistence.cases import CaseAccess
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Area, Person, RoleGrant
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.persistence.unit_of_work import UnitOfWork
from engine.runtime.permission import may_do
from engine.trial.example_directory import EXAMPLE_AREA
from engine.trial.sandbox_store import TrialStore
from engine.vocabulary import Role

NEVER_RAISE = (Role.EDITOR, Role.ADMINISTRATOR, Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP)
Named = tuple[str, str]
"""A key and a name."""


@dataclass(frozen=True)
class TrialPerson:
    """Somebody of the demonstration, as what they act."""

    email: str
    role: str
    agency_key: str
    agency_name: str


@dataclass(frozen=True)
class StartingPoints:
    """Where a trial run of a procedure can begin."""

    areas: tuple[Named, ...]
    people: tuple[TrialPerson, ...]
    """Who may raise; practitioners first."""

    @property
    def are_examples(self) -> bool:
        """Tell whether they were made up because the demonstration has no such partnership."""
        return EXAMPLE_AREA in dict(self.areas)


def starting_points(engine: Engine, partnership_key: str) -> StartingPoints:
    """Return the areas of a partnership, and the people who may raise a difference there."""
    areas = (select(Area.key, Area.name).where(Area.partnership_key == partnership_key)).order_by(
        Area.name
    )
    people = _people().where(
        Agency.partnership_key == partnership_key,
        Agency.sector != PARTNERSHIP_SECTOR,
        RoleGrant.role.not_in(NEVER_RAISE),
    )
    with engine.open_reading() as work:
        found = [TrialPerson(*row) for row in work.session.execute(people)]
        found.sort(key=lambda one: (one.role != Role.PRACTITIONER, one.agency_name))
        rows = work.session.execute(areas)
        return StartingPoints(tuple((key, name) for key, name in rows), tuple(found))


def who_may_do(store: TrialStore, task: UserTask) -> tuple[TrialPerson, ...]:
    """Return the people who may do an open task, each as whom it is asked of."""
    asked = select(TaskCandidate.agency_key, TaskCandidate.role, TaskCandidate.person_id).where(
        TaskCandidate.user_task_id == task.id
    )
    with store.reading() as work:
        groups = [(row[0], row[1], row[2]) for row in work.session.execute(asked)]
        return tuple(
            person
            for person in _members(work, groups)
            if may_do(work, store.actor(person.email), task)
        )


def whom_it_reached(store: TrialStore) -> tuple[TrialPerson, ...]:
    """Return the people whom the case has reached, and who may send a message to it."""
    reached = select(CaseAccess.agency_key, CaseAccess.role, CaseAccess.person_id)
    with store.reading() as work:
        groups = [(row[0], row[1], row[2]) for row in work.session.execute(reached)]
        return tuple(_members(work, groups))


def administrators(store: TrialStore) -> tuple[TrialPerson, ...]:
    """Return who of the partnership's office changes the agencies of a case."""
    query = _people().where(
        RoleGrant.role == Role.ADMINISTRATOR,
        Agency.partnership_key == store.case.partnership_key,
        Agency.sector == PARTNERSHIP_SECTOR,
    )
    with store.reading() as work:
        return tuple(TrialPerson(*row) for row in work.session.execute(query))


def agencies(store: TrialStore) -> tuple[Named, ...]:
    """Return the agencies that can take part in a case of the partnership."""
    query = select(Agency.key, Agency.name).where(
        Agency.partnership_key == store.case.partnership_key, Agency.sector != PARTNERSHIP_SECTOR
    )
    with store.reading() as work:
        rows = work.session.execute(query.order_by(Agency.name))
        return tuple((key, name) for key, name in rows)


def _members(work: UnitOfWork, groups: Iterable[tuple[str, str, int]]) -> list[TrialPerson]:
    """Return the members of groups, and those who are named; nobody twice."""
    found: dict[str, TrialPerson] = {}
    for agency_key, role, person_id in groups:
        query = _people().where(Agency.key == agency_key)
        if person_id == EVERY_MEMBER:
            query = query.where(RoleGrant.role == role)
        else:
            query = query.where(Person.id == person_id)
        for row in work.session.execute(query):
            found.setdefault(row.email, TrialPerson(*row))
    return sorted(found.values(), key=lambda person: (person.agency_name, person.role))


def _people() -> Select[str, str, str, str]:
    return (
        select(Person.email, RoleGrant.role, Agency.key, Agency.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(RoleGrant.valid_to.is_(None))
        .order_by(RoleGrant.id)
    )
