"""Calendar feeds: whoever has the secret address reads somebody's due times without logging in."""

import hashlib
import secrets

from sqlalchemy import select, update

from engine.access import Actor
from engine.context import Engine
from engine.persistence.directory import Person
from engine.persistence.unit_of_work import UnitOfWork

SECRET_BYTES = 32
SECRET_CHARACTERS = 43
"""How long such a secret is in an address."""


def open_calendar_feed(engine: Engine, actor: Actor) -> str:
    """Give the actor's calendar feed a new secret and return it; an earlier one ends.

    It can be read only now: Concord keeps its SHA-256.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    _keep(engine, actor, _digest(secret))
    return secret


def close_calendar_feed(engine: Engine, actor: Actor) -> None:
    """Switch the actor's calendar feed off; there may be none."""
    _keep(engine, actor, None)


def find_feed_owner(work: UnitOfWork, secret: str) -> int | None:
    """Return whose feed a secret opens; None when it opens none, or the person has left."""
    if len(secret) != SECRET_CHARACTERS or not secret.isascii():
        return None
    query = select(Person.id).where(Person.calendar_digest == _digest(secret), Person.active)
    return work.session.scalar(query)


def _keep(engine: Engine, actor: Actor, digest: str | None) -> None:
    with engine.open_unit_of_work() as work:
        work.session.execute(
            update(Person).where(Person.id == actor.person_id).values(calendar_digest=digest)
        )
        work.commit()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
