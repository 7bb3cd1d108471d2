"""A link by which somebody chooses a password: who may make it, and that its person is told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.directory.inviting import accept_invitation, invite_person
from engine.directory.people import WantedPerson
from engine.directory.roles import WantedRole, give_role
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.notifications import Delivery
from engine.runtime.delivering import deliver_notifications
from tests.support.directory import demo_actor

OFFICE, SCHOOL = "berkshire-partnership", "reading-school"


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", OFFICE)


def test_the_person_is_told_by_e_mail_and_the_link_is_not_in_it(engine, administrator, smtp_server):
    mailing = replace(engine, settings=replace(engine.settings, smtp_url=smtp_server.url))
    person = demo_actor(engine, "practitioner", SCHOOL)
    invitation = invite_person(mailing, administrator, person.person_id)
    deliver_notifications(mailing)
    (letter,) = smtp_server.messages
    text = letter.get_body(("plain",)).get_content()
    assert letter["To"] == person.email
    assert administrator.name in text
    assert "/invitation" not in text
    assert invitation.state not in text
    accept_invitation(mailing, invitation, "hash")
    with pytest.raises(InputRefusedError):
        accept_invitation(mailing, invitation, "hash")


def test_nobody_makes_one_for_somebody_who_works_elsewhere_too(engine, administrator):
    foreign = demo_actor(engine, "practitioner", "tees-health")
    own = demo_actor(engine, "practitioner", SCHOOL)
    with pytest.raises(NotAllowedError):
        invite_person(engine, administrator, foreign.person_id)
    tees = demo_actor(engine, "administrator", "tees-partnership")
    give_role(engine, tees, WantedPerson(own.email), WantedRole("tees-health", "practitioner"))
    with pytest.raises(NotAllowedError):
        invite_person(engine, administrator, own.person_id)
    with engine.open_reading() as work:
        assert work.session.scalars(select(Delivery)).all() == []
