"""One round of all jobs."""

from datetime import timedelta

from sqlalchemy import func, select

from engine.access import Group
from engine.jobs.expiry import ATTEMPTS_KEPT, REQUESTS_KEPT, remove_expired
from engine.jobs.work import work_once
from engine.persistence.access_tokens import IdempotentRequest
from engine.persistence.notifications import Delivery
from engine.persistence.web_sessions import LogInAttempt, WebSession
from tests.support.directory import demo_actor

MOMENT = timedelta(seconds=1)


def test_one_round_delivers_what_waits(rows):
    rows.add_notification([Group("reading-school", "line-manager")])
    work_once(rows.engine)
    with rows.engine.open_reading() as work:
        assert work.session.scalars(select(func.count()).select_from(Delivery)).one() == 2


def test_what_has_served_its_time_goes_and_the_rest_stays(rows):
    now = rows.engine.clock.now()
    actor = demo_actor(rows.engine, "practitioner", "reading-school")
    for name, age in (("old", timedelta()), ("young", MOMENT)):
        rows.write(
            WebSession(id_hash=name, data=b"", started_at=now, seen_at=now, expires_at=now + age),
            LogInAttempt(subject_hash=name, attempts=1, last_at=now - ATTEMPTS_KEPT + age),
            IdempotentRequest(
                person_id=actor.person_id,
                key=name,
                request_hash="",
                result="",
                made_at=now - REQUESTS_KEPT + age,
            ),
        )
    remove_expired(rows.engine)
    with rows.engine.open_reading() as work:
        left = [
            work.session.scalars(select(column)).all()
            for column in (WebSession.id_hash, LogInAttempt.subject_hash, IdempotentRequest.key)
        ]
    assert left == [["young"]] * 3
