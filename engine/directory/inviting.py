"""Lets somebody choose a first password, or another one when theirs is lost."""

import hashlib
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, opened_act
from engine.directory.people import note_of_person, own_person
from engine.errors import InputRefusedError
from engine.notifications.letter import Letter
from engine.notifications.personal_letters import queue_letter
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.directory_changes import Change
from engine.queries.actors import grant_holds

NO_LOG_IN = "The log-in of {name} has ended. Let them log in again first."
LETTER_SUBJECT = "Concord: a link was made by which you can choose a password"
LETTER = (
    "{who} has made a link by which {name} can choose a password for Concord. They give it to you "
    "themselves; it holds for seven days and for one password.\n\n"
    "Nobody else should have it. If you did not expect this, ring the office of your partnership."
)
USED = "This link has been used, or its time is over. Ask your administrator for a new one."


@dataclass(frozen=True)
class Invitation:
    """Whom a link is for, and the state of their log-in in which it holds."""

    person_id: int
    state: str
    """Another one after the password was chosen, so that a link holds once."""


def invite_person(engine: Engine, actor: Actor | None, person_id: int) -> Invitation:
    """Let somebody choose a password by a link; the log says that there was one, and they are told.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: their log-in is not the actor's to change.
        InputRefusedError: their log-in has ended.
    """
    with opened_act(engine, actor) as act:
        person = own_person(act, person_id)
        if not person.active:
            raise InputRefusedError(NO_LOG_IN.format(name=person.name))
        words = f"{person.name} got a link to choose a password."
        note_of_person(act, Change.CHANGED, person, words)
        invitation = Invitation(person.id, _state(person))
        _tell(act, person)
        act.finish()
    return invitation


def _tell(act: DirectoryAct, person: Person) -> None:
    """Tell somebody by e-mail that there is a link for their log-in; never the link itself.

    Whoever reads their e-mail must not get in by it, and nobody else gets one in secret.
    """
    who = act.actor.name if act.actor else "Whoever runs Concord"
    letter = Letter(LETTER_SUBJECT, LETTER.format(who=who, name=person.name))
    agency = act.work.session.scalar(
        select(RoleGrant.agency_key)
        .where(RoleGrant.person_id == person.id, grant_holds(act.now))
        .order_by(RoleGrant.id)
        .limit(1)
    )
    queue_letter(act.engine, act.work, [(person.id, agency or "")], letter)


def accept_invitation(engine: Engine, invitation: Invitation, password_hash: str) -> str:
    """Keep the password that somebody chose by a link; return the address to log in with.

    Every session of theirs ends.

    Raises:
        InputRefusedError: the link has been used, or their log-in has ended.
    """
    with engine.open_unit_of_work() as work:
        person = work.session.get(Person, invitation.person_id, with_for_update=True)
        if person is None or not _holds(person, invitation):
            raise InputRefusedError(USED)
        person.password = password_hash
        person.fs_uniquifier = uuid.uuid4().hex
        email = person.email
        work.commit()
    return email


def invited_name(engine: Engine, invitation: Invitation) -> str:
    """Return the name of whom a link is for.

    Raises:
        InputRefusedError: the link has been used, or their log-in has ended.
    """
    with engine.open_reading() as work:
        person = work.session.get(Person, invitation.person_id)
        if person is None or not _holds(person, invitation):
            raise InputRefusedError(USED)
        return person.name


def _holds(person: Person, invitation: Invitation) -> bool:
    return person.active and _state(person) == invitation.state


def _state(person: Person) -> str:
    told = f"{person.fs_uniquifier} {person.email} {person.password or ''}"
    return hashlib.sha256(told.encode()).hexdigest()
