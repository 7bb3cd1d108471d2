from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.errors import NotAllowedError
from engine.persistence.access_tokens import AccessToken
from engine.persistence.directory import Person
from engine.runtime.access_tokens import create_access_token, find_bearer
from tests.support.clock import FakeClock

EMAIL = "practitioner@reading-school.example"


def bearer_of(concord, token, clock):
    with concord.engine.open_reading() as work:
        return find_bearer(work, token, clock=clock)


def test_a_token_stands_for_its_person_until_it_ends(concord):
    clock = FakeClock()
    created = create_access_token(concord.engine, None, EMAIL.upper(), days=7, clock=clock)
    clock.advance(timedelta(days=7, seconds=-1))
    bearer = bearer_of(concord, created.token, clock)
    assert bearer.person_id == concord.actor("practitioner", "reading-school").person_id
    assert bearer.scopes == {"read", "write"}
    clock.advance(timedelta(seconds=1))
    assert bearer_of(concord, created.token, clock) is None


def test_only_a_hash_of_the_token_is_stored(concord):
    created = create_access_token(concord.engine, None, EMAIL)
    with concord.engine.open_reading() as work:
        row = work.session.scalars(select(AccessToken)).one()
    stored = [str(getattr(row, column.key)) for column in AccessToken.__table__.columns]
    assert not any(created.token in value for value in stored)
    assert created.token not in repr(created)


def test_the_token_of_somebody_who_has_left_opens_nothing(concord):
    clock = FakeClock()
    created = create_access_token(concord.engine, None, EMAIL, clock=clock)
    with concord.engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.email == EMAIL).values(active=False))
        work.commit()
    assert bearer_of(concord, created.token, clock) is None


def test_nobody_makes_a_token_for_somebody_else(concord):
    colleague = concord.actor("line-manager", "reading-school")
    with pytest.raises(NotAllowedError):
        create_access_token(concord.engine, colleague, EMAIL)
