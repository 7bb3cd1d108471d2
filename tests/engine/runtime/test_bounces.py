"""An e-mail that comes back later is noted once, and a danger alert goes to the next contact."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import select

from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.notifications import Delivery, Notification
from engine.runtime.bounces import BounceResult, take_in_bounce
from engine.runtime.delivering import deliver_notifications
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.bounces import bounce_of, reply_to
from tests.support.engine import RAISER, SCHOOL, Berkshire
from tests.support.failing import BEFORE, FailingDatabase, PowerCut


@pytest.fixture
def mailing(berkshire, smtp_server):
    settings = replace(
        berkshire.engine.settings,
        smtp_url=smtp_server.url,
        mail_from="Concord <concord@concord.example>",
    )
    return Berkshire(replace(berkshire.engine, settings=settings), berkshire.clock)


@pytest.fixture
def alerted(mailing):
    """Return the delivery of a danger alert that the mail server has taken."""
    started = mailing.climb("Task_S0_Discuss")
    send_message(mailing.engine, mailing.actor(*RAISER), started.reference, DANGER_MESSAGE)
    while deliver_notifications(mailing.engine):
        pass
    sent = select(Delivery).where(Delivery.is_danger, Delivery.channel == "email")
    return mailing.rows(sent)[0]


def _state(mailing, delivery):
    return mailing.rows(select(Delivery.state).where(Delivery.id == delivery.id))


def _next_contacts(mailing):
    return mailing.rows(select(Notification).where(Notification.instead_of.is_not(None)))


def test_a_late_bounce_of_an_alert_goes_to_the_next_contact_once(mailing, alerted):
    assert alerted.state == "sent"
    source = bounce_of(alerted.id)
    assert take_in_bounce(mailing.engine, source) is BounceResult.NOTED
    assert take_in_bounce(mailing.engine, source) is BounceResult.KNOWN
    (notice,) = _next_contacts(mailing)
    assert (notice.instead_of, notice.groups["groups"]) == (
        alerted.id,
        [[SCHOOL, "next-level-manager"]],
    )
    failed = mailing.rows(select(Delivery).where(Delivery.id == alerted.id))[0]
    assert (failed.state, failed.failure) == (
        "failed",
        "It came back: 5.1.1 550 5.1.1 User unknown",
    )


def test_a_report_of_a_delay_changes_nothing(mailing, alerted):
    source = bounce_of(alerted.id, action="delayed", status="4.4.1")
    assert take_in_bounce(mailing.engine, source) is BounceResult.NOT_FINAL
    assert _state(mailing, alerted) == ["sent"]
    assert _next_contacts(mailing) == []


def test_an_answer_from_somebody_who_is_away_is_no_failure(mailing, alerted):
    with pytest.raises(InputRefusedError):
        take_in_bounce(mailing.engine, reply_to(alerted.id))
    assert _state(mailing, alerted) == ["sent"]


def test_an_unknown_id_is_said_to_be_unknown(mailing, alerted):
    with pytest.raises(NotFoundError):
        take_in_bounce(mailing.engine, bounce_of(uuid.uuid4()))
    assert _state(mailing, alerted) == ["sent"]


def test_what_was_never_sent_cannot_come_back(berkshire):
    """Of a demonstration nothing leaves the house."""
    berkshire.climb("Task_S1_Contact")
    deliver_notifications(berkshire.engine)
    shown = berkshire.rows(select(Delivery).where(Delivery.state == "shown"))[0]
    settings = replace(berkshire.engine.settings, mail_from="concord@concord.example")
    with pytest.raises(NotFoundError):
        take_in_bounce(replace(berkshire.engine, settings=settings), bounce_of(shown.id))


def test_failure_and_next_contact_are_one_transaction(mailing, alerted):
    failing = FailingDatabase(mailing.engine.database)
    engine = replace(mailing.engine, database=failing)
    failing.fail_at = BEFORE
    with pytest.raises(PowerCut):
        take_in_bounce(engine, bounce_of(alerted.id))
    assert (_state(mailing, alerted), _next_contacts(mailing)) == (["sent"], [])
    assert take_in_bounce(engine, bounce_of(alerted.id)) is BounceResult.NOTED
    assert (_state(mailing, alerted), len(_next_contacts(mailing))) == (["failed"], 1)
