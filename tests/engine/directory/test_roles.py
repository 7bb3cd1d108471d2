"""Roles: who gives and ends them, and what a partnership keeps."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engine.directory.act import NO_REASON
from engine.directory.leaving import let_leave, let_log_in_again
from engine.directory.people import WantedPerson, change_person
from engine.directory.roles import WantedRole, end_role, give_role
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.directory_changes import DirectoryChange
from engine.queries.actors import load_actor
from engine.runtime.directory import grant_role
from tests.support.directory import demo_actor

OFFICE, SCHOOL, COUNCIL = "berkshire-partnership", "reading-school", "reading-council"
FOREIGN = "barnsley-council"
NEW = WantedPerson("Newcomer@reading-school.example", name="Newcomer (demo)")
PRACTITIONER = WantedRole(SCHOOL, "practitioner")


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", OFFICE)


def rows(engine, query):
    with engine.open_reading() as work:
        return list(work.session.scalars(query))


def log(engine):
    return rows(engine, select(DirectoryChange).order_by(DirectoryChange.id))


def actor_now(engine, person_id):
    with engine.open_reading() as work:
        return load_actor(work, person_id, engine.clock.now())


def grant_of(engine, person_id, role):
    query = select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    return rows(engine, query.order_by(RoleGrant.id.desc()))[0]


def test_somebody_comes_in_with_a_role_and_the_log_says_so(engine, administrator):
    person_id = give_role(engine, administrator, NEW, PRACTITIONER)
    actor = actor_now(engine, person_id)
    assert actor.email == "newcomer@reading-school.example"
    assert [(group.agency_key, group.role) for group in actor.groups] == [(SCHOOL, "practitioner")]
    (change,) = log(engine)
    assert change.words == "Newcomer (demo) came in as practitioner of Reading School."
    assert (change.changed_by, change.person_id) == (administrator.person_id, person_id)
    assert (change.partnership_key, change.agency_key) == ("berkshire", SCHOOL)


def test_a_role_begins_and_ends_on_its_days(engine, administrator):
    now = engine.clock.now()
    dates = WantedRole(SCHOOL, "practitioner", now + timedelta(days=2), now + timedelta(days=5))
    person_id = give_role(engine, administrator, NEW, dates)
    assert not actor_now(engine, person_id).groups
    engine.clock.advance(timedelta(days=3))
    assert actor_now(engine, person_id).groups
    engine.clock.advance(timedelta(days=3))
    assert not actor_now(engine, person_id).groups


def test_nobody_gives_a_role_of_another_partnership_not_even_to_themselves(engine, administrator):
    own = WantedPerson(administrator.email)
    for role in ("administrator", "practitioner"):
        with pytest.raises(NotAllowedError, match="Barnsley"):
            give_role(engine, administrator, own, WantedRole(FOREIGN, role))
    assert actor_now(engine, administrator.person_id).groups == administrator.groups
    assert log(engine) == []


@pytest.mark.parametrize("role", ["business-manager", "editor", "line-manager"])
def test_only_administrators_change_the_directory(engine, role):
    with pytest.raises(NotAllowedError):
        give_role(engine, demo_actor(engine, role, OFFICE), NEW, PRACTITIONER)


def test_an_administrator_whose_role_has_ended_meanwhile_changes_nothing(engine, administrator):
    grant_role(
        engine,
        email=administrator.email,
        agency_key=OFFICE,
        role="administrator",
        valid_to=engine.clock.now(),
    )
    with pytest.raises(NotAllowedError):
        give_role(engine, administrator, NEW, PRACTITIONER)


@pytest.mark.parametrize("role", ["administrator", "editor", "business-manager"])
def test_only_an_office_has_its_roles(engine, administrator, role):
    with pytest.raises(InputRefusedError, match="office"):
        give_role(engine, administrator, NEW, WantedRole(SCHOOL, role))


def test_a_role_ends_with_a_reason_and_once(engine, administrator):
    person = demo_actor(engine, "practitioner", SCHOOL)
    grant = grant_of(engine, person.person_id, "practitioner")
    now = engine.clock.now()
    with pytest.raises(InputRefusedError, match=NO_REASON):
        end_role(engine, administrator, grant.id, ends_at=now, reason=" ")
    assert actor_now(engine, person.person_id).groups
    end_role(engine, administrator, grant.id, ends_at=now, reason="Went to another school")
    assert not actor_now(engine, person.person_id).groups
    (change,) = log(engine)
    assert change.reason == "Went to another school"
    assert change.words.endswith("is no longer practitioner of Reading School.")
    with pytest.raises(NotFoundError):
        end_role(engine, administrator, grant.id, ends_at=now, reason="again")


def test_a_role_of_another_partnership_is_not_ended(engine, administrator):
    person = demo_actor(engine, "practitioner", FOREIGN)
    grant = grant_of(engine, person.person_id, "practitioner")
    with pytest.raises(NotAllowedError):
        end_role(engine, administrator, grant.id, ends_at=engine.clock.now(), reason="mine")


def test_the_last_administrator_stays(engine, administrator):
    grant = grant_of(engine, administrator.person_id, "administrator")
    now = engine.clock.now()
    for at in (now, now + timedelta(days=30)):
        with pytest.raises(InputRefusedError, match="last administrator of Berkshire"):
            end_role(engine, administrator, grant.id, ends_at=at, reason="x")
    for ends_log_in in (True, False):
        with pytest.raises(InputRefusedError, match="last administrator"):
            let_leave(
                engine, administrator, administrator.person_id, reason="x", ends_log_in=ends_log_in
            )
    with pytest.raises(InputRefusedError, match="last administrator"):
        let_leave(engine, None, administrator.person_id, reason="", ends_log_in=True)
    second = give_role(engine, administrator, NEW, WantedRole(OFFICE, "administrator"))
    end_role(engine, administrator, grant.id, ends_at=now, reason="Handed over")
    assert actor_now(engine, second).has_role("administrator")
    assert not actor_now(engine, administrator.person_id).has_role("administrator")


def test_one_who_goes_soon_is_not_the_one_who_stays(engine, administrator):
    soon = WantedRole(OFFICE, "administrator", None, engine.clock.now() + timedelta(days=1))
    give_role(engine, administrator, NEW, soon)
    grant = grant_of(engine, administrator.person_id, "administrator")
    with pytest.raises(InputRefusedError, match="last administrator"):
        end_role(engine, administrator, grant.id, ends_at=engine.clock.now(), reason="x")


def test_who_leaves_has_no_role_and_no_log_in_and_can_come_back(engine, administrator):
    person = demo_actor(engine, "practitioner", SCHOOL)
    with pytest.raises(InputRefusedError, match=NO_REASON):
        let_leave(engine, administrator, person.person_id, reason="", ends_log_in=True)
    let_leave(engine, administrator, person.person_id, reason="Retired", ends_log_in=True)
    with pytest.raises(NotFoundError):
        actor_now(engine, person.person_id)
    with pytest.raises(InputRefusedError, match="log-in"):
        give_role(engine, administrator, WantedPerson(person.email), PRACTITIONER)
    let_log_in_again(engine, administrator, person.person_id, reason="Came back")
    give_role(engine, administrator, WantedPerson(person.email), PRACTITIONER)
    assert actor_now(engine, person.person_id).groups
    assert [change.kind for change in log(engine)] == ["ended", "ended", "changed", "added"]


def test_a_log_in_that_another_partnership_needs_stays(engine, administrator):
    person = demo_actor(engine, "practitioner", SCHOOL)
    grant_role(engine, email=person.email, agency_key=FOREIGN, role="practitioner")
    with pytest.raises(InputRefusedError, match="another partnership"):
        let_leave(engine, administrator, person.person_id, reason="x", ends_log_in=True)
    assert actor_now(engine, person.person_id).agencies == (FOREIGN, SCHOOL)
    let_leave(engine, administrator, person.person_id, reason="x", ends_log_in=False)
    assert actor_now(engine, person.person_id).agencies == (FOREIGN,)
    with pytest.raises(NotAllowedError):
        let_leave(engine, administrator, person.person_id, reason="x", ends_log_in=False)


def test_another_address_keeps_the_person(engine, administrator):
    person = demo_actor(engine, "practitioner", SCHOOL)
    wanted = WantedPerson("Married.Name@reading-school.example", name="Married name (demo)")
    change_person(engine, administrator, person.person_id, wanted)
    now = actor_now(engine, person.person_id)
    assert (now.name, now.email) == ("Married name (demo)", "married.name@reading-school.example")
    assert now.groups == person.groups
    taken = demo_actor(engine, "line-manager", SCHOOL).email
    with pytest.raises(InputRefusedError, match="somebody else"):
        change_person(engine, administrator, person.person_id, WantedPerson(taken))


def test_nobody_takes_over_the_address_of_somebody_who_works_elsewhere_too(engine, administrator):
    foreign = demo_actor(engine, "administrator", "barnsley-partnership")
    give_role(engine, administrator, WantedPerson(foreign.email), PRACTITIONER)
    wanted = WantedPerson("mine@reading-school.example")
    with pytest.raises(NotAllowedError, match="another partnership"):
        change_person(engine, administrator, foreign.person_id, wanted)
    change = WantedPerson(foreign.email, name="Somebody else")
    with pytest.raises(NotAllowedError):
        give_role(engine, administrator, change, WantedRole(COUNCIL, "practitioner"))
    assert rows(engine, select(Person.name).where(Person.id == foreign.person_id)) == [foreign.name]


def test_a_telephone_is_taken_away_and_only_when_that_is_asked_for(engine, administrator):
    person = demo_actor(engine, "practitioner", SCHOOL)
    number = "0118 496 0123"
    for telephone, kept in ((number, number), ("", number), (None, None)):
        wanted = WantedPerson("", telephone=telephone)
        change_person(engine, administrator, person.person_id, wanted)
        query = select(Person.telephone).where(Person.id == person.person_id)
        assert rows(engine, query) == [kept]
    assert [one.words.partition(" has ")[2] for one in log(engine)] == [
        "another telephone now.",
        "no telephone now.",
    ]


CHANGES = (
    "UPDATE directory_change SET words = 'x'",
    "DELETE FROM directory_change",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_itself_refuses_to_change_the_log(engine, administrator, change):
    give_role(engine, administrator, NEW, PRACTITIONER)
    with engine.open_unit_of_work() as work, pytest.raises(DBAPIError, match="append-only"):
        work.session.execute(text(change))
    assert len(log(engine)) == 1
