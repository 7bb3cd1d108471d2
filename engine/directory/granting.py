"""Give a role by command: saying it twice is the same as saying it once."""

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import opened_act
from engine.directory.people import find_person
from engine.directory.roles import WantedRole, put_role
from engine.errors import InputRefusedError


def ensure_role(engine: Engine, actor: Actor | None, email: str, wanted: WantedRole) -> None:
    """Let somebody of the directory have a role; who has it already keeps it as it is.

    Raises:
        NotFoundError, NotAllowedError: the agency is not there, or not the actor's to change.
        InputRefusedError: there is no such person or role.
    """
    address = email.strip().lower()
    with opened_act(engine, actor) as act:
        person = find_person(act, address)
        if person is None:
            raise InputRefusedError(f"There is no person with the e-mail address {address}.")
        put_role(act, person, wanted)
        act.finish()
