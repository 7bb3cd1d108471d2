"""Who has been told, over the API: how far each notice got, and whom to telephone."""

import pytest
from sqlalchemy import select

from engine.persistence.notifications import Delivery
from engine.runtime.delivering import deliver_notifications
from engine.runtime.messages import send_message
from engine.runtime.undelivered import note_undelivered
from engine.vocabulary import DANGER_MESSAGE
from tests.support.undelivered import taken_by_a_server

SCHOOL = "reading-school"


@pytest.fixture
def reference(concord):
    """Return a case with a danger alert that did not reach the line manager."""
    started = concord.start_case()
    raiser = concord.actor("practitioner", SCHOOL)
    send_message(concord.engine, raiser, started.reference, DANGER_MESSAGE)
    deliver_notifications(concord.engine)
    missed = taken_by_a_server(concord.engine, concord.actor("line-manager", SCHOOL))
    note_undelivered(concord.engine, missed, "550 No such mailbox")
    deliver_notifications(concord.engine)
    return started.reference


def test_the_api_says_telephone_now_with_numbers_and_who_is_told_instead(concord, reference):
    answer = concord.api("practitioner", SCHOOL).get(f"/cases/{reference}/notices")
    assert answer.status_code == 200
    first, second = answer.json["items"]
    (missing,) = [one for one in first["deliveries"] if one["telephone_now"]]
    assert (missing["channel"], missing["state"]) == ("email", "failed")
    assert missing["failure"] == "550 No such mailbox"
    assert missing["telephone"]
    assert missing["agency_telephone"]
    assert missing["out_of_hours"]
    assert (first["is_danger"], first["reached_nobody"]) == (True, False)
    assert second["not_reached"] == {"role": "line-manager", "agency_name": "Reading School"}
    assert second["groups"] == [{"role": "next-level-manager", "agency_name": "Reading School"}]
    assert first["not_reached"] is None


def test_the_notices_of_a_case_are_for_those_whom_it_has_reached(concord, reference):
    answer = concord.api("line-manager", "thames-police").get(f"/cases/{reference}/notices")
    assert answer.status_code == 404


def test_the_next_contact_sees_the_case_from_then_on(concord, reference):
    answer = concord.api("next-level-manager", SCHOOL).get(f"/cases/{reference}/notices")
    assert answer.status_code == 200


def test_with_a_summary_in_the_database_the_notices_are_as_before(concord, reference):
    """A summary belongs to no case and to no notice."""
    with concord.engine.open_unit_of_work() as work:
        one = work.session.scalars(select(Delivery).where(Delivery.channel == "email")).first()
        work.session.add(
            Delivery(
                person_id=one.person_id,
                digest_day=concord.engine.clock.now().date(),
                agency_key=SCHOOL,
                channel="email",
                state="sent",
                attempts=1,
                subject="Concord: open 1",
                body="",
                id=type(one.id)(int=1),
            )
        )
        work.commit()
    answer = concord.api("practitioner", SCHOOL).get(f"/cases/{reference}/notices")
    assert len(answer.json["items"]) == 2
    assert concord.api("line-manager", SCHOOL).get("/notices").status_code == 200
