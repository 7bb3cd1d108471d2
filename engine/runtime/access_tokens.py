"""Personal tokens for the API."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from engine.access import Actor
from engine.clock import Clock, SystemClock
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.access_tokens import AccessToken
from engine.persistence.directory import Person
from engine.persistence.unit_of_work import UnitOfWork

SCOPES = ("read", "write")
PREFIX = "concord_"
"""Lets secret scanners recognise a token that ended up where it should not be."""
TOKEN_BYTES = 32
MOST_DAYS = 366
REAL_CLOCK = SystemClock()
"""Credentials run on the real clock; a demonstration's moved clock would end them."""


@dataclass(frozen=True)
class CreatedToken:
    """A new token; the only moment at which it can be read."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class TokenBearer:
    """Whom a token stands for, and what it may be used for."""

    token_id: int
    person_id: int
    scopes: frozenset[str]


def create_access_token(
    engine: Engine,
    actor: Actor | None,
    email: str,
    *,
    scopes: Collection[str] = SCOPES,
    days: int = 90,
    clock: Clock = REAL_CLOCK,
) -> CreatedToken:
    """Make a token for the person with this e-mail address; `actor` None is the command line.

    Raises:
        InputRefusedError: an unknown scope, or a life outside 1 to 366 days.
        NotFoundError: nobody active has this address.
        NotAllowedError: the actor is somebody else.
    """
    _require_scopes(scopes)
    if not 1 <= days <= MOST_DAYS:
        message = f"A token lives between 1 and {MOST_DAYS} days."
        raise InputRefusedError(message)
    now = clock.now()
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with engine.open_unit_of_work() as work:
        row = AccessToken(
            person_id=_person_id(work, actor, email),
            token_hash=_hashed(token),
            scopes=" ".join(sorted(set(scopes))),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        work.session.add(row)
        work.commit()
        return CreatedToken(token, row.expires_at)


def find_bearer(work: UnitOfWork, token: str, *, clock: Clock = REAL_CLOCK) -> TokenBearer | None:
    """Return whom a token stands for; None when it is unknown or over, or the person has left."""
    query = (
        select(AccessToken)
        .join(Person, Person.id == AccessToken.person_id)
        .where(
            AccessToken.token_hash == _hashed(token),
            AccessToken.expires_at > clock.now(),
            Person.active,
        )
    )
    row = work.session.scalars(query).one_or_none()
    if row is None:
        return None
    return TokenBearer(row.id, row.person_id, frozenset(row.scopes.split()))


def _require_scopes(scopes: Collection[str]) -> None:
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        message = f"A token's scopes are {' and '.join(SCOPES)}, not “{' '.join(unknown)}”."
        raise InputRefusedError(message)


def _person_id(work: UnitOfWork, actor: Actor | None, email: str) -> int:
    query = select(Person.id).where(func.lower(Person.email) == email.lower(), Person.active)
    person_id = work.session.scalar(query)
    if person_id is None:
        raise NotFoundError("active person", email)
    if actor is not None and actor.person_id != person_id:
        message = "You can make tokens only for yourself."
        raise NotAllowedError(message)
    return person_id


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
