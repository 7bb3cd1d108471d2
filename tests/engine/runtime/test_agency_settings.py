"""An agency's own settings: who changes them, and what cannot be used."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.access import Group
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.notifications import Delivery
from engine.queries.agency_settings import load_agency_settings, looks_after
from engine.runtime.agency_settings import WantedSettings, change_agency_settings, problems_with
from engine.runtime.delivering import deliver_notifications
from tests.support.case_rows import CaseRows
from tests.support.directory import demo_actor

SCHOOL = "reading-school"
WANTED = WantedSettings(
    telephone=" 0118 496  0000 ",
    out_of_hours="Ring the duty team:\n 0118 496 0001",
    quiet_from="18.00",
    quiet_until="730",
    quiet_at_weekends=True,
)


def _load(engine, actor, agency_key=SCHOOL):
    with engine.open_reading() as work:
        return load_agency_settings(work, actor, agency_key)


@pytest.mark.parametrize(
    ("role", "agency_key"),
    [
        ("safeguarding-lead", SCHOOL),
        ("departmental-head", SCHOOL),
        ("administrator", "berkshire-partnership"),
    ],
)
def test_an_agencys_own_leads_and_the_partnerships_administrators_change_them(
    engine, role, agency_key
):
    actor = demo_actor(engine, role, agency_key)
    change_agency_settings(engine, actor, SCHOOL, WANTED)
    kept = _load(engine, actor)
    assert (kept.telephone, kept.out_of_hours) == (
        "0118 496 0000",
        "Ring the duty team: 0118 496 0001",
    )
    assert (kept.quiet_from, kept.quiet_until) == ("18:00", "07:30")
    assert kept.quiet_at_weekends
    change_agency_settings(engine, actor, SCHOOL, WantedSettings())
    kept = _load(engine, actor)
    assert (kept.telephone, kept.out_of_hours, kept.quiet_from, kept.quiet_until) == (None,) * 4


@pytest.mark.parametrize(
    ("role", "agency_key"),
    [
        ("line-manager", SCHOOL),
        ("safeguarding-lead", "reading-council"),
        ("business-manager", "berkshire-partnership"),
        ("administrator", "barnsley-partnership"),
    ],
)
def test_they_are_nobody_elses_to_change(engine, role, agency_key):
    actor = demo_actor(engine, role, agency_key)
    before = _load(engine, demo_actor(engine, "safeguarding-lead", SCHOOL))
    with pytest.raises(NotAllowedError, match="Reading School"):
        change_agency_settings(engine, actor, SCHOOL, WANTED)
    with pytest.raises(NotAllowedError):
        _load(engine, actor)
    with engine.open_reading() as work:
        assert not looks_after(work, actor, SCHOOL)
    assert _load(engine, demo_actor(engine, "safeguarding-lead", SCHOOL)) == before


def test_an_agency_that_is_not_there_is_not_found(engine):
    actor = demo_actor(engine, "administrator", "berkshire-partnership")
    with pytest.raises(NotFoundError):
        change_agency_settings(engine, actor, "no-agency", WANTED)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"telephone": "ring me"}, {"telephone"}),
        ({"out_of_hours": "x" * 301}, {"out_of_hours"}),
        ({"quiet_from": "18:00"}, {"quiet_until"}),
        ({"quiet_until": "07:30"}, {"quiet_from"}),
        ({"quiet_from": "25:00", "quiet_until": "7"}, {"quiet_from", "quiet_until"}),
        ({"quiet_from": "18:00", "quiet_until": "18.00"}, {"quiet_until"}),
        ({"quiet_from": "\u0660\u0667:\u0663\u0660", "quiet_until": "18:00"}, {"quiet_from"}),
        ({"out_of_hours": "x" * 300, "quiet_from": "0:00", "quiet_until": "23:59"}, set()),
        ({}, set()),
    ],
)
def test_what_cannot_be_used_is_said_for_each_setting(engine, typed, wrong):
    wanted = WantedSettings(**typed)
    assert set(problems_with(wanted)) == wrong
    actor = demo_actor(engine, "safeguarding-lead", SCHOOL)
    if wrong:
        before = _load(engine, actor)
        with pytest.raises(InputRefusedError):
            change_agency_settings(engine, actor, SCHOOL, wanted)
        assert _load(engine, actor) == before
    else:
        change_agency_settings(engine, actor, SCHOOL, wanted)


def test_what_waits_goes_out_when_the_quiet_hours_are_lifted(
    open_engine, database_url, smtp_server
):
    rows = CaseRows(open_engine(database_url, smtp_url=smtp_server.url))
    actor = demo_actor(rows.engine, "safeguarding-lead", SCHOOL)
    change_agency_settings(rows.engine, actor, SCHOOL, WANTED)
    rows.engine.clock.set(datetime(2026, 9, 8, 22, 0, tzinfo=UTC))
    rows.add_notification([Group(SCHOOL, "line-manager")])
    deliver_notifications(rows.engine)
    assert smtp_server.messages == []
    longer = WantedSettings(quiet_from="18:00", quiet_until="08:00")
    change_agency_settings(rows.engine, actor, SCHOOL, longer)
    assert deliver_notifications(rows.engine) == 0
    with rows.engine.open_reading() as work:
        waits = select(Delivery.next_attempt_at).where(Delivery.channel == "email")
        assert work.session.scalars(waits).one() == datetime(2026, 9, 9, 7, 0, tzinfo=UTC)
    change_agency_settings(rows.engine, actor, SCHOOL, WantedSettings())
    deliver_notifications(rows.engine)
    assert len(smtp_server.messages) == 1
