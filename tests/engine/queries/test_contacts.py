"""Whom to ring or to write to."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from engine.access import JOINS_AT, LADDER
from engine.errors import InputRefusedError
from engine.persistence.directory import Absence, Person, RoleGrant
from engine.queries.agencies import find_agencies, list_area_contacts, partnership_of_area
from engine.queries.contacts import list_contacts, place_on_ladder
from engine.runtime.directory import grant_role
from engine.vocabulary import Role
from tests.support.directory import demo_actor

SCHOOL = "reading-school"


def contacts(engine, *keys, **wanted):
    with engine.open_reading() as work:
        return list_contacts(work, keys, engine.clock.now(), **wanted)


def test_agencies_come_in_the_order_asked_for_and_unknown_ones_are_left_out(engine):
    found = contacts(engine, "thames-police", "nowhere", SCHOOL, "thames-police")
    assert [agency.agency_key for agency in found] == ["thames-police", SCHOOL]
    assert all(agency.telephone and agency.out_of_hours for agency in found)


def test_people_come_level_by_level_with_roles_beside_the_ladder_after_the_level_they_join(engine):
    (agency,) = contacts(engine, SCHOOL)
    assert [contact.role for contact in agency.people] == [
        Role.PRACTITIONER,
        Role.LINE_MANAGER,
        Role.SAFEGUARDING_LEAD,
        Role.NEXT_LEVEL_MANAGER,
        Role.SENIOR_MANAGER,
        Role.DEPARTMENTAL_HEAD,
        Role.MEETING_CHAIR,
    ]
    assert all(contact.telephone and contact.email for contact in agency.people)


def test_every_role_has_a_place_of_its_own():
    assert len({place_on_ladder(role) for role in Role}) == len(Role)
    assert min(Role, key=place_on_ladder) == LADDER[0]
    for role, level in JOINS_AT.items():
        assert place_on_ladder(level) < place_on_ladder(role)


def test_only_roles_that_hold_now_of_people_who_may_log_in_are_listed(engine):
    ended = demo_actor(engine, "line-manager", SCHOOL)
    grant_role(
        engine,
        email=ended.email,
        agency_key=SCHOOL,
        role="line-manager",
        valid_to=engine.clock.now(),
    )
    gone = demo_actor(engine, "senior-manager", SCHOOL)
    with engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.id == gone.person_id).values(active=False))
        work.commit()
    (agency,) = contacts(engine, SCHOOL)
    assert {ended.person_id, gone.person_id}.isdisjoint(one.person_id for one in agency.people)


def test_the_list_can_be_kept_to_some_roles(engine):
    (agency,) = contacts(engine, SCHOOL, roles=["line-manager", "safeguarding-lead"])
    assert [contact.role for contact in agency.people] == ["line-manager", "safeguarding-lead"]


def test_a_deputy_follows_the_one_who_is_away_and_both_say_so(engine):
    absent = demo_actor(engine, "line-manager", SCHOOL)
    deputy = demo_actor(engine, "senior-manager", SCHOOL)
    now, until = engine.clock.now(), engine.clock.now() + timedelta(days=7)
    with engine.open_unit_of_work() as work:
        work.session.add(
            RoleGrant(
                person_id=deputy.person_id,
                agency_key=SCHOOL,
                role="line-manager",
                valid_from=now,
                valid_to=until,
                deputy_for=absent.person_id,
            )
        )
        work.session.add(
            Absence(
                person_id=absent.person_id,
                deputy_id=deputy.person_id,
                starts_at=now,
                ends_at=until,
                arranged_by=absent.person_id,
                arranged_at=now,
            )
        )
        work.commit()
    (agency,) = contacts(engine, SCHOOL, roles=["line-manager"])
    assert [(one.person_id, one.deputy_for, one.away_until) for one in agency.people] == [
        (absent.person_id, None, until),
        (deputy.person_id, absent.name, None),
    ]


def test_agencies_are_found_by_a_part_of_their_name_whatever_the_capitals(engine):
    with engine.open_reading() as work:
        found = find_agencies(work, name=" reading SCH ").rows
        odd = find_agencies(work, name="%").rows
    assert [row.key for row in found] == [SCHOOL]
    assert odd == ()


def test_agencies_of_an_area_are_those_of_its_partnership(engine):
    with engine.open_reading() as work:
        partnership = partnership_of_area(work, "thurrock")
        rows = find_agencies(work, partnership_key=partnership).rows
        assert partnership_of_area(work, "atlantis") is None
    assert {row.partnership for row in rows} == {"Southend, Essex and Thurrock demonstration"}
    assert [row.name for row in rows] == sorted(row.name for row in rows)


def test_pages_of_agencies_follow_each_other_without_gap_or_overlap(engine):
    with engine.open_reading() as work:
        whole = find_agencies(work, limit=100).rows
        cursor, paged = None, []
        while cursor is not None or not paged:
            page = find_agencies(work, limit=7, cursor=cursor)
            paged += page.rows
            cursor = page.next_cursor
            if cursor is None:
                break
        with pytest.raises(InputRefusedError):
            find_agencies(work, limit=0)
    assert paged == list(whole)


def test_every_area_names_its_social_care(engine):
    with engine.open_reading() as work:
        areas = list_area_contacts(work)
    assert {area.key: area.agency_key for area in areas}["reading"] == "reading-council"
    assert all(area.agency_name for area in areas)


def test_numbers_of_the_demonstration_are_nobodys_and_no_two_people_share_one(engine):
    with engine.open_reading() as work:
        numbers = work.session.scalars(select(Person.telephone)).all()
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("07700 900") and len(number) == 12 for number in numbers)
