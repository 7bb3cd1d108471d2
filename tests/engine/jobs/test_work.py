"""One round of all jobs."""

from datetime import timedelta

from sqlalchemy import func, select

from engine.access import Group
from engine.jobs.expiry import REQUESTS_KEPT, remove_expired
from engine.jobs.work import work_once
from engine.persistence.access_tokens import IdempotentRequest
from engine.persistence.notifications import Delivery
from tests.support.directory import demo_actor

MOMENT = timedelta(seconds=1)


def test_one_round_delivers_what_waits(rows):
    rows.add_notification([Group("reading-school", "line-manager")])
    work_once(rows.engine)
    with rows.engine.open_reading() as work:
        assert work.session.scalars(select(func.count()).select_from(Delivery)).one() == 2


def test_old_requests_go_and_the_others_stay(rows):
    now = rows.engine.clock.now()
    actor = demo_actor(rows.engine, "practitioner", "reading-school")
    for name, age in (("old", timedelta()), ("young", MOMENT)):
        rows.write(
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
        assert work.session.scalars(select(IdempotentRequest.key)).all() == ["young"]
