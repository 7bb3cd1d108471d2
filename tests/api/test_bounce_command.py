"""`concord bounce`: what a mail server sends back, from standard input."""

import uuid

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from api.cli import main
from engine.persistence.notifications import Delivery, Notification
from engine.runtime.delivering import deliver_notifications
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.bounces import bounce_of, reply_to


@pytest.fixture
def delivery(concord):
    """Return an e-mail of a danger alert that a mail server has taken."""
    started = concord.start_case()
    raiser = concord.actor("practitioner", "reading-school")
    send_message(concord.engine, raiser, started.reference, DANGER_MESSAGE)
    deliver_notifications(concord.engine)
    with concord.engine.open_unit_of_work() as work:
        emails = Delivery.channel == "email"
        work.session.execute(update(Delivery).where(emails).values(state="sent"))
        work.commit()
        return work.session.scalars(select(Delivery).where(emails).limit(1)).one()


@pytest.fixture
def run(concord):
    """Return what runs the command on what a mail server hands over."""
    environment = {
        "CONCORD_DATABASE_URL": concord.engine.settings.database_url,
        "CONCORD_SECRET_KEY": "s" * 64,
        "CONCORD_ENCRYPTION_KEYS": "k1:" + "ab" * 32,
        "CONCORD_MAIL_FROM": "Concord <concord@concord.example>",
    }
    runner = CliRunner()
    return lambda source, **env: runner.invoke(
        main, ["bounce"], input=source, env=environment | env
    )


def test_a_bounced_alert_is_noted_once_and_goes_to_the_next_contact(concord, run, delivery):
    first, second = run(bounce_of(delivery.id)), run(bounce_of(delivery.id))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == "Noted: the e-mail was not delivered.\n"
    assert second.output == "This was known already.\n"
    with concord.engine.open_reading() as work:
        notices = select(Notification).where(Notification.instead_of == delivery.id)
        assert len(work.session.scalars(notices).all()) == 1


def test_a_delay_is_nothing_to_note(run, delivery):
    done = run(bounce_of(delivery.id, action="delayed", status="4.4.1"))
    assert (done.exit_code, "goes on trying" in done.output) == (0, True)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "no report of a mail server"),
        (b"\xff\x00garbage", "no report of a mail server"),
        (reply_to(uuid.UUID(int=7)), "no report of a mail server"),
        (bounce_of(uuid.UUID(int=7), domain="elsewhere.example"), "no e-mail of Concord’s"),
        (bounce_of(uuid.UUID(int=7)), "There is no"),
    ],
)
def test_what_it_cannot_use_is_refused_in_words(run, source, words):
    refused = run(source)
    assert refused.exit_code == 1
    assert words in refused.output
    assert "Traceback" not in refused.output


def test_while_the_database_is_away_the_mail_server_keeps_the_report(run, delivery, tmp_path):
    away = run(bounce_of(delivery.id), CONCORD_DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    assert away.exit_code == 75
    assert "Try again" in away.output
