"""Bring somebody in, and change their name, e-mail address or telephone: they stay the same person.

A person is an administrator's to change when every role that they have now (or, without any, that
they had) is for an agency of a partnership that the administrator looks after. To somebody of
another partnership an administrator can give roles of their own partnership, and nothing else.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, opened_act
from engine.directory.words import checked_name
from engine.english import listed
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory import Agency, Person, RoleGrant
from engine.persistence.directory_changes import Change
from engine.runtime.directory import checked_email
from engine.runtime.preferences import checked_telephone

OTHER_TOO = (
    "{name} also works for another partnership, or for none. Name, e-mail address, telephone and "
    "log-in can be changed by whoever runs the server."
)


@dataclass(frozen=True)
class WantedPerson:
    """A person as somebody wants them; what is empty stays as it is."""

    email: str
    name: str = ""
    telephone: str | None = ""
    """None: it is taken away."""
    password_hash: str | None = None
    """Counts for somebody new only. Without one, a first password comes with an invitation."""


def change_person(
    engine: Engine, actor: Actor | None, person_id: int, wanted: WantedPerson, reason: str = ""
) -> None:
    """Change the name, the e-mail address or the telephone of a person; what is empty stays.

    With another e-mail address they log in by it from now on; their roles, tasks and history stay.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: they are not the actor's to change.
        InputRefusedError: something cannot be used, or the address is somebody else's.
    """
    with opened_act(engine, actor, reason) as act:
        person = own_person(act, person_id)
        address = checked_email(wanted.email) if wanted.email.strip() else person.email
        if address != person.email:
            if find_person(act, address) is not None:
                raise InputRefusedError(f"{address} is somebody else’s address.")
            words = f"{person.name} logs in as {address}, and no longer as {person.email}."
            person.email = address
            note_of_person(act, Change.CHANGED, person, words)
        change_identity(act, person, wanted)
        act.finish()


def put_person(act: DirectoryAct, wanted: WantedPerson) -> Person:
    """Return the person with an address, added or changed; raises as the verbs do."""
    address = checked_email(wanted.email)
    found = find_person(act, address)
    if found is None:
        return _add(act, address, wanted)
    if _differs(found, wanted):
        own_person(act, found.id)
        change_identity(act, found, wanted)
    return found


def find_person(act: DirectoryAct, address: str) -> Person | None:
    """Return the person with an address, locked: nobody else changes their roles meanwhile."""
    query = select(Person).where(Person.email == address)
    return act.work.session.scalar(query.with_for_update(key_share=True))


def own_person(act: DirectoryAct, person_id: int) -> Person:
    """Return a person whose name, address and log-in the actor may change, locked.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: they work elsewhere too.
    """
    query = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    person = act.work.session.scalar(query)
    if person is None:
        raise NotFoundError("person", person_id)
    partnerships = partnerships_of(act, person_id)
    if act.actor is not None and not (partnerships and partnerships <= act.administered):
        raise NotAllowedError(OTHER_TOO.format(name=person.name))
    return person


def partnerships_of(act: DirectoryAct, person_id: int) -> frozenset[str]:
    """Return the partnerships for which somebody works or will; without any, has worked."""
    query = (
        select(Agency.partnership_key)
        .join(RoleGrant, RoleGrant.agency_key == Agency.key)
        .where(RoleGrant.person_id == person_id, RoleGrant.deputy_for.is_(None))
    )
    goes_on = or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > act.now)
    now = frozenset(act.work.session.scalars(query.where(goes_on)))
    return now or frozenset(act.work.session.scalars(query))


def note_of_person(act: DirectoryAct, kind: Change, person: Person, words: str) -> None:
    """Note a change of a person in each partnership for which they work."""
    for key in sorted(partnerships_of(act, person.id)):
        act.note(kind, key, words, person_id=person.id)


def change_identity(act: DirectoryAct, person: Person, wanted: WantedPerson) -> None:
    """Change name and telephone; what is empty stays, and a telephone of None goes."""
    before, changed = person.name, []
    if wanted.name.strip():
        name = checked_name(wanted.name, "the person")
        if name != person.name:
            person.name = name
            changed.append(f"is called {name}")
    telephone = _telephone_after(person, wanted)
    if telephone != person.telephone:
        changed.append("has another telephone" if telephone else "has no telephone")
        person.telephone = telephone
    if changed:
        act.work.session.flush()
        note_of_person(act, Change.CHANGED, person, f"{before} {listed(changed)} now.")


def _differs(found: Person, wanted: WantedPerson) -> bool:
    name = " ".join(wanted.name.split())
    is_called_otherwise = bool(name and name != found.name)
    return is_called_otherwise or _telephone_after(found, wanted) != found.telephone


def _telephone_after(person: Person, wanted: WantedPerson) -> str | None:
    if wanted.telephone is None:
        return None
    return checked_telephone(wanted.telephone) or person.telephone


def _add(act: DirectoryAct, address: str, wanted: WantedPerson) -> Person:
    person = Person(
        email=address,
        name=checked_name(wanted.name, "the person"),
        telephone=checked_telephone(wanted.telephone or ""),
        password=wanted.password_hash,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=act.now,
    )
    act.work.session.add(person)
    act.work.session.flush()
    return person
