"""Who somebody is and which groups they belong to now."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.access import Group
from engine.errors import NotFoundError
from engine.persistence.directory import Person, RoleGrant
from engine.queries.actors import list_members, load_actor, load_actor_by_email
from engine.runtime.directory import add_person, grant_role


def test_an_actor_has_the_groups_of_all_grants_that_hold(engine):
    email = "practitioner@reading-school.example"
    grant_role(engine, email=email, agency_key="thames-police", role="meeting-chair")
    with engine.open_reading() as work:
        actor = load_actor_by_email(work, email, engine.clock.now())
        same = load_actor(work, actor.person_id, engine.clock.now())
    assert same == actor
    assert actor.name == "Practitioner, Reading School (demo)"
    assert actor.groups == {
        Group("reading-school", "practitioner"),
        Group("thames-police", "meeting-chair"),
    }


def test_a_grant_counts_from_its_first_moment_until_before_its_last(engine):
    now = engine.clock.now()
    email = "editor@berkshire-partnership.example"
    with engine.open_unit_of_work() as work:
        person = load_actor_by_email(work, email, now).person_id
        until = now + timedelta(days=1)
        work.session.execute(
            update(RoleGrant).where(RoleGrant.person_id == person).values(valid_to=until)
        )
        work.commit()
    moments = (now - timedelta(seconds=1), now, until - timedelta(seconds=1), until)
    with engine.open_reading() as work:
        held = [bool(load_actor(work, person, moment).groups) for moment in moments]
    assert held == [False, True, True, False]


def test_capitals_and_spaces_in_an_address_do_not_matter(engine):
    with engine.open_reading() as work:
        actor = load_actor_by_email(
            work, " Line-Manager@Thames-Police.EXAMPLE ", engine.clock.now()
        )
    assert actor.email == "line-manager@thames-police.example"


def test_a_person_without_a_role_is_an_actor_without_groups(engine):
    person_id = add_person(engine, email="new@reading-school.example", name="New person")
    with engine.open_reading() as work:
        assert load_actor(work, person_id, engine.clock.now()).groups == frozenset()


def test_somebody_who_may_no_longer_log_in_cannot_be_told_from_a_stranger(engine):
    email = "practitioner@reading-school.example"
    with engine.open_unit_of_work() as work:
        work.session.execute(update(Person).where(Person.email == email).values(active=False))
        work.commit()
    with engine.open_reading() as work:
        for unknown in (email, "nobody@reading-school.example"):
            with pytest.raises(NotFoundError):
                load_actor_by_email(work, unknown, engine.clock.now())


def test_the_list_of_people_names_each_group_of_an_active_person_once(engine):
    email = "practitioner@reading-school.example"
    with engine.open_unit_of_work() as work:
        everybody = len(list_members(work, engine.clock.now()))
        work.session.execute(update(Person).where(Person.email == email).values(active=False))
        work.commit()
    with engine.open_reading() as work:
        members = list_members(work, engine.clock.now())
    emails = [member.email for member in members]
    assert email not in emails
    assert len(emails) == len(set(emails)) == everybody - 1
    places = [(member.partnership_name, member.agency_name) for member in members]
    assert places == sorted(places)
    assert len({partnership for partnership, _ in places}) > 1


def test_a_deputy_is_listed_once_in_the_role_of_their_own(engine):
    absent, deputy = (f"{role}@reading-school.example" for role in ("line-manager", "practitioner"))
    now = engine.clock.now()
    with engine.open_unit_of_work() as work:
        ids = [load_actor_by_email(work, email, now).person_id for email in (absent, deputy)]
        stands_in = {"person_id": ids[1], "deputy_for": ids[0], "role": "line-manager"}
        work.session.add(RoleGrant(agency_key="reading-school", valid_from=now, **stands_in))
        work.commit()
    with engine.open_reading() as work:
        roles = [one.role for one in list_members(work, now) if one.email == deputy]
    assert roles == ["practitioner"]
