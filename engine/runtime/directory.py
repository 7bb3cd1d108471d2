"""Bringing people in, and letting them act in a role for an agency."""

import uuid
from datetime import datetime

from sqlalchemy import select

from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.runtime.deputies import rewrite_deputies
from engine.runtime.ended_claims import free_ended_claims
from engine.runtime.handing_on import hand_on_tasks
from engine.vocabulary import Role

LONGEST_EMAIL = 254


def add_person(engine: Engine, *, email: str, name: str, password_hash: str | None = None) -> int:
    """Add somebody who can log in, and return their id. Without a password: single sign-on only.

    Raises:
        InputRefusedError: the e-mail address or the name cannot be used, or is taken.
    """
    address = checked_email(email)
    if not name.strip():
        message = "Enter the person’s name."
        raise InputRefusedError(message)
    with engine.open_unit_of_work() as work:
        if work.session.scalar(select(Person.id).where(Person.email == address)) is not None:
            message = f"There is already a person with the e-mail address {address}."
            raise InputRefusedError(message)
        now = engine.clock.now()
        person_id = _insert_person(work, address, name.strip(), password_hash, now)
        work.commit()
    return person_id


def grant_role(
    engine: Engine, *, email: str, agency_key: str, role: str, valid_to: datetime | None = None
) -> None:
    """Let a person act in a role for an agency from now on; doing so twice is the same as once.

    When the role has ended, open tasks that nobody else of the group can do are handed on, and
    claims on the others are given up. What deputies have of it ends with it.

    Raises:
        InputRefusedError: the person, the agency or the role is not known.
    """
    if role not in set(Role):
        message = f"“{role}” is not a role. The roles are: {', '.join(Role)}."
        raise InputRefusedError(message)
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        address = email.strip().lower()
        # Locked: an absence that is arranged at this moment sees the role, or is seen here.
        query = select(Person.id).where(Person.email == address)
        person_id = work.session.scalar(query.with_for_update(key_share=True))
        if person_id is None:
            message = f"There is no person with the e-mail address {address}."
            raise InputRefusedError(message)
        if work.session.get(Agency, agency_key) is None:
            message = f"There is no agency with the key {agency_key}."
            raise InputRefusedError(message)
        held = _standing_grant(work, person_id, agency_key, role, now)
        if held is None:
            _insert_grant(work, person_id, agency_key, role, now, valid_to)
        else:
            held.valid_to = valid_to
        rewrite_deputies(work, person_id, now)
        work.commit()
    if valid_to is not None and valid_to <= now:
        hand_on_tasks(engine)
        free_ended_claims(engine)


def _insert_person(
    work: UnitOfWork, email: str, name: str, password: str | None, now: datetime
) -> int:
    person = Person(
        email=email,
        name=name,
        password=password,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now,
    )
    work.session.add(person)
    work.session.flush()
    return person.id


def _standing_grant(
    work: UnitOfWork, person_id: int, agency_key: str, role: str, now: datetime
) -> RoleGrant | None:
    """Return the grant that holds now, also one whose end is known already."""
    query = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.agency_key == agency_key,
        RoleGrant.role == role,
        RoleGrant.deputy_for.is_(None),
        grant_holds(now),
    )
    return work.session.scalars(query.order_by(RoleGrant.id.desc())).first()


def _insert_grant(
    work: UnitOfWork,
    person_id: int,
    agency_key: str,
    role: str,
    now: datetime,
    valid_to: datetime | None = None,
) -> None:
    grant = RoleGrant(
        person_id=person_id,
        agency_key=agency_key,
        role=role,
        valid_from=now,
        valid_to=valid_to,
    )
    work.session.add(grant)


def checked_email(email: str) -> str:
    """Return an e-mail address as it is kept.

    Raises:
        InputRefusedError: it is none.
    """
    address = email.strip().lower()
    local, at, domain = address.rpartition("@")
    is_usable = bool(local and at and domain) and len(address) <= LONGEST_EMAIL
    if not is_usable or not address.isascii() or any(c.isspace() or c in '<>,;"' for c in address):
        message = f"“{email}” is not an e-mail address."
        raise InputRefusedError(message)
    return address
