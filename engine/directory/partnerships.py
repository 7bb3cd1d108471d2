"""Begin a partnership with its office and its first administrator; give one another name."""

from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, opened_act
from engine.directory.agencies import WantedAgency, put_agency
from engine.directory.people import WantedPerson, put_person
from engine.directory.roles import WantedRole, put_role
from engine.directory.words import checked_key, checked_name
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.directory import PARTNERSHIP_SECTOR, Partnership
from engine.persistence.directory_changes import Change
from engine.vocabulary import Role

ONLY_BY_COMMAND = (
    "A new partnership is begun by whoever runs the server, with `concord partnership add`."
)


@dataclass(frozen=True)
class NewPartnership:
    """A partnership as it begins: with an office, and somebody who can go on from there."""

    key: str
    name: str
    office_key: str
    office_name: str
    administrator_email: str
    administrator_name: str
    password_hash: str | None


def add_partnership(engine: Engine, wanted: NewPartnership) -> None:
    """Begin a partnership. By command only: there is nobody yet who could ask for it on a page.

    Raises:
        InputRefusedError: something of it cannot be used, or is there already.
    """
    with opened_act(engine, None) as act:
        if act.work.session.get(Partnership, wanted.key) is not None:
            raise InputRefusedError(f"There is already a partnership with the key {wanted.key}.")
        put_partnership(act, wanted.key, wanted.name)
        office = WantedAgency(
            wanted.office_key,
            name=wanted.office_name,
            sector=PARTNERSHIP_SECTOR,
            partnership_key=wanted.key,
        )
        put_agency(act, office)
        somebody = WantedPerson(
            wanted.administrator_email,
            name=wanted.administrator_name,
            password_hash=wanted.password_hash,
        )
        person = put_person(act, somebody)
        put_role(act, person, WantedRole(wanted.office_key, Role.ADMINISTRATOR))
        act.finish()


def rename_partnership(engine: Engine, actor: Actor | None, key: str, name: str) -> None:
    """Give a partnership another name.

    Raises:
        NotFoundError, NotAllowedError: it is not the actor's to change.
        InputRefusedError: there is no name, or it is too long.
    """
    with opened_act(engine, actor) as act:
        act.take(key)
        put_partnership(act, key, name)
        act.finish()


def put_partnership(act: DirectoryAct, key: str, name: str) -> None:
    """Add a partnership, or rename it; raises as the verbs do."""
    found = act.work.session.get(Partnership, key)
    if found is None:
        if act.actor is not None:
            raise NotAllowedError(ONLY_BY_COMMAND)
        new = Partnership(
            key=checked_key(key, "a partnership"), name=checked_name(name, "the partnership")
        )
        act.work.session.add(new)
        act.work.session.flush()
        act.note(Change.ADDED, new.key, f"The partnership {new.name} began.")
        return
    act.take(key)
    if not name.strip():
        return
    wanted = checked_name(name, "the partnership")
    if wanted != found.name:
        act.note(Change.CHANGED, key, f"The partnership {found.name} is called {wanted} now.")
        found.name = wanted
