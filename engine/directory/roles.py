"""Give roles from a day until a day, and end them; a partnership keeps an administrator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, hand_on, opened_act
from engine.directory.people import WantedPerson, put_person
from engine.directory.words import day_in_words, last_day_in_words
from engine.english import listed, role_in_words
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Person, RoleGrant
from engine.persistence.directory_changes import Change
from engine.runtime.deputies import rewrite_deputies
from engine.vocabulary import Role

OF_OFFICES = (Role.ADMINISTRATOR, Role.EDITOR, Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP)
"""Roles that only the office of a partnership has."""
HAS_IT = "{name} is {role} of {agency} already. Change until when, in place of giving it again."
LOG_IN_ENDED = "The log-in of {name} has ended. Let them log in again first."
LAST_ADMINISTRATOR = (
    "{name} is the last administrator of {partnership} whose role goes on. Make somebody else an "
    "administrator first."
)


@dataclass(frozen=True)
class WantedRole:
    """A role for an agency, with when it begins and ends."""

    agency_key: str
    role: str
    starts_at: datetime | None = None
    """None, or a time that has gone by: from now on."""
    ends_at: datetime | None = None


def give_role(
    engine: Engine,
    actor: Actor | None,
    wanted_person: WantedPerson,
    wanted: WantedRole,
    *,
    reason: str = "",
) -> int:
    """Give somebody a role for an agency, whoever is new comes into the directory; return their id.

    Raises:
        NotFoundError, NotAllowedError: the agency or the person is not the actor's to change.
        InputRefusedError: something cannot be used, or they have the role already.
    """
    with opened_act(engine, actor, reason) as act:
        agency = act.agency(wanted.agency_key)
        person = put_person(act, wanted_person)
        held = _held(act, person, wanted)
        if held is not None:
            said = role_in_words(wanted.role)
            raise InputRefusedError(HAS_IT.format(name=person.name, role=said, agency=agency.name))
        put_role(act, person, wanted)
        act.finish()
        return person.id


def end_role(
    engine: Engine, actor: Actor | None, grant_id: int, *, ends_at: datetime | None, reason: str
) -> None:
    """Let a role end at a time, or at no known one; a time that has gone by means now.

    Open tasks that nobody else can do go to the next level, claims are given up, deputies lose it
    with the person: at once, or when the time has come.

    Raises:
        NotFoundError: there is no such role, or it is over.
        NotAllowedError: the agency is not the actor's to change.
        InputRefusedError: no reason; the last administrator of a partnership.
    """
    with opened_act(engine, actor, reason) as act:
        grant = act.work.session.get(RoleGrant, grant_id)
        if grant is None or grant.deputy_for is not None or _is_over(act, grant):
            raise NotFoundError("role", grant_id)
        agency = act.agency(grant.agency_key)
        query = select(Person).where(Person.id == grant.person_id)
        person = act.work.session.scalars(query.with_for_update(key_share=True)).one()
        if ends_at is not None:
            act.require_reason()
        set_end(act, person, grant, agency, ends_at)
        act.finish()
    if ends_at is not None:
        hand_on(engine)


def put_role(act: DirectoryAct, person: Person, wanted: WantedRole) -> None:
    """Give a role, or change when it begins and ends; raises as the verbs do.

    Without an end, a role that somebody has already stays as it is.
    """
    agency = act.agency(wanted.agency_key)
    _check(wanted, agency)
    if not person.active:
        raise InputRefusedError(LOG_IN_ENDED.format(name=person.name))
    held = _held(act, person, wanted)
    if held is not None:
        if wanted.ends_at is not None and wanted.ends_at != held.valid_to:
            set_end(act, person, held, agency, wanted.ends_at)
        return
    begins = max(wanted.starts_at or act.now, act.now)
    if wanted.ends_at is not None and wanted.ends_at <= begins:
        if wanted.ends_at <= act.now:
            return  # over already, and never begun here
        raise InputRefusedError("The role must end after it begins.")
    is_new = not _has_any(act, person)
    grant = RoleGrant(
        person_id=person.id,
        agency_key=agency.key,
        role=wanted.role,
        valid_from=begins,
        valid_to=wanted.ends_at,
    )
    act.work.session.add(grant)
    act.work.session.flush()
    if not is_new:
        rewrite_deputies(act.work, person.id, act.now)
    words = f"{person.name} {_came(is_new)}{role_in_words(wanted.role)} of {agency.name}"
    act.note(
        Change.ADDED,
        agency.partnership_key,
        f"{words}{_dates(act, grant)}.",
        agency_key=agency.key,
        person_id=person.id,
    )


def set_end(
    act: DirectoryAct, person: Person, grant: RoleGrant, agency: Agency, ends_at: datetime | None
) -> None:
    """Write when a role ends, and note it."""
    at = ends_at if ends_at is None else max(ends_at, act.now)
    if at is not None and grant.role == Role.ADMINISTRATOR:
        keep_administrator(act, person, agency)
    # A role that ends before it begins never holds.
    grant.valid_to = at
    act.work.session.flush()
    rewrite_deputies(act.work, person.id, act.now)
    who = f"{person.name}, {role_in_words(grant.role)} of {agency.name}"
    if at is None:
        kind, words = Change.CHANGED, f"{who}, goes on without an end."
    elif at <= act.now:
        kind = Change.ENDED
        words = f"{person.name} is no longer {role_in_words(grant.role)} of {agency.name}."
    else:
        kind = Change.ENDED
        words = f"{who}, goes on until the end of {last_day_in_words(at)} and no longer."
    act.note(kind, agency.partnership_key, words, agency_key=agency.key, person_id=person.id)


def keep_administrator(act: DirectoryAct, person: Person, office: Agency) -> None:
    """Refuse to take the last administrator from a partnership.

    Raises:
        InputRefusedError: nobody else is one whose role has no end.
    """
    partnership = act.take(office.partnership_key)
    others = (
        select(RoleGrant.id)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .where(
            Agency.partnership_key == partnership.key,
            Agency.sector == PARTNERSHIP_SECTOR,
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.person_id != person.id,
            RoleGrant.deputy_for.is_(None),
            RoleGrant.valid_from <= act.now,
            RoleGrant.valid_to.is_(None),
            Person.active,
        )
    )
    if act.work.session.scalars(others.limit(1)).first() is None:
        raise InputRefusedError(
            LAST_ADMINISTRATOR.format(name=person.name, partnership=partnership.name)
        )


def goes_on(act: DirectoryAct, person: Person) -> list[RoleGrant]:
    """Return the roles of their own that somebody has, or will have."""
    query = select(RoleGrant).where(
        RoleGrant.person_id == person.id,
        RoleGrant.deputy_for.is_(None),
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > act.now),
    )
    return list(act.work.session.scalars(query.order_by(RoleGrant.id)))


def _held(act: DirectoryAct, person: Person, wanted: WantedRole) -> RoleGrant | None:
    same = [
        grant
        for grant in goes_on(act, person)
        if (grant.agency_key, grant.role) == (wanted.agency_key, wanted.role)
    ]
    return same[-1] if same else None


def _has_any(act: DirectoryAct, person: Person) -> bool:
    query = select(RoleGrant.id).where(RoleGrant.person_id == person.id).limit(1)
    return act.work.session.scalars(query).first() is not None


def _is_over(act: DirectoryAct, grant: RoleGrant) -> bool:
    return grant.valid_to is not None and grant.valid_to <= act.now


def _check(wanted: WantedRole, agency: Agency) -> None:
    if wanted.role not in set(Role):
        raise InputRefusedError(f"“{wanted.role}” is no role. The roles are: {listed(list(Role))}.")
    if wanted.role in OF_OFFICES and agency.sector != PARTNERSHIP_SECTOR:
        said = role_in_words(wanted.role)
        raise InputRefusedError(f"Only the partnership’s office has the role {said}.")


def _came(is_new: bool) -> str:  # noqa: FBT001 - one word for each
    return "came in as " if is_new else "became "


def _dates(act: DirectoryAct, grant: RoleGrant) -> str:
    begins = f", from {day_in_words(grant.valid_from)}" if grant.valid_from > act.now else ""
    ends = f", until the end of {last_day_in_words(grant.valid_to)}" if grant.valid_to else ""
    return begins + ends
