"""A calendar feed belongs to one person, and only the newest address opens it."""

import re

import pytest
from sqlalchemy import select, update

from engine.persistence.directory import Person
from engine.runtime.calendar_feeds import (
    close_calendar_feed,
    find_feed_owner,
    open_calendar_feed,
)
from tests.support.directory import demo_actor


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


def _owner(engine, secret):
    with engine.open_reading() as work:
        return find_feed_owner(work, secret)


def test_the_address_opens_its_owners_feed_and_is_stored_only_as_a_hash(engine, manager):
    secret = open_calendar_feed(engine, manager)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
    assert _owner(engine, secret) == manager.person_id
    with engine.open_reading() as work:
        kept = work.session.scalars(select(Person.calendar_digest)).all()
    assert secret not in kept
    assert sum(digest is not None for digest in kept) == 1


def test_a_new_address_ends_the_old_one_and_switching_off_ends_it_too(engine, manager):
    first, second = (open_calendar_feed(engine, manager) for _ in range(2))
    assert (_owner(engine, first), _owner(engine, second)) == (None, manager.person_id)
    for _ in range(2):
        close_calendar_feed(engine, manager)
    assert _owner(engine, second) is None


def test_each_person_has_their_own(engine, manager):
    other = demo_actor(engine, "line-manager", "reading-council")
    own, others = open_calendar_feed(engine, manager), open_calendar_feed(engine, other)
    close_calendar_feed(engine, other)
    assert (_owner(engine, own), _owner(engine, others)) == (manager.person_id, None)


def test_the_feed_of_somebody_who_has_left_is_gone(engine, manager):
    secret = open_calendar_feed(engine, manager)
    with engine.open_unit_of_work() as work:
        work.session.execute(
            update(Person).where(Person.id == manager.person_id).values(active=False)
        )
        work.commit()
    assert _owner(engine, secret) is None


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "x",
        "x" * 43,
        "é" * 43,
        "\0" * 43,
        "../" * 20,
        "' OR calendar_digest IS NOT NULL --",
        "a" * 9000,
    ],
)
def test_a_hostile_secret_opens_nothing(engine, manager, secret):
    open_calendar_feed(engine, manager)
    assert _owner(engine, secret) is None
