"""Somebody leaves: their roles end, what they had open is handed on, and they log in no more."""

import uuid

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, hand_on, opened_act
from engine.directory.people import find_person, note_of_person, own_person
from engine.directory.roles import goes_on, set_end
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory import Agency, Person
from engine.persistence.directory_changes import Change

NOT_THEIRS = "{name} has no role in a partnership of yours."
STILL_WORKS = "{name} still has a role in another partnership, so the log-in stays."


def let_leave(
    engine: Engine, actor: Actor | None, person_id: int, *, reason: str, ends_log_in: bool
) -> None:
    """End every role that somebody has in the actor's partnerships, and their log-in if wanted.

    Open tasks that nobody else can do go to the next level, claims are given up. What they wrote
    and did stays under their name. A log-in stays open as long as another partnership needs it.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: they have no role in a partnership of the actor's.
        InputRefusedError: no reason; the last administrator of a partnership; a log-in that
            another partnership needs.
    """
    with opened_act(engine, actor, reason) as act:
        person = act.work.session.get(Person, person_id)
        if person is not None:
            person = find_person(act, person.email)
        if person is None:
            raise NotFoundError("person", person_id)
        act.require_reason()
        _end_roles(act, person)
        if ends_log_in:
            _end_log_in(act, person)
        act.finish()
    hand_on(engine)


def let_log_in_again(engine: Engine, actor: Actor | None, person_id: int, *, reason: str) -> None:
    """Let somebody log in whose log-in had ended; roles are given to them separately.

    Raises:
        NotFoundError: there is no such person.
        NotAllowedError: they are not the actor's to change.
        InputRefusedError: no reason.
    """
    with opened_act(engine, actor, reason) as act:
        person = own_person(act, person_id)
        act.require_reason()
        if not person.active:
            person.active = True
            note_of_person(act, Change.CHANGED, person, f"{person.name} can log in again.")
            act.finish()


def _end_roles(act: DirectoryAct, person: Person) -> None:
    mine = []
    for grant in goes_on(act, person):
        agency = act.work.session.get_one(Agency, grant.agency_key)
        if act.may(agency.partnership_key):
            mine.append((grant, agency))
    if not mine and not _has_left(act, person):
        raise NotAllowedError(NOT_THEIRS.format(name=person.name))
    for _, agency in mine:
        act.take(agency.partnership_key)
    for grant, agency in mine:
        set_end(act, person, grant, agency, act.now)


def _has_left(act: DirectoryAct, person: Person) -> bool:
    """Tell whether somebody has no role any more, and was the actor's."""
    if goes_on(act, person):
        return False
    own_person(act, person.id)
    return True


def _end_log_in(act: DirectoryAct, person: Person) -> None:
    if goes_on(act, person):
        raise InputRefusedError(STILL_WORKS.format(name=person.name))
    if person.active:
        person.active = False
        # Whoever is logged in as them is not any more.
        person.fs_uniquifier = uuid.uuid4().hex
        note_of_person(act, Change.ENDED, person, f"{person.name} can no longer log in.")
