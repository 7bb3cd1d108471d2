"""What people choose for themselves: their telephone for colleagues, the summary of the morning."""

import re

from sqlalchemy import update

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.directory import Person

LEAST_DIGITS, MOST_DIGITS = 5, 15
TELEPHONE = re.compile(
    r"(?P<number>\+?[0-9 ()./-]+?)( ?(ext|ext\.|extension|x) ?[0-9]{1,6})?", re.IGNORECASE
)
WRONG_TELEPHONE = "Enter a telephone number, like 0118 496 0000 or 0118 496 0000 ext 12"


def save_preferences(engine: Engine, actor: Actor, *, telephone: str, gets_digest: bool) -> None:
    """Keep what the actor chose; an empty telephone takes it out of the contacts.

    Raises:
        InputRefusedError: the telephone is none.
    """
    values = {"telephone": checked_telephone(telephone), "gets_digest": gets_digest}
    with engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.id == actor.person_id).values(**values))
        work.commit()


def checked_telephone(text: str) -> str | None:
    """Return a telephone number as it is kept, without spaces too many; None for nothing.

    Raises:
        InputRefusedError: it is no telephone number.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return None
    found = TELEPHONE.fullmatch(tidy)
    digits = re.findall("[0-9]", found["number"]) if found else []
    if not LEAST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise InputRefusedError(WRONG_TELEPHONE)
    return tidy
